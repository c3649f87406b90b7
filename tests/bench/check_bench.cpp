// How many identity numbers and codes a second one core judges, through the public check(), beside
// a peer that does the same grammar with std::regex, the calendar and the check digit.

#include "verify/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <functional>
#include <regex>
#include <string>
#include <vector>

namespace {

using dossier::verify::check;

constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
constexpr int rounds = 9;

constexpr int values_a_round = 50'000;
constexpr std::string_view endings = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Appends `length` characters that make the stem a valid value of the kind.
std::string completed(std::string_view kind, const std::string& stem, int length)
{
    if (length == 0) return check(kind, stem, today)->valid ? stem : std::string{};
    for (const char c : endings) {
        const std::string value = completed(kind, stem + c, length - 1);
        if (!value.empty()) return value;
    }
    return {};
}

/// A file as banks have them: nearly every value is right.
std::vector<std::string> repeated(const std::vector<std::string>& values)
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < values_a_round; ++i)
        all.push_back(values[i % values.size()]);
    return all;
}

std::vector<std::string> identity_numbers()
{
    std::vector<std::string> numbers;
    for (int i = 0; i < 1'000; ++i) {
        const auto stem =
            fmt::format("110105{}{:02}{:02}{:03}", 1950 + i % 60, 1 + i % 12, 1 + i % 28, i);
        numbers.push_back(completed("cn-id", stem, 1));
    }
    return repeated(numbers);
}

std::vector<std::string> credit_codes()
{
    std::vector<std::string> codes;
    for (int i = 0; i < 1'000; ++i)
        codes.push_back(completed("uscc", fmt::format("91310115MA{:06}", i * 997), 2));
    return repeated(codes);
}

bool peer_cn_id(const std::string& number)
{
    static const std::regex form{"^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])\\d{4}"
                                 "(\\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[0-9X]$"};
    std::smatch match;
    if (!std::regex_match(number, match, form)) return false;
    const std::chrono::year_month_day birth{
        std::chrono::year{std::stoi(match[2])},
        std::chrono::month{static_cast<unsigned>(std::stoi(match[3]))},
        std::chrono::day{static_cast<unsigned>(std::stoi(match[4]))}};
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += (number[i] - '0') * weights[i];
    const std::string_view checks = "10X98765432";
    return birth.ok() && birth <= today && checks[static_cast<std::size_t>(sum % 11)] == number[17];
}

/// Median judgements a second of one core.
double
rate(const std::vector<std::string>& values, const std::function<bool(const std::string&)>& judge)
{
    std::vector<double> rates;
    std::size_t valid = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::clock_t start = std::clock(); // of this process: others may be busy
        for (const std::string& value : values)
            if (judge(value)) ++valid;
        const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        rates.push_back(static_cast<double>(values.size()) / took);
    }
    if (valid == 0) fmt::print("no value was valid: the bench measures nothing\n");
    const auto median = rates.begin() + rounds / 2;
    std::ranges::nth_element(rates, median);
    return *median;
}

auto judged_as(std::string_view kind)
{
    return [kind](const std::string& value) { return check(kind, value, today)->valid; };
}

} // namespace

int main()
{
    const auto numbers = identity_numbers();
    const double ours = rate(numbers, judged_as("cn-id"));
    const double peer = rate(numbers, peer_cn_id);
    const double codes = rate(credit_codes(), judged_as("uscc"));
    fmt::print("median of {} rounds of {} valid values\n", rounds, values_a_round);
    fmt::print("cn-id  {:>10.0f} /s\n", ours);
    fmt::print("cn-id  {:>10.0f} /s  std::regex peer (no facts, no findings)\n", peer);
    fmt::print("ratio  {:>10.2f}\n", ours / peer);
    fmt::print("uscc   {:>10.0f} /s\n", codes);
}
