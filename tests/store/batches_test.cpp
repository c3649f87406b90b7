#include "capture/sheet_code.h"
#include "store/receipt.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using capture::PageRole;

/// One letter a page: c cover (of `cover`), 1 to 9 cover of a batch of that name, s separator, b
/// blank, d a page of a sure card, r of a doubtful one.
Examined pages(std::string_view kinds, const capture::CoverSheet& cover = {})
{
    Examined result;
    for (const char kind : kinds) {
        capture::PageFacts page;
        page.index = static_cast<int>(result.pages.size());
        page.width = 2480;
        page.height = 3508;
        page.blank = kind == 'b';
        if (kind == 'c' || (kind >= '1' && kind <= '9')) {
            auto named = cover;
            if (kind != 'c') {
                named.batch = std::string("B") + kind;
            }
            page.role = PageRole::cover_sheet;
            page.codes = {{"qr_code", code_text(named), {0, 0, 10, 10}}};
        }
        if (kind == 's') {
            page.role = PageRole::separator;
        }
        if (kind == 'd' || kind == 'r') {
            auto card = kind == 'd' ? a_card() : a_doubtful_card();
            card.pages = {page.index};
            result.documents.push_back(std::move(card));
        }
        result.previews.push_back(
            {.page = page.index, .width = 800, .height = 1131, .jpeg = bytes("JPEG")}
        );
        result.pages.push_back(std::move(page));
    }
    return result;
}

class Batches : public testing::Test {
protected:
    /// Keeps a file; `batch` names its batch.
    Kept keep(std::string name, std::optional<BatchRef> batch = {}, std::string station = "desk")
    {
        archive.now += 1s;
        const auto content = bytes(content_.empty() ? name : content_);
        return archive->keep_original(
            {.intake_key = "hot " + station + "/" + name + std::to_string(++deliveries_),
             .station = station,
             .source_name = name,
             .media_type = "image/tiff",
             .bytes = content,
             .actor = system_actor(),
             .batch = std::move(batch)},
            archive.now
        );
    }

    /// Reads the oldest unread file as pages of these kinds.
    std::vector<DocumentId> read(std::string_view kinds, const capture::CoverSheet& cover = {})
    {
        const auto job = archive->claim_job("w", archive.now).value();
        return archive->finish_job(job, pages(kinds, cover), archive.now).value();
    }

    std::vector<BatchItem> all() { return archive->batches(whole_site, {}, "", "", 50).items; }

    BatchItem newest() { return all().at(0); }

    /// The states after the archive looked at its batches once.
    std::vector<BatchState> settled()
    {
        std::vector<BatchState> states;
        for (const auto& item : archive->settle_batches(archive.now)) {
            states.push_back(item.state);
        }
        return states;
    }

    /// Two files that arrived one after the other and are being read.
    std::pair<Job, Job> two_claimed()
    {
        (void)keep("a.tif");
        (void)keep("b.tif");
        auto first = archive->claim_job("w", archive.now).value();
        auto second = archive->claim_job("w", archive.now).value();
        if (archive->find_original(first.original_id)->source_name != "a.tif") {
            std::swap(first, second);
        }
        return {first, second};
    }

    void finish_with_cover(const Job& job, const std::string& name)
    {
        capture::CoverSheet cover;
        cover.batch = name;
        cover.sheets = 1;
        (void)archive->finish_job(job, pages("cd", cover), archive.now).value();
    }

    Archive archive;
    std::string content_; ///< of the next files, where it is not their name
    int deliveries_ = 0;
};

using States = std::vector<BatchState>;

TEST_F(Batches, OfAStationLastUntilItPauses)
{
    (void)keep("1.tif");
    archive.now += 9min;
    (void)keep("2.tif");
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(newest().balance.counts.files, 2);
    archive.now += 11min;
    (void)keep("3.tif");
    EXPECT_EQ(all().size(), 2U);
}

TEST_F(Batches, OfStationsAreNotMixed)
{
    (void)keep("1.tif", {}, "desk");
    (void)keep("2.tif", {}, "counter");
    EXPECT_EQ(all().size(), 2U);
    EXPECT_EQ(
        archive->batches(whole_site, {}, "counter", "", 50).items.at(0).balance.counts.files, 1
    );
}

TEST_F(Batches, ThatAnnouncedNothingBalanceWhenTheStationIsSilentAndAllIsRead)
{
    (void)keep("1.tif");
    archive.now += 11min;
    EXPECT_EQ(settled(), States{}) << "not read yet";
    (void)read("d");
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_TRUE(archive->batch_receipt(whole_site, newest().id));
}

