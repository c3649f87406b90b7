#include "ocr/lstm/decode.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace dossier::ocr::lstm {
namespace {

/// Texts that are followed side by side.
constexpr std::size_t most_texts = 16;

/// What is this much less likely than the likeliest text is given up.
constexpr double least_share = 1e-7;

/// A code that is less likely than this at a step does not start there.
constexpr float least_probability = 1e-4F;

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

/// Some codes in a row, as the last of a chain, and the probability that the steps so far say
/// them: with the last code still being said, or blank after it.
struct Text {
    std::size_t before = none;
    Place place = start_place;
    Code code = 0;
    bool starts_character = false;
    double said = 0.0;
    double blank = 0.0;
    double next_said = 0.0;
    double next_blank = 0.0;
    bool is_listed = false; ///< among those of the next step
    std::vector<std::size_t> longer;

    double total() const { return said + blank; }
};

/// Follows the likeliest texts from step to step, summing over all ways to say the same.
class Search {
public:
    enum class Extent { line, character };

    Search(const Characters& characters, Extent extent) : characters_(characters), extent_(extent)
    {
        texts_.push_back({.blank = 1.0, .longer = {}});
        live_ = {0};
    }

    void run(const Steps& steps)
    {
        for (std::size_t t = 0; t < steps.count(); ++t)
            take(steps.at(t), steps.blank);
    }

    /// Those that end with a whole character or are empty, the likeliest first.
    std::vector<std::size_t> whole() const
    {
        std::vector<std::size_t> whole;
        for (const auto index : live_)
            if (is_whole(texts_[index])) whole.push_back(index);
        std::ranges::sort(whole, [&](std::size_t left, std::size_t right) {
            return texts_[left].total() > texts_[right].total();
        });
        return whole;
    }

    const Text& text(std::size_t index) const { return texts_[index]; }

    double probability(std::size_t index) const
    {
        return texts_[index].total() * std::exp(logarithm_);
    }

private:
    bool is_whole(const Text& text) const
    {
        return text.place == start_place || characters_.character(text.place) != nullptr;
    }

    void take(std::span<const float> row, Code blank)
    {
        likely_.clear();
        for (std::size_t code = 0; code < row.size(); ++code) {
            if (row[code] >= least_probability && code != blank)
                likely_.push_back(static_cast<Code>(code));
        }
        next_.clear();
        for (const auto index : live_) {
            list(index);
            auto& text = texts_[index];
            text.next_blank += text.total() * static_cast<double>(row[blank]);
            if (index != 0) text.next_said += text.said * static_cast<double>(row[text.code]);
            extend(index, row);
        }
        choose();
    }

    void list(std::size_t index)
    {
        if (std::exchange(texts_[index].is_listed, true)) return;
        next_.push_back(index);
    }

    void extend(std::size_t index, std::span<const float> row)
    {
        const Place place = texts_[index].place;
        const bool is_begun = place != start_place;
        if (is_begun) {
            // What has begun has to go on somehow, however unlikely.
            for (const auto& [code, to] : characters_.steps(place))
                add(index, code, to, false, row[code]);
        }
        if (!is_whole(texts_[index]) || (is_begun && extent_ == Extent::character)) return;
        for (const Code code : likely_) {
            if (const auto to = characters_.step(start_place, code))
                add(index, code, *to, true, row[code]);
        }
    }

    void add(std::size_t index, Code code, Place to, bool starts_character, float probability)
    {
        const auto& text = texts_[index];
        // The same code twice needs a blank between.
        const bool is_same = index != 0 && text.code == code;
        const double share =
            (is_same ? text.blank : text.total()) * static_cast<double>(probability);
        if (share < least_share) return;
        const auto longer = longer_text(index, code, to, starts_character);
        list(longer);
        texts_[longer].next_said += share;
    }

    std::size_t longer_text(std::size_t index, Code code, Place to, bool starts_character)
    {
        for (const auto longer : texts_[index].longer)
            if (texts_[longer].place == to && texts_[longer].starts_character == starts_character)
                return longer;
        const auto longer = texts_.size();
        texts_[index].longer.push_back(longer);
        texts_.push_back({
            .before = index,
            .place = to,
            .code = code,
            .starts_character = starts_character,
            .longer = {},
        });
        return longer;
    }

    /// Of the next step's texts the likeliest go on, scaled so that the best of them is 1.
    void choose()
    {
        for (const auto index : live_)
            texts_[index].said = texts_[index].blank = 0.0;
        double best = std::numeric_limits<double>::min();
        for (const auto index : next_) {
            auto& text = texts_[index];
            text.said = std::exchange(text.next_said, 0.0);
            text.blank = std::exchange(text.next_blank, 0.0);
            text.is_listed = false;
            best = std::max(best, text.total());
        }
        const auto is_likelier = [&](std::size_t left, std::size_t right) {
            return texts_[left].total() > texts_[right].total();
        };
        const auto give_up_from = [&](auto first) {
            for (auto each = first; each != next_.end(); ++each)
                texts_[*each].said = texts_[*each].blank = 0.0;
            next_.erase(first, next_.end());
        };
        if (next_.size() > most_texts) {
            const auto middle = next_.begin() + most_texts;
            std::ranges::nth_element(next_, middle, is_likelier);
            give_up_from(middle);
        }
        give_up_from(std::partition(next_.begin(), next_.end(), [&](std::size_t index) {
            return texts_[index].total() >= least_share * best;
        }));
        logarithm_ += std::log(best);
        for (const auto index : next_) {
            texts_[index].said /= best;
            texts_[index].blank /= best;
        }
        live_.swap(next_);
    }

