#pragma once
// Products of bytes (AVX-512 VNNI): four in each lane at once. Their sums are exact, so they are
// those that Tesseract gets.

#include "ocr/net/aligned.h"

#include <cstddef>
#include <cstdint>

namespace dossier::ocr::lstm {

/// Columns that are computed together: four vectors of 16.
constexpr std::size_t panel_width = 64;

/// Weights of `outer` sums over `inner` numbers, both made up with nothing: to whole panels and
/// to whole fours.
class ByteMatrix {
public:
    ByteMatrix(std::size_t inner, std::size_t outer);

    void set(std::size_t inner, std::size_t outer, std::int8_t weight);

    std::size_t inner() const { return inner_; }

    std::size_t outer() const { return outer_; }

    /// Of 64 columns: for each four rows, four numbers of each column.
    const std::int8_t* panel(std::size_t index) const
    {
        return weights_.data() + index * panel_width * inner_;
    }

    /// to (rows x outer) = start (outer) + from (rows x inner) * weights. `from`: numbers without
    /// sign. Only where the processor has AVX-512 VNNI.
    void multiply(
        const std::uint8_t* from, std::size_t rows, const std::int32_t* start, std::int32_t* to
    ) const;

private:
    std::size_t inner_;
    std::size_t outer_;
    net::AlignedVector<std::int8_t> weights_;
};

} // namespace dossier::ocr::lstm
