// Whose turn it is at a document: what the queue hands out is what the document itself says.

#include "store/db/migrate.h"
#include "store/error.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace dossier::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Names = std::vector<std::string>;

const std::array people{
    Actor{.name = "vera", .role = "verifier"},
    Actor{.name = "otto", .role = "verifier"},
    Actor{.name = "thea", .role = "verifier"},
    Actor{.name = "ada", .role = "supervisor", .arbitrates = true},
    Actor{.name = "abel", .role = "supervisor", .arbitrates = true}};

const Actor& person(const std::string& name)
{
    return *std::ranges::find(people, name, &Actor::name);
}

class Turns : public testing::Test {
protected:
    /// A document of two fields that two people key blind each.
    DocumentId read()
    {
        auto card = a_card();
        for (auto& checked : card.fields) {
            checked.status = verify::FieldStatus::review;
        }
        archive.now += std::chrono::seconds(1);
        (void)archive.keep("file " + std::to_string(++files));
        const auto job = archive->claim_job("w", archive.now).value();
        auto result = examined({card});
        result.second_eyes = {
            .own =
                {{{"id_card", "name"}, verify::SecondEyes::blind},
                 {{"id_card", "id_number"}, verify::SecondEyes::blind}},
            .site = {},
            .share = 1.0};
        return archive->finish_job(job, result, archive.now).value().at(0);
    }

    void
    key(const DocumentId& id, std::size_t field, const std::string& by, const std::string& value)
    {
        const auto document = archive->view_document(id, person(by), archive.now).value();
        ASSERT_TRUE(archive->decide(
            document.discrepancies.at(field).id,
            decision(verify::Action::correct, value),
            {},
            document.version,
            person(by),
            archive.now
        ));
    }

    /// Two people who key that field differently.
    void
    differ(const DocumentId& id, std::size_t field, const std::string& by, const std::string& then)
    {
        key(id, field, by, "one");
        key(id, field, then, "other");
    }

    /// To whom the queue hands the document; it is the only one.
    Names handed_to()
    {
        return those([&](const Actor& actor) {
            return archive->claim_next(actor, {}, archive.now).has_value();
        });
    }

    /// Whom the document itself lets claim it.
    Names let_in(const DocumentId& id)
    {
        return those([&](const Actor& actor) {
            return archive->claim_document(id, actor, archive.now).has_value();
        });
    }

    /// Whom the list tells that it waits for them.
    Names told()
    {
        return those([&](const Actor& actor) {
            return archive->queue(actor, "", 1, archive.now).items.at(0).waits_for == WaitsFor::you;
        });
    }

    Names those(const auto& holds)
    {
        Names names;
        for (const auto& actor : people) {
            if (holds(actor)) {
                names.push_back(actor.name);
            }
            archive.now += StoreOptions{}.document_lease;
        }
        return names;
    }

    bool refuses_to_hand_out_to(const Actor& actor)
    {
        try {
            return !archive->claim_next(actor, {}, archive.now);
        } catch (const Tampered&) {
            return true;
        }
    }

    void expect_turn_of(const DocumentId& id, const Names& names)
    {
        EXPECT_EQ(handed_to(), names);
        EXPECT_EQ(let_in(id), names);
        EXPECT_EQ(told(), names);
    }

    /// Takes the turns out of the database and brings it up to date again.
    void migrate_as_from_before()
    {
        archive.close();
        for (const auto* const sql :
             {"DROP INDEX document_in_department",
              "DROP INDEX document_in_review",
              "DROP INDEX document_rejected",
              "DROP INDEX document_claimed",
              "ALTER TABLE document DROP COLUMN turn",
              "ALTER TABLE document DROP COLUMN not_for",
              "ALTER TABLE document DROP COLUMN nor_for",
              "CREATE INDEX document_in_review ON document (created_at, id) WHERE state = 'review'",
              "CREATE INDEX document_by_state ON document (state)"}) {
            archive.with_shell(sql);
        }
        const auto all = migrations();
        const auto turns = std::ranges::find(all, "0016_turns", &Migration::name);
        Database(archive.path() / "dossier.db", Access::read_write).script(std::string(turns->sql));
        archive.open();
    }

    Archive archive;
    int files = 0;
};

TEST_F(Turns, OfAnybodyWhileAFieldIsOpen)
{
    const auto id = read();
    key(id, 0, "vera", "one");
    expect_turn_of(id, {"vera", "otto", "thea", "ada", "abel"});
}

TEST_F(Turns, OfAllButTheFirstPersonOfEveryField)
{
    const auto id = read();
    key(id, 0, "vera", "one");
    key(id, 1, "vera", "one");
    expect_turn_of(id, {"otto", "thea", "ada", "abel"});
}

