#pragma once
// A page to draw on, measured in millimetres from its top left corner. Text is set with Pango and
// answers where its ink lies in pixels, which is what the truth beside a specimen is made of.

#include "samples/render/image.h"
#include <cairo.h>
#include <memory>
#include <pango/pangocairo.h>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::samples {

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
    double alpha = 1;
};

inline constexpr Colour black{0.08, 0.08, 0.09};
inline constexpr Colour seal_red{0.80, 0.10, 0.12, 0.82};

/// Where a paragraph may break: between words as Chinese typesetting allows, or after any
/// character.
enum class Break { words, characters };

enum class Align { left, centre, right };

struct Font {
    std::string family = "Noto Sans CJK SC";
    double size = 3.7; ///< the em, mm
    bool bold = false;
    Colour colour = black;
    double spacing = 0; ///< between letters, mm
};

using SurfaceHandle = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using CairoHandle = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;
using PangoHandle = std::unique_ptr<PangoContext, decltype(&g_object_unref)>;
using LayoutHandle = std::unique_ptr<PangoLayout, decltype(&g_object_unref)>;

class Canvas {
public:
    Canvas(double width, double height, int dpi, Colour paper);

    double width() const { return width_; }

    double height() const { return height_; }

    /// One line on `baseline`, at, around or before `x`. Answers its ink, in pixels.
    Rect text(
        double x,
        double baseline,
        std::string_view line,
        const Font& font,
        Align align = Align::left
    );
    /// As many lines as `width` needs, `pitch` apart.
    Rect paragraph(
        double x,
        double baseline,
        double width,
        double pitch,
        std::string_view text,
        const Font& font,
        Break lines_break = Break::words
    );
    /// Each character in the middle of its cell, cells `pitch` wide.
    Rect cells(double x, double baseline, double pitch, std::string_view text, const Font& font);
    double text_width(std::string_view line, const Font& font);
    /// How many lines `paragraph` would take.
    int line_count(double width, std::string_view text, const Font& font);

    void line(double x1, double y1, double x2, double y2, double thickness, Colour colour);
    void frame(double x, double y, double width, double height, double thickness, Colour colour);
    void fill(double x, double y, double width, double height, Colour colour);

    /// Notes that a field of the truth stands here.
    void place(std::string_view field, std::string_view value, const Rect& box);

    /// For drawings of their own: millimetres, restored by the caller with cairo_save/restore.
    cairo_t* cairo() { return cairo_.get(); }

    Rect to_pixels(double x, double y, double width, double height) const;

    Sheet finish();

private:
    LayoutHandle layout(std::string_view text, const Font& font);

    double width_;
    double height_;
    double scale_; ///< pixels a millimetre
    int dpi_;
    SurfaceHandle surface_;
    CairoHandle cairo_;
    PangoHandle pango_;
    std::vector<Placed> fields_;
};

/// The characters of UTF-8 text, one string each.
std::vector<std::string> characters(std::string_view text);

} // namespace dossier::samples
