#include "verify/mask.h"

#include "capture/utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace dossier::verify {

namespace {

std::u32string stars(std::size_t count)
{
    return std::u32string(count, U'*');
}

/// Its first and last characters; of a value that is too short for both, nothing.
std::u32string ends_of(const std::u32string& text, std::size_t first, std::size_t last)
{
    if (text.size() <= first + last) return stars(text.size());
    return text.substr(0, first) + stars(text.size() - first - last) +
           text.substr(text.size() - last);
}

std::u32string phone_of(const std::u32string& text)
{
    constexpr std::size_t shown = 4;
    const auto dash = text.find(U'-');
    const auto area = dash == std::u32string::npos || dash > shown ? 0 : dash + 1;
    return ends_of(text, area, shown);
}

std::u32string email_of(const std::u32string& text)
{
    const auto at = text.find(U'@');
    if (at == std::u32string::npos || at == 0) return stars(text.size());
    const auto shown = std::min<std::size_t>(3, at / 2);
    return text.substr(0, shown) + U"***" + text.substr(at);
}

std::u32string name_of(const std::u32string& text)
{
    return text.size() == 2 ? ends_of(text, 0, 1) : ends_of(text, 1, 1);
}

/// Counties, districts and banners end with one of these; what is before the first one that can be
/// one is wider than a street.
std::u32string address_of(const std::u32string& text)
{
    constexpr std::array ends{U'县', U'区', U'旗', U'縣', U'區'};
    constexpr std::size_t farthest = 16;
    for (std::size_t i = 2; i < std::min(text.size(), farthest); ++i)
        if (std::ranges::find(ends, text[i]) != ends.end() &&
            !(text.compare(i - 2, 3, U"自治区") == 0 || text.compare(i - 2, 3, U"自治區") == 0))
            return text.substr(0, i + 1) + stars(text.size() - i - 1);
    return ends_of(text, 2, 0);
}

std::u32string date_of(const std::u32string& text)
{
    std::u32string shown = text;
    for (std::size_t i = 4; i < shown.size(); ++i)
        if (shown[i] != U'-') shown[i] = U'*';
    return shown;
}

std::u32string shown_of(const std::u32string& text, Masking masking)
{
    switch (masking) {
    case Masking::identity_number: return ends_of(text, 1, 1);
    case Masking::account: return ends_of(text, 6, 4);
    case Masking::mobile: return ends_of(text, 3, 4);
    case Masking::phone: return phone_of(text);
    case Masking::email: return email_of(text);
    case Masking::name: return name_of(text);
    case Masking::address: return address_of(text);
    case Masking::date: return date_of(text);
    case Masking::whole: return stars(text.size());
    case Masking::other: return ends_of(text, 2, 2);
    }
    return stars(text.size());
}

std::u32string listed_phone_of(std::u32string_view text)
{
    constexpr std::u32string_view home = U"+86";
    if (text.starts_with(home)) text.remove_prefix(home.size());
    const bool is_mobile = text.size() == 11 && text.starts_with(U'1');
    return ends_of(std::u32string{text}, is_mobile ? 3 : 0, 4);
}

std::u32string listed_email_of(const std::u32string& text)
{
    const auto at = std::min(text.find(U'@'), text.size());
    return text.substr(0, std::min<std::size_t>(at, 1)) + U"***" + text.substr(at);
}

std::u32string listed_of(std::string_view field, const std::u32string& text)
{
    const auto is = [&](std::string_view ending) { return field.ends_with(ending); };
    if (is("uscc") || is("registration_number")) return text;
    if (is("id_number")) return shown_of(text, Masking::identity_number);
    if (is("account_number") || is("card_number")) return shown_of(text, Masking::account);
    if (is("mobile") || is("phone")) return listed_phone_of(text);
    if (is("passport_number") || is("permit_number")) return ends_of(text, 2, 2);
    if (is("email")) return listed_email_of(text);
    return ends_of(text, 0, 4);
}

} // namespace

std::string masked(std::string_view value, Masking masking)
{
    return capture::to_utf8(shown_of(capture::code_points(value), masking));
}

std::string masked_number(std::string_view field, std::string_view number)
{
    return capture::to_utf8(listed_of(field, capture::code_points(number)));
}

std::string masked_text(std::string_view text)
{
    auto shown = capture::code_points(text);
    constexpr std::size_t least = 7;
    constexpr std::size_t stay = 2;
    const auto is_digit = [](char32_t c) {
        return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９');
    };
    for (std::size_t at = 0; at < shown.size();) {
        std::vector<std::size_t> digits;
        std::size_t end = at;
        for (; end < shown.size(); ++end) {
            if (is_digit(shown[end]))
                digits.push_back(end);
            else if (digits.empty() || (shown[end] != U' ' && shown[end] != U'X' && shown[end] != U'x'))
                break;
        }
        for (std::size_t i = 0; digits.size() >= least && i + stay < digits.size(); ++i)
            shown[digits[i]] = U'*';
        at = end + (end == at ? 1 : 0);
    }
    // Of a mail address the domain stays.
    const auto is_name = [](char32_t c) {
        return (c > U' ' && c < 0x7F && c != U',' && c != U';' && c != U'<' && c != U'(');
    };
    for (auto sign = shown.find(U'@'); sign != std::u32string::npos;
         sign = shown.find(U'@', sign + 1))
        for (auto i = sign; i > 0 && is_name(shown[i - 1]); --i)
            shown[i - 1] = U'*';
    return capture::to_utf8(shown);
}

} // namespace dossier::verify
