#pragma once
// From the probabilities of codes, a row for each step along the line, to characters. The network
// says each code over one or more steps and "nothing" (blank) between; the codes of a character
// follow each other. Only sequences that are characters are looked for.

#include "ocr/lstm/characters.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::ocr::lstm {

/// What stands at one place, and how probable it is that the steps there say just this.
struct Choice {
    std::string text;
    double probability = 0.0;
};

struct Glyph {
    Choice best;
    std::vector<Choice> others; ///< best first
    std::size_t first_step = 0; ///< steps between two glyphs are shared out
    std::size_t end_step = 0;
};

/// What a network said of a line.
struct Steps {
    std::span<const float> probabilities; ///< rows of `codes`
    std::size_t codes = 0;
    Code blank = 0;

    std::size_t count() const { return probabilities.size() / codes; }

    std::span<const float> at(std::size_t step) const
    {
        return probabilities.subspan(step * codes, codes);
    }

    Steps part(std::size_t first, std::size_t end) const
    {
        return {probabilities.subspan(first * codes, (end - first) * codes), codes, blank};
    }
};

/// The likeliest text, spaces among its glyphs.
[[nodiscard]] std::vector<Glyph> decode(const Steps& steps, const Characters& characters);

} // namespace dossier::ocr::lstm
