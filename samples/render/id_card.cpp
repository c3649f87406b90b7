// The resident identity card, 85.6 x 54 mm: either side on a scanner's glass, and both sides copied
// at 1:1 onto paper as bank files hold them.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/decor.h"
#include "samples/render/layouts.h"
#include <numbers>

namespace dossier::samples {
namespace {

constexpr double card_width = 85.6;
constexpr double card_height = 54.0;

/// How a card was printed and how it reaches the page.
struct Card {
    Font label;
    Font value;
    Font number;
    bool copied = false; ///< on a photocopy: grey, background washed out
};

Card make_card(Dice& dice, LayoutSet set, bool copied)
{
    static constexpr std::string_view train[] = {"Noto Sans CJK SC", "WenQuanYi Zen Hei"};
    const std::string family(set == LayoutSet::held_out ? "WenQuanYi Micro Hei" : dice.pick(train));
    const Colour blue = copied ? Colour{0.36, 0.36, 0.38} : Colour{0.16, 0.38, 0.62};
    Card card;
    card.label = {.family = family, .size = 3.0, .colour = blue};
    card.value = {.family = family, .size = 3.45};
    const bool held_out = set == LayoutSet::held_out;
    card.number = {
        .family = held_out ? "WenQuanYi Micro Hei Mono" : "DejaVu Sans",
        .size = 3.9,
        .bold = held_out};
    card.copied = copied;
    return card;
}

void outline(cairo_t* cairo, double x, double y)
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

void background(Canvas& canvas, Dice& dice, const Card& card, double x, double y)
{
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    outline(cairo, x, y);
    cairo_clip(cairo);
    if (card.copied) {
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
    outline(cairo, x, y);
    cairo_set_source_rgba(cairo, 0.3, 0.3, 0.32, card.copied ? 0.8 : 0.35);
    cairo_set_line_width(cairo, card.copied ? 0.3 : 0.15);
    cairo_stroke(cairo);
}

void portrait_side(
    Canvas& canvas, Dice& dice, const Card& card, const Person& person, double x, double y
)
{
    background(canvas, dice, card, x, y);
    portrait(canvas, dice, x + 54.0, y + 7.5, 25.2, 32.2, card.copied);
    const auto label = [&](double at, double baseline, std::string_view word) {
        canvas.text(x + at, y + baseline, word, card.label);
    };
    Font name = card.value;
    name.size = 3.8;
    label(5.6, 9.3, "姓");
    label(9.2, 9.3, "名");
    canvas.place("name", person.name, canvas.text(x + 15.4, y + 9.4, person.name, name));
    label(5.6, 15.6, "性");
    label(9.2, 15.6, "别");
    const std::string sex = person.male ? "男" : "女";
    canvas.place("sex", sex, canvas.text(x + 15.4, y + 15.7, sex, card.value));
    label(24.4, 15.6, "民");
    label(28.0, 15.6, "族");
    canvas.place(
        "ethnicity", person.ethnicity, canvas.text(x + 33.2, y + 15.7, person.ethnicity, card.value)
    );
    label(5.6, 21.9, "出");
    label(9.2, 21.9, "生");
    Rect birth = canvas.text(
        x + 15.4, y + 22.0, fmt::format("{}", static_cast<int>(person.birth.year())), card.value
    );
    label(24.4, 21.9, "年");
    canvas.text(
        x + 31.0,
        y + 22.0,
        fmt::format("{}", static_cast<unsigned>(person.birth.month())),
        card.value,
        Align::centre
    );
    label(34.4, 21.9, "月");
    canvas.text(
        x + 40.8,
        y + 22.0,
        fmt::format("{}", static_cast<unsigned>(person.birth.day())),
        card.value,
        Align::centre
    );
    birth = around(birth, canvas.text(x + 43.8, y + 21.9, "日", card.label));
    canvas.place("birth_date", iso(person.birth), birth);
    label(5.6, 28.6, "住");
    label(9.2, 28.6, "址");
    // eleven characters a line: 11 ems and a hair
    canvas.place(
        "address",
        person.address,
        canvas.paragraph(
            x + 15.4,
            y + 28.7,
            card.value.size * 11.02,
            4.6,
            person.address,
            card.value,
            Break::characters
        )
    );
    canvas.text(x + 5.6, y + 48.0, "公民身份号码", card.label);
    canvas.place(
        "id_number",
        person.id_number,
        canvas.cells(x + 29.4, y + 48.2, 2.84, person.id_number, card.number)
    );
}

void emblem_side(
    Canvas& canvas, Dice& dice, const Card& card, const Person& person, double x, double y
)
{
    background(canvas, dice, card, x, y);
    emblem(canvas, x + 14.0, y + 13.8, 7.5, card.copied);
    Font heading{.family = "Noto Serif CJK SC", .size = 4.9, .bold = true, .spacing = 2.1};
    canvas.text(x + 51.5, y + 13.0, "中华人民共和国", heading, Align::centre);
    heading.size = 7.4;
    heading.spacing = 1.6;
    canvas.text(x + 51.5, y + 23.6, "居民身份证", heading, Align::centre);
    canvas.text(x + 17.6, y + 43.2, "签发机关", card.label);
    canvas.place(
        "issuing_authority",
        person.issuing_authority,
        canvas.text(x + 33.4, y + 43.3, person.issuing_authority, card.value)
    );
    canvas.text(x + 17.6, y + 49.4, "有效期限", card.label);
    const std::string from = dotted(person.valid_from) + "-";
    canvas.place(
        "valid_from", iso(person.valid_from), canvas.text(x + 33.4, y + 49.5, from, card.value)
    );
    const double after = x + 33.4 + canvas.text_width(from, card.value);
    const std::string to = person.valid_to ? dotted(*person.valid_to) : "长期";
    canvas.place(
        "valid_to",
        person.valid_to ? iso(*person.valid_to) : to,
        canvas.text(after, y + 49.5, to, card.value)
    );
}

std::string purpose(Dice& dice)
{
    static constexpr std::string_view purposes[] = {
        "仅供银行开户使用", "仅供办理业务使用", "仅供身份核验使用，复印无效"};
    return std::string(dice.pick(purposes));
}

void copy_marks(Canvas& canvas, Dice& dice, double x, double y)
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

/// A single card on the glass of a flat-bed scanner.
Sheet on_glass(std::string_view side, const Person& person, Dice& dice, int dpi)
{
    const double level = dice.chance(0.3) ? 0.93 : 0.985;
    const double margin = dice.real(7, 12);
    Canvas canvas(card_width + 2 * margin, card_height + 2 * margin, dpi, {level, level, level});
    const Card card = make_card(dice, LayoutSet::train, false);
    if (side == "portrait_side")
        portrait_side(canvas, dice, card, person, margin, margin);
    else
        emblem_side(canvas, dice, card, person, margin, margin);
    return canvas.finish();
}

/// Both sides, one above the other, on A4.
Sheet copied_upright(const Person& person, Dice& dice, int dpi)
{
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    const Card card = make_card(dice, LayoutSet::train, true);
    const double x = 62 + dice.real(-14, 14);
    const double y = 48 + dice.real(-12, 12);
    const double gap = dice.real(12, 34);
    portrait_side(canvas, dice, card, person, x, y);
    const double aside = dice.real(-3, 3);
    emblem_side(canvas, dice, card, person, x + aside, y + card_height + gap);
    copy_marks(canvas, dice, x, y);
    specimen_mark(canvas, 198, 288);
    return canvas.finish();
}

/// Both sides, one beside the other, on A4 laid across, the emblem side first.
Sheet copied_across(const Person& person, Dice& dice, int dpi)
{
    Canvas canvas(297, 210, dpi, {1, 1, 1});
    const Card card = make_card(dice, LayoutSet::held_out, true);
    const double y = 55 + dice.real(-10, 10);
    emblem_side(canvas, dice, card, person, 42, y);
    portrait_side(canvas, dice, card, person, 165, y + dice.real(-3, 3));
    copy_marks(canvas, dice, 165, y);
    specimen_mark(canvas, 285, 200);
    return canvas.finish();
}

/// The portrait side alone at the head of an A5 sheet with a form's heading.
Sheet copied_small(const Person& person, Dice& dice, int dpi)
{
    Canvas canvas(148, 210, dpi, {1, 1, 1});
    const Card card = make_card(dice, LayoutSet::held_out, true);
    canvas.text(
        74, 24, "身份证件复印件粘贴处", {.family = "AR PL UKai CN", .size = 6.2}, Align::centre
    );
    portrait_side(canvas, dice, card, person, 31.2, 40 + dice.real(-4, 4));
    copy_marks(canvas, dice, 31.2, 40);
    specimen_mark(canvas, 138, 203);
    return canvas.finish();
}

} // namespace

Sheet draw_id_card(std::string_view layout, const Person& person, Dice& dice, int dpi)
{
    if (layout == "a4_copy") return copied_upright(person, dice, dpi);
    if (layout == "a4_side_by_side") return copied_across(person, dice, dpi);
    if (layout == "a5_copy") return copied_small(person, dice, dpi);
    return on_glass(layout, person, dice, dpi);
}

} // namespace dossier::samples
