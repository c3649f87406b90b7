#pragma once
// One identifier or contact against its rule. Pure: today's date is an argument.

#include "verify/finding.h"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dossier::verify {

/// `valid`: no finding of severity error. `normal`: the normalised value. `facts`: what the number
/// itself says (birth_date, sex, region, ...), keys in the contract's spelling.
struct Verdict {
    bool valid = false;
    std::string normal;
    std::vector<Finding> findings;
    std::map<std::string, std::string> facts;
};

/// The kinds that check() knows, in the contract's spelling (`cn-id`, `uscc`, ...).
[[nodiscard]] std::span<const std::string_view> kinds();

/// Empty when the kind is not known.
[[nodiscard]] std::optional<Verdict>
check(std::string_view kind, std::string_view value, std::chrono::year_month_day today);

} // namespace dossier::verify
