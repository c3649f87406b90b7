#pragma once
// Known answers (verify/known_answer.h) as the archive plants them and counts what people did.

#include "verify/known_answer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace dossier::store {

/// Of this share of the documents that go to people anyway, one field is shown with a wrong value,
/// chosen by chance from what `plantable` says may be shown.
struct KnownAnswers {
    double share = 0.0;
    std::function<std::vector<verify::Plantable>(const verify::CheckedDocument&)> plantable{};
};

/// How often one person did what with a wrong value.
struct PersonAnswers {
    std::string person;
    std::int64_t caught = 0;
    std::int64_t missed = 0;
    std::int64_t differed = 0;
    std::int64_t disputed = 0; ///< the value was not known after all
};

} // namespace dossier::store
