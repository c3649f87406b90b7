#pragma once
// Han characters as a search takes them: their simplified form and how they are read. Pure; without
// the tables (verify/tables) every character stays as it is and has no reading.

#include <string_view>
#include <vector>

namespace dossier::verify {

/// The simplified form of a traditional character, also as Hong Kong and Taiwan print it; any other
/// character as it is.
[[nodiscard]] char32_t simplified(char32_t character);

/// Every Mandarin reading, each once, without tones, with v for ü: shan, dan, chan.
[[nodiscard]] std::vector<std::string_view> readings_of(char32_t character);

} // namespace dossier::verify
