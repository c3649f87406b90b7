#pragma once
// The characters that a model reads, each written as a sequence of codes: a tree that says which
// code may follow which.

#include "ocr/lstm/traineddata.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dossier::ocr::lstm {

using Code = std::uint16_t;

/// A place in the tree: the codes of a character, or how some start.
using Place = std::uint32_t;

constexpr Place start_place = 0;

class Characters {
public:
    struct Step {
        Code code = 0;
        Place to = start_place;
    };

    explicit Characters(const Model& model);

    /// From a place, by code.
    std::span<const Step> steps(Place from) const { return places_[from].steps; }

    std::optional<Place> step(Place from, Code code) const;

    /// The character whose codes end here; nothing where there is none.
    const std::string* character(Place at) const
    {
        const auto& text = places_[at].character;
        return text.empty() ? nullptr : &text;
    }

private:
    struct Node {
        std::string character;
        std::vector<Step> steps; ///< by code
    };

    std::vector<Node> places_;
};

} // namespace dossier::ocr::lstm
