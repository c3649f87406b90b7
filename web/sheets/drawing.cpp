#include "web/sheets/drawing.h"

#include "capture/utf8.h"
#include "web/pdf_writer.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

constexpr double mm_per_inch = 25.4;

/// Latin-1 as the standard fonts encode it, in hexadecimal; what is beyond becomes a question mark.
std::string latin_hex(std::string_view text)
{
    std::string hex;
    for (const auto point : capture::code_points(text))
        hex += fmt::format("{:02X}", point < 0x100 ? static_cast<unsigned>(point) : '?');
    return hex;
}

std::string wide_hex(std::string_view text)
{
    std::string hex;
    for (const auto point : capture::code_points(text))
        hex += utf16_hex(point);
    return hex;
}

} // namespace

void Drawing::bar(double x, double y, double width, double height)
{
    paths_ += fmt::format(
        "{:.3f} {:.3f} {:.3f} {:.3f} re\n",
        x * points_per_mm,
        (height_ - y - height) * points_per_mm,
        width * points_per_mm,
        height * points_per_mm
    );
}

void Drawing::qr(double x, double y, double side, const QrCode& code)
{
    const double module = side / code.side;
    for (int row = 0; row < code.side; ++row)
        for (int start = 0; start < code.side;) {
            int end = start;
            while (end < code.side && code.is_black(end, row))
                ++end;
            if (end > start)
                bar(x + start * module, y + row * module, (end - start) * module, module);
            start = end + 1;
        }
}

void Drawing::bars(double x, double y, double module, double height, const std::vector<int>& widths)
{
    bool is_bar = true;
    for (const int width : widths) {
        if (is_bar) bar(x, y, width * module, height);
        x += width * module;
        is_bar = !is_bar;
    }
}

void Drawing::patch_t(double x, double y, double length)
{
    for (const double inches : patch_t_bars) {
        bar(x, y, length, inches * mm_per_inch);
        y += (inches + patch_space) * mm_per_inch;
    }
}

void Drawing::text(SheetFont font, double size, double x, double baseline, std::string_view text)
{
    const bool is_wide = font == SheetFont::simplified || font == SheetFont::traditional;
    texts_ += fmt::format(
        "/{} {:.2f} Tf 1 0 0 1 {:.2f} {:.2f} Tm <{}> Tj\n",
        resource_name(font),
        size * points_per_mm,
        x * points_per_mm,
        (height_ - baseline) * points_per_mm,
        is_wide ? wide_hex(text) : latin_hex(text)
    );
}

void Drawing::embedded(double size, double x, double baseline, std::string_view hex)
{
    texts_ += fmt::format(
        "/Embedded {:.2f} Tf 1 0 0 1 {:.2f} {:.2f} Tm <{}> Tj\n",
        size * points_per_mm,
        x * points_per_mm,
        (height_ - baseline) * points_per_mm,
        hex
    );
}

std::string Drawing::finish()
{
    return "0 g\n" + paths_ + "f\nBT\n" + texts_ + "ET\n";
}

std::string_view resource_name(SheetFont font)
{
    switch (font) {
    case SheetFont::bold: return "Bold";
    case SheetFont::fixed: return "Fixed";
    case SheetFont::simplified: return "Simplified";
    case SheetFont::traditional: return "Traditional";
    }
    return "Bold";
}

} // namespace dossier::web
