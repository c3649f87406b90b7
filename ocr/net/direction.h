#pragma once
// PP-OCR's direction classifier: whether a line of print stands on its head. A small network (0.6
// MB, half a millisecond), far cheaper than reading the line both ways, and good for votes: several
// lines together are sure where one is not.

#include "ocr/net/arena.h"
#include "ocr/net/executor.h"

#include <opencv2/core/mat.hpp>

#include <filesystem>

namespace dossier::ocr::net {

class DirectionClassifier {
public:
    /// Whether the folder holds its model. Reading without it is a choice, a damaged one an error.
    static bool is_installed(const std::filesystem::path& models);

    /// Reads `direction.onnx` of the folder. Throws ModelError.
    explicit DirectionClassifier(const std::filesystem::path& models);

    /// The probability (0..1) that `line` stands on its head; 0.5 for an empty picture. `line`: 8
    /// bit, grey or BGR, one line of print that runs across. Of a long one only the beginning
    /// counts.
    [[nodiscard]] float upside_down(const cv::Mat& line);

private:
    Kernels kernels_;
    Executor executor_;
    Arena arena_;
};

} // namespace dossier::ocr::net