    const Characters& characters_;
    Extent extent_;
    std::vector<Text> texts_; ///< the first is empty
    std::vector<std::size_t> live_;
    std::vector<std::size_t> next_;
    std::vector<Code> likely_;
    double logarithm_ = 0.0; ///< of what probabilities were scaled by
};

/// A character of the text and its codes.
struct Spelt {
    const std::string* character = nullptr;
    std::vector<Code> codes;
};

std::vector<Spelt> likeliest_text(const Steps& steps, const Characters& characters)
{
    Search search(characters, Search::Extent::line);
    search.run(steps);
    const auto whole = search.whole();
    std::vector<Spelt> spelt;
    if (whole.empty()) return spelt;
    bool is_at_end = true;
    for (auto index = whole.front(); index != 0; index = search.text(index).before) {
        const auto& text = search.text(index);
        if (is_at_end) spelt.push_back({characters.character(text.place), {}});
        spelt.back().codes.push_back(text.code);
        is_at_end = text.starts_character;
    }
    std::ranges::reverse(spelt);
    for (auto& each : spelt)
        std::ranges::reverse(each.codes);
    return spelt;
}

/// Where each code is said, on the likeliest way to say them all: its first step and the one after
/// its last.
struct Span {
    std::size_t first = none;
    std::size_t end = 0;
};

std::vector<Span> align(const Steps& steps, std::span<const Code> codes)
{
    // Between all codes and around them there may be blank: states 0, 2, 4 …
    const auto states = 2 * codes.size() + 1;
    const auto count = steps.count();
    std::vector<double> now(states, 0.0);
    std::vector<double> next(states);
    std::vector<std::uint8_t> came_from(count * states);
    now[0] = 1.0;
    for (std::size_t t = 0; t < count; ++t) {
        const auto row = steps.at(t);
        double best = std::numeric_limits<double>::min();
        for (std::size_t s = 0; s < states; ++s) {
            const bool is_code = s % 2 == 1;
            std::size_t back = 0;
            if (s >= 1 && now[s - 1] > now[s]) back = 1;
            if (is_code && s >= 3 && codes[s / 2] != codes[s / 2 - 1] && now[s - 2] > now[s - back])
                back = 2;
            next[s] =
                now[s - back] * static_cast<double>(row[is_code ? codes[s / 2] : steps.blank]);
            came_from[t * states + s] = static_cast<std::uint8_t>(back);
            best = std::max(best, next[s]);
        }
        for (std::size_t s = 0; s < states; ++s)
            now[s] = next[s] / best;
    }
    std::vector<Span> spans(codes.size());
    auto state = states - 1;
    if (states > 1 && now[states - 2] > now[states - 1]) state = states - 2;
    for (auto t = count; t > 0; --t) {
        if (state % 2 == 1) {
            auto& span = spans[state / 2];
            span.first = t - 1;
            span.end = std::max(span.end, t);
        }
        state -= came_from[(t - 1) * states + state];
    }
    return spans;
}

/// Reads the glyph's steps again for any one character.
void weigh(Glyph& glyph, const Steps& steps, const Characters& characters)
{
    constexpr std::size_t most_others = 6;
    constexpr double least = 1e-4;
    Search search(characters, Search::Extent::character);
    search.run(steps.part(glyph.first_step, glyph.end_step));
    for (const auto index : search.whole()) {
        const auto* text = characters.character(search.text(index).place);
        if (text == nullptr) continue;
        const double probability = search.probability(index);
        if (*text == glyph.best.text)
            glyph.best.probability = probability;
        else if (probability >= least && glyph.others.size() < most_others)
            glyph.others.push_back({*text, probability});
    }
}

} // namespace

std::vector<Glyph> decode(const Steps& steps, const Characters& characters)
{
    const auto spelt = likeliest_text(steps, characters);
    std::vector<Code> codes;
    for (const auto& each : spelt)
        codes.insert(codes.end(), each.codes.begin(), each.codes.end());
    const auto spans = align(steps, codes);
    std::vector<Glyph> glyphs;
    std::size_t code = 0;
    std::size_t end = 0;
    for (const auto& [character, its_codes] : spelt) {
        const auto first = spans[code].first;
        code += its_codes.size();
        const auto border = glyphs.empty() ? 0 : end + (first - end) / 2;
        if (!glyphs.empty()) glyphs.back().end_step = border;
        glyphs.push_back(
            {.best = {*character}, .others = {}, .first_step = border, .end_step = steps.count()}
        );
        end = spans[code - 1].end;
    }
    for (auto& glyph : glyphs)
        weigh(glyph, steps, characters);
    return glyphs;
}

} // namespace dossier::ocr::lstm
