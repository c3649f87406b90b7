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
    [[nodiscard]] std::vector<Symbol> recognise(const cv::Mat& line, Alphabet alphabet) override;

private:
    struct Models;
    std::unique_ptr<Models> models_;
};

} // namespace dossier::ocr
