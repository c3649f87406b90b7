#pragma once
// The little squares before the choices of a form, and which of them a person ticked. Recognisers
// read them as 口 or anything else; here they are found by their four straight sides and judged by
// the ink inside.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <string_view>
#include <vector>

namespace dossier::ocr {

struct TickBox {
    capture::Box box;
    bool ticked = false;
};

/// Squares of about the height of text that stand in rows of two or more with at least one empty:
/// a lone square is more likely the character 口. `ink`: 255 where there is ink, rules taken out.
[[nodiscard]] std::vector<TickBox> find_tick_boxes(const cv::Mat& ink, int text_height);

/// What stands for a box among the symbols of a line.
inline constexpr const char* empty_box = "☐";
inline constexpr const char* ticked_box = "☑";

[[nodiscard]] inline bool is_tick_box(std::string_view symbol)
{
    return symbol == empty_box || symbol == ticked_box;
}

} // namespace dossier::ocr
