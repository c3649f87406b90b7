// Stations that show who they are by a token.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>

namespace dossier::store {
namespace {

const Actor admin{.name = "ada", .role = "administrator"};

TEST(Stations, AreKnownByTheirTokenAlone)
{
    Archive archive;
    const auto made = archive->create_station("window-1", admin, archive.now).value();
    EXPECT_THAT(made.token, testing::StartsWith("dst_"));
    EXPECT_EQ(made.token.size(), 4U + 64U);
    EXPECT_EQ(archive->find_station_by_token(made.token)->name, "window-1");
    EXPECT_FALSE(archive->find_station_by_token("window-1"));
    EXPECT_FALSE(archive->find_station_by_token(""));
    EXPECT_EQ(archive->audit("", 1).items.front().action, "station_created");
    EXPECT_EQ(archive->audit("", 1).items.front().object, "station window-1");
}

TEST(Stations, HaveNamesThatAreTakenOnce)
{
    Archive archive;
    ASSERT_TRUE(archive->create_station("window-1", admin, archive.now));
    EXPECT_EQ(
        archive->create_station("window-1", admin, archive.now).error().kind,
        ConflictKind::not_allowed
    );
    EXPECT_EQ(archive->stations().size(), 1U);
}

TEST(Stations, LoseTheirOldTokenToANewOne)
{
    Archive archive;
    const auto first = archive->create_station("window-1", admin, archive.now).value();
    const auto second = archive->rotate_station_token("window-1", admin, archive.now).value();
    EXPECT_NE(first.token, second.token);
    EXPECT_FALSE(archive->find_station_by_token(first.token));
    EXPECT_TRUE(archive->find_station_by_token(second.token));
    EXPECT_FALSE(archive->rotate_station_token("window-2", admin, archive.now));
}

TEST(Stations, AreDisabledUntilTheyGetANewToken)
{
    Archive archive;
    const auto made = archive->create_station("window-1", admin, archive.now).value();
    EXPECT_TRUE(archive->disable_station("window-1", admin, archive.now)->disabled);
    EXPECT_TRUE(archive->find_station_by_token(made.token)->disabled);
    EXPECT_TRUE(archive->stations().at(0).disabled);
    ASSERT_TRUE(archive->rotate_station_token("window-1", admin, archive.now));
    EXPECT_FALSE(archive->stations().at(0).disabled);
}

TEST(Stations, KeepNoTokenOnTheDisk)
{
    Archive archive;
    const auto made = archive->create_station("window-1", admin, archive.now).value();
    archive.close();
    Database db(archive.path() / "dossier.db", Access::read_only);
    Statement row(db, "SELECT token_hash FROM station");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.blob(0).size(), 32U);
}

TEST(Stations, AreNotMadeOrFreedWithADatabaseShell)
{
    Archive archive;
    const auto made = archive->create_station("window-1", admin, archive.now).value();
    ASSERT_TRUE(archive->disable_station("window-1", admin, archive.now));
    ASSERT_EQ(archive.with_shell("UPDATE station SET disabled = 0"), 1);
    EXPECT_THROW((void)archive->find_station_by_token(made.token), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
}

} // namespace
} // namespace dossier::store
