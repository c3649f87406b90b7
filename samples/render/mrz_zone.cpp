#include "samples/render/mrz_zone.h"

#include <fmt/format.h>

#include <array>

namespace dossier::samples {
namespace {

std::string padded(std::string text, std::size_t length)
{
    text.resize(length, '<');
    return text;
}

std::string with_check(std::string text)
{
    text += mrz_check_digit(text);
    return text;
}

std::string short_date(const Day& day)
{
    const std::string plain = iso(day);
    return plain.substr(2, 2) + plain.substr(5, 2) + plain.substr(8, 2);
}

std::string name_field(const LatinName& name, std::size_t length)
{
    return padded(name.surname + "<<" + name.given, length);
}

/// Number, nationality, birth, sex, expiry with their check digits, as TD2 and TD3 begin line two.
std::string lower_line(const Person& person, const TravelDocument& document)
{
    return with_check(padded(document.number, 9)) + padded(document.nationality, 3) +
           with_check(short_date(person.birth)) + (person.male ? 'M' : 'F') +
           with_check(short_date(document.expires));
}

} // namespace

char mrz_check_digit(std::string_view characters)
{
    constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const char c = characters[i];
        const int value = c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10;
        sum += value * weights[i % weights.size()];
    }
    return static_cast<char>('0' + sum % 10);
}

std::vector<std::string> passport_zone(const Person& person, const TravelDocument& document)
{
    const bool chinese = document.nationality == "CHN";
    std::string upper = chinese ? "PO" : "P<";
    upper += padded(document.nationality, 3) + name_field(document.name, 39);
    std::string lower = lower_line(person, document) + std::string(14, '<');
    lower += chinese ? '<' : '0'; // both stand for an empty optional field
    const std::string all = lower.substr(0, 10) + lower.substr(13, 7) + lower.substr(21, 22);
    lower += mrz_check_digit(all);
    return {upper, lower};
}

std::vector<std::string> small_zone(const Person& person, const TravelDocument& document)
{
    std::string lower = lower_line(person, document) + std::string(7, '<');
    lower += mrz_check_digit(lower.substr(0, 10) + lower.substr(13, 7) + lower.substr(21, 14));
    return {"I<" + padded(document.nationality, 3) + name_field(document.name, 31), lower};
}

std::vector<std::string> card_zone(const Person& person, const TravelDocument& document)
{
    const std::string upper =
        "I<" + padded(document.nationality, 3) + padded(with_check(padded(document.number, 9)), 25);
    std::string middle = with_check(short_date(person.birth)) + (person.male ? 'M' : 'F') +
                         with_check(short_date(document.expires)) +
                         padded(document.nationality, 3) + std::string(11, '<');
    middle += mrz_check_digit(
        upper.substr(5) + middle.substr(0, 7) + middle.substr(8, 7) + middle.substr(18, 11)
    );
    return {upper, middle, name_field(document.name, 30)};
}

std::vector<std::string>
permit_zone(std::string_view kind, const Person& person, const TravelDocument& document)
{
    const std::string upper = std::string(kind) + with_check(padded(document.number, 9)) +
                              with_check(fmt::format("{:02}", document.renewals)) +
                              with_check(short_date(document.expires)) + (person.male ? 'M' : 'F') +
                              with_check(short_date(person.birth));
    const char century = static_cast<int>(person.birth.year()) < 2000 ? 'B' : 'C';
    std::string middle = std::string(18, '<') + century;
    // Hong Kong's and Macau's numbers have a check digit of their own here, Taiwan's is longer.
    middle += kind == "CR" ? with_check(padded(document.holder_id, 9)) : document.holder_id;
    middle += mrz_check_digit(upper.substr(2, 20) + upper.substr(23, 7) + middle.substr(19, 10));
    return {upper, middle, name_field(document.name, 30)};
}

std::vector<Rect> draw_zone(
    Canvas& canvas, double x, double baseline, const std::vector<std::string>& lines, LayoutSet set
)
{
    constexpr double pitch = 2.54;
    constexpr double line_step = 6.35;
    const Font font{.family = set == LayoutSet::held_out ? "OCR B S" : "OCR B", .size = 3.51};
    std::vector<Rect> inks;
    for (const std::string& line : lines) {
        inks.push_back(canvas.cells(x, baseline, pitch, line, font));
        baseline += line_step;
    }
    return inks;
}

} // namespace dossier::samples
