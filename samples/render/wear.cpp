#include "samples/render/wear.h"

#include "samples/render/blur.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dossier::samples {
namespace {

constexpr double degree = std::numbers::pi / 180.0;

std::uint8_t to_byte(double level)
{
    return static_cast<std::uint8_t>(std::clamp(level + 0.5, 0.0, 255.0));
}

/// A turn about the middle of the page followed by a shift, in pixels.
struct Pull {
    double cosine;
    double sine;
    double middle_x;
    double middle_y;
    double shift_x;

    std::pair<double, double> forward(double x, double y) const
    {
        const double dx = x - middle_x;
        const double dy = y - middle_y;
        return {middle_x + cosine * dx - sine * dy + shift_x, middle_y + sine * dx + cosine * dy};
    }

    std::pair<double, double> back(double x, double y) const
    {
        const double dx = x - shift_x - middle_x;
        const double dy = y - middle_y;
        return {middle_x + cosine * dx + sine * dy, middle_y - sine * dx + cosine * dy};
    }

    Rect forward(const Rect& box) const
    {
        const std::array corners{
            forward(box.x, box.y),
            forward(box.right(), box.y),
            forward(box.x, box.bottom()),
            forward(box.right(), box.bottom())};
        double x1 = corners[0].first, x2 = x1, y1 = corners[0].second, y2 = y1;
        for (const auto& [x, y] : corners) {
            x1 = std::min(x1, x);
            x2 = std::max(x2, x);
            y1 = std::min(y1, y);
            y2 = std::max(y2, y);
        }
        return {x1, y1, x2 - x1, y2 - y1};
    }
};

Pull pull_of(const Image& image, const Wear& wear)
{
    // y grows downwards, so a positive angle takes the right end of a line down
    return {
        std::cos(wear.skew_deg * degree),
        std::sin(wear.skew_deg * degree),
        image.width / 2.0,
        image.height / 2.0,
        wear.border_mm * image.dpi / 25.4};
}

bool all_inside(const std::vector<Placed>& fields, const Pull& pull, const Image& image)
{
    return std::all_of(fields.begin(), fields.end(), [&](const Placed& field) {
        const Rect box = pull.forward(field.box);
        return box.x >= 2 && box.y >= 2 && box.right() <= image.width - 2 &&
               box.bottom() <= image.height - 2;
    });
}

/// Square millimetres of print that the pull takes out of the picture.
double lost_print(const Image& from, const Pull& pull)
{
    constexpr int every = 3;
    constexpr int dark = 170;
    int lost = 0;
    for (int y = 0; y < from.height; y += every)
        for (int x = 0; x < from.width; x += every) {
            const std::uint8_t* pixel =
                from.row(y) + static_cast<std::ptrdiff_t>(x) * from.channels;
            if (pixel[from.channels / 2] >= dark) continue;
            const auto [tx, ty] = pull.forward(x, y);
            lost += tx < 0 || ty < 0 || tx >= from.width || ty >= from.height ? 1 : 0;
        }
    const double mm = 25.4 * every / from.dpi;
    return lost * mm * mm;
}

/// Bilinear; beyond the sheet lies the scanner's lid.
Image pulled(const Image& from, const Pull& pull, std::uint8_t lid)
{
    Image to(from.width, from.height, from.channels, from.dpi, lid);
    const int channels = from.channels;
    for (int y = 0; y < to.height; ++y) {
        std::uint8_t* out = to.row(y);
        for (int x = 0; x < to.width; ++x, out += channels) {
            const auto [sx, sy] = pull.back(x + 0.5, y + 0.5);
            const double fx = sx - 0.5;
            const double fy = sy - 0.5;
            const int x0 = static_cast<int>(std::floor(fx));
            const int y0 = static_cast<int>(std::floor(fy));
            if (x0 < 0 || y0 < 0 || x0 + 1 >= from.width || y0 + 1 >= from.height) continue;
            const double ax = fx - x0;
            const double ay = fy - y0;
            const std::uint8_t* top = from.row(y0) + static_cast<std::ptrdiff_t>(x0) * channels;
            const std::uint8_t* low = from.row(y0 + 1) + static_cast<std::ptrdiff_t>(x0) * channels;
            for (int c = 0; c < channels; ++c) {
                const double upper = top[c] + ax * (top[c + channels] - top[c]);
                const double lower = low[c] + ax * (low[c + channels] - low[c]);
                out[c] = to_byte(upper + ay * (lower - upper));
            }
        }
    }
    return to;
}

void fold(Image& image, double at)
{
    const double middle = image.height * at;
    const double reach = image.dpi * 0.12;
    for (int y = 0; y < image.height; ++y) {
        const double distance = y - middle;
        if (std::abs(distance) > reach * 2) continue;
        const double crease = std::exp(-distance * distance / (image.dpi * 0.012));
        const double bend =
            0.06 * std::exp(-std::abs(distance) / reach) * (distance > 0 ? 1 : -0.3);
        std::uint8_t* row = image.row(y);
        for (int i = 0; i < image.width * image.channels; ++i)
            row[i] = to_byte(row[i] * (1.0 - 0.16 * crease - bend));
    }
}

void shade(Image& image, double amount, double from_deg)
{
    const double dx = std::cos(from_deg * degree) / image.width;
    const double dy = std::sin(from_deg * degree) / image.height;
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* pixel = image.row(y);
        for (int x = 0; x < image.width; ++x, pixel += image.channels) {
            const double place = std::clamp(
                0.5 + (x - image.width / 2.0) * dx + (y - image.height / 2.0) * dy, 0.0, 1.0
            );
            const double light = 1.0 - amount * place * place;
            for (int c = 0; c < image.channels; ++c)
                pixel[c] = to_byte(pixel[c] * light);
        }
    }
}

