// How many identity numbers and codes a second one core judges, through the public check(), beside
// a peer that does the same grammar with std::regex, the calendar and the check digit.

#include "verify/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <regex>
#include <string>
#include <vector>

namespace {

using dossier::verify::check;

constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
constexpr int rounds = 9;

/// Right and wrong numbers in turn, made by counting.
std::vector<std::string> identity_numbers(int count)
{
    std::vector<std::string> numbers;
    for (int i = 0; i < count; ++i) {
        const int year = 1950 + i % 60;
        numbers.push_back(fmt::format(
            "110105{}{:02}{:02}{:03}{}",
            year,
            1 + i % 12,
            1 + i % 28,
            i % 1000,
            "0123456789X"[i % 11]
        ));
    }
    return numbers;
}

std::vector<std::string> credit_codes(int count)
{
    std::vector<std::string> codes;
    for (int i = 0; i < count; ++i)
        codes.push_back(fmt::format("91310115MA{:08}", i * 341 % 100'000'000));
    return codes;
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
    const std::string_view endings = "10X98765432";
    return birth.ok() && birth <= today &&
           endings[static_cast<std::size_t>(sum % 11)] == number[17];
}

/// Median judgements a second.
double
rate(const std::vector<std::string>& values, const std::function<bool(const std::string&)>& judge)
{
    std::vector<double> rates;
    std::size_t valid = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (const std::string& value : values)
            if (judge(value)) ++valid;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        rates.push_back(static_cast<double>(values.size()) / took.count());
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
    const auto numbers = identity_numbers(50'000);
    const double ours = rate(numbers, judged_as("cn-id"));
    const double peer = rate(numbers, peer_cn_id);
    const double codes = rate(credit_codes(50'000), judged_as("uscc"));
    fmt::print("median of {} rounds of 50,000 values\n", rounds);
    fmt::print("cn-id  {:>10.0f} /s\n", ours);
    fmt::print("cn-id  {:>10.0f} /s  std::regex peer (no facts, no findings)\n", peer);
    fmt::print("ratio  {:>10.2f}\n", ours / peer);
    fmt::print("uscc   {:>10.0f} /s\n", codes);
}
