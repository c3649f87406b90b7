#include "verify/rules/capital.h"

#include "capture/utf8.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <limits>

namespace dossier::verify {

namespace {

struct Currency {
    std::string_view name;
    std::string_view code;
    std::string_view left; ///< what stays of it: 万美元 are 万元 of another currency
};

constexpr auto currencies = std::to_array<Currency>({
    {"人民币", "CNY", ""}, {"人民幣", "CNY", ""}, {"RMB", "CNY", ""},    {"CNY", "CNY", ""},
    {"港元", "HKD", "元"}, {"港币", "HKD", ""},   {"港幣", "HKD", ""},   {"HKD", "HKD", ""},
    {"美元", "USD", "元"}, {"美金", "USD", ""},   {"USD", "USD", ""},    {"欧元", "EUR", "元"},
    {"歐元", "EUR", "元"}, {"EUR", "EUR", ""},    {"日元", "JPY", "元"}, {"日圆", "JPY", "元"},
    {"日圓", "JPY", "元"}, {"英镑", "GBP", ""},   {"英鎊", "GBP", ""},   {"新台币", "TWD", ""},
    {"新臺幣", "TWD", ""},
});

/// Takes the currency out of the text and tells which it is; without one it is the yuan.
std::string take_currency(std::string& text)
{
    for (const Currency& currency : currencies) {
        const std::size_t at = text.find(currency.name);
        if (at == text.npos) continue;
        text.replace(at, currency.name.size(), currency.left);
        return std::string{currency.code};
    }
    return "CNY";
}

std::int64_t scale_of(std::string_view behind)
{
    for (const std::string_view ten_thousand : {"万", "萬"})
        if (behind.starts_with(ten_thousand)) return 10'000;
    for (const std::string_view hundred_million : {"亿", "億"})
        if (behind.starts_with(hundred_million)) return 100'000'000;
    return 1;
}

/// 100.0000万 as fen; nothing where there are no figures or more than a company can have.
std::optional<std::int64_t> figures_in(std::string_view text)
{
    constexpr std::size_t most_digits = 12;
    const std::size_t start =
        static_cast<std::size_t>(std::ranges::find_if(text, is_digit) - text.begin());
    std::string digits;
    std::size_t decimals = 0;
    bool is_fraction = false;
    std::size_t at = start;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !is_fraction)); ++at) {
        if (text[at] == '.') {
            is_fraction = true;
        } else {
            digits += text[at];
            decimals += is_fraction ? 1 : 0;
        }
    }
    while (decimals > 0 && digits.ends_with('0')) {
        digits.pop_back();
        --decimals;
    }
    if (digits.empty() || digits.size() > most_digits) return {};
    std::int64_t amount = 0;
    for (const char digit : digits)
        amount = amount * 10 + (digit - '0');
    std::int64_t fen_each = 100 * scale_of(text.substr(at));
    for (; decimals > 0 && fen_each % 10 == 0; --decimals)
        fen_each /= 10;
    const bool is_too_much = amount > std::numeric_limits<std::int64_t>::max() / fen_each;
    return decimals > 0 || is_too_much ? std::nullopt : std::optional{amount * fen_each};
}

/// The amount that a run of Chinese numerals writes, as fen.
std::optional<std::int64_t> words_in(std::string_view text)
{
    constexpr std::u32string_view numerals =
        U"零〇○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟貳參陸兩";
    constexpr std::u32string_view units = U"万萬亿億元圆圓角分整正";
    const std::u32string characters = capture::code_points(text);
    const std::size_t start = characters.find_first_of(numerals);
    if (start == characters.npos) return {};
    const std::size_t end =
        characters.find_first_not_of(std::u32string{numerals} + std::u32string{units}, start);
    std::u32string words = characters.substr(start, end - start);
    if (words.find_first_of(U"元圆圓") == words.npos) words += U'元';
    const Ruling amount = rule_amount_words(capture::to_utf8(std::u32string_view{words}), {});
    const auto fact = amount.facts.find("amount");
    if (fact == amount.facts.end()) return {};
    return figures_in(fact->second);
}

} // namespace

std::optional<Capital> PrintedCapital::value() const
{
    if (words && figures && *words != *figures) return {};
    return words ? words : figures;
}

PrintedCapital read_capital(std::string_view printed)
{
    std::string text = compact(printed, ",:()");
    const std::string currency = take_currency(text);
    const auto capital = [&](std::optional<std::int64_t> fen) {
        return fen ? std::optional{Capital{*fen, currency}} : std::nullopt;
    };
    return {.words = capital(words_in(text)), .figures = capital(figures_in(text))};
}

} // namespace dossier::verify
