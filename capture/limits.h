#pragma once
// How much of a file capture looks at before it says no. Every number can be turned down by
// configuration; the defaults hold an A3 page at 600 dpi (70 megapixels) with room to spare.

#include <cstddef>
#include <cstdint>

namespace dossier::capture {

struct Limits {
    std::size_t bytes = std::size_t{50} * 1024 * 1024; ///< of the file as received
    int side = 20'000;                                 ///< pixels, either side of a page
    std::int64_t page_pixels = 100'000'000;            ///< of one page
    std::int64_t file_pixels = 400'000'000;            ///< of all pages of a file together
    int pages = 100;                                   ///< of one file
    double ratio = 1000.0;       ///< decoded bytes per encoded byte, above 64 MB decoded
    int directory_entries = 512; ///< tags in one TIFF directory, chunks before PNG data
    std::size_t decoder_bytes = 420'000'000; ///< largest single allocation of a decoder
};

} // namespace dossier::capture
