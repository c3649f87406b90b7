#pragma once
// What can be wrong with a manifest, and the sentence a clerk gets.

#include "capture/facts.h"

namespace dossier::capture {

enum class ManifestProblem {
    ended,     ///< its end is missing
    malformed, ///< not XML, JSON or CSV as we take it
    not_utf8,
    too_large,
    unknown_word, ///< an element, attribute, key or column that a manifest does not have
    repeated_word,
    bad_fact,      ///< sheets, sides, type or the batch's name
    bad_file_name, ///< a path, a hidden name, a manifest, or not usable at all
    bad_sha256,
    repeated_file,
    too_many_files,
    no_files,
};

/// `line` counts from 1; 0 where the notation tells none.
struct ManifestError {
    ManifestProblem problem = ManifestProblem::malformed;
    int line = 0;
};

[[nodiscard]] Refusal refusal(const ManifestError& error);

} // namespace dossier::capture
