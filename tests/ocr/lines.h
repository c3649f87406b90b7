#pragma once
// Lines and pages of text that nobody had to recognise.

#include "capture/utf8.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/values.h"

#include <opencv2/core/mat.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::ocr {

inline constexpr int size = 40; ///< pixels of a character

/// Text that begins at x, y; a space is a gap of one character.
inline TextLine line(int x, int y, std::string_view text)
{
    TextLine made;
    bool space = false;
    int at = x;
    for (const char32_t c : capture::code_points(text)) {
        if (c == U' ') {
            space = true;
            at += size;
            continue;
        }
        const std::u32string one(1, c);
        made.symbols.push_back({capture::to_utf8(one), {at, y, size, size}, 0.99, space, {}});
        at += size;
        space = false;
    }
    made.box = {x, y, at - x, size};
    return made;
}

inline PageText page_of(std::vector<TextLine> lines)
{
    PageText page;
    page.text_height = size;
    page.lines = std::move(lines);
    const cv::Mat empty = cv::Mat::zeros(2000, 3000, CV_8U);
    page.rules = Rules(empty.clone(), empty.clone());
    return page;
}

/// What is found on a page that all recognisers read alike, however often they look.
inline std::vector<Field> fields_of(const PageText& page, const DocumentType& type)
{
    const auto again = [&](const Span& span, Alphabet, Recogniser) {
        const auto first = page.lines[span.line].symbols.begin();
        return std::vector<Symbol>(
            first + static_cast<std::ptrdiff_t>(span.first),
            first + static_cast<std::ptrdiff_t>(span.last)
        );
    };
    return extract_fields(page, type, again);
}

} // namespace dossier::ocr
