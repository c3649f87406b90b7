#pragma once
// Tesseract behind ocr::Engine: the only file that knows it. Pixels go in with SetImage and values
// come out; no file name, no path and no foreign ownership crosses this line.

#include "ocr/engine.h"

#include <memory>

namespace dossier::ocr {

class TesseractEngine final : public Engine {
public:
    /// Loads chi_sim, chi_tra and eng. Throws EngineError when a model is missing.
    TesseractEngine();
    ~TesseractEngine() override;
    [[nodiscard]] std::vector<Symbol>
    recognise(const cv::Mat& line, Alphabet alphabet, Care care) override;

private:
    struct Models;
    std::unique_ptr<Models> models_;
};

/// The same models run by ourselves (ocr/lstm) where the processor can and they are of the kind
/// that Debian has, by libtesseract elsewhere. Throws EngineError when one is missing or damaged.
[[nodiscard]] std::unique_ptr<Engine> load_tesseract();

} // namespace dossier::ocr
