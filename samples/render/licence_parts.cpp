#include "samples/render/licence_parts.h"

#include <cmath>

namespace dossier::samples {
namespace {

/// 名　称: the characters spread evenly over the label's width.
void spread(
    Canvas& canvas, double x, double baseline, double width, std::string_view word, const Font& font
)
{
    const auto letters = characters(word);
    const double room = width - font.size * static_cast<double>(letters.size());
    const double gap = letters.size() > 1 ? room / static_cast<double>(letters.size() - 1) : 0;
    double at = x;
    for (const auto& letter : letters) {
        canvas.text(at, baseline, letter, font);
        at += font.size + gap;
    }
}

} // namespace

void draw_entry(
    Canvas& canvas,
    LicenceColumn& column,
    const LicenceHands& hands,
    std::string_view label,
    const LicenceValue& value
)
{
    spread(canvas, column.x, column.y, column.label_width, label, hands.label);
    const double left = column.x + column.label_width + 5;
    int lines = 1;
    if (!value.printed.empty()) {
        const Rect ink = canvas.paragraph(
            left, column.y, column.width, column.pitch, value.printed, hands.value
        );
        if (!value.field.empty()) canvas.place(value.field, value.value, ink);
        lines = canvas.line_count(column.width, value.printed, hands.value);
    }
    column.y += column.step + (lines - 1) * column.pitch;
}

void draw_entry(
    Canvas& canvas,
    LicenceColumn& column,
    const LicenceHands& hands,
    std::string_view label,
    std::string_view field,
    std::string_view value
)
{
    draw_entry(canvas, column, hands, label, {field, std::string(value), std::string(value)});
}

void draw_border(Canvas& canvas, double inset, Colour gold)
{
    const double width = canvas.width() - 2 * inset;
    const double height = canvas.height() - 2 * inset;
    canvas.frame(inset, inset, width, height, 1.1, gold);
    canvas.frame(inset + 5, inset + 5, width - 10, height - 10, 0.4, gold);
    const Colour fine{gold.red, gold.green, gold.blue, 0.7};
    cairo_t* cairo = canvas.cairo();
    cairo_set_source_rgba(cairo, fine.red, fine.green, fine.blue, fine.alpha);
    cairo_set_line_width(cairo, 0.3);
    const auto ring = [&](double x, double y) {
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, x, y, 1.5, 0, 6.2832);
    };
    const double across = std::floor(width / 3.4);
    for (double i = 0.5; i < across; i += 1) {
        ring(inset + i * width / across, inset + 2.5);
        ring(inset + i * width / across, inset + height - 2.5);
    }
    const double down = std::floor(height / 3.4);
    for (double i = 1.5; i < down - 1; i += 1) {
        ring(inset + 2.5, inset + i * height / down);
        ring(inset + width - 2.5, inset + i * height / down);
    }
    cairo_stroke(cairo);
}

void draw_seal(
    Canvas& canvas, Dice& dice, double x, double y, double radius, std::string_view authority
)
{
    x += dice.real(-5, 5);
    y += dice.real(-4, 4);
    round_seal(canvas, dice, x, y, radius, authority, "");
}

Canvas licence_paper(Dice& dice, double width, double height, int dpi)
{
    const double warm = dice.real(0.0, 0.035);
    Canvas canvas(width, height, dpi, {1.0 - warm * 0.2, 1.0 - warm * 0.35, 1.0 - warm});
    guilloche(
        canvas,
        dice,
        16,
        16,
        width - 32,
        height - 32,
        {0.93, 0.86, 0.72, 0.35},
        {0.90, 0.80, 0.80, 0.3}
    );
    return canvas;
}

} // namespace dossier::samples
