// How records are filed: numbered in the commit, classed by rules, changed by people, never
// overwritten.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

StoreOptions with_plan()
{
    auto options = cheap_options();
    auto& plan = options.filing;
    plan.words["nature"] = {{.name = "personal", .title = {}, .code = {}}};
    plan.words["security_level"] = {
        {.name = "internal", .title = {}, .code = {}}, {.name = "secret", .title = {}, .code = {}}};
    plan.rules = {
        {.types = {"id_card"},
         .field = {},
         .begins = {},
         .gives = {{"nature", "personal"}, {"security_level", "internal"}, {"catalogue", "101"}}}};
    plan.fonds = "J001";
    plan.items_per_volume = 2;
    return options;
}

struct FilingTest : testing::Test {
    Archive archive{with_plan()};
    RecordId record = archive.commit("one");
    Actor keeper{.name = "kai", .role = "records"};

    Record view(const RecordId& id)
    {
        return archive->view_record(id, keeper, archive.now).value();
    }

    tl::expected<Filing, Conflict> refile(Refiling refiling, std::int64_t version = 1)
    {
        refiling.reason = "as the branch asked";
        return archive->refile_record(record, refiling, version, keeper, archive.now);
    }

    Refiling to_secret()
    {
        Refiling refiling;
        refiling.classes = {{"security_level", "secret"}};
        return refiling;
    }
};

TEST_F(FilingTest, ARecordIsNumberedAndClassedInItsCommit)
{
    (void)archive.commit("two");
    const auto third = view(archive.commit("three"));
    const auto first = view(record);
    ASSERT_TRUE(first.filing);
    EXPECT_EQ(first.filing->archive_number, "J001-101-0001-0001");
    EXPECT_EQ(third.filing->archive_number, "J001-101-0002-0001");
    EXPECT_EQ(third.item.archive_number, "J001-101-0002-0001");
    EXPECT_EQ(first.filing->body.classes.at("nature"), "personal");
    EXPECT_EQ(first.filing->body.classes.at("region"), "110000");
    EXPECT_EQ(first.filing->body.classes.at("business"), "");
    EXPECT_THAT(first.filing_changes, IsEmpty());
}

/// Documents without any doubt are filed like those that a person settled.
TEST_F(FilingTest, WhatPassesByItselfIsFiledToo)
{
    (void)archive.read("sure", {a_card()});
    const auto listed = archive->records(whole_site, "", "", 10).items;
    ASSERT_EQ(listed.size(), 2);
    for (const auto& item : listed) {
        EXPECT_NE(item.archive_number, "");
    }
}

TEST_F(FilingTest, AChangeKeepsWhatWasBeforeItWithWhoAndWhy)
{
    auto refiling = to_secret();
    refiling.box = "A-07/3";
    refiling.tags = {"重点", "待补件", "重点"};
    const auto changed = refile(refiling).value();
    EXPECT_EQ(changed.version, 2);
    EXPECT_EQ(changed.archive_number, "J001-101-0001-0001");
    archive.now += 1h;
    EXPECT_TRUE(refile({.classes = {}, .box = "", .volume = "12", .tags = {}, .reason = {}}, 2));

    const auto seen = view(record);
    EXPECT_EQ(seen.filing->body.classes.at("security_level"), "secret");
    EXPECT_EQ(seen.filing->body.box, "");
    EXPECT_EQ(seen.filing->body.volume, "12");
    EXPECT_THAT(seen.filing->body.tags, testing::UnorderedElementsAre("待补件", "重点"));
    ASSERT_EQ(seen.filing_changes.size(), 2);
    const auto& first = seen.filing_changes.at(1);
    EXPECT_EQ(first.before.classes.at("security_level"), "internal");
    EXPECT_EQ(first.after.classes.at("security_level"), "secret");
    EXPECT_EQ(first.after.box, "A-07/3");
    EXPECT_EQ(first.changed_by, "kai");
    EXPECT_EQ(first.reason, "as the branch asked");
    EXPECT_EQ(seen.history.back().action, "record_viewed");
    EXPECT_EQ(seen.history.at(seen.history.size() - 2).action, "record_refiled");
}

