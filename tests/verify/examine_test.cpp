#include "verify/examine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(Examine, LetsACleanAndCertainCardPass)
{
    const CheckedDocument card = a_card().examined(the_types());
    EXPECT_THAT(card.findings, IsEmpty());
    EXPECT_THAT(doubtful_fields(card), IsEmpty());
}

TEST(Examine, SendsAnUncertainFieldToAPerson)
{
    const auto card = a_card().with("name", "张三", 0.96).examined(the_types());
    EXPECT_THAT(doubtful_fields(card), ElementsAre("name"));
}

TEST(Examine, TrustsALessCertainReadingThatACheckDigitVouchesFor)
{
    const auto card = a_card().with("id_number", "11010519900307451X", 0.85).examined(the_types());
    EXPECT_EQ(status_of(card, "id_number"), FieldStatus::accepted);
}

TEST(Examine, DoesNotTrustEvenAProvenReadingBelowAnyReason)
{
    const auto card = a_card().with("id_number", "11010519900307451X", 0.5).examined(the_types());
    EXPECT_EQ(status_of(card, "id_number"), FieldStatus::review);
}

TEST(Examine, NeverAcceptsARepairedValueHoweverCertain)
{
    const auto card = a_card()
                          .with("id_number", "11010519900307451X", 1.0)
                          .repaired("id_number", "1101O519900307451X");
    EXPECT_THAT(doubtful_fields(card.examined(the_types())), ElementsAre("id_number"));
    EXPECT_THAT(codes(card.examined(the_types()).findings), ElementsAre("id_number.repaired"));
}

TEST(Examine, NamesTheFieldInTheCodeOfAFinding)
{
    const auto card = a_card().with("id_number", "110105199003074511").examined(the_types());
    EXPECT_THAT(codes(card.findings), Contains("id_number.checksum"));
    EXPECT_THAT(card.findings.at(0).fields, ElementsAre("id_number"));
}

TEST(Examine, NeverAcceptsAFieldWithAnErrorOrAQuestion)
{
    const auto form = ADocument{"customer_form"}.with("mobile", "13800138000", 1.0);
    EXPECT_EQ(status_of(form.examined(the_types()), "mobile"), FieldStatus::review);
    const auto card = a_card().with("id_number", "110105199003074511", 1.0);
    EXPECT_EQ(status_of(card.examined(the_types()), "id_number"), FieldStatus::review);
}

TEST(Examine, AcceptsAFieldThatOnlyHasANote)
{
    const auto card = a_card().with("address", "上海市浦东新区世纪大道1号").examined(the_types());
    EXPECT_THAT(codes(card.findings), ElementsAre("address.province_differs"));
    EXPECT_THAT(doubtful_fields(card), IsEmpty());
}

TEST(Examine, AsksForARequiredFieldThatWasNotFound)
{
    const auto card = a_card().without("name").examined(the_types());
    EXPECT_THAT(codes(card.findings), ElementsAre("name.missing"));
    EXPECT_THAT(doubtful_fields(card), ElementsAre("name"));
    EXPECT_EQ(card.fields.front().field.value, "");
}

TEST(Examine, DoesNotMissTheFieldsOfASideThatWasNotScanned)
{
    ocr::TypeCatalog types = the_types();
    types.types.at(0).cross_checks.clear();
    for (ocr::FieldType& field : types.types.at(0).fields) {
        field.required = true;
        field.side = field.name.starts_with("valid") ? "emblem" : "portrait";
    }
    const auto emblem =
        ADocument{"id_card"}.with("valid_from", "2016-03-07").with("valid_to", "长期");
    EXPECT_THAT(doubtful_fields(emblem.examined(types)), IsEmpty());
    const auto half = ADocument{"id_card"}.with("valid_from", "2016-03-07");
    EXPECT_THAT(doubtful_fields(half.examined(types)), ElementsAre("valid_to"));
    EXPECT_EQ(doubtful_fields(ADocument{"id_card"}.examined(types)).size(), 7);
}

TEST(Examine, LeavesOutAnOptionalFieldThatWasNotFound)
{
    const auto card = a_card().with("address", "").examined(the_types());
    EXPECT_THAT(names(card), Not(Contains("address")));
    EXPECT_THAT(card.findings, IsEmpty());
}

TEST(Examine, SendsEveryFieldOfADocumentOfUncertainTypeToAPerson)
{
    const auto card = a_card().of_certainty(0.7).examined(the_types());
    EXPECT_THAT(codes(card.findings), ElementsAre("document.type_uncertain"));
    EXPECT_EQ(doubtful_fields(card).size(), 1 + card.fields.size());
    EXPECT_EQ(doubtful_fields(card).front(), "");
}

TEST(Examine, NeverLetsAnUnknownDocumentPass)
{
    const auto unknown = ADocument{"unknown"}.examined(the_types());
    EXPECT_THAT(codes(unknown.findings), ElementsAre("document.type_unknown"));
    EXPECT_THAT(doubtful_fields(unknown), ElementsAre(""));
}

TEST(Examine, SaysWhenATypeNamesARuleOrACrossCheckThatDoesNotExist)
{
    ocr::TypeCatalog types = the_types();
    types.types.at(0).fields.at(0).rule = "shoe-size";
    types.types.at(0).cross_checks = {"shoes.fit"};
    const auto card = a_card().examined(types);
    EXPECT_THAT(
        codes(card.findings), ElementsAre("name.rule_unknown", "document.cross_check_unknown")
    );
    EXPECT_EQ(status_of(card, "name"), FieldStatus::review);
}

