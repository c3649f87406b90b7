// Numbers of Chinese passports by kind and series. They carry no check digit; the machine-readable
// zone does.

#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

/// # is a digit, @ a letter other than I and O.
struct Series {
    std::string_view pattern;
    std::string_view kind;
};

constexpr auto series = std::to_array<Series>({
    {"E########", "ordinary"},
    {"E@#######", "ordinary"},
    {"G########", "ordinary"},
    {"14#######", "ordinary"},
    {"15#######", "ordinary"},
    {"P########", "public_affairs"},
    {"PE#######", "public_affairs"},
    {"S########", "service"},
    {"SE#######", "service"},
    {"D########", "diplomatic"},
    {"DE#######", "diplomatic"},
    {"K########", "hong_kong"},
    {"KJ#######", "hong_kong"},
    {"H########", "hong_kong"},
    {"M########", "macau"},
    {"MA#######", "macau"},
    {"MB#######", "macau"},
});

bool matches(std::string_view number, std::string_view pattern)
{
    const auto fits = [](char c, char place) {
        if (place == '#') return is_digit(c);
        if (place == '@') return is_upper(c) && c != 'I' && c != 'O';
        return c == place;
    };
    return std::ranges::equal(number, pattern, fits);
}

} // namespace

Ruling rule_cn_passport(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value, ".");
    if (number.size() != 9) return rejected<"length">(std::move(number), "9");
    if (!all_alnum(number)) return rejected<"charset">(std::move(number));
    const auto match =
        std::ranges::find_if(series, [&](const Series& s) { return matches(number, s.pattern); });
    if (match == series.end()) return rejected<"form">(std::move(number));

    Ruling ruling = about(std::move(number));
    ruling.facts["passport"] = match->kind;
    return ruling;
}

} // namespace dossier::verify