TEST_F(Batches, ThatAnnouncedTheirFilesBalanceAsSoonAsAllAreRead)
{
    const BatchRef manifest{"m.xml", {.name = "M", .files = 2, .type = {}}};
    (void)keep("1.tif", manifest);
    (void)read("d");
    EXPECT_EQ(settled(), States{}) << "one is missing";
    EXPECT_EQ(newest().balance.imbalances.at(0).kind, ImbalanceKind::files_missing);
    (void)keep("2.tif", manifest);
    (void)read("d");
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(newest().announced.name, "M");
}

TEST_F(Batches, CloseWhenEveryDocumentIsSettled)
{
    const BatchRef manifest{"m.xml", {.name = "M", .files = 1, .type = {}}};
    (void)keep("1.tif", manifest);
    const auto documents = read("dr");
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(settled(), States{}) << "a document waits for a person";
    const auto document = archive.confirm(archive.view(documents.at(1)));
    (void)archive->commit_document(document.id, document.version, archive.verifier, archive.now);
    EXPECT_EQ(settled(), States{BatchState::closed});
    EXPECT_EQ(settled(), States{});
    EXPECT_EQ(newest().balance.counts.committed, 2);
}

TEST_F(Batches, StayOpenUntilWhatIsToBeScannedAgainWas)
{
    const BatchRef manifest{"m.xml", {.name = "M", .files = 1, .type = {}}};
    (void)keep("1.tif", manifest);
    const auto document = archive.view(read("r").at(0));
    EXPECT_EQ(settled(), States{BatchState::balanced});
    ASSERT_TRUE(archive->request_rescan(
        document.id, "glare on the number", document.version, archive.verifier, archive.now
    ));
    EXPECT_EQ(settled(), States{}) << "a sheet is to be scanned again";
    EXPECT_EQ(newest().balance.counts.rescans, 1);
    const auto batch = archive->find_batch(whole_site, newest().id).value();
    EXPECT_EQ(batch.documents.at(0).rescan->reason, "glare on the number");
    ASSERT_TRUE(archive->note_rescanned(document.id, archive.operator_, archive.now));
    EXPECT_EQ(settled(), States{BatchState::closed});
    EXPECT_EQ(newest().balance.counts.rescans, 0);
}

TEST_F(Batches, AreListedAsTheyAreAfterEveryStep)
{
    // Lists rest on what was counted before, while nothing changed.
    const auto expect_listed_as_found = [&](std::string_view step) {
        for (const auto& item : all()) {
            const auto found = archive->find_batch(whole_site, item.id)->item;
            EXPECT_EQ(item.balance.counts, found.balance.counts) << step;
            EXPECT_EQ(item.balance.imbalances.size(), found.balance.imbalances.size()) << step;
            EXPECT_EQ(item.version, found.version) << step;
        }
    };
    const auto broken = keep("1.tif").id;
    expect_listed_as_found("arrived");
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->fail_job(
        job, {.code = "broken", .message = "It is."}, Store::Retry::never, archive.now
    );
    expect_listed_as_found("unreadable");
    ASSERT_TRUE(archive->retry_original(broken, archive.operator_, archive.now));
    expect_listed_as_found("tried again");
    const auto documents = read("rrb");
    expect_listed_as_found("read");
    const auto document = archive.confirm(archive.view(documents.at(0)));
    (void)archive->commit_document(document.id, document.version, archive.verifier, archive.now);
    expect_listed_as_found("committed");
    const auto other = archive.view(documents.at(1));
    (void)archive->reject_document(other.id, "torn", other.version, archive.verifier, archive.now);
    expect_listed_as_found("rejected");
    content_ = "1.tif";
    (void)keep("again.tif");
    content_.clear();
    expect_listed_as_found("repeated");
    (void)keep("2.tif");
    (void)keep("3.tif");
    expect_listed_as_found("more arrived");
    (void)read("d1d");
    expect_listed_as_found("parted by a cover");
    const auto item = newest();
    EXPECT_EQ(item.balance.counts.unread, 1);
    (void)read("d");
    EXPECT_EQ(newest().balance.counts.unread, 0);
    archive.now += 11min;
    EXPECT_FALSE(settled().empty());
    expect_listed_as_found("settled");
}

