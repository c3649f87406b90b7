#include "verify/rules/digit_pattern.h"

#include "verify/rules/text.h"

#include <cstdint>

namespace dossier::verify {

namespace {

/// Bit n: the pattern so far fits the first n digits.
using Places = std::uint32_t;

class Matcher {
public:
    Matcher(std::string_view pattern, std::string_view digits) : pattern_(pattern), digits_(digits)
    {}

    Places alternatives(Places from)
    {
        Places to = sequence(from);
        while (take('|'))
            to |= sequence(from);
        return to;
    }

    [[nodiscard]] bool ended() const { return at_ == pattern_.size(); }

private:
    Places sequence(Places from)
    {
        while (!ended() && pattern_[at_] != '|' && pattern_[at_] != ')') {
            const std::size_t before = at_;
            from = repeated(from);
            if (at_ == before) return 0;
        }
        return from;
    }

    /// An atom and how often it may stand.
    Places repeated(Places from)
    {
        const std::size_t start = at_;
        Places to = atom(from);
        int least = 1;
        int most = 1;
        if (take('?')) {
            least = 0;
        } else if (take('{')) {
            least = most = number();
            if (take(',')) most = number();
            if (!take('}')) return 0;
        }
        const std::size_t end = at_;
        Places fitting = least == 0 ? from : 0;
        for (int times = 1; times <= most; ++times) {
            if (times > 1) {
                at_ = start;
                to = atom(to);
            }
            if (times >= least) fitting |= to;
        }
        at_ = end;
        return fitting;
    }

    Places atom(Places from)
    {
        if (take('(')) {
            if (take('?')) take(':');
            const Places to = alternatives(from);
            take(')');
            return to;
        }
        if (take('[')) return step(from, members());
        if (take('\\')) {
            take('d');
            return step(from, all_of_them);
        }
        if (ended() || !is_digit(pattern_[at_])) return 0;
        return step(from, 1U << (pattern_[at_++] - '0'));
    }

    static constexpr std::uint32_t all_of_them = 0x3FF;

    /// The digits of a class, as bits.
    std::uint32_t members()
    {
        std::uint32_t digits = 0;
        while (!ended() && !take(']')) {
            const char first = pattern_[at_++];
            const char last = take('-') && !ended() ? pattern_[at_++] : first;
            for (char digit = first; is_digit(digit) && digit <= last; ++digit)
                digits |= 1U << (digit - '0');
        }
        return digits;
    }

    [[nodiscard]] Places step(Places from, std::uint32_t one_of) const
    {
        Places to = 0;
        for (std::size_t i = 0; i < digits_.size(); ++i) {
            const bool fits = (one_of >> (digits_[i] - '0') & 1U) != 0;
            if (fits && (from >> i & 1U) != 0) to |= Places{1} << (i + 1);
        }
        return to;
    }

    bool take(char wanted)
    {
        if (ended() || pattern_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    int number()
    {
        constexpr int enough = 32;
        int value = 0;
        while (!ended() && is_digit(pattern_[at_])) {
            value = value * 10 + (pattern_[at_++] - '0');
            if (value > enough) value = enough;
        }
        return value;
    }

    std::string_view pattern_;
    std::string_view digits_;
    std::size_t at_ = 0;
};

} // namespace

bool matches(std::string_view pattern, std::string_view digits)
{
    if (pattern.empty() || digits.size() > 31 || !all_digits(digits)) return false;
    Matcher matcher{pattern, digits};
    const Places ends = matcher.alternatives(1);
    return matcher.ended() && (ends >> digits.size() & 1U) != 0;
}

} // namespace dossier::verify
