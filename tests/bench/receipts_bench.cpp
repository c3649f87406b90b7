// Reads real receipts and prints, field by field, how many values are exact, missing, wrong,
// accepted and accepted wrongly, why the others failed, and the time a receipt.
//
//   receipts_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]
//
// FOLDER holds the pictures and truth.json; --alone reads with Tesseract only.

#include "tests/bench/read/receipts.h"

int main(int argc, char** argv)
{
    using namespace dossier::bench; // NOLINT: a program of one file
    return run("receipts_bench", {argv, static_cast<std::size_t>(argc)}, measure_receipts);
}
