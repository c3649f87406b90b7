#include "ocr/layout/found_lines.h"

#include "ocr/layout/boxes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace dossier::ocr {
namespace {

using capture::Box;

/// What the finder leaves around the ink, in heights of the line.
constexpr double ink_height = 0.72;

/// All lengths in text heights.
constexpr double least_height = 0.45;
constexpr double most_height = 4.5;
constexpr double gap_after_lone = 6.0;

/// One character by itself.
bool is_lone(const Box& box)
{
    return box.width * 10 < box.height * 16 && box.height * 10 < box.width * 16;
}

/// Whether `next` goes on where the lone character `part` leaves off.
bool goes_on(const Segment& line, const Segment& next, int text_height)
{
    const Box& part = line.parts.back();
    const int gap = next.box.x - right_of(part);
    if (!is_lone(part) || gap < -text_height / 4 || gap > gap_after_lone * text_height)
        return false;
    const int lower = std::min(part.height, next.box.height);
    const int taller = std::max(part.height, next.box.height);
    const double rise = height_at(next, next.box.x) - (part.y + part.height / 2.0);
    return taller * 10 < lower * 17 && std::abs(rise) < 0.35 * lower;
}

/// `next` behind `line`, level with the longer of the two, or with both where both are short.
Segment joined(const Segment& line, const Segment& next)
{
    const Segment& longer = line.box.width > next.box.width ? line : next;
    Segment whole = longer;
    if (is_lone(next.box)) {
        const double rise =
            height_at(next, middle_of(next.box)) - height_at(line, middle_of(line.parts.back()));
        whole.slope = rise / (middle_of(next.box) - middle_of(line.parts.back()));
    }
    whole.parts = line.parts;
    whole.parts.insert(whole.parts.end(), next.parts.begin(), next.parts.end());
    whole.box = along(longer.box, whole.slope, line.box.x, right_of(next.box));
    return whole;
}

/// The line nearest to the right that goes on.
std::optional<std::size_t>
find_next(const std::vector<Segment>& lines, std::size_t at, int text_height)
{
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i == at || lines[i].box.x <= lines[at].box.x) continue;
        if (!goes_on(lines[at], lines[i], text_height)) continue;
        if (!nearest || lines[i].box.x < lines[*nearest].box.x) nearest = i;
    }
    return nearest;
}

/// Whether they stand on one row, as far as their boxes tell.
bool share_rows(const Box& a, const Box& b)
{
    const int overlap = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return overlap * 3 > std::min(a.height, b.height);
}

/// Thin characters at the ends (一, 1) are often left out of a found line: its neighbours
/// permitting, it reaches a little further.
Segment widened(const Segment& segment, const std::vector<Segment>& all)
{
    const Box& box = segment.box;
    const int most = box.height * 4 / 10;
    int left = std::clamp(box.x, 0, most);
    int right = most;
    for (const Segment& other : all) {
        if (&other == &segment || !share_rows(other.box, box)) continue;
        const int before = box.x - right_of(other.box);
        const int behind = other.box.x - right_of(box);
        if (middle_of(other.box) < middle_of(box)) left = std::clamp(before / 2, 0, left);
        if (middle_of(other.box) > middle_of(box)) right = std::clamp(behind / 2, 0, right);
    }
    Segment wide = segment;
    wide.box.x -= left;
    wide.box.width += left + right;
    wide.parts.front().x -= left;
    wide.parts.front().width += left;
    wide.parts.back().width += right;
    return wide;
}

/// Without what it shares with the lines above and below.
Segment lowered(const Segment& segment, const std::vector<Segment>& all)
{
    const Box& box = segment.box;
    double most = box.height / 2.0;
    for (const Segment& other : all) {
        const int left = std::max(box.x, other.box.x);
        const int right = std::min(right_of(box), right_of(other.box));
        if (&other == &segment || 2 * (right - left) < std::min(box.width, other.box.width))
            continue;
        const double x = (left + right) / 2.0;
        const double apart = std::abs(height_at(other, x) - height_at(segment, x));
        if (apart > 0.4 * box.height) most = std::min(most, 0.55 * apart);
    }
    Segment low = segment;
    const int cut = static_cast<int>(std::lround(box.height / 2.0 - most));
    low.box.y += cut;
    low.box.height -= 2 * cut;
    return low;
}

