#pragma once
// Numbers of which the archive knows the holders: the same number with another name, a person under
// another number, or the same person's same document once more (X26). The archive answers by keyed
// digests; here is what to ask it and what its answer means. Pure.

#include "verify/examine.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::verify {

/// A number that has one holder, and that holder, both without what is only print. `field` is the
/// number's; `kind` says what it is a number of, whatever the type calls it. A `person` is told by
/// name and birth date, and what it holds is its identity number.
struct Holding {
    std::string field;
    std::string kind;
    std::string number;
    std::string holder;
};

/// Of an account or a card the holder is the customer, by identity number: who the document names,
/// or else the only one whom the other documents of its `file` do.
[[nodiscard]] std::vector<Holding>
holdings(const CheckedDocument& document, std::span<const CheckedDocument> file = {});

/// What the archive knows of a number: `other_holder`, under another name or customer;
/// `other_number`, the person under another one; `same_document`, a document of the same type with
/// the same holder.
enum class Known { other_holder, other_number, same_document };

/// What it means that the archive has it with another holder.
[[nodiscard]] Known known_otherwise(const Holding& holding);

/// Whether the file tells whose the document's account is, and the document does not.
[[nodiscard]] bool needs_file(const CheckedDocument& document);

/// Takes back what the archive said, before it is asked again.
void forget_known(CheckedDocument& document);

/// The fields that the archive's answer doubts.
[[nodiscard]] std::vector<std::string> doubted_by_archive(const CheckedDocument& document);

/// Adds `<field>.other_holder` or `<field>.other_number` (confirm), which take the acceptance back,
/// or `<field>.known` (info).
void add_known(CheckedDocument& document, const std::string& field, Known known);

} // namespace dossier::verify
