#pragma once
// The answer of a `dossier-read` child as bytes (format: ocr/README.md). Encoding happens beside
// the hostile document, decoding in the process that owns keys and rows: decode() takes its input
// for an attack and refuses whatever the format does not say.

#include "capture/facts.h"
#include "ocr/reader.h"
#include "ocr/reading.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dossier::ocr {

/// No answer is longer than this (a 400-page file with previews at ~400 kB a page fits).
inline constexpr std::size_t max_answer_bytes = std::size_t{192} << 20U;

[[nodiscard]] std::vector<std::byte> encode(const Reading& reading);
[[nodiscard]] std::vector<std::byte> encode(const capture::Refusal& refusal);

/// The reading, or `refused` as the child said, or `garbled` when the bytes are not an answer.
[[nodiscard]] tl::expected<Reading, Unreadable> decode(std::span<const std::byte> answer);

/// What the parent asks of the launcher beside the descriptors; without the types.
[[nodiscard]] std::vector<std::byte> encode(const ReadOptions& options);
[[nodiscard]] std::optional<ReadOptions> decode_options(std::span<const std::byte> request);
/// The types of a request: they are too long for a message and come as memory of their own.
[[nodiscard]] std::vector<std::byte> encode_types(const std::vector<std::string>& types);
[[nodiscard]] std::optional<std::vector<std::string>> decode_types(std::span<const std::byte> bytes
);

} // namespace dossier::ocr
