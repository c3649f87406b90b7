#include "ocr/net/ctc.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

bool is_likelier(const Choice& left, const Choice& right)
{
    return left.probability > right.probability;
}

/// Labels that are looked at together: of thousands only a few are likely.
constexpr std::size_t look_ahead = 32;

/// How many labels from the first on are all unlikely, in whole looks ahead.
std::size_t unlikely_from(std::span<const float> probabilities, float least)
{
    std::size_t start = 0;
    for (; start + look_ahead <= probabilities.size(); start += look_ahead) {
        int likely = 0;
        for (std::size_t i = 0; i < look_ahead; ++i)
            likely += probabilities[start + i] >= least ? 1 : 0;
        if (likely > 0) break;
    }
    return start;
}

/// Takes a step's choices into a glyph: each text keeps its highest probability.
void merge(Glyph& glyph, const TimeStep& step)
{
    for (const auto& choice : step.choices) {
        if (choice.text.empty() || choice.text == glyph.text) continue;
        const auto known = std::ranges::find(glyph.alternatives, choice.text, &Choice::text);
        if (known == glyph.alternatives.end())
            glyph.alternatives.push_back(choice);
        else
            known->probability = std::max(known->probability, choice.probability);
    }
    const auto& best = step.choices.front();
    if (best.probability <= glyph.confidence) return;
    glyph.confidence = best.probability;
    glyph.centre = step.x;
    glyph.absence = 1.0F - step.presence();
}

} // namespace

float TimeStep::presence() const
{
    const auto blank =
        std::ranges::find_if(choices, [](const auto& one) { return one.text.empty(); });
    return blank == choices.end() ? 1.0F : 1.0F - blank->probability;
}

std::vector<TimeStep> read_steps(
    std::span<const float> probabilities,
    const Charset& charset,
    float step_width,
    const LatticeOptions& options
)
{
    std::vector<TimeStep> steps;
    for (; probabilities.size() >= charset.size();
         probabilities = probabilities.subspan(charset.size())) {
        TimeStep step{.x = (static_cast<float>(steps.size()) + 0.5F) * step_width, .choices = {}};
        const auto row = probabilities.first(charset.size());
        for (std::size_t label = 0; label < row.size();) {
            label += unlikely_from(row.subspan(label), options.least_probability);
            for (const auto end = std::min(label + look_ahead, row.size()); label < end; ++label) {
                if (row[label] < options.least_probability) continue;
                step.choices.push_back({charset.text(label), row[label]});
            }
        }
        std::ranges::sort(step.choices, is_likelier);
        if (step.choices.size() > options.most_choices) step.choices.resize(options.most_choices);
        if (step.choices.empty()) step.choices.push_back({}); // every class unlikely: says nothing
        steps.push_back(std::move(step));
    }
    return steps;
}

std::vector<Glyph> read_glyphs(std::span<const TimeStep> steps)
{
    std::vector<Glyph> glyphs;
    std::string_view before;
    for (const auto& step : steps) {
        const auto& best = step.choices.front().text;
        if (!best.empty() && best != before) glyphs.push_back({.text = best, .alternatives = {}});
        if (!best.empty()) merge(glyphs.back(), step);
        before = best;
    }
    const float half = steps.empty() ? 0.0F : steps.front().x;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        std::ranges::sort(glyphs[i].alternatives, is_likelier);
        const float reach = half * 4;
        glyphs[i].left = glyphs[i].centre - reach;
        glyphs[i].right = glyphs[i].centre + reach;
        if (i == 0) continue;
        const float middle = (glyphs[i - 1].centre + glyphs[i].centre) / 2;
        glyphs[i - 1].right = std::min(glyphs[i - 1].right, middle);
        glyphs[i].left = std::max(glyphs[i].left, middle);
    }
    return glyphs;
}

} // namespace dossier::ocr::net
