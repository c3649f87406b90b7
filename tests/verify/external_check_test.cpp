#include "verify/external_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Connector police()
{
    return {
        .name = "police",
        .kind = "identity",
        .about = "id_number",
        .fields = {"name", "id_number"},
        .types = {"id_card"}};
}

ExternalCheck a_check(CheckState state, std::optional<Outcome> outcome = std::nullopt)
{
    return {
        .id = "1",
        .connector = "police",
        .kind = "identity",
        .about = "id_number",
        .fields = {"id_number", "name"},
        .state = state,
        .outcome = outcome};
}

TEST(AskedOf, IsWhatTheServiceNeedsAndNothingElse)
{
    const auto asked = asked_of(police(), a_card().examined(the_types()));
    ASSERT_TRUE(asked);
    EXPECT_THAT(*asked, ElementsAre(Pair("id_number", testing::_), Pair("name", testing::_)));
}

TEST(AskedOf, IsNothingWhereAValueIsMissing)
{
    EXPECT_FALSE(asked_of(police(), a_card().without("name").examined(the_types())));
    EXPECT_FALSE(asked_of(police(), a_card().with("name", "").examined(the_types())));
}

TEST(AskedOf, IsNothingWhereAValueCannotBeRight)
{
    const auto card = a_card().with("id_number", "110105194912310021").examined(the_types());
    EXPECT_FALSE(asked_of(police(), card));
}

TEST(AskedOf, IsOfTheTypesThatTheConnectorNames)
{
    auto connector = police();
    connector.types = {"passport"};
    EXPECT_FALSE(asked_of(connector, a_card().examined(the_types())));
    connector.types = {};
    EXPECT_TRUE(asked_of(connector, a_card().examined(the_types())));
}

TEST(ExternalFindings, AskAPersonAboutEveryAnswerButAMatch)
{
    const auto findings = external_findings(
        {a_check(CheckState::answered, Outcome::match),
         a_check(CheckState::answered, Outcome::mismatch),
         a_check(CheckState::answered, Outcome::not_found)}
    );
    EXPECT_THAT(codes(findings), ElementsAre("identity.mismatch", "identity.not_found"));
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.severity, Severity::confirm);
        EXPECT_THAT(finding.fields, ElementsAre("id_number", "name"));
    }
}

TEST(ExternalFindings, TellOfAServiceThatHasNotAnsweredAndStopNothing)
{
    const auto findings = external_findings({a_check(CheckState::waiting)});
    EXPECT_THAT(codes(findings), ElementsAre("identity.unanswered"));
    EXPECT_EQ(findings.at(0).severity, Severity::info);
}

TEST(ExternalFindings, SayNothingOfValuesThatThePaperNoLongerHas)
{
    auto old = a_check(CheckState::answered, Outcome::mismatch);
    old.is_current = false;
    EXPECT_THAT(external_findings({old}), IsEmpty());
    EXPECT_THAT(
        external_findings(
            {a_check(CheckState::not_asked),
             a_check(CheckState::code_sent),
             a_check(CheckState::withdrawn)}
        ),
        IsEmpty()
    );
}

TEST(DoubtAgain, ForgetsWhoDecidedAndNothingElse)
{
    const Discrepancy settled{
        .id = "d",
        .document_id = "doc",
        .field = "id_number",
        .state = DiscrepancyState::corrected,
        .decided_by = "vera",
        .decided_at = capture::Instant{std::chrono::milliseconds{5}}};
    const auto open = doubt_again(settled);
    EXPECT_EQ(open.state, DiscrepancyState::open);
    EXPECT_EQ(open.decided_by, "");
    EXPECT_EQ(open.decided_at, capture::Instant{});
    EXPECT_EQ(open.id + open.document_id + open.field, "ddocid_number");
}

TEST(ConnectorKinds, AreEachAboutAField)
{
    for (const auto& kind : connector_kinds)
        EXPECT_FALSE(kind.name.empty() || kind.about.empty()) << kind.name;
}

} // namespace

} // namespace dossier::verify
