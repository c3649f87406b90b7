#pragma once
// Products of matrices in whole numbers of 16 bits (AVX-512 VNNI): twice as many in a cycle as of
// floats. Each row of the source is scaled by its own greatest number, each column of the weights
// so that no sum can leave 32 bits; what is lost is a fifth of what bfloat16 loses. No range is
// known beforehand and none is cut.

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

/// What products work on beside source and target; all of a process take turns in one.
struct WordScratch {
    AlignedVector<std::int32_t> words; ///< rows of the source, in pairs
    std::vector<float> units;          ///< by row: what 1 of its words is worth
};

class WordMatrix {
public:
    WordMatrix(const Weights& weights, std::span<const float> bias);

    std::size_t inner() const { return inner_; }

    std::size_t outer() const { return outer_; }

    /// How many rows fit in what prepare() makes.
    std::size_t rows_at_once() const;
    void prepare(WordScratch& scratch) const;

    /// Makes inner() numbers row `index` of the source, each times its gate if there are any.
    void set_row(
        WordScratch& scratch, std::size_t index, const float* numbers, const float* gates = nullptr
    ) const;

    /// to (rows x outer) = finish(rows of the source * weights + bias).
    void multiply_rows(
        const WordScratch& scratch, std::size_t rows, const Finish& finish, float* to
    ) const;

    /// The same for a source that lies row-major. Only where the processor has AVX-512 VNNI, as all
    /// of these.
    void multiply(
        const float* from,
        const float* gates,
        std::size_t rows,
        const Finish& finish,
        float* to,
        WordScratch& scratch
    ) const;

private:
    std::size_t panel_start(std::size_t panel) const;
    std::size_t stride() const;

    std::size_t inner_;
    std::size_t outer_;
    std::size_t vectors_; ///< of 16 columns, in a panel
    /// Panels of up to `vectors_` x 16 columns; within one, for each two rows, their pairs.
    AlignedVector<std::int32_t> pairs_;
    AlignedVector<float> units_; ///< by column: what 1 of a sum is worth, for a source of unit 1
    AlignedVector<float> bias_;
};

} // namespace dossier::ocr::net
