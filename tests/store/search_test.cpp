// Searching the archive through its door: what was committed is found by its numbers and texts, as
// it stands and as it stood, and none of it lies in clear.

#include "store/rows/shredding.h"
#include "store/store.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace dossier::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

verify::CheckedDocument document(std::string type, std::vector<verify::CheckedField> fields)
{
    return {
        .type = std::move(type),
        .type_version = 1,
        .type_confidence = 0.99,
        .pages = {0},
        .fields = std::move(fields),
        .findings = {},
        .pairs = {}};
}

verify::CheckedDocument form()
{
    return document(
        "customer_form",
        {field("name", "张小明"),
         field("id_number", "11010519491231002X"),
         field("mobile", "13800139000"),
         field("passport_number", "E12345678"),
         field("account_number", "6222021234567890"),
         field("spouse_name", "李丽"),
         field("spouse_id_number", "330106198005054321"),
         field("employer", "杭州云栖信息技术有限公司"),
         field("address", "浙江省杭州市西湖区文三路138号")}
    );
}

verify::CheckedDocument licence()
{
    return document(
        "business_licence",
        {field("uscc", "91330106MA2C9XY81K"),
         field("registration_number", "330106000012345"),
         field("company_name", "某某商贸有限公司"),
         field("legal_representative", "王芳"),
         field("address", "北京市朝阳区建国路1号")}
    );
}

class SearchTest : public testing::Test {
protected:
    /// Commits a document without doubts, and reads the index up to it.
    std::string commit(const verify::CheckedDocument& document)
    {
        const auto id = archive.read("file " + std::to_string(++files_), {document}).at(0);
        index();
        return archive.view(id).record_id.value().text;
    }

    void index()
    {
        while (archive->index_records(100).left > 0) {
        }
    }

    SearchAnswer search(std::string text, SearchFilters filters = {})
    {
        return archive->search(
            {.text = std::move(text), .filters = std::move(filters)}, archive.verifier, archive.now
        );
    }

    std::vector<std::string> found(const std::string& text)
    {
        std::vector<std::string> ids;
        for (const auto& hit : search(text).hits.items)
            ids.push_back(hit.item.id.text);
        return ids;
    }

    void correct(const std::string& record, const std::string& name, const std::string& value)
    {
        const auto proposed = archive->propose_correction(
            {record},
            {.field = name, .value = value, .reason = "misread", .findings = {}},
            archive.verifier,
            archive.now
        );
        ASSERT_TRUE(proposed);
        ASSERT_TRUE(archive->decide_correction(
            proposed->item.id, {.approve = true, .reason = {}}, archive.other, archive.now
        ));
    }

    Archive archive;

private:
    int files_ = 0;
};

TEST_F(SearchTest, FindsARecordByEachOfItsNumbers)
{
    const auto person = commit(form());
    const auto company = commit(licence());
    for (const char* typed :
         {"11010519491231002X",
          "110105491231002",
          "1101 0519 4912 3100 2x",
          "１１０１０５19491231002X",
          "13800139000",
          "138-0013-9000",
          "+86 138 0013 9000",
          "E12345678",
          "e 1234 5678",
          "6222 0212 3456 7890",
          "330106198005054321"})
        EXPECT_THAT(found(typed), ElementsAre(person)) << typed;
    for (const char* typed : {"91330106MA2C9XY81K", "91330106 ma2c9xy81k", "330106000012345"})
        EXPECT_THAT(found(typed), ElementsAre(company)) << typed;
}

TEST_F(SearchTest, FindsARecordByItsOwnNumber)
{
    const auto first = commit(form());
    (void)commit(licence());
    for (const char* typed : {"D-2026-000001", "d2026000001", "D-2026-1", "d 2026 000001"})
        EXPECT_THAT(found(typed), ElementsAre(first)) << typed;
    EXPECT_THAT(found("D-2026-000009"), IsEmpty());
}

TEST_F(SearchTest, FindsARecordByItsTexts)
{
    const auto person = commit(form());
    const auto company = commit(licence());
    for (const char* typed :
         {"张小明",
          "小明",
          "張小明",
          "zhangxiaoming",
          "zxm",
          "章晓明",
          "张大明",
          "李丽",
          "云栖信息",
          "文三路138号"})
        EXPECT_THAT(found(typed), ElementsAre(person)) << typed;
    for (const char* typed : {"某某商贸", "王芳", "建国路", "moumoushangmao", "朝阳"})
        EXPECT_THAT(found(typed), ElementsAre(company)) << typed;
}

TEST_F(SearchTest, SaysWhereAndHowItMatches)
{
    (void)commit(form());
    const auto text = search("西湖").hits.items.at(0);
    EXPECT_EQ(text.title, "张小明");
    ASSERT_EQ(text.matches.size(), 1U);
    EXPECT_EQ(text.matches[0].field, "address");
    EXPECT_EQ(text.matches[0].kind, MatchKind::part);
    EXPECT_EQ(text.matches[0].before, "浙江省杭州市");
    EXPECT_EQ(text.matches[0].match, "西湖");
    EXPECT_EQ(text.matches[0].after, "区文三路138号");
    EXPECT_EQ(search("張小明").hits.items.at(0).matches.at(0).kind, MatchKind::variant);
    EXPECT_EQ(search("zxm").hits.items.at(0).matches.at(0).kind, MatchKind::initials);
}

