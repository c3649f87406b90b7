#include "verify/masking.h"

#include <algorithm>

namespace dossier::verify {

namespace {

/// Stars for all but the ends; for all of it where the ends would be most of it.
std::string between(std::string_view text, std::size_t first, std::size_t last)
{
    if (first + last >= text.size()) return std::string(text.size(), '*');
    std::string hidden{text};
    std::fill(
        hidden.begin() + static_cast<std::ptrdiff_t>(first),
        hidden.end() - static_cast<std::ptrdiff_t>(last),
        '*'
    );
    return hidden;
}

std::string masked_phone(std::string_view number)
{
    constexpr std::string_view home = "+86";
    if (number.starts_with(home)) number.remove_prefix(home.size());
    const bool is_mobile = number.size() == 11 && number.starts_with('1');
    return between(number, is_mobile ? 3 : 0, 4);
}

} // namespace

std::string masked(std::string_view field, std::string_view number)
{
    const auto is = [&](std::string_view ending) { return field.ends_with(ending); };
    if (is("uscc") || is("registration_number")) return std::string{number};
    if (is("id_number")) return between(number, 1, 1);
    if (is("account_number") || is("card_number")) return between(number, 6, 4);
    if (is("mobile") || is("phone")) return masked_phone(number);
    if (is("passport_number") || is("permit_number")) return between(number, 2, 2);
    if (is("email")) {
        const auto at = std::min(number.find('@'), number.size());
        return std::string{number.substr(0, std::min<std::size_t>(at, 1))} + "***" +
               std::string{number.substr(at)};
    }
    return between(number, 0, 4);
}

} // namespace dossier::verify
