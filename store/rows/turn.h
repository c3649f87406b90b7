#pragma once
// Whose turn it is at a document, by its discrepancies: three columns of its row, by which the
// queue finds the next document for a person. They say nothing that the discrepancies, which are
// under the row's MAC, do not say; a row in which they differ was altered.

#include "verify/discrepancy.h"

#include <string>
#include <vector>

namespace dossier::store {

struct Turn {
    /// Anybody's also when nothing waits any more: then it is to be committed.
    enum class Of {
        anybody,
        second_person,            ///< all but `not_for`
        second_person_or_arbiter, ///< all but `not_for`, who may yet arbitrate
        arbiter                   ///< who arbitrates, but `not_for` and `nor_for`
    };

    Of of = Of::anybody;
    std::string not_for; ///< a person's name, or empty
    std::string nor_for; ///< behind `not_for` in the order of their bytes, or empty

    bool operator==(const Turn&) const = default;
};

[[nodiscard]] Turn turn_of(const std::vector<verify::Discrepancy>& discrepancies);

} // namespace dossier::store
