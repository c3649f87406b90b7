#include "ocr/fields/paid.h"

#include "ocr/fields/receipt_values.h"
#include "ocr/fields/rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

namespace dossier::ocr {
namespace {

/// Folded, as rows begin that say what was handed over and what was given back.
constexpr std::array<std::u32string_view, 10> handed_over{
    U"cash",
    U"tender",
    U"amounttender",
    U"amountpaid",
    U"paid",
    U"payment",
    U"visa",
    U"mastercard",
    U"实收",
    U"现金"};
constexpr std::array<std::u32string_view, 4> given_back{U"change", U"balance", U"找零", U"找赎"};

bool begins_with_one(const Row& row, std::span<const std::u32string_view> words)
{
    return std::ranges::any_of(words, [&](std::u32string_view word) {
        return row.text.starts_with(word);
    });
}

/// An amount in cents, and where it stands.
struct Placed {
    long cents = 0;
    Span span;
};

std::vector<Placed> amounts_of(const PageText& page, const Row& row)
{
    std::vector<Placed> amounts;
    for (const std::size_t line : row.lines) {
        const Spaced print = spaced(page.lines[line]);
        for (const Amount& each : find_placed_amounts(print.text)) {
            std::string digits = each.value;
            std::erase(digits, '.');
            long cents = 0;
            const auto end = digits.data() + digits.size();
            if (std::from_chars(digits.data(), end, cents).ec != std::errc{}) continue;
            amounts.push_back({cents, span_of(print, line, each.first, each.last)});
        }
    }
    return amounts;
}

/// Rows that have amounts, with what they begin with.
struct Sum {
    std::vector<Placed> amounts;
    bool is_handed_over = false;
    bool is_given_back = false;

    [[nodiscard]] long cents() const { return amounts.back().cents; }
};

std::vector<Sum> sums_of(const PageText& page)
{
    std::vector<Sum> sums;
    for (const Row& row : rows_of(page)) {
        auto amounts = amounts_of(page, row);
        if (amounts.empty()) continue;
        sums.push_back(
            {std::move(amounts),
             begins_with_one(row, handed_over),
             begins_with_one(row, given_back)}
        );
    }
    return sums;
}

/// Where the difference of both stands over the money.
std::vector<Span> find_difference(std::span<const Sum> over, const Sum& money, const Sum& change)
{
    const long paid = money.cents() - change.cents();
    if (paid <= 0) return {};
    for (std::size_t i = over.size(); i-- > 0;) {
        if (over[i].is_handed_over) continue;
        for (const Placed& each : over[i].amounts)
            if (each.cents == paid) return {each.span};
    }
    return {};
}

/// Whether two rows say what was handed over and what was given back: each by its word, or at least
/// one of them, by which the other is known.
enum class Said { both, change, money };

bool is_said(const Sum& money, const Sum& change, bool is_next, Said said)
{
    switch (said) {
    case Said::both: return money.is_handed_over && change.is_given_back;
    case Said::change: return change.is_given_back && is_next;
    case Said::money: return money.is_handed_over;
    }
    return false;
}

} // namespace

std::vector<Span> find_paid(const PageText& page)
{
    constexpr std::size_t near = 3; // rows from the money to the change
    const auto sums = sums_of(page);
    for (const Said said : {Said::both, Said::change, Said::money}) {
        for (std::size_t at = sums.size(); at-- > 0;) {
            for (std::size_t next = at + 1; next < std::min(at + 1 + near, sums.size()); ++next) {
                if (!is_said(sums[at], sums[next], next == at + 1, said)) continue;
                const auto over = std::span(sums).first(at);
                auto found = find_difference(over, sums[at], sums[next]);
                if (!found.empty()) return found;
            }
        }
    }
    return {};
}

} // namespace dossier::ocr
