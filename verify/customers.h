#pragma once
// Whom a document is about, whom it names beside him, and when what it says must be looked at
// again. Pure.

#include "verify/examine.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

enum class CustomerKind { person, company };

/// A number that tells who somebody is; `kind` says what it is a number of (holders.h).
struct CustomerNumber {
    std::string kind;
    std::string number;
    bool operator==(const CustomerNumber&) const = default;
};

/// `likeness`: name and birth date, or a company's name: two customers who share it may be one.
struct Subject {
    CustomerKind kind = CustomerKind::person;
    std::string name;
    std::vector<CustomerNumber> numbers;
    std::string likeness;
};

/// By its own numbers; else the one customer whom the other documents of its `file` are about.
[[nodiscard]] std::optional<Subject>
subject_of(const CheckedDocument& document, std::span<const CheckedDocument> file = {});

/// What a number that somebody types may be, of every kind that fits its form.
[[nodiscard]] std::vector<CustomerNumber> numbers_in_query(std::string_view text);

/// Somebody whom a document names beside its subject.
struct RelatedPerson {
    std::string relation; ///< legal_representative, agent, spouse, contact
    std::string name;
    /// From the document, or from the one of its file that is that person's by name.
    std::optional<CustomerNumber> number;
};

[[nodiscard]] std::vector<RelatedPerson>
related_people(const CheckedDocument& document, std::span<const CheckedDocument> file = {});

/// Whether the other documents of its file tell what this one does not.
[[nodiscard]] bool asks_file(const CheckedDocument& document);

/// The day on which what the document proves ends: the `field` that says it.
struct Expiry {
    std::string field;
    std::chrono::year_month_day on;
};

/// Nothing where it says none, or 长期.
[[nodiscard]] std::optional<Expiry> expiry_of(const CheckedDocument& document);

} // namespace dossier::verify
