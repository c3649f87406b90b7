// The cells of ruled tables and their neighbours.

#include "ocr/layout/cells.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <array>

namespace dossier::ocr {
namespace {

constexpr int print_size = 30;
constexpr int upper = 100;
constexpr int lower = 160;

/// One row of cells between rules at these columns.
Rules row_between(std::initializer_list<int> columns)
{
    cv::Mat across = cv::Mat::zeros(300, 600, CV_8U);
    cv::Mat down = across.clone();
    for (const int y : {upper, lower})
        cv::line(across, {*columns.begin(), y}, {*(columns.end() - 1), y}, 255, 2);
    for (const int x : columns)
        cv::line(down, {x, upper}, {x, lower}, 255, 2);
    return {across, down};
}

TEST(Cells, StandInARow)
{
    const std::array lines{
        capture::Box{120, 115, 60, 30},
        capture::Box{220, 115, 60, 30},
        capture::Box{320, 115, 60, 30}};
    const Cells cells(lines, row_between({100, 200, 300, 400}), print_size);
    EXPECT_EQ(cells.row_from(0), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(cells.left_of(1, 130), std::optional<std::size_t>{0});
}

TEST(Cells, NarrowerThanWhatCountsAsNearDoNotFollowThemselves)
{
    const std::array lines{
        capture::Box{103, 115, 6, 30},
        capture::Box{115, 115, 6, 30},
        capture::Box{127, 115, 6, 30}};
    const Cells cells(lines, row_between({100, 112, 124, 136}), print_size);
    ASSERT_EQ(cells.all().size(), 3U);
    EXPECT_LE(cells.row_from(0).size(), 3U);
}

} // namespace
} // namespace dossier::ocr
