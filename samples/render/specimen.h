#pragma once
// Made-up documents with their truth, ready to be written as files or used in process by tests and
// benches. This is the one header other folders' tests include. Same order, same bytes.

#include "samples/render/encode.h"
#include "samples/render/layouts.h"
#include "samples/render/wear.h"
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::samples {

enum class Format { jpeg, png, tiff, pdf };

/// `number` tells specimens of one seed apart. A `dpi` of 0 is drawn. The mistake changes nothing
/// else of a specimen, and nothing at all where its field is not printed.
struct Order {
    Layout layout;
    std::uint64_t seed = 0;
    std::uint64_t number = 0;
    int dpi = 0;
    Mistake mistake = Mistake::none;
};

/// One page with the document that stands on it. `type` is the contract's name; of a sheet that is
/// no document, its kind, and the layout is empty.
struct Page {
    std::string type;
    std::string layout;
    Scan scan;
};

struct Specimen {
    std::vector<Page> pages;
    Packing packing = Packing::lzw; ///< of a TIFF or PDF
};

/// A page with drawn wear.
Specimen make_specimen(const Order& order);
/// The same document, with the wear given. For tests that need a known skew.
Specimen make_specimen(const Order& order, const Wear& wear);
/// A customer form and the copy of the same person's identity card, as files arrive from a branch.
Specimen make_bundle(const Order& form, const Layout& card);
Specimen
make_bundle(const Order& form, const Layout& card, const Wear& form_wear, const Wear& card_wear);

/// One page of a stack: a document's layout, or a sheet that is none (samples/render/sheets.h).
struct StackPage {
    const Layout* layout = nullptr; ///< null: a sheet
    std::string_view kind;          ///< of the sheet: cover_sheet, separator, patch_sheet, blank
    std::string_view code;          ///< in its QR code
};

/// A stack as it comes out of a feeder, all pages with the same wear but for their skew. `number`
/// of the order tells the people apart: each document's is another.
Specimen make_stack(std::span<const StackPage> pages, const Order& order, const Wear& wear);

/// JPEG and PNG hold the first page only.
Bytes encode(const Specimen& specimen, Format format);
std::string_view extension_of(Format format);

/// A specimen with the name of its file, which has no extension yet.
struct NamedSpecimen {
    std::string stem;
    Format format;
    Specimen specimen;
};

/// The small set that is committed in samples/specimens/ and shown by `./dev run`.
std::vector<NamedSpecimen> demo_set();

/// The truth as JSON text; `source` is the specimen's file name.
std::string truth_of(const Specimen& specimen, std::string_view source);

} // namespace dossier::samples
