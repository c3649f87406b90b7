// The fuzz target over a list of seeds: every number of vectors.json as every kind, whole, cut,
// damaged, and mutated at random: 20,000 times a kind, for a minute a kind with
// DOSSIER_CAMPAIGN=1. What a fuzzing run finds is added here as a named test.

#include "verify/check.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace dossier::verify {

namespace {

/// Of one kind, or of all.
std::vector<std::string> seeds(std::string_view kind = {})
{
    std::vector<std::string> values{
        "", "长期", "用户@例子.中国", "\xFF\xFE", std::string(4096, '9')};
    const auto sets = nlohmann::json::parse(std::ifstream{DOSSIER_VECTORS});
    for (const auto& set : sets) {
        if (!kind.empty() && set.at("kind") != kind) continue;
        for (const char* list : {"valid", "doubtful", "invalid"}) {
            for (const auto& vector : set.at(list))
                values.push_back(vector.at("value"));
        }
    }
    return values;
}

/// Aborts when a promise of check() is broken.
void feed_as_every_kind(const std::string& value)
{
    for (std::size_t kind = 0; kind < kinds().size(); ++kind) {
        std::vector<std::uint8_t> input{static_cast<std::uint8_t>(kind)};
        input.insert(input.end(), value.begin(), value.end());
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
}

TEST(CheckFuzz, KeepsItsPromisesOnEverySeed)
{
    for (const std::string& seed : seeds())
        feed_as_every_kind(seed);
}

TEST(CheckFuzz, KeepsItsPromisesOnEveryCutSeed)
{
    for (const std::string& seed : seeds()) {
        for (std::size_t length = 0; length < std::min<std::size_t>(seed.size(), 24); length += 3) {
            feed_as_every_kind(seed.substr(0, length));
        }
    }
}

TEST(CheckFuzz, KeepsItsPromisesOnDamagedSeeds)
{
    for (const std::string& seed : seeds()) {
        for (std::size_t at = 0; at < std::min<std::size_t>(seed.size(), 120); at += 7) {
            std::string damaged = seed;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x80);
            feed_as_every_kind(damaged);
        }
    }
}

/// What real and hostile text holds that single damaged bytes do not make.
constexpr auto fragments = std::to_array<std::string_view>(
    {"<",
     "<<<<<<<<",
     "\n",
     " ",
     "-",
     ".",
     "..",
     "@",
     "\"",
     "\\",
     "xn--",
     "转",
     "分机",
     "年",
     "〇",
     "零",
     "亿",
     "万",
     "拾",
     "元整",
     "１",
     "Ⅹ",
     "\u200B",
     "\u3000",
     "\uFF0D",
     "\U0001F600",
     "+86",
     "00",
     "(",
     ")",
     "（",
     "中",
     "\xC0\x80",
     "\xED\xA0\x80",
     "\xF4\x90\x80\x80",
     "\x7F"}
);

/// Values between the seeds and nonsense, the same for the same number.
class Mutator {
public:
    explicit Mutator(unsigned number) : random_(number) {}

    /// Of a seed of its kind, with pieces of any.
    std::string value(const std::vector<std::string>& own, const std::vector<std::string>& any)
    {
        std::string made = own[below(own.size())];
        for (std::size_t i = 1 + below(4); i > 0; --i)
            mutate(made, any);
        return made;
    }

private:
    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }

    void mutate(std::string& text, const std::vector<std::string>& any)
    {
        const std::size_t at = below(text.size() + 1);
        const std::size_t length = below(8);
        switch (below(6)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(at, text.substr(below(text.size() + 1), length)); break;
        case 2: text.insert(at, fragments[below(fragments.size())]); break;
        case 3: text.insert(at, 1, static_cast<char>(below(256))); break;
        case 4: text.replace(at, length, fragments[below(fragments.size())]); break;
        default:
            const std::string& other = any[below(any.size())];
            text = text.substr(0, at) + other.substr(below(other.size() + 1));
        }
    }

    std::mt19937 random_;
};

class Mutations : public testing::TestWithParam<std::size_t> {};

TEST_P(Mutations, BreakNoPromise)
{
    using std::chrono::steady_clock;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread
    const bool campaign = std::getenv("DOSSIER_CAMPAIGN") != nullptr;
    const auto end = steady_clock::now() + std::chrono::minutes{1};
    const std::vector<std::string> own = seeds(kinds()[GetParam()]);
    const std::vector<std::string> any = seeds();
    for (unsigned number = 0; campaign ? steady_clock::now() < end : number < 20'000; ++number) {
        const std::string value =
            std::string{static_cast<char>(GetParam())} + Mutator{number}.value(own, any);
        const std::vector<std::uint8_t> input{value.begin(), value.end()};
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Of,
    Mutations,
    testing::Range(std::size_t{0}, kinds().size()),
    [](const auto& test) {
        std::string name{kinds()[test.param]};
        std::ranges::replace(name, '-', '_');
        return name;
    }
);

} // namespace

} // namespace dossier::verify