TEST_F(SearchTest, ShowsNumbersMasked)
{
    (void)commit(form());
    const auto answer = search("11010519491231002X");
    EXPECT_EQ(answer.read_as, ReadAs::number);
    EXPECT_EQ(answer.hits.items.at(0).matches.at(0).match, "1****************X");
    EXPECT_EQ(
        search("330106198005054321").hits.items.at(0).matches.at(0).field, "spouse_id_number"
    );
}

TEST_F(SearchTest, FindsACorrectedRecordByItsNewValueAndItsFormerOne)
{
    const auto record = commit(form());
    correct(record, "name", "欧阳锋");
    correct(record, "mobile", "13911112222");
    for (const char* typed : {"欧阳锋", "13911112222"}) {
        const auto answer = search(typed);
        ASSERT_EQ(answer.hits.items.size(), 1U) << typed;
        EXPECT_FALSE(answer.hits.items[0].matches.at(0).is_former) << typed;
        EXPECT_EQ(answer.hits.items[0].title, "欧阳锋");
    }
    for (const char* typed : {"张小明", "13800139000"}) {
        const auto answer = search(typed);
        ASSERT_EQ(answer.hits.items.size(), 1U) << typed;
        EXPECT_TRUE(answer.hits.items[0].matches.at(0).is_former) << typed;
    }
    EXPECT_EQ(search("").total, 1);
}

TEST_F(SearchTest, IsTheSameAfterARestart)
{
    const auto person = commit(form());
    const auto company = commit(licence());
    correct(person, "name", "欧阳锋");
    archive.close();
    archive.open();
    EXPECT_FALSE(search("欧阳锋").is_whole);
    EXPECT_THAT(found("13800139000"), ElementsAre(person)); // needs nothing in memory
    index();
    EXPECT_TRUE(search("欧阳锋").is_whole);
    EXPECT_THAT(found("欧阳锋"), ElementsAre(person));
    EXPECT_THAT(found("张小明"), ElementsAre(person));
    EXPECT_THAT(found("王芳"), ElementsAre(company));
}

TEST_F(SearchTest, FindsWhatWasCommittedAMomentAgo)
{
    index();
    const auto id = archive.read("a file", {form()}).at(0);
    EXPECT_THAT(found("张小明"), ElementsAre(archive.view(id).record_id.value().text));
}

TEST_F(SearchTest, FindsRecordsFromBeforeThereWasASearch)
{
    const auto person = commit(form());
    archive.close();
    (void)archive.with_shell("DELETE FROM search_entry");
    (void)archive.with_shell("DELETE FROM search_number");
    archive.open();
    EXPECT_THAT(found("13800139000"), IsEmpty());
    index();
    EXPECT_THAT(found("13800139000"), ElementsAre(person));
    EXPECT_THAT(found("张小明"), ElementsAre(person));
}

TEST_F(SearchTest, FindsNothingOfADestroyedRecord)
{
    const auto gone = commit(form());
    const auto stays = commit(licence());
    {
        Database db(archive.path() / "dossier.db", Access::read_write);
        const auto keyring =
            Keyring::open(archive.folder().keys(), Archive::pass, cheap_slot).value();
        const Vault vault(keyring.keys(), archive.random);
        db.script("BEGIN");
        shred_data_key(db, vault, gone, archive.now);
        db.script("COMMIT");
    }
    for (const char* typed :
         {"张小明", "13800139000", "11010519491231002X", "文三路", "D-2026-000001"})
        EXPECT_THAT(found(typed), IsEmpty()) << typed;
    EXPECT_THAT(found(""), ElementsAre(stays));
    archive.close();
    archive.open();
    index();
    EXPECT_THAT(found("张小明"), IsEmpty());
    EXPECT_THAT(found("王芳"), ElementsAre(stays));
}

TEST_F(SearchTest, FiltersAndCountsByTypeStationAndTime)
{
    (void)commit(form());
    (void)commit(licence());
    const auto all = search("");
    EXPECT_EQ(all.read_as, ReadAs::everything);
    EXPECT_EQ(all.total, 2);
    EXPECT_EQ(all.facets.types.size(), 2U);
    EXPECT_EQ(all.facets.stations.at(0).value, "desk");
    EXPECT_EQ(all.facets.years.at(0).value, "2026");
    EXPECT_EQ(search("", {.type = "business_licence"}).total, 1);
    EXPECT_EQ(search("", {.station = "elsewhere"}).total, 0);
    EXPECT_EQ(search("", {.until = archive.now}).total, 0);
    EXPECT_EQ(search("11010519491231002X", {.type = "passport"}).total, 0);
    EXPECT_EQ(search("11010519491231002X", {.type = "customer_form"}).total, 1);
}

