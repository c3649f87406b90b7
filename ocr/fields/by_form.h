#pragma once
// Values that stand on the page without a label and are known by their form: a number with a right
// check digit, one of a list of words, a text with a known ending (a bank's name), a line of the
// machine-readable zone.

#include "ocr/document_type.h"
#include "ocr/fields/values.h"
#include "ocr/reading.h"

#include <vector>

namespace dossier::ocr {

/// Runs of a line between gaps wider than a character, as in letter-spaced titles.
[[nodiscard]] std::vector<Span> pieces_of(const std::vector<TextLine>& lines, std::size_t number);

/// Whether to look for a value by its form where no label was found. The label of a card's month is
/// the smallest print on it.
[[nodiscard]] bool is_known_by_form(const FieldType& field);

/// The first value of that form on the page; empty when there is none, or two months.
[[nodiscard]] std::vector<Span> find_by_form(const PageText& page, const FieldType& field);

/// The longest number on the page of which nearly all was read, at least `least` letters and
/// digits: a closer look may see the rest.
[[nodiscard]] std::vector<Span> find_long_number(const PageText& page, std::ptrdiff_t least);

/// The line of the zone that the field stands for; without value when there is none.
[[nodiscard]] Field read_mrz_line(const PageText& page, const FieldType& type);

/// A value that stands on the page and in its zone is at least as sure as this.
inline constexpr double printed_twice = 0.995;

/// What the zone says of the field: fills it where nothing of its form was read, bears it out where
/// both say the same; where they differ a person decides.
void hear_zone(const Mrz& mrz, const FieldType& type, Field& field);

} // namespace dossier::ocr
