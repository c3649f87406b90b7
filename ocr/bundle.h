#pragma once
// Pages of several files, handed to a reader as one piece of memory: for each file which of its
// pages count, then its bytes. Made by the process that owns the files, never stored.
//
//     number of pages (4) | page (4)… | number of bytes (8) | bytes        big-endian, repeated

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dossier::ocr {

/// Pages count from 0, in the order in which they are to be read.
struct BundlePart {
    std::vector<int> pages;
    std::span<const std::byte> bytes;
};

/// Appends a part.
void add_part(std::vector<std::byte>& bundle, const BundlePart& part);

/// The parts, on the same memory; nothing when that is no bundle.
[[nodiscard]] std::optional<std::vector<BundlePart>> parts_of(std::span<const std::byte> bundle);

} // namespace dossier::ocr
