#pragma once
// Where one document of a file ends and the next begins: how the person at the scanner separates.

#include <optional>
#include <string>
#include <string_view>

namespace dossier::ocr {

/// `automatic`: by what the pages say (type and fields), never across a separator. In the others
/// what lies together is one document: `file` the whole file, whatever separators are in it (a
/// cover sheet ends it: there begins another batch); `page_count` so many sheets; `blank_sheet`
/// what lies between blank sheets; `separator` between separators. Separators also end the
/// documents of `page_count` and `blank_sheet`.
enum class SeparationMode { automatic, file, page_count, blank_sheet, separator };

/// `count` of sheets for `page_count` (1 to 1000). `sides` scanned of each sheet: with 2, sheets
/// are counted, not pages, and a blank back belongs to its sheet.
struct Separation {
    SeparationMode mode = SeparationMode::automatic;
    int count = 1;
    int sides = 1;
    bool operator==(const Separation&) const = default;
};

inline constexpr int most_sheets_counted = 1'000;

/// `automatic`, `file`, `page_count:N`, `blank_sheet` or `separator`; nothing when it is none.
[[nodiscard]] std::optional<Separation> parse_separation(std::string_view text, int sides = 1);
/// The same text again.
[[nodiscard]] std::string to_text(const Separation& separation);

} // namespace dossier::ocr
