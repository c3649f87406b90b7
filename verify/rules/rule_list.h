#pragma once
// How the rest of verify finds a rule by its kind. The list itself is in verify/check.cpp.

#include "verify/rules/rules.h"

#include <string_view>

namespace dossier::verify {

struct Rule {
    std::string_view kind;
    RuleFunction judge = nullptr;
};

/// Null when there is no such kind.
[[nodiscard]] const Rule* find_rule(std::string_view kind);

} // namespace dossier::verify
