#include "samples/render/degradation.h"

#include "samples/render/blur.h"
#include "samples/render/decor.h"
#include <algorithm>
#include <cmath>

namespace dossier::samples {
namespace {

constexpr double mm_an_inch = 25.4;

/// Bright, dark and orange reds, a blue and a purple, as ink pads have them.
constexpr Colour seal_inks[] = {
    seal_red,
    {0.60, 0.06, 0.10, 0.86},
    {0.86, 0.26, 0.12, 0.80},
    {0.12, 0.20, 0.62, 0.84},
    {0.42, 0.14, 0.55, 0.84}};

Canvas blank_layer(const Image& image)
{
    const double mm = mm_an_inch / image.dpi;
    return {image.width * mm, image.height * mm, image.dpi, {1, 1, 1}};
}

std::uint8_t darkened(std::uint8_t level, std::uint8_t by)
{
    return static_cast<std::uint8_t>((level * by + 127) / 255);
}

/// Ink over ink: each lets through its share of the light.
void print_over(Image& image, const Image& layer)
{
    const auto width = static_cast<std::size_t>(std::min(image.width, layer.width));
    for (int y = 0; y < std::min(image.height, layer.height); ++y)
        std::transform(
            layer.row(y),
            layer.row(y) + width * static_cast<std::size_t>(image.channels),
            image.row(y),
            image.row(y),
            darkened
        );
}

/// A place in millimetres, from one in pixels.
Rect in_mm(const Rect& box, int dpi)
{
    const double mm = mm_an_inch / dpi;
    return {box.x * mm, box.y * mm, box.width * mm, box.height * mm};
}

void press_seals(Canvas& canvas, const Sheet& sheet, const Layers& layers, Dice& dice)
{
    // A card takes a smaller one.
    const double radius = std::min(20.0, canvas.height() * 0.22);
    for (int i = 0; i < layers.seals && !sheet.fields.empty(); ++i) {
        const auto last = static_cast<int>(sheet.fields.size()) - 1;
        const auto& field = sheet.fields[static_cast<std::size_t>(dice.between(0, last))];
        const Rect box = in_mm(field.box, sheet.image.dpi);
        const double x = box.x + box.width * dice.real(0.2, 0.8);
        const double y = box.y + box.height / 2 + dice.real(-0.8, 0.8) * radius;
        round_seal(
            canvas, dice, x, y, radius, "江川市青禾商贸有限公司", "业务专用章", layers.seal_ink
        );
    }
}

void print_pattern(Canvas& canvas, double opacity, Dice& dice)
{
    constexpr double band = 46; // mm: the waves are some 0.7 mm apart
    const Colour green{0.40, 0.62, 0.60, opacity};
    const Colour rose{0.80, 0.50, 0.56, opacity};
    for (double y = 0; y < canvas.height(); y += band)
        guilloche(canvas, dice, 0, y, canvas.width(), band, green, rose);
    const double size = canvas.height() / 12;
    const Font font{.size = size, .colour = {0.62, 0.66, 0.72, opacity * 0.6}, .spacing = size / 3};
    watermark(canvas, canvas.width() * 0.12, canvas.height() * 0.72, 28, "仅供办理业务使用", font);
}

void draw_rules(Canvas& canvas, const Sheet& sheet, const Layers& layers, Dice& dice)
{
    for (const Placed& field : sheet.fields) {
        const bool is_ruled = dice.chance(layers.ruled);
        const double under = dice.real(-0.14, 0.10);
        const double through = dice.real(0.1, 0.9);
        const bool is_through = dice.chance(0.2);
        const bool is_beside = dice.chance(0.4);
        if (!is_ruled) continue;
        const Rect box = in_mm(field.box, sheet.image.dpi);
        const double line = std::min(box.height, 4.0);
        const double y = is_through ? box.y + box.height * through : box.bottom() + line * under;
        const double left = std::max(1.0, box.x - 5);
        const double right = std::min(canvas.width() - 1, box.right() + 5);
        canvas.line(left, y, right, y, layers.rule_mm, black);
        if (is_beside) {
            const double x = box.x + line * under;
            canvas.line(x, y - line * 2, x, y + line, layers.rule_mm, black);
        }
    }
}

/// The other side, taken to be printed like this one and turned over its long edge.
Image back_of(const Image& front, const Layers& layers)
{
    Image back(front.width, front.height, front.channels, front.dpi);
    const int lower = front.height * 31 / 100; // so that its lines do not fall upon these
    for (int y = 0; y < front.height; ++y) {
        const std::uint8_t* from = front.row((y + lower) % front.height);
        std::uint8_t* to = back.row(y) + static_cast<std::ptrdiff_t>(front.width) * front.channels;
        for (int x = 0; x < front.width; ++x, from += front.channels) {
            to -= front.channels;
            for (int c = 0; c < front.channels; ++c)
                to[c] = static_cast<std::uint8_t>(255 - (255 - from[c]) * layers.bleed);
        }
    }
    blur(back, layers.bleed_blur_mm * front.dpi / mm_an_inch);
    return back;
}

} // namespace

std::string_view name_of(Degradation degradation)
{
    switch (degradation) {
    case Degradation::seal: return "seal";
    case Degradation::shading: return "shading";
    case Degradation::pattern: return "pattern";
    case Degradation::rules: return "rules";
    case Degradation::specks: return "specks";
    case Degradation::bleed_through: break;
    }
    return "bleed_through";
}

void lay(Layers& layers, Degradation degradation, Dice& dice)
{
    layers.laid.push_back(degradation);
    switch (degradation) {
    case Degradation::seal:
        layers.seals = dice.between(2, 3);
        layers.seal_ink = dice.pick(seal_inks);
        break;
    case Degradation::pattern: layers.pattern = dice.real(0.35, 0.8); break;
    case Degradation::rules:
        layers.ruled = dice.real(0.5, 0.9);
        layers.rule_mm = dice.real(0.15, 0.4);
        break;
    case Degradation::specks: layers.specks_per_cm2 = dice.real(3, 12); break;
    case Degradation::bleed_through:
        layers.bleed = dice.real(0.25, 0.5);
        layers.bleed_blur_mm = dice.real(0.12, 0.3);
        break;
    case Degradation::shading: break; // a matter of the light
    }
}

Image with_layers(const Sheet& sheet, const Layers& layers, Dice& dice)
{
    Image image = sheet.image;
    if (layers.bleed > 0) print_over(image, back_of(sheet.image, layers));
    if (layers.seals == 0 && layers.pattern == 0 && layers.ruled == 0) return image;
    Canvas canvas = blank_layer(image);
    if (layers.pattern > 0) print_pattern(canvas, layers.pattern, dice);
    if (layers.ruled > 0) draw_rules(canvas, sheet, layers, dice);
    if (layers.seals > 0) press_seals(canvas, sheet, layers, dice);
    print_over(image, canvas.finish().image);
    return image;
}

} // namespace dossier::samples
