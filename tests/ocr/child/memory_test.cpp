// The memory of a child's pictures. Each test in a process of its own: it is for good.

#include "ocr/child/memory.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <cstdlib>

namespace dossier::ocr {
namespace {

bool is_all(const cv::Mat& picture, int level)
{
    return cv::countNonZero(picture != level) == 0;
}

[[noreturn]] void use_again()
{
    keep_freed_memory();
    const unsigned char* first = nullptr;
    {
        const cv::Mat gone(1000, 1000, CV_8UC1, cv::Scalar(7));
        const cv::Mat part = gone.rowRange(10, 20);
        first = gone.data;
    }
    const cv::Mat next(900, 1100, CV_8UC1, cv::Scalar(9));
    const cv::Mat other(1000, 1000, CV_8UC1, cv::Scalar(1));
    const bool is_apart = other.data >= next.data + next.total();
    std::_Exit(next.data == first && is_apart && is_all(next, 9) && is_all(other, 1) ? 0 : 1);
}

[[noreturn]] void join_what_is_free()
{
    keep_freed_memory();
    cv::Mat one(1000, 1000, CV_8UC1);
    cv::Mat two(1000, 1000, CV_8UC1);
    cv::Mat three(1000, 1000, CV_8UC1);
    const cv::Mat last(1000, 1000, CV_8UC1, cv::Scalar(3));
    const unsigned char* const first = one.data;
    one.release();
    three.release();
    two.release();
    const cv::Mat large(1700, 1700, CV_8UC1, cv::Scalar(5)); // fits where the three were
    std::_Exit(large.data == first && is_all(large, 5) && is_all(last, 3) ? 0 : 1);
}

[[noreturn]] void take_more_than_there_is()
{
    keep_freed_memory();
    cv::Mat huge(40'000, 40'000, CV_8UC1); // never touched
    cv::Mat small(10, 10, CV_8UC1, cv::Scalar(5));
    std::_Exit(huge.data != nullptr && is_all(small, 5) ? 0 : 1);
}

TEST(PictureMemory, GoesToTheNextPicture)
{
    EXPECT_EXIT(use_again(), testing::ExitedWithCode(0), "");
}

TEST(PictureMemory, IsJoinedWhereItIsFreedSideBySide)
{
    EXPECT_EXIT(join_what_is_free(), testing::ExitedWithCode(0), "");
}

TEST(PictureMemory, EndsWithoutAnEndToPictures)
{
    EXPECT_EXIT(take_more_than_there_is(), testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace dossier::ocr
