#pragma once
// Which fields of a document two people must look at: what its type's file says, and what the site
// says of fields from a sensitivity on. Pure.

#include "ocr/document_type.h"
#include "verify/discrepancy.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace dossier::verify {

/// The site's own, beside the types'. `sensitivity`: from this class on (c1, c2, c3). `share`: of
/// the documents, 0..1, chosen by chance.
struct SecondEyesPolicy {
    SecondEyes second_eyes = SecondEyes::none;
    std::string sensitivity = "c3";
    double share = 1.0;
};

/// By type and field. `own` holds of every document, `site` of the share that is chosen.
struct SecondEyesRules {
    using Fields = std::map<std::pair<std::string, std::string>, SecondEyes>;
    Fields own{};
    Fields site{};
    double share = 1.0;

    [[nodiscard]] SecondEyes
    of(const std::string& type, const std::string& field, bool is_chosen) const;
};

[[nodiscard]] SecondEyesRules
second_eyes_rules(const ocr::TypeCatalog& types, const SecondEyesPolicy& policy);

/// As type files, the configuration and the API write it.
[[nodiscard]] std::string_view name_of(SecondEyes second_eyes);

} // namespace dossier::verify
