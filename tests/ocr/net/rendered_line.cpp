#include "tests/ocr/net/rendered_line.h"

#include <opencv2/imgproc.hpp>

#include <cairo.h>
#include <memory>
#include <pango/pangocairo.h>

namespace dossier::ocr::net {
namespace {

template <auto Release>
struct With {
    template <typename Object>
    void operator()(Object* object) const
    {
        Release(object);
    }
};

using Surface = std::unique_ptr<cairo_surface_t, With<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, With<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, With<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, With<pango_font_description_free>>;

} // namespace

cv::Mat render_line(const std::string& text, const LineStyle& style)
{
    const int width = style.pixels * (static_cast<int>(text.size()) + 4);
    const int height = style.pixels * 3;
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    const Context context(cairo_create(surface.get()));
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    cairo_set_source_rgb(context.get(), 0, 0, 0);
    const Layout layout(pango_cairo_create_layout(context.get()));
    const Font font(pango_font_description_from_string(style.font.c_str()));
    pango_font_description_set_absolute_size(font.get(), style.pixels * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    cairo_move_to(context.get(), style.pixels, style.pixels * 0.75);
    pango_cairo_show_layout(context.get(), layout.get());
    cairo_surface_flush(surface.get());

    const cv::Mat page(
        height,
        width,
        CV_8UC4,
        cairo_image_surface_get_data(surface.get()),
        static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()))
    );
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGRA2GRAY);
    cv::Rect ink = cv::boundingRect(grey < 128);
    ink -= cv::Point(style.margin, style.margin);
    ink += cv::Size(2 * style.margin, 2 * style.margin);
    return grey(ink & cv::Rect({0, 0}, grey.size())).clone();
}

} // namespace dossier::ocr::net

// Fontconfig keeps its tables to the very end; the leak checker of the sanitizer builds is told so.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the name is the
// sanitizer's.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig\n";
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
