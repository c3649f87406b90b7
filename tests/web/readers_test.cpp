#include "tests/web/site_fixture.h"
#include "web/readers.h"

#include <fstream>

namespace dossier::web {
namespace {

using namespace std::chrono_literals;

class ReadersTest : public SiteTest {
protected:
    /// In the place of dossier-read: a script that says or does not say that it is ready.
    ReadersOptions with_program(const std::string& script) const
    {
        const auto program = folder.path() / "reader";
        std::ofstream{program} << "#!/bin/sh\n" << script;
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        ReadersOptions options;
        options.reader.program = program;
        options.reader.types = folder.path();
        options.deadline = 1s;
        options.pause = 1h;
        return options;
    }
};

/// Says that its models are loaded and takes no document.
constexpr auto ready = "printf + >&3\n";
constexpr auto loads_for_ever = "exec sleep 600\n";

TEST_F(ReadersTest, TakeWhatArrivesInAPauseAtOnce)
{
    std::promise<std::string> taken;
    Readers readers{with_program(ready), [&](const store::OriginalId& id, double) {
                        taken.set_value(id.text);
                    }};
    readers.start(site);
    std::this_thread::sleep_for(100ms); // the pause has begun
    const auto original = keep_an_original(open_store(), 'a', now);
    readers.wake();
    auto id = taken.get_future();
    ASSERT_EQ(id.wait_for(10s), std::future_status::ready);
    EXPECT_EQ(id.get(), original);
    EXPECT_TRUE(readers.stop(5s));
}

TEST_F(ReadersTest, EndWhileTheyLoadTheirModels)
{
    Readers readers{with_program(loads_for_ever), {}};
    readers.start(site);
    std::this_thread::sleep_for(50ms); // the program runs
    EXPECT_TRUE(readers.stop(5s));
}

} // namespace
} // namespace dossier::web
