#pragma once
// PP-OCRv4 text recognition: one line of printed text in, characters with places, confidences and
// alternatives out, and the ink they leave unexplained. Loading builds a network for each width in
// the options and maps machine code; reading maps nothing, so a sandboxed child can do it.

#include "ocr/net/arena.h"
#include "ocr/net/ctc.h"
#include "ocr/net/executor.h"
#include "ocr/net/ink.h"

#include <filesystem>

namespace dossier::ocr::net {

/// What a line says. Places are in pixels of the image that was read.
struct LineReading {
    std::vector<Glyph> glyphs; ///< left to right; spaces are glyphs too
    std::vector<TimeStep> steps;
    std::vector<Gap> gaps; ///< ink that nobody read: a reason for a person to look

    std::string text() const;
    /// The least confidence of a glyph; 0 for an empty line.
    float confidence() const;
};

/// A network and the list of what it can name, as files in the folder of models; and what the
/// network learned here (tuning.h), if anything.
struct RecogniserModel {
    const char* network;
    const char* characters;
    const char* tuning = nullptr;
};

inline constexpr RecogniserModel chinese_model{"recognise.onnx", "characters.txt"};
/// The same, tuned on worn print (tests/bench/tune/README.md).
inline constexpr RecogniserModel worn_model{"recognise.onnx", "characters.txt", "recognise.tuning"};
inline constexpr RecogniserModel third_model{"recognise_third.onnx", "characters.txt"};
inline constexpr RecogniserModel latin_model{"recognise_latin.onnx", "characters_latin.txt"};

struct RecogniserOptions {
    /// Widths in pixels at a height of 48, rising, multiples of 8. A line is padded to the next
    /// one; a longer line than the last is cut where it has no ink. Steps of about a third cost
    /// 15 % of padding on average, which short lines need; of a sixth half as much. Where oneDNN
    /// makes the kernels each width costs 25 ms and 3 MB at start.
    std::vector<int> widths{64, 96, 128, 168, 216, 280, 360, 472, 544, 640, 768, 896, 1088, 1280};
    LatticeOptions lattice{};
    Precision precision = Precision::fastest;
};

/// Of models that read single values, which are short.
inline const RecogniserOptions value_options{
    .widths = {96, 128, 168, 216, 280, 360, 472, 640, 896}};

class LineRecogniser {
public:
    /// Whether the folder holds its model. Reading without it is a choice, a damaged one an error.
    static bool
    is_installed(const std::filesystem::path& models, RecogniserModel model = chinese_model);

    /// Throws ModelError when a file of the model cannot be read or they do not belong together.
    explicit LineRecogniser(
        const std::filesystem::path& models,
        const RecogniserOptions& options = {},
        RecogniserModel model = chinese_model
    );

    /// `line`: 8 bit, grey or BGR, one upright line of any size; margins up to a quarter of its
    /// height do no harm. Words take a third longer than bytes and err less where print is blurred
    /// (README, 2026-11-27); for a processor without them both are floats.
    [[nodiscard]] LineReading read(const cv::Mat& line, Numbers numbers = Numbers::bytes);

    const Charset& charset() const { return charset_; }

private:
    void read_piece(const cv::Mat& piece, float offset, LineReading& reading);

    Charset charset_;
    RecogniserOptions options_;
    Kernels kernels_;
    std::vector<Executor> executors_; ///< one for each width
    Arena arena_;
};

} // namespace dossier::ocr::net
