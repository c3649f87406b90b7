#pragma once
// Numbers of which the archive knows the holders: the same number with another name, or the same
// person's same document once more (X26). The archive answers by keyed digests; here is what to ask
// it and what its answer means. Pure.

#include "verify/examine.h"

#include <string>
#include <vector>

namespace dossier::verify {

/// A number that has one holder, and that holder, both without what is only print. `field` is the
/// number's; `kind` says what it is a number of, whatever the type calls it.
struct Holding {
    std::string field;
    std::string kind;
    std::string number;
    std::string holder;
};

/// Of a card the holder is who the form gives as the customer, by number.
[[nodiscard]] std::vector<Holding> holdings(const CheckedDocument& document);

/// What the archive knows of a number: `other_holder`, under another name; `same_document`, a
/// document of the same type with the same holder.
enum class Known { other_holder, same_document };

/// Adds `<field>.other_holder` (confirm), which takes the acceptance back, or `<field>.known`
/// (info).
void add_known(CheckedDocument& document, const std::string& field, Known known);

} // namespace dossier::verify
