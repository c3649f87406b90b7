#pragma once
// What else is asked of resident identity numbers than their rule.

#include <string>

namespace dossier::verify {

/// The 18-character form of a 15-digit number, which is the same number (X07); anything else stays.
[[nodiscard]] std::string modern_cn_id(const std::string& number);

} // namespace dossier::verify
