// Who says that China alone taxes them, against signs of another country on the same form (the
// indicia of the Common Reporting Standard).

#include "verify/cross/cross_checks.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

template <std::size_t count>
bool has_any(std::string_view text, const std::array<std::string_view, count>& words)
{
    return std::ranges::any_of(words, [&](std::string_view word) {
        return text.find(word) != text.npos;
    });
}

/// 仅为中国税收居民, in whatever hand; not 非居民 and not 既是中国税收居民又是其他国家税收居民.
bool says_china_alone(std::string_view residency)
{
    constexpr auto china = std::to_array<std::string_view>({"中国", "中國", "China"});
    constexpr auto alone = std::to_array<std::string_view>({"仅", "僅", "only", "Only"});
    return has_any(residency, china) && has_any(residency, alone);
}

constexpr auto outside = std::to_array<std::string_view>(
    {"香港", "澳门", "澳門", "台湾", "台灣", "臺灣", "Hong Kong", "Macau", "Taiwan"}
);

bool is_foreign(std::string_view nationality)
{
    constexpr auto china = std::to_array<std::string_view>(
        {"中国", "中國", "中华", "中華", "China", "CHINA", "Chinese", "CHINESE", "CHN", "PRC"}
    );
    return !has_any(nationality, china) || has_any(nationality, outside);
}

/// Addresses of the mainland are written in Chinese characters.
bool lies_abroad(std::string_view address)
{
    const bool begins_outside = std::ranges::any_of(outside, [&](std::string_view place) {
        return address.starts_with(place);
    });
    return begins_outside || std::ranges::all_of(address, is_ascii);
}

/// The field that speaks of another country; null when none does.
const char* sign_of_another_country(const Evidence& evidence)
{
    const Witness* nationality = evidence.find("nationality");
    if (nationality != nullptr && is_foreign(nationality->value)) return "nationality";
    const Witness* address = evidence.find("address");
    if (address != nullptr && lies_abroad(address->value)) return "address";
    for (const char* phone : {"mobile", "phone"}) {
        const std::string country = evidence.fact(phone, "country");
        if (!country.empty() && country != "CN") return phone;
    }
    return nullptr;
}

} // namespace

std::optional<Finding> tax_residency_indicia(const Evidence& evidence)
{
    const Witness* residency = evidence.find("tax_residency");
    if (residency == nullptr || !says_china_alone(residency->value)) return {};
    const char* sign = sign_of_another_country(evidence);
    if (sign == nullptr) return {};
    return doubt<"other_country">(Severity::confirm, {"tax_residency", sign});
}

} // namespace dossier::verify
