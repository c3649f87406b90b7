// `dossier register` on an archive whose service is stopped.

#include "tests/web/pdf_text.h"
#include "tests/web/site_fixture.h"
#include "web/cli/verbs.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace dossier::web {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class RegisterVerb : public testing::Test {
protected:
    RegisterVerb()
    {
        const store::DataFolder data{folder_.path()}; // held until the archive is closed
        fs::create_directories(data.keys());
        fs::create_directories(share_ / "fonts");
        fs::create_directory_symlink(DOSSIER_TEST_TYPES, share_ / "types");
        fs::create_symlink(DOSSIER_TEST_PRINT_FONT, share_ / "fonts" / "print.ttc");
        fs::create_symlink(DOSSIER_TEST_FILING_PLAN, share_ / "filing.toml");
        store::write_key_file(key_, store::system_random());
        auto ring =
            store::Keyring::create(data.keys(), store::KeyFile{key_}, store::system_random());
        store::Store store{data, *std::move(ring), store::system_random(), cheap_store()};
        (void)keep_a_document(store, 'a', sure_card(), noon);
    }

    int make(std::vector<std::string> words)
    {
        for (const auto& word :
             {std::string{"--data"},
              folder_.path().string(),
              std::string{"--key-file"},
              key_.string(),
              std::string{"--share"},
              share_.string(),
              std::string{"--language"},
              std::string{"en"}})
            words.push_back(word);
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = register_verb.run(words);
        said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
        return code;
    }

    [[nodiscard]] std::string out(const std::string& name) const
    {
        return (folder_.path() / name).string();
    }

    [[nodiscard]] std::string written(const std::string& name) const
    {
        std::ifstream file{out(name), std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    TemporaryFolder folder_;
    fs::path key_ = folder_.path() / "key";
    fs::path share_ = folder_.path() / "share";
    std::string said_;
};

TEST_F(RegisterVerb, WritesWhatWasHandedOverAndSaysItsNumberAndDigest)
{
    ASSERT_EQ(
        make({"handover", "--from", "2026-11-23", "--until", "2026-11-23", "--out", out("r.pdf")}),
        done
    ) << said_;
    EXPECT_THAT(said_, AllOf(StartsWith("R-2026-0001: 1 lines"), HasSubstr("SHA-256")));
    const auto digest = said_.substr(said_.find_last_of(' ') + 1, 64);
    const auto text = pdf_text(written("r.pdf"));
    EXPECT_THAT(
        text, AllOf(HasSubstr("R-2026-0001"), HasSubstr("D-2026-000001"), HasSubstr(digest))
    );
}

TEST_F(RegisterVerb, WritesBareLinesIntoATextAndNeverGivesANumberAgain)
{
    const std::vector<std::string> days{"--from", "2026-11-23", "--until", "2026-11-23", "--out"};
    for (const std::string number : {"R-2026-0001", "R-2026-0002"}) {
        std::vector<std::string> words{"handover"};
        words.insert(words.end(), days.begin(), days.end());
        words.push_back(out(number + ".txt"));
        ASSERT_EQ(make(words), done) << said_;
        EXPECT_THAT(said_, StartsWith(number));
        EXPECT_THAT(written(number + ".txt"), HasSubstr("D-2026-000001"));
    }
}

TEST_F(RegisterVerb, TakesOnlyRecordsOfTheClassThatIsAskedFor)
{
    ASSERT_EQ(
        make(
            {"handover",
             "--from",
             "2026-11-23",
             "--until",
             "2026-11-23",
             "--class",
             "nature=corporate",
             "--out",
             out("r.txt")}
        ),
        done
    ) << said_;
    EXPECT_THAT(said_, HasSubstr(": 0 lines"));
}

TEST_F(RegisterVerb, SaysWhatIsMissing)
{
    EXPECT_EQ(make({"diary", "--out", out("r.pdf")}), wrong_usage);
    EXPECT_EQ(make({"loans", "--from", "today", "--out", out("r.pdf")}), wrong_usage);
    EXPECT_EQ(make({"loans", "--from", "2026-11-23", "--until", "2026-11-23"}), wrong_usage);
    EXPECT_EQ(make({"destruction", "--list", "X-2026-0009", "--out", out("r.pdf")}), some_failed)
        << said_;
    EXPECT_FALSE(fs::exists(out("r.pdf")));
}

} // namespace
} // namespace dossier::web
