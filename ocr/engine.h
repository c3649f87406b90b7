#pragma once
// The seam to a recogniser: one prepared line of text in, symbols out. Real: Tesseract
// (ocr/child/tesseract_engine.h). In tests: canned words.

#include "capture/facts.h"
#include "ocr/reading.h"

#include <opencv2/core/mat.hpp>

#include <string>
#include <vector>

namespace dossier::ocr {

/// One printed character: UTF-8 text, where it stands, how sure the recogniser is (0..1) and what
/// else it may be.
struct Symbol {
    std::string text;
    capture::Box box;
    double confidence = 0.0;
    bool space_before = false;
    std::vector<Candidate> alternatives;
};

/// What the recogniser should expect to see.
enum class Alphabet {
    chinese,     ///< simplified Han characters with digits, letters and punctuation between them
    traditional, ///< the same in traditional characters
    ascii        ///< digits, Latin letters and punctuation only
};

class Engine {
public:
    virtual ~Engine() = default;
    /// `line`: 8 bit grey, one line of dark text on white, about 22 px tall with a white margin.
    /// Boxes are in pixels of `line`, symbols from left to right.
    [[nodiscard]] virtual std::vector<Symbol> recognise(const cv::Mat& line, Alphabet alphabet) = 0;
};

} // namespace dossier::ocr
