#pragma once
// Black and white with a bit a pixel: a page at 300 dpi is a megabyte and stays near the processor,
// and 64 pixels are looked at together. What opens, closes and subtracts whole pages costs a
// millisecond or less a step, where bytes cost ten.

#include "capture/runs.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <vector>

namespace dossier::capture {

class Bits {
public:
    /// `ink`: 8 bit, 255 where there is ink, 0 elsewhere.
    explicit Bits(const cv::Mat& ink);

    [[nodiscard]] cv::Mat ink() const;
    [[nodiscard]] cv::Mat ink(const cv::Rect& part) const; ///< which lies within the picture

    /// Ink on both sides of each pixel of ink, and above and below of it.
    Bits& widen();
    Bits& thicken();

    /// Ink up to `reach` pixels below or above each pixel of ink.
    Bits& spread_down(int reach);
    Bits& spread_up(int reach);

    /// Gaps of less than `least` pixels between ink in a column filled: closing with a bar. Of an
    /// even number the result lies a pixel lower, as OpenCV's.
    Bits& close_down(int least);

    /// Keeps only the runs of at least `least` pixels along rows or columns: opening with a bar.
    Bits& keep_runs_across(int least);
    Bits& keep_runs_down(int least);

    /// Without what `other` has, with it too, or what both have; of the same size.
    Bits& take_out(const Bits& other);
    Bits& add(const Bits& other);
    Bits& keep(const Bits& other);

    /// As `find_components` of the picture.
    [[nodiscard]] std::vector<Component> components() const;

private:
    using Word = std::uint64_t;

    [[nodiscard]] Word* row(int y) { return words_.data() + stride_ * y; }

    [[nodiscard]] const Word* row(int y) const { return words_.data() + stride_ * y; }

    int rows_;
    int columns_;
    std::ptrdiff_t stride_; ///< words of a row; the bits after its last column are 0
    std::vector<Word> words_;
};

} // namespace dossier::capture
