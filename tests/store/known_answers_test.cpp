// A wrong value shown in the place of one that is known: nobody can tell it from a doubt, it never
// becomes the document's, and what people did with it is counted.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using verify::Action;
using verify::AnswerOutcome;
using verify::DiscrepancyState;

class KnownAnswer : public testing::Test {
protected:
    /// A card with its number in doubt and, by that chance, a wrong name.
    DocumentId read(std::string_view content, double share, verify::CheckedDocument card)
    {
        (void)archive.keep(content);
        const auto job = archive->claim_job("w", archive.now).value();
        auto result = examined({std::move(card)});
        result.known_answers = {.share = share, .plantable = [](const verify::CheckedDocument&) {
                                    return std::vector<verify::Plantable>{{"name", {"SECRETMANE"}}};
                                }};
        return archive->finish_job(job, result, archive.now).value().at(0);
    }

    DocumentId planted(std::string_view content = "one")
    {
        return read(content, 1.0, a_doubtful_card());
    }

    tl::expected<Document, Conflict>
    decide_name(const DocumentId& id, const Actor& actor, const verify::Decision& what)
    {
        const auto document = archive->view_document(id, actor, archive.now).value();
        return archive->decide(
            document.discrepancies.at(0).id, what, {}, document.version, actor, archive.now
        );
    }

    static std::string name_of(const Document& document)
    {
        return document.checked.find_field("name")->field.value;
    }

    Archive archive;
};

TEST_F(KnownAnswer, LooksLikeAnyDoubt)
{
    const auto document = archive.view(planted());
    const auto& name = *document.checked.find_field("name");
    const auto& planted = document.discrepancies.at(0);
    EXPECT_EQ(name.field.value, "SECRETMANE");
    EXPECT_EQ(name.field.raw, "SECRETMANE");
    EXPECT_EQ(name.status, verify::FieldStatus::review);
    EXPECT_LT(name.field.confidence, 0.99);
    EXPECT_EQ(name.field.alternatives.at(0).value, "SECRETNAME");
    EXPECT_EQ(planted.field, "name");
    EXPECT_EQ(planted.second_eyes, verify::SecondEyes::none);
    EXPECT_EQ(planted.planted, "");
    EXPECT_TRUE(document.for_you.contains(planted.id));
}

TEST_F(KnownAnswer, IsPutOnlyWhereAPersonLooksAnyway)
{
    EXPECT_EQ(archive.view(read("sure", 1.0, a_card())).state, DocumentState::committed);
    const auto rarely = archive.view(read("rarely", 0.0, a_doubtful_card()));
    EXPECT_EQ(name_of(rarely), "SECRETNAME");
    EXPECT_THAT(rarely.discrepancies, testing::SizeIs(1));
}

TEST_F(KnownAnswer, IsCaughtByKeyingWhatWasRead)
{
    const auto settled =
        decide_name(planted(), archive.verifier, decision(Action::correct, "SECRETNAME")).value();
    EXPECT_EQ(settled.known_answer, AnswerOutcome::caught);
    EXPECT_EQ(settled.discrepancies.at(0).state, DiscrepancyState::confirmed);
    EXPECT_EQ(name_of(settled), "SECRETNAME");
    EXPECT_THAT(settled.as_read, IsEmpty());
}

TEST_F(KnownAnswer, ThatIsConfirmedGoesToWhoArbitratesAndNeverIntoTheRecord)
{
    const auto id = planted();
    const auto missed = decide_name(id, archive.verifier, decision(Action::confirm)).value();
    EXPECT_EQ(missed.known_answer, AnswerOutcome::missed);
    EXPECT_EQ(missed.discrepancies.at(0).state, DiscrepancyState::arbitration);
    const auto shown =
        archive->view_keyings(missed.discrepancies.at(0).id, archive.arbiter, archive.now).value();
    EXPECT_THAT(
        shown,
        ElementsAre(
            Field(&verify::Keying::value, "SECRETMANE"), Field(&verify::Keying::value, "SECRETNAME")
        )
    );
    const auto settled =
        decide_name(id, archive.arbiter, decision(Action::correct, "SECRETNAME")).value();
    EXPECT_EQ(settled.known_answer, std::nullopt);
    EXPECT_EQ(name_of(settled), "SECRETNAME");
    EXPECT_THAT(
        archive->known_answers(whole_site, {}),
        ElementsAre(AllOf(
            Field(&PersonAnswers::person, "vera"),
            Field(&PersonAnswers::missed, 1),
            Field(&PersonAnswers::caught, 0)
        ))
    );
}

