#include "capture/codes/evidence.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace dossier::capture {

namespace {

using Runs = std::array<int, 5>;

/// Whether the runs are 1:1:3:1:1, each off by less than half a module, and by one pixel.
bool is_corner(const Runs& runs)
{
    const int total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    if (total < 10) return false;
    const double module = total / 7.0;
    const double off = 0.5 * module + 1.0;
    return std::abs(runs[0] - module) < off && std::abs(runs[1] - module) < off &&
           std::abs(runs[2] - 3 * module) < 1.5 * off && std::abs(runs[3] - module) < off &&
           std::abs(runs[4] - module) < off && runs[2] > runs[1] && runs[2] > runs[3];
}

/// The runs up and down from (x, y), which is ink; all zero where they leave the picture.
Runs runs_down(const cv::Mat& ink, int x, int y, int most)
{
    Runs runs{};
    int up = y;
    const auto count = [&](int& at, int step, bool inked) {
        int length = 0;
        while (at >= 0 && at < ink.rows && (ink.at<unsigned char>(at, x) != 0) == inked &&
               length <= most) {
            at += step;
            ++length;
        }
        return length;
    };
    runs[2] = count(up, -1, true);
    runs[1] = count(up, -1, false);
    runs[0] = count(up, -1, true);
    int down = y + 1;
    runs[2] += count(down, 1, true);
    runs[3] = count(down, 1, false);
    runs[4] = count(down, 1, true);
    return runs;
}

class Corners {
public:
    explicit Corners(int most) : most_(most) {}

    void add(cv::Point at, int size)
    {
        for (const auto& [known, known_size] : found_)
            if (std::abs(known.x - at.x) < known_size && std::abs(known.y - at.y) < known_size)
                return;
        if (!is_full()) found_.emplace_back(at, size);
    }

    [[nodiscard]] bool is_full() const { return count() >= most_; }

    [[nodiscard]] int count() const { return static_cast<int>(found_.size()); }

private:
    int most_;
    std::vector<std::pair<cv::Point, int>> found_;
};

/// Where the runs of a row end, those of `colour` first.
void find_ends(const cv::Mat& picture, int y, unsigned char colour, std::vector<int>& ends)
{
    const auto* const row = picture.ptr<unsigned char>(y);
    ends.clear();
    for (int x = 0; x < picture.cols; ++x) {
        if (row[x] == colour) continue;
        ends.push_back(x);
        colour = row[x];
    }
    ends.push_back(picture.cols);
}

/// zxing-cpp's first look at a row, which is wider than ours.
bool is_like_corner(const Runs& runs)
{
    const int sides = std::max(runs[0], runs[4]);
    return runs[2] >= 2 * sides && runs[2] >= std::max(runs[1], runs[3]) &&
           runs[1] + runs[3] <= 4 * sides + 2 && runs[2] <= 6 * sides;
}

int count_dark_corners(const cv::Mat& ink)
{
    Corners corners(most_corners);
    std::vector<int> ends;
    for (int y = 0; y < ink.rows && !corners.is_full(); y += 2) {
        find_ends(ink, y, 0, ends);
        for (std::size_t i = 0; i + 5 < ends.size(); i += 2) {
            Runs runs{};
            for (std::size_t k = 0; k < runs.size(); ++k)
                runs[k] = ends[i + k + 1] - ends[i + k];
            if (!is_corner(runs)) continue;
            const int total = ends[i + 5] - ends[i];
            const int x = (ends[i + 2] + ends[i + 3]) / 2;
            if (is_corner(runs_down(ink, x, y, total))) corners.add({x, y}, total);
        }
    }
    return corners.count();
}

/// How much changes over four pixels, noise left out.
double change(const cv::Mat& crop, cv::Point step)
{
    const cv::Rect first{0, 0, crop.cols - 4, crop.rows - 4};
    cv::Mat difference;
    cv::absdiff(crop(first), crop(first + step), difference);
    constexpr double noise = 40.0;
    cv::threshold(difference, difference, noise, 0.0, cv::THRESH_TOZERO);
    return cv::mean(difference)[0];
}

} // namespace

int count_corners(const cv::Mat& crop)
{
    cv::Mat smooth;
    cv::GaussianBlur(crop, smooth, {3, 3}, 0.0);
    cv::Mat ink;
    cv::threshold(smooth, ink, 0.0, 255.0, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    const int dark = count_dark_corners(ink);
    cv::bitwise_not(ink, ink);
    return std::max(dark, count_dark_corners(ink));
}

bool has_many_corners(const cv::Mat& bilevel)
{
    constexpr int many = 250;
    Corners corners(many);
    std::vector<int> ends;
    for (int y = 2; y < bilevel.rows && !corners.is_full(); y += 3) {
        find_ends(bilevel, y, 255, ends);
        for (std::size_t i = 0; i + 5 < ends.size(); i += 2) {
            Runs runs{};
            for (std::size_t k = 0; k < runs.size(); ++k)
                runs[k] = ends[i + k + 1] - ends[i + k];
            if (!is_like_corner(runs)) continue;
            const int total = ends[i + 5] - ends[i];
            corners.add({(ends[i + 2] + ends[i + 3]) / 2, y}, total / 2);
        }
    }
    return corners.is_full();
}

bool has_bars(const cv::Mat& crop)
{
    if (crop.cols < 16 || crop.rows < 16) return false;
    const double across = change(crop, {4, 0});
    const double down = change(crop, {0, 4});
    constexpr double one_way = 2.0;
    return std::max(across, down) > one_way * std::min(across, down);
}

} // namespace dossier::capture
