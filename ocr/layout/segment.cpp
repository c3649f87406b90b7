#include "ocr/layout/segment.h"

#include "ocr/layout/boxes.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::ocr {
namespace {

using capture::Box;

/// All lengths in text heights.
constexpr double gap_inside_part = 0.9;    ///< wider gaps are taken out before recognising
constexpr double gap_inside_segment = 2.6; ///< wider gaps separate what is recognised apart
constexpr double gap_after_lone = 5.5;
constexpr double least_height = 0.45;
constexpr double most_height = 3.6;

/// Whether two pieces can be text of one line: side by side, and of one size unless one of them is
/// a dash or a mark.
bool is_on_line(const Box& a, const Box& b, int text_height)
{
    const int overlap = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    const int lower = std::min(a.height, b.height);
    const int taller = std::max(a.height, b.height);
    if (overlap * 10 < lower * 6) return false;
    return lower * 10 < text_height * 8 ? taller * 10 < text_height * 15 : taller * 10 < lower * 17;
}

/// What is left of a rule or a border.
bool is_sliver(const Box& part, int text_height)
{
    return part.width * 5 < text_height && part.height * 10 > text_height * 13;
}

/// Pieces of ink that lie on one line, gaps below a character's width between them closed.
std::vector<Box> smeared_parts(const cv::Mat& ink, const cv::Mat& rules_down, int text_height)
{
    const int reach = std::max(3, static_cast<int>(gap_inside_part * text_height));
    cv::Mat smeared = capture::gaps_closed_across(ink, reach);
    if (!rules_down.empty()) smeared.setTo(0, rules_down);
    std::vector<Box> parts;
    for (const capture::Component& each : capture::find_components(smeared)) {
        if (each.area >= text_height * text_height / 40) parts.push_back(each.box);
    }
    return parts;
}

/// What of a patch of ink is of the size of characters.
cv::Mat characters_of(const cv::Mat& ink, int text_height)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    std::vector<unsigned char> keep(static_cast<std::size_t>(count), 0);
    for (int label = 1; label < count; ++label) {
        const int* stat = stats.ptr<int>(label);
        const bool is_small = stat[cv::CC_STAT_HEIGHT] * 10 <= text_height * 17 &&
                              stat[cv::CC_STAT_WIDTH] <= text_height * 3;
        keep[static_cast<std::size_t>(label)] = is_small ? 255 : 0;
    }
    cv::Mat print(ink.size(), CV_8UC1);
    for (int y = 0; y < ink.rows; ++y) {
        const int* from = labels.ptr<int>(y);
        unsigned char* to = print.ptr(y);
        for (int x = 0; x < ink.cols; ++x)
            to[x] = keep[static_cast<std::size_t>(from[x])];
    }
    return print;
}

/// A piece of a line with the ink on its rows that goes on at both its ends: characters that touch
/// a stamp, or the stamp.
Box with_ink_beside(const cv::Mat& ink, Box line, int text_height)
{
    const int gap = text_height / 2;
    cv::Mat columns;
    cv::reduce(
        ink(cv::Range(line.y, bottom_of(line)), cv::Range::all()), columns, 0, cv::REDUCE_MAX
    );
    const unsigned char* has_ink = columns.ptr(0);
    int left = line.x;
    for (int x = left - 1; x >= std::max(0, left - gap); --x)
        if (has_ink[x] != 0) left = x;
    int right = right_of(line);
    for (int x = right; x < std::min(ink.cols, right + gap); ++x)
        if (has_ink[x] != 0) right = x + 1;
    return {left, line.y, right - left, line.height};
}

/// The lines that a stamp lies over: its frame ties them to all that it crosses. Characters that
/// touch it are read with it. `others`: parts without a stamp.
std::vector<Box> lines_under_stamp(
    const cv::Mat& ink,
    const Rules& rules,
    const Box& patch,
    const std::vector<Box>& others,
    int text_height
)
{
    constexpr int least_line = 4; // text heights
    const cv::Rect place(patch.x, patch.y, patch.width, patch.height);
    cv::Mat print = characters_of(ink(place), text_height);
    for (const Box& other : others) {
        const cv::Rect there = place & cv::Rect(other.x, other.y, other.width, other.height);
        if (!there.empty()) print(there - place.tl()).setTo(0);
    }
    const cv::Mat down = rules.down().empty() ? cv::Mat() : rules.down()(place);
    auto parts = smeared_parts(print, down, text_height);
    std::ranges::sort(parts, {}, &Box::x);
    std::vector<Box> lines;
    for (const Box& part : parts) {
        if (part.height * 2 < text_height || part.height * 10 > text_height * 17) continue;
        const Box whole = with_ink_beside(ink(place), part, text_height);
        const auto before = std::ranges::find_if(lines, [&](const Box& line) {
            return whole.x - right_of(line) <= text_height && is_on_line(line, part, text_height);
        });
        if (before == lines.end())
            lines.push_back(whole);
        else
            *before = united(*before, whole);
    }
    std::erase_if(lines, [&](const Box& line) { return line.width < least_line * text_height; });
    for (Box& line : lines) {
        line.x += patch.x;
        line.y += patch.y;
    }
    return lines;
}

