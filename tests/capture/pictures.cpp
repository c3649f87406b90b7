#include "tests/capture/pictures.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <array>
#include <random>

namespace dossier::capture {

cv::Mat a_page_of_text(double skew_deg, int lines)
{
    std::mt19937 random(7);
    cv::Mat page(1170, 827, CV_8UC1, cv::Scalar(255));
    for (int line = 0; line < lines; ++line) {
        const int y = 100 + line * 40;
        const int letters = 12 + static_cast<int>(random() % 18);
        for (int i = 0; i < letters; ++i) {
            const int x = 90 + i * 20;
            cv::rectangle(page, {x, y, 13, 14}, cv::Scalar(20), 2);
            cv::line(
                page,
                {x, y + 4 + static_cast<int>(random() % 6)},
                {x + 12, y + 7},
                cv::Scalar(20),
                2
            );
        }
    }
    const cv::Mat turn = cv::getRotationMatrix2D({413.5F, 585.0F}, -skew_deg, 1.0);
    cv::Mat turned_page;
    cv::warpAffine(
        page, turned_page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255)
    );
    return turned_page;
}

cv::Mat a_colour_picture()
{
    cv::Mat picture(37, 53, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<cv::Vec3b>(y, x) = {
                static_cast<unsigned char>(4 * x),
                static_cast<unsigned char>(6 * y),
                static_cast<unsigned char>(2 * (x + y))};
    return picture;
}

cv::Mat a_grey_picture()
{
    cv::Mat picture(37, 53, CV_8UC1);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<unsigned char>(y, x) = static_cast<unsigned char>(3 * x + 2 * y);
    return picture;
}

cv::Mat stored_as(const cv::Mat& upright, int orientation)
{
    const bool on_its_side = orientation >= 5;
    const int rows = on_its_side ? upright.cols : upright.rows;
    const int columns = on_its_side ? upright.rows : upright.cols;
    cv::Mat stored(rows, columns, upright.type());
    const int right = upright.cols - 1;
    const int bottom = upright.rows - 1;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            // TIFF 6.0, Orientation: where the 0th row and the 0th column are to be seen.
            const std::array<cv::Point, 8> seen_at{
                cv::Point(column, row),
                cv::Point(right - column, row),
                cv::Point(right - column, bottom - row),
                cv::Point(column, bottom - row),
                cv::Point(row, column),
                cv::Point(right - row, column),
                cv::Point(right - row, bottom - column),
                cv::Point(row, bottom - column)};
            const cv::Point from = seen_at.at(static_cast<std::size_t>(orientation - 1));
            upright(cv::Rect(from, cv::Size(1, 1))).copyTo(stored(cv::Rect(column, row, 1, 1)));
        }
    return stored;
}

int largest_difference(const cv::Mat& a, const cv::Mat& b)
{
    if (a.size() != b.size() || a.type() != b.type()) return 256;
    return static_cast<int>(cv::norm(a, b, cv::NORM_INF));
}

} // namespace dossier::capture
