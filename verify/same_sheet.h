#pragma once
// Whether two pages whose pictures are alike show the same sheet of paper, by what was read on
// them. The picture alone does not tell (capture/likeness.h): cards of one kind are alike as such.
// Pure.

#include "verify/examine.h"

namespace dossier::verify {

/// A page of a document.
struct ReadPage {
    const CheckedDocument& document;
    int page = 0;
};

/// Where both pages have a number that names its holder (of a card, licence, permit or account),
/// they are the same when it is equal, and not when it is another; where two characters of it
/// differ at most, one may be misread, and three of four values must agree. Without such a number
/// nine of ten must. Three at least must be there on both: of less nothing is said. What many
/// people share (a sex, a nationality) does not count. Chinese text
/// agrees when a fifth of it differs at most, all else when it is equal.
[[nodiscard]] bool shows_same_sheet(const ReadPage& one, const ReadPage& other);

} // namespace dossier::verify
