#pragma once
// PDFs: the pages that are scans (one picture, or strips or layers that together cover the page)
// are taken as they are; the others are drawn by a renderer. Without one a file with such a page is
// refused, because what is drawn would be lost.

#include "capture/open.h"

namespace dossier::capture {

[[nodiscard]] tl::expected<std::unique_ptr<PageSource>, Refusal>
open_pdf(std::span<const std::byte> bytes, const Limits& limits, PageRenderer* renderer);

} // namespace dossier::capture
