#pragma once
// Numbering plans of the world, those of libphonenumber, made at build time from an npm package
// (phones.cmake); empty where it is not installed. The patterns are those that
// verify/rules/digit_pattern.h knows.

#include <span>
#include <string_view>

namespace dossier::verify {

struct PhonePlan {
    std::string_view calling_code;
    std::string_view country; ///< two letters; "001" for numbers of no country
    std::string_view trunk;   ///< dialled in front at home only, mostly 0
    unsigned lengths = 0;     ///< bit n: a national number may have n digits
    std::string_view landline;
    std::string_view mobile; ///< the same as `landline` where numbers do not tell
    std::string_view other;  ///< toll-free, premium, voice over IP and so on
};

/// Of those that share a calling code the main country stands first.
[[nodiscard]] std::span<const PhonePlan> phone_plans();

/// The table's name and version, as findings give it.
[[nodiscard]] std::string_view phone_plans_version();

} // namespace dossier::verify
