#include "ocr/layout/frame.h"

#include "ocr/layout/boxes.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <optional>

namespace dossier::ocr {
namespace {

/// How much of each third of the page's height has ink, by strips of a quarter of a text height.
class Coverage {
public:
    Coverage(const cv::Mat& ink, int text_height) : step_(std::max(2, text_height / 4))
    {
        const int down = std::max(2, text_height / 2);
        const cv::Size size(ink.cols / step_, ink.rows / down / 3 * 3);
        if (size.empty()) return;
        cv::Mat cells; // of whole pixels: OpenCV has a quicker way with those
        const cv::Rect whole(0, 0, size.width * step_, size.height * down);
        cv::resize(ink(whole), cells, size, 0, 0, cv::INTER_AREA);
        cells = cells > 8;
        const int third = cells.rows / 3;
        for (int i = 0; i < 3; ++i) {
            cv::Mat sums;
            cv::reduce(cells.rowRange(i * third, (i + 1) * third), sums, 0, cv::REDUCE_SUM, CV_32F);
            thirds_.push_back(sums / (255.0 * third));
        }
    }

    int step() const { return step_; }

    int size() const { return thirds_.empty() ? 0 : thirds_.front().cols; }

    float least(int x) const
    {
        return std::min({thirds_[0].at<float>(x), thirds_[1].at<float>(x), thirds_[2].at<float>(x)}
        );
    }

    float most(int x) const
    {
        return std::max({thirds_[0].at<float>(x), thirds_[1].at<float>(x), thirds_[2].at<float>(x)}
        );
    }

private:
    int step_;
    std::vector<cv::Mat> thirds_;
};

/// First and last column of coverage.
struct Strip {
    int first;
    int last;
};

/// The outermost strip on one side that has ink all the way down. `at(i)` is the i-th column from
/// that side.
template <typename Column>
std::optional<Strip> find_strip(const Coverage& coverage, const Column& at)
{
    constexpr float full = 0.6F;
    constexpr float bare = 0.2F;
    constexpr int widest = 16; // four text heights
    constexpr int free = 4;    // one
    const int end = coverage.size() / 6;
    int first = 0;
    while (first < end && coverage.least(at(first)) < full)
        ++first;
    if (first == end) return std::nullopt;
    int last = first;
    for (int next = first + 1; next <= last + free; ++next) {
        if (coverage.most(at(next)) > bare) last = next;
    }
    if (last - first > widest) return std::nullopt;
    while (first > 0 && coverage.most(at(first - 1)) > bare)
        --first;
    return Strip{first, last};
}

/// The strips on both sides, or none.
std::vector<capture::Box> strips_down(const cv::Mat& ink, int text_height)
{
    const Coverage coverage(ink, text_height);
    constexpr int fewest = 120; // a page of thirty characters across has no frame
    if (coverage.size() < fewest) return {};
    const auto left = find_strip(coverage, [](int i) { return i; });
    const auto right = find_strip(coverage, [&](int i) { return coverage.size() - 1 - i; });
    if (!left || !right) return {};
    const int step = coverage.step();
    const auto strip = [&](int first, int last) {
        const int x = std::max(0, (first - 1) * step);
        return capture::Box{x, 0, std::min(ink.cols, (last + 2) * step) - x, ink.rows};
    };
    return {
        strip(left->first, left->last),
        strip(coverage.size() - 1 - right->last, coverage.size() - 1 - right->first)};
}

/// Columns of the page between `left` and `right`.
struct Column {
    int left;
    int right;
};

/// The column of small pieces furthest to one side that goes down most of the page. `key` grows
/// from that side on.
template <typename Key>
std::optional<Column>
find_column(std::vector<capture::Box> pieces, int page_height, int text_height, const Key& key)
{
    constexpr std::size_t fewest = 8;
    std::ranges::sort(pieces, {}, key);
    for (std::size_t first = 0; first + fewest <= pieces.size(); ++first) {
        std::size_t last = first;
        Column column{pieces[first].x, right_of(pieces[first])};
        int top = pieces[first].y;
        int bottom = top;
        for (; last < pieces.size() && key(pieces[last]) - key(pieces[first]) <= text_height;
             ++last) {
            column.left = std::min(column.left, pieces[last].x);
            column.right = std::max(column.right, right_of(pieces[last]));
            top = std::min(top, pieces[last].y);
            bottom = std::max(bottom, bottom_of(pieces[last]));
        }
        if (last - first >= fewest && (bottom - top) * 2 > page_height) return column;
    }
    return std::nullopt;
}

/// What of a part is inside of the frame.
void cut(std::vector<capture::Box>& parts, int left, int right)
{
    for (capture::Box& part : parts) {
        const int from = std::max(part.x, left);
        part.width = std::min(right_of(part), right) - from;
        part.x = from;
    }
    std::erase_if(parts, [](const capture::Box& part) { return part.width < 2; });
}

} // namespace

std::vector<capture::Box> find_frame(const cv::Mat& ink, int text_height)
{
    auto frame = strips_down(ink, text_height);
    if (frame.empty()) return frame;
    for (const capture::Box& each : strips_down(ink.t(), text_height))
        frame.push_back({each.y, each.x, each.height, each.width});
    return frame;
}

std::vector<Segment>
without_ornaments(std::vector<Segment> segments, int page_height, int text_height)
{
    const int widest = 3 * text_height;
    std::vector<capture::Box> pieces;
    for (const Segment& each : segments) {
        if (each.box.width <= widest) pieces.push_back(each.box);
    }
    const auto left = find_column(pieces, page_height, text_height, [](const capture::Box& box) {
        return right_of(box);
    });
    const auto right = find_column(pieces, page_height, text_height, [](const capture::Box& box) {
        return -box.x;
    });
    constexpr int narrowest = 12; // text heights between both: a column of print
    if (!left || !right || right->left - left->right < narrowest * text_height) return segments;
    std::vector<Segment> kept;
    for (Segment& each : segments) {
        // What lies beyond the frame altogether, or on it, stays: numbers stand outside of it.
        const bool is_beyond = right_of(each.box) <= left->left || each.box.x >= right->right;
        const bool is_inside = each.box.x >= left->right && right_of(each.box) <= right->left;
        if (!is_beyond && !is_inside) {
            cut(each.parts, left->right, right->left);
            if (each.parts.empty()) continue;
            each.box =
                along(each.box, each.slope, each.parts.front().x, right_of(each.parts.back()));
        }
        kept.push_back(std::move(each));
    }
    return kept;
}

} // namespace dossier::ocr
