#pragma once
// Several looks at one value laid beside each other: at each character the one that most of them
// saw, by how sure they were (ROVER, Fiscus 1997). Two recognisers seldom misread the same one.

#include "ocr/fields/decide.h"

#include <optional>
#include <vector>

namespace dossier::ocr {

/// The symbols of `best`, those replaced that the other looks outvote. A look of something else
/// altogether has no vote, one of the `expert` counts double.
[[nodiscard]] std::vector<Symbol> consensus(
    const Look& best,
    const std::vector<Look>& looks,
    std::optional<Recogniser> expert = std::nullopt
);

} // namespace dossier::ocr
