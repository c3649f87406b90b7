// Reads real receipts and prints, field by field, how many values are exact, missing, wrong,
// accepted and accepted wrongly, why the others failed, and the time a receipt.
//
//   receipts_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]
//
// FOLDER holds the pictures and truth.json; --alone reads with Tesseract only.

#include "tests/bench/read/receipts.h"

#include <cstdio>
#include <exception>
#include <span>

int main(int argc, char** argv)
{
    using namespace dossier::bench; // NOLINT: a program of one file
    try {
        FolderOptions options{
            .reader = DOSSIER_BENCH_READ,
            .types = DOSSIER_BENCH_TYPES,
            .models = DOSSIER_BENCH_MODELS,
            .folder = {}};
        if (!parse(std::span(argv, static_cast<std::size_t>(argc)).subspan(1), options)) {
            std::fputs(
                "usage: receipts_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]\n", stderr
            );
            return 2;
        }
        measure_receipts(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
