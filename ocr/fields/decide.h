#pragma once
// From what was read, once or twice, to one value: the reading that the grammar admits wins; when
// none does, the likeliest well-formed value over the alternatives, marked as repaired.

#include "ocr/document_type.h"
#include "ocr/fields/text.h"
#include "ocr/reading.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::ocr {

/// A value of which something other than its letters is doubted (its place, its label, a guess in
/// it) is no surer than this: for a person, also where a check digit holds (verify's
/// Thresholds::proven), for of the endings of a number of any length one in ten passes.
inline constexpr double most_of_a_guess = 0.79;

/// A number of any length that single digits of are doubted is no surer than this: for a person,
/// though nine in ten are right.
inline constexpr double most_of_a_doubt = 0.9;

/// A value that was mended is no surer than this.
inline constexpr double most_of_mended = 0.6;

/// One look at a value: its symbols in reading order, and who looked.
struct Look {
    std::vector<Symbol> symbols;
    Recogniser by = Recogniser::first;
};

/// What the calibration knows of a value.
struct Evidence {
    double least = 0.0; ///< lowest symbol confidence; of two recognisers the surer's counts
    double mean = 0.0;
    bool agreed = false;  ///< two looks, one value
    bool across = false;  ///< two recognisers that are not kin, one value
    bool kin = false;     ///< the second and the third, one value
    bool doubted = false; ///< two looks, two well-formed values
    bool well_formed = false;
    bool proven = false;                ///< a check digit vouches for the raw reading
    Recogniser by = Recogniser::second; ///< whose reading it is
};

struct Decided {
    std::string value;
    std::string raw;
    double confidence = 0.0;
    bool repaired = false;
    std::vector<Candidate> alternatives;
    std::vector<Sighting> sightings;
    Evidence evidence;
};

/// `expert`: who has learned to read such print; where its look is well-formed the others only
/// agree or doubt.
[[nodiscard]] Decided decide(
    const FieldType& field,
    const std::vector<Look>& looks,
    std::optional<Recogniser> expert = std::nullopt
);

/// The probability that a value is right. Constants and where they come from: confidence.cpp.
[[nodiscard]] double confidence_of(const FieldType& field, const Evidence& evidence);

/// Whether one more look could only confirm the value.
[[nodiscard]] bool is_settled(const Decided& decided);

} // namespace dossier::ocr
