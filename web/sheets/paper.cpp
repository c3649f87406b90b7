#include "web/sheets/paper.h"

#include "capture/utf8.h"
#include "web/pdf_writer.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

bool is_letter(char32_t point)
{
    return point > U' ' && point < 0x2000;
}

/// What of a line stays on it when the next letter does not fit: up to the last word's end.
std::size_t break_of(const std::string& line)
{
    const auto space = line.rfind(' ');
    return space == std::string::npos || space == 0 ? line.size() : space;
}

} // namespace

void Paper::text(double size, double x, double baseline, std::string_view what)
{
    pages_.back().embedded(size, x, baseline, font_.hex(what));
}

void Paper::centred(double size, double baseline, std::string_view what)
{
    text(size, (width_ - width_of(what, size)) / 2, baseline, what);
}

void Paper::ending_at(double x, double size, double baseline, std::string_view what)
{
    text(size, x - width_of(what, size), baseline, what);
}

double Paper::width_of(std::string_view what, double size) const
{
    return font_.width(what, size);
}

std::vector<std::string> Paper::wrapped(std::string_view what, double size, double width) const
{
    std::vector<std::string> lines(1);
    double used = 0.0;
    for (const auto point : capture::code_points(what)) {
        if (point == U'\n') {
            lines.emplace_back();
            used = 0.0;
            continue;
        }
        std::string letter;
        capture::append_utf8(letter, point);
        const double more = font_.width(letter, size);
        if (!lines.back().empty() && used + more > width) {
            auto& full = lines.back();
            const auto end = is_letter(point) ? break_of(full) : full.size();
            std::string carried = full.substr(end);
            full.resize(end);
            if (carried.starts_with(' ')) carried.erase(0, 1);
            used = font_.width(carried, size);
            lines.push_back(std::move(carried));
            if (point == U' ' && lines.back().empty()) continue;
        }
        lines.back() += letter;
        used += more;
    }
    return lines;
}

std::string Paper::finish(std::string_view footer, std::string_view language)
{
    constexpr double size = 3.0;
    constexpr double from_below = 8.0;
    for (std::size_t at = 0; at < pages_.size(); ++at) {
        const auto line = fmt::format("{}   {} / {}", footer, at + 1, pages_.size());
        pages_[at].embedded(
            size, (width_ - width_of(line, size)) / 2, height_ - from_below, font_.hex(line)
        );
    }
    PdfWriter writer;
    const int catalog = writer.reserve();
    PdfPages pages{writer};
    const auto resources = fmt::format("/Font << /Embedded {} 0 R >>", font_.put(writer));
    for (auto& drawn : pages_)
        pages.add(width_ * points_per_mm, height_ * points_per_mm, resources, drawn.finish());
    writer.put(
        catalog, fmt::format("<< /Type /Catalog /Pages {} 0 R /Lang ({}) >>", pages.put(), language)
    );
    return writer.finish(catalog);
}

} // namespace dossier::web
