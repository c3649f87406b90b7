#pragma once

// Which passes of cleaning a page goes through before it is read. The product uses all of them;
// benches and tests switch single ones off to see what they do.

namespace dossier::ocr {

struct Cleaning {
    bool seal = true;
    bool shading = true;
    bool specks = true;
    bool rules = true;
    bool edges = true;
    bool pale_cells = true;   ///< what a photograph shows so pale is grain and pattern
    bool dashed_cells = true; ///< of black-and-white copies, the only ones that have them
};

} // namespace dossier::ocr