TEST_F(Batches, AreOpenedByACoverSheetForWhatLiesUnderIt)
{
    (void)keep("before.tif");
    (void)keep("cover.tif");
    (void)keep("after.tif");
    (void)read("d");
    const capture::CoverSheet cover{
        .batch = "B7", .sheets = 3, .sides = 1, .separators = 1, .type = "id_card"};
    (void)read("cdsd", cover);
    ASSERT_EQ(all().size(), 2U);
    const auto item = archive->batches(whole_site, {}, "", "", 50).items;
    const auto& covered = item[0].kind == BatchKind::cover ? item[0] : item[1];
    EXPECT_EQ(covered.announced.name, "B7");
    EXPECT_EQ(covered.announced.type, "id_card");
    EXPECT_EQ(covered.balance.counts.files, 2);
    (void)read("d");
    EXPECT_EQ(settled(), States{BatchState::balanced});
    EXPECT_EQ(archive->find_batch(whole_site, covered.id)->item.balance.counts.sheets, 3);
}

TEST_F(Batches, OfTwoCoversComeApartWhenTheFirstIsReadFirst)
{
    auto [first, second] = two_claimed();
    finish_with_cover(first, "B1");
    finish_with_cover(second, "B2");
    EXPECT_EQ(all().size(), 2U);
    EXPECT_EQ(settled(), (States{BatchState::balanced, BatchState::balanced}));
}

TEST_F(Batches, OfTwoCoversComeApartWhenTheSecondIsReadFirst)
{
    auto [first, second] = two_claimed();
    finish_with_cover(second, "B2");
    finish_with_cover(first, "B1");
    EXPECT_EQ(all().size(), 2U);
    EXPECT_EQ(settled(), (States{BatchState::balanced, BatchState::balanced}));
}

TEST_F(Batches, OfACoverThatIsUsedAgainAreNew)
{
    capture::CoverSheet cover;
    cover.batch = "B7";
    cover.sheets = 1;
    (void)keep("1.tif");
    (void)read("cd", cover);
    EXPECT_EQ(settled(), States{BatchState::balanced});
    (void)keep("2.tif");
    (void)read("cd", cover);
    EXPECT_EQ(settled(), (States{BatchState::closed, BatchState::balanced}));
    EXPECT_EQ(all().size(), 2U);
}

/// "B1: 2 images 0-1; …", the batches in the order of their names.
std::string contents(std::vector<BatchItem> items, Archive& archive)
{
    std::ranges::sort(items, {}, [](const BatchItem& item) {
        return std::pair(item.kind == BatchKind::cover, item.announced.name);
    });
    std::string text;
    for (const auto& item : items) {
        text += text.empty() ? "" : "; ";
        text += item.kind == BatchKind::automatic ? "A" : item.announced.name;
        text += item.balance.imbalances.empty() ? ":" : "!";
        const auto batch = archive->find_batch(whole_site, item.id).value();
        for (const auto& file : batch.files) {
            text += " " + file.source_name.substr(0, 1);
            for (const auto& page : file.pages) {
                text += std::to_string(page.page_no);
            }
        }
        text += " d" + std::to_string(batch.documents.size());
    }
    return text;
}

TEST_F(Batches, ArePartedWhereACoverLiesInTheMiddleOfAFile)
{
    (void)keep("a.tif");
    (void)keep("b.tif");
    (void)keep("c.tif");
    (void)read("d");
    (void)read("dsd1dd2d");
    (void)read("d");
    EXPECT_EQ(contents(all(), archive), "A: a0 b012 d3; B1: b345 d2; B2: b67 c0 d2");
    archive.now += 11min;
    EXPECT_EQ(
        settled(), (States{BatchState::balanced, BatchState::balanced, BatchState::balanced})
    );
    EXPECT_EQ(settled(), (States{BatchState::closed, BatchState::closed, BatchState::closed}));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Batches, PartedWithinAFileStayWhatTheyAreInWhateverOrderFilesAreRead)
{
    auto [first, second] = two_claimed();
    (void)archive->finish_job(second, pages("dd2d"), archive.now).value();
    (void)archive->finish_job(first, pages("d1d"), archive.now).value();
    EXPECT_EQ(contents(all(), archive), "A: a0 d1; B1: a12 b01 d3; B2: b23 d1");
}

TEST_F(Batches, BeginWithTheSheetThatTheCoverIsPrintedOn)
{
    capture::CoverSheet both;
    both.sides = 2;
    (void)keep("a.tif");
    (void)read("dbb1db", both);
    (void)keep("b.tif");
    (void)read("b2db", both);
    EXPECT_EQ(contents(all(), archive), "A: a01 d1; B1: a2345 d1; B2: b0123 d1");
}

