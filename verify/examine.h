#pragma once
// From what was read to what is doubtful: every field is checked against its rule and the others,
// and either accepted or left for a person. Pure.

#include "ocr/document_type.h"
#include "ocr/reading.h"
#include "verify/finding.h"

#include <chrono>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// `accepted`: no person would look at the field. `review`: one must.
enum class FieldStatus { accepted, review };

/// What speaks for a value besides its confidence. `doubted`: something speaks against it, it is
/// for a person whatever the confidence. `vouched`: a check digit holds for the raw reading.
enum class Standing { doubted, plain, vouched };

struct CheckedField {
    ocr::Field field;
    FieldStatus status = FieldStatus::review;
    Standing standing = Standing::doubted;

    /// Something speaks against the value: it is for a person.
    void doubt()
    {
        status = FieldStatus::review;
        standing = Standing::doubted;
    }
};

struct CheckedDocument {
    std::string type;
    int type_version = 0;
    double type_confidence = 0.0;
    std::vector<int> pages;
    std::vector<CheckedField> fields;
    std::vector<Finding> findings;
    std::vector<ocr::Pair> pairs;

    /// The field of that name, or null.
    [[nodiscard]] CheckedField* find_field(std::string_view name);
    [[nodiscard]] const CheckedField* find_field(std::string_view name) const;
    /// The value of that field; empty without one.
    [[nodiscard]] std::string value_of(std::string_view name) const;
};

/// The values of a field that pass or do not pass together: with or without a check digit that
/// vouches for them.
struct Lane {
    std::string field;
    bool vouched = false;
    auto operator<=>(const Lane&) const = default; // NOLINT(modernize-use-nullptr): a false alarm
};

/// What may pass of one type, as learnt from what people found (verify/acceptance.h).
struct Acceptance {
    std::map<Lane, double> least; ///< from which confidence on; never where a lane is not named
    double bound = 1.0;           ///< at most this share of accepted records holds a wrong value
    bool passes_whole = false;    ///< and the same is proved of records that no person sees at all
    bool operator==(const Acceptance&) const = default;
};

/// The least confidence at which a field without findings is accepted; `proven` holds where a
/// check digit vouches for the raw reading. Where `learnt` is there, it alone decides, and nothing
/// passes of types that it does not name. Nothing passes in lanes that `drifted`.
struct Thresholds {
    double accept = 0.98;
    double proven = 0.80;
    double type = 0.80;
    std::optional<std::map<std::string, Acceptance>> learnt{};
    std::map<std::string, std::set<Lane>> drifted{};
};

[[nodiscard]] std::vector<CheckedDocument> examine(
    const ocr::Reading& reading,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today,
    const Thresholds& thresholds = {}
);

/// The findings on a document whose values a person changed: the same rules, without confidences.
[[nodiscard]] std::vector<Finding> recheck(
    const CheckedDocument& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
);

/// What makes a value of that field wrong by itself: a finding of severity error; null where
/// nothing does.
[[nodiscard]] const Finding* broken_rule(std::span<const Finding> findings, std::string_view field);

/// The least confidence at which a value of the lane passes without a person; nothing when none
/// does.
[[nodiscard]] std::optional<double>
least_confidence(const Thresholds& thresholds, const std::string& type, const Lane& lane);

/// Whether a finding of severity confirm or error names the field.
[[nodiscard]] bool is_doubted(std::span<const Finding> findings, const std::string& field);

/// Sends the accepted fields that a finding of severity confirm or error names to a person, too;
/// their names. A number that a person typed may contradict what passed while it was not known.
std::vector<std::string> doubt_contradicted(CheckedDocument& document);

/// The fields that wait for a person, one discrepancy each, in the document's order. The empty name
/// stands first when the document as a whole is in doubt (its type is unknown or uncertain): such a
/// document never passes by itself, even with no field in it.
[[nodiscard]] std::vector<std::string> doubtful_fields(const CheckedDocument& document);

/// The cross-checks that a type file may name.
[[nodiscard]] std::span<const std::string_view> cross_checks();

} // namespace dossier::verify
