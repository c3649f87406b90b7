#include "tests/bench/photographed.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace dossier::bench {
namespace {

using samples::Dice;

constexpr int width = 1600;
constexpr int height = 1200;

/// Soft noise: a coarse grid of grey levels around 0, enlarged.
cv::Mat clouds(Dice& dice, int columns, int rows, double strength)
{
    cv::Mat coarse(rows, columns, CV_32F);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            coarse.at<float>(y, x) = static_cast<float>(dice.normal() * strength);
    cv::Mat fine;
    cv::resize(coarse, fine, {width, height}, 0, 0, cv::INTER_CUBIC);
    return fine;
}

cv::Mat grain(Dice& dice, double deviation)
{
    cv::Mat noise(height, width, CV_32F);
    cv::RNG(dice.next()).fill(noise, cv::RNG::NORMAL, 0, deviation);
    return noise;
}

cv::Mat plain(double level)
{
    return {height, width, CV_32F, cv::Scalar(level)};
}

/// A grey ground in a colour.
cv::Mat tinted(const cv::Mat& grey, const cv::Vec3f& tint)
{
    std::vector<cv::Mat> channels;
    for (int c = 0; c < 3; ++c)
        channels.push_back(grey * static_cast<double>(tint[c]));
    cv::Mat colour;
    cv::merge(channels, colour);
    return colour;
}

cv::Mat wood(Dice& dice)
{
    const cv::Mat bend = clouds(dice, 5, 4, 12.0);
    const double pitch = dice.real(9, 30);
    cv::Mat grey = plain(dice.real(90, 170)) + clouds(dice, 160, 5, 7.0) + grain(dice, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            grey.at<float>(y, x) += static_cast<float>(
                10 * std::sin((y + static_cast<double>(bend.at<float>(y, x)) * 2) / pitch)
            );
    for (int board = dice.between(0, 2); board > 0; --board) {
        const int y = dice.between(0, height - 1);
        cv::line(grey, {0, y}, {width, y + dice.between(-20, 20)}, cv::Scalar(50), 4);
    }
    return tinted(grey, {0.55F, 0.78F, 1.0F});
}

cv::Mat cloth(Dice& dice)
{
    cv::Mat grey = plain(dice.real(50, 180)) + clouds(dice, 12, 9, 9.0) + grain(dice, 8);
    const double pitch = dice.real(1.5, 4);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            grey.at<float>(y, x) +=
                static_cast<float>(7 * std::sin(x / pitch) * std::sin(y / pitch));
    return tinted(
        grey,
        {static_cast<float>(dice.real(0.5, 1)),
         static_cast<float>(dice.real(0.5, 1)),
         static_cast<float>(dice.real(0.5, 1))}
    );
}

/// Papers, a keyboard's edge, pens and cups around where the object will lie.
void clutter(cv::Mat& ground, Dice& dice)
{
    for (int i = dice.between(3, 8); i > 0; --i) {
        const auto at = [&] {
            return cv::Point2f(
                static_cast<float>(dice.between(0, width)),
                static_cast<float>(dice.between(0, height))
            );
        };
        const cv::Scalar colour(
            dice.between(20, 240), dice.between(20, 240), dice.between(20, 240)
        );
        const int kind = dice.between(0, 2);
        if (kind == 0) {
            const cv::RotatedRect paper(
                at(),
                {static_cast<float>(dice.between(150, 700)),
                 static_cast<float>(dice.between(100, 500))},
                static_cast<float>(dice.real(0, 180))
            );
            std::vector<cv::Point2f> corners(4);
            paper.points(corners.data());
            std::vector<cv::Point> whole(corners.begin(), corners.end());
            cv::fillConvexPoly(ground, whole, colour, cv::LINE_AA);
        } else if (kind == 1) {
            cv::line(ground, at(), at(), colour, dice.between(6, 18), cv::LINE_AA);
        } else {
            cv::circle(ground, at(), dice.between(40, 140), colour, -1, cv::LINE_AA);
        }
    }
}

cv::Mat stone(Dice& dice)
{
    const cv::Mat grey = plain(dice.real(60, 200)) + clouds(dice, 20, 15, 14) +
                         clouds(dice, 90, 70, 14) + grain(dice, 10);
    return tinted(grey, {0.95F, 0.97F, 1.0F});
}

cv::Mat tiles(Dice& dice)
{
    cv::Mat grey = plain(dice.real(120, 215)) + clouds(dice, 20, 15, 4) + grain(dice, 3);
    const int pitch = dice.between(120, 320);
    const int phase = dice.between(0, pitch);
    for (int x = phase; x < width; x += pitch)
        cv::line(grey, {x, 0}, {x + 40, height}, cv::Scalar(80), 5, cv::LINE_AA);
    for (int y = phase; y < height; y += pitch)
        cv::line(grey, {0, y}, {width, y - 40}, cv::Scalar(80), 5, cv::LINE_AA);
    return tinted(grey, {0.9F, 0.95F, 1.0F});
}

cv::Mat make_ground(Dice& dice, bool unseen, std::string& name)
{
    static const std::array<std::string, 5> known{"wood", "cloth", "desk", "dark", "bright"};
    static const std::array<std::string, 3> fresh{"stone", "tiles", "cloth on desk"};
    name = unseen ? fresh[static_cast<std::size_t>(dice.between(0, 2))]
                  : known[static_cast<std::size_t>(dice.between(0, 4))];
    if (name == "wood") return wood(dice);
    if (name == "cloth") return cloth(dice);
    if (name == "stone") return stone(dice);
    if (name == "tiles") return tiles(dice);
    if (name == "dark")
        return tinted(plain(dice.real(15, 50)) + grain(dice, 4), {1.0F, 1.0F, 1.0F});
    if (name == "bright")
        return tinted(
            plain(dice.real(190, 215)) + clouds(dice, 6, 4, 4) + grain(dice, 3),
            {0.96F, 0.98F, 1.0F}
        );
    cv::Mat ground = name == "desk"
                         ? tinted(plain(dice.real(80, 170)) + grain(dice, 4), {0.8F, 0.9F, 1})
                         : cloth(dice);
    clutter(ground, dice);
    return ground;
}

/// The corners of a flat object turned and tilted in front of a camera.
std::array<cv::Point2d, 4> place(cv::Size flat, Dice& dice)
{
    const double pi = std::numbers::pi;
    for (;;) {
        const double turn = dice.real(0, 2 * pi);
        const double tilt = dice.real(0, 25) * pi / 180;
        const double axis = dice.real(0, 2 * pi);
        const double focal = dice.real(0.8, 1.5) * width;
        const double size =
            dice.real(0.4, 0.85) * height / std::hypot(flat.width, flat.height) * 1.35;
        const double dx = dice.real(-0.12, 0.12) * width;
        const double dy = dice.real(-0.12, 0.12) * height;
        std::array<cv::Point2d, 4> corners;
        bool is_in = true;
        for (std::size_t i = 0; i < 4; ++i) {
            const double u = (i == 1 || i == 2 ? 0.5 : -0.5) * flat.width * size;
            const double v = (i >= 2 ? 0.5 : -0.5) * flat.height * size;
            const double x = u * std::cos(turn) - v * std::sin(turn);
            const double y = u * std::sin(turn) + v * std::cos(turn);
            // Tilted about an axis in the plane: depth grows with the distance from it.
            const double off = -x * std::sin(axis) + y * std::cos(axis);
            const double along = x * std::cos(axis) + y * std::sin(axis);
            const double flat_off = off * std::cos(tilt);
            const double depth = focal + off * std::sin(tilt);
            const double px = along * std::cos(axis) - flat_off * std::sin(axis);
            const double py = along * std::sin(axis) + flat_off * std::cos(axis);
            corners[i] = {
                width / 2.0 + dx + px * focal / depth, height / 2.0 + dy + py * focal / depth};
            is_in = is_in && corners[i].x > 20 && corners[i].y > 20 && corners[i].x < width - 20 &&
                    corners[i].y < height - 20;
        }
        if (is_in) return corners;
    }
}

cv::Mat mask_of(cv::Size size, double radius)
{
    cv::Mat mask(size, CV_32F, cv::Scalar(1));
    const int r = static_cast<int>(std::lround(radius));
    for (int y = 0; y < r; ++y) {
        for (int x = 0; x < r; ++x) {
            const auto value = static_cast<float>(
                std::clamp(radius - std::hypot(radius - x - 0.5, radius - y - 0.5) + 0.5, 0.0, 1.0)
            );
            for (const int row : {y, size.height - 1 - y})
                for (const int column : {x, size.width - 1 - x})
                    mask.at<float>(row, column) = value;
        }
    }
    return mask;
}

void shine(cv::Mat& scene, Dice& dice, bool unseen)
{
    cv::Mat light = plain(1.0);
    const double slope = dice.real(0, unseen ? 0.55 : 0.45);
    const double from = dice.real(0, 2 * std::numbers::pi);
    const bool shadowed = dice.chance(0.4);
    const double edge = dice.real(-0.3, 0.3) * width;
    const double way = dice.real(0, 2 * std::numbers::pi);
    const double dark = dice.real(0.55, 0.8);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double u = (x - width / 2.0) / width;
            const double v = (y - height / 2.0) / width;
            double level = 1 - slope * (0.5 + u * std::cos(from) + v * std::sin(from));
            const double off =
                (x - width / 2.0) * std::cos(way) + (y - height / 2.0) * std::sin(way) - edge;
            if (shadowed) level *= dark + (1 - dark) / (1 + std::exp(-off / 14));
            light.at<float>(y, x) = static_cast<float>(level);
        }
    }
    cv::Mat three;
    cv::merge(std::vector<cv::Mat>{light, light, light}, three);
    scene = scene.mul(three);
    for (int spots = dice.between(0, unseen ? 2 : 1); spots > 0; --spots) {
        cv::Mat glare = plain(0);
        cv::ellipse(
            glare,
            {dice.between(300, width - 300), dice.between(250, height - 250)},
            {dice.between(40, 170), dice.between(20, 80)},
            dice.real(0, 180),
            0,
            360,
            cv::Scalar(dice.real(60, 190)),
            -1
        );
        cv::GaussianBlur(glare, glare, {0, 0}, 18);
        cv::merge(std::vector<cv::Mat>{glare, glare, glare}, three);
        scene += three;
    }
}

} // namespace

