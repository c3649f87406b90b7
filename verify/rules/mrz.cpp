// Machine-readable zones: lines given together, parted by white space or not at all. The layouts
// are data (mrz_layout.cpp); this file walks them.

#include "verify/rules/calendar.h"
#include "verify/rules/check_digit.h"
#include "verify/rules/country.h"
#include "verify/rules/mrz_layout.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>

namespace dossier::verify {

namespace {

using std::chrono::year_month_day;

/// One zone on its way through the checks.
struct Zone {
    std::string_view text;
    const MrzLayout& layout;
    Ruling& ruling;

    [[nodiscard]] std::string_view at(Range range) const
    {
        return text.substr(range.at, range.length);
    }

    template <Code code>
    void fault() const
    {
        ruling.add({&message_of<code>(), layout.severity, {}});
    }
};

bool is_filler(std::string_view text)
{
    return text.find_first_not_of('<') == text.npos;
}

std::string without_filler(std::string_view text)
{
    std::string result{text};
    std::erase(result, '<');
    return result;
}

void judge_check_digits(const Zone& zone)
{
    for (const CheckedPart& part : zone.layout.checks) {
        std::string characters;
        for (const Range& range : part.parts)
            characters += zone.at(range);
        const char check = zone.text[part.check];
        const bool left_empty = part.may_be_empty && check == '<' && is_filler(characters);
        if (check != icao_7_3_1(characters) && !left_empty) {
            zone.ruling.add({part.message, zone.layout.severity, {}});
        }
    }
}

/// The document number; on cards of three lines a long one runs on into the optional data, where
/// its check digit is the last character before the filler.
std::string judge_number(const Zone& zone)
{
    std::string number{zone.at(zone.layout.number)};
    if (zone.layout.document != "card_td1") return without_filler(number);
    char check = zone.text[14];
    if (check == '<' && zone.text[15] != '<') {
        const std::string_view more = zone.text.substr(15, 15);
        const std::string_view tail = more.substr(0, more.find('<'));
        number += tail.substr(0, tail.size() - 1);
        check = tail.back();
    }
    if (icao_7_3_1(number) != check) zone.fault<"mrz_number">();
    return without_filler(number);
}

/// The full year of two digits. Births do not lie in the future; expiry dates before 1990 are of no
/// document that is still shown.
int full_year(int two_digits, bool is_birth, year_month_day today)
{
    const int pivot = is_birth ? static_cast<int>(today.year()) % 100 : 89;
    return two_digits > pivot ? 1900 + two_digits : 2000 + two_digits;
}

/// Permits write the century of birth: A is 18, B is 19.
int century_from(const Zone& zone)
{
    switch (zone.text[48]) {
    case 'A': return 1800;
    case 'B': return 1900;
    default: return 2000;
    }
}

void judge_date(const Zone& zone, Range range, std::string_view fact, year_month_day today)
{
    const std::string_view digits = zone.at(range);
    if (digits.find('<') != digits.npos && is_filler(digits.substr(4))) return; // partly unknown
    if (!all_digits(digits)) return zone.fault<"mrz_date">();
    const int two_digits = to_number(digits.substr(0, 2));
    const bool is_birth = fact == "birth_date";
    const bool has_century =
        is_birth && zone.layout.document.ends_with("permit") && zone.layout.lines == 3;
    const int year =
        has_century ? century_from(zone) + two_digits : full_year(two_digits, is_birth, today);
    const auto date = date_of_digits(std::to_string(year) + std::string{digits.substr(2)});
    if (!date) return zone.fault<"mrz_date">();
    zone.ruling.facts[std::string{fact}] = iso_date(*date);
}

void judge_sex(const Zone& zone)
{
    if (zone.layout.sex.length == 0) return;
    switch (zone.text[zone.layout.sex.at]) {
    case 'M': zone.ruling.facts["sex"] = "男"; break;
    case 'F': zone.ruling.facts["sex"] = "女"; break;
    case '<': zone.ruling.facts["sex"] = "X"; break;
    default: zone.fault<"mrz_sex">();
    }
}

void judge_state(const Zone& zone, Range range, std::string_view fact)
{
    if (range.length == 0) return;
    const std::string state = without_filler(zone.at(range));
    if (!is_travel_state(state)) zone.ruling.confirm<"country_unknown">(std::string{country_table});
    zone.ruling.facts[std::string{fact}] = state;
}

void judge_name(const Zone& zone)
{
    if (zone.layout.name.length == 0) return;
    std::string_view name = zone.at(zone.layout.name);
    const bool sound = std::ranges::all_of(name, [](char c) { return is_upper(c) || c == '<'; });
    if (!sound) return zone.fault<"mrz_name">();
    while (name.ends_with('<'))
        name.remove_suffix(1);
    std::string spaced;
    for (const char c : name) {
        if (c != '<') {
            spaced.push_back(c);
        } else if (!spaced.empty() && spaced.back() != ' ') {
            spaced.push_back(' ');
        }
    }
    zone.ruling.facts["name"] = spaced;
}

/// A Hong Kong identity number repeated on the permit must check by its own rule.
void judge_holder_id(const Zone& zone, year_month_day today)
{
    if (zone.layout.document != "hk_macau_permit" || zone.text[2] != 'H') return;
    const std::string number = without_filler(zone.text.substr(49, 9));
    if (rule_hk_id(number, today).has(Severity::error)) zone.fault<"mrz_holder_id">();
}

bool lines_have_length(std::string_view value, std::size_t length)
{
    std::size_t run = 0;
    for (const char c : value) {
        if (c == '\n' || c == ' ' || c == '\r' || c == '\t') {
            if (run % length != 0) return false;
            run = 0;
        } else {
            ++run;
        }
    }
    return run % length == 0;
}

} // namespace

Ruling rule_mrz(std::string_view value, year_month_day today)
{
    std::string joined = compact(value);
    const auto in_alphabet = [](char c) { return is_digit(c) || is_upper(c) || c == '<'; };
    if (!std::ranges::all_of(joined, in_alphabet)) return rejected<"charset">(std::move(joined));
    if (!is_mrz_length(joined.size())) return rejected<"mrz_lines">(std::move(joined));
    const MrzLayout* layout = layout_of(joined);
    if (layout == nullptr) return rejected<"mrz_document">(std::move(joined));
    if (!lines_have_length(fold_width(value), layout->line)) {
        return rejected<"mrz_lines">(std::move(joined));
    }

    Ruling ruling = about(joined);
    const Zone zone{.text = joined, .layout = *layout, .ruling = ruling};
    judge_check_digits(zone);
    ruling.facts["number"] = judge_number(zone);
    ruling.facts["document"] = layout->document;
    judge_state(zone, layout->issuer, "issuer");
    judge_state(zone, layout->nationality, "nationality");
    judge_date(zone, layout->birth, "birth_date", today);
    judge_date(zone, layout->expiry, "expiry_date", today);
    judge_sex(zone);
    judge_name(zone);
    judge_holder_id(zone, today);
    ruling.proven = !ruling.has(Severity::confirm);
    return ruling;
}

} // namespace dossier::verify
