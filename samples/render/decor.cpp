#include "samples/render/decor.h"

#include <cmath>
#include <numbers>

namespace dossier::samples {
namespace {

constexpr double pi = std::numbers::pi;

void use_colour(cairo_t* cairo, const Colour& colour)
{
    cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

/// Lays the group drawn since cairo_push_group on the page as ink: it darkens what is below it and
/// has small gaps where the rubber did not touch the paper.
void press(Canvas& canvas, Dice& dice, double x, double y, double reach)
{
    cairo_t* cairo = canvas.cairo();
    cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
    for (int i = 0; i < 260; ++i) {
        const double dx = dice.real(-reach, reach);
        const double dy = dice.real(-reach, reach);
        cairo_set_source_rgba(cairo, 0, 0, 0, dice.real(0.1, 0.55));
        cairo_arc(cairo, x + dx, y + dy, dice.real(0.05, 0.28), 0, 2 * pi);
        cairo_fill(cairo);
    }
    cairo_pop_group_to_source(cairo);
    cairo_set_operator(cairo, CAIRO_OPERATOR_MULTIPLY);
    cairo_paint_with_alpha(cairo, dice.real(0.72, 0.95));
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

void star(cairo_t* cairo, double x, double y, double radius)
{
    for (int i = 0; i < 5; ++i) {
        const double angle = -pi / 2 + i * 4 * pi / 5;
        if (i == 0)
            cairo_move_to(cairo, x + radius * std::cos(angle), y + radius * std::sin(angle));
        else
            cairo_line_to(cairo, x + radius * std::cos(angle), y + radius * std::sin(angle));
    }
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

/// One character, upright to the direction `angle` from (x, y). Uses a path, so it turns freely.
void turned_character(
    cairo_t* cairo, std::string_view character, double x, double y, double angle, double size
)
{
    const LayoutHandle layout(pango_cairo_create_layout(cairo), &g_object_unref);
    using FontHandle =
        std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)>;
    const FontHandle font(
        pango_font_description_from_string("Noto Serif CJK SC Bold"), &pango_font_description_free
    );
    constexpr double unit = 20; // drawn large and scaled down: Pango rounds to whole units
    pango_font_description_set_absolute_size(font.get(), unit * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), character.data(), static_cast<int>(character.size()));
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_rotate(cairo, angle);
    cairo_scale(cairo, size / unit, size / unit);
    cairo_move_to(cairo, -unit / 2, unit * 0.38);
    pango_cairo_layout_line_path(cairo, line);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

} // namespace

void round_seal(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double radius,
    std::string_view words,
    std::string_view foot,
    Colour ink
)
{
    cairo_t* cairo = canvas.cairo();
    cairo_push_group(cairo);
    cairo_new_path(cairo); // text leaves its current point behind
    use_colour(cairo, ink);
    cairo_set_line_width(cairo, radius * 0.06);
    cairo_arc(cairo, x, y, radius * 0.97, 0, 2 * pi);
    cairo_stroke(cairo);
    star(cairo, x, y, radius * 0.30);
    const auto letters = characters(words);
    const auto count = static_cast<double>(letters.size());
    const double step = std::min(2 * pi * 0.72 / count, 0.42);
    const double size = std::min(radius * 0.24, radius * 0.76 * step * 0.95);
    double angle = -pi / 2 - step * (count - 1) / 2;
    for (const auto& letter : letters) {
        turned_character(
            cairo,
            letter,
            x + radius * 0.76 * std::cos(angle),
            y + radius * 0.76 * std::sin(angle),
            angle + pi / 2,
            size
        );
        angle += step;
    }
    if (!foot.empty()) {
        const Font font{
            .family = "Noto Serif CJK SC",
            .size = radius * 0.17,
            .colour = ink,
            .spacing = radius * 0.03};
        canvas.text(x, y + radius * 0.62, foot, font, Align::centre);
    }
    press(canvas, dice, x, y, radius);
}

void oblong_stamp(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double width,
    double height,
    double degrees,
    const std::vector<std::string>& lines,
    Colour ink
)
{
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_push_group(cairo);
    cairo_translate(cairo, x + width / 2, y + height / 2);
    cairo_rotate(cairo, degrees * pi / 180);
    use_colour(cairo, ink);
    cairo_set_line_width(cairo, 0.5);
    cairo_rectangle(cairo, -width / 2, -height / 2, width, height);
    cairo_stroke(cairo);
    const double pitch = height / static_cast<double>(lines.size());
    double row = -height / 2 + pitch / 2;
    for (const auto& line : lines) {
        const auto letters = characters(line);
        const double step = width * 0.9 / static_cast<double>(letters.size());
        const double size = std::min(step, pitch * 0.66);
        double at = -step * (static_cast<double>(letters.size()) - 1) / 2;
        for (const auto& letter : letters) {
            turned_character(cairo, letter, at, row, 0, size);
            at += step;
        }
        row += pitch;
    }
    press(canvas, dice, 0, 0, width / 2);
    cairo_restore(cairo);
}

void watermark(
    Canvas& canvas, double x, double y, double degrees, std::string_view words, const Font& font
)
{
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_rotate(cairo, -degrees * pi / 180);
    use_colour(cairo, font.colour);
    double at = 0;
    for (const auto& letter : characters(words)) {
        turned_character(cairo, letter, at, 0, 0, font.size);
        at += font.size + font.spacing;
    }
    cairo_restore(cairo);
}

void code_block(Canvas& canvas, Dice& dice, double x, double y, double size)
{
    constexpr int modules = 29;
    const double module = size / modules;
    const auto finder = [&](int column, int row) {
        canvas.fill(x + column * module, y + row * module, 7 * module, 7 * module, black);
        canvas.fill(
            x + (column + 1) * module, y + (row + 1) * module, 5 * module, 5 * module, {1, 1, 1}
        );
        canvas.fill(
            x + (column + 2) * module, y + (row + 2) * module, 3 * module, 3 * module, black
        );
    };
    canvas.fill(x - 2 * module, y - 2 * module, size + 4 * module, size + 4 * module, {1, 1, 1});
    for (int row = 0; row < modules; ++row) {
        for (int column = 0; column < modules; ++column) {
            const bool corner = (row < 8 && (column < 8 || column >= modules - 8)) ||
                                (row >= modules - 8 && column < 8);
            const bool dark = dice.chance(0.48);
            if (dark && !corner)
                canvas.fill(x + column * module, y + row * module, module, module, black);
        }
    }
    finder(0, 0);
    finder(modules - 7, 0);
    finder(0, modules - 7);
}

void guilloche(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double width,
    double height,
    Colour one,
    Colour two
)
{
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_clip(cairo);
    cairo_set_line_width(cairo, 0.09);
    constexpr int waves = 64;
    const double length = dice.real(0.16, 0.24);
    const double drift = dice.real(0.02, 0.05);
    for (int i = 0; i < waves; ++i) {
        use_colour(cairo, i % 2 == 0 ? one : two);
        const double base = y + height * (i + 0.5) / waves;
        for (double at = 0; at <= width; at += 0.5) {
            const double lift =
                2.6 * std::sin(at * length + i * 0.21) * std::cos(at * drift + i * 0.11);
            if (at <= 0)
                cairo_move_to(cairo, x + at, base + lift);
            else
                cairo_line_to(cairo, x + at, base + lift);
        }
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

void portrait(
    Canvas& canvas, Dice& dice, double x, double y, double width, double height, bool grey
)
{
    cairo_t* cairo = canvas.cairo();
    const double shade = dice.real(0.82, 0.92);
    const auto tint = [grey](double red, double green, double blue) {
        const double level = 0.3 * red + 0.59 * green + 0.11 * blue;
        return grey ? Colour{level, level, level} : Colour{red, green, blue};
    };
    cairo_save(cairo);
    canvas.fill(x, y, width, height, tint(shade, shade, shade + 0.04));
    cairo_rectangle(cairo, x, y, width, height);
    cairo_clip(cairo);
    const double middle = x + width / 2;
    const auto oval = [&](double cx, double cy, double rx, double ry, Colour colour) {
        cairo_save(cairo);
        cairo_translate(cairo, cx, cy);
        cairo_scale(cairo, rx, ry);
        cairo_arc(cairo, 0, 0, 1, 0, 2 * pi);
        cairo_restore(cairo);
        use_colour(cairo, colour);
        cairo_fill(cairo);
    };
    const double coat = dice.real(0.15, 0.4);
    oval(middle, y + height * 1.06, width * 0.47, height * 0.34, tint(coat, coat, coat + 0.08));
    canvas.fill(
        middle - width * 0.1, y + height * 0.58, width * 0.2, height * 0.2, tint(0.80, 0.64, 0.55)
    );
    oval(middle, y + height * 0.36, width * 0.285, height * 0.27, tint(0.14, 0.12, 0.12));
    oval(middle, y + height * 0.43, width * 0.235, height * 0.235, tint(0.88, 0.73, 0.64));
    for (const int side : {-1, 1}) {
        const double eye = middle + side * width * 0.095;
        oval(eye, y + height * 0.415, width * 0.028, height * 0.012, tint(0.18, 0.14, 0.14));
        oval(eye, y + height * 0.375, width * 0.05, height * 0.006, tint(0.25, 0.2, 0.19));
    }
    oval(middle, y + height * 0.50, width * 0.03, height * 0.008, tint(0.78, 0.61, 0.53));
    oval(middle, y + height * 0.565, width * 0.065, height * 0.011, tint(0.74, 0.47, 0.44));
    cairo_restore(cairo);
}

void emblem(Canvas& canvas, double x, double y, double radius, bool grey)
{
    cairo_t* cairo = canvas.cairo();
    cairo_new_path(cairo);
    use_colour(cairo, grey ? Colour{0.45, 0.45, 0.46} : Colour{0.81, 0.13, 0.11});
    cairo_arc(cairo, x, y, radius, 0, 2 * pi);
    cairo_fill(cairo);
    use_colour(cairo, grey ? Colour{0.85, 0.85, 0.86} : Colour{0.96, 0.82, 0.35});
    cairo_set_line_width(cairo, radius * 0.08);
    cairo_arc(cairo, x, y, radius * 0.86, 0, 2 * pi);
    cairo_stroke(cairo);
    star(cairo, x, y, radius * 0.5);
}

void scribble(Canvas& canvas, Dice& dice, double x, double baseline, double width, Colour ink)
{
    cairo_t* cairo = canvas.cairo();
    use_colour(cairo, ink);
    cairo_set_line_width(cairo, 0.45);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    double at = x;
    cairo_move_to(cairo, at, baseline - dice.real(0, 4));
    while (at < x + width) {
        const double step = dice.real(1.5, 4.0);
        const double up = baseline - dice.real(1, 6);
        const double down = baseline + dice.real(-1.5, 1.2);
        const double back = dice.real(-1.0, 1.0);
        cairo_curve_to(
            cairo,
            at + step * 0.3,
            up,
            at + step * 0.6 + back,
            down,
            at + step,
            baseline - dice.real(0, 4)
        );
        at += step;
    }
    cairo_stroke(cairo);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
}

void specimen_mark(Canvas& canvas, double x, double baseline)
{
    canvas.text(
        x,
        baseline,
        "样本 SPECIMEN",
        {.family = "Noto Sans CJK SC", .size = 2.2, .colour = {0.62, 0.62, 0.64}},
        Align::right
    );
}

} // namespace dossier::samples
