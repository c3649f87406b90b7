#pragma once
// Both recognisers and the line finder as `dossier-read` has them, in this process.

#include "ocr/child/tesseract_engine.h"
#include "ocr/net/net_engine.h"
#include "ocr/net/net_line_finder.h"

namespace dossier::bench {

struct Recognisers {
    std::unique_ptr<ocr::Engine> first = ocr::load_tesseract();
    ocr::net::LineRecogniser lines{DOSSIER_MODELS};
    ocr::net::DirectionClassifier direction{DOSSIER_MODELS};
    ocr::net::LineRecogniser worn_lines{DOSSIER_MODELS, {}, ocr::net::worn_model};
    ocr::net::NetEngine second{lines, &direction, &worn_lines};
    ocr::net::TextDetector detector{DOSSIER_MODELS};
    ocr::net::NetLineFinder finder{detector};

    ocr::net::LineRecogniser latin_lines{
        DOSSIER_MODELS, ocr::net::value_options, ocr::net::latin_model};
    ocr::net::LatinEngine latin{latin_lines};

    ocr::net::LineRecogniser third_lines{
        DOSSIER_MODELS, ocr::net::value_options, ocr::net::third_model};
    ocr::net::NetEngine third{third_lines};

    ocr::Engines engines() { return {*first, &second, &finder, &latin, &third}; }
};

} // namespace dossier::bench
