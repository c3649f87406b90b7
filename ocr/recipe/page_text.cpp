#include "ocr/recipe/page_text.h"

#include "capture/clean.h"
#include "capture/utf8.h"
#include "ocr/fields/labels.h"
#include "ocr/fields/merged.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/combs.h"
#include "ocr/layout/dashed_combs.h"
#include "ocr/layout/found_lines.h"
#include "ocr/layout/frame.h"
#include "ocr/layout/line_picture.h"
#include "ocr/recipe/read_mrz.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace dossier::ocr {
namespace {

using capture::Box;

/// The traditional model reads simplified text nearly as surely; on traditional text it is 2 %
/// surer.
constexpr double traditional_margin = 1.015;

/// Characters of a line that tell in which hand it is, in text heights.
constexpr int enough_to_try = 16;

std::vector<Segment> widest_segments(const CleanPage& page, std::size_t count)
{
    std::vector<Segment> widest = page.segments;
    std::ranges::sort(widest, std::ranges::greater{}, [](const Segment& each) {
        return each.box.width;
    });
    if (widest.size() > count) widest.resize(count);
    return widest;
}

/// The beginning of a segment, at most `width` pixels of it.
Segment shortened(const Segment& segment, int width)
{
    Segment head;
    for (Box part : segment.parts) {
        const int room = segment.box.x + width - part.x;
        if (room <= 0) break;
        part.width = std::min(part.width, room);
        head.box = head.parts.empty() ? part : united(head.box, part);
        head.parts.push_back(part);
    }
    return head;
}

double mean_confidence(const std::vector<Symbol>& symbols)
{
    double sum = 0;
    for (const Symbol& symbol : symbols)
        sum += symbol.confidence;
    return symbols.empty() ? 0 : sum / static_cast<double>(symbols.size());
}

/// A lone character is often no line to a line recogniser: it is shown three times, and what stands
/// nearest to the middle counts.
std::vector<Symbol>
recognise_lone(const cv::Mat& picture, int margin, Alphabet alphabet, Engine& engine, Care care)
{
    const cv::Mat glyph = picture.colRange(0, picture.cols - margin);
    cv::Mat line;
    cv::hconcat(std::vector<cv::Mat>{glyph, glyph, picture}, line);
    auto symbols = engine.recognise(line, alphabet, care);
    if (symbols.empty()) return symbols;
    const auto off_centre = [&](const Symbol& symbol) {
        return std::abs(symbol.box.x + symbol.box.width / 2 - line.cols / 2);
    };
    Symbol middle = *std::ranges::min_element(symbols, {}, off_centre);
    middle.box = {margin, margin, glyph.cols - margin, picture.rows - 2 * margin};
    return {std::move(middle)};
}

std::vector<Symbol> recognise_segment(
    const CleanPage& page,
    const Segment& segment,
    Alphabet alphabet,
    Engine& engine,
    const LineOptions& options
)
{
    const LinePicture picture(options.with_rules ? page.ruled : page.grey, segment, options);
    if (picture.is_empty()) return {};
    const Care care = page.is_photograph ? Care::most : page.is_copy ? Care::worn : Care::usual;
    auto symbols = engine.recognise(picture.pixels(), alphabet, care);
    const bool is_lone = segment.box.width * 10 < segment.box.height * 15;
    if (symbols.empty() && is_lone)
        symbols = recognise_lone(picture.pixels(), options.margin, alphabet, engine, care);
    for (Symbol& symbol : symbols)
        symbol.box = picture.on_page(symbol.box);
    return symbols;
}

/// Mostly Latin letters: the Chinese model reads them, but the English one reads them better.
bool looks_latin(const std::vector<Symbol>& symbols)
{
    const auto latin = std::ranges::count_if(symbols, [](const Symbol& symbol) {
        const auto points = capture::code_points(symbol.text);
        return !points.empty() && is_letter(points.front());
    });
    return latin >= 4 && latin * 2 > std::ssize(symbols);
}

/// Simplified or traditional, without the second recogniser: the model for the right one is surer
/// of what it reads.
Alphabet find_hand(const CleanPage& page, Engine& engine)
{
    double simplified = 0;
    double traditional = 0;
    for (const Segment& segment : widest_segments(page, 4)) {
        const LinePicture picture(page.grey, shortened(segment, enough_to_try * page.text_height));
        if (picture.is_empty()) continue;
        const auto symbols = engine.recognise(picture.pixels(), Alphabet::chinese, Care::usual);
        if (looks_latin(symbols)) continue;
        simplified += mean_confidence(symbols);
        traditional +=
            mean_confidence(engine.recognise(picture.pixels(), Alphabet::traditional, Care::usual));
    }
    return traditional > simplified * traditional_margin ? Alphabet::traditional
                                                         : Alphabet::chinese;
}

LineOptions options_for(const CleanPage& page, const Engine& engine)
{
    return page.is_photograph ? engine.line_options() : engine.scan_options();
}

/// Sentences that a form is printed with, such as a declaration above a signature: no value is as
/// long on one line, and rows of a table have gaps.
bool is_running_text(const Segment& segment, int text_height)
{
    constexpr int longest_value = 45;
    return segment.parts.size() == 1 && segment.box.width > longest_value * text_height;
}

/// A segment recognised; a Latin line once more with Tesseract's model for them.
std::vector<Symbol>
recognise_line(const CleanPage& page, const Segment& segment, Engine& engine, Alphabet hand)
{
    const bool is_small = !page.is_photograph && is_running_text(segment, page.text_height);
    const LineOptions options =
        is_small ? engine.running_text_options() : options_for(page, engine);
    auto symbols = recognise_segment(page, segment, hand, engine, options);
    if (!engine.has_latin_model() || !looks_latin(symbols)) return symbols;
    auto latin = recognise_segment(page, segment, Alphabet::ascii, engine, options);
    return mean_confidence(latin) > mean_confidence(symbols) ? std::move(latin)
                                                             : std::move(symbols);
}

/// In which hand a page is that the second recogniser has read: it knows simplified characters best
/// and gives those for many a traditional one, but hardly ever the other way round (1 of 80 on
/// pages in simplified characters; on traditional ones, however worn, 1 in 4 or 5 and more).
Alphabet hand_of(const Hands& seen)
{
    const bool is_traditional = seen.traditional * 6 > seen.simplified && seen.traditional > 1;
    return is_traditional ? Alphabet::traditional : Alphabet::chinese;
}

/// Whether two boxes hold the same line: a network draws them wider than ink does.
bool is_same_line(const Box& a, const Box& b)
{
    const auto [lower, higher] = std::minmax(a.height, b.height);
    return is_same_row(a, b) && lower * 2 > higher && std::abs(a.x - b.x) < higher &&
           std::abs(right_of(a) - right_of(b)) < higher;
}

/// The line that was read where the segment lies; null without one.
const TextLine* line_at(const Segment& segment, const PageText* before)
{
    if (before == nullptr) return nullptr;
    const auto found = std::ranges::find_if(before->lines, [&](const TextLine& line) {
        return is_same_line(segment.box, line.box);
    });
    return found == before->lines.end() ? nullptr : &*found;
}

/// Every segment recognised, in order, unless it was `before`.
std::vector<TextLine> recognise_lines(
    const CleanPage& page, Engine& engine, Alphabet hand, int number, const PageText* before
)
{
    std::vector<TextLine> lines;
    for (const Segment& segment : page.segments) {
        const TextLine* const known = line_at(segment, before);
        lines.push_back(
            {segment.box,
             known != nullptr ? known->symbols : recognise_line(page, segment, engine, hand),
             number,
             segment.slope,
             segment.stamped}
        );
        std::erase_if(lines.back().symbols, [](const Symbol& each) {
            return is_tick_box(each.text);
        });
    }
    return lines;
}

/// Whether who knows simplified characters better has surely read what stands there: 姓名 is
/// written alike in both hands, and whoever sees 國 means it.
bool is_surely_read(const Symbol& symbol)
{
    constexpr double surely = 0.95;
    return symbol.confidence >= surely && !may_stand_for_traditional(first_of(symbol));
}

void write_in_traditional(std::vector<Symbol>& symbols)
{
    for (Symbol& symbol : symbols)
        symbol.text = capture::to_utf8(traditional(capture::code_points(symbol.text)));
}

/// Whether all of a line but its labels is surely read.
bool is_understood(const std::vector<Symbol>& symbols, const std::vector<Span>& labels)
{
    std::size_t at = 0;
    const auto read_until = [&](std::size_t end) {
        for (; at < end; ++at) {
            if (!is_surely_read(symbols[at])) return false;
        }
        return true;
    };
    for (const Span& label : labels) {
        if (!read_until(label.first)) return false;
        at = label.last;
    }
    return !symbols.empty() && read_until(symbols.size());
}

/// Of a page in traditional characters, of which the second recogniser lacks some: the lines that
/// it has not surely read. Printed labels are found in spite of that.
void read_with_first_too(
    PageText& text,
    const CleanPage& page,
    const Engines& engines,
    const DocumentType& printed,
    const PageText* before
)
{
    constexpr double exactly = 0.95;
    std::vector<std::vector<Span>> labels(text.lines.size());
    for (const LabelHit& hit : find_labels(text.lines, printed)) {
        if (hit.score >= exactly) labels[hit.span.line].push_back(hit.span);
    }
    for (std::size_t i = 0; i < text.lines.size(); ++i) {
        auto& symbols = text.lines[i].symbols;
        const Segment& segment = page.segments[i];
        if (line_at(segment, before) != nullptr) continue;
        if (is_understood(symbols, labels[i])) {
            write_in_traditional(symbols);
            continue;
        }
        const auto by_first = recognise_line(page, segment, engines.first, text.hand);
        symbols = merged(symbols, by_first, *engines.second);
    }
}

/// Pale print, of which a strict threshold keeps crumbs: what a lenient one shows in pieces of the
/// size of characters. Larger ones are portraits and patterns, which would grow into the print.
void add_pale_print(const cv::Mat& pale, int text_height, cv::Mat& ink)
{
    for (const auto& [box, area] : capture::find_components(pale)) {
        const bool is_print = box.height * 10 < text_height * 15 &&
                              box.width * 10 < text_height * 15 && area * 20 > text_height;
        if (!is_print) continue;
        const cv::Rect place(box.x, box.y, box.width, box.height);
        ink(place).setTo(255, pale(place));
    }
}

/// Takes specks out with their blur; not those that touch print but for a pixel.
void take_out(const std::vector<capture::Component>& specks, cv::Mat& grey, cv::Mat& ink)
{
    for (const auto& [box, area] : specks) {
        const cv::Rect place = cv::Rect(box.x - 1, box.y - 1, box.width + 2, box.height + 2) &
                               cv::Rect(0, 0, ink.cols, ink.rows);
        if (cv::countNonZero(ink(place)) != area) continue;
        ink(place).setTo(0);
        grey(place).setTo(255);
    }
}

/// Whether what looks like boxes may be characters: they are no higher, and where grain counts as
/// ink the strokes of dense ones (期) run together to four sides.
bool may_be_characters(const Comb& comb, int text_height)
{
    const bool has_base = std::ranges::any_of(comb.lines, [&](const Box& line) {
        return line.width > 2 * text_height;
    });
    return !has_base && comb.box.height * 20 < text_height * 23;
}

bool lies_in_one_of(std::span<const Comb> combs, const Comb& comb)
{
    const cv::Rect place(comb.box.x, comb.box.y, comb.box.width, comb.box.height);
    return std::ranges::any_of(combs, [&](const Comb& other) {
        const cv::Rect there(other.box.x, other.box.y, other.box.width, other.box.height);
        return !(place & there).empty();
    });
}

/// The combs of a page; of those that are printed paler than what is written into them the lines
/// are ink at the lowest of thresholds only, which takes the grain of paper for ink as well.
std::vector<Comb> combs_of(
    const cv::Mat& grey, const capture::Surroundings& around, const cv::Mat& ink, int text_height
)
{
    constexpr double lowest = 0.1;
    auto combs = find_combs(ink, text_height);
    const std::size_t sure = combs.size();
    for (Comb& comb : find_combs(capture::ink_of(grey, around, lowest), text_height)) {
        const bool is_known = lies_in_one_of(std::span(combs).first(sure), comb);
        if (!is_known && !may_be_characters(comb, text_height)) combs.push_back(std::move(comb));
    }
    return combs;
}

/// Takes the lines of combs out with their blur, so that what is written into one is one number.
void take_out(const std::vector<Comb>& combs, int text_height, cv::Mat& grey, cv::Mat& ink)
{
    const int blur = std::max(2, text_height / 12);
    for (const Comb& comb : combs) {
        for (const Box& line : comb.lines) {
            const cv::Rect place =
                cv::Rect(
                    line.x - blur, line.y - blur, line.width + 2 * blur, line.height + 2 * blur
                ) &
                cv::Rect(0, 0, ink.cols, ink.rows);
            ink(place).setTo(0);
            grey(place).setTo(255);
        }
    }
}

/// What is written into cells is often paler than their lines, beside which it does not count as
/// ink: once they are out, it is told from the paper by itself (Otsu).
void add_print_in(const std::vector<Comb>& combs, const cv::Mat& grey, cv::Mat& ink)
{
    constexpr double least_contrast = 40;
    for (const Comb& comb : combs) {
        const cv::Rect place = cv::Rect(comb.box.x, comb.box.y, comb.box.width, comb.box.height) &
                               cv::Rect(0, 0, ink.cols, ink.rows);
        if (place.empty()) continue;
        double darkest = 0;
        double lightest = 0;
        cv::minMaxLoc(grey(place), &darkest, &lightest);
        if (lightest - darkest < least_contrast) continue;
        cv::Mat print;
        cv::threshold(grey(place), print, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
        cv::bitwise_or(ink(place), print, ink(place));
    }
}

/// A box and the tick that sticks out of it to the right and above.
cv::Rect with_tick(const Box& box)
{
    const int slack = std::max(2, box.width / 12);
    return {box.x - slack, box.y - 2 * slack, box.width + 3 * slack, box.height + 3 * slack};
}

/// The line that a tick box stands on, near enough to be meant.
TextLine* home_of(const Box& box, PageText& text)
{
    TextLine* home = nullptr;
    int least = 2 * text.text_height;
    for (TextLine& line : text.lines) {
        const int middle = box.y + box.height / 2;
        if (middle < line.box.y || middle > line.box.y + line.box.height) continue;
        const int to_right = line.box.x - (box.x + box.width);
        const int to_left = box.x - (line.box.x + line.box.width);
        // Words usually follow their box: what is on the left is further away.
        const int distance = to_right > 0 ? to_right : to_left > 0 ? 2 * to_left : 0;
        if (distance < least) home = &line, least = distance;
    }
    return home;
}

/// Puts the boxes of a form among the symbols of the line they stand on, before what follows them.
void insert_boxes(PageText& text, const std::vector<TickBox>& boxes)
{
    for (const TickBox& each : boxes) {
        TextLine* home = home_of(each.box, text);
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

/// Connected ink of the size of print.
std::vector<Box> connected_ink(const CleanPage& page)
{
    constexpr int dark = 128;
    std::vector<Box> boxes;
    for (const auto& piece : capture::find_components(page.grey < dark)) {
        if (piece.area > 1 && piece.box.height <= 3 * page.text_height) boxes.push_back(piece.box);
    }
    return boxes;
}

/// What a zone says is no label and no value of one.
void remove_lines(PageText& text, const Mrz& mrz)
{
    std::erase_if(text.lines, [&](const TextLine& line) {
        const int middle = line.box.y + line.box.height / 2;
        return std::ranges::any_of(mrz.lines, [&](const MrzLine& each) {
            const bool beside = line.box.x > each.box.x + each.box.width ||
                                line.box.x + line.box.width < each.box.x;
            return !beside && middle > each.box.y && middle < each.box.y + each.box.height;
        });
    });
}

/// The zone of a run. Symbol boxes are the recogniser's guess: each end goes halfway to the symbol
/// beyond, or to the end of the line, where ink may stand that the first look has left out.
Segment segment_of(const PageText& text, const Span& span)
{
    const TextLine& line = text.lines[span.line];
    const int text_height = text.text_height;
    // A smaller gap may hold characters that the first look has left out.
    const int most_gap = 3 * text_height;
    Segment segment;
    for (std::size_t i = span.first; i < span.last; ++i) {
        const Box& box = line.symbols[i].box;
        const bool touches =
            !segment.parts.empty() && box.x - right_of(segment.parts.back()) < most_gap;
        if (touches) {
            segment.parts.back() = united(segment.parts.back(), box);
        } else {
            segment.parts.push_back(box);
        }
    }
    const int most = text_height / 3;
    const int at_end = line.box.width; // a whole character may be missing there
    Box& first = segment.parts.front();
    const int left =
        span.first == 0 ? line.box.x : (right_of(line.symbols[span.first - 1].box) + first.x) / 2;
    const int by = std::clamp(first.x - left, 0, span.first == 0 ? at_end : most);
    first.x -= by;
    first.width += by;
    Box& last = segment.parts.back();
    const bool is_end = span.last == line.symbols.size();
    const int right =
        is_end ? right_of(line.box) : (right_of(last) + line.symbols[span.last].box.x) / 2;
    last.width += std::clamp(right - right_of(last), 0, is_end ? at_end : most);
    segment.box = along(line.box, line.slope, first.x, right_of(last));
    segment.slope = line.slope;
    return segment;
}

} // namespace

CleanPage clean_page(const cv::Mat& upright, const Cleaning& cleaning)
{
    CleanPage page;
    page.grey = cleaning.seal ? capture::without_seals(upright) : capture::grey_of(upright);
    if (cleaning.shading) page.grey = capture::flattened(page.grey);
    constexpr double strict = 0.3;
    constexpr double lenient = 0.2;
    const auto around = capture::surroundings_of(page.grey);
    cv::Mat ink = capture::ink_of(page.grey, around, strict);
    auto pieces = capture::find_components(ink);
    page.text_height = find_text_height(pieces);
    if (page.text_height == 0) return page;
    add_pale_print(capture::ink_of(page.grey, around, lenient), page.text_height, ink);
    pieces = capture::find_components(ink);
    if (cleaning.specks)
        take_out(
            capture::find_specks(pieces, ink.cols, ink.rows, page.text_height), page.grey, ink
        );
    const auto combs = cleaning.pale_cells ? combs_of(page.grey, around, ink, page.text_height)
                                           : find_combs(ink, page.text_height);
    take_out(combs, page.text_height, page.grey, ink);
    if (cleaning.dashed_cells) {
        auto dashed = find_dashed_combs(ink, page.text_height);
        std::erase_if(dashed, [&](const Comb& each) { return lies_in_one_of(combs, each); });
        take_out(dashed, page.text_height, page.grey, ink);
    }
    add_print_in(combs, page.grey, ink);
    page.rules = find_rules(ink, page.text_height);
    const cv::Mat lines = page.rules.without_crossings(ink);
    page.ruled = page.grey.clone();
    if (cleaning.rules) page.grey.setTo(255, lines);
    ink.setTo(0, lines);
    for (const Box& each : find_frame(ink, page.text_height))
        ink(cv::Rect(each.x, each.y, each.width, each.height)).setTo(0);
    page.boxes = find_tick_boxes(ink, page.text_height);
    for (const TickBox& each : page.boxes) {
        const cv::Rect place = with_tick(each.box) & cv::Rect(0, 0, ink.cols, ink.rows);
        ink(place).setTo(0);
        page.grey(place).setTo(255);
        page.ruled(place).setTo(255);
    }
    page.segments = without_ornaments(
        find_segments(ink, page.rules, page.text_height), ink.rows, page.text_height
    );
    return page;
}

CleanPage with_found_lines(CleanPage page, LineFinder& finder, Sight sight)
{
    const auto lines = finder.find(page.grey, sight);
    page.text_height = find_text_height(lines);
    page.segments =
        without_ornaments(join_found(lines, page.text_height), page.grey.rows, page.text_height);
    page.is_photograph = true;
    return page;
}

PageText recognise_page(
    const CleanPage& page,
    const Engines& engines,
    int number,
    const DocumentType& printed,
    const PageText* before
)
{
    PageText text{
        .page = number,
        .width = page.grey.cols,
        .height = page.grey.rows,
        .text_height = page.text_height,
        .lines = {},
        .rules = page.rules};
    text.is_photograph = page.is_photograph;
    text.is_copy = page.is_copy;
    if (page.is_copy) text.pieces = connected_ink(page);
    if (engines.second != nullptr) {
        text.by = Recogniser::second;
        text.lines = recognise_lines(page, *engines.second, text.hand, number, before);
        text.hand = before != nullptr ? before->hand : hand_of(count_hands(text.lines));
        if (!engines.second->reads(text.hand))
            read_with_first_too(text, page, engines, printed, before);
    } else {
        text.hand = before != nullptr ? before->hand : find_hand(page, engines.first);
        text.lines = recognise_lines(page, engines.first, text.hand, number, before);
    }
    std::erase_if(text.lines, [](const TextLine& line) { return line.symbols.empty(); });
    insert_boxes(text, page.boxes);
    if (may_have_mrz(text.lines)) text.mrz = read_mrz(page.grey, page.segments, engines);
    if (text.mrz) remove_lines(text, *text.mrz);
    return text;
}

std::vector<Symbol> look_again(
    const CleanPage& page, const PageText& text, const Span& span, Alphabet alphabet, Engine* engine
)
{
    if (engine == nullptr || span.first >= span.last) return {};
    LineOptions options = options_for(page, *engine);
    options.ink_height += 2; // another scale, so that a second look is a look of its own
    return recognise_segment(page, segment_of(text, span), alphabet, *engine, options);
}

} // namespace dossier::ocr