TEST_F(Batches, AreNotPartedByTheCoverOfTheirOwn)
{
    (void)keep("a.tif");
    (void)read("1d1d");
    EXPECT_EQ(contents(all(), archive), "B1! a0123 d2") << "a cover inside is for a person";
}

TEST_F(Batches, ThatTheirSenderNamedAreNotParted)
{
    (void)keep("a.tif", BatchRef{"m.xml", {.name = "M", .files = 1, .type = {}}});
    (void)read("d1d");
    EXPECT_EQ(all().size(), 1U);
    EXPECT_EQ(newest().balance.imbalances.at(0).kind, ImbalanceKind::cover_inside);
}

TEST_F(Batches, HaveReceiptsThatSayWhichPagesOfAPartedFileAreTheirs)
{
    (void)keep("a.tif");
    (void)read("d1dd");
    archive.now += 11min;
    (void)settled();
    for (const auto& item : all()) {
        const auto receipt = archive->batch_receipt(whole_site, item.id).value();
        const auto sha256 = archive->find_batch(whole_site, item.id)->files.at(0).sha256;
        const bool is_first = item.kind == BatchKind::automatic;
        const auto expected = "file " + sha256 + (is_first ? " 5 1 kept" : " 5 3 kept") +
                              " a.tif\npages " + (is_first ? "1-1" : "2-4") + "/4 " + sha256 + "\n";
        EXPECT_NE(receipt.find(expected), std::string::npos) << receipt;
    }
}

TEST_F(Batches, PartedWithinAFileCannotBeEditedBeneathTheArchive)
{
    (void)keep("a.tif");
    (void)read("d1dd");
    archive.with_shell("UPDATE batch_arrival SET end_page = -1");
    EXPECT_THROW((void)all(), Tampered);
}

TEST_F(Batches, ThatASenderNamedLearnFromACoverWhatHeDidNotSay)
{
    capture::CoverSheet cover;
    cover.batch = "printed";
    cover.sheets = 2;
    (void)keep("1.tif", BatchRef{"m.xml", {.name = "M", .files = 1, .type = {}}});
    (void)read("cd", cover);
    EXPECT_EQ(newest().announced.name, "M");
    EXPECT_EQ(newest().announced.sheets, 2);
    EXPECT_EQ(newest().balance.imbalances.at(0).kind, ImbalanceKind::sheets_missing);
}

TEST_F(Batches, ThatDoNotAddUpWaitForAPersonWithAReason)
{
    (void)keep("1.tif", BatchRef{"m.xml", {.name = "M", .sheets = 2, .files = 1, .type = {}}});
    (void)read("d");
    archive.now += 1h;
    EXPECT_EQ(settled(), States{});
    const auto item = newest();
    EXPECT_FALSE(archive->batch_receipt(whole_site, item.id));
    EXPECT_EQ(
        archive->accept_batch(item.id, "", item.version, archive.operator_, archive.now)
            .error()
            .kind,
        ConflictKind::not_allowed
    );
    EXPECT_EQ(
        archive->accept_batch(item.id, "why", 7, archive.operator_, archive.now).error().kind,
        ConflictKind::version_changed
    );
    const auto accepted =
        archive->accept_batch(item.id, "miscounted", item.version, archive.operator_, archive.now);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->state, BatchState::balanced);
    EXPECT_EQ(accepted->accepted_because, "miscounted");
    EXPECT_NE(
        archive->batch_receipt(whole_site, item.id)->find("accepted_by olga\nimbalances 1\n"),
        std::string::npos
    );
    EXPECT_EQ(
        archive->accept_batch(item.id, "again", accepted->version, archive.operator_, archive.now)
            .error()
            .kind,
        ConflictKind::closed
    );
    EXPECT_EQ(settled(), States{BatchState::closed});
}

TEST_F(Batches, CannotBeAcceptedWhileTheyAreRead)
{
    (void)keep("1.tif");
    EXPECT_EQ(
        archive->accept_batch(newest().id, "now", 1, archive.operator_, archive.now).error().kind,
        ConflictKind::not_allowed
    );
}

