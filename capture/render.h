#pragma once
// The seam to whatever draws the pages of a PDF that are not scans. Real: a pdftoppm in a sandbox
// of its own, which the launcher of ocr starts. In tests: canned bytes, short ones, lies. What
// comes through it is as hostile as the file: it is read as a PNM under the same limits.

#include <cstddef>
#include <span>

namespace dossier::capture {

/// Page `index` (0-based), drawn `width` x `height` pixels large before its /Rotate turns it.
struct DrawnPage {
    int index = 0;
    int width = 0;
    int height = 0;
};

class PageRenderer {
public:
    virtual ~PageRenderer() = default;
    /// Starts drawing; false when nobody can. A drawing that is still running is given up.
    [[nodiscard]] virtual bool
    begin(std::span<const std::byte> document, const DrawnPage& page) = 0;
    /// The next bytes of a binary PNM; 0 at its end, and when drawing failed.
    [[nodiscard]] virtual std::size_t read(std::span<std::byte> to) = 0;
};

} // namespace dossier::capture
