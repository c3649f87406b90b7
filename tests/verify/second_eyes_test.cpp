#include "verify/second_eyes.h"

#include <gtest/gtest.h>

namespace dossier::verify {

namespace {

ocr::FieldType a_seen_field(std::string name, std::string sensitivity, std::string second_eyes = "")
{
    ocr::FieldType field;
    field.name = std::move(name);
    field.sensitivity = std::move(sensitivity);
    field.second_eyes = std::move(second_eyes);
    return field;
}

ocr::TypeCatalog cards()
{
    ocr::DocumentType card;
    card.name = "id_card";
    card.fields = {
        a_seen_field("sex", "c1"),
        a_seen_field("name", "c2", "shown"),
        a_seen_field("id_number", "c3")};
    return {.types = {card}};
}

TEST(SecondEyesRules, AskForNobodyUnlessSomebodySaysSo)
{
    const auto rules = second_eyes_rules(cards(), {});
    EXPECT_EQ(rules.of("id_card", "id_number", true), SecondEyes::none);
    EXPECT_EQ(rules.of("id_card", "sex", true), SecondEyes::none);
    EXPECT_EQ(rules.of("unknown", "", true), SecondEyes::none);
}

TEST(SecondEyesRules, OfATypeHoldOfEveryDocument)
{
    const auto rules = second_eyes_rules(cards(), {});
    EXPECT_EQ(rules.of("id_card", "name", false), SecondEyes::shown);
}

TEST(SecondEyesRules, OfTheSiteHoldFromASensitivityOnAndOfTheChosenShare)
{
    const auto rules = second_eyes_rules(
        cards(), {.second_eyes = SecondEyes::blind, .sensitivity = "c2", .share = 0.1}
    );
    EXPECT_DOUBLE_EQ(rules.share, 0.1);
    EXPECT_EQ(rules.of("id_card", "id_number", true), SecondEyes::blind);
    EXPECT_EQ(rules.of("id_card", "id_number", false), SecondEyes::none);
    EXPECT_EQ(rules.of("id_card", "sex", true), SecondEyes::none);
    EXPECT_EQ(rules.of("id_card", "name", true), SecondEyes::blind);
    EXPECT_EQ(rules.of("id_card", "name", false), SecondEyes::shown);
}

} // namespace

} // namespace dossier::verify
