// Every published or generated test number of vectors.json against its rule: `valid` ones pass
// without a question, `doubtful` ones are valid and raise one, `invalid` ones are wrong.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "judging.h"
#include <fstream>

namespace dossier::verify {

namespace {

using nlohmann::json;

json vectors()
{
    return json::parse(std::ifstream{DOSSIER_VECTORS});
}

class Vectors : public testing::TestWithParam<json> {
protected:
    std::string kind = GetParam().at("kind");

    Verdict verdict_on(const json& vector) const
    {
        return judge(kind, vector.at("value").get<std::string>());
    }
};

TEST_P(Vectors, ValidOnesPassWithoutAQuestion)
{
    for (const json& vector : GetParam().at("valid")) {
        EXPECT_TRUE(is_clean(verdict_on(vector))) << vector;
    }
}

TEST_P(Vectors, ValidOnesSayWhatTheyShould)
{
    for (const json& vector : GetParam().at("valid")) {
        const Verdict verdict = verdict_on(vector);
        EXPECT_EQ(verdict.normal, vector.value("normal", verdict.normal)) << vector;
        const json facts = vector.value("facts", json::object());
        for (const auto& [name, fact] : facts.items()) {
            ASSERT_TRUE(verdict.facts.contains(name)) << vector;
            EXPECT_EQ(verdict.facts.at(name), fact.get<std::string>()) << vector;
        }
    }
}

TEST_P(Vectors, DoubtfulOnesAreValidAndRaiseAQuestion)
{
    for (const json& vector : GetParam().at("doubtful")) {
        const Verdict verdict = verdict_on(vector);
        EXPECT_TRUE(verdict.valid) << vector;
        EXPECT_FALSE(verdict.findings.empty()) << vector;
    }
}

TEST_P(Vectors, InvalidOnesAreWrong)
{
    for (const json& vector : GetParam().at("invalid")) {
        EXPECT_FALSE(verdict_on(vector).valid) << vector;
    }
}

TEST_P(Vectors, FindingsAreCodedByTheKind)
{
    for (const json& vector : GetParam().at("invalid")) {
        for (const std::string& code : codes(verdict_on(vector).findings)) {
            EXPECT_TRUE(code.starts_with(kind + ".")) << code;
        }
    }
}

std::vector<json> known_kinds()
{
    std::vector<json> known;
    for (const json& set : vectors()) {
        const auto kind = set.at("kind").get<std::string>();
        if (std::ranges::find(kinds(), kind) != kinds().end()) known.push_back(set);
    }
    return known;
}

std::string name_of_set(const testing::TestParamInfo<json>& set)
{
    return set.param.at("set").get<std::string>();
}

INSTANTIATE_TEST_SUITE_P(Of, Vectors, testing::ValuesIn(known_kinds()), name_of_set);

} // namespace

} // namespace dossier::verify
