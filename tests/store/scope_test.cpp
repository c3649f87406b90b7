// What people of one department see of an archive that several share.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

class Departments : public testing::Test {
protected:
    Departments()
    {
        here = archive->create_department("loans", system_actor(), archive.now)->id;
        there = archive->create_department("cards", system_actor(), archive.now)->id;
        EXPECT_TRUE(archive->assign_station("desk", here, system_actor(), archive.now));
        EXPECT_TRUE(archive->assign_station("counter", there, system_actor(), archive.now));
    }

    /// An employee of a department, or its manager.
    static Actor in(const std::string& department, const std::string& name, bool manages = false)
    {
        return {
            .name = name,
            .role = "verifier",
            .arbitrates = manages,
            .scope = {.department = department, .person = manages ? std::string{} : name}};
    }

    std::vector<DocumentId> deliver(
        const std::string& station,
        const Actor& actor,
        std::vector<verify::CheckedDocument> documents = {a_doubtful_card()}
    )
    {
        const auto content = "file " + std::to_string(++files);
        const auto copy = bytes(content);
        (void)archive->keep_original(
            {.intake_key = content,
             .station = station,
             .source_name = "a.png",
             .media_type = "image/png",
             .bytes = copy,
             .actor = actor},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        return archive->finish_job(job, examined(std::move(documents)), archive.now).value();
    }

    Archive archive;
    std::string here;
    std::string there;
    int files = 0;
};

} // namespace

TEST_F(Departments, DoNotLearnThatAnotherHasTheSameBytes)
{
    const auto content = bytes("the same scan");
    const auto send = [&](const std::string& station, const std::string& name) {
        return archive->keep_original(
            {.intake_key = station + name,
             .station = station,
             .source_name = name,
             .media_type = "image/png",
             .bytes = content,
             .actor = archive.operator_},
            archive.now
        );
    };
    const auto first = send("desk", "theirs.png");
    const auto second = send("counter", "ours.png");
    EXPECT_EQ(second.as, KeptAs::fresh);
    EXPECT_FALSE(second.was_known);
    EXPECT_NE(second.id, first.id);
    const auto seen = archive->find_original(second.id, {.department = there, .person = {}});
    EXPECT_EQ(seen->source_name, "ours.png");
    EXPECT_EQ(send("counter", "again.png").as, KeptAs::repeat) << "within one department";
    EXPECT_EQ(archive->originals({.department = there, .person = {}}, {}, "", 9).items.size(), 1U);
}

TEST_F(Departments, HaveNamesOfTheirOwn)
{
    EXPECT_FALSE(archive->create_department("loans", system_actor(), archive.now));
    EXPECT_FALSE(archive->create_department("", system_actor(), archive.now));
    EXPECT_FALSE(archive->rename_department(here, "cards", system_actor(), archive.now));
    EXPECT_TRUE(archive->rename_department(here, "mortgages", system_actor(), archive.now));
    EXPECT_EQ(archive->departments().at(1).name, "mortgages");
    EXPECT_FALSE(archive->assign_station("desk", "no such", system_actor(), archive.now));
}

TEST_F(Departments, AreHandedTheirOwnDocumentsOnly)
{
    const auto theirs = deliver("counter", system_actor()).at(0);
    archive.now += 1s;
    const auto ours = deliver("desk", system_actor()).at(0);
    const auto person = in(here, "vera");
    EXPECT_EQ(archive->claim_next(person, {}, archive.now)->id, ours);
    EXPECT_FALSE(archive->claim_next(person, ours, archive.now)) << "there is no other one";
    EXPECT_EQ(
        archive->claim_document(theirs, person, archive.now).error().kind, ConflictKind::not_found
    );
    EXPECT_THAT(archive->queue(person, "", 10, archive.now).items, SizeIs(1));
    EXPECT_THAT(archive->queue(archive.verifier, "", 10, archive.now).items, SizeIs(2));
    EXPECT_FALSE(archive->page_image(theirs, 0, person, archive.now));
    EXPECT_TRUE(archive->page_image(ours, 0, person, archive.now));
}

