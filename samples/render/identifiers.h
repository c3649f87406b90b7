#pragma once
// Numbers with right check digits for made-up people and companies. Written from the standards a
// second time on purpose, so that the specimens do not agree with verify/ by sharing its code.

#include <string>
#include <string_view>

namespace dossier::samples {

/// 17 digits in, the 18-character resident identity number out (GB 11643, MOD 11-2).
std::string complete_cn_id(std::string_view seventeen);
/// 8 characters in, the 9-character organisation code out (GB 11714).
std::string complete_org_code(std::string_view eight);
/// 17 characters in, the unified social credit code out (GB 32100, MOD 31).
std::string complete_uscc(std::string_view seventeen);
/// 14 digits in, the 15-digit registration number out (GS 15, MOD 11,10).
std::string complete_registration_number(std::string_view fourteen);
/// Digits without the last in, the bank account or card number out (Luhn).
std::string complete_account(std::string_view digits);
/// A letter and 6 digits in, the 8 characters of a Hong Kong identity number out (MOD 11).
std::string complete_hk_id(std::string_view seven);
/// A letter and 8 digits in, the 10 characters of a Taiwan identity number out (MOD 10).
std::string complete_tw_id(std::string_view nine);

} // namespace dossier::samples