struct Parts {
    std::vector<Box> all;
    std::vector<Box> stamped; ///< of them, as they were found
};

Parts find_parts(const cv::Mat& ink, const Rules& rules, int text_height)
{
    constexpr int tallest_stamp = 20; // text heights, with the lines that it touches
    Parts parts{smeared_parts(ink, rules.down(), text_height), {}};
    const auto tall = std::ranges::partition(parts.all, [&](const Box& part) {
        return part.height <= most_height * text_height;
    });
    const std::vector<Box> patches(tall.begin(), tall.end());
    parts.all.erase(tall.begin(), tall.end());
    for (const Box& patch : patches) {
        if (patch.height > tallest_stamp * text_height) continue;
        const auto lines = lines_under_stamp(ink, rules, patch, parts.all, text_height);
        parts.stamped.insert(parts.stamped.end(), lines.begin(), lines.end());
    }
    parts.all.insert(parts.all.end(), parts.stamped.begin(), parts.stamped.end());
    return parts;
}

/// Joins pieces that lie over each other on one line (dots, radicals, thin strokes between them).
void absorb_fragments(std::vector<Box>& parts, int text_height)
{
    std::ranges::sort(parts, [](const Box& a, const Box& b) {
        return a.width * a.height > b.width * b.height;
    });
    std::vector<Box> whole;
    for (const Box& part : parts) {
        const bool is_fragment = part.height < text_height * 8 / 10;
        const auto home = std::ranges::find_if(whole, [&](const Box& each) {
            const int gap_x =
                std::max(each.x, part.x) - std::min(each.x + each.width, part.x + part.width);
            const int top = std::min(each.y, part.y);
            const int bottom = std::max(each.y + each.height, part.y + part.height);
            const bool fits =
                bottom - top <= std::max(each.height * 12 / 10, text_height * 14 / 10);
            return gap_x < text_height / 4 && fits &&
                   std::max(each.y, part.y) - std::min(each.y + each.height, part.y + part.height) <
                       text_height / 3;
        });
        if (is_fragment && home != whole.end()) {
            *home = united(*home, part);
        } else {
            whole.push_back(part);
        }
    }
    parts = std::move(whole);
}

/// What is too low for a piece of a line is dust; or a mark of the piece before it, where it stands
/// in a wide space within the line, as ； does after ）.
void take_marks(std::vector<Box>& parts, int text_height)
{
    const auto marks = std::ranges::partition(parts, [&](const Box& part) {
        return part.height >= least_height * text_height;
    });
    const std::vector<Box> low(marks.begin(), marks.end());
    parts.erase(marks.begin(), marks.end());
    const auto is_beside = [&](const Box& mark, const Box& piece, int gap) {
        return gap >= 0 && gap <= text_height && mark.y >= piece.y &&
               bottom_of(mark) <= bottom_of(piece) + text_height / 4;
    };
    for (const Box& mark : low) {
        const auto before = std::ranges::find_if(parts, [&](const Box& each) {
            return is_beside(mark, each, mark.x - right_of(each));
        });
        const bool goes_on = std::ranges::any_of(parts, [&](const Box& each) {
            return is_beside(mark, each, each.x - right_of(mark));
        });
        if (before != parts.end() && goes_on) *before = united(*before, mark);
    }
}

/// How far to the right a segment looks for more of itself. One lone character looks further for
/// another: they are the first of a letter-spaced label. An ornament of a frame is beside more.
int reach_of(const Segment& segment, const Box& next, int text_height)
{
    const Box& last = segment.parts.back();
    const auto is_lone = [](const Box& part) { return part.width < part.height * 13 / 10; };
    const bool is_label = segment.parts.size() == 1 && is_lone(last) && is_lone(next);
    const double gap = is_label ? gap_after_lone : gap_inside_segment;
    return static_cast<int>(gap * std::max({last.height, next.height, text_height}));
}

