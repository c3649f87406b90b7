#pragma once
// The recipe: from the bytes of a file to a Reading, as a list of named passes. Runs inside the
// sandboxed child. Pure apart from the engine and the renderer of drawn pages (none: PDFs with such
// pages are refused): same bytes, same reading.

#include "capture/facts.h"
#include "capture/limits.h"
#include "capture/render.h"
#include "ocr/document_type.h"
#include "ocr/engine.h"
#include "ocr/reader.h"
#include "ocr/reading.h"
#include "ocr/recipe/cleaning.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <span>

namespace dossier::ocr {

[[nodiscard]] tl::expected<Reading, capture::Refusal> read_document(
    std::span<const std::byte> bytes,
    const TypeCatalog& types,
    const Engines& engines,
    const ReadOptions& options,
    const capture::Limits& limits = {},
    capture::PageRenderer* renderer = nullptr,
    const Cleaning& cleaning = {}
);

} // namespace dossier::ocr
