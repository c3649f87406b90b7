// The resident identity card, 85.6 x 54 mm: either side on a scanner's glass, and both sides copied
// at 1:1 onto paper as bank files hold them.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/card_parts.h"
#include "samples/render/decor.h"
#include "samples/render/layouts.h"

namespace dossier::samples {
namespace {

/// How a card was printed and how it reaches the page.
struct Card {
    Font label;
    Font value;
    Font number;
    bool copied = false; ///< on a photocopy: grey, background washed out
};

Card make_varied_card(Dice& dice)
{
    constexpr Colour grey{0.36, 0.36, 0.38};
    Card card;
    card.label = {.family = varied_family(dice), .size = dice.real(2.8, 3.1), .colour = grey};
    card.value = {.family = varied_family(dice), .size = dice.real(3.2, 3.6)};
    card.number = {
        .family = varied_digits(dice), .size = dice.real(3.6, 4.1), .bold = dice.chance(0.3)};
    card.copied = true;
    return card;
}

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

void portrait_side(
    Canvas& canvas, Dice& dice, const Card& card, const Person& person, double x, double y
)
{
    card_background(canvas, dice, card.copied, x, y);
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
    card_background(canvas, dice, card.copied, x, y);
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
    draw_copy_marks(canvas, dice, x, y);
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
    draw_copy_marks(canvas, dice, 165, y);
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
    draw_copy_marks(canvas, dice, 31.2, 40);
    specimen_mark(canvas, 138, 203);
    return canvas.finish();
}

/// Both sides or the portrait alone, anywhere on a sheet and in any hand.
Sheet copied_anywhere(const Person& person, Dice& dice, int dpi)
{
    Canvas canvas = varied_paper(dice, dpi);
    const Card card = make_varied_card(dice);
    const TwoSides at = place_sides(canvas, dice);
    const bool turned = dice.chance(0.4); // the emblem side first
    const bool both = dice.chance(0.75);
    portrait_side(
        canvas, dice, card, person, turned ? at.other_x : at.x, turned ? at.other_y : at.y
    );
    if (both)
        emblem_side(
            canvas, dice, card, person, turned ? at.x : at.other_x, turned ? at.y : at.other_y
        );
    draw_copy_marks(canvas, dice, at.x, at.y);
    specimen_mark(canvas, canvas.width() - 12, canvas.height() - 9);
    return canvas.finish();
}

} // namespace

Sheet draw_id_card(std::string_view layout, const Person& person, Dice& dice, int dpi)
{
    if (layout == "a4_copy") return copied_upright(person, dice, dpi);
    if (layout == "a4_side_by_side") return copied_across(person, dice, dpi);
    if (layout == "a5_copy") return copied_small(person, dice, dpi);
    if (layout == "varied_copy") return copied_anywhere(person, dice, dpi);
    return on_glass(layout, person, dice, dpi);
}

} // namespace dossier::samples
