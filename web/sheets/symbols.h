#pragma once
// The machine-readable marks of dossier's own sheets, as values: what is black, in modules.

#include <string_view>
#include <vector>

namespace dossier::web {

/// A QR code (ISO/IEC 18004) of the highest error correction, which survives the loss of 30 %.
/// `side` modules a side without the quiet zone of four.
struct QrCode {
    int side = 0;
    std::vector<bool> black; ///< row by row

    [[nodiscard]] bool is_black(int x, int y) const
    {
        const int index = y * side + x;
        return black[static_cast<std::size_t>(index)];
    }
};

/// Throws std::invalid_argument when the text is longer than a QR code holds (1,273 bytes).
[[nodiscard]] QrCode qr_code(std::string_view text);

/// The widths in modules of a Code 128 (ISO/IEC 15417, code set B): bar, space, bar, … bar, without
/// the quiet zones of ten. `text` is printable ASCII.
[[nodiscard]] std::vector<int> code_128(std::string_view text);

/// The bars of a patch T from the leading edge inwards, in inches: narrow, wide, narrow, wide, with
/// spaces of 0.08 inches (Kodak A-61599, "Patch Code Information").
inline constexpr double patch_t_bars[] = {0.08, 0.20, 0.08, 0.20};
inline constexpr double patch_space = 0.08;

} // namespace dossier::web
