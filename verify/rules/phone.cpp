// Any telephone number of the mainland: fixed line with its area code, mobile, service number, with
// or without an extension; and numbers abroad.

#include "verify/rules/phone_number.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

struct Extended {
    std::string number;
    std::string extension;
};

/// Number and extension: 转801, ext. 801, #801, -801 behind at least seven digits in a row.
Extended split_extension(std::string_view value)
{
    const auto whole = take_apart(value);
    if (whole && is_mainland_mobile(whole->national)) return {std::string{value}, {}};
    constexpr std::array<std::string_view, 10> markers{
        "转", "轉", "分机", "分機", "内线", "內線", "EXT", "#", "X", "-"};
    std::string text = fold_width(trim(value));
    std::string_view front = text;
    while (!front.empty() && is_digit(front.back()))
        front.remove_suffix(1);
    const std::string extension = text.substr(front.size());
    if (extension.empty() || extension.size() > 6) return {std::move(text), {}};

    std::string before = compact(front, ".");
    const auto marker =
        std::ranges::find_if(markers, [&](std::string_view m) { return before.ends_with(m); });
    if (marker == markers.end()) return {std::move(text), {}};
    before.erase(before.size() - marker->size());
    const auto digits = std::ranges::find_if_not(before.rbegin(), before.rend(), is_digit);
    if (digits - before.rbegin() < 7) return {std::move(text), {}};
    return {std::move(before), extension};
}

bool is_service(std::string_view number)
{
    const auto form = [&](std::string_view prefix, std::size_t length) {
        return number.starts_with(prefix) && number.size() == length;
    };
    return form("400", 10) || form("800", 10) || form("95", 5) || form("951", 8) || form("96", 5) ||
           form("96", 6) || form("12", 5);
}

/// Three-digit areas and Shenzhen have had eight digits for as long as cards have been printed.
bool must_have_eight(std::string_view area)
{
    return area.size() == 3 || area == "0755";
}

/// Other areas that moved from seven digits to eight, as of phone_table.
bool has_eight(std::string_view area)
{
    constexpr auto areas = std::to_array<std::string_view>(
        {"0311", "0371", "0411", "0431", "0451", "0510", "0512", "0531", "0532", "0551", "0571",
         "0574", "0577", "0591", "0595", "0731", "0757", "0769", "0791", "0851", "0871", "0898"}
    );
    return std::ranges::find(areas, area) != areas.end();
}

/// 010, 020 to 025, 027 to 029, and 0300 to 0999; empty when there is no such area.
std::string_view area_of(std::string_view number)
{
    if (number.size() < 4 || number[0] != '0') return {};
    if (number[1] == '1') return number[2] == '0' ? number.substr(0, 3) : std::string_view{};
    if (number[1] == '2') return number[2] == '6' ? std::string_view{} : number.substr(0, 3);
    return number[1] >= '3' ? number.substr(0, 4) : std::string_view{};
}

void judge_landline(Ruling& ruling, std::string_view national, const std::string& extension)
{
    const std::string_view area = area_of(national);
    if (area.empty()) return ruling.error<"area_code">();
    const std::string_view local = national.substr(area.size());
    const bool eight = must_have_eight(area);
    if (local.size() != 8 && (eight || local.size() != 7)) {
        return ruling.error<"local_length">(eight ? "8" : "7-8");
    }
    if (local[0] < '2') return ruling.error<"local_start">();
    if (local.size() == 7 && has_eight(area)) {
        ruling.confirm<"local_length_old">(std::string{phone_table});
    }
    ruling.normal = std::string{area} + "-" + std::string{local};
    if (!extension.empty()) ruling.normal += "-" + extension;
    ruling.facts["type"] = "landline";
    ruling.facts["area_code"] = area;
}

void judge_mainland(Ruling& ruling, const PhoneNumber& number, const std::string& extension)
{
    const std::string_view national = number.national;
    if (is_service(national)) {
        ruling.facts["type"] = "service";
    } else if (is_mainland_mobile(national)) {
        if (!extension.empty()) ruling.error<"extension_on_mobile">();
        judge_mainland_mobile(ruling, number);
    } else if (national.starts_with('0')) {
        judge_landline(ruling, national, extension);
    } else if (number.dialled != national && national.size() >= 9) {
        judge_landline(ruling, "0" + number.national, extension); // +86 21 ... drops the 0
    } else if (national.size() == 7 || national.size() == 8) {
        ruling.error<"area_missing">();
    } else {
        ruling.error<"form">();
    }
}

} // namespace

Ruling rule_phone(std::string_view value, std::chrono::year_month_day)
{
    const auto [text, extension] = split_extension(value);
    auto number = take_apart(text);
    if (!number) return rejected<"charset">(compact(value));

    Ruling ruling = about(number->dialled);
    if (!extension.empty()) ruling.facts["extension"] = extension;
    if (number->country == "86") {
        judge_mainland(ruling, *number, extension);
    } else {
        judge_abroad(ruling, *number, PhoneUse::any);
    }
    if (!ruling.has(Severity::error)) tell_international(ruling, *number);
    return ruling;
}

} // namespace dossier::verify
