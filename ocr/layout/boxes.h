#pragma once
// Where boxes lie to each other.

#include "capture/facts.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace dossier::ocr {

/// The column and the row behind the last one.
[[nodiscard]] inline int right_of(const capture::Box& box)
{
    return box.x + box.width;
}

[[nodiscard]] inline int bottom_of(const capture::Box& box)
{
    return box.y + box.height;
}

[[nodiscard]] inline double middle_of(const capture::Box& box)
{
    return box.x + box.width / 2.0;
}

/// Whether half of the lower one stands beside the other.
[[nodiscard]] inline bool is_same_row(const capture::Box& a, const capture::Box& b)
{
    const int overlap = std::min(bottom_of(a), bottom_of(b)) - std::max(a.y, b.y);
    return overlap * 2 >= std::min(a.height, b.height);
}

/// The least box around both.
[[nodiscard]] inline capture::Box united(const capture::Box& a, const capture::Box& b)
{
    const int x = std::min(a.x, b.x);
    const int y = std::min(a.y, b.y);
    return {x, y, std::max(right_of(a), right_of(b)) - x, std::max(bottom_of(a), bottom_of(b)) - y};
}

/// The least box around all of them; there is at least one.
[[nodiscard]] inline capture::Box around(const std::vector<capture::Box>& boxes)
{
    capture::Box box = boxes.front();
    for (const capture::Box& each : boxes)
        box = united(box, each);
    return box;
}

/// The box of a line that goes on, or ends, at other columns: moved down by as much as it runs down
/// from the old middle to the new one.
[[nodiscard]] inline capture::Box along(capture::Box box, double slope, int left, int right)
{
    const double old_middle = middle_of(box);
    box.x = left;
    box.width = right - left;
    box.y += static_cast<int>(std::lround(slope * (middle_of(box) - old_middle)));
    return box;
}

/// Where the middle of a line or segment runs at `x`: its box is it turned level.
template <class Sloped>
[[nodiscard]] double height_at(const Sloped& line, double x)
{
    return line.box.y + line.box.height / 2.0 + line.slope * (x - middle_of(line.box));
}

} // namespace dossier::ocr
