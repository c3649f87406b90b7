// The data page of an ordinary passport, 125 x 88 mm: on the glass, and copied at 1:1 onto A4.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/card_parts.h"
#include "samples/render/decor.h"
#include "samples/render/layouts.h"
#include "samples/render/mrz_zone.h"

namespace dossier::samples {
namespace {

constexpr double page_width = 125.0;
constexpr double page_height = 88.0;

/// How a data page was printed and how it reaches the sheet.
struct Print {
    Font label;
    Font value;
    LayoutSet set = LayoutSet::train;
    bool copied = false;      ///< on a photocopy: grey, background washed out
    bool two_tongues = false; ///< months as 3月/MAR, as on older pages
    std::string_view joint;   ///< between the Chinese and the English label
};

Print make_varied_print(Dice& dice)
{
    static constexpr std::string_view joints[] = {"/", " / ", " "};
    Print print;
    print.label = {
        .family = varied_family(dice), .size = dice.real(2.0, 2.35), .colour = {0.3, 0.3, 0.32}};
    print.value = {.family = varied_family(dice), .size = dice.real(2.9, 3.4)};
    print.set = LayoutSet::varied;
    print.copied = true;
    print.two_tongues = dice.chance(0.4);
    print.joint = dice.pick(joints);
    return print;
}

Print make_print(Dice& dice, LayoutSet set, bool copied)
{
    static constexpr std::string_view train[] = {"Noto Sans CJK SC", "WenQuanYi Zen Hei"};
    const bool held_out = set == LayoutSet::held_out;
    const std::string family(held_out ? "WenQuanYi Micro Hei" : dice.pick(train));
    Print print;
    print.label = {
        .family = family,
        .size = held_out ? 2.2 : 2.05,
        .colour = copied ? Colour{0.3, 0.3, 0.32} : Colour{0.20, 0.30, 0.45}};
    print.value = {.family = family, .size = held_out ? 3.25 : 3.1};
    print.set = set;
    print.copied = copied;
    print.two_tongues = dice.chance(0.4);
    print.joint = held_out ? " " : dice.chance(0.5) ? "/" : " / ";
    return print;
}

std::string passport_date(const Day& day, bool two_tongues)
{
    static constexpr std::string_view months[] = {
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const auto month = static_cast<unsigned>(day.month());
    const std::string name(months[month - 1]);
    return fmt::format(
        "{:02} {}{} {}",
        static_cast<unsigned>(day.day()),
        two_tongues ? fmt::format("{}月/", month) : "",
        name,
        static_cast<int>(day.year())
    );
}

std::string birth_place(const Person& person)
{
    std::string_view province = person.region->province.hans;
    for (const std::string_view tail : {"省", "市"})
        if (province.ends_with(tail)) province.remove_suffix(tail.size());
    return std::string(province);
}

void paper(Canvas& canvas, Dice& dice, bool copied, double x, double y)
{
    const double level = dice.real(0.93, 0.98);
    canvas.fill(
        x,
        y,
        page_width,
        page_height,
        copied ? Colour{level, level, level} : Colour{0.95, 0.93, 0.90}
    );
    guilloche(
        canvas,
        dice,
        x,
        y,
        page_width,
        page_height - 23.2,
        copied ? Colour{0.7, 0.7, 0.7, 0.3} : Colour{0.90, 0.72, 0.70, 0.4},
        copied ? Colour{0.75, 0.75, 0.75, 0.3} : Colour{0.68, 0.80, 0.86, 0.4}
    );
    canvas.frame(x, y, page_width, page_height, copied ? 0.3 : 0.15, {0.4, 0.4, 0.42, 0.7});
}

/// The page at x, y: label over value, two columns beside the photograph, the zone below.
void data_page(
    Canvas& canvas, Dice& dice, const Print& print, const Person& person, double x, double y
)
{
    const TravelDocument passport = make_passport(dice, person);
    paper(canvas, dice, print.copied, x, y);
    portrait(canvas, dice, x + 5, y + 17, 33, 44, print.copied);
    const bool held_out = print.set == LayoutSet::held_out;
    const auto at = [&](double train, double other) {
        return print.set == LayoutSet::varied ? dice.real(train, other) : held_out ? other : train;
    };
    const double left = x + at(43, 45.5);
    const double right = x + at(84, 90);
    const double step = at(8.0, 8.4);
    double row = y + at(13.5, 14.5);
    const auto label = [&](double column, std::string_view chinese, std::string_view english) {
        canvas.text(column, row, fmt::format("{}{}{}", chinese, print.joint, english), print.label);
    };
    const auto value = [&](double column, std::string_view text) {
        return canvas.text(column, row + 3.7, text, print.value);
    };
    canvas.text(
        x + 5,
        y + 9,
        "中华人民共和国",
        {.family = "Noto Serif CJK SC", .size = 3.6, .bold = true, .colour = print.label.colour}
    );
    canvas.text(
        x + page_width - 5,
        y + 6.5,
        held_out ? "PASSPORT" : "护照 PASSPORT",
        {.family = print.label.family, .size = 3.0, .colour = print.label.colour},
        Align::right
    );
    label(left, "类型", "Type");
    value(left, "P");
    label(left + 17, "国家码", "Country Code");
    value(left + 17, "CHN");
    label(right, held_out || dice.chance(0.5) ? "护照号码" : "护照号", "Passport No.");
    canvas.place("passport_number", passport.number, value(right, passport.number));
    row += step;
    label(left, "姓名", "Name");
    canvas.place("name", person.name, value(left, person.name));
    row += step - 4.2;
    const std::string latin = passport.name.surname + ", " + passport.name.given;
    canvas.place("name_latin", latin, value(left, latin));
    row += step - 0.3;
    label(left, "性别", "Sex");
    canvas.place("sex", person.male ? "男" : "女", value(left, person.male ? "男/M" : "女/F"));
    label(left + 17, "国籍", "Nationality");
    canvas.place("nationality", "CHN", value(left + 17, "中国/CHINESE"));
    label(right, "出生日期", "Date of birth");
    canvas.place(
        "birth_date",
        iso(person.birth),
        value(right, passport_date(person.birth, print.two_tongues))
    );
    row += step;
    label(left, "出生地点", "Place of birth");
    value(left, birth_place(person));
    label(right, "签发日期", "Date of issue");
    value(right, passport_date(passport.issued, print.two_tongues));
    row += step;
    label(left, "签发地点", "Place of issue");
    value(left, birth_place(person));
    label(right, "有效期至", "Date of expiry");
    canvas.place(
        "expiry_date",
        iso(passport.expires),
        value(right, passport_date(passport.expires, print.two_tongues))
    );
    row += step;
    label(left, "签发机关", "Authority");
    value(left, "公安部出入境管理局");
    scribble(canvas, dice, right + 4, row + 4, 22, {0.1, 0.1, 0.2});
    const auto lines = passport_zone(person, passport);
    const auto inks = draw_zone(canvas, x + 6.6, y + 76.6, lines, print.set);
    canvas.place("mrz1", lines[0], inks[0]);
    canvas.place("mrz2", lines[1], inks[1]);
}

/// The open page on the glass of a flat-bed scanner.
Sheet on_glass(const Person& person, Dice& dice, int dpi)
{
    const double margin = dice.real(7, 12);
    Canvas canvas(page_width + 2 * margin, page_height + 2 * margin, dpi, {0.97, 0.97, 0.97});
    data_page(canvas, dice, make_print(dice, LayoutSet::train, false), person, margin, margin);
    return canvas.finish();
}

Sheet copied_anywhere(const Person& person, Dice& dice, int dpi)
{
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    data_page(canvas, dice, make_varied_print(dice), person, dice.real(15, 70), dice.real(20, 190));
    specimen_mark(canvas, 198, 290);
    return canvas.finish();
}

Sheet copied(const Person& person, Dice& dice, int dpi, LayoutSet set)
{
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    const double x = 42 + dice.real(-16, 16);
    const double y = (set == LayoutSet::held_out ? 150 : 60) + dice.real(-20, 20);
    data_page(canvas, dice, make_print(dice, set, true), person, x, y);
    if (dice.chance(0.6))
        oblong_stamp(
            canvas, dice, 130, 268, 52, 11, dice.real(-6, 6), {"与原件核对一致"}, seal_red
        );
    specimen_mark(canvas, 198, 290);
    return canvas.finish();
}

} // namespace

Sheet draw_passport(std::string_view layout, const Person& person, Dice& dice, int dpi)
{
    if (layout == "data_page") return on_glass(person, dice, dpi);
    if (layout == "varied_copy") return copied_anywhere(person, dice, dpi);
    const bool held_out = layout == "a4_copy_low";
    return copied(person, dice, dpi, held_out ? LayoutSet::held_out : LayoutSet::train);
}

} // namespace dossier::samples
