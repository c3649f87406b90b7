#pragma once
// Fields whose value is known, shown with a wrong one in its place, to measure whether people look
// before they confirm: what threat image projection is to those who screen baggage. The wrong value
// never leaves the discrepancy (discrepancy.h); what was read stays the document's. Pure.

#include "ocr/document_type.h"
#include "verify/discrepancy.h"
#include "verify/examine.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dossier::verify {

/// The wrong values that may be shown of one field.
struct Plantable {
    std::string field;
    std::vector<std::string> values;
};

/// The least confidence of a value that counts as known where no check digit vouches for it.
inline constexpr double known_from = 0.995;

/// The accepted fields whose value is known, each with what differs from it in a character or two
/// that are taken for each other and breaks no rule: only the picture tells. In the document's
/// order.
[[nodiscard]] std::vector<Plantable> plantable_fields(
    const CheckedDocument& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
);

/// What a person did with a wrong value. `caught`: keyed what was read. `missed`: confirmed it.
/// `differed`: found something else. `disputed`: who arbitrated did not find what was read either,
/// so that it was not known and says nothing of the person.
enum class AnswerOutcome { caught, missed, differed, disputed };

/// What the person found where a wrong value was planted `before`; nothing where none was, or where
/// nothing was found (the document was sent back).
[[nodiscard]] std::optional<AnswerOutcome>
outcome_of(const Discrepancy& before, const Discrepancy& after);

/// Between these lies the share, with a confidence of 95 % (Clopper and Pearson 1934).
struct ShareInterval {
    double least = 0.0;
    double most = 1.0;
};

[[nodiscard]] ShareInterval share_interval(std::int64_t count, std::int64_t trials);

} // namespace dossier::verify
