#pragma once
// The seam to a recogniser: one prepared line of text in, symbols out. Real: Tesseract
// (ocr/child/tesseract_engine.h) and, where their models are installed, PP-OCRv4 and PP-OCRv3
// (ocr/net/net_engine.h). In tests: canned words.

#include "capture/facts.h"
#include "ocr/reading.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <string>
#include <string_view>
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

/// `worn`: of a black-and-white copy, whose thin strokes may be gone. `most`: in finer numbers
/// where a recogniser has them, which takes longer; blurred print is worth it, print that was
/// scanned reads the same.
enum class Care { usual, worn, most };

/// How a line is prepared for a recogniser, in pixels.
struct LineOptions {
    int ink_height = 22;     ///< what the ink is scaled to
    int margin = 10;         ///< of white on each side
    bool with_rules = false; ///< reads over rules better than over the gaps they leave
};

class Engine {
public:
    virtual ~Engine() = default;
    /// `line`: 8 bit grey, one line of dark text on white, prepared as line_options() asks.
    /// Boxes are in pixels of `line`, symbols from left to right.
    [[nodiscard]] virtual std::vector<Symbol>
    recognise(const cv::Mat& line, Alphabet alphabet, Care care) = 0;

    [[nodiscard]] virtual LineOptions line_options() const { return {}; }

    /// For lines of a flat scan, whose print is sharp enough to be read smaller, which is sooner.
    [[nodiscard]] virtual LineOptions scan_options() const { return line_options(); }

    /// For sentences that such a scan is printed with and that no value stands in.
    [[nodiscard]] virtual LineOptions running_text_options() const { return scan_options(); }

    /// Whether it has a model of its own for lines of Latin letters.
    [[nodiscard]] virtual bool has_latin_model() const { return true; }

    /// The probability (0..1) that a line stands on its head, seen without reading it; nothing
    /// where the recogniser has no such eye.
    [[nodiscard]] virtual std::optional<double> upside_down(const cv::Mat&) { return {}; }

    /// Whether it knows the characters of this alphabet.
    [[nodiscard]] virtual bool reads(Alphabet) const { return true; }

    /// Whether it can read this character at all.
    [[nodiscard]] virtual bool knows(std::string_view) const { return true; }
};

/// A line of print on a page: `box` is the line turned level about its middle; in truth it runs
/// down by `slope` pixels for each pixel to the right.
struct FoundLine {
    capture::Box box;
    double slope = 0.0;
};

/// From how far off a page is looked at: what is small is not seen from afar, what is large or
/// letter-spaced falls apart from near.
enum class Sight { far, near };

/// The seam to what finds lines where ink alone does not show them: on photographs. Real:
/// PP-OCRv4's detector (ocr/net/net_line_finder.h).
class LineFinder {
public:
    virtual ~LineFinder() = default;
    /// `page`: 8 bit, grey or BGR, nearly upright. From top to bottom.
    [[nodiscard]] virtual std::vector<FoundLine> find(const cv::Mat& page, Sight sight) = 0;
};

/// Who reads: Tesseract first; the second, its model for Latin print and the third where they are
/// installed; and who finds lines on photographs.
struct Engines {
    Engine& first;
    Engine* second = nullptr;
    LineFinder* lines = nullptr;
    Engine* latin = nullptr;
    Engine* third = nullptr;

    /// The recogniser asked for, when it is there and knows the alphabet.
    [[nodiscard]] Engine* find(Recogniser which, Alphabet alphabet) const
    {
        if (which == Recogniser::first) return &first;
        Engine* engine = which == Recogniser::latin   ? latin
                         : which == Recogniser::third ? third
                                                      : second;
        return engine != nullptr && engine->reads(alphabet) ? engine : nullptr;
    }
};

} // namespace dossier::ocr
