#pragma once
// Both recognisers as `dossier-read` has them, in this process.

#include "ocr/child/tesseract_engine.h"
#include "ocr/net/net_engine.h"

namespace dossier::bench {

struct Recognisers {
    ocr::TesseractEngine first;
    ocr::net::LineRecogniser lines{DOSSIER_MODELS};
    ocr::net::DirectionClassifier direction{DOSSIER_MODELS};
    ocr::net::NetEngine second{lines, &direction};

    ocr::Engines engines() { return {first, &second}; }
};

} // namespace dossier::bench
