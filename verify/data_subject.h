#pragma once
// What a document says of one person, where that person asks for it (PIPL art. 44 to 47): whether
// it speaks of him, which of its fields are his, and which are another person's. Pure.

#include "verify/customers.h"

#include <string>
#include <vector>

namespace dossier::verify {

/// A person who asks what is kept of him: his name, and the number that he proved.
struct AskingPerson {
    std::string name;
    std::vector<CustomerNumber> numbers;
};

/// How a document speaks of somebody. `by_name`: one of that name, without another number.
enum class SpokenOf { not_at_all, by_name, by_number };

[[nodiscard]] SpokenOf spoken_of(const CheckedDocument& document, const AskingPerson& person);

/// The fields that are another person's, or may be. A company's are nobody's.
[[nodiscard]] std::vector<std::string>
fields_of_others(const CheckedDocument& document, const AskingPerson& person);

} // namespace dossier::verify