std::vector<Segment> widened(const std::vector<Segment>& segments)
{
    std::vector<Segment> wide;
    wide.reserve(segments.size());
    for (const Segment& each : segments)
        wide.push_back(lowered(widened(each, segments), segments));
    return wide;
}

/// A long line: where it crosses the middle column, from the middle row, and how it runs.
struct Course {
    double height = 0.0;
    double slope = 0.0;
    double weight = 0.0;
};

std::vector<Course> find_courses(const std::vector<FoundLine>& lines, cv::Size page)
{
    std::vector<Course> courses;
    for (const FoundLine& line : lines) {
        if (line.box.width < 5 * line.box.height) continue;
        const double height = height_at(line, page.width / 2.0) - page.height / 2.0;
        courses.push_back({height, line.slope, static_cast<double>(line.box.width)});
    }
    return courses;
}

double median_slope(std::vector<Course> courses)
{
    const auto middle = courses.begin() + std::ssize(courses) / 2;
    std::ranges::nth_element(courses, middle, {}, &Course::slope);
    return middle->slope;
}

void keep_near(std::vector<Course>& courses, const capture::Fall& fall, double most_off)
{
    std::erase_if(courses, [&](const Course& each) {
        return std::abs(each.slope - fall.slope - fall.spread * each.height) > most_off;
    });
}

/// Weighted least squares of the slopes over the heights, held back (a ridge of a twentieth of the
/// page) so that lines close together say little of the spread.
capture::Fall fit(const std::vector<Course>& courses, cv::Size page)
{
    double weights = 0;
    double height = 0;
    double slope = 0;
    for (const Course& each : courses) {
        weights += each.weight;
        height += each.weight * each.height;
        slope += each.weight * each.slope;
    }
    height /= weights;
    slope /= weights;
    double variance = weights * std::pow(page.height / 20.0, 2);
    double covariance = 0;
    for (const Course& each : courses) {
        variance += each.weight * (each.height - height) * (each.height - height);
        covariance += each.weight * (each.height - height) * (each.slope - slope);
    }
    const double spread = covariance / variance;
    return {slope - spread * height, spread};
}

} // namespace

std::optional<capture::Fall> find_fall(const std::vector<FoundLine>& lines, cv::Size page)
{
    constexpr std::size_t least_lines = 5;
    constexpr double stray = 0.03; // off the others by so much: no line of print
    constexpr double level =
        0.015; // below it lines are levelled one by one, without resampling all
    auto courses = find_courses(lines, page);
    if (courses.size() < least_lines) return std::nullopt;
    keep_near(courses, {median_slope(courses), 0.0}, 2 * stray);
    if (courses.size() < least_lines) return std::nullopt;
    keep_near(courses, fit(courses, page), stray);
    if (courses.size() < least_lines) return std::nullopt;
    const capture::Fall fall = fit(courses, page);
    const double most = std::abs(fall.slope) + std::abs(fall.spread) * page.height / 2;
    if (most < level) return std::nullopt;
    return fall;
}

int find_text_height(const std::vector<FoundLine>& lines)
{
    std::vector<Box> boxes;
    long width = 0;
    for (const FoundLine& line : lines) {
        boxes.push_back(line.box);
        width += line.box.width;
    }
    std::ranges::sort(boxes, std::ranges::greater{}, &Box::height);
    long passed = 0;
    for (const Box& box : boxes) {
        passed += box.width;
        if (2 * passed >= width) return static_cast<int>(std::lround(ink_height * box.height));
    }
    return 0;
}

std::vector<Segment> join_found(const std::vector<FoundLine>& lines, int text_height)
{
    std::vector<Segment> segments;
    for (const FoundLine& line : lines) {
        const double height = ink_height * line.box.height;
        if (height < least_height * text_height || height > most_height * text_height) continue;
        segments.push_back({line.box, {line.box}, line.slope});
    }
    merge_overlapping(segments);
    // From the right, so that what a lone character finds is whole already.
    std::ranges::sort(segments, std::ranges::greater{}, [](const Segment& each) {
        return each.box.x;
    });
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto next = find_next(segments, i, text_height);
        if (!next) continue;
        segments[i] = joined(segments[i], segments[*next]);
        segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(*next));
        --i;
    }
    std::ranges::sort(segments, {}, [](const Segment& each) {
        return std::pair(each.box.y + each.box.height / 2, each.box.x);
    });
    return widened(segments);
}

} // namespace dossier::ocr
