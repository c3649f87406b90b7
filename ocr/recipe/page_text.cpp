#include "ocr/recipe/page_text.h"

#include "capture/clean.h"
#include "ocr/layout/line_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::ocr {
namespace {

using capture::Box;

constexpr double surely_read = 0.80;    ///< a line with this mean confidence stands upright
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
    const cv::Mat flat = capture::flattened(capture::red_channel(upright));
    cv::Mat ink = capture::binarised(flat);
    cv::bitwise_not(ink, ink);
    page.text_height = find_text_height(ink);
    if (page.text_height == 0) {
        page.grey = flat;
        return page;
    }
    page.rules = find_rules(ink, page.text_height);
    page.grey = capture::without_rules(flat, 4 * page.text_height);
    ink = capture::binarised(page.grey);
    cv::bitwise_not(ink, ink);
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
    for (const Segment& segment : widest) {
        const LinePicture picture(page.grey, segment);
        if (picture.is_empty()) continue;
        const double this_way =
            mean_confidence(engine.recognise(picture.pixels(), Alphabet::chinese));
        if (this_way > surely_read) return false;
        cv::Mat other;
        cv::rotate(picture.pixels(), other, cv::ROTATE_180);
        upright += this_way;
        turned += mean_confidence(engine.recognise(other, Alphabet::chinese));
    }
    return turned > upright * 1.1;
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
