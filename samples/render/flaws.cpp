#include "samples/render/flaws.h"

#include "samples/render/blur.h"
#include <algorithm>
#include <cmath>

namespace dossier::samples {
namespace {

constexpr double mm_per_inch = 25.4;

std::uint8_t to_byte(double level)
{
    return static_cast<std::uint8_t>(std::clamp(level + 0.5, 0.0, 255.0));
}

void fade(Image& image, double share)
{
    for (std::uint8_t& level : image.pixels)
        level = to_byte(level + (245 - level) * share * (level < 245 ? 1 : 0));
}

/// Where a pixel lies seen from a corner, in millimetres along and down the edges.
struct Place {
    double along;
    double down;
};

Place from_corner(const Image& image, int which, int x, int y)
{
    const double mm = mm_per_inch / image.dpi;
    const bool right = which == 1 || which == 2;
    const bool bottom = which >= 2;
    return {(right ? image.width - 1 - x : x) * mm, (bottom ? image.height - 1 - y : y) * mm};
}

void set_pixel(Image& image, int x, int y, double level)
{
    std::fill_n(
        image.row(y) + static_cast<std::ptrdiff_t>(x) * image.channels,
        image.channels,
        to_byte(level)
    );
}

/// Beyond the crease the lid, this side of it the mirrored triangle of the sheet's back with the
/// crease's shadow.
void lose_corner(Image& image, const LostCorner& corner, std::uint8_t lid)
{
    const double a = corner.along_mm;
    const double b = corner.down_mm;
    const double length = std::hypot(a, b);
    const double reach = a * b / length; // the corner's distance from the crease
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const Place at = from_corner(image, corner.which, x, y);
            const double beyond = (at.along / a + at.down / b - 1) * a * b / length;
            if (beyond < 0) {
                set_pixel(image, x, y, lid);
                continue;
            }
            if (!corner.folded || beyond > reach) continue;
            // Mirrored at the crease the point must lie in the corner.
            const double mirrored_along = at.along - 2 * beyond * b / length;
            const double mirrored_down = at.down - 2 * beyond * a / length;
            if (mirrored_along < 0 || mirrored_down < 0) continue;
            const double shadow = 55 * std::exp(-beyond * beyond / 0.25);
            const double rim = 30 * std::exp(-std::min(mirrored_along, mirrored_down) / 0.3);
            set_pixel(image, x, y, 240 - shadow - rim);
        }
}

bool is_dark(const Image& image, int x, int y)
{
    const std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * image.channels;
    return pixel[0] < 120;
}

/// A reflection forces a shorter exposure, so paper is no longer white where it is not.
void reflect(Image& image, const Glare& glare, const Rect& field)
{
    constexpr double exposure = 0.88;
    const double reach = glare.reach_mm * image.dpi / mm_per_inch;
    const double middle_x = field.x + field.width / 2;
    const double middle_y = field.y + field.height / 2;
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* pixel = image.row(y);
        for (int x = 0; x < image.width; ++x, pixel += image.channels) {
            const double dx = (x - middle_x) / reach;
            const double dy = (y - middle_y) / (0.6 * reach);
            const double light = glare.strength * std::exp(-(dx * dx + dy * dy) / 2);
            for (int c = 0; c < image.channels; ++c)
                pixel[c] = to_byte(pixel[c] * exposure + light);
        }
    }
}

void streak(Image& image, double at, double darkness)
{
    const int wide = std::max(1, image.dpi / 150);
    const int left = static_cast<int>(at * image.width);
    for (int y = 0; y < image.height; ++y)
        for (int x = left; x < std::min(image.width, left + wide); ++x) {
            std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * image.channels;
            for (int c = 0; c < image.channels; ++c)
                pixel[c] = to_byte(pixel[c] * (1 - darkness));
        }
}

} // namespace

std::string_view name_of(Flaw flaw)
{
    switch (flaw) {
    case Flaw::blurred: return "blurred";
    case Flaw::blurred_part: return "blurred_part";
    case Flaw::contrast_low: return "contrast_low";
    case Flaw::too_dark: return "too_dark";
    case Flaw::glare: return "glare";
    case Flaw::cut_off: return "cut_off";
    case Flaw::corner_torn: return "corner_torn";
    case Flaw::corner_folded: return "corner_folded";
    case Flaw::skewed: return "skewed";
    case Flaw::resolution_low: break;
    }
    return "resolution_low";
}

