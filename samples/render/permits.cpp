// The cards that residents of Hong Kong, Macau and Taiwan carry on the mainland: both travel
// permits, whose backs bear a machine-readable zone, and the residence permit, a relative of the
// identity card. Either side on the glass, and both sides copied at 1:1 onto A4.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/card_parts.h"
#include "samples/render/decor.h"
#include "samples/render/layouts.h"
#include "samples/render/mrz_zone.h"
#include <algorithm>

namespace dossier::samples {
namespace {

/// One card being drawn: what it says and how it was printed.
struct Card {
    Canvas& canvas;
    Dice& dice;
    const Person& person;
    TravelDocument document;
    Home home;
    Font label;
    Font value;
    std::string digits; ///< the hand of numbers
    LayoutSet set;
    bool copied; ///< on a photocopy: grey, background washed out
};

Card make_card(
    Canvas& canvas, Dice& dice, const Person& person, Home home, LayoutSet set, bool copied
)
{
    static constexpr std::string_view train[] = {"Noto Sans CJK SC", "WenQuanYi Zen Hei"};
    const bool varied = set == LayoutSet::varied;
    const std::string family = varied                       ? varied_family(dice)
                               : set == LayoutSet::held_out ? "WenQuanYi Micro Hei"
                                                            : std::string(dice.pick(train));
    const std::string digits = varied                       ? varied_digits(dice)
                               : set == LayoutSet::held_out ? "WenQuanYi Micro Hei Mono"
                                                            : "DejaVu Sans";
    const Colour blue = copied ? Colour{0.36, 0.36, 0.38} : Colour{0.22, 0.36, 0.55};
    return {
        .canvas = canvas,
        .dice = dice,
        .person = person,
        .document = make_permit(dice, person, home),
        .home = home,
        .label = {.family = family, .size = 2.6, .colour = blue},
        .value = {.family = varied ? varied_family(dice) : family, .size = 3.2},
        .digits = digits,
        .set = set,
        .copied = copied};
}

/// As the cards to train with or as those of the edition before, by dice where that is varied.
bool is_other_print(Card& card)
{
    return card.set == LayoutSet::held_out ||
           (card.set == LayoutSet::varied && card.dice.chance(0.5));
}

/// Where the value beside a label begins.
double value_x(const Card& card, double x, std::string_view label)
{
    const double column = 3.2 + 4.6 * card.label.size;
    return x + std::max(column, card.canvas.text_width(label, card.label) + 2.5);
}

/// A label with its value beside it, placed as `field` when that is a field.
void entry(
    Card& card,
    double x,
    double baseline,
    std::string_view label,
    std::string_view printed,
    std::string_view field = {},
    std::string_view value = {}
)
{
    card.canvas.text(x, baseline, label, card.label);
    const double after = value_x(card, x, label);
    const Rect ink = card.canvas.text(after, baseline + 0.1, printed, card.value);
    if (!field.empty()) card.canvas.place(field, value, ink);
}

/// A term: both dates stand in one line.
void term(Card& card, double x, double baseline, std::string_view label)
{
    card.canvas.text(x, baseline, label, card.label);
    const double after = value_x(card, x, label);
    const std::string from = dotted(card.document.issued) + "-";
    card.canvas.place(
        "valid_from",
        iso(card.document.issued),
        card.canvas.text(after, baseline + 0.1, from, card.value)
    );
    card.canvas.place(
        "valid_to",
        iso(card.document.expires),
        card.canvas.text(
            after + card.canvas.text_width(from, card.value),
            baseline + 0.1,
            dotted(card.document.expires),
            card.value
        )
    );
}

void title(Card& card, double x, double y, std::string_view words)
{
    card.canvas.text(
        x + card_width / 2,
        y + 6.8,
        words,
        {.family = "Noto Serif CJK SC", .size = 3.9, .bold = true, .colour = card.label.colour},
        Align::centre
    );
}

/// The side with the portrait. The held-out print words its labels as the edition before did.
void permit_front(Card& card, double x, double y)
{
    const bool taiwan = card.home == Home::taiwan;
    const bool held_out = is_other_print(card);
    card_background(card.canvas, card.dice, card.copied, x, y);
    title(card, x, y, taiwan ? "台湾居民来往大陆通行证" : "港澳居民来往内地通行证");
    portrait(card.canvas, card.dice, x + (held_out ? 60 : 5), y + 11, 20.5, 26.5, card.copied);
    const double left = x + (held_out ? 4.5 : 28.5);
    const double step = 5.2;
    double row = y + 14.4;
    const std::string_view name_label = held_out || taiwan ? "姓名" : "中文姓名";
    entry(card, left, row, name_label, card.person.name, "name", card.person.name);
    row += step;
    const LatinName& latin = card.document.name;
    const std::string_view latin_label = taiwan ? "姓名(英)" : "英文姓名";
    entry(card, left, row, held_out ? "" : latin_label, latin.surname + ", " + latin.given);
    row += step;
    entry(
        card, left, row, "出生日期", dotted(card.person.birth), "birth_date", iso(card.person.birth)
    );
    row += step;
    const std::string sex = card.person.male ? "男" : "女";
    entry(card, left, row, "性别", sex, "sex", sex);
    row += step;
    term(card, left, row, held_out ? "有效期" : "有效期限");
    row += step;
    if (taiwan) {
        entry(card, left, row, "签发地点", "福建");
        row += step;
    }
    entry(card, left, row, "签发机关", "公安部出入境管理局");
    const Rect number = card.canvas.text(
        x + 23.5, y + 49.2, card.document.number, {.family = card.digits, .size = 3.8, .bold = true}
    );
    card.canvas.text(x + 5, y + 49, held_out ? "证件号" : "证件号码", card.label);
    card.canvas.place("permit_number", card.document.number, number);
    card.canvas.text(x + 55, y + 49, taiwan ? "签发次数" : "换证次数", card.label);
    card.canvas.text(x + 70, y + 49, fmt::format("{:02}", card.document.renewals), card.value);
}

/// The side with the zone. By itself it says who holds the card; beside the front it repeats it.
void permit_back(Card& card, double x, double y, bool alone)
{
    const bool taiwan = card.home == Home::taiwan;
    card_background(card.canvas, card.dice, card.copied, x, y);
    entry(card, x + 6, y + 12, taiwan ? "台湾身份证号" : "港澳身份证号码", card.document.holder_id);
    entry(card, x + 6, y + 19, "姓名", card.person.name, alone ? "name" : "", card.person.name);
    const auto inks = draw_zone(
        card.canvas,
        x + (card_width - 30 * 2.54) / 2,
        y + 36.5,
        permit_zone(taiwan ? "CT" : "CR", card.person, card.document),
        card.set
    );
    if (!alone) return;
    card.canvas.place("permit_number", card.document.number, inks[0]);
    card.canvas.place("birth_date", iso(card.person.birth), inks[0]);
    card.canvas.place("sex", card.person.male ? "男" : "女", inks[0]);
    card.canvas.place("valid_to", iso(card.document.expires), inks[0]);
}

void residence_front(Card& card, double x, double y)
{
    card_background(card.canvas, card.dice, card.copied, x, y);
    portrait(card.canvas, card.dice, x + 56, y + 8, 24, 31, card.copied);
    const std::string sex = card.person.male ? "男" : "女";
    entry(card, x + 5.6, y + 9.5, "姓名", card.person.name, "name", card.person.name);
    entry(card, x + 5.6, y + 16, "性别", sex, "sex", sex);
    entry(
        card,
        x + 5.6,
        y + 22.5,
        "出生",
        in_words(card.person.birth, false),
        "birth_date",
        iso(card.person.birth)
    );
    card.canvas.text(x + 5.6, y + 29, "住址", card.label);
    card.canvas.paragraph(
        x + 20.8, y + 29.1, 33, 4.6, card.person.address, card.value, Break::characters
    );
    const std::string number = make_residence_number(card.dice, card.person, card.home);
    card.canvas.text(x + 5.6, y + 48, "公民身份号码", card.label);
    card.canvas.place(
        "permit_number",
        number,
        card.canvas.cells(x + 27, y + 48.2, 2.84, number, {.family = card.digits, .size = 3.7})
    );
}

void residence_back(Card& card, double x, double y)
{
    card_background(card.canvas, card.dice, card.copied, x, y);
    emblem(card.canvas, x + 14, y + 13, 7, card.copied);
    Font heading{.family = "Noto Serif CJK SC", .size = 4.6, .bold = true, .spacing = 1.8};
    card.canvas.text(x + 51.5, y + 11.5, "中华人民共和国", heading, Align::centre);
    heading.size = 5.6;
    heading.spacing = 0.8;
    card.canvas.text(
        x + 51.5,
        y + 21,
        card.home == Home::taiwan ? "台湾居民居住证" : "港澳居民居住证",
        heading,
        Align::centre
    );
    entry(card, x + 17, y + 33, "签发机关", card.person.issuing_authority);
    term(card, x + 17, y + 39, "有效期限");
    entry(card, x + 17, y + 45, "通行证号码", card.document.number);
    entry(card, x + 17, y + 50.5, "签发次数", fmt::format("{:02}", card.document.renewals));
}

Home draw_home(std::string_view type, Dice& dice)
{
    if (type == "taiwan_permit") return Home::taiwan;
    if (type == "residence_permit" && dice.chance(0.3)) return Home::taiwan;
    return dice.chance(0.7) ? Home::hong_kong : Home::macau;
}

void front(Card& card, std::string_view type, double x, double y)
{
    if (type == "residence_permit")
        residence_front(card, x, y);
    else
        permit_front(card, x, y);
}

void back(Card& card, std::string_view type, double x, double y, bool alone)
{
    if (type == "residence_permit")
        residence_back(card, x, y);
    else
        permit_back(card, x, y, alone);
}

/// One side on the glass of a flat-bed scanner.
Sheet on_glass(const Layout& layout, const Person& person, Dice& dice, int dpi)
{
    const double margin = dice.real(7, 12);
    Canvas canvas(card_width + 2 * margin, card_height + 2 * margin, dpi, {0.97, 0.97, 0.97});
    Card card = make_card(canvas, dice, person, draw_home(layout.type, dice), layout.set, false);
    if (layout.name == "portrait_side")
        front(card, layout.type, margin, margin);
    else
        back(card, layout.type, margin, margin, true);
    return canvas.finish();
}

/// Both sides on A4: one above the other, or beside each other on the sheet laid across.
Sheet copied(const Layout& layout, const Person& person, Dice& dice, int dpi)
{
    const bool across = layout.name == "a4_side_by_side";
    Canvas canvas(across ? 297 : 210, across ? 210 : 297, dpi, {1, 1, 1});
    Card card = make_card(canvas, dice, person, draw_home(layout.type, dice), layout.set, true);
    const double x = (across ? 40 : 62) + dice.real(-14, 14);
    const double y = 50 + dice.real(-12, 12);
    front(card, layout.type, x, y);
    if (across)
        back(card, layout.type, x + card_width + dice.real(20, 45), y, false);
    else
        back(card, layout.type, x, y + card_height + dice.real(12, 34), false);
    draw_copy_marks(canvas, dice, x, y);
    specimen_mark(canvas, canvas.width() - 12, canvas.height() - 8);
    return canvas.finish();
}

Sheet copied_anywhere(const Layout& layout, const Person& person, Dice& dice, int dpi)
{
    Canvas canvas = varied_paper(dice, dpi);
    Card card = make_card(canvas, dice, person, draw_home(layout.type, dice), layout.set, true);
    const TwoSides at = place_sides(canvas, dice);
    front(card, layout.type, at.x, at.y);
    back(card, layout.type, at.other_x, at.other_y, false);
    draw_copy_marks(canvas, dice, at.x, at.y);
    specimen_mark(canvas, canvas.width() - 12, canvas.height() - 8);
    return canvas.finish();
}

} // namespace

Sheet draw_permit(const Layout& layout, const Person& person, Dice& dice, int dpi)
{
    if (layout.name == "varied_copy") return copied_anywhere(layout, person, dice, dpi);
    const bool alone = layout.name == "portrait_side" || layout.name == "emblem_side";
    return alone ? on_glass(layout, person, dice, dpi) : copied(layout, person, dice, dpi);
}

} // namespace dossier::samples
