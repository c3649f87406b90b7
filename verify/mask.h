#pragma once
// How a value is shown to who need not know it: enough to tell it from others, not to use it.
// Defaults of domain.md 6.6 (JR/T 0171-2020 gives examples only).

#include <string>
#include <string_view>

namespace dossier::verify {

/// What a value is, as far as masking goes. `other`: its first two and last two characters.
enum class Masking {
    identity_number, ///< first and last
    account,         ///< of a card or account: first six and last four
    mobile,          ///< first three and last four
    phone,           ///< area code and last four
    email,           ///< at most three letters, and the domain
    name,            ///< the last character of two, the first and last of more
    address,         ///< down to the county
    date,            ///< the year
    whole,           ///< nothing
    other
};

/// UTF-8 in and out. As many stars as characters are hidden, so that a length that is wrong still
/// shows.
[[nodiscard]] std::string masked(std::string_view value, Masking masking);

/// A number as lists show it, by the field it stands in: enough to tell it from others. Identity
/// numbers, accounts and mobiles as above; of another telephone the last four, without +86 before
/// either; of an address of mail the first letter and the domain; of a passport or permit the first
/// and last two. A company's code is public and stays; of anything else the last four stay.
[[nodiscard]] std::string masked_number(std::string_view field, std::string_view number);

/// Free text with what may be somebody's number or address hidden: runs of seven and more digits
/// (blanks between them or not, a last X with them), of which the last two stay, and what is
/// written around an `@`. Dates and the archive's own numbers stay.
[[nodiscard]] std::string masked_text(std::string_view text);

} // namespace dossier::verify
