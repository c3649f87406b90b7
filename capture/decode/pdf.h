#pragma once
// PDFs made of scans: each page is one picture, or strips or layers of pictures that together cover
// it. Pages that are drawn rather than scanned are refused, because what is drawn would be lost.

#include "capture/open.h"

namespace dossier::capture {

[[nodiscard]] tl::expected<std::unique_ptr<PageSource>, Refusal>
open_pdf(std::span<const std::byte> bytes, const Limits& limits);

} // namespace dossier::capture
