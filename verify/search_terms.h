#pragma once
// What a record can be found by, and how that and what somebody typed are written alike: numbers by
// their normal form, names and addresses without what is only print. Pure.

#include "verify/examine.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// Grows when values are written otherwise than before: what was kept to search by is made anew.
inline constexpr int search_rules_version = 1;

/// `number`: an identifier or contact, found whole. The others are texts, found by their parts.
enum class TermKind { number, person, company, address };

/// `text` is a number's normal form, or the value of a text as it stands.
struct SearchTerm {
    std::string field;
    TermKind kind = TermKind::number;
    std::string text;
    bool operator==(const SearchTerm&) const = default;
};

/// What that value of that field is found by, told by the contract's field names and their endings
/// (spouse_id_number, contact_mobile); nothing where nobody would search for it, or where too few
/// values exist for it to be hidden by a digest (a sex, a date).
[[nodiscard]] std::optional<SearchTerm> search_term(std::string_view field, std::string_view value);
[[nodiscard]] std::vector<SearchTerm> search_terms(const CheckedDocument& document);

/// The normal forms that what somebody typed may have as a number: a 15-digit identity number also
/// as its 18-digit one, a telephone number with and without its country. Empty when it is none.
[[nodiscard]] std::vector<std::string> typed_numbers(std::string_view typed);

/// A text's letters, digits and Han characters, capital and narrow, and the place (in code points)
/// where each stands in it.
struct Characters {
    std::u32string text;
    std::vector<std::size_t> places;
};

[[nodiscard]] Characters searchable(std::string_view text);

} // namespace dossier::verify
