#include "samples/render/card_parts.h"

#include "samples/render/decor.h"
#include <numbers>

namespace dossier::samples {
namespace {

std::string purpose(Dice& dice)
{
    static constexpr std::string_view purposes[] = {
        "仅供银行开户使用", "仅供办理业务使用", "仅供身份核验使用，复印无效"};
    return std::string(dice.pick(purposes));
}

} // namespace

void card_outline(cairo_t* cairo, double x, double y)
{
    constexpr double corner = 3.18;
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + card_width - corner, y + corner, corner, -quarter, 0);
    cairo_arc(cairo, x + card_width - corner, y + card_height - corner, corner, 0, quarter);
    cairo_arc(cairo, x + corner, y + card_height - corner, corner, quarter, 2 * quarter);
    cairo_arc(cairo, x + corner, y + corner, corner, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
}

std::string varied_family(Dice& dice)
{
    static constexpr std::string_view families[] = {
        "Noto Sans CJK SC",
        "WenQuanYi Zen Hei",
        "Noto Serif CJK SC",
        "AR PL UMing CN",
        "LXGW WenKai"};
    return std::string(dice.pick(families));
}

std::string varied_digits(Dice& dice)
{
    static constexpr std::string_view families[] = {
        "DejaVu Sans", "DejaVu Sans Mono", "LXGW WenKai Mono", "Noto Sans CJK SC"};
    return std::string(dice.pick(families));
}

Canvas varied_paper(Dice& dice, int dpi)
{
    const bool across = dice.chance(0.5);
    return {across ? 297.0 : 210.0, across ? 210.0 : 297.0, dpi, {1, 1, 1}};
}

TwoSides place_sides(const Canvas& canvas, Dice& dice)
{
    const bool across = canvas.width() > canvas.height();
    TwoSides at{};
    at.x = dice.real(20, across ? 60 : 100);
    at.y = dice.real(25, 80);
    at.other_x = across ? at.x + card_width + dice.real(12, 45) : at.x + dice.real(-3, 3);
    at.other_y = across ? at.y + dice.real(-3, 3) : at.y + card_height + dice.real(8, 50);
    return at;
}

void card_background(Canvas& canvas, Dice& dice, bool copied, double x, double y)
{
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    card_outline(cairo, x, y);
    cairo_clip(cairo);
    if (copied) {
        const double level = dice.real(0.90, 0.97);
        canvas.fill(x, y, card_width, card_height, {level, level, level});
        guilloche(
            canvas,
            dice,
            x,
            y,
            card_width,
            card_height,
            {0.6, 0.6, 0.6, 0.35},
            {0.7, 0.7, 0.7, 0.35}
        );
    } else {
        canvas.fill(x, y, card_width, card_height, {0.90, 0.94, 0.95});
        canvas.fill(x, y, card_width * 0.55, card_height, {0.95, 0.91, 0.91, 0.6});
        guilloche(
            canvas,
            dice,
            x,
            y,
            card_width,
            card_height,
            {0.55, 0.75, 0.85, 0.55},
            {0.88, 0.68, 0.72, 0.5}
        );
    }
    cairo_restore(cairo);
    card_outline(cairo, x, y);
    cairo_set_source_rgba(cairo, 0.3, 0.3, 0.32, copied ? 0.8 : 0.35);
    cairo_set_line_width(cairo, copied ? 0.3 : 0.15);
    cairo_stroke(cairo);
}

void draw_copy_marks(Canvas& canvas, Dice& dice, double x, double y)
{
    if (dice.chance(0.6)) {
        const Font pale{.size = 4.6, .colour = {0.35, 0.35, 0.4, 0.2}, .spacing = 1.6};
        const double up = dice.real(10, 22);
        const double low = y + card_height + dice.real(-8, 10);
        const std::string words = purpose(dice);
        watermark(canvas, x + 8, low, up, words, pale);
    }
    if (dice.chance(0.7)) {
        const double turn = dice.real(-6, 6);
        const Colour ink = dice.chance(0.7) ? seal_red : Colour{0.12, 0.18, 0.5, 0.85};
        oblong_stamp(
            canvas,
            dice,
            canvas.width() - 78,
            canvas.height() - 52,
            52,
            11,
            turn,
            {"与原件核对一致"},
            ink
        );
        scribble(canvas, dice, canvas.width() - 68, canvas.height() - 30, 24, {0.1, 0.12, 0.3});
    }
}

} // namespace dossier::samples
