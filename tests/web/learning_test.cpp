// What may pass is learnt from what people find in the archive, told to operators and auditors, and
// learnt anew after a while.

#include "store/db/database.h"
#include "tests/web/site_fixture.h"
#include "web/learning.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

/// So coarse a promise that some forty records prove it.
constexpr double every_other = 0.5;

class LearningTest : public SiteTest {
protected:
    std::vector<verify::CheckedDocument> a_card() const
    {
        auto documents = doubtful_card().documents;
        for (auto& field : documents.at(0).fields) {
            field.field.confidence = 0.9;
            field.standing = verify::Standing::plain;
        }
        return documents;
    }

    /// A person confirms every value of that many sampled cards.
    void people_confirm(int cards)
    {
        const store::Actor person{.name = "vera", .role = "verifier"};
        for (int i = 0; i < cards; ++i) {
            auto examined = doubtful_card();
            examined.documents = a_card();
            examined.sampling.share = 1.0;
            auto document =
                open_store().view_document(read(std::move(examined)), person, now).value();
            const auto discrepancies = document.discrepancies;
            for (const auto& discrepancy : discrepancies)
                document = open_store()
                               .decide(discrepancy.id, {}, {}, document.version, person, now)
                               .value();
            ASSERT_TRUE(open_store().commit_document(document.id, document.version, person, now));
        }
    }

private:
    store::DocumentId read(store::Examined examined)
    {
        const std::string text = "card " + std::to_string(++cards_);
        const auto bytes = std::as_bytes(std::span(text));
        (void)open_store().keep_original(
            {.intake_key = text,
             .station = "window-1",
             .source_name = "scan.jpg",
             .media_type = "image/jpeg",
             .bytes = bytes,
             .actor = store::system_actor()},
            now
        );
        const auto job = open_store().claim_job("test", now).value();
        return open_store().finish_job(job, examined, now).value().at(0);
    }

    int cards_ = 0;
};

TEST_F(LearningTest, LeavesTheThresholdsAsTheyAreWithoutATarget)
{
    people_confirm(1);
    Learning learning{{.thresholds = {.accept = 0.7}, .target = {}, .sample = 0.1}};
    const auto thresholds = learning.thresholds(open_store(), now);
    EXPECT_FALSE(thresholds.learnt);
    EXPECT_DOUBLE_EQ(thresholds.accept, 0.7);
    EXPECT_DOUBLE_EQ(learning.sampling(a_card()).share, 0.1);
    EXPECT_THAT(learning.sampling(a_card()).whole_types, IsEmpty());
}

TEST_F(LearningTest, HasSamplesKeyedBlindOnlyWhereTheSiteSaysSo)
{
    Learning shown{{.thresholds = {}, .target = {}, .sample = 0.1}};
    EXPECT_FALSE(shown.sampling(a_card()).is_blind);
    Learning blind{{.thresholds = {}, .target = {}, .sample = 0.1, .blind_samples = true}};
    EXPECT_TRUE(blind.sampling(a_card()).is_blind);
}

TEST_F(LearningTest, SeesEveryDocumentWholeWhileItKnowsTooLittle)
{
    people_confirm(2);
    Learning learning{{.thresholds = {}, .target = every_other}};
    const auto thresholds = learning.thresholds(open_store(), now);
    for (const auto& [type, learnt] : thresholds.learnt.value())
        EXPECT_THAT(learnt.least, IsEmpty());
    EXPECT_THAT(learning.sampling(a_card()).whole_types, ElementsAre("id_card"));
}

TEST_F(LearningTest, LetsPassWhatPeopleProvedAndTellsTheAuditTrail)
{
    people_confirm(60);
    Learning learning{{.thresholds = {}, .target = every_other, .sample = 0.01}};
    const auto learnt = learning.thresholds(open_store(), now).learnt->at("id_card");
    EXPECT_THAT(learnt.least, Contains(testing::Key(verify::Lane{"name", false})));
    EXPECT_TRUE(learnt.passes_whole);
    EXPECT_THAT(learning.sampling(a_card()).whole_types, IsEmpty());
    EXPECT_THAT(
        open_store().audit("", 5).items,
        Contains(AllOf(
            Field(&store::AuditEntry::action, "acceptance_learnt"),
            Field(&store::AuditEntry::object, "type id_card")
        ))
    );
}

TEST_F(LearningTest, LetsNothingPassOnEvidenceThatWasEdited)
{
    people_confirm(60);
    store::Database{folder.path() / "dossier.db", store::Access::read_write}.run(
        "UPDATE seen_record SET sampled = 0"
    );
    Learning learning{{.thresholds = {}, .target = {}}};
    EXPECT_THAT(learning.thresholds(open_store(), now).learnt.value(), IsEmpty());
}

TEST_F(LearningTest, LooksAgainAfterAWhileOnly)
{
    Learning learning{{.thresholds = {}, .target = every_other}};
    EXPECT_THAT(*learning.thresholds(open_store(), now).learnt, IsEmpty());
    people_confirm(60);
    EXPECT_THAT(
        *learning.thresholds(open_store(), now + std::chrono::minutes{4}).learnt, IsEmpty()
    );
    EXPECT_THAT(
        *learning.thresholds(open_store(), now + std::chrono::minutes{5}).learnt,
        Contains(testing::Key("id_card"))
    );
}

} // namespace

} // namespace dossier::web
