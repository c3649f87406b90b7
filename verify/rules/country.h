#pragma once
// Country codes: ISO 3166-1 and what travel documents add to it.

#include <string_view>

namespace dossier::verify {

/// Debian's iso-codes, the version the table was made from.
inline constexpr std::string_view country_table = "iso-3166-1/iso-codes-4.15";

/// Two letters, with XK (Kosovo), which banks use although ISO has not assigned it.
[[nodiscard]] bool is_country_2(std::string_view code);

/// Three letters.
[[nodiscard]] bool is_country_3(std::string_view code);

/// Three digits.
[[nodiscard]] bool is_country_number(std::string_view code);

/// Three letters or one of ICAO 9303 part 3, section 5 (D, UNO, XXA, the specimen's UTO, ...).
[[nodiscard]] bool is_travel_state(std::string_view code);

/// Two letters that ISO 3166 promises never to assign (AA, QM-QZ, XA-XZ, ZZ).
[[nodiscard]] bool is_user_assigned(std::string_view code);

} // namespace dossier::verify
