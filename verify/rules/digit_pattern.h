#pragma once
// The patterns of libphonenumber's metadata, over digits: digits, classes, \d, groups,
// alternatives, {n}, {n,m} and ?. std::regex needs a millisecond to compile one (half a second the
// longest); here nothing is compiled, and nothing backtracks: a set of places moves along the
// pattern.

#include <string_view>

namespace dossier::verify {

/// Whether the whole of up to 31 digits fits. An empty pattern fits nothing; one that is none of
/// these ends where it stops being one.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view digits);

} // namespace dossier::verify