TEST_F(KnownAnswer, ThatWasNotKnownSaysNothingOfThePerson)
{
    const auto id = planted();
    (void)decide_name(id, archive.verifier, decision(Action::correct, "TRULYTHIS")).value();
    EXPECT_THAT(
        archive->known_answers(whole_site, {}), ElementsAre(Field(&PersonAnswers::differed, 1))
    );
    (void)decide_name(id, archive.arbiter, decision(Action::correct, "TRULYTHIS")).value();
    EXPECT_THAT(
        archive->known_answers(whole_site, {}),
        ElementsAre(AllOf(Field(&PersonAnswers::differed, 0), Field(&PersonAnswers::disputed, 1)))
    );
}

TEST_F(KnownAnswer, CountsTheFirstLookOnly)
{
    const auto id = planted();
    (void)decide_name(id, archive.verifier, decision(Action::correct, "SECRETNAME")).value();
    const auto reopened = decide_name(id, archive.verifier, decision(Action::reopen)).value();
    EXPECT_EQ(name_of(reopened), "") << "keyed from the picture from now on";
    const auto again =
        decide_name(id, archive.verifier, decision(Action::correct, "SECRETMANE")).value();
    EXPECT_EQ(again.known_answer, std::nullopt);
    EXPECT_EQ(again.discrepancies.at(0).state, DiscrepancyState::arbitration);
    EXPECT_THAT(
        archive->known_answers(whole_site, {}),
        ElementsAre(AllOf(Field(&PersonAnswers::caught, 1), Field(&PersonAnswers::missed, 0)))
    );
}

TEST_F(KnownAnswer, IsCountedByPersonAndTime)
{
    (void)decide_name(planted("one"), archive.verifier, decision(Action::confirm)).value();
    archive.now += std::chrono::hours{1};
    (void)decide_name(planted("two"), archive.other, decision(Action::correct, "SECRETNAME"))
        .value();
    EXPECT_THAT(
        archive->known_answers(whole_site, {}),
        ElementsAre(Field(&PersonAnswers::person, "otto"), Field(&PersonAnswers::person, "vera"))
    );
    EXPECT_THAT(
        archive->known_answers(whole_site, archive.now),
        ElementsAre(Field(&PersonAnswers::person, "otto"))
    );
}

TEST_F(KnownAnswer, WhoseCountIsEditedIsFound)
{
    (void)decide_name(planted(), archive.verifier, decision(Action::confirm)).value();
    ASSERT_EQ(archive.with_shell("UPDATE known_answer SET outcome = 'caught'"), 1);
    EXPECT_THROW((void)archive->known_answers(whole_site, {}), Tampered);
    EXPECT_THAT(
        archive->fsck().faults, Contains(Field(&FsckFault::object, HasSubstr("known_answer")))
    );
}

TEST_F(KnownAnswer, IsShownNoMoreOnceSomethingSpeaksAgainstTheField)
{
    auto card = a_doubtful_card();
    const auto id = read("one", 1.0, card);
    const auto document = archive.view(id);
    FieldRules rules;
    rules.findings = [](const verify::CheckedDocument&, const verify::Announced&) {
        return std::vector<verify::Finding>{
            {.code = "name.differs",
             .severity = verify::Severity::confirm,
             .fields = {"name"},
             .message = {}}};
    };
    const auto after = archive
                           ->decide(
                               document.discrepancies.at(1).id,
                               decision(Action::confirm),
                               rules,
                               document.version,
                               archive.verifier,
                               archive.now
                           )
                           .value();
    EXPECT_EQ(name_of(after), "") << "the value is keyed from the picture";
}

} // namespace
} // namespace dossier::store
