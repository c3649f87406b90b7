#include "samples/render/sheets.h"

#include "samples/render/canvas.h"
#include <memory>
#include <qrencode.h>
#include <stdexcept>

namespace dossier::samples {
namespace {

constexpr double sheet_width = 210;
constexpr double sheet_height = 297;

/// Narrow, wide, narrow, wide from the upper edge on: 0.08 and 0.20 inches.
void draw_patch_t(Canvas& canvas)
{
    constexpr double narrow = 2.03;
    constexpr double wide = 5.08;
    double y = 10;
    for (const double bar : {narrow, wide, narrow, wide}) {
        canvas.fill(40, y, 130, bar, black);
        y += bar + narrow;
    }
}

void draw_qr(Canvas& canvas, std::string_view text, double x, double y, double side)
{
    const std::string terminated{text};
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    if (code == nullptr) throw std::invalid_argument("too long for a QR code");
    const double module = side / code->width;
    for (int row = 0; row < code->width; ++row)
        for (int column = 0; column < code->width; ++column)
            if ((code->data[row * code->width + column] & 1U) != 0)
                canvas.fill(
                    x + column * module, y + row * module, module * 1.02, module * 1.02, black
                );
}

} // namespace

Sheet draw_sheet(std::string_view kind, std::string_view code, int dpi)
{
    Canvas canvas(sheet_width, sheet_height, dpi, {1, 1, 1});
    if (kind == "blank") return canvas.finish();
    draw_patch_t(canvas);
    if (kind == "patch_sheet") return canvas.finish();
    draw_qr(canvas, code, 65, 90, 80);
    const bool is_cover = kind == "cover_sheet";
    Font font;
    font.size = 9;
    canvas.text(sheet_width / 2, 60, is_cover ? "批次封面" : "单证分隔页", font, Align::centre);
    return canvas.finish();
}

} // namespace dossier::samples
