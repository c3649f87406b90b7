#pragma once
// What pdftoppm is given: a pipe to read a document from, a pipe to draw into, its own libraries,
// the fonts of the machine and poppler's tables to read, and a bounded amount of memory and time.

#include "capture/render.h"

#include <string>

namespace dossier::ocr {

/// The renderer of Debian's poppler-utils.
inline constexpr const char* pdf_renderer = "/usr/bin/pdftoppm";

/// Whether this machine can confine `program`: it is there, and so is landlock. Without landlock a
/// renderer could read whatever its user can, so there is none.
[[nodiscard]] bool can_render(const std::string& program);

/// Gives everything up and becomes `program`; ends the process when a step fails.
[[noreturn]] void
run_renderer(const std::string& program, const capture::DrawnPage& page, int document, int picture);

} // namespace dossier::ocr
