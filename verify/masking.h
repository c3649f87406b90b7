#pragma once
// Numbers as lists show them: enough to tell them apart, not enough to use (domain.md 6.6). Pure.

#include <string>
#include <string_view>

namespace dossier::verify {

/// An identity number keeps its first and last character, an account its first six and last four,
/// a mobile its first three and last four, any other telephone its last four, an address of mail
/// its first letter and its domain, a passport or permit its first and last two. A company's code
/// is public and stays; of anything else the last four stay.
[[nodiscard]] std::string masked(std::string_view field, std::string_view number);

} // namespace dossier::verify
