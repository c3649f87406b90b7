#include "ocr/net/net_line_finder.h"

#include <gtest/gtest.h>

namespace dossier::ocr::net {
namespace {

TEST(NetLineFinder, SaysHowALineRuns)
{
    const FoundLine level = line_of({{{200, 100}, {160, 20}, 0}, 0.9F});
    EXPECT_EQ(level.box, (capture::Box{120, 90, 160, 20}));
    EXPECT_EQ(level.slope, 0);
    const FoundLine downhill = line_of({{{200, 100}, {160, 20}, 10}, 0.9F});
    EXPECT_NEAR(downhill.slope, 0.176, 0.001);
    EXPECT_LT(downhill.box.width, level.box.width);
    EXPECT_EQ(downhill.box.x + downhill.box.width / 2, 200);
    EXPECT_EQ(downhill.box.y + downhill.box.height / 2, 100);
}

} // namespace
} // namespace dossier::ocr::net
