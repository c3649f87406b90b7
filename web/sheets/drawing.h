#pragma once
// One A4 page as the operators of a PDF content stream (ISO 32000-1, 8.5 and 9.4). Millimetres from
// the upper left corner, as people lay out paper.

#include "web/sheets/symbols.h"

#include <string>
#include <string_view>

namespace dossier::web {

inline constexpr double sheet_width = 210.0;
inline constexpr double sheet_height = 297.0;
inline constexpr double points_per_mm = 72.0 / 25.4;

/// Names of the fonts that sheets_pdf() declares: none is embedded. The first two are of the
/// standard 14; the others stand for Chinese in simplified and in traditional characters.
enum class SheetFont { bold, fixed, simplified, traditional };

class Drawing {
public:
    /// A page of another height: A4 the other way is 210 mm high.
    explicit Drawing(double height = sheet_height) : height_(height) {}

    void bar(double x, double y, double width, double height);
    void qr(double x, double y, double side, const QrCode& code);
    /// `widths` as code_128() gives them, `module` the width of one.
    void bars(double x, double y, double module, double height, const std::vector<int>& widths);
    /// Patch T across the page, to be read from the upper edge inwards.
    void patch_t(double x, double y, double length);
    /// UTF-8; characters beyond Latin-1 need one of the Chinese fonts.
    void text(SheetFont font, double size, double x, double baseline, std::string_view text);

    /// What an embedded font made of a text (sheets/true_type.h), under the name `Embedded`.
    void embedded(double size, double x, double baseline, std::string_view hex);

    [[nodiscard]] std::string finish();

private:
    double height_;
    std::string paths_; ///< filled together at the end: no seams between modules
    std::string texts_;
};

/// The name a font has in the resources of a page.
[[nodiscard]] std::string_view resource_name(SheetFont font);

} // namespace dossier::web
