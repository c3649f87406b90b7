#include "tests/capture/bytes_of.h"
#include "tests/web/site_fixture.h"
#include "web/intake.h"

#include <gtest/gtest.h>

#include <fstream>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class IntakeTest : public SiteTest {
protected:
    IntakeTest()
    {
        for (const char* name : {"window-1", "window-2"})
            fs::create_directories(hot / name);
    }

    static IntakeOptions options(const fs::path& hot, const fs::path& archive)
    {
        IntakeOptions options{.hot = hot, .archive = archive, .hot_folder = {}};
        options.hot_folder.quiet = 0ms;
        options.hot_folder.sweep_files = 4;
        options.disk_free_mib = 1;
        return options;
    }

    void drop(const std::string& station, const std::string& name, const std::string& content) const
    {
        std::ofstream(hot / station / name, std::ios::binary) << content;
    }

    StationState station(const std::string& name) const
    {
        for (const auto& state : intake.stations())
            if (state.station == name) return state;
        return {};
    }

    std::size_t kept()
    {
        return open_store().originals(store::whole_site, std::nullopt, "", 1000).items.size();
    }

    fs::path hot = folder.path() / "hot";
    Intake intake{options(hot, folder.path())};
};

TEST_F(IntakeTest, ShowsWhatWaitsSinceWhenAndWhy)
{
    drop("window-1", "half.png", capture::a_small_png().substr(0, 40));
    drop("window-1", "whole.png", capture::a_small_png());
    drop("window-2", "note.txt", "hello");
    (void)intake.turn(site);
    const auto first = station("window-1");
    ASSERT_EQ(first.waiting_count, 1);
    EXPECT_EQ(first.waiting[0].source_name, "half.png");
    EXPECT_EQ(word(first.waiting[0].reason), "incomplete");
    EXPECT_EQ(first.taken, 1);
    EXPECT_TRUE(first.last_taken);
    const auto second = station("window-2");
    EXPECT_EQ(second.rejected, 1);
    EXPECT_FALSE(second.last_taken);
    EXPECT_EQ(second.trouble, "");
    EXPECT_EQ(intake.state(), "");
}

TEST_F(IntakeTest, SeesThatAStationsClockIsFastWhenItsFilesComeFromTheFuture)
{
    for (std::uint32_t i = 1; i <= 3; ++i) {
        const auto name = std::to_string(i) + ".png";
        drop("window-1", name, capture::png_outline(10, i));
        fs::last_write_time(hot / "window-1" / name, fs::file_time_type::clock::now() + 10min);
    }
    (void)intake.turn(site);
    const auto clock = capture::assess_clock(open_store().recent_station_times("window-1", 20));
    EXPECT_EQ(clock.warning, capture::StationWarning::clock_fast);
    EXPECT_NEAR(static_cast<double>(clock.ahead_s.value_or(0)), 600, 5);
}

TEST_F(IntakeTest, ForgetsAStationThatIsGone)
{
    (void)intake.turn(site);
    fs::remove_all(hot / "window-1");
    (void)intake.turn(site);
    EXPECT_EQ(intake.stations().size(), 1);
}

TEST_F(IntakeTest, SeesThatAnotherFolderTookAStationsPlace)
{
    (void)intake.turn(site);
    fs::rename(hot / "window-1", folder.path() / "old");
    fs::create_directories(hot / "window-1");
    drop("window-1", "scan.png", capture::a_small_png());
    (void)intake.turn(site);
    EXPECT_EQ(kept(), 1);
}

TEST_F(IntakeTest, TakesStationsInTurnsHoweverMuchOneHas)
{
    for (std::uint32_t i = 1; i <= 20; ++i)
        drop("window-1", std::to_string(i) + ".png", capture::png_outline(10, i));
    drop("window-2", "urgent.png", capture::png_outline(20, 20));
    EXPECT_EQ(intake.turn(site), 0ms);
    EXPECT_EQ(station("window-1").taken, 4);
    EXPECT_EQ(station("window-2").taken, 1);
    for (int i = 0; i < 4; ++i)
        (void)intake.turn(site);
    EXPECT_EQ(kept(), 21);
    EXPECT_TRUE(intake.is_drained());
}

TEST_F(IntakeTest, PausesWhileTheDiskIsFullAndGoesOnByItself)
{
    auto demanding = options(hot, folder.path());
    demanding.disk_free_mib = std::int64_t{1} << 40;
    Intake paused{demanding};
    drop("window-1", "scan.png", capture::a_small_png());
    (void)paused.turn(site);
    EXPECT_EQ(paused.state(), "disk_low");
    EXPECT_EQ(kept(), 0);
    EXPECT_TRUE(fs::exists(hot / "window-1" / "scan.png"));
}

TEST_F(IntakeTest, PausesWhileTheArchiveFailsAndGoesOnByItself)
{
    auto impatient = options(hot, folder.path());
    impatient.longest_back_off = 1ms;
    Intake failing{impatient};
    // Where an object's folder should be made lies a file: every try of the archive fails.
    const auto objects = folder.path() / "objects";
    fs::rename(objects, folder.path() / "aside");
    std::ofstream(objects) << "in the way";
    drop("window-1", "scan.png", capture::a_small_png());
    (void)failing.turn(site);
    EXPECT_EQ(failing.state(), "store_failing");
    EXPECT_FALSE(fs::is_empty(hot / "window-1" / ".claimed"));
    fs::remove(objects);
    fs::rename(folder.path() / "aside", objects);
    while (failing.state() == "store_failing")
        (void)failing.turn(site);
    EXPECT_EQ(failing.state(), "");
    EXPECT_EQ(kept(), 1);
    EXPECT_TRUE(fs::is_empty(hot / "window-1" / ".claimed"));
}

TEST_F(IntakeTest, SaysThatItsFolderCannotBeReached)
{
    fs::rename(hot, folder.path() / "away");
    (void)intake.turn(site);
    EXPECT_EQ(intake.state(), "folder_unreachable");
    fs::rename(folder.path() / "away", hot);
    (void)intake.turn(site);
    EXPECT_EQ(intake.state(), "");
}

TEST_F(IntakeTest, TakesABatchWithItsManifest)
{
    drop(
        "window-1",
        "day.json",
        "{\"files\": [{\"name\": \"a.png\", \"sha256\": \"" + std::string(64, '0') + "\"}]}"
    );
    drop("window-1", "a.png", capture::a_small_png());
    drop("window-1", "b.png", capture::png_outline(3, 3));
    (void)intake.turn(site);
    EXPECT_EQ(kept(), 1);
    ASSERT_EQ(station("window-1").waiting_count, 2);
    EXPECT_EQ(word(station("window-1").waiting[0].reason), "batch");
}

} // namespace

} // namespace dossier::web
