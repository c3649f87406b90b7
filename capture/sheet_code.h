#pragma once
// What dossier prints into the codes of its cover sheets and separators, as values and as text.
// Pure text work, shared by who prints, who scans and who counts.
//
//     dossier:cover/1;batch=B-2026-0007;sheets=12;sides=2;separators=3;type=customer_form
//     dossier:separator/1;type=id_card
//
// Members may stand in any order, `batch` is required, the others may be missing; unknown members
// of later versions are passed over.

#include "capture/facts.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::capture {

/// A cover sheet opens a batch and announces what lies under it: `sheets` of customers' paper
/// (covers and separators not counted; 0: not said), `sides` scanned of each (1 or 2), `separators`
/// (-1: not said), and the document type where all are of one (else empty).
struct CoverSheet {
    std::string batch;
    int sheets = 0;
    int sides = 1;
    int separators = -1;
    std::string type;
    bool operator==(const CoverSheet&) const = default;
};

/// A separator starts a new document, of `type` where it says so.
struct SeparatorSheet {
    std::string type;
    bool operator==(const SeparatorSheet&) const = default;
};

/// Whether `name` can name a batch: 1 to 64 of A-Z a-z 0-9 . _ -
[[nodiscard]] bool is_batch_name(std::string_view name);

[[nodiscard]] std::string code_text(const CoverSheet& cover);
[[nodiscard]] std::string code_text(const SeparatorSheet& separator);
/// Nothing when the text is no cover sheet's or says something impossible.
[[nodiscard]] std::optional<CoverSheet> parse_cover_sheet(std::string_view text);
[[nodiscard]] std::optional<SeparatorSheet> parse_separator_sheet(std::string_view text);

/// Whether a code is a patch that starts a document: T, II or III. Patch II and T are in common use
/// for documents, III for batches; I, IV and VI steer scanners.
[[nodiscard]] bool is_separating_patch(const Code& code);

} // namespace dossier::capture
