// Amounts in Chinese capitals (大写金额), read into a whole number of fen: the filling rules allow

#include "capture/utf8.h"
// variants, so amounts are compared as numbers and never as strings.

#include "verify/rules/chinese_number.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <array>
#include <cstdint>

namespace dossier::verify {

namespace {

struct Currency {
    std::string_view name;
    std::string_view code;
};

constexpr auto currencies = std::to_array<Currency>({
    {"人民币", "CNY"},
    {"人民幣", "CNY"},
    {"港币", "HKD"},
    {"港幣", "HKD"},
    {"美元", "USD"},
    {"美金", "USD"},
    {"欧元", "EUR"},
    {"歐元", "EUR"},
    {"英镑", "GBP"},
    {"英鎊", "GBP"},
    {"日元", "JPY"},
    {"日圓", "JPY"},
    {"澳门元", "MOP"},
    {"澳門元", "MOP"},
    {"新台币", "TWD"},
    {"新臺幣", "TWD"},
});

/// What was read so far; `informal` when a numeral was not a capital one.
struct Reader {
    std::u32string_view rest;
    bool informal = false;

    bool take(std::u32string_view one_of)
    {
        if (rest.empty() || one_of.find(rest.front()) == one_of.npos) return false;
        rest.remove_prefix(1);
        return true;
    }

    bool take_zero() { return take(U"零〇○"); }

    /// A numeral 1 to 9, or 0 when none stands next.
    int take_digit()
    {
        if (rest.empty()) return 0;
        const auto numeral = numeral_of(rest.front());
        if (!numeral || numeral->digit == 0) return 0;
        informal = informal || !numeral->formal;
        rest.remove_prefix(1);
        return numeral->digit;
    }

    /// The weight of 仟, 佰 or 拾, or 0 when none stands next.
    int take_unit()
    {
        if (take(U"仟")) return 1000;
        if (take(U"佰")) return 100;
        if (take(U"拾")) return 10;
        informal = informal || (!rest.empty() && std::u32string_view{U"千百十"}.find(rest.front()
                                                 ) != std::u32string_view::npos);
        if (take(U"千")) return 1000;
        if (take(U"百")) return 100;
        return take(U"十") ? 10 : 0;
    }
};

/// 0 to 9999; -1 when units do not fall (仟仟) or a digit stands without one in front of another.
std::int64_t read_section(Reader& reader)
{
    std::int64_t number = 0;
    int last_unit = 10'000;
    while (true) {
        while (reader.take_zero()) {
        }
        int digit = reader.take_digit();
        const int unit = reader.take_unit();
        if (digit == 0 && unit == 0) return number;
        if (digit == 0 && (unit != 10 || last_unit != 10'000)) return -1;
        if (digit == 0) { // 拾万 for 壹拾万
            digit = 1;
            reader.informal = true;
        }
        const int weight = unit == 0 ? 1 : unit;
        if (weight >= last_unit) return -1;
        number += std::int64_t{digit} * weight;
        last_unit = weight;
    }
}

/// Up to 9999万9999, read as [section 万] section.
std::int64_t read_below_yi(Reader& reader)
{
    const std::int64_t section = read_section(reader);
    if (section < 0 || !reader.take(U"万萬")) return section;
    if (section == 0) return -1;
    const std::int64_t low = read_section(reader);
    return low < 0 ? -1 : section * 10'000 + low;
}

std::int64_t read_whole(Reader& reader)
{
    const std::int64_t number = read_below_yi(reader);
    if (number < 0 || !reader.take(U"亿億")) return number;
    if (number == 0) return -1;
    const std::int64_t low = read_below_yi(reader);
    return low < 0 ? -1 : number * 100'000'000 + low;
}

/// The digit in front of 角 or 分; -1 for a digit without its unit.
int read_fraction(Reader& reader, std::u32string_view unit)
{
    const Reader before = reader;
    while (reader.take_zero()) {
    }
    const int digit = reader.take_digit();
    if (digit != 0 && reader.take(unit)) return digit;
    reader = before;
    return 0;
}

struct Amount {
    std::int64_t fen = 0;
    bool ended = false; ///< closed by 整 or 正, or by 分
};

std::optional<Amount> read_amount(Reader& reader)
{
    const Reader start = reader;
    std::int64_t yuan = read_whole(reader);
    if (!reader.take(U"元圆圓")) {
        yuan = 0;
        reader = start;
    } else if (yuan < 0 || start.rest.size() - reader.rest.size() < 2) {
        return {};
    }
    const bool whole = reader.rest.size() < start.rest.size();
    const int jiao = read_fraction(reader, U"角");
    const int fen = read_fraction(reader, U"分");
    if (!whole && jiao == 0 && fen == 0) return {};
    while (reader.take_zero()) {
    }
    const bool closed = reader.take(U"整正");
    if (!reader.rest.empty()) return {};
    return Amount{yuan * 100 + std::int64_t{jiao} * 10 + fen, closed || jiao != 0 || fen != 0};
}

std::string decimal(std::int64_t fen)
{
    const std::string cents = std::to_string(100 + fen % 100).substr(1);
    return std::to_string(fen / 100) + "." + cents;
}

} // namespace

Ruling rule_amount_words(std::string_view value, std::chrono::year_month_day)
{
    Ruling ruling = about(compact(value, ":"));
    std::string_view words = ruling.normal;
    std::string_view currency = "CNY";
    bool gap = false;
    for (const Currency& known : currencies) {
        if (!words.starts_with(known.name)) continue;
        currency = known.code;
        words.remove_prefix(known.name.size());
        const std::string printed = fold_width(trim(value));
        gap = printed.substr(known.name.size()).starts_with(' ');
        break;
    }
    const std::u32string characters = capture::code_points(words);
    Reader reader{.rest = characters};
    const auto amount = read_amount(reader);
    if (!amount) {
        ruling.error<"amount_form">();
        return ruling;
    }
    if (reader.informal) ruling.confirm<"amount_informal">();
    if (gap) ruling.info<"amount_gap">();
    if (!amount->ended) ruling.info<"amount_open_end">();
    ruling.facts["amount"] = decimal(amount->fen);
    ruling.facts["currency"] = currency;
    return ruling;
}

} // namespace dossier::verify
