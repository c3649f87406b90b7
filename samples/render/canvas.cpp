#include "samples/render/canvas.h"

#include <cmath>

namespace dossier::samples {
namespace {

void set_colour(cairo_t* cairo, const Colour& colour)
{
    cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

using FontHandle = std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)>;
using AttributesHandle = std::unique_ptr<PangoAttrList, decltype(&pango_attr_list_unref)>;
using OptionsHandle = std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)>;

} // namespace

std::vector<std::string> characters(std::string_view text)
{
    std::vector<std::string> parts;
    for (const char c : text) {
        const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (continues && !parts.empty())
            parts.back() += c;
        else
            parts.emplace_back(1, c);
    }
    return parts;
}

Canvas::Canvas(double width, double height, int dpi, Colour paper)
    : width_(width),
      height_(height),
      scale_(dpi / 25.4),
      dpi_(dpi),
      surface_(
          cairo_image_surface_create(
              CAIRO_FORMAT_RGB24,
              static_cast<int>(std::lround(width * dpi / 25.4)),
              static_cast<int>(std::lround(height * dpi / 25.4))
          ),
          &cairo_surface_destroy
      ),
      cairo_(cairo_create(surface_.get()), &cairo_destroy),
      pango_(pango_cairo_create_context(cairo_.get()), &g_object_unref)
{
    set_colour(cairo_.get(), paper);
    cairo_paint(cairo_.get());
    const OptionsHandle options(cairo_font_options_create(), &cairo_font_options_destroy);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(pango_.get(), options.get());
    pango_cairo_context_set_resolution(pango_.get(), 72.0);
    pango_context_set_round_glyph_positions(pango_.get(), FALSE);
    cairo_scale(cairo_.get(), scale_, scale_);
}

LayoutHandle Canvas::layout(std::string_view text, const Font& font)
{
    LayoutHandle layout(pango_layout_new(pango_.get()), &g_object_unref);
    const FontHandle description(pango_font_description_new(), &pango_font_description_free);
    pango_font_description_set_family(description.get(), font.family.c_str());
    pango_font_description_set_absolute_size(description.get(), font.size * scale_ * PANGO_SCALE);
    pango_font_description_set_weight(
        description.get(), font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
    );
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    if (font.spacing > 0) {
        const AttributesHandle attributes(pango_attr_list_new(), &pango_attr_list_unref);
        pango_attr_list_insert(
            attributes.get(),
            pango_attr_letter_spacing_new(static_cast<int>(font.spacing * scale_ * PANGO_SCALE))
        );
        pango_layout_set_attributes(layout.get(), attributes.get());
    }
    return layout;
}

namespace {

/// Draws a line of a layout with its origin at the pixel (x, y); answers its ink.
Rect draw_line(cairo_t* cairo, PangoLayoutLine* line, double x, double y, const Colour& colour)
{
    cairo_save(cairo);
    cairo_identity_matrix(cairo);
    set_colour(cairo, colour);
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout_line(cairo, line);
    cairo_restore(cairo);
    PangoRectangle ink;
    pango_layout_line_get_extents(line, &ink, nullptr);
    const double unit = PANGO_SCALE;
    return {x + ink.x / unit, y + ink.y / unit, ink.width / unit, ink.height / unit};
}

double logical_width(PangoLayoutLine* line)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    return static_cast<double>(logical.width) / PANGO_SCALE;
}

} // namespace

Rect Canvas::text(double x, double baseline, std::string_view line, const Font& font, Align align)
{
    const LayoutHandle set = layout(line, font);
    PangoLayoutLine* only = pango_layout_get_line_readonly(set.get(), 0);
    double left = x * scale_;
    if (align == Align::centre) left -= (logical_width(only) - font.spacing * scale_) / 2;
    if (align == Align::right) left -= logical_width(only) - font.spacing * scale_;
    return draw_line(cairo_.get(), only, left, baseline * scale_, font.colour);
}

