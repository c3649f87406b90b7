#pragma once
// A small network with drawn weights, and the file that Tesseract would keep it in.

#include "ocr/lstm/traineddata.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace dossier::ocr::lstm {

/// Draws weights; the same numbers each time.
class Dice {
public:
    int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }

    Matrix matrix(std::size_t inputs, std::size_t outputs);
    Lstm lstm(std::size_t inputs, std::size_t units, bool runs_backwards = false);

private:
    std::mt19937 random_{7};
};

/// Lines 9 pixels high, 5 codes of which the last is blank; 甲 is the codes 1 2, 乙 is 1 3, one
/// character is never read.
[[nodiscard]] Model made_up_model();

[[nodiscard]] std::string traineddata_of(const Model& model);

} // namespace dossier::ocr::lstm
