#pragma once
// The second recogniser, or the third, behind ocr::Engine, so that it can read wherever Tesseract
// does. Ink that nobody read (a gap) takes the confidence of the symbol beside it away. What the
// seam has no words for (steps) is there in LineReading for those who ask LineRecogniser.

#include "ocr/engine.h"
#include "ocr/net/direction.h"
#include "ocr/net/line_recogniser.h"

namespace dossier::ocr::net {

/// A reading as the symbols of the seam: spaces become `space_before`; where `ascii` is expected,
/// other characters give way to the likeliest ASCII one at their place, if there is one.
[[nodiscard]] std::vector<Symbol>
symbols_of(const LineReading& reading, int top, int bottom, Alphabet alphabet);

class NetEngine : public Engine {
public:
    /// Uses the recogniser and, where they are installed, the classifier and the recogniser tuned
    /// on worn print, which reads that; all must outlive it.
    explicit NetEngine(
        LineRecogniser& recogniser,
        DirectionClassifier* direction = nullptr,
        LineRecogniser* for_worn = nullptr
    )
        : recogniser_(recogniser),
          direction_(direction),
          for_worn_(for_worn)
    {}

    [[nodiscard]] std::vector<Symbol>
    recognise(const cv::Mat& line, Alphabet alphabet, Care care) override;

    /// The network reads lines 48 pixels high.
    [[nodiscard]] LineOptions line_options() const override
    {
        return {.ink_height = 38, .margin = 5, .with_rules = true};
    }

    [[nodiscard]] LineOptions scan_options() const override
    {
        return {.ink_height = 32, .margin = 8, .with_rules = true};
    }

    [[nodiscard]] LineOptions running_text_options() const override
    {
        return {.ink_height = 22, .margin = 13, .with_rules = true};
    }

    [[nodiscard]] std::optional<double> upside_down(const cv::Mat& line) override;

    [[nodiscard]] bool has_latin_model() const override { return false; }

    /// Its list of characters is the simplified one with few traditional forms.
    [[nodiscard]] bool reads(Alphabet alphabet) const override
    {
        return alphabet != Alphabet::traditional;
    }

    [[nodiscard]] bool knows(std::string_view character) const override
    {
        return recogniser_.charset().has(character);
    }

private:
    LineRecogniser& recogniser_;
    DirectionClassifier* direction_;
    LineRecogniser* for_worn_;
};

/// The model for Latin print.
class LatinEngine final : public NetEngine {
public:
    using NetEngine::NetEngine;

    [[nodiscard]] bool reads(Alphabet alphabet) const override
    {
        return alphabet == Alphabet::ascii;
    }
};

} // namespace dossier::ocr::net
