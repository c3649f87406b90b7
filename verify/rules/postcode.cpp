// Mainland postcodes: six digits, of which the first two name the province.

#include "verify/rules/region.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

constexpr std::string_view postal_table = "postal-prefixes/2024";

struct Prefix {
    std::string_view prefix;
    std::string_view province;
};

// clang-format off
constexpr auto prefixes = std::to_array<Prefix>({
    {"01", "15"}, {"02", "15"}, {"03", "14"}, {"04", "14"}, {"05", "13"}, {"06", "13"},
    {"07", "13"}, {"10", "11"}, {"11", "21"}, {"12", "21"}, {"13", "22"}, {"15", "23"},
    {"16", "23"}, {"20", "31"}, {"21", "32"}, {"22", "32"}, {"23", "34"}, {"24", "34"},
    {"25", "37"}, {"26", "37"}, {"27", "37"}, {"30", "12"}, {"31", "33"}, {"32", "33"},
    {"33", "36"}, {"34", "36"}, {"35", "35"}, {"36", "35"}, {"40", "50"}, {"41", "43"},
    {"42", "43"}, {"43", "42"}, {"44", "42"}, {"45", "41"}, {"46", "41"}, {"47", "41"},
    {"51", "44"}, {"52", "44"}, {"53", "45"}, {"54", "45"}, {"55", "52"}, {"56", "52"},
    {"57", "46"}, {"61", "51"}, {"62", "51"}, {"63", "51"}, {"64", "51"}, {"65", "53"},
    {"66", "53"}, {"67", "53"}, {"71", "61"}, {"72", "61"}, {"73", "62"}, {"74", "62"},
    {"75", "64"}, {"81", "63"}, {"83", "65"}, {"84", "65"}, {"85", "54"}, {"86", "54"},
});
// clang-format on

} // namespace

Ruling rule_postcode(std::string_view value, std::chrono::year_month_day)
{
    std::string code = compact(value);
    if (!all_digits(code)) return rejected<"charset">(std::move(code));
    if (code.size() != 6) return rejected<"length">(std::move(code), "6");
    if (code == "000000") return rejected<"all_zero">(std::move(code));

    Ruling ruling = about(std::move(code));
    if (ruling.normal == "999077" || ruling.normal == "999078") {
        ruling.info<"postcode_stand_in">();
        return ruling;
    }
    const auto row = std::ranges::find(prefixes, ruling.normal.substr(0, 2), &Prefix::prefix);
    if (row == prefixes.end()) {
        ruling.confirm<"region_unknown">(std::string{postal_table});
        return ruling;
    }
    ruling.facts["region"] = province_name(row->province);
    ruling.facts["province_code"] = row->province;
    return ruling;
}

} // namespace dossier::verify