TEST(Examine, KeepsTheOrderOfTheTypeAndWhateverElseWasRead)
{
    const auto licence = ADocument{"business_licence"}
                             .with("slogan", "诚信")
                             .with("address", "上海市")
                             .with("uscc", "91310115MA1K3A5B2G")
                             .examined(the_types());
    EXPECT_THAT(names(licence), ElementsAre("uscc", "address", "slogan"));
    EXPECT_EQ(status_of(licence, "slogan"), FieldStatus::review);
}

TEST(Examine, TakesItsThresholdsFromTheCaller)
{
    const auto strict = a_card().examined(the_types(), {.type = 0.995});
    EXPECT_THAT(codes(strict.findings), Contains("document.type_uncertain"));
    const auto lenient = a_card().with("name", "张三", 0.5).examined(the_types(), {.accept = 0.4});
    EXPECT_EQ(status_of(lenient, "name"), FieldStatus::accepted);
}

TEST(Examine, AcceptsWhatWasLearntAndNothingElse)
{
    const auto number_only = [](double least) {
        return Thresholds{.learnt = {{{"id_card", {.least = {{{"id_number", true}, least}}}}}}};
    };
    const auto card = a_card().with("id_number", "11010519900307451X", 0.9);
    const auto open = card.examined(the_types(), number_only(0.9));
    EXPECT_EQ(status_of(open, "id_number"), FieldStatus::accepted);
    EXPECT_EQ(status_of(open, "name"), FieldStatus::review) << "of which nothing was learnt";
    const auto closed = card.examined(the_types(), number_only(0.95));
    EXPECT_EQ(status_of(closed, "id_number"), FieldStatus::review);
    EXPECT_EQ(
        status_of(a_card().examined(the_types(), {.learnt = {{}}}), "id_number"),
        FieldStatus::review
    ) << "of whose type nothing was learnt";
}

TEST(Examine, LetsADocumentPassWholeOnlyWhenThatWasProved)
{
    Acceptance all;
    all.passes_whole = true;
    const auto card = a_card().examined(the_types());
    for (const CheckedField& checked : card.fields)
        all.least[{checked.field.name, checked.standing == Standing::vouched}] = 0.5;
    const auto passed = a_card().examined(the_types(), {.learnt = {{{"id_card", all}}}});
    EXPECT_THAT(doubtful_fields(passed), IsEmpty());
    all.passes_whole = false;
    const auto seen = a_card().examined(the_types(), {.learnt = {{{"id_card", all}}}});
    EXPECT_THAT(codes(seen.findings), ElementsAre("document.unproven"));
    EXPECT_THAT(doubtful_fields(seen), ElementsAre(""));
    EXPECT_EQ(status_of(seen, "name"), FieldStatus::accepted);
}

TEST(Examine, AcceptsNothingOfAFieldThatDriftedAndSaysSo)
{
    const auto card = a_card().examined(the_types(), {.drifted = {{"id_card", {{"name", false}}}}});
    EXPECT_THAT(doubtful_fields(card), ElementsAre("name"));
    EXPECT_THAT(codes(card.findings), ElementsAre("name.drifted"));
    EXPECT_EQ(card.findings.front().severity, Severity::info);
}

TEST(Examine, SaysWhatSpeaksForAValueBesidesItsConfidence)
{
    const auto standing_of = [](const ADocument& card, const std::string& name) {
        const auto examined = card.examined(the_types());
        return std::ranges::find(
                   examined.fields,
                   name,
                   [](const CheckedField& checked) { return checked.field.name; }
        )->standing;
    };
    EXPECT_EQ(standing_of(a_card().with("name", "张三", 0.2), "name"), Standing::plain);
    EXPECT_EQ(standing_of(a_card(), "id_number"), Standing::vouched);
    EXPECT_EQ(standing_of(a_card().with("sex", "女"), "id_number"), Standing::doubted);
}

TEST(Recheck, JudgesWhatAPersonTypedWithoutAskingHowCertainTheMachineWas)
{
    CheckedDocument card = a_card().with("birth_date", "1990-03-08", 0.2).examined(the_types());
    EXPECT_THAT(
        codes(recheck(card, the_types(), a_day)), Contains("birth_date.differs_from_id_number")
    );
    card.fields.at(2).field.value = "1990-03-07";
    EXPECT_THAT(recheck(card, the_types(), a_day), IsEmpty());
}

TEST(Recheck, SendsWhatPassedToAPersonWhenATypedNumberContradictsIt)
{
    CheckedDocument card =
        a_card().with("birth_date", "1990-03-06").without("id_number").examined(the_types());
    ASSERT_EQ(card.find_field("birth_date")->status, FieldStatus::accepted);
    card.find_field("id_number")->field.value = "11010519900307451X";
    card.findings = recheck(card, the_types(), a_day);
    EXPECT_THAT(doubt_contradicted(card), ElementsAre("birth_date"));
    EXPECT_EQ(card.find_field("birth_date")->status, FieldStatus::review);
    EXPECT_EQ(card.find_field("birth_date")->standing, Standing::doubted);
    EXPECT_THAT(doubt_contradicted(card), IsEmpty());
}

TEST(Recheck, FindsThatACorrectionBreaksARule)
{
    CheckedDocument card = a_card().examined(the_types());
    card.fields.at(4).field.value = "11010519900307452X";
    EXPECT_THAT(codes(recheck(card, the_types(), a_day)), Contains("id_number.checksum"));
}

TEST(Recheck, DoesNotSpeakOfRepairsThatAPersonHasSeen)
{
    const auto card = a_card().repaired("id_number", "1101O519900307451X").examined(the_types());
    EXPECT_THAT(recheck(card, the_types(), a_day), IsEmpty());
}

TEST(CrossChecks, AreKnownByName)
{
    EXPECT_THAT(cross_checks(), Contains("id_number.birth_date"));
}

} // namespace

} // namespace dossier::verify