TEST_F(Departments, ArrangeConfirmAndTakeOverTheirOwnOnly)
{
    const auto theirs = deliver("counter", system_actor()).at(0);
    const auto person = in(here, "vera");
    const auto supervisor = in(here, "ada", true);
    const auto not_found = ConflictKind::not_found;
    EXPECT_FALSE(archive->view_neighbours(theirs, person, archive.now));
    const Rearrangement wanted{
        .from = {{theirs, 1}}, .into = {{.type = "passport", .pages = {{theirs, 0}}}}};
    EXPECT_EQ(archive->arrange(wanted, person, archive.now).error().kind, not_found);
    EXPECT_THAT(archive->view_values({}, person, archive.now), IsEmpty());
    EXPECT_THAT(archive->value_groups(person.scope), IsEmpty());
    EXPECT_THAT(archive->value_groups(whole_site), SizeIs(1));
    EXPECT_EQ(archive->take_over(theirs, supervisor, archive.now).error().kind, not_found);
    const auto urgent = Urgency::urgent;
    EXPECT_EQ(
        archive->set_urgency(theirs, urgent, supervisor, archive.now).error().kind, not_found
    );
    const auto batch = archive->batches(whole_site, {}, "", "", 9).items.at(0).id;
    EXPECT_EQ(
        archive->set_batch_urgency(batch, urgent, supervisor, archive.now).error().kind, not_found
    );
    ASSERT_TRUE(archive->arrange(wanted, in(there, "otto"), archive.now));
    const auto job = archive->claim_job("w", archive.now).value();
    const auto again = archive->finish_job(job, examined({a_doubtful_card()}), archive.now);
    EXPECT_FALSE(archive->view_document(again->at(0), person, archive.now));
    EXPECT_TRUE(archive->view_document(again->at(0), in(there, "otto"), archive.now))
        << "what is made anew is whose it was";
}

TEST_F(Departments, KeepWhatAStationDeliveredWhateverBecomesOfTheStation)
{
    const auto document = deliver("desk", system_actor()).at(0);
    ASSERT_TRUE(archive->assign_station("desk", there, system_actor(), archive.now));
    EXPECT_TRUE(archive->view_document(document, in(here, "vera"), archive.now));
    EXPECT_FALSE(archive->view_document(document, in(there, "otto"), archive.now));
}

TEST_F(Departments, ShowAnEmployeeTheRecordsThatHeCreated)
{
    const auto vera = in(here, "vera");
    const auto wei = in(here, "wei");
    const auto manager = in(here, "mei", true);
    (void)deliver("upload", vera, {a_card()});
    (void)deliver("desk", system_actor(), {a_card()});
    EXPECT_THAT(archive->records(vera.scope, "", "", 10).items, SizeIs(1));
    EXPECT_THAT(archive->records(wei.scope, "", "", 10).items, IsEmpty());
    EXPECT_THAT(archive->records(manager.scope, "", "", 10).items, SizeIs(2));
    EXPECT_THAT(archive->records(in(there, "mei", true).scope, "", "", 10).items, IsEmpty());
    EXPECT_EQ(archive->counts(vera.scope).committed, 1);
    EXPECT_EQ(archive->counts(wei.scope).committed, 0);
    EXPECT_EQ(archive->counts(whole_site).committed, 2);

    const auto document = archive->claim_next(wei, {}, archive.now);
    EXPECT_FALSE(document) << "nothing is in doubt";
}

TEST_F(Departments, CountWhoCommittedARecordAsItsCreator)
{
    const auto wei = in(here, "wei");
    (void)deliver("desk", system_actor());
    auto document = archive->claim_next(wei, {}, archive.now).value();
    document = archive
                   ->decide(
                       document.discrepancies.at(0).id,
                       decision(verify::Action::confirm),
                       {},
                       document.version,
                       wei,
                       archive.now
                   )
                   .value();
    const auto record =
        archive->commit_document(document.id, document.version, wei, archive.now).value();
    EXPECT_TRUE(archive->view_record(record.id, wei, archive.now));
    EXPECT_FALSE(archive->view_record(record.id, in(here, "vera"), archive.now));
    EXPECT_FALSE(archive->view_document(document.id, wei, archive.now))
        << "it is in the archive now, where its record is";
}

TEST_F(Departments, LetOnlyTheirManagerChangeWhatIsCommitted)
{
    const auto vera = in(here, "vera");
    const auto manager = in(here, "mei", true);
    (void)deliver("upload", vera, {a_card()});
    const auto record = archive->records(vera.scope, "", "", 10).items.at(0).id;
    const Proposal proposal{
        .field = "name", .value = "OTHERNAME", .reason = "misread", .findings = {}};
    const auto propose = [&](const Actor& actor) {
        return archive->propose_correction(record, proposal, actor, archive.now);
    };
    EXPECT_EQ(propose(vera).error().kind, ConflictKind::out_of_scope);
    EXPECT_EQ(propose(in(there, "otto", true)).error().kind, ConflictKind::not_found);
    const auto proposed = propose(manager).value();
    const auto decide = [&](const Actor& actor) {
        return archive->decide_correction(
            proposed.item.id, {.approve = true, .reason = {}}, actor, archive.now
        );
    };
    EXPECT_EQ(decide(vera).error().kind, ConflictKind::out_of_scope);
    EXPECT_EQ(decide(in(there, "otto", true)).error().kind, ConflictKind::not_found);
    EXPECT_FALSE(archive->view_correction(proposed.item.id, in(there, "otto", true), archive.now));
    EXPECT_TRUE(decide(in(here, "lan", true)));
    EXPECT_THAT(
        archive->corrections(in(there, "otto", true).scope, std::nullopt, "", 10).items, IsEmpty()
    );
    const auto recheck = [&](const Actor& actor) {
        return archive->note_rechecked(proposed.item.id, record, actor, archive.now).error().kind;
    };
    EXPECT_EQ(recheck(vera), ConflictKind::out_of_scope);
    EXPECT_EQ(recheck(in(there, "otto", true)), ConflictKind::not_found);
}

