#include "verify/normal.h"

#include <gtest/gtest.h>

namespace dossier::verify {

namespace {

constexpr std::chrono::year_month_day a_day{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{26}};

std::string normal(ocr::Grammar grammar, std::string rule, std::string_view value)
{
    ocr::FieldType field;
    field.grammar = grammar;
    field.rule = std::move(rule);
    return normal_value(field, value, a_day);
}

TEST(NormalValue, OfADateIsItsIsoForm)
{
    EXPECT_EQ(normal(ocr::Grammar::date, "", "1990年1月5日"), "1990-01-05");
    EXPECT_EQ(normal(ocr::Grammar::date_range, "", "2019.03.05"), "2019-03-05");
}

TEST(NormalValue, OfANumberHasNoSeparators)
{
    EXPECT_EQ(normal(ocr::Grammar::cn_id, "cn-id", "110105 19491231 002x"), "11010519491231002X");
}

TEST(NormalValue, OfWhatBreaksItsRuleIsWhatWasWritten)
{
    EXPECT_EQ(normal(ocr::Grammar::date, "", "1990-13-05"), "1990-13-05");
    EXPECT_EQ(normal(ocr::Grammar::cn_id, "cn-id", "110105 1"), "110105 1");
}

TEST(NormalValue, WithoutARuleIsWhatWasWritten)
{
    EXPECT_EQ(normal(ocr::Grammar::text, "", "上海市 a"), "上海市 a");
}

} // namespace

} // namespace dossier::verify
