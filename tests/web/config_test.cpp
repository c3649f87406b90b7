#include "web/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::web {

namespace {

ConfigError error_of(const std::string& text)
{
    const auto config = parse_config(text, "dossier.toml", {});
    return config ? ConfigError{} : config.error();
}

} // namespace

TEST(Config, ReadsEverySectionIntoItsFoldersOptions)
{
    const auto config = parse_config(
        "[http]\nport = 9000\naddress = \"0.0.0.0\"\n"
        "[intake]\nquiet_ms = 500\nnetwork_quiet_ms = 6000\nbatch_give_up_ms = 60000\nmegabytes = "
        "10\n"
        "[reading]\nseparation = \"page_count:4\"\nsides = 2\n"
        "[verify]\naccept = 0.99\n"
        "[session]\nidle_min = 5\nsecond_factor = \"offered\"\n"
        "[keys]\nkey_file = \"/run/credentials/key\"\n",
        "dossier.toml",
        {}
    );
    ASSERT_TRUE(config);
    EXPECT_EQ(config->port, 9000);
    EXPECT_EQ(config->address, "0.0.0.0");
    EXPECT_EQ(config->hot_folder.quiet, std::chrono::milliseconds{500});
    EXPECT_EQ(config->hot_folder.network_quiet, std::chrono::seconds{6});
    EXPECT_EQ(config->hot_folder.batch_give_up, std::chrono::minutes{1});
    EXPECT_EQ(config->hot_folder.limits.bytes, 10U << 20U);
    EXPECT_EQ(
        config->store.stations.usual.separation,
        (ocr::Separation{ocr::SeparationMode::page_count, 4, 2})
    );
    EXPECT_DOUBLE_EQ(config->thresholds.accept, 0.99);
    EXPECT_EQ(config->store.session_idle, std::chrono::minutes{5});
    EXPECT_FALSE(config->second_factor_required);
    EXPECT_EQ(config->key_file, "/run/credentials/key");
}

TEST(Config, GivesTypesTheHoursInWhichTheyAreToBeSettled)
{
    const auto config = parse_config("[deadline]\npassport = 4\nother = 48\n", "dossier.toml", {});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->store.deadlines.of("passport"), std::chrono::hours{4});
    EXPECT_EQ(config->store.deadlines.of("id_card"), std::chrono::hours{48});
    EXPECT_EQ(Config{}.store.deadlines.of("id_card"), std::chrono::hours{24});
    EXPECT_EQ(error_of("[deadline]\npassport = 0\n").line, 2);
}

TEST(Config, SaysHowFarTheSitesClockIsAheadOfUtc)
{
    EXPECT_EQ(Config{}.store.utc_offset, std::chrono::hours{8});
    const auto config = parse_config("[site]\nutc_offset = \"+05:30\"\n", "dossier.toml", {});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->store.utc_offset, std::chrono::minutes{330});
    EXPECT_FALSE(parse_config("[site]\nutc_offset = \"Beijing\"\n", "dossier.toml", {}));
}

TEST(Config, SaysHowLongAPersonsRequestMayTake)
{
    const auto config = parse_config(
        "[archive]\nrequest_days = 30\nrequest_extension_days = 60\n", "dossier.toml", {}
    );
    ASSERT_TRUE(config);
    EXPECT_EQ(config->store.request_days, 30);
    EXPECT_EQ(config->store.request_extension_days, 60);
    EXPECT_EQ(
        error_of("[archive]\nrequest_extension_days = 61\n").reason,
        "archive.request_extension_days must be 0 to 60"
    );
}

TEST(Config, SaysHowManyAcceptedRecordsMayBeWrong)
{
    const auto config = parse_config(
        "[verify]\ntarget = 0.001\nconfidence = 0.99\nsample = 0.02\n", "dossier.toml", {}
    );
    ASSERT_TRUE(config);
    EXPECT_DOUBLE_EQ(config->accept_target.value(), 0.001);
    EXPECT_DOUBLE_EQ(config->accept_confidence, 0.99);
    EXPECT_DOUBLE_EQ(config->sample, 0.02);
    EXPECT_FALSE(parse_config("[verify]\ntarget = 0.9\nsample = 0.02\n", "dossier.toml", {}));
    EXPECT_EQ(
        parse_config("[verify]\ntarget = 0.001\n", "dossier.toml", {}).error().reason,
        "verify.target needs verify.sample above 0"
    );
}

