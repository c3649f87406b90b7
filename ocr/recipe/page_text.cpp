#include "ocr/recipe/page_text.h"

#include "capture/clean.h"
#include "ocr/layout/line_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::ocr {
namespace {

using capture::Box;

/// Lines with this mean confidence stand upright; on their heads they still reach 0.9.
constexpr double surely_read = 0.965;
constexpr std::size_t lines_to_try = 6; ///< enough to outvote a logo or a stamp

double mean_confidence(const std::vector<Symbol>& symbols)
{
    double sum = 0;
    for (const Symbol& symbol : symbols)
        sum += symbol.confidence;
    return symbols.empty() ? 0 : sum / static_cast<double>(symbols.size());
}

std::vector<Symbol> recognise_segment(
    const cv::Mat& grey,
    const Segment& segment,
    Alphabet alphabet,
    Engine& engine,
    const LineOptions& options = {}
)
{
    const LinePicture picture(grey, segment, options);
    if (picture.is_empty()) return {};
    auto symbols = engine.recognise(picture.pixels(), alphabet);
    for (Symbol& symbol : symbols)
        symbol.box = picture.on_page(symbol.box);
    return symbols;
}

/// Mostly Latin letters: the Chinese model reads them, but the English one reads them better.
bool looks_latin(const std::vector<Symbol>& symbols)
{
    const auto latin = std::ranges::count_if(symbols, [](const Symbol& symbol) {
        const auto points = decode_utf8(symbol.text);
        return !points.empty() && is_letter(points.front());
    });
    return latin >= 4 && latin * 2 > std::ssize(symbols);
}

cv::Mat ink_of(const cv::Mat& grey)
{
    cv::Mat ink = capture::binarised(grey);
    cv::bitwise_not(ink, ink);
    return ink;
}

/// A box and the tick that sticks out of it to the right and above.
cv::Rect with_tick(const Box& box)
{
    const int slack = std::max(2, box.width / 12);
    return {box.x - slack, box.y - 2 * slack, box.width + 3 * slack, box.height + 3 * slack};
}

/// Puts the boxes of a form among the symbols of the line they stand on, before what follows them.
void insert_boxes(PageText& text, const std::vector<TickBox>& boxes)
{
    for (const TickBox& each : boxes) {
        TextLine* home = nullptr;
        int least = 2 * text.text_height;
        for (TextLine& line : text.lines) {
            const int middle = each.box.y + each.box.height / 2;
            if (middle < line.box.y || middle > line.box.y + line.box.height) continue;
            const int to_right = line.box.x - (each.box.x + each.box.width);
            const int to_left = each.box.x - (line.box.x + line.box.width);
            // Words usually follow their box: what is on the left is further away.
            const int distance = to_right > 0 ? to_right : to_left > 0 ? 2 * to_left : 0;
            if (distance < least) home = &line, least = distance;
        }
        if (home == nullptr) continue;
        Symbol symbol{
            .text = each.ticked ? ticked_box : empty_box,
            .box = each.box,
            .confidence = 1.0,
            .space_before = true,
            .alternatives = {}};
        const auto place = std::ranges::find_if(home->symbols, [&](const Symbol& other) {
            return other.box.x > each.box.x;
        });
        home->symbols.insert(place, std::move(symbol));
        home->box = united(home->box, each.box);
    }
}

Segment segment_of(const TextLine& line, const Span& span, int text_height)
{
    Segment segment;
    for (std::size_t i = span.first; i < span.last; ++i) {
        const Box& box = line.symbols[i].box;
        const bool touches =
            !segment.parts.empty() &&
            box.x - (segment.parts.back().x + segment.parts.back().width) < text_height;
        if (touches) {
            segment.parts.back() = united(segment.parts.back(), box);
        } else {
            segment.parts.push_back(box);
        }
    }
    for (Box& part : segment.parts) {
        const int slack = text_height / 8; // symbol boxes are the recogniser's guess
        part.x -= slack;
        part.width += 2 * slack;
        segment.box = &part == &segment.parts.front() ? part : united(segment.box, part);
    }
    segment.box.y = line.box.y;
    segment.box.height = line.box.height;
    return segment;
}

} // namespace

CleanPage clean_page(const cv::Mat& upright)
{
    CleanPage page;
    page.grey = capture::flattened(capture::red_channel(upright));
    cv::Mat ink = ink_of(page.grey);
    page.text_height = find_text_height(ink);
    if (page.text_height == 0) return page;
    page.rules = find_rules(ink, page.text_height);
    page.grey = capture::without_rules(page.grey, 4 * page.text_height);
    cv::Mat down;
    cv::dilate(page.rules.down(), down, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    page.grey.setTo(255, down);
    ink = ink_of(page.grey);
    page.boxes = find_tick_boxes(ink, page.text_height);
    for (const TickBox& each : page.boxes) {
        const cv::Rect place = with_tick(each.box) & cv::Rect(0, 0, ink.cols, ink.rows);
        ink(place).setTo(0);
        page.grey(place).setTo(255);
    }
    page.segments = find_segments(ink, page.rules, page.text_height);
    return page;
}

bool is_upside_down(const CleanPage& page, Engine& engine)
{
    std::vector<Segment> widest = page.segments;
    std::ranges::sort(widest, [](const Segment& a, const Segment& b) {
        return a.box.width > b.box.width;
    });
    if (widest.size() > lines_to_try) widest.resize(lines_to_try);
    double upright = 0;
    double turned = 0;
    int tried = 0;
    for (const Segment& segment : widest) {
        const LinePicture picture(page.grey, segment);
        if (picture.is_empty()) continue;
        upright += mean_confidence(engine.recognise(picture.pixels(), Alphabet::chinese));
        ++tried;
        if (tried >= 2 && upright > surely_read * tried) return false;
        cv::Mat other;
        cv::rotate(picture.pixels(), other, cv::ROTATE_180);
        turned += mean_confidence(engine.recognise(other, Alphabet::chinese));
    }
    return turned > upright;
}

PageText recognise_page(const CleanPage& page, Engine& engine, int number)
{
    PageText text{
        .page = number, .text_height = page.text_height, .lines = {}, .rules = page.rules};
    for (const Segment& segment : page.segments) {
        auto symbols = recognise_segment(page.grey, segment, Alphabet::chinese, engine);
        if (looks_latin(symbols)) {
            auto latin = recognise_segment(page.grey, segment, Alphabet::ascii, engine);
            if (mean_confidence(latin) > mean_confidence(symbols)) symbols = std::move(latin);
        }
        if (!symbols.empty()) text.lines.push_back({segment.box, std::move(symbols), number});
    }
    insert_boxes(text, page.boxes);
    return text;
}

std::vector<Symbol> look_again(
    const CleanPage& page, const PageText& text, const Span& span, Alphabet alphabet, Engine& engine
)
{
    const TextLine& line = text.lines[span.line];
    if (span.first >= span.last) return {};
    return recognise_segment(
        page.grey, segment_of(line, span, text.text_height), alphabet, engine, {.ink_height = 24}
    );
}

} // namespace dossier::ocr