Image grey_of(const Image& from)
{
    Image to(from.width, from.height, 1, from.dpi);
    for (std::size_t i = 0; i < to.pixels.size(); ++i) {
        const std::uint8_t* pixel = from.pixels.data() + i * 3;
        to.pixels[i] = to_byte(0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]);
    }
    return to;
}

void add_noise(Image& image, double deviation, Dice& dice)
{
    for (std::uint8_t& level : image.pixels)
        level = to_byte(level + deviation * dice.normal());
}

void add_speckles(Image& image, int count, Dice& dice)
{
    for (int i = 0; i < count; ++i) {
        const int x = dice.between(0, image.width - 1);
        const int y = dice.between(0, image.height - 1);
        const double radius = dice.real(0.5, image.dpi / 240.0 + 0.6);
        const double level = dice.chance(0.85) ? dice.real(20, 110) : 250;
        const int reach = static_cast<int>(std::ceil(radius));
        for (int py = std::max(0, y - reach); py <= std::min(image.height - 1, y + reach); ++py)
            for (int px = std::max(0, x - reach); px <= std::min(image.width - 1, x + reach); ++px)
                if (std::hypot(px - x, py - y) <= radius)
                    std::fill_n(
                        image.row(py) + static_cast<std::ptrdiff_t>(px) * image.channels,
                        image.channels,
                        to_byte(level)
                    );
    }
}

int specks_on(const Image& image, double per_cm2)
{
    const double cm = 2.54 / image.dpi;
    return static_cast<int>(per_cm2 * cm * cm * image.width * image.height);
}

Image turned(const Image& from, int degrees)
{
    if (degrees == 0) return from;
    const bool across = degrees != 180;
    Image to(
        across ? from.height : from.width,
        across ? from.width : from.height,
        from.channels,
        from.dpi
    );
    to.bilevel = from.bilevel;
    for (int y = 0; y < from.height; ++y) {
        const std::uint8_t* pixel = from.row(y);
        for (int x = 0; x < from.width; ++x, pixel += from.channels) {
            int tx = from.width - 1 - x;
            int ty = from.height - 1 - y;
            if (degrees == 90) tx = from.height - 1 - y, ty = x;
            if (degrees == 270) tx = y, ty = from.width - 1 - x;
            std::copy_n(
                pixel, from.channels, to.row(ty) + static_cast<std::ptrdiff_t>(tx) * from.channels
            );
        }
    }
    return to;
}

Rect turned(const Rect& box, int degrees, const Image& from)
{
    switch (degrees) {
    case 90: return {from.height - box.bottom(), box.x, box.height, box.width};
    case 180: return {from.width - box.right(), from.height - box.bottom(), box.width, box.height};
    case 270: return {box.y, from.width - box.right(), box.height, box.width};
    default: return box;
    }
}

} // namespace

Wear draw_wear(Dice& dice, const Layout& layout)
{
    Wear wear;
    const bool is_harder = layout.set != LayoutSet::train;
    const bool crooked = dice.chance(0.3);
    wear.skew_deg = std::round(dice.real(crooked ? -5.0 : -1.8, crooked ? 5.0 : 1.8) * 100) / 100;
    static constexpr int turns[] = {90, 180, 270};
    if (dice.chance(0.2)) wear.rotation_deg = dice.pick(turns);
    wear.blur = dice.real(0.25, is_harder ? 1.1 : 0.9);
    wear.noise = dice.real(1.0, is_harder ? 9.0 : 7.0);
    if (dice.chance(0.5)) wear.shade = dice.real(0.05, 0.28);
    wear.shade_from = dice.real(0, 360);
    const double tone = dice.real(0, 1);
    const bool card_on_glass = lies_on_glass(layout);
    if (!card_on_glass && tone < 0.22)
        wear.tone = Tone::bilevel;
    else if (tone < 0.5)
        wear.tone = Tone::grey;
    wear.threshold = dice.between(125, 165);
    const double border = dice.real(1.0, 3.5);
    const bool border_left = dice.chance(0.5);
    if (dice.chance(0.25)) wear.border_mm = border_left ? border : -border;
    if (dice.chance(0.45)) wear.speckles = dice.between(5, card_on_glass ? 25 : 160);
    if (!card_on_glass && dice.chance(0.25)) wear.fold = dice.real(0.3, 0.7);
    wear.jpeg_quality = dice.between(55, 90);
    if (wear.tone == Tone::bilevel) {
        // a copier evens the light out before it decides between black and white
        wear.shade = 0;
        wear.noise = std::min(wear.noise, 4.0);
    }
    return wear;
}

