#pragma once
// Operators on floats for processors with AVX-512, in one form for all sizes.

#include <cstddef>
#include <span>

namespace dossier::ocr::net {

/// Each row of `size` numbers, e to the power of them, in shares of their sum. `to` may be `from`.
void wide_softmax(const float* from, std::size_t rows, std::size_t size, float* to);

/// layer_norm of loops.h.
void wide_layer_norm(
    std::span<const float> from,
    std::span<const float> weight,
    std::span<const float> bias,
    float epsilon,
    float* to
);

struct ProductSize {
    std::size_t rows = 0;
    std::size_t inner = 0;
    std::size_t outer = 0;
};

/// to (rows x outer) = left (rows x inner) * right (inner x outer), all row-major.
void wide_product(const float* left, const float* right, const ProductSize& size, float* to);

} // namespace dossier::ocr::net
