// Every way in which a child can end is one of the four ways to be unreadable, and the reader
// goes on with the next file afterwards.

#include "ocr/child_reader.h"

#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <string_view>

namespace dossier::ocr {
namespace {

ChildReader::Options zoo()
{
    return {.program = DOSSIER_TEST_ZOO, .types = "unused"};
}

class Zoo : public testing::Test {
protected:
    tl::expected<Reading, Unreadable>
    ask(std::string_view animal, std::chrono::milliseconds deadline = std::chrono::seconds(20))
    {
        ReadOptions options;
        options.deadline = deadline;
        return reader_.read(std::as_bytes(std::span(animal)), options);
    }

    /// "kind/code" of how reading ended, "read" when it did not fail.
    std::string ending_of(
        std::string_view animal, std::chrono::milliseconds deadline = std::chrono::seconds(20)
    )
    {
        constexpr std::string_view kinds[] = {"refused", "crashed", "timed_out", "garbled"};
        const auto reading = ask(animal, deadline);
        if (reading) return "read";
        return std::string(kinds[static_cast<std::size_t>(reading.error().kind)]) + "/" +
               reading.error().code;
    }

    ChildReader reader_{zoo()};
};

TEST_F(Zoo, AnswersWhatTheChildRead)
{
    const auto reading = ask("answer");
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->pages.at(0).width, 100);
}

TEST_F(Zoo, PassesOnARefusal)
{
    EXPECT_EQ(ending_of("refuse"), "refused/too_many_pixels");
}

TEST_F(Zoo, CallsADeadChildCrashed)
{
    EXPECT_EQ(ending_of("crash"), "crashed/signal_4");
    EXPECT_EQ(ending_of("exit 3"), "crashed/exit_3");
    EXPECT_EQ(ending_of("throw"), "crashed/exit_72");
}

TEST_F(Zoo, CallsASilentExitGarbled)
{
    EXPECT_EQ(ending_of("silence"), "garbled/no_answer");
}

TEST_F(Zoo, BelievesNoAnswerThatIsNotWhole)
{
    EXPECT_EQ(ending_of("garbage"), "garbled/bad_answer");
    EXPECT_EQ(ending_of("half"), "garbled/bad_answer");
}

TEST_F(Zoo, BelievesNoPlaceOutsideThePage)
{
    EXPECT_EQ(ending_of("lie"), "garbled/bad_answer");
}

TEST_F(Zoo, StopsAFlood)
{
    EXPECT_EQ(ending_of("flood"), "garbled/answer_too_large");
}

TEST_F(Zoo, StopsAChildAtItsDeadline)
{
    EXPECT_EQ(ending_of("hang", std::chrono::milliseconds(300)), "timed_out/deadline");
    EXPECT_EQ(ending_of("spin", std::chrono::milliseconds(300)), "timed_out/deadline");
}

TEST_F(Zoo, GoesOnAfterEveryBadEnd)
{
    for (const auto* animal : {"crash", "silence", "garbage", "flood", "lie", "open"}) {
        EXPECT_NE(ending_of(animal), "read");
        EXPECT_EQ(ending_of("answer"), "read") << "after " << animal;
    }
}

TEST_F(Zoo, KeepsItsLauncherThroughACrash)
{
    EXPECT_EQ(ending_of("answer"), "read");
    const auto before = reader_.launcher();
    EXPECT_EQ(ending_of("crash"), "crashed/signal_4");
    EXPECT_EQ(ending_of("answer"), "read");
    EXPECT_EQ(reader_.launcher(), before);
}

TEST_F(Zoo, StartsANewLauncherWhenTheOldOneIsGone)
{
    reader_.start();
    ::kill(reader_.launcher(), SIGKILL);
    EXPECT_EQ(ending_of("answer"), "read");
}

TEST_F(Zoo, HoldsEveryEscape)
{
    for (const auto* animal : {"open",     "create",        "unlink",
                               "socket",   "execute",       "fork",
                               "ptrace",   "kill",          "memory file",
                               "bpf",      "uring",         "namespace",
                               "map code", "make code",     "open raw",
                               "connect",  "send",          "receive elsewhere",
                               "clone",    "clone3",        "read parent",
                               "symlink",  "chmod",         "rename",
                               "mount",    "perf",          "fault",
                               "keys",     "shared memory", "limits",
                               "identity", "duplicate",     "map its document as code"}) {
        EXPECT_EQ(ending_of(animal), "crashed/forbidden_call") << animal;
    }
}

TEST_F(Zoo, GivesAChildNoDescriptorButItsOwn)
{
    EXPECT_EQ(ending_of("other descriptors"), "read");
}

TEST_F(Zoo, BelievesNoAnswerThatClaimsATerabyte)
{
    EXPECT_EQ(ending_of("terabyte"), "garbled/bad_answer");
}

TEST_F(Zoo, DrawsNoMoreThanADocumentNeeds)
{
    EXPECT_EQ(ending_of("ask for nonsense"), "read");
    EXPECT_EQ(ending_of("babble"), "read");
}

TEST_F(Zoo, LetsARendererReadItsLibraries)
{
    EXPECT_EQ(ending_of("draw control"), "refused/escaped");
}

TEST_F(Zoo, HoldsEveryEscapeOfARenderer)
{
    reader_.start();
    const auto launcher = reader_.launcher();
    for (const std::string probe :
         {"open",
          "open program",
          "open memory of parent",
          "open own environment",
          "open for writing",
          "list",
          "create",
          "truncate",
          "unlink",
          "rename",
          "symlink",
          "chmod",
          "mkdir",
          "mount",
          "namespace",
          "socket",
          "local socket",
          "connect",
          "execute",
          "execute by descriptor",
          "fork",
          "vfork",
          "clone",
          "clone3",
          "ptrace",
          "kill",
          "kill everything",
          "read parent",
          "handle of parent",
          "map code",
          "map writable code",
          "map its document",
          "make code",
          "memory file",
          "bpf",
          "uring",
          "perf",
          "fault",
          "keys",
          "other descriptors",
          "memory",
          "limits",
          "identity"}) {
        const std::string ending = ending_of("draw " + probe);
        EXPECT_TRUE(ending == "refused/blocked" || ending == "refused/killed")
            << probe << ": " << ending;
    }
    EXPECT_EQ(reader_.launcher(), launcher);
}

TEST_F(Zoo, StopsARendererAtItsDocumentsDeadline)
{
    EXPECT_EQ(ending_of("draw spin", std::chrono::milliseconds(300)), "timed_out/deadline");
}

TEST_F(Zoo, TakesNoMoreOfAFloodThanItWants)
{
    EXPECT_EQ(ending_of("draw flood"), "refused/flood");
    EXPECT_EQ(ending_of("answer"), "read");
}

#if !defined(__SANITIZE_ADDRESS__) // which needs more address space than any limit
TEST_F(Zoo, TakesNoMoreMemoryThanItMay)
{
    EXPECT_EQ(ending_of("memory"), "crashed/out_of_memory");
}
#endif

TEST(ChildReader, SaysWhyItCannotStart)
{
    ChildReader missing({.program = "/nonexistent/dossier-read", .types = "unused"});
    EXPECT_THROW(missing.start(), EngineError);
}

TEST(ChildReader, SaysWhichTypeFileIsBroken)
{
    ChildReader broken({.program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_BROKEN_TYPES});
    try {
        broken.start();
        FAIL() << "a broken type file was taken";
    } catch (const EngineError& error) {
        EXPECT_NE(
            std::string(error.what()).find("broken.toml:3: key 'flavour' is not known"),
            std::string::npos
        ) << error.what();
    }
}

} // namespace
} // namespace dossier::ocr
