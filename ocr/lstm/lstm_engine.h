#pragma once
// Tesseract's models behind ocr::Engine, run by ourselves: several times as fast as libtesseract,
// without the words of its dictionaries and with what else each symbol may be.

#include "ocr/engine.h"
#include "ocr/lstm/decode.h"
#include "ocr/lstm/network.h"

#include <filesystem>

namespace dossier::ocr::lstm {

class LstmEngine final : public Engine {
public:
    /// Loads chi_sim, chi_tra and eng from the folder. Throws ModelError when one is missing or
    /// damaged. Only where can_run_networks().
    explicit LstmEngine(const std::filesystem::path& tessdata);

    [[nodiscard]] std::vector<Symbol>
    recognise(const cv::Mat& line, Alphabet alphabet, Care care) override;

    [[nodiscard]] LineOptions line_options() const override;

private:
    struct Reader {
        explicit Reader(const Model& model);

        Network network;
        Characters characters;
        Code blank;
    };

    Reader& reader(Alphabet alphabet);

    Reader chinese_;
    Reader traditional_;
    Reader ascii_;
};

} // namespace dossier::ocr::lstm
