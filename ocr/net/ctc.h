#pragma once
// From the network's probabilities, a row for each step along the line, to characters. The model
// says a character over one or more steps and "nothing" (blank) between; equal neighbours with no
// blank between are one character.

#include "ocr/net/charset.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dossier::ocr::net {

/// What one place may say. An empty text says nothing.
struct Choice {
    std::string text;
    float probability = 0.0F;
};

/// One step along the line with its likely choices, best first: the lattice for decoding under
/// constraints. Choices below `least_probability` are left out.
struct TimeStep {
    float x = 0.0F; ///< middle of the step
    std::vector<Choice> choices;

    /// Probability that something stands here.
    float presence() const;
};

/// One character as read: the likeliest at its place, with the others that were likely there.
struct Glyph {
    std::string text;
    float confidence = 0.0F;
    float centre = 0.0F; ///< where along the line
    float left = 0.0F;
    float right = 0.0F;
    float absence = 0.0F;             ///< probability that nothing stands there
    std::vector<Choice> alternatives; ///< without `text`, best first
};

struct LatticeOptions {
    std::size_t most_choices = 8;
    float least_probability = 0.001F;
};

/// `probabilities`: rows of charset.size() numbers. `step_width`: from one row to the next.
[[nodiscard]] std::vector<TimeStep> read_steps(
    std::span<const float> probabilities,
    const Charset& charset,
    float step_width,
    const LatticeOptions& options = {}
);

/// The best path through the steps. `left` and `right` meet in the middle between neighbours.
[[nodiscard]] std::vector<Glyph> read_glyphs(std::span<const TimeStep> steps);

} // namespace dossier::ocr::net
