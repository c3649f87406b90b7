#include "ocr/recipe/read_mrz.h"

#include "ocr/layout/boxes.h"
#include "ocr/layout/line_picture.h"
#include "ocr/layout/mrz_strips.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

namespace dossier::ocr {
namespace {

using capture::Box;

bool holds_filler(const MrzPlace& place)
{
    return place.filler >= is_filler;
}

/// Runs of places that are no fillers: recognisers count long rows of `<` badly.
Segment without_fillers(const MrzStrip& strip)
{
    Segment segment{.box = strip.box, .parts = {}};
    bool goes_on = false;
    for (const MrzPlace& place : strip.places) {
        if (holds_filler(place)) {
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

/// The filler has other names where Chinese is expected.
bool is_read_as_filler(const Symbol& symbol)
{
    constexpr std::array names{"<", "＜", "く", "«", "‹", "《", "〈"};
    return std::ranges::find(names, symbol.text) != names.end();
}

/// Of the alphabet of zones, written as in it.
bool is_character(Symbol& symbol)
{
    if (is_read_as_filler(symbol)) symbol.text.assign(1, '<');
    if (symbol.text.size() != 1) return false;
    return symbol.text[0] == '<' || std::isalnum(static_cast<unsigned char>(symbol.text[0])) != 0;
}

std::vector<Candidate> candidates_of(const Symbol& symbol)
{
    std::vector<Candidate> candidates{{symbol.text, symbol.confidence}};
    candidates.insert(candidates.end(), symbol.alternatives.begin(), symbol.alternatives.end());
    return candidates;
}

/// Which symbol stands at which of the places, in order: where a recogniser dropped or invented
/// one, the boxes of the others say which. `none` for a place without a symbol.
constexpr std::size_t none = static_cast<std::size_t>(-1);

class Alignment {
public:
    Alignment(const std::vector<Box>& places, const std::vector<Symbol>& symbols)
        : rows_(places.size() + 1),
          columns_(symbols.size() + 1),
          cost_(rows_ * columns_, 0.0)
    {
        for (std::size_t i = 0; i < rows_; ++i) {
            for (std::size_t k = 0; k < columns_; ++k) {
                if (i == 0 && k == 0) continue;
                double least = std::numeric_limits<double>::max();
                if (i > 0) least = std::min(least, at(i - 1, k) + dropped);
                if (k > 0) least = std::min(least, at(i, k - 1) + invented);
                if (i > 0 && k > 0)
                    least = std::min(least, at(i - 1, k - 1) + off(places[i - 1], symbols[k - 1]));
                at(i, k) = least;
            }
        }
    }

    [[nodiscard]] std::vector<std::size_t>
    symbol_at(const std::vector<Box>& places, const std::vector<Symbol>& symbols)
    {
        std::vector<std::size_t> found(places.size(), none);
        std::size_t i = places.size();
        std::size_t k = symbols.size();
        while (i > 0 && k > 0) {
            if (at(i, k) == at(i - 1, k - 1) + off(places[i - 1], symbols[k - 1])) {
                --i, --k;
                found[i] = k;
            } else if (at(i, k) == at(i - 1, k) + dropped) {
                --i;
            } else {
                --k;
            }
        }
        return found;
    }

private:
    static constexpr double dropped = 1.0;
    static constexpr double invented = 1.0;

    double& at(std::size_t i, std::size_t k) { return cost_[i * columns_ + k]; }

    /// How far a symbol stands from a place, in places.
    static double off(const Box& place, const Symbol& symbol)
    {
        const double by = symbol.box.x + symbol.box.width / 2.0 - place.x - place.width / 2.0;
        return std::min(3.0, std::abs(by) / std::max(1, place.width));
    }

    std::size_t rows_;
    std::size_t columns_;
    std::vector<double> cost_;
};

void hand_out(
    const std::vector<Symbol>& symbols,
    const MrzStrip& strip,
    std::size_t who,
    std::vector<MrzCell>& cells
)
{
    std::vector<std::size_t> open;
    std::vector<Box> places;
    for (std::size_t i = 0; i < strip.places.size(); ++i) {
        if (holds_filler(strip.places[i])) continue;
        open.push_back(i);
        places.push_back(strip.places[i].box);
    }
    const auto found = Alignment(places, symbols).symbol_at(places, symbols);
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (found[i] != none) cells[open[i]].seen[who] = candidates_of(symbols[found[i]]);
    }
}

std::vector<Symbol> recognise(const cv::Mat& grey, const Segment& segment, Engine& engine)
{
    const LinePicture picture(grey, segment, engine.line_options());
    if (picture.is_empty()) return {};
    auto symbols = engine.recognise(picture.pixels(), Alphabet::ascii, Care::usual);
    std::erase_if(symbols, [](Symbol& symbol) { return !is_character(symbol); });
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

bool may_have_mrz(const std::vector<TextLine>& lines)
{
    constexpr std::ptrdiff_t enough = 3;
    return std::ranges::any_of(lines, [](const TextLine& line) {
        return std::ranges::count_if(line.symbols, is_read_as_filler) >= enough;
    });
}

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
