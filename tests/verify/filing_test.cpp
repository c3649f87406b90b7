// How a record is classed and numbered by a site's plan.

#include "verify/filing.h"
#include "verify/region_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::verify {
namespace {

CheckedDocument a_document(std::string type, std::map<std::string, std::string> values)
{
    CheckedDocument document;
    document.type = std::move(type);
    for (const auto& [name, value] : values) {
        CheckedField field;
        field.field.name = name;
        field.field.value = value;
        document.fields.push_back(field);
    }
    return document;
}

FilingPlan a_plan()
{
    FilingPlan plan;
    plan.words["nature"] = {
        {.name = "personal", .title = {}, .code = "GR"},
        {.name = "corporate", .title = {}, .code = ""},
        {.name = "government", .title = {}, .code = ""}};
    plan.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"catalogue", "000"}}},
        {.types = {"id_card"},
         .field = {},
         .begins = {},
         .gives = {{"nature", "personal"}, {"catalogue", "101"}}},
        {.types = {"business_licence"},
         .field = {},
         .begins = {},
         .gives = {{"nature", "corporate"}}},
        {.types = {},
         .field = "uscc",
         .begins = {"11", "12"},
         .gives = {{"nature", "government"}}}};
    plan.fonds = "J001";
    plan.items_per_volume = 2;
    return plan;
}

TEST(Filing, GivesClassesByTypeAndTheBeginningOfAField)
{
    const auto plan = a_plan();
    EXPECT_EQ(classify(a_document("id_card", {}), plan)["nature"], "personal");
    EXPECT_EQ(
        classify(a_document("business_licence", {{"uscc", "91310115MA1K3A5B2G"}}), plan)["nature"],
        "corporate"
    );
    EXPECT_EQ(
        classify(a_document("business_licence", {{"uscc", "1210000040000123XC"}}), plan)["nature"],
        "government"
    );
    EXPECT_EQ(classify(a_document("receipt", {}), plan)["nature"], "");
    EXPECT_EQ(classify(a_document("receipt", {}), plan)["catalogue"], "000");
}

TEST(Filing, TakesTheRegionFromTheNumberAsCoarseAsThePlanSays)
{
    auto plan = a_plan();
    const auto region = [&](std::map<std::string, std::string> values) {
        return classify(a_document("id_card", std::move(values)), plan)["region"];
    };
    EXPECT_EQ(region({{"id_number", "440524188001010014"}}), "440000");
    EXPECT_EQ(region({{"uscc", "91310115MA1K3A5B2G"}}), "310000");
    EXPECT_EQ(region_name("310000"), "上海市");
    EXPECT_EQ(region_name("990000"), "");
    EXPECT_EQ(region({{"id_number", "932682198501010017"}}), "320000"); // a foreigner's
    EXPECT_EQ(region({{"id_number", "990105199003074513"}}), "");
    EXPECT_EQ(region({}), "");
    plan.region_digits = 4;
    EXPECT_EQ(region({{"id_number", "440524188001010014"}}), "440500");
    plan.region_digits = 0;
    EXPECT_EQ(region({{"id_number", "440524188001010014"}}), "");
}

TEST(Filing, NumbersItemsInVolumesByThePattern)
{
    auto plan = a_plan();
    const auto classes = classify(a_document("id_card", {}), plan);
    const auto number = [&](std::int64_t count) {
        return number_in_series(plan, classes, "id_card", 2026, count);
    };
    EXPECT_EQ(number(1), "J001-101-0001-0001");
    EXPECT_EQ(number(2), "J001-101-0001-0002");
    EXPECT_EQ(number(3), "J001-101-0002-0001");
    EXPECT_EQ(number_series(plan, classes, "id_card", 2026), "J001-101-*-*");
    plan.number = "{fonds}-{nature}·{year}-{retention_class}-{item:3}";
    EXPECT_EQ(number(1234), "J001-GR·2026-0-1234");
}

TEST(Filing, RefusesAPatternWhoseNumbersCouldBeMistaken)
{
    auto plan = a_plan();
    const auto fault = [&](const char* pattern) {
        plan.number = pattern;
        return fault_in_number(plan);
    };
    EXPECT_EQ(fault("{fonds}-{catalogue}-{volume:4}-{item:4}"), "");
    EXPECT_NE(fault("{fonds}-{volume}"), "");
    EXPECT_NE(fault("{item}-{item}"), "");
    EXPECT_NE(fault("{volume}{item}"), "");
    EXPECT_NE(fault("{customer}-{item}"), "");
    EXPECT_NE(fault("{fonds}-{item"), "");
    EXPECT_NE(fault("{item:x}"), "");
}

TEST(Filing, KnowsWhichWordsAClassMayHave)
{
    const auto plan = a_plan();
    EXPECT_TRUE(may_be(plan, "nature", "personal"));
    EXPECT_TRUE(may_be(plan, "nature", ""));
    EXPECT_FALSE(may_be(plan, "nature", "rich"));
    EXPECT_FALSE(may_be(plan, "catalogue", "101"));
    EXPECT_TRUE(may_be(plan, "region", "440000"));
    EXPECT_FALSE(may_be(plan, "region", "990000"));
    EXPECT_FALSE(may_be(plan, "region", "44"));
}

} // namespace
} // namespace dossier::verify
