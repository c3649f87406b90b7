#pragma once
// Tesseract's model files (*.traineddata of the "fast" kind): a container of components, of which
// three are needed here: the network in whole numbers, the list of characters, and how characters
// are written as short sequences of codes. Read are the networks that Tesseract's models for
// lines of print are: 1,H,0,1 Ct3,3,16 Mp3,3 LfysN LfxN or LrxN any number of times, O1c.

#include "ocr/net/model_error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dossier::ocr::lstm {

/// The file is missing or damaged.
using net::ModelError;

/// A network of a kind that is not run here, such as one with weights in floats.
struct OtherModel : ModelError {
    using ModelError::ModelError;
};

/// Weights in bytes. Inputs and outputs of all layers are bytes too, where 127 stands for 1.
struct Matrix {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::vector<std::int8_t> weights; ///< by output: of each input, then of a last one of 127
    std::vector<float> scales;        ///< by output: what 1 of its sum is worth

    std::int8_t weight(std::size_t output, std::size_t input) const
    {
        return weights[output * (inputs + 1) + input];
    }
};

/// In the order of the file.
enum class Gate : std::uint8_t { cell, input, forget, output };

constexpr std::size_t gate_count = 4;

/// A layer with memory. Each gate sees the layer's inputs, then what its units said a step before.
struct Lstm {
    std::size_t inputs = 0;
    std::size_t units = 0;
    std::array<Matrix, gate_count> gates;
    bool runs_backwards = false; ///< from the end of the line to its start
};

struct Model {
    int height = 0;         ///< of a line, in pixels
    Matrix convolution;     ///< windows of 3 x 3, column by column; then the greatest of 3 x 3
    Lstm column;            ///< reads each column from top to bottom; what it says last counts
    std::vector<Lstm> line; ///< read along the line, one after another
    Matrix output;          ///< codes
    std::size_t blank = 0;  ///< the code that stands for nothing
    std::vector<std::string> characters;           ///< UTF-8
    std::vector<std::vector<std::uint16_t>> codes; ///< by character; none for those never read
};

[[nodiscard]] Model read_traineddata(std::span<const std::byte> file);

} // namespace dossier::ocr::lstm
