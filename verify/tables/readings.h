#pragma once
// How characters are read in Mandarin, for names beside their Latin form, made at build time from
// an npm package (readings.cmake); empty where it is not installed.

#include <span>
#include <string_view>

namespace dossier::verify {

struct Reading {
    std::string_view character; ///< in UTF-8
    std::string_view syllables; ///< every reading, apart by spaces, without tones: "dan shan chan"
};

/// In ascending order of their characters.
[[nodiscard]] std::span<const Reading> readings();

/// The table's name and version, as findings give it.
[[nodiscard]] std::string_view readings_version();

} // namespace dossier::verify
