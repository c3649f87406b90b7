#include "verify/check.h"
#include "verify/known_answer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::verify {

namespace {

using namespace std::chrono_literals;

constexpr capture::Instant noon{std::chrono::milliseconds{1'795'000'000'000}};
constexpr auto today = 2026y / 11 / 26;
constexpr auto id_number = "11010519491231002X";

const ocr::TypeCatalog& types()
{
    static const auto catalog = [] {
        ocr::FieldType name;
        name.name = "name";
        ocr::FieldType birth_date;
        birth_date.name = "birth_date";
        birth_date.grammar = ocr::Grammar::date;
        ocr::FieldType number;
        number.name = "id_number";
        number.rule = "cn-id";
        ocr::DocumentType type;
        type.name = "id_card";
        type.fields = {name, birth_date, number};
        return ocr::TypeCatalog{.types = {type}};
    }();
    return catalog;
}

CheckedField a_value(const std::string& name, const std::string& value)
{
    CheckedField checked;
    checked.field.name = name;
    checked.field.value = value;
    checked.field.confidence = 0.999;
    checked.status = FieldStatus::accepted;
    checked.standing = Standing::plain;
    return checked;
}

CheckedDocument a_card(std::vector<CheckedField> fields)
{
    CheckedDocument document;
    document.type = "id_card";
    document.fields = std::move(fields);
    return document;
}

std::vector<std::string> planted_in(const std::string& name, const std::string& value)
{
    const auto fields = plantable_fields(a_card({a_value(name, value)}), types(), today);
    return fields.empty() ? std::vector<std::string>{} : fields.front().values;
}

Discrepancy with_planted(const std::string& value)
{
    Discrepancy discrepancy;
    discrepancy.field = "name";
    discrepancy.second_eyes = SecondEyes::machine;
    discrepancy.planted = value;
    return discrepancy;
}

/// What follows when somebody decides this where 李明 was read and 李朋 is shown.
std::optional<AnswerOutcome> outcome_of(const Decision& decision)
{
    const auto before = with_planted("李朋");
    const auto after = apply(before, decision, {.name = "wang"}, "李明", noon);
    return verify::outcome_of(before, after.value());
}

TEST(KnownAnswers, ChangeOneLookAlikeCharacter)
{
    const auto planted = planted_in("name", "李明");
    EXPECT_NE(std::ranges::find(planted, "李朋"), planted.end());
    EXPECT_EQ(std::ranges::find(planted, "李明"), planted.end());
}

TEST(KnownAnswers, PassTheCheckDigitWhereThereIsOne)
{
    const auto planted = planted_in("id_number", id_number);
    ASSERT_FALSE(planted.empty());
    for (const auto& value : planted) {
        EXPECT_NE(value, id_number);
        EXPECT_TRUE(check("cn-id", value, today)->valid) << value;
    }
}

TEST(KnownAnswers, AreDaysOfTheCalendar)
{
    const auto planted = planted_in("birth_date", "1990-02-28");
    ASSERT_FALSE(planted.empty());
    for (const auto& value : planted)
        EXPECT_TRUE(check("date", value, today)->valid) << value;
}

TEST(KnownAnswers, AreOnlyPutWhereTheValueIsKnown)
{
    auto doubted = a_value("name", "李明");
    doubted.doubt();
    auto unsure = a_value("name", "李明");
    unsure.field.confidence = 0.99;
    auto vouched = a_value("name", "李明");
    vouched.field.confidence = 0.9;
    vouched.standing = Standing::vouched;
    EXPECT_TRUE(plantable_fields(a_card({doubted}), types(), today).empty());
    EXPECT_TRUE(plantable_fields(a_card({unsure}), types(), today).empty());
    EXPECT_EQ(plantable_fields(a_card({vouched}), types(), today).size(), 1U);
}

TEST(KnownAnswers, AreNotPutWhereNothingLooksAlike)
{
    EXPECT_TRUE(planted_in("name", "赵").empty());
}

TEST(KnownAnswers, AreCaughtByWhoKeysWhatWasRead)
{
    EXPECT_EQ(
        outcome_of({.action = Action::correct, .value = " 李明", .reason = {}}),
        AnswerOutcome::caught
    );
}

TEST(KnownAnswers, AreMissedByWhoConfirmsThem)
{
    EXPECT_EQ(
        outcome_of({.action = Action::confirm, .value = {}, .reason = {}}), AnswerOutcome::missed
    );
    EXPECT_EQ(
        outcome_of({.action = Action::correct, .value = "李朋", .reason = {}}),
        AnswerOutcome::missed
    );
}

TEST(KnownAnswers, TellAnotherFindingApart)
{
    EXPECT_EQ(
        outcome_of({.action = Action::correct, .value = "李萌", .reason = {}}),
        AnswerOutcome::differed
    );
    EXPECT_EQ(
        outcome_of({.action = Action::mark_unreadable, .value = {}, .reason = "污损"}),
        AnswerOutcome::differed
    );
}

TEST(KnownAnswers, SayNothingOfWhoSendsTheDocumentBack)
{
    EXPECT_FALSE(outcome_of({.action = Action::reject, .value = {}, .reason = "非本行"}));
}

TEST(KnownAnswers, AreShownOnce)
{
    const auto decided = apply(
        with_planted("李朋"),
        {.action = Action::correct, .value = "李明", .reason = {}},
        {.name = "wang"},
        "李明",
        noon
    );
    ASSERT_EQ(decided->state, DiscrepancyState::confirmed);
    const auto reopened =
        apply(*decided, {.action = Action::reopen}, {.name = "wang"}, "李明", noon);
    EXPECT_TRUE(reopened->planted.empty());
    EXPECT_TRUE(hides_value(*reopened));
}

TEST(ShareInterval, HoldsTheShareAndNarrowsWithMoreTrials)
{
    const auto few = share_interval(8, 10);
    const auto many = share_interval(800, 1000);
    EXPECT_NEAR(few.least, 0.4439, 1e-3); // Clopper and Pearson's tables
    EXPECT_NEAR(few.most, 0.9748, 1e-3);
    EXPECT_GT(many.least, few.least);
    EXPECT_LT(many.most, few.most);
}

TEST(ShareInterval, SaysNothingOfNoTrials)
{
    EXPECT_EQ(share_interval(0, 0).least, 0.0);
    EXPECT_EQ(share_interval(0, 0).most, 1.0);
}

} // namespace

} // namespace dossier::verify