Photograph photograph(const cv::Mat& flat, double radius, bool unseen, Dice& dice)
{
    Photograph photo;
    cv::Mat scene = make_ground(dice, unseen, photo.ground);
    photo.corners = place(flat.size(), dice);
    std::vector<cv::Point2f> from{
        {0, 0},
        {static_cast<float>(flat.cols), 0},
        {static_cast<float>(flat.cols), static_cast<float>(flat.rows)},
        {0, static_cast<float>(flat.rows)}};
    std::vector<cv::Point2f> to(photo.corners.begin(), photo.corners.end());
    for (auto& each : from)
        each -= cv::Point2f(0.5F, 0.5F);
    for (auto& each : to)
        each -= cv::Point2f(0.5F, 0.5F);
    const cv::Mat map = cv::getPerspectiveTransform(from, to);
    cv::Mat exact;
    cv::GaussianBlur(flat, exact, {0, 0}, 0.8);
    exact.convertTo(exact, CV_32F);
    cv::Mat laid;
    cv::Mat mask;
    cv::warpPerspective(exact, laid, map, scene.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::warpPerspective(mask_of(flat.size(), radius), mask, map, scene.size(), cv::INTER_LINEAR);
    // The object's own shadow falls to one side of it.
    cv::Mat shadow;
    const double lift = dice.real(0, 7);
    const double way = dice.real(0, 2 * std::numbers::pi);
    const cv::Matx23d moved(1, 0, lift * std::cos(way), 0, 1, lift * std::sin(way));
    cv::warpAffine(mask, shadow, moved, scene.size());
    cv::GaussianBlur(shadow, shadow, {0, 0}, dice.real(2, 7));
    const cv::Mat shade = 1.0 - shadow * dice.real(0.1, 0.5);
    cv::Mat three;
    cv::merge(std::vector<cv::Mat>{shade, shade, shade}, three);
    scene = scene.mul(three);
    cv::merge(std::vector<cv::Mat>{mask, mask, mask}, three);
    scene = scene.mul(cv::Scalar::all(1) - three) + laid.mul(three);
    shine(scene, dice, unseen);
    cv::GaussianBlur(scene, scene, {0, 0}, dice.real(0.4, 1.8));
    std::vector<cv::Mat> channels;
    cv::split(scene, channels);
    const double noise = dice.real(1, 6);
    for (auto& channel : channels)
        channel += grain(dice, noise);
    cv::merge(channels, scene);
    scene.convertTo(photo.pixels, CV_8U);
    return photo;
}

} // namespace dossier::bench
