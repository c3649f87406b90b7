#pragma once
// A network of Tesseract's, run with AVX-512: the picture of a line in, the probability of each
// code at each step along it out. What the gates of a layer make of its inputs is one product over
// all steps; what they make of their own last words is one a step.

#include "ocr/lstm/byte_product.h"
#include "ocr/lstm/traineddata.h"

#include <opencv2/core/mat.hpp>

#include <span>
#include <vector>

namespace dossier::ocr::lstm {

/// Pixels of a line from one step to the next.
constexpr int step_width = 3;

/// Whether the processor can run what is declared below.
[[nodiscard]] bool can_run_networks();

/// The weights of a layer with memory, the gates of 16 units side by side.
class Gates {
public:
    explicit Gates(const Lstm& lstm);

    std::size_t units() const { return units_; }

    /// What the units say at each of `steps` steps of `rows` rows: from (steps x rows x inputs).
    /// Bytes are 128 more than what they stand for, as everywhere between layers.
    std::span<const std::uint8_t>
    run(std::span<const std::uint8_t> from, std::size_t steps, std::size_t rows);

private:
    std::size_t units_; ///< made up to whole vectors
    ByteMatrix input_;
    ByteMatrix recurrent_;
    net::AlignedVector<std::int32_t> start_; ///< by column: the sum before any product
    net::AlignedVector<float> scales_;       ///< by column
    bool runs_backwards_;
    // What a run works on.
    net::AlignedVector<std::int32_t> sums_;
    net::AlignedVector<float> states_;
    net::AlignedVector<std::uint8_t> said_;
    net::AlignedVector<std::uint8_t> nothing_; ///< what is said before the first step
};

/// Windows of 3 x 3 pixels, the hyperbolic tangent, the greatest of each 3 x 3 of these.
class Convolution {
public:
    explicit Convolution(const Matrix& matrix);

    /// `columns`: as Network lays them out. to: rows of 16 channels, line by line.
    void
    run(const std::uint8_t* columns,
        std::size_t column_stride,
        std::size_t width,
        std::size_t height,
        std::uint8_t* to) const;

private:
    net::AlignedVector<std::int8_t> weights_;
    net::AlignedVector<std::int32_t> start_;
    net::AlignedVector<float> scales_;
};

class Network {
public:
    explicit Network(const Model& model);

    /// Of the pictures it reads.
    int height() const { return height_; }

    std::size_t codes() const { return codes_; }

    /// `line`: 8 bit grey, dark on light, height() rows, at least step_width columns. Rows of
    /// codes() probabilities, valid until the next run.
    std::span<const float> run(const cv::Mat& line);

private:
    void lay_out(const cv::Mat& line);

    int height_;
    std::size_t codes_;
    Convolution convolution_;
    Gates column_;
    std::vector<Gates> line_;
    ByteMatrix output_;
    net::AlignedVector<std::int32_t> output_start_;
    net::AlignedVector<float> output_scales_;
    // What a run works on.
    std::vector<std::uint8_t> columns_; ///< of pixels, with a border
    std::vector<std::uint8_t> pooled_;
    net::AlignedVector<std::int32_t> sums_;
    std::vector<float> probabilities_;
};

} // namespace dossier::ocr::lstm