TEST_F(Departments, NeverShareABatchAtOneStation)
{
    const auto vera = in(here, "vera");
    const auto otto = in(there, "otto");
    (void)deliver("upload", vera);
    (void)deliver("upload", otto);
    (void)deliver("upload", archive.operator_);
    const auto seen = archive->batches(vera.scope, std::nullopt, "", "", 10).items;
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen.at(0).balance.counts.files, 1);
    EXPECT_FALSE(archive->find_batch(otto.scope, seen.at(0).id));
    EXPECT_FALSE(archive->batch_receipt(otto.scope, seen.at(0).id));
    EXPECT_EQ(
        archive->accept_batch(seen.at(0).id, "counted", 1, otto, archive.now).error().kind,
        ConflictKind::not_found
    );
    EXPECT_THAT(archive->originals(vera.scope, std::nullopt, "", 10).items, SizeIs(1));
    EXPECT_THAT(archive->originals(whole_site, std::nullopt, "", 10).items, SizeIs(3));
}

TEST_F(Departments, ShowAnEmployeeWhatItsStationsDelivered)
{
    (void)deliver("desk", system_actor());
    (void)deliver("upload", in(here, "wei"));
    const auto vera = in(here, "vera");
    EXPECT_THAT(archive->originals(vera.scope, std::nullopt, "", 10).items, SizeIs(1));
    EXPECT_THAT(archive->batches(vera.scope, std::nullopt, "", "", 10).items, SizeIs(1));
    EXPECT_TRUE(archive->has_station(vera.scope, "desk"));
    EXPECT_FALSE(archive->has_station(vera.scope, "counter"));
}

TEST_F(Departments, GiveBackOnlyTheirOwnClaims)
{
    (void)deliver("desk", system_actor());
    const auto document = archive->claim_next(in(here, "vera"), {}, archive.now)->id;
    archive->release_document(document, in(there, "otto"), archive.now);
    EXPECT_EQ(archive->view_document(document, archive.verifier, archive.now)->claimed_by, "vera");
}

TEST_F(Departments, AskNoServiceAboutAnothersDocument)
{
    const auto document = deliver("desk", system_actor()).at(0);
    const auto confirm = [&](const Actor& actor) {
        return archive->confirm_check_code(document, "mail", "123456", actor, archive.now).error();
    };
    EXPECT_EQ(confirm(in(there, "otto", true)), CodeRefusal::not_found);
    EXPECT_EQ(confirm(in(here, "vera")), CodeRefusal::not_sent);
    EXPECT_EQ(
        archive->ask_external(document, "mail", in(there, "otto", true), archive.now).error().kind,
        ConflictKind::not_found
    );
}

TEST_F(Departments, CannotBeChangedBeneathTheService)
{
    const auto document = deliver("desk", system_actor()).at(0);
    const auto committed = deliver("desk", system_actor(), {a_card()}).at(0);
    const auto record = archive->records(whole_site, "", "", 10).items.at(0).id;
    for (const std::string table : {"document", "record", "original", "batch"}) {
        archive.with_shell("UPDATE " + table + " SET department = '" + there + "'");
    }
    const auto thief = in(there, "otto", true);
    EXPECT_THROW((void)archive->view_document(document, thief, archive.now), Tampered);
    EXPECT_THROW((void)archive->view_document(committed, thief, archive.now), Tampered);
    EXPECT_THROW((void)archive->view_record(record, thief, archive.now), Tampered);
    EXPECT_THROW((void)archive->originals(thief.scope, std::nullopt, "", 10), Tampered);
    EXPECT_THROW((void)archive->batches(thief.scope, std::nullopt, "", "", 10), Tampered);
}

TEST_F(Departments, AreNotChosenByWhoHasADatabaseShell)
{
    const auto user =
        archive->create_user("eve", "Eve", "verifier", system_actor(), archive.now)->user.id;
    ASSERT_TRUE(archive->appoint(
        user, {.role = "verifier", .department = here}, system_actor(), archive.now
    ));
    archive.with_shell("UPDATE user_account SET department = ''");
    EXPECT_THROW((void)archive->users(), Tampered);
    archive.with_shell("UPDATE user_account SET department = '" + here + "', manages = 1");
    EXPECT_THROW((void)archive->users(), Tampered);
    archive.with_shell("UPDATE station_department SET department = '" + here + "'");
    EXPECT_THROW((void)archive->department_of_station("counter"), Tampered);
}

TEST(NoDepartments, LeaveTheSiteAsItIs)
{
    Archive archive;
    const auto record = archive.commit("a");
    EXPECT_TRUE(archive->view_record(record, archive.verifier, archive.now));
    EXPECT_EQ(archive->department_of_station("desk"), "");
    EXPECT_THAT(archive->departments(), IsEmpty());
}

} // namespace dossier::store
