#pragma once
// A PDF that shows the straightened pages and can be searched: each page is its JPEG, and the text
// that was read lies over it invisibly, line by line, where it stands (ISO 32000-1: 9.3.6 text
// rendering mode 3; 9.10.3 ToUnicode). No font is embedded, none is needed to draw nothing.

#include "capture/facts.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// A line of text in UTF-8 and its box in pixels of the picture below it.
struct PdfLine {
    std::string text;
    capture::Box box;
};

/// `jpeg` is what the reader made (baseline, 8 bit, grey or RGB); `dpi` that of the picture.
struct PdfPage {
    std::span<const std::byte> jpeg;
    int width = 0;
    int height = 0;
    double dpi = 0.0;
    std::vector<PdfLine> lines;
};

/// `watermark`: who had it made and when, in ASCII, drawn thinly over every page; empty: none.
[[nodiscard]] std::string
searchable_pdf(std::span<const PdfPage> pages, std::string_view watermark = {});

} // namespace dossier::web
