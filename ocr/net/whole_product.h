#pragma once
// Products of matrices in whole numbers (AVX-512 VNNI): of 16 bits twice, of 8 bits four times as
// many in a cycle as of floats. Each row of the source is scaled by its own range, each column of
// the weights so that no sum can leave 32 bits. No range is known beforehand and none is cut. What
// words lose is a fifth of what bfloat16 loses; bytes are for large matrices, whose errors even
// out.

#include "ocr/net/aligned.h"
#include "ocr/net/finish.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dossier::ocr::net {

/// Weights where they lie: number (inner, outer) is at inner * inner_step + outer * outer_step.
struct Weights {
    std::size_t inner = 0;
    std::size_t outer = 0;
    std::size_t inner_step = 0;
    std::size_t outer_step = 0;
    std::span<const float> numbers{};
};

/// What a matrix multiplies: words of 16 bits, two in a group; or bytes, four in one. The bytes of
/// each input of the matrix are scaled by its greatest weight, so that an error counts the same
/// in all of them (SmoothQuant, Xiao et al. 2023, with the weights alone).
enum class Numbers { words, bytes };

/// What products work on beside source and target; all of a process take turns in one.
struct WholeScratch {
    AlignedVector<std::int32_t> groups; ///< rows of the source
    std::vector<float> units;           ///< by row: what 1 of its numbers is worth
    std::vector<std::int32_t> zeros;    ///< by row: what stands for 0
};

class WholeMatrix {
public:
    WholeMatrix(const Weights& weights, std::span<const float> bias, Numbers numbers);

    std::size_t inner() const { return inner_; }

    std::size_t outer() const { return outer_; }

    /// How many rows fit in what prepare() makes.
    std::size_t rows_at_once() const;
    void prepare(WholeScratch& scratch) const;

    /// Makes inner() numbers row `index` of the source, each times its gate if there are any.
    void set_row(
        WholeScratch& scratch, std::size_t index, const float* numbers, const float* gates = nullptr
    ) const;

    /// to (rows x outer) = finish(rows of the source * weights + bias).
    void multiply_rows(
        const WholeScratch& scratch, std::size_t rows, const Finish& finish, float* to
    ) const;

    /// The same for a source that lies row-major. Only where the processor has AVX-512 VNNI, as all
    /// of these.
    void multiply(
        const float* from,
        const float* gates,
        std::size_t rows,
        const Finish& finish,
        float* to,
        WholeScratch& scratch
    ) const;

private:
    std::size_t in_group() const { return numbers_ == Numbers::bytes ? 4 : 2; }

    std::size_t groups() const { return (inner_ + in_group() - 1) / in_group(); }

    std::size_t panel_start(std::size_t panel) const;
    std::size_t stride() const;
    void even_out(const Weights& weights);
    void fill_column(const Weights& weights, std::size_t column);

    Numbers numbers_;
    std::size_t inner_;
    std::size_t outer_;
    std::size_t vectors_; ///< of 16 columns, in a panel
    /// Panels of up to `vectors_` x 16 columns; within one, row by row of groups.
    AlignedVector<std::int32_t> groups_;
    AlignedVector<float> units_; ///< by column: what 1 of a sum is worth, for a source of unit 1
    AlignedVector<float> bias_;
    AlignedVector<float> scales_;      ///< of bytes, by inner number: what the source is scaled by
    AlignedVector<std::int32_t> sums_; ///< of bytes, by column
};

} // namespace dossier::ocr::net