Wear with_flaw(Wear wear, Flaw flaw, Dice& dice)
{
    plant(wear.harm, flaw, dice);
    const bool is_turn = flaw == Flaw::skewed;
    if (is_turn) wear.skew_deg = (dice.chance(0.5) ? 1 : -1) * dice.real(3.4, 8.0);
    // Black and white has no light, focus or shade to show them.
    const bool survives_threshold = is_turn || flaw == Flaw::resolution_low ||
                                    flaw == Flaw::cut_off || flaw == Flaw::corner_torn;
    if (wear.tone == Tone::bilevel && !survives_threshold) wear.tone = Tone::grey;
    if (flaw == Flaw::corner_torn && wear.border_mm == 0) wear.border_mm = 2.0;
    if (flaw == Flaw::cut_off) wear.border_mm = 0;
    const bool is_corner = flaw == Flaw::corner_torn || flaw == Flaw::corner_folded;
    if (is_corner) wear.skew_deg *= 0.4; // or it lies outside of the picture
    return wear;
}

Wear with_degradation(Wear wear, Degradation degradation, Dice& dice)
{
    lay(wear.layers, degradation, dice);
    const bool is_copied = dice.chance(0.6);
    if (degradation == Degradation::specks && is_copied) wear.tone = Tone::bilevel;
    if (degradation == Degradation::shading) {
        wear.shade = dice.real(0.45, 0.7);
        if (wear.tone == Tone::bilevel) wear.tone = Tone::grey;
    }
    return wear;
}

Scan wear_out(const Sheet& sheet, Wear wear, Dice& dice)
{
    const Image& clean = sheet.image;
    const bool must_turn = std::ranges::count(wear.harm.planted, Flaw::skewed) > 0;
    while (!must_turn && !all_inside(sheet.fields, pull_of(clean, wear), clean) &&
           (wear.skew_deg != 0 || wear.border_mm != 0)) {
        wear.skew_deg = std::abs(wear.skew_deg) < 0.05 ? 0 : std::round(wear.skew_deg * 70) / 100;
        wear.border_mm = std::abs(wear.border_mm) < 0.3 ? 0 : wear.border_mm * 0.7;
    }
    const Pull pull = pull_of(clean, wear);
    Image image = with_layers(sheet, wear.layers, dice);
    if (wear.tone != Tone::colour) image = grey_of(image);
    if (wear.fold > 0) fold(image, wear.fold);
    const std::uint8_t lid = wear.border_mm != 0 ? 22 : 250;
    harm_sheet(image, wear.harm, lid);
    image = pulled(image, pull, lid);
    if (wear.shade > 0) shade(image, wear.shade, wear.shade_from);
    if (wear.speckles > 0) add_speckles(image, wear.speckles, dice);
    if (wear.layers.specks_per_cm2 > 0)
        add_speckles(image, specks_on(image, wear.layers.specks_per_cm2), dice);
    std::vector<Rect> places;
    for (const Placed& field : sheet.fields)
        places.push_back(pull.forward(field.box));
    harm_picture(image, wear.harm, std::move(places));
    blur(image, wear.blur);
    add_noise(image, wear.noise, dice);
    if (wear.tone == Tone::bilevel) {
        for (std::uint8_t& level : image.pixels)
            level = level < wear.threshold ? 0 : 255;
        image.bilevel = true;
    }
    Scan scan;
    scan.lost_mm2 = lost_print(clean, pull);
    int left = 0;
    int top = 0;
    image = cut(image, wear.harm, left, top);
    for (const Placed& field : sheet.fields) {
        Rect box = pull.forward(field.box);
        box.x -= left;
        box.y -= top;
        scan.fields.push_back({field.name, field.value, turned(box, wear.rotation_deg, image)});
    }
    scan.image = turned(image, wear.rotation_deg);
    scan.wear = wear;
    return scan;
}

std::string_view name_of(Tone tone)
{
    switch (tone) {
    case Tone::grey: return "grey";
    case Tone::bilevel: return "bilevel";
    case Tone::colour: break;
    }
    return "colour";
}

} // namespace dossier::samples
