#pragma once
// What a file is, by its first bytes, and whether all of it is there, by its own structure. Both
// are cheap walks over the bytes with bounds on every step: nothing is decoded, no library runs.
// The hot folder asks these questions, so "not yet whole" and "never a document" are different
// answers: see `is_incomplete`.

#include "capture/facts.h"
#include "capture/limits.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dossier::capture {

/// `jp2`: JPEG 2000, with its boxes or as a bare codestream.
enum class MediaKind { jpeg, png, tiff, pdf, jp2, webp };

/// The kind by magic bytes alone; nothing for everything dossier does not take.
[[nodiscard]] std::optional<MediaKind> find_kind(std::span<const std::byte> bytes);

/// "image/jpeg", "image/png", "image/tiff", "application/pdf", "image/jp2", "image/webp".
[[nodiscard]] std::string_view media_type(MediaKind kind);

/// The kind of a file that is complete from its first to its last structural element. Refusals:
/// `empty`, `incomplete` (more bytes may still come), `not_a_document`, `broken`, `too_large`.
[[nodiscard]] tl::expected<MediaKind, Refusal>
check_whole(std::span<const std::byte> bytes, const Limits& limits = {});

/// Whether waiting may help: the file may be one whose writer is not done.
[[nodiscard]] bool is_incomplete(const Refusal& refusal);

} // namespace dossier::capture
