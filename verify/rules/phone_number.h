#pragma once
// A telephone number taken apart: what rules for mobiles and for any phone share. Characters are
// judged before anything else, so that a misread letter never turns one number into another.

#include "verify/rules/ruling.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::verify {

inline constexpr std::string_view phone_table = "phone-prefixes/2026-11";

/// `dialled` is the number as printed without separators; `country` the calling code of a number
/// with + or 00 in front ("86" for one without); `national` what follows it.
struct PhoneNumber {
    std::string dialled;
    std::string country;
    std::string national;
};

/// Nothing when the text holds a character that no phone number has.
[[nodiscard]] std::optional<PhoneNumber> take_apart(std::string_view text);

/// 11 digits that begin with 13 to 19: the grammar of a mainland mobile.
[[nodiscard]] bool is_mainland_mobile(std::string_view national);

/// Adds what is doubtful about a well-formed mainland mobile (prefix, placeholder) and its facts.
void judge_mainland_mobile(Ruling& ruling, const PhoneNumber& number);

/// Writes the facts that every number has: country and the international form.
void tell_international(Ruling& ruling, const PhoneNumber& number);

/// Judges numbers of Hong Kong, Macau and Taiwan by their plans, and others by those of
/// verify/tables/phones.h, without the 0 that they have at home; `mobile_only` where the field
/// wants one.
enum class PhoneUse { any, mobile_only };
void judge_abroad(Ruling& ruling, PhoneNumber& number, PhoneUse use);

} // namespace dossier::verify
