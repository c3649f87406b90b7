#pragma once
// What names mean in a hot folder: which are left alone, which cannot be used, and how new ones are
// made that fit a file system (255 bytes) and never meet an existing one.

#include "capture/facts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::capture {

/// Files in the making by common habit: hidden, `~`, `.tmp`, `.part`, `.filepart`, `.crdownload`.
[[nodiscard]] bool is_ignored_name(std::string_view name);

/// The folders inside a station's folder that are ours: `rejected`, `receipts`.
[[nodiscard]] bool is_own_folder(std::string_view name);

/// UTF-8 without control characters.
[[nodiscard]] bool is_usable_name(std::string_view name);

/// The same name with every unusable byte as `_`.
[[nodiscard]] std::string cleaned_name(std::string_view name);

/// `name` in at most `max_bytes`, cut before its extension and between characters.
[[nodiscard]] std::string shortened_name(std::string_view name, std::size_t max_bytes);

/// `scan.tif` for 1, then `scan (2).tif`, ...
[[nodiscard]] std::string numbered_name(std::string_view name, int number);

/// `20261123T031904.123Z-0-scan.tif`: sorts by time and says what it was.
[[nodiscard]] std::string claimed_name(std::string_view source_name, Instant now, int attempt);

/// What all claimed names of one batch begin with: `20261123T031904.123Z-0m`.
[[nodiscard]] std::string batch_mark(Instant now, int attempt);

/// `20261123T031904.123Z-0m-day.xml` for a manifest.
[[nodiscard]] std::string
claimed_manifest_name(std::string_view mark, std::string_view source_name);

/// `20261123T031904.123Z-0m00017-scan.tif` for its file at a position.
[[nodiscard]] std::string
claimed_batch_file_name(std::string_view mark, std::size_t position, std::string_view source_name);

/// What a claimed name says. `mark` is empty outside batches; a batch's manifest has no position.
struct ClaimedName {
    std::string mark;
    std::optional<std::size_t> position;
    std::string source_name;

    [[nodiscard]] bool is_manifest() const { return !mark.empty() && !position; }
};

[[nodiscard]] ClaimedName parse_claimed_name(std::string_view claimed_name);

[[nodiscard]] std::string reason_name(std::string_view name);

/// Names as people number them: `2.tif` before `10.tif`. What lies there at one moment is taken in
/// this order, for it is the order of the pages. A strict order of all names.
struct NaturalOrder {
    [[nodiscard]] bool operator()(std::string_view one, std::string_view other) const;
};

} // namespace dossier::capture
