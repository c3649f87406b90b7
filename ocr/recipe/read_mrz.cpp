#include "ocr/recipe/read_mrz.h"

#include "ocr/layout/line_picture.h"
#include "ocr/layout/mrz_strips.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace dossier::ocr {
namespace {

using capture::Box;

constexpr double looks_like_filler = 0.60;

bool is_filler(const MrzPlace& place)
{
    return place.filler >= looks_like_filler;
}

/// Runs of places that are no fillers: recognisers count long rows of `<` badly.
Segment without_fillers(const MrzStrip& strip)
{
    Segment segment{.box = strip.box, .parts = {}};
    bool goes_on = false;
    for (const MrzPlace& place : strip.places) {
        if (is_filler(place)) {
            goes_on = false;
        } else if (goes_on) {
            segment.parts.back() = united(segment.parts.back(), place.box);
        } else {
            segment.parts.push_back(place.box);
            goes_on = true;
        }
    }
    return segment;
}

bool is_character(const Symbol& symbol)
{
    return symbol.text.size() == 1 && std::isalnum(static_cast<unsigned char>(symbol.text[0])) != 0;
}

std::vector<Candidate> candidates_of(const Symbol& symbol)
{
    std::vector<Candidate> candidates{{symbol.text, symbol.confidence}};
    candidates.insert(candidates.end(), symbol.alternatives.begin(), symbol.alternatives.end());
    return candidates;
}

/// Symbols go to the places in order when there are as many; else each to the place it stands on.
void hand_out(
    const std::vector<Symbol>& symbols,
    const MrzStrip& strip,
    std::size_t who,
    std::vector<MrzCell>& cells
)
{
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < strip.places.size(); ++i) {
        if (!is_filler(strip.places[i])) open.push_back(i);
    }
    if (open.size() == symbols.size()) {
        for (std::size_t i = 0; i < open.size(); ++i)
            cells[open[i]].seen[who] = candidates_of(symbols[i]);
        return;
    }
    for (const Symbol& symbol : symbols) {
        const int middle = symbol.box.x + symbol.box.width / 2;
        const auto off = [&](std::size_t i) {
            const Box& box = strip.places[i].box;
            return std::abs(box.x + box.width / 2 - middle);
        };
        if (open.empty()) return;
        const std::size_t nearest = *std::ranges::min_element(open, {}, off);
        auto& seen = cells[nearest].seen[who];
        if (seen.empty() || seen.front().confidence < symbol.confidence)
            seen = candidates_of(symbol);
    }
}

std::vector<Symbol> recognise(const cv::Mat& grey, const Segment& segment, Engine& engine)
{
    const LinePicture picture(grey, segment, engine.line_options());
    if (picture.is_empty()) return {};
    auto symbols = engine.recognise(picture.pixels(), Alphabet::ascii);
    std::erase_if(symbols, [](const Symbol& symbol) { return !is_character(symbol); });
    for (Symbol& symbol : symbols)
        symbol.box = picture.on_page(symbol.box);
    return symbols;
}

std::vector<MrzCell> read_strip(const cv::Mat& grey, const MrzStrip& strip, const Engines& engines)
{
    std::vector<MrzCell> cells;
    for (const MrzPlace& place : strip.places)
        cells.push_back({.box = place.box, .filler = place.filler, .seen = {}});
    const Segment segment = without_fillers(strip);
    if (segment.parts.empty()) return cells;
    std::size_t who = 0;
    for (const Recogniser each : {Recogniser::first, Recogniser::second}) {
        if (Engine* engine = engines.find(each, Alphabet::ascii))
            hand_out(recognise(grey, segment, *engine), strip, who, cells);
        ++who;
    }
    return cells;
}

} // namespace

std::optional<Mrz>
read_mrz(const cv::Mat& grey, const std::vector<Segment>& segments, const Engines& engines)
{
    MrzCells cells;
    for (const MrzStrip& strip : find_mrz_strips(grey, segments))
        cells.push_back(read_strip(grey, strip, engines));
    if (cells.empty()) return std::nullopt;
    return decode_mrz(cells);
}

} // namespace dossier::ocr
