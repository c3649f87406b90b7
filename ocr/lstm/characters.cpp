#include "ocr/lstm/characters.h"

#include <algorithm>

namespace dossier::ocr::lstm {

Characters::Characters(const Model& model) : places_(1)
{
    for (std::size_t i = 0; i < model.characters.size(); ++i) {
        Place at = start_place;
        for (const Code code : model.codes[i]) {
            if (const auto known = step(at, code)) {
                at = *known;
                continue;
            }
            const auto next = static_cast<Place>(places_.size());
            auto& steps = places_[at].steps;
            steps.insert(std::ranges::lower_bound(steps, code, {}, &Step::code), {code, next});
            places_.emplace_back();
            at = next;
        }
        if (at != start_place) places_[at].character = model.characters[i];
    }
}

std::optional<Place> Characters::step(Place from, Code code) const
{
    const auto& steps = places_[from].steps;
    const auto found = std::ranges::lower_bound(steps, code, {}, &Step::code);
    if (found == steps.end() || found->code != code) return std::nullopt;
    return found->to;
}

} // namespace dossier::ocr::lstm
