#pragma once
// Convolutions of single pixels in bytes: what goes in lies within a known range and becomes
// 0..255, the weights become -127..127 by a scale for each channel that comes out, sums are whole
// numbers. That is three times as fast as floats where the processor multiplies bytes (AVX-512
// VNNI).

#include "ocr/net/graph.h"

#include <cstdint>

namespace dossier::ocr::net {

struct ByteWeights {
    float step = 1.0F;                ///< of the source: a float is (byte - zero) * step
    std::int32_t zero = 0;            ///< the byte that 0 becomes
    std::vector<std::int8_t> weights; ///< outer, inner
    std::vector<float> scales;        ///< by outer channel: result = scale * (sum + bias)
    std::vector<float> biases;        ///< by outer channel, with what `zero` adds to the sum
};

/// `weights`: outer, inner, 1, 1; `bias`: one for each outer channel; `least` <= 0 < `most`.
[[nodiscard]] ByteWeights
to_bytes(const Constant& weights, const Constant& bias, float least, float most);

/// Gives the convolutions of PP-OCRv4's recogniser that take most of its time the attribute `range`
/// (two floats): what goes into them, as seen on lines of eight rendered forms, and a tenth beyond.
/// What a picture brings beyond is cut. Nodes of other names, of other models, are left alone.
void mark_ranges(Graph& graph);

} // namespace dossier::ocr::net