TEST_F(FilingTest, RefusesAnOldVersionAnUnknownWordAndAChangeWithoutAReason)
{
    EXPECT_EQ(refile(to_secret(), 2).error().kind, ConflictKind::version_changed);
    Refiling unknown;
    unknown.classes = {{"nature", "rich"}};
    EXPECT_EQ(refile(unknown).error().kind, ConflictKind::not_allowed);
    Refiling named;
    named.box = "box of Mrs SECRETNAME";
    EXPECT_EQ(refile(named).error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(refile({}).error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(
        archive->refile_record(record, to_secret(), 1, keeper, archive.now).error().kind,
        ConflictKind::not_allowed
    );
}

TEST_F(FilingTest, RecordsAreFoundByClassBoxAndTag)
{
    const auto other = archive.commit("two");
    Refiling refiling = to_secret();
    refiling.box = "A7";
    refiling.tags = {"重点"};
    (void)refile(refiling).value();
    const auto found = [&](const FilingFilter& filter) {
        std::vector<std::string> ids;
        for (const auto& item : archive->filed_records(whole_site, filter, "", 10).items) {
            ids.push_back(item.record_id.text);
        }
        return ids;
    };
    EXPECT_THAT(
        found({.classes = {{"nature", "personal"}}, .box = {}, .tag = {}}),
        testing::UnorderedElementsAre(other.text, record.text)
    );
    EXPECT_THAT(
        found({.classes = {{"security_level", "secret"}}, .box = {}, .tag = {}}),
        ElementsAre(record.text)
    );
    EXPECT_THAT(found({.classes = {}, .box = "A7", .tag = {}}), ElementsAre(record.text));
    EXPECT_THAT(found({.classes = {}, .box = {}, .tag = "重点"}), ElementsAre(record.text));
    EXPECT_THAT(found({.classes = {}, .box = {}, .tag = "重"}), IsEmpty());
    EXPECT_THAT(
        found({.classes = {{"security_level", "secret"}}, .box = "B1", .tag = {}}), IsEmpty()
    );
}

TEST_F(FilingTest, ListsComeInPages)
{
    (void)archive.commit("two");
    (void)archive.commit("three");
    const auto page = archive->filed_records(whole_site, {}, "", 2);
    ASSERT_EQ(page.items.size(), 2);
    EXPECT_EQ(archive->filed_records(whole_site, {}, page.next_cursor, 2).items.size(), 1);
}

TEST_F(FilingTest, AnAlteredClassOrAChangeThatIsGoneIsNoticed)
{
    (void)refile(to_secret()).value();
    archive.close();
    archive.with_shell("UPDATE filing SET security_level = 'internal'");
    archive.open();
    EXPECT_THROW((void)view(record), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
    archive.close();
    archive.with_shell("UPDATE filing SET security_level = 'secret'");
    archive.open();
    EXPECT_NO_THROW((void)view(record));
    archive.close();
    archive.with_shell("DELETE FROM filing_change");
    archive.open();
    EXPECT_THROW((void)view(record), Tampered);
}

TEST_F(FilingTest, ATagThatWasTakenFromARecordIsNoticed)
{
    Refiling refiling;
    refiling.tags = {"重点"};
    (void)refile(refiling).value();
    EXPECT_TRUE(archive->fsck().is_sound());
    archive.close();
    archive.with_shell("DELETE FROM record_tag");
    archive.open();
    EXPECT_FALSE(archive->fsck().is_sound());
}

/// As an archive is that was made before records were filed.
TEST_F(FilingTest, RecordsFromBeforeAreFiledOneAfterTheOther)
{
    const auto other = archive.commit("two");
    archive.close();
    archive.with_shell("DELETE FROM filing");
    archive.with_shell("DELETE FROM numbering WHERE series LIKE 'filing %'");
    archive.with_shell("INSERT INTO filing_owed SELECT row_number() OVER (ORDER BY committed_at, "
                       "id), id FROM record");
    archive.open();
    EXPECT_FALSE(view(record).filing);
    EXPECT_EQ(archive->catch_up(1, archive.now), 1);
    EXPECT_EQ(archive->catch_up(10, archive.now), 1);
    EXPECT_EQ(archive->catch_up(10, archive.now), 0);
    EXPECT_TRUE(view(record).filing);
    EXPECT_TRUE(view(other).filing);
}

TEST_F(FilingTest, ABatchThatHasANameIsTheBoxOfItsPaper)
{
    const auto box_of = [&](const std::string& batch) {
        const auto content = bytes("paper of " + batch);
        (void)archive->keep_original(
            {.intake_key = "delivery of " + batch,
             .station = "desk",
             .source_name = "scan.png",
             .media_type = "image/png",
             .bytes = content,
             .actor = archive.operator_,
             .batch =
                 BatchRef{
                     .key = batch,
                     .announced =
                         {.name = batch,
                          .sheets = 1,
                          .sides = 1,
                          .separators = -1,
                          .files = 1,
                          .type = {}}}},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        (void)archive->finish_job(job, examined({a_card()}), archive.now).value();
        return view(archive->records(whole_site, "", "", 1).items.at(0).id).filing->body.box;
    };
    archive.now += 1h;
    EXPECT_EQ(box_of("2019-A07"), "2019-A07");
    archive.now += 1h;
    EXPECT_EQ(box_of("box of Mrs Wang"), ""); // no code: people's words may name people
}

/// A plan that numbers otherwise may come to numbers that stand already.
TEST_F(FilingTest, NoNumberIsGivenTwice)
{
    (void)archive.commit("two");
    archive.close();
    archive.with_shell("UPDATE numbering SET newest = 0 WHERE series LIKE 'filing %'");
    archive.open();
    EXPECT_EQ(view(archive.commit("three")).filing->archive_number, "J001-101-0002-0001");
}

TEST_F(FilingTest, NoTagOrReasonLiesInClear)
{
    Refiling refiling;
    refiling.tags = {"SECRETTAG"};
    (void)refile(refiling).value();
    archive.close();
    for (const auto* file : {"dossier.db", "dossier.db-wal"}) {
        std::ifstream stream(archive.path() / file, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(stream)), {});
        EXPECT_EQ(content.find("SECRETTAG"), std::string::npos);
        EXPECT_EQ(content.find("as the branch asked"), std::string::npos);
    }
}

} // namespace
} // namespace dossier::store
