#pragma once
// Small tools to put hostile files together.

#include "samples/render/encode.h"
#include <cstddef>
#include <string_view>

namespace dossier::samples {

Bytes bytes_of(std::string_view text);
Bytes joined(const Bytes& one, const Bytes& two);
/// The first `share` of a file.
Bytes cut(const Bytes& whole, double share);
/// Bytes without any order.
Bytes noise(std::size_t count, std::uint64_t seed);
/// A zlib stream that inflates to `mebibytes` of zeros, made without ever holding them.
Bytes zlib_zeros(std::size_t mebibytes);

void append_u16_be(Bytes& bytes, unsigned value);
void append_u16_le(Bytes& bytes, unsigned value);
void append_u32_le(Bytes& bytes, std::uint64_t value);
void append_u64_le(Bytes& bytes, std::uint64_t value);

/// A harmless page for the parts of a hostile file that are right: a few dark bars, so that a
/// reader that takes it has little to read.
Image small_page();

} // namespace dossier::samples