TEST_F(Turns, OfAnybodyWhereTwoPeopleWereTheFirst)
{
    const auto id = read();
    key(id, 0, "vera", "one");
    key(id, 1, "otto", "one");
    expect_turn_of(id, {"vera", "otto", "thea", "ada", "abel"});
}

TEST_F(Turns, OfArbitersWherePeopleDiffer)
{
    const auto id = read();
    differ(id, 0, "vera", "otto");
    differ(id, 1, "otto", "vera");
    expect_turn_of(id, {"ada", "abel"});
}

TEST_F(Turns, OfNoArbiterWhoKeyedEveryFieldInWhichPeopleDiffer)
{
    const auto id = read();
    differ(id, 0, "vera", "ada");
    differ(id, 1, "ada", "thea");
    expect_turn_of(id, {"abel"});
}

TEST_F(Turns, OfAnArbiterWhoKeyedOnlySomeOfThem)
{
    const auto id = read();
    differ(id, 0, "abel", "ada");
    differ(id, 1, "ada", "vera");
    expect_turn_of(id, {"abel"});
}

TEST_F(Turns, OfNobodyWhereAllArbitersKeyed)
{
    const auto id = read();
    differ(id, 0, "abel", "ada");
    differ(id, 1, "ada", "abel");
    expect_turn_of(id, {});
}

TEST_F(Turns, OfAFirstPersonWhoMayArbitrateAnotherField)
{
    const auto id = read();
    key(id, 0, "ada", "one");
    differ(id, 1, "vera", "otto");
    expect_turn_of(id, {"vera", "otto", "thea", "ada", "abel"});
}

TEST_F(Turns, OfNoFirstPersonWhoMayNotArbitrate)
{
    const auto id = read();
    key(id, 0, "vera", "one");
    differ(id, 1, "thea", "otto");
    expect_turn_of(id, {"otto", "thea", "ada", "abel"});
}

TEST_F(Turns, OfAnybodyToCommitWhatIsSettled)
{
    const auto id = read();
    for (const std::size_t field : {0U, 1U}) {
        key(id, field, "vera", "one");
        key(id, field, "otto", "one");
    }
    expect_turn_of(id, {"vera", "otto", "thea", "ada", "abel"});
}

TEST_F(Turns, AreFilledInAnOldArchive)
{
    std::vector<DocumentId> ids(9);
    std::ranges::generate(ids, [&] { return read(); });
    key(ids[1], 0, "vera", "one");
    key(ids[2], 0, "vera", "one");
    key(ids[2], 1, "vera", "one");
    key(ids[3], 0, "vera", "one");
    key(ids[3], 1, "otto", "one");
    differ(ids[4], 0, "otto", "vera");
    differ(ids[4], 1, "vera", "otto");
    differ(ids[5], 0, "vera", "ada");
    differ(ids[5], 1, "ada", "thea");
    differ(ids[6], 0, "vera", "otto");
    differ(ids[6], 1, "ada", "thea");
    key(ids[7], 0, "ada", "one");
    differ(ids[7], 1, "vera", "otto");
    key(ids[8], 0, "vera", "one");
    differ(ids[8], 1, "thea", "vera");
    migrate_as_from_before();
    EXPECT_THAT(archive->fsck().faults, IsEmpty()); // no turn is another than its document says
    EXPECT_EQ(archive->claim_next(person("vera"), {}, archive.now)->id, ids[0]);
    EXPECT_EQ(archive->claim_next(person("otto"), {}, archive.now)->id, ids[1]);
}

TEST_F(Turns, OfWhichTheColumnsWereEditedHandTheDocumentToNobody)
{
    const auto id = read();
    key(id, 0, "vera", "one");
    key(id, 1, "vera", "one");
    for (const auto* const edit : {"turn = 'anybody'", "not_for = 'otto'", "nor_for = 'otto'"}) {
        archive.with_shell(
            "UPDATE document SET " + std::string(edit) + " WHERE id = '" + id.text + "'"
        );
        EXPECT_THAT(archive->fsck().faults, SizeIs(1)) << edit;
        EXPECT_TRUE(refuses_to_hand_out_to(person("vera"))) << edit;
        archive.with_shell(
            "UPDATE document SET turn = 'second_person', not_for = 'vera', "
            "nor_for = '' WHERE id = '" +
            id.text + "'"
        );
    }
    EXPECT_THAT(handed_to(), ElementsAre("otto", "thea", "ada", "abel"));
}

} // namespace
} // namespace dossier::store
