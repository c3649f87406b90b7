#pragma once
// A part of a JPEG without decoding it: where restart markers stand between groups of blocks, whole
// groups can be left out byte by byte. So the service, which decodes no picture, can hand out a
// field without its page. Knows what make_preview writes (baseline, one scan); of anything else
// there is no part.

#include "capture/facts.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dossier::capture {

/// How many groups of blocks lie between two restart markers in a picture whose row has so many
/// blocks: it must end with the row. At most 4, so that a part is little more than was asked for.
[[nodiscard]] int restart_interval_of(int blocks_in_row);

/// `box`: what the part shows of the whole picture, in its pixels; at least what was asked for.
struct JpegPart {
    Box box;
    std::vector<std::byte> jpeg;
};

[[nodiscard]] std::optional<JpegPart> cut_jpeg(std::span<const std::byte> jpeg, const Box& wanted);

} // namespace dossier::capture
