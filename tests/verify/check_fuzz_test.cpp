// The fuzz target over a list of seeds: every number of vectors.json as every kind, whole, cut and
// damaged. What a fuzzing run finds is added here as a named test.

#include "verify/check.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace dossier::verify {

namespace {

std::vector<std::string> seeds()
{
    std::vector<std::string> values{
        "", "长期", "用户@例子.中国", "\xFF\xFE", std::string(4096, '9')};
    const auto sets = nlohmann::json::parse(std::ifstream{DOSSIER_VECTORS});
    for (const auto& set : sets) {
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

} // namespace

} // namespace dossier::verify
