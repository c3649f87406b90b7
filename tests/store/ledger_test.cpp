#include "store/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using capture::PageRole;

/// One letter an image: c cover, s separator, b blank, d on a document, ? on none.
LedgerFile file(std::string name, std::string_view images)
{
    LedgerFile file{
        .original_id = {"original of " + name},
        .source_name = std::move(name),
        .sha256 = {},
        .size = 1,
        .state = OriginalState::read,
        .is_repeat = false,
        .pages = {}};
    for (const char image : images) {
        LedgerPage page{.page_no = static_cast<int>(file.pages.size())};
        page.role = image == 'c'   ? PageRole::cover_sheet
                    : image == 's' ? PageRole::separator
                                   : PageRole::content;
        page.blank = image == 'b';
        page.in_document = image == 'd';
        file.pages.push_back(page);
    }
    return file;
}

LedgerFile unread(std::string name)
{
    auto result = file(std::move(name), "");
    result.state = OriginalState::received;
    return result;
}

LedgerFile unreadable(std::string name)
{
    auto result = file(std::move(name), "");
    result.state = OriginalState::quarantined;
    return result;
}

Announced announced(int sheets, int sides = 1, int separators = -1, int files = 0)
{
    return {
        .name = "B1",
        .sheets = sheets,
        .sides = sides,
        .separators = separators,
        .files = files,
        .type = {}};
}

Balance balance_of(const Announced& what, const std::vector<LedgerFile>& files)
{
    return balance(what, files, {});
}

/// "kind expected/found @ original:page", enough to compare.
std::string text(const Imbalance& one)
{
    return std::to_string(static_cast<int>(one.kind)) + " " + std::to_string(one.expected) + "/" +
           std::to_string(one.found) + " @ " + (one.original_id ? one.original_id->text : "-") +
           ":" + std::to_string(one.page_no);
}

std::string only(ImbalanceKind kind, int expected, int found, std::string place, int page = -1)
{
    return text(
        {.kind = kind,
         .expected = expected,
         .found = found,
         .original_id = OriginalId{"original of " + std::move(place)},
         .page_no = page}
    );
}

std::vector<std::string> texts(const Balance& found)
{
    std::vector<std::string> all;
    std::ranges::transform(found.imbalances, std::back_inserter(all), text);
    return all;
}

using Texts = std::vector<std::string>;

TEST(Ledger, CountsEveryImageOnceByWhatItIs)
{
    const auto found = balance_of(announced(6, 1, 2), {file("stack.tif", "cddsddbsd")});
    EXPECT_EQ(texts(found), Texts{});
    EXPECT_EQ(found.counts.images, 9);
    EXPECT_EQ(found.counts.cover_sheets, 1);
    EXPECT_EQ(found.counts.separators, 2);
    EXPECT_EQ(found.counts.blanks, 1);
    EXPECT_EQ(found.counts.content, 5);
    EXPECT_EQ(found.counts.sheets, 6);
}

TEST(Ledger, OfABatchThatAnnouncedNothingBalancesWhenEveryPageIsAccountedFor)
{
    EXPECT_EQ(texts(balance_of({}, {file("a.jpg", "d"), file("b.jpg", "b")})), Texts{});
}

TEST(Ledger, NamesAPageThatIsOnNoDocument)
{
    EXPECT_EQ(
        texts(balance_of({}, {file("a.tif", "dd?d")})),
        Texts{only(ImbalanceKind::page_unassigned, 1, 0, "a.tif", 2)}
    );
}

TEST(Ledger, LooksForLostSheetsWhereTheNumberingHasAGap)
{
    const std::vector files{
        file("scan-0001.jpg", "d"), file("scan-0002.jpg", "d"), file("scan-0004.jpg", "d")};
    EXPECT_EQ(
        texts(balance_of(announced(4), files)),
        Texts{only(ImbalanceKind::sheets_missing, 4, 3, "scan-0004.jpg")}
    );
}

TEST(Ledger, LooksForLostSheetsAtTheEndWhenNothingElsePointsElsewhere)
{
    const std::vector files{file("a1.jpg", "d"), file("a2.jpg", "d")};
    EXPECT_EQ(
        texts(balance_of(announced(3), files)),
        Texts{only(ImbalanceKind::sheets_missing, 3, 2, "a2.jpg")}
    );
    EXPECT_EQ(
        texts(balance_of(announced(1), files)),
        Texts{only(ImbalanceKind::sheets_extra, 1, 2, "a2.jpg")}
    );
}

TEST(Ledger, TakesNumbersThatAreFarApartForAnotherSeries)
{
    const std::vector files{
        file("20260101.jpg", "d"), file("20261125.jpg", "d"), file("20261126.jpg", "d")};
    EXPECT_EQ(
        texts(balance_of(announced(4), files)),
        Texts{only(ImbalanceKind::sheets_missing, 4, 3, "20261126.jpg")}
    );
}

TEST(Ledger, LooksForAMissedSeparatorInTheLongestRun)
{
    EXPECT_EQ(
        texts(balance_of(announced(0, 1, 3), {file("stack.tif", "cdsdddddsd")})),
        Texts{only(ImbalanceKind::separators_missing, 3, 2, "stack.tif", 5)}
    );
    EXPECT_EQ(
        texts(balance_of(announced(0, 1, 0), {file("stack.tif", "dsd")})),
        Texts{only(ImbalanceKind::separators_extra, 0, 1, "stack.tif", 0)}
    );
}

