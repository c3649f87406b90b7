#pragma once
// Damaged copies of good files, by people who know the formats: lengths, counts, sizes and tags get
// the numbers that break parsers, parts are dropped, doubled and swapped, and now and then bytes
// are flipped or cut off without any sense.

#include "samples/render/dice.h"
#include "samples/render/encode.h"

namespace dossier::samples {

/// A damaged copy of a JPEG, PNG, TIFF, PDF, JPEG 2000 or WebP; of anything else, bytes are changed
/// blindly. The same dice give the same bytes. Checksums of PNG chunks are mostly put right again,
/// so that what is inside is looked at.
[[nodiscard]] Bytes mutated(const Bytes& good, Dice& dice);

} // namespace dossier::samples
