#pragma once
// The check-digit arithmetic of the standards. Each function takes the characters before the check
// character, already known to be in the standard's alphabet, and returns the check character.

#include <string_view>

namespace dossier::verify {

/// ISO 7064 MOD 11-2 over 17 digits (GB 11643): 0-9 or X.
[[nodiscard]] char mod_11_2(std::string_view digits);

/// GB 32100 MOD 31 over 17 characters of uscc_alphabet.
[[nodiscard]] char mod_31(std::string_view characters);
inline constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The place of a character in uscc_alphabet, or -1.
[[nodiscard]] int uscc_value_of(char c);

/// GB 11714 over 8 of 0-9 and A-Z: 0-9 or X.
[[nodiscard]] char mod_11_organisation(std::string_view characters);

/// ISO 7064 MOD 11,10 over digits (GS 15-2006 uses 14).
[[nodiscard]] char mod_11_10(std::string_view digits);

/// ICAO 9303, weights 7 3 1, over 0-9, A-Z and '<'.
[[nodiscard]] char icao_7_3_1(std::string_view characters);

/// ISO/IEC 7812 over a whole number, check digit included.
[[nodiscard]] bool luhn_holds(std::string_view digits);

/// ISO 7064 MOD 97-10 of 0-9 and A-Z, letters as two digits.
[[nodiscard]] int mod_97(std::string_view characters);

/// 0-9 for digits, 10-35 for A-Z, 0 for '<'.
[[nodiscard]] constexpr int value_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 0;
}

} // namespace dossier::verify
