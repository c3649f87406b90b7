// What may be destroyed and how: terms, holds, lists with every step another person's, and nothing
// left that opens.

#include "store/crypto/signature.h"
#include "store/disposals.h"
#include "store/receipt.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

StoreOptions with_terms()
{
    auto options = cheap_options();
    options.filing.words["retention_class"] = {{"short", {}, {}}, {"long", {}, {}}};
    options.filing.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}}};
    options.filing.retention = {
        {"short", {.years = 2, .start = verify::RetentionStart::committed}},
        {"long", {.years = 10, .start = verify::RetentionStart::closed}}};
    return options;
}

class Disposals : public testing::Test {
protected:
    static Actor person(const std::string& name) { return {.name = name, .role = "records"}; }

    void wait_years(int years)
    {
        const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(archive.now)};
        archive.now = Instant{std::chrono::sys_days{day + std::chrono::years{years}}};
    }

    Disposal propose(std::vector<Appraisal> appraisals)
    {
        return archive
            ->propose_disposal("yearly appraisal", appraisals, person("chen"), archive.now)
            .value();
    }

    tl::expected<Disposal, Conflict>
    step(const std::string& id, DisposalStep what, const std::string& who)
    {
        return archive->take_disposal_step(id, what, person(who), archive.now);
    }

    Disposal carry_out(const std::string& id)
    {
        (void)step(id, DisposalStep::approve, "deng").value();
        (void)step(id, DisposalStep::approve, "fang").value();
        (void)step(id, DisposalStep::witness, "gao").value();
        (void)step(id, DisposalStep::witness, "han").value();
        return step(id, DisposalStep::carry_out, "chen").value();
    }

    Archive archive{with_terms()};
    RecordId record = archive.commit("one");
};

TEST_F(Disposals, NameWhatIsDueWhenItsLastYearIsOver)
{
    wait_years(2);
    EXPECT_THAT(archive->due_for_disposal(10, archive.now), IsEmpty()) << "2028 is the last year";
    wait_years(1);
    EXPECT_THAT(
        archive->due_for_disposal(10, archive.now),
        ElementsAre(
            AllOf(Field(&DueRecord::record_id, record.text), Field(&DueRecord::kept_through, 2028))
        )
    );
}

TEST_F(Disposals, LetATermRunFromTheDayOnWhichTheMatterEnded)
{
    (void)archive
        ->refile_record(
            record,
            {.classes = {{"retention_class", "long"}},
             .box = {},
             .volume = {},
             .tags = {},
             .reason = "a loan"},
            1,
            archive.verifier,
            archive.now
        )
        .value();
    wait_years(20);
    EXPECT_THAT(archive->due_for_disposal(10, archive.now), IsEmpty()) << "nobody said it ended";
    const std::chrono::sys_days closed{std::chrono::year{2030} / 12 / 31};
    ASSERT_TRUE(archive->note_closed(record, closed, person("chen"), archive.now));
    EXPECT_THAT(
        archive->due_for_disposal(10, archive.now),
        ElementsAre(Field(&DueRecord::kept_through, 2040))
    );
}

