#include "ocr/net/net_engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dossier::ocr::net {
namespace {

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::vector<Candidate> candidates_of(const Glyph& glyph)
{
    std::vector<Candidate> candidates;
    for (const auto& choice : glyph.alternatives) {
        candidates.push_back({choice.text, static_cast<double>(choice.probability)});
    }
    return candidates;
}

/// Marks that are one in print and in values: full and half as wide, or with a like stroke.
bool is_same_mark(std::string_view a, std::string_view b)
{
    constexpr std::pair<std::string_view, std::string_view> twins[] = {
        {"（", "("},
        {"）", ")"},
        {"；", ";"},
        {"：", ":"},
        {"，", ","},
        {"．", "，"},
        {"．", ","},
        {"丶", "、"}};
    return std::ranges::any_of(twins, [&](const auto& twin) {
        return (a == twin.first && b == twin.second) || (a == twin.second && b == twin.first);
    });
}

/// How likely the character is, in whichever of its forms.
double confidence_of(const Glyph& glyph)
{
    float sum = glyph.confidence;
    for (const auto& choice : glyph.alternatives) {
        if (is_same_mark(choice.text, glyph.text)) sum += choice.probability;
    }
    return static_cast<double>(std::min(sum, 1.0F));
}

/// The likeliest ASCII candidate takes the first place, which it swaps with what was read.
void prefer_ascii(Symbol& symbol)
{
    if (is_ascii(symbol.text)) return;
    const auto better = std::ranges::find_if(symbol.alternatives, is_ascii, &Candidate::value);
    if (better == symbol.alternatives.end() || better->value == " ") return;
    std::swap(symbol.text, better->value);
    std::swap(symbol.confidence, better->confidence);
}

/// What stands in ink that nobody read may belong to the value: its neighbour is not sure any more.
void doubt_beside_gaps(const LineReading& reading, std::vector<Symbol>& symbols)
{
    constexpr double at_most = 0.3;
    for (const Gap& gap : reading.gaps) {
        const auto middle = static_cast<double>(gap.left + gap.right) / 2;
        const auto distance = [&](const Symbol& symbol) {
            return std::abs(symbol.box.x + symbol.box.width / 2.0 - middle);
        };
        const auto nearest = std::ranges::min_element(symbols, {}, distance);
        if (nearest != symbols.end()) nearest->confidence = std::min(nearest->confidence, at_most);
    }
}

} // namespace

std::vector<Symbol> symbols_of(const LineReading& reading, int top, int bottom, Alphabet alphabet)
{
    std::vector<Symbol> symbols;
    bool space_before = false;
    for (const auto& glyph : reading.glyphs) {
        if (glyph.text == " ") {
            space_before = !symbols.empty();
            continue;
        }
        const int left = static_cast<int>(std::floor(glyph.left));
        const int right = static_cast<int>(std::ceil(glyph.right));
        symbols.push_back({
            .text = glyph.text,
            .box = {left, top, right - left, bottom - top},
            .confidence = confidence_of(glyph),
            .space_before = space_before,
            .alternatives = candidates_of(glyph),
        });
        if (alphabet == Alphabet::ascii) prefer_ascii(symbols.back());
        space_before = false;
    }
    doubt_beside_gaps(reading, symbols);
    return symbols;
}

std::vector<Symbol> NetEngine::recognise(const cv::Mat& line, Alphabet alphabet, Care care)
{
    const bool is_tuned = care == Care::worn && for_worn_ != nullptr;
    LineRecogniser& recogniser = is_tuned ? *for_worn_ : recogniser_;
    const auto reading =
        recogniser.read(line, care == Care::most ? Numbers::words : Numbers::bytes);
    if (reading.glyphs.empty()) return {};
    const Ink ink = find_ink(line);
    const int top = ink.is_blank() ? 0 : ink.top;
    const int bottom = ink.is_blank() ? line.rows : ink.bottom;
    return symbols_of(reading, top, bottom, alphabet);
}

std::optional<double> NetEngine::upside_down(const cv::Mat& line)
{
    if (direction_ == nullptr) return std::nullopt;
    return static_cast<double>(direction_->upside_down(line));
}

} // namespace dossier::ocr::net