void append(Segment& segment, const Box& part)
{
    segment.parts.push_back(part);
    segment.box = segment.parts.size() == 1 ? part : united(segment.box, part);
}

bool overlap(const Segment& a, const Segment& b)
{
    const int left = std::max(a.box.x, b.box.x);
    const int right = std::min(right_of(a.box), right_of(b.box));
    const int lower = std::min(a.box.height, b.box.height);
    const int taller = std::max(a.box.height, b.box.height);
    const double middle = (left + right) / 2.0;
    const double rise = height_at(a, middle) - height_at(b, middle);
    return (right - left) * 4 > lower && taller * 10 < lower * 17 && std::abs(rise) < 0.35 * lower;
}

/// Both as one line, level with the longer of the two.
Segment merged(const Segment& a, const Segment& b)
{
    const Segment& longer = a.box.width > b.box.width ? a : b;
    Segment whole = longer;
    const Box both = united(a.box, b.box);
    whole.box = along(longer.box, longer.slope, both.x, right_of(both));
    std::vector<Box> parts = a.parts;
    parts.insert(parts.end(), b.parts.begin(), b.parts.end());
    std::ranges::sort(parts, {}, &Box::x);
    whole.parts.clear();
    for (const Box& part : parts) {
        const bool touches = !whole.parts.empty() && part.x <= right_of(whole.parts.back());
        if (touches) {
            whole.parts.back() = united(whole.parts.back(), part);
        } else {
            whole.parts.push_back(part);
        }
    }
    return whole;
}

/// The first two that overlap; false where none do.
bool merge_two(std::vector<Segment>& segments)
{
    for (std::size_t i = 0; i < segments.size(); ++i) {
        for (std::size_t k = i + 1; k < segments.size(); ++k) {
            if (!overlap(segments[i], segments[k])) continue;
            segments[i] = merged(segments[i], segments[k]);
            segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(k));
            return true;
        }
    }
    return false;
}

void note_stamps(std::vector<Segment>& segments, const std::vector<Box>& stamped)
{
    for (const Box& piece : stamped) {
        const int middle = piece.y + piece.height / 2;
        for (Segment& each : segments) {
            const bool is_here = middle >= each.box.y && middle < bottom_of(each.box) &&
                                 piece.x < right_of(each.box) && right_of(piece) > each.box.x;
            if (is_here) each.stamped.push_back(piece);
        }
    }
}

} // namespace

void merge_overlapping(std::vector<Segment>& segments)
{
    while (merge_two(segments)) {
    }
}

int find_text_height(const std::vector<capture::Component>& pieces)
{
    std::vector<int> heights;
    for (const auto& [box, area] : pieces) {
        const bool is_print = box.width <= 2 * box.height && box.width * 4 >= box.height;
        if (box.height >= 10 && box.height <= 120 && is_print) heights.push_back(box.height);
    }
    if (heights.size() < 8) return heights.empty() ? 0 : *std::ranges::max_element(heights);
    // Parts of Han characters are many and small: the upper part of the distribution is whole ones.
    const auto at = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 7 / 10);
    std::ranges::nth_element(heights, at);
    return *at;
}

std::vector<Segment> find_segments(const cv::Mat& ink, const Rules& rules, int text_height)
{
    auto [parts, stamped] = find_parts(ink, rules, text_height);
    absorb_fragments(parts, text_height);
    take_marks(parts, text_height);
    std::erase_if(parts, [&](const Box& part) {
        return part.height > most_height * text_height || is_sliver(part, text_height);
    });
    std::ranges::sort(parts, {}, &Box::x);
    std::vector<Segment> segments;
    for (const Box& part : parts) {
        // The open segment on the same line that ends nearest to the left.
        Segment* best = nullptr;
        for (Segment& each : segments) {
            const Box& last = each.parts.back();
            const int gap = part.x - (last.x + last.width);
            if (gap < -text_height / 2 || gap > reach_of(each, part, text_height)) continue;
            if (!is_on_line(each.box, part, text_height) || rules.is_between(last, part)) continue;
            const bool is_nearer =
                best == nullptr ||
                last.x + last.width > best->parts.back().x + best->parts.back().width;
            if (is_nearer) best = &each;
        }
        append(best != nullptr ? *best : segments.emplace_back(), part);
    }
    merge_overlapping(segments);
    note_stamps(segments, stamped);
    std::ranges::sort(segments, [](const Segment& a, const Segment& b) {
        return a.box.y + a.box.height / 2 < b.box.y + b.box.height / 2;
    });
    return segments;
}

} // namespace dossier::ocr