TEST_F(Disposals, TakeNothingThatIsNotDue)
{
    const auto early = archive->propose_disposal(
        "too soon", {{.record_id = record.text}}, person("chen"), archive.now
    );
    EXPECT_EQ(early.error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(early.error().detail, record.text);
}

TEST_F(Disposals, AreStepsOfDifferentPeople)
{
    wait_years(3);
    const auto id = propose({{.record_id = record.text}}).summary.id;
    const auto refused = [&](DisposalStep what, const std::string& who) {
        return step(id, what, who).error().kind;
    };
    EXPECT_EQ(refused(DisposalStep::approve, "chen"), ConflictKind::same_person);
    EXPECT_EQ(refused(DisposalStep::carry_out, "chen"), ConflictKind::not_allowed);
    EXPECT_EQ(step(id, DisposalStep::approve, "deng")->summary.state, DisposalState::proposed);
    EXPECT_EQ(refused(DisposalStep::approve, "deng"), ConflictKind::same_person);
    EXPECT_EQ(step(id, DisposalStep::approve, "fang")->summary.state, DisposalState::approved);
    EXPECT_EQ(refused(DisposalStep::witness, "fang"), ConflictKind::same_person);
    (void)step(id, DisposalStep::witness, "gao").value();
    EXPECT_EQ(step(id, DisposalStep::witness, "han")->summary.state, DisposalState::witnessed);
    EXPECT_EQ(refused(DisposalStep::carry_out, "han"), ConflictKind::same_person);
    EXPECT_EQ(refused(DisposalStep::carry_out, "deng"), ConflictKind::same_person);
    EXPECT_EQ(step(id, DisposalStep::carry_out, "chen")->summary.state, DisposalState::carried_out);
    EXPECT_EQ(refused(DisposalStep::withdraw, "chen"), ConflictKind::closed);
}

TEST_F(Disposals, LeaveNothingThatOpens)
{
    wait_years(3);
    const auto before = archive->view_record(record, archive.verifier, archive.now).value();
    const auto done = carry_out(propose({{.record_id = record.text}}).summary.id);
    ASSERT_TRUE(done.items.at(0).is_destroyed);
    EXPECT_THAT(done.items.at(0).sha256, ElementsAre(before.original.sha256));
    EXPECT_FALSE(archive->view_record(record, archive.verifier, archive.now));
    EXPECT_FALSE(archive->record_original(record, archive.verifier, archive.now));
    EXPECT_THAT(archive->records(whole_site, "", "", 10).items, IsEmpty());
    EXPECT_EQ(archive->destroyed_by(record), done.summary.number);
    EXPECT_EQ(archive.with_shell("DELETE FROM data_key WHERE owner_kind = 'record'"), 0);
    EXPECT_EQ(archive.with_shell("DELETE FROM holding"), 0);
    const auto report = archive->fsck();
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_THAT(report.orphans, IsEmpty()) << "its sealed files are gone from the disk, too";
    EXPECT_FALSE(report.audit.fault);
}

TEST_F(Disposals, TakeWhatTheySayOfAFileOutOfTheReceiptOfItsBatch)
{
    const auto kept = archive.commit("two");
    archive.now += std::chrono::minutes{11};
    ASSERT_THAT(archive->settle_batches(archive.now), Not(IsEmpty()));
    const auto batch = archive->batches(whole_site, {}, "", "", 1).items.at(0).id;
    const auto before = archive->batch_receipt(whole_site, batch).value();
    const auto sha256_of = [&](const RecordId& id) {
        return archive->view_record(id, archive.verifier, archive.now)->original.sha256;
    };
    const auto gone = sha256_of(record);
    const auto there = sha256_of(kept);
    ASSERT_THAT(before, AllOf(HasSubstr(gone), HasSubstr(there)));
    wait_years(3);
    (void)carry_out(propose({{.record_id = record.text}}).summary.id);

    const auto after = archive->batch_receipt(whole_site, batch).value();
    EXPECT_THAT(after, AllOf(HasSubstr("file - 3 1 destroyed -\n"), Not(HasSubstr(gone))));
    EXPECT_THAT(after, HasSubstr("file " + there + " 3 1 kept SECRETFILE.png\n"));
    EXPECT_THAT(after, AllOf(HasSubstr("issued 2026-11-23T"), HasSubstr("reissued 2029-11-23T")));
    EXPECT_TRUE(is_genuine_receipt(after, archive->receipt_key()));
    EXPECT_TRUE(is_genuine_receipt(before, archive->receipt_key())) << "the station's own copy";

    (void)carry_out(propose({{.record_id = kept.text}}).summary.id);
    const auto last = archive->batch_receipt(whole_site, batch).value();
    EXPECT_THAT(last, Not(HasSubstr("SECRETFILE")));
    EXPECT_EQ(last.find("reissued"), last.rfind("reissued"));
    EXPECT_TRUE(is_genuine_receipt(last, archive->receipt_key()));
}

TEST_F(Disposals, LeaveNoDigestOfWhatAServiceWasAsked)
{
    archive.open_with([] {
        auto options = with_terms();
        options.connectors = {police()};
        return options;
    }());
    const auto asked = archive.commit("asked");
    (void)archive->finish_check(
        archive->claim_check("police", std::chrono::seconds{10}, archive.now).value(),
        {.outcome = verify::Outcome::match, .answer_sha256 = "ab", .reference = "R-1"},
        {},
        archive.now
    );
    const auto digest = [&] {
        Database db(archive.path() / "dossier.db", Access::read_only);
        Statement row(db, "SELECT values_mac FROM external_check");
        EXPECT_TRUE(row.next());
        return row.blob(0);
    };
    const auto before = digest();
    wait_years(3);
    (void)carry_out(propose({{.record_id = asked.text}}).summary.id);
    EXPECT_NE(digest(), before);
    EXPECT_EQ(digest().size(), before.size());
    EXPECT_THAT(archive->fsck().faults, IsEmpty());
}

TEST_F(Disposals, ThatWereCutOffBeforeTheirFilesWentAreFinishedAtTheNextStart)
{
    const auto objects = archive.path() / "objects";
    std::filesystem::copy(
        objects, archive.home.path() / "aside", std::filesystem::copy_options::recursive
    );
    wait_years(3);
    (void)carry_out(propose({{.record_id = record.text}}).summary.id);
    archive.close();
    std::filesystem::copy(
        archive.home.path() / "aside",
        objects,
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::skip_existing
    );
    archive.open();
    EXPECT_EQ(archive->collect_orphans(std::chrono::hours{24}, archive.now), 2)
        << "the scan and its page, however young";
    EXPECT_EQ(archive->collect_orphans(std::chrono::hours{24}, archive.now), 0);
}

TEST_F(Disposals, ThatSomebodyWroteIntoTheDatabaseRemoveNothing)
{
    ASSERT_EQ(
        archive.with_shell("INSERT INTO tombstone (owner_id, owner_kind, shredded_at, row_mac) "
                           "SELECT id, 'original', 1, zeroblob(32) FROM original"),
        1
    );
    EXPECT_EQ(archive->collect_orphans(std::chrono::hours{24}, archive.now), 0);
}

TEST_F(Disposals, RemoveNothingThatARowOfWhatIsGoneWasMadeToName)
{
    const auto kept = archive.commit("two");
    wait_years(3);
    (void)carry_out(propose({{.record_id = record.text}}).summary.id);
    ASSERT_EQ(
        archive.with_shell(
            "UPDATE page SET object_id = (SELECT object_id FROM original WHERE id NOT IN "
            "(SELECT owner_id FROM tombstone)) "
            "WHERE original_id IN (SELECT owner_id FROM tombstone)"
        ),
        1
    );
    EXPECT_EQ(archive->collect_orphans(std::chrono::hours{24}, archive.now), 0);
    EXPECT_TRUE(archive->record_original(kept, archive.verifier, archive.now));
}

TEST_F(Disposals, KeepTheFileOfARecordThatIsStillThere)
{
    archive.now += std::chrono::seconds{1};
    const auto two = archive.read("two on one sheet", {a_card(), a_card()});
    const auto records = archive->records(whole_site, "", "", 3).items;
    ASSERT_THAT(records, SizeIs(3));
    wait_years(3);
    const auto gone = records.at(0).id;
    const auto kept = records.at(1).id;
    (void)carry_out(propose({{.record_id = gone.text}}).summary.id);
    EXPECT_TRUE(archive->record_original(kept, archive.verifier, archive.now));
    EXPECT_FALSE(archive->record_original(gone, archive.verifier, archive.now));
    (void)carry_out(propose({{.record_id = kept.text}}).summary.id);
    EXPECT_THAT(archive->fsck().faults, IsEmpty());
}

TEST_F(Disposals, LeaveAloneWhatIsHeldWhateverTheListSays)
{
    wait_years(3);
    const auto id = propose({{.record_id = record.text}}).summary.id;
    const auto hold = archive->place_hold(record, "litigation", person("gu"), archive.now).value();
    const auto done = carry_out(id);
    EXPECT_FALSE(done.items.at(0).is_destroyed);
    EXPECT_TRUE(archive->view_record(record, archive.verifier, archive.now));
    EXPECT_THAT(
        archive->due_for_disposal(10, archive.now), Contains(Field(&DueRecord::is_held, true))
    );
    const auto refused = archive->propose_disposal(
        "again", {{.record_id = record.text}}, person("chen"), archive.now
    );
    EXPECT_EQ(refused.error().kind, ConflictKind::not_allowed);
    (void)archive->release_hold(hold.id, "settled", person("gu"), archive.now).value();
    EXPECT_EQ(
        archive->release_hold(hold.id, "", person("gu"), archive.now).error().kind,
        ConflictKind::same_person
    );
    EXPECT_EQ(archive->release_hold(hold.id, "", person("he"), archive.now)->released_by, "he");
    EXPECT_TRUE(carry_out(propose({{.record_id = record.text}}).summary.id).items.at(0).is_destroyed
    );
}

TEST_F(Disposals, ThatSayKeepOrExtendTakeTheRecordOffTheListOfWhatIsDue)
{
    wait_years(3);
    (void
    )carry_out(propose({{.record_id = record.text, .opinion = Opinion::extend, .until_year = 2031}}
    ).summary.id);
    EXPECT_TRUE(archive->view_record(record, archive.verifier, archive.now));
    EXPECT_TRUE(archive->due_for_disposal(10, archive.now).at(0).is_listed);
    wait_years(3);
    EXPECT_FALSE(archive->due_for_disposal(10, archive.now).at(0).is_listed) << "2032";
}

TEST_F(Disposals, EndInACertificateThatAnybodyCanCheck)
{
    wait_years(3);
    const auto done = carry_out(propose({{.record_id = record.text}}).summary.id);
    EXPECT_THAT(done.certificate, HasSubstr("dossier destruction certificate 1\n"));
    EXPECT_THAT(done.certificate, HasSubstr("disposal " + done.summary.number));
    for (const auto* person : {"propose chen", "approve fang", "witness han", "carry_out chen"})
        EXPECT_THAT(done.certificate, HasSubstr(person));
    EXPECT_THAT(done.certificate, HasSubstr(done.items.at(0).sha256.at(0)));
    EXPECT_THAT(done.certificate, Not(HasSubstr("SECRETNAME")));
    EXPECT_TRUE(is_signed_note(done.certificate, archive->receipt_key()));
    EXPECT_EQ(
        archive->view_disposal(done.summary.id, archive.verifier, archive.now)->certificate,
        done.certificate
    );
}

TEST_F(Disposals, ThatWereEditedAreFound)
{
    wait_years(3);
    const auto id = propose({{.record_id = record.text}}).summary.id;
    ASSERT_EQ(
        archive.with_shell(
            "INSERT INTO disposal_signature (disposal_id, position, step, person, signed_at) "
            "SELECT id, 1, 'approve', 'deng', 0 FROM disposal"
        ),
        1
    );
    EXPECT_THROW((void)step(id, DisposalStep::approve, "fang"), Tampered);
}

TEST_F(Disposals, OfAHoldThatWasEditedDestroyNothing)
{
    wait_years(3);
    const auto id = propose({{.record_id = record.text}}).summary.id;
    (void)archive->place_hold(record, "litigation", person("gu"), archive.now).value();
    ASSERT_EQ(archive.with_shell("UPDATE legal_hold SET released_by = 'he'"), 1);
    EXPECT_THROW((void)carry_out(id), Tampered);
    EXPECT_TRUE(archive->view_record(record, archive.verifier, archive.now));
}

} // namespace
} // namespace dossier::store
