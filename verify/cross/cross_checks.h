#pragma once
// Every cross-check: one function that sees the evidence and says nothing or one finding. The list
// that names them is in verify/examine.cpp; types ask for them by name.

#include "verify/cross/evidence.h"

#include <optional>

namespace dossier::verify {

using CrossCheckFunction = std::optional<Finding> (*)(const Evidence& evidence);

// identity.cpp
std::optional<Finding> id_number_birth_date(const Evidence& evidence);
std::optional<Finding> id_number_sex(const Evidence& evidence);
std::optional<Finding> permit_number_birth_date(const Evidence& evidence);
std::optional<Finding> permit_number_sex(const Evidence& evidence);
std::optional<Finding> id_number_address(const Evidence& evidence);
std::optional<Finding> spouse_differs(const Evidence& evidence);
std::optional<Finding> agent_differs(const Evidence& evidence);
std::optional<Finding> customer_guardian(const Evidence& evidence);

// validity.cpp
std::optional<Finding> validity_order(const Evidence& evidence);
std::optional<Finding> validity_term(const Evidence& evidence);
std::optional<Finding> validity_expired(const Evidence& evidence);

// company.cpp
std::optional<Finding> uscc_region(const Evidence& evidence);
std::optional<Finding> established_past(const Evidence& evidence);
std::optional<Finding> company_form(const Evidence& evidence);
std::optional<Finding> business_term_order(const Evidence& evidence);
std::optional<Finding> capital_words(const Evidence& evidence);

// passport.cpp
std::optional<Finding> mrz_sound(const Evidence& evidence);
std::optional<Finding> mrz_number(const Evidence& evidence);
std::optional<Finding> mrz_birth_date(const Evidence& evidence);
std::optional<Finding> mrz_expiry_date(const Evidence& evidence);
std::optional<Finding> mrz_sex(const Evidence& evidence);
std::optional<Finding> mrz_nationality(const Evidence& evidence);
std::optional<Finding> name_reading(const Evidence& evidence);

// address.cpp
std::optional<Finding> postcode_address(const Evidence& evidence);
std::optional<Finding> issuing_authority_address(const Evidence& evidence);

// card.cpp
std::optional<Finding> card_bank(const Evidence& evidence);
std::optional<Finding> card_kind(const Evidence& evidence);
std::optional<Finding> account_kind(const Evidence& evidence);

// tax_residency.cpp
std::optional<Finding> tax_residency_indicia(const Evidence& evidence);

} // namespace dossier::verify