TEST(Ledger, CountsBothSidesAsOneSheet)
{
    // A cover with a blank back, two sheets, a separator printed on both sides, one sheet.
    EXPECT_EQ(texts(balance_of(announced(3, 2, 1), {file("duplex.tif", "cbdddbssdb")})), Texts{});
}

TEST(Ledger, CountsOnRightlyAfterACoverOrSeparatorWhoseBlankBackWasDropped)
{
    const auto cover = balance_of(announced(3, 2, 1), {file("duplex.tif", "cddddsbdd")});
    EXPECT_EQ(texts(cover), Texts{});
    EXPECT_EQ(cover.counts.cover_sheets, 1);
    const auto separator =
        balance_of(announced(3, 2, 2), {file("duplex.tif", "cbddsdd"), file("more.tif", "sdd")});
    EXPECT_EQ(texts(separator), Texts{});
    EXPECT_EQ(separator.counts.separators, 2);
}

TEST(Ledger, NamesTheFileOfAMissingSideBeforeASeparatorThatSetsTheCountRight)
{
    const std::vector files{file("a.tif", "cbdd"), file("b.tif", "d"), file("c.tif", "sbdd")};
    EXPECT_EQ(
        texts(balance_of(announced(3, 2, 1), files)),
        Texts{only(ImbalanceKind::side_missing, 10, 9, "b.tif")}
    );
    const std::vector early{file("a.tif", "d"), file("b.tif", "dd")};
    EXPECT_EQ(
        texts(balance_of(announced(2, 2), early)),
        Texts{only(ImbalanceKind::side_missing, 4, 3, "a.tif")}
    );
}

TEST(Ledger, TakesACoverOnTheBackOfTheFirstSheetForOneOnTop)
{
    EXPECT_EQ(texts(balance_of(announced(1, 2), {file("duplex.tif", "bcdd")})), Texts{});
}

TEST(Ledger, NamesACoverInsideADuplexStackOnceAtThePageOfItsCode)
{
    EXPECT_EQ(
        texts(balance_of(announced(2, 2), {file("duplex.tif", "cbddbcdd")})),
        Texts{only(ImbalanceKind::cover_inside, 1, 2, "duplex.tif", 5)}
    );
}

TEST(Ledger, NamesTheFileInWhichASideIsMissing)
{
    const auto found = balance_of(announced(3, 2), {file("a.tif", "dddd"), file("b.tif", "d")});
    EXPECT_EQ(texts(found), Texts{only(ImbalanceKind::side_missing, 6, 5, "b.tif")});
}

TEST(Ledger, SaysThatAnUnreadableFileMayHoldWhatIsMissing)
{
    EXPECT_EQ(
        texts(balance_of(announced(2), {file("a.tif", "d"), unreadable("b.tif")})),
        (Texts{
            only(ImbalanceKind::file_unreadable, 1, 0, "b.tif"),
            only(ImbalanceKind::sheets_missing, 2, 1, "b.tif")})
    );
}

TEST(Ledger, WaitsForUnreadFilesBeforeItComparesWithWhatWasAnnounced)
{
    const auto found = balance_of(announced(9), {file("a.tif", "d"), unread("b.tif")});
    EXPECT_EQ(texts(found), Texts{});
    EXPECT_EQ(found.counts.unread, 1);
}

TEST(Ledger, SaysWhenTheManifestsFilesAreNotAllThere)
{
    EXPECT_EQ(
        texts(balance_of(announced(0, 1, -1, 3), {file("a.jpg", "d"), file("b.jpg", "d")})),
        Texts{only(ImbalanceKind::files_missing, 3, 2, "b.jpg")}
    );
}

TEST(Ledger, NamesACoverInsideTheStack)
{
    EXPECT_EQ(
        texts(balance_of({}, {file("a.tif", "cddcd")})),
        Texts{only(ImbalanceKind::cover_inside, 1, 2, "a.tif", 3)}
    );
    EXPECT_EQ(
        texts(balance_of({}, {file("a.tif", "dcd")})),
        Texts{only(ImbalanceKind::cover_inside, 1, 2, "a.tif", 1)}
    );
}

TEST(Ledger, NamesACommittedDocumentWhosePicturesAreNotKept)
{
    const std::vector files{file("a.tif", "dd")};
    std::vector<LedgerDocument> documents{
        {.id = {"1"},
         .original_id = files[0].original_id,
         .state = DocumentState::committed,
         .pages = {0},
         .is_kept = true},
        {.id = {"2"},
         .original_id = files[0].original_id,
         .state = DocumentState::committed,
         .pages = {1},
         .is_kept = false},
        {.id = {"3"},
         .original_id = files[0].original_id,
         .state = DocumentState::review,
         .pages = {1},
         .is_kept = false}};
    const auto found = balance({}, files, documents);
    EXPECT_EQ(texts(found), Texts{only(ImbalanceKind::document_not_kept, 1, 0, "a.tif", 1)});
    EXPECT_EQ(found.counts.committed, 2);
    EXPECT_EQ(found.counts.in_review, 1);
}

TEST(Ledger, OfNoFilesIsEmptyAndStillMissesWhatWasAnnounced)
{
    const auto found = balance_of(announced(2), {});
    ASSERT_EQ(found.imbalances.size(), 1U);
    EXPECT_EQ(found.imbalances[0].kind, ImbalanceKind::sheets_missing);
    EXPECT_FALSE(found.imbalances[0].original_id);
}

} // namespace
} // namespace dossier::store