TEST(Config, SaysWhichFieldsTwoPeopleMustLookAt)
{
    const auto config = parse_config(
        "[verify]\nblind_samples = true\nsecond_eyes = \"blind\"\nsecond_eyes_from = "
        "\"c2\"\nsecond_eyes_share = 0.1\n",
        "dossier.toml",
        {}
    );
    ASSERT_TRUE(config);
    EXPECT_TRUE(config->blind_samples);
    EXPECT_EQ(config->second_eyes.second_eyes, verify::SecondEyes::blind);
    EXPECT_EQ(config->second_eyes.sensitivity, "c2");
    EXPECT_DOUBLE_EQ(config->second_eyes.share, 0.1);
    EXPECT_EQ(
        parse_config("[verify]\nsecond_eyes = \"machine\"\n", "dossier.toml", {}).error().reason,
        "verify.second_eyes must be \"none\", \"shown\" or \"blind\""
    );
    EXPECT_FALSE(parse_config("[verify]\nsecond_eyes_from = \"c4\"\n", "dossier.toml", {}));
}

TEST(Config, AsksNoSecondPersonUnlessItIsSaid)
{
    const auto config = parse_config("", "dossier.toml", {});
    EXPECT_EQ(config->second_eyes.second_eyes, verify::SecondEyes::none);
    EXPECT_FALSE(config->blind_samples);
}

TEST(Config, OfNothingIsTheDefault)
{
    const auto config = parse_config("", "dossier.toml", {});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->port, 8443);
    EXPECT_EQ(config->address, "127.0.0.1");
    EXPECT_TRUE(config->second_factor_required);
}

TEST(Config, LetsAStationDifferFromTheSite)
{
    const auto config = parse_config(
        "[station.\"窗口 3\"]\nseparation = \"separator\"\nacross_files = true\n"
        "[station.adf]\nsides = 1\nbatch_idle_s = 60\n"
        "[reading]\nseparation = \"page_count:4\"\nsides = 2\n"
        "[intake]\nbatch_idle_s = 300\n",
        "dossier.toml",
        {}
    );
    ASSERT_TRUE(config);
    using enum ocr::SeparationMode;
    const auto& rules = config->store.stations;
    EXPECT_EQ(
        rules.of("窗口 3"),
        (store::StationRules{{separator, 1, 2}, true, std::chrono::seconds{300}})
    );
    EXPECT_EQ(
        rules.of("adf"), (store::StationRules{{page_count, 4, 1}, false, std::chrono::minutes{1}})
    );
    EXPECT_EQ(
        rules.of("any other"),
        (store::StationRules{{page_count, 4, 2}, false, std::chrono::minutes{5}})
    );
}

TEST(Config, RefusesAStationsRuleThatCannotHold)
{
    const auto across = error_of("[reading]\nsides = 2\n[station.adf]\nacross_files = true\n");
    EXPECT_EQ(across.line, 3);
    EXPECT_THAT(across.reason, testing::StartsWith("station.adf.across_files needs a separation"));
    EXPECT_EQ(
        error_of("[station.adf]\nside = 2\n").reason,
        "station.adf.side is not a key of the configuration"
    );
    EXPECT_EQ(error_of("[station.adf]\nsides = 3\n").reason, "station.adf.sides must be 1 or 2");
    EXPECT_EQ(error_of("[station]\nadf = 1\n").reason, "station.adf is not a station's section");
    EXPECT_EQ(
        error_of("[station.\"../x\"]\nsides = 1\n").reason,
        "station.../x is not a station's section"
    );
}

TEST(Config, NamesFileLineAndReasonOfAnUnknownKey)
{
    const auto error = error_of("[http]\nport = 1\nprot = 2\n");
    EXPECT_EQ(error.file, "dossier.toml");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.reason, "http.prot is not a key of the configuration");
}

TEST(Config, SaysWhatAValueMustBe)
{
    EXPECT_EQ(error_of("[http]\nport = 70000\n").reason, "http.port must be 0 to 65535");
    EXPECT_EQ(error_of("[http]\nport = \"8443\"\n").reason, "http.port must be 0 to 65535");
    EXPECT_EQ(
        error_of("[session]\nsecond_factor = \"never\"\n").reason,
        "session.second_factor must be \"required\" or \"offered\""
    );
}

TEST(Config, RefusesAKeyOutsideASectionAndTextThatIsNoToml)
{
    EXPECT_EQ(error_of("port = 1\n").line, 1);
    EXPECT_EQ(error_of("[http]\nport =\n").line, 2);
}

} // namespace dossier::web