void plant(Harm& harm, Flaw flaw, Dice& dice)
{
    harm.planted.push_back(flaw);
    switch (flaw) {
    case Flaw::blurred: harm.soft_mm = dice.real(0.3, 0.6); break;
    case Flaw::blurred_part: {
        const double from = dice.real(0.15, 0.45);
        harm.soft_part = {from, from + dice.real(0.25, 0.4), dice.real(0.32, 0.6)};
        break;
    }
    case Flaw::contrast_low: harm.fade = dice.real(0.72, 0.84); break;
    case Flaw::too_dark: harm.exposure = dice.real(0.25, 0.44); break;
    case Flaw::glare: harm.glare = {dice.real(0, 1), dice.real(5, 14), dice.real(90, 240)}; break;
    case Flaw::cut_off:
        harm.cut_side = dice.between(0, 3);
        harm.cut_mm = dice.real(0.6, 2.2);
        break;
    case Flaw::corner_torn:
    case Flaw::corner_folded: {
        const double along = dice.real(12, 32);
        const double down = along * dice.real(0.6, 1.6);
        harm.corner = {dice.between(0, 3), along, down, flaw == Flaw::corner_folded};
        break;
    }
    case Flaw::skewed:
    case Flaw::resolution_low: break; // a matter of the pull and of the scanner
    }
}

void harm_sheet(Image& sheet, const Harm& harm, std::uint8_t lid)
{
    if (harm.fade > 0) fade(sheet, harm.fade);
    if (harm.corner.along_mm > 0) lose_corner(sheet, harm.corner, lid);
}

void harm_picture(Image& picture, const Harm& harm, std::vector<Rect> fields)
{
    const double dots = picture.dpi / mm_per_inch;
    if (harm.soft_mm > 0) blur(picture, harm.soft_mm * dots);
    std::sort(fields.begin(), fields.end(), [](const Rect& one, const Rect& other) {
        return one.y < other.y;
    });
    const auto field_at = [&](double share) {
        const auto count = static_cast<double>(fields.size());
        return fields[static_cast<std::size_t>(std::min(count - 1, std::floor(share * count)))];
    };
    const SoftPart& part = harm.soft_part;
    if (part.deviation_mm > 0 && !fields.empty())
        blur(
            picture,
            part.deviation_mm * dots,
            std::max(0, static_cast<int>(field_at(part.from).y - 3 * dots)),
            std::min(picture.height, static_cast<int>(field_at(part.to).bottom() + 3 * dots))
        );
    if (harm.glare.strength > 0 && !fields.empty())
        reflect(picture, harm.glare, field_at(harm.glare.at));
    for (const double at : harm.streaks)
        streak(picture, at, harm.streak_darkness);
    if (harm.exposure < 1)
        for (std::uint8_t& level : picture.pixels)
            level = to_byte(level * harm.exposure);
}

namespace {

/// How many strokes a line of pixels at distance `at` from a side would cut.
int strokes_across(const Image& image, int side, int at)
{
    const bool across = side % 2 == 0;
    const int count = across ? image.width : image.height;
    int strokes = 0;
    bool before = false;
    for (int i = 0; i < count; ++i) {
        const int x = across ? i : side == 1 ? image.width - 1 - at : at;
        const int y = across ? (side == 0 ? at : image.height - 1 - at) : i;
        const bool now = is_dark(image, x, y);
        strokes += now && !before ? 1 : 0;
        before = now;
    }
    return strokes;
}

} // namespace

Image cut(const Image& picture, const Harm& harm, int& left, int& top)
{
    left = top = 0;
    if (harm.cut_side < 0) return picture;
    // Goes on inwards until print is cut: eight strokes are some four characters.
    const bool across = harm.cut_side % 2 == 0;
    const int limit = (across ? picture.height : picture.width) / 2;
    int at = std::max(8, picture.dpi / 6);
    while (at < limit && strokes_across(picture, harm.cut_side, at) < 8)
        ++at;
    at += static_cast<int>(harm.cut_mm * picture.dpi / mm_per_inch);
    while (at < limit && strokes_across(picture, harm.cut_side, at) < 8)
        ++at;
    const int width = picture.width - (across ? 0 : at);
    const int height = picture.height - (across ? at : 0);
    left = harm.cut_side == 3 ? at : 0;
    top = harm.cut_side == 0 ? at : 0;
    Image rest(width, height, picture.channels, picture.dpi);
    rest.bilevel = picture.bilevel;
    for (int y = 0; y < height; ++y)
        std::copy_n(
            picture.row(y + top) + static_cast<std::ptrdiff_t>(left) * picture.channels,
            static_cast<std::ptrdiff_t>(width) * picture.channels,
            rest.row(y)
        );
    return rest;
}

} // namespace dossier::samples