TEST_F(SearchTest, PagesThroughARecordsNumbersToo)
{
    for (int i = 0; i < 5; ++i) {
        archive.now += std::chrono::seconds(1);
        auto one = form();
        one.fields.erase(one.fields.begin() + 1); // no holder: it is nobody's second number
        (void)commit(one);
    }
    std::vector<std::string> numbers;
    std::string cursor;
    do {
        const auto page = archive->search(
            {.text = "13800139000", .cursor = cursor, .limit = 2}, archive.verifier, archive.now
        );
        EXPECT_EQ(page.total, 5);
        for (const auto& hit : page.hits.items)
            numbers.push_back(hit.item.number);
        cursor = page.hits.next_cursor;
    } while (!cursor.empty());
    EXPECT_THAT(
        numbers,
        ElementsAre(
            "D-2026-000005", "D-2026-000004", "D-2026-000003", "D-2026-000002", "D-2026-000001"
        )
    );
}

TEST_F(SearchTest, IsInTheTrailWithoutWhatWasTyped)
{
    (void)commit(form());
    (void)search("张小明");
    (void)search("13800139000");
    (void)search("13800139000");
    const auto entries = archive->audit("", 3).items;
    EXPECT_EQ(entries[0].action, "records_searched");
    EXPECT_EQ(entries[0].detail, "number 1");
    EXPECT_EQ(entries[2].detail, "text 1");
    EXPECT_EQ(entries[0].object, entries[1].object);
    EXPECT_NE(entries[0].object, entries[2].object);
    for (const auto& entry : entries) {
        EXPECT_THAT(entry.object, Not(HasSubstr("138")));
        EXPECT_THAT(entry.object, Not(HasSubstr("小明")));
    }
}

TEST_F(SearchTest, TakesWhatIsTypedForNothingElse)
{
    const auto person = commit(form());
    for (const char* typed :
         {"' OR 1=1 --", "%", "\\", "x'; DELETE FROM record; --", "1 UNION SELECT 1"})
        EXPECT_NO_THROW((void)search(typed)) << typed;
    EXPECT_THAT(found("张小明"), ElementsAre(person));
}

TEST_F(SearchTest, LeavesNothingOfAValueInTheDatabase)
{
    (void)commit(form());
    correct(commit(licence()), "legal_representative", "司马光");
    (void)search("欧阳修");
    (void)search("13800139000");
    std::string disk;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(archive.path())) {
        if (entry.is_regular_file()) {
            std::ifstream in(entry.path(), std::ios::binary);
            disk.append(std::istreambuf_iterator<char>(in), {});
        }
    }
    ASSERT_GT(disk.size(), 10'000U);
    for (const char* canary :
         {"张小明",
          "小明",
          "11010519491231002X",
          "13800139000",
          "E12345678",
          "6222021234567890",
          "文三路",
          "91330106MA2C9XY81K",
          "商贸",
          "王芳",
          "司马光",
          "zhang",
          "欧阳修",
          "SECRETFILE"})
        EXPECT_EQ(disk.find(canary), std::string::npos) << canary;
}

TEST_F(SearchTest, NoticesRowsThatWereAlteredOrTakenAway)
{
    (void)commit(form());
    (void)commit(licence());
    EXPECT_TRUE(archive->fsck().is_sound());
    for (const char* edit : {
             "DELETE FROM search_number WHERE rowid = 1",
             "UPDATE search_number SET record_id = (SELECT max(record_id) FROM search_number) "
             "WHERE rowid = 2",
             "UPDATE search_entry SET sealed = (SELECT sealed FROM search_entry WHERE seq = 2) "
             "WHERE seq = 1",
             "UPDATE search_entry SET sealed = x'' WHERE seq = 2",
         }) {
        (void)archive.with_shell(edit);
        EXPECT_FALSE(archive->fsck().is_sound()) << edit;
    }
}

TEST_F(SearchTest, ShowsNothingOnTheWordOfAnAlteredRow)
{
    const auto person = commit(form());
    const auto company = commit(licence());
    (void)archive.with_shell("UPDATE OR IGNORE search_number SET record_id = '" + company + "'");
    EXPECT_THAT(found("13800139000"), IsEmpty());
    EXPECT_THAT(found("91330106MA2C9XY81K"), ElementsAre(company));
    EXPECT_THAT(found("张小明"), ElementsAre(person));
}

TEST_F(SearchTest, ReadsOnPastADamagedEntry)
{
    (void)commit(form());
    const auto company = commit(licence());
    archive.close();
    (void)archive.with_shell("UPDATE search_entry SET sealed = x'0102' WHERE seq = 1");
    archive.open();
    index();
    EXPECT_THAT(found("张小明"), IsEmpty());
    EXPECT_THAT(found("王芳"), ElementsAre(company));
}

} // namespace
} // namespace dossier::store
