#include "ocr/fields/receipt_values.h"

#include "ocr/fields/calendar.h"
#include "ocr/fields/text.h"

namespace dossier::ocr {
namespace {

/// Reads a text from left to right; what does not match is left where it is.
class Scanner {
public:
    Scanner(std::u32string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }

    /// At most `most` digits.
    std::optional<int> number(std::size_t least, std::size_t most)
    {
        int value = 0;
        std::size_t count = 0;
        while (count < most && at_ + count < text_.size() && is_digit(text_[at_ + count])) {
            value = value * 10 + static_cast<int>(text_[at_ + count] - U'0');
            ++count;
        }
        if (count < least) return std::nullopt;
        at_ += count;
        return value;
    }

    /// The mark between two parts of a date, with blanks around it; a blank where it is alone.
    std::optional<char32_t> separator()
    {
        constexpr std::u32string_view marks = U"/-.,' 年月";
        const std::size_t from = at_;
        char32_t mark = U' ';
        while (at_ < text_.size() && at_ < from + 3 && marks.find(text_[at_]) != marks.npos) {
            if (mark == U' ') mark = text_[at_];
            ++at_;
        }
        return at_ > from ? std::optional(mark) : std::nullopt;
    }

    /// The month that a name of three letters or more says.
    std::optional<int> month_name()
    {
        const int month = month_named(text_.substr(at_));
        if (month == 0) return std::nullopt;
        while (at_ < text_.size() && is_letter(text_[at_]))
            ++at_;
        return month;
    }

    /// Four digits of this time, else two of this century; a lost blank may leave the hour behind
    /// them.
    std::optional<int> year()
    {
        const std::size_t from = at_;
        if (const auto whole = number(4, 4); whole && *whole >= 1990 && *whole < 2100) return whole;
        at_ = from;
        const auto two = number(2, 2);
        return two ? std::optional(2000 + *two) : std::nullopt;
    }

private:
    std::u32string_view text_;
    std::size_t at_;
};

std::optional<ShortDate> year_first(std::u32string_view text, std::size_t from)
{
    Scanner scan(text, from);
    const auto year = scan.number(4, 4);
    if (!year || !scan.separator()) return std::nullopt;
    const auto month = scan.number(1, 2);
    if (!month || !scan.separator()) return std::nullopt;
    const auto day = scan.number(1, 2);
    const auto date = day ? iso_date(*year, *month, *day) : std::nullopt;
    if (!date) return std::nullopt;
    return ShortDate{from, scan.at(), *date, std::nullopt};
}

std::optional<ShortDate> year_last(std::u32string_view text, std::size_t from)
{
    Scanner scan(text, from);
    const auto day = scan.number(1, 2);
    if (!day) return std::nullopt;
    const auto before = scan.separator();
    const auto named = scan.month_name();
    const bool is_apart = before && *before != U' ';
    const auto month = named || !is_apart ? named : scan.number(1, 2);
    if (!month) return std::nullopt;
    const auto behind = scan.separator();
    const auto year = named || behind == before ? scan.year() : std::nullopt;
    if (!year) return std::nullopt;
    const auto day_first = iso_date(*year, *month, *day);
    const auto month_first = named ? std::nullopt : iso_date(*year, *day, *month);
    if (!day_first && !month_first) return std::nullopt;
    ShortDate date{from, scan.at(), day_first ? *day_first : *month_first, std::nullopt};
    if (day_first && month_first && *day_first != *month_first) date.swapped = month_first;
    return date;
}

std::u32string folded(std::u32string_view text)
{
    std::u32string plain;
    for (const char32_t c : text)
        plain.push_back(fold(c));
    return plain;
}

/// 1,234.50 as 1234.50; nothing where the two decimals are missing.
std::optional<std::string> amount_of(std::u32string_view run)
{
    const auto mark = run.find_last_of(U".,");
    if (mark == std::u32string_view::npos || mark == 0 || run.size() - mark != 3)
        return std::nullopt;
    std::string amount;
    for (std::size_t i = 0; i < run.size(); ++i) {
        if (i == mark) amount += '.';
        if (is_digit(run[i])) amount += static_cast<char>(run[i]);
    }
    return amount.front() == '.' ? std::nullopt : std::optional(amount);
}

} // namespace

std::optional<ShortDate> find_short_date(std::u32string_view text)
{
    const auto plain = folded(text);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (!is_digit(plain[i]) || (i > 0 && is_digit(plain[i - 1]))) continue;
        if (auto date = year_first(plain, i)) return date;
        if (auto date = year_last(plain, i)) return date;
    }
    return std::nullopt;
}

std::vector<std::string> find_amounts(std::u32string_view text)
{
    std::vector<std::string> amounts;
    for (Amount& each : find_placed_amounts(text))
        amounts.push_back(std::move(each.value));
    return amounts;
}

std::vector<Amount> find_placed_amounts(std::u32string_view text)
{
    const auto plain = folded(text);
    const auto belongs = [&](std::size_t i) {
        return i < plain.size() && (is_digit(plain[i]) || plain[i] == U'.' || plain[i] == U',');
    };
    std::vector<Amount> amounts;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (!is_digit(plain[i])) continue;
        const std::size_t from = i;
        while (belongs(i + 1))
            ++i;
        const bool is_negative = from > 0 && plain[from - 1] == U'-';
        const bool is_percentage = i + 1 < plain.size() && plain[i + 1] == U'%';
        const auto amount = amount_of(std::u32string_view(plain).substr(from, i + 1 - from));
        if (amount && !is_negative && !is_percentage) amounts.push_back({from, i + 1, *amount});
    }
    return amounts;
}

} // namespace dossier::ocr
