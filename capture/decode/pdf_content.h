#pragma once
// Reads the content stream of a PDF page only for where pictures are put and whether anything
// visible lies over them. Budgets bound every loop, nesting and inflation that a hostile file can
// ask for.

#include "capture/decode/qpdf.h"
#include "capture/facts.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dossier::capture {

/// Thrown when a budget is spent or a stream inflates beyond what it may; caught in pdf.cpp.
class PdfTooMuch : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `place` maps the unit square (y up, as PDF has it) to points on the page. `fill`: BGR, for
/// stencils.
struct PlacedPicture {
    QPDFObjectHandle picture;
    Affine place{1, 0, 0, 0, 1, 0};
    std::array<unsigned char, 3> fill{0, 0, 0};
};

/// `text_on_top`: bytes of visible text shown after the last picture. `is_drawn_on_top`: lines,
/// areas or inline pictures were painted after it.
struct PageContent {
    std::vector<PlacedPicture> pictures;
    std::size_t text_on_top = 0;
    bool is_drawn_on_top = false;
};

[[nodiscard]] PageContent content_of(QPDFObjectHandle page, const QPDFObjectHandle& resources);

/// A stream's decoded bytes, at most `most`; nothing when it has a filter qpdf does not undo.
[[nodiscard]] std::optional<std::string> inflated(QPDFObjectHandle stream, std::size_t most);

} // namespace dossier::capture