Rect Canvas::paragraph(
    double x,
    double baseline,
    double width,
    double pitch,
    std::string_view text,
    const Font& font,
    Break lines_break
)
{
    const LayoutHandle set = layout(text, font);
    pango_layout_set_width(set.get(), static_cast<int>(width * scale_ * PANGO_SCALE));
    pango_layout_set_wrap(
        set.get(), lines_break == Break::words ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_CHAR
    );
    Rect ink;
    for (int i = 0; i < pango_layout_get_line_count(set.get()); ++i) {
        PangoLayoutLine* line = pango_layout_get_line_readonly(set.get(), i);
        ink = around(
            ink,
            draw_line(cairo_.get(), line, x * scale_, (baseline + i * pitch) * scale_, font.colour)
        );
    }
    return ink;
}

Rect Canvas::cells(double x, double baseline, double pitch, std::string_view text, const Font& font)
{
    Rect ink;
    double middle = x + pitch / 2;
    for (const auto& character : characters(text)) {
        ink = around(ink, this->text(middle, baseline, character, font, Align::centre));
        middle += pitch;
    }
    return ink;
}

double Canvas::text_width(std::string_view line, const Font& font)
{
    const LayoutHandle set = layout(line, font);
    return logical_width(pango_layout_get_line_readonly(set.get(), 0)) / scale_ - font.spacing;
}

int Canvas::line_count(double width, std::string_view text, const Font& font)
{
    const LayoutHandle set = layout(text, font);
    pango_layout_set_width(set.get(), static_cast<int>(width * scale_ * PANGO_SCALE));
    pango_layout_set_wrap(set.get(), PANGO_WRAP_WORD_CHAR);
    return pango_layout_get_line_count(set.get());
}

void Canvas::line(double x1, double y1, double x2, double y2, double thickness, Colour colour)
{
    set_colour(cairo_.get(), colour);
    cairo_set_line_width(cairo_.get(), thickness);
    cairo_move_to(cairo_.get(), x1, y1);
    cairo_line_to(cairo_.get(), x2, y2);
    cairo_stroke(cairo_.get());
}

void Canvas::frame(double x, double y, double width, double height, double thickness, Colour colour)
{
    set_colour(cairo_.get(), colour);
    cairo_set_line_width(cairo_.get(), thickness);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_stroke(cairo_.get());
}

void Canvas::fill(double x, double y, double width, double height, Colour colour)
{
    set_colour(cairo_.get(), colour);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
}

void Canvas::place(std::string_view field, std::string_view value, const Rect& box)
{
    fields_.push_back({std::string(field), std::string(value), box});
}

Rect Canvas::to_pixels(double x, double y, double width, double height) const
{
    return {x * scale_, y * scale_, width * scale_, height * scale_};
}

Sheet Canvas::finish()
{
    cairo_surface_flush(surface_.get());
    Sheet sheet;
    sheet.image = Image(
        cairo_image_surface_get_width(surface_.get()),
        cairo_image_surface_get_height(surface_.get()),
        3,
        dpi_
    );
    const unsigned char* source = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    for (int y = 0; y < sheet.image.height; ++y) {
        const unsigned char* from = source + static_cast<std::size_t>(y) * stride;
        std::uint8_t* to = sheet.image.row(y);
        for (int x = 0; x < sheet.image.width; ++x, from += 4, to += 3) {
            // cairo's RGB24 is one native 32-bit word a pixel: B, G, R, unused on little endian
            to[0] = from[2];
            to[1] = from[1];
            to[2] = from[0];
        }
    }
    sheet.fields = std::move(fields_);
    return sheet;
}

} // namespace dossier::samples

// What the leak checker of the sanitizer builds asks every program: Fontconfig keeps its tables to
// the very end. It stands here so that every program that draws has it; the name is the
// sanitizer's. NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig\n";
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