TEST_F(Batches, SayWhenTheSameBytesCameTwice)
{
    content_ = "the same";
    (void)keep("1.tif");
    (void)keep("copy.tif");
    (void)read("d");
    archive.now += 11min;
    EXPECT_EQ(settled(), States{BatchState::balanced});
    const auto batch = archive->find_batch(whole_site, newest().id).value();
    EXPECT_EQ(batch.item.balance.counts.repeats, 1);
    EXPECT_EQ(batch.documents.size(), 1U);
    EXPECT_EQ(batch.files.at(1).source_name, "1.tif") << "it is the first one's original";
}

TEST_F(Batches, OfCoversAndBlanksAloneAreNoFailure)
{
    (void)keep("cover.tif");
    capture::CoverSheet cover;
    cover.batch = "B7";
    EXPECT_TRUE(read("cb", cover).empty());
    EXPECT_EQ(archive->counts(whole_site).quarantined, 0);
}

TEST_F(Batches, WithAPageNobodyReadDoNotBalance)
{
    (void)keep("1.tif");
    (void)read("dx");
    archive.now += 11min;
    EXPECT_EQ(settled(), States{});
    EXPECT_EQ(newest().balance.imbalances.at(0).kind, ImbalanceKind::page_unassigned);
}

TEST_F(Batches, AreListedByStateNewestFirstInPages)
{
    for (const auto* name : {"1.tif", "2.tif", "3.tif"}) {
        (void)keep(name, BatchRef{name, {.name = name, .files = 1, .type = {}}});
        archive.now += 1min;
    }
    const auto first = archive->batches(whole_site, BatchState::open, "", "", 2);
    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.items[0].announced.name, "3.tif");
    const auto second = archive->batches(whole_site, BatchState::open, "", first.next_cursor, 2);
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_TRUE(second.next_cursor.empty());
    EXPECT_TRUE(archive->batches(whole_site, BatchState::closed, "", "", 2).items.empty());
}

TEST_F(Batches, HaveAReceiptThatNamesEveryFileAndIsSigned)
{
    (void)keep("1.tif", BatchRef{"m.xml", {.name = "M", .files = 1, .type = {}}});
    (void)read("db");
    (void)settled();
    const auto receipt = archive->batch_receipt(whole_site, newest().id).value();
    const auto sha256 = archive->find_batch(whole_site, newest().id)->files.at(0).sha256;
    EXPECT_NE(receipt.find("\nbatch M\n"), std::string::npos);
    EXPECT_NE(receipt.find("\nannounced files=1\n"), std::string::npos);
    EXPECT_NE(receipt.find("\nfile " + sha256 + " 5 2 kept 1.tif\n"), std::string::npos);
    EXPECT_TRUE(is_genuine_receipt(receipt, archive->receipt_key()));
    auto altered = receipt;
    altered[receipt.find("kept")] = 'K';
    EXPECT_FALSE(is_genuine_receipt(altered, archive->receipt_key()));
    archive.close();
    archive.open();
    EXPECT_TRUE(is_genuine_receipt(receipt, archive->receipt_key())) << "the key stays";
    EXPECT_EQ(archive->batch_receipt(whole_site, newest().id), receipt);
}

TEST_F(Batches, LeaveTheirPagesTracesForTheStationsHealth)
{
    (void)keep("1.tif");
    (void)read("d");
    (void)keep("2.tif");
    (void)read("db");
    (void)keep("elsewhere.tif", {}, "counter");
    EXPECT_EQ(archive->recent_pages("desk", 50).size(), 3U);
    EXPECT_EQ(archive->recent_pages("desk", 1).front().received_at, archive.now - 1s);
    EXPECT_EQ(archive->deliveries("desk", archive.now - 1s), 1);
    EXPECT_EQ(archive->delivering_stations(), (std::vector<std::string>{"counter", "desk"}));
}

TEST_F(Batches, CannotBeEditedBeneathTheArchive)
{
    (void)keep("1.tif", BatchRef{"m.xml", {.name = "M", .files = 2, .type = {}}});
    (void)keep("2.tif", BatchRef{"m.xml", {.name = "M", .files = 2, .type = {}}});
    EXPECT_TRUE(archive->fsck().is_sound());
    archive.with_shell("UPDATE batch SET state = 'closed'");
    EXPECT_THROW((void)newest(), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
    archive.with_shell("UPDATE batch SET state = 'open'");
    EXPECT_TRUE(archive->fsck().is_sound());
    archive.with_shell("UPDATE batch_arrival SET seq = seq + 10 WHERE seq = 1");
    EXPECT_THROW((void)newest(), Tampered);
}

} // namespace
} // namespace dossier::store
