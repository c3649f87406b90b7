#include "tests/bench/blank_pages.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/render/canvas.h"
#include "samples/render/decor.h"
#include "samples/render/layouts.h"
#include "samples/render/people.h"
#include <array>
#include <cmath>
#include <numbers>

namespace dossier::bench {

namespace {

using samples::Canvas;
using samples::Colour;
using samples::Dice;

constexpr std::array papers{
    "grain", "show-through", "punch holes", "staple", "dark border", "coloured", "ruled", "all"};
constexpr std::array marks{"signature", "page number", "faint line", "small stamp", "pencil note"};

cv::Mat view_of(samples::Image& image)
{
    return {image.height, image.width, CV_8UC(image.channels), image.pixels.data()};
}

Colour grey(double level)
{
    return {level, level, level};
}

void rule(Canvas& canvas, Dice& dice)
{
    const double pitch = dice.real(7, 11);
    const double level = dice.real(0.62, 0.85);
    const double thickness = dice.real(0.12, 0.3);
    for (double y = dice.real(20, 35); y < canvas.height() - 18; y += pitch)
        canvas.line(dice.real(14, 16), y, canvas.width() - 15, y, thickness, grey(level));
}

/// Two or four holes at one side, the lid seen through them with the rim's shadow.
void punch(Canvas& canvas, Dice& dice)
{
    const int holes = dice.chance(0.5) ? 2 : 4;
    const double x = dice.chance(0.7) ? dice.real(8, 14) : canvas.width() - dice.real(8, 14);
    const double radius = dice.real(2.5, 3.2);
    const bool dark = dice.chance(0.5);
    cairo_t* cairo = canvas.cairo();
    for (int i = 0; i < holes; ++i) {
        const double y = canvas.height() / 2 + (i - (holes - 1) / 2.0) * 80;
        const double level = dark ? dice.real(0.1, 0.3) : dice.real(0.9, 0.98);
        cairo_arc(cairo, x, y, radius, 0, 2 * std::numbers::pi);
        cairo_set_source_rgb(cairo, level, level, level);
        cairo_fill(cairo);
        cairo_set_line_width(cairo, 0.4);
        const double shadow = dice.real(0.45, 0.7);
        cairo_set_source_rgb(cairo, shadow, shadow, shadow);
        cairo_arc(cairo, x, y, radius, 0.3, 2.6);
        cairo_stroke(cairo);
    }
}

void staple(Canvas& canvas, Dice& dice)
{
    cairo_t* cairo = canvas.cairo();
    const double angle = dice.chance(0.5) ? -std::numbers::pi / 4 : dice.real(-0.2, 0.2);
    const double x = dice.real(9, 16);
    const double y = dice.real(9, 16);
    const double length = dice.real(9, 12);
    cairo_set_line_width(cairo, dice.real(0.4, 0.7));
    const double level = dice.real(0.25, 0.55);
    cairo_set_source_rgb(cairo, level, level, level);
    cairo_move_to(cairo, x - length / 2 * std::cos(angle), y - length / 2 * std::sin(angle));
    cairo_line_to(cairo, x + length / 2 * std::cos(angle), y + length / 2 * std::sin(angle));
    cairo_stroke(cairo);
}

void mark_page(Canvas& canvas, Dice& dice, const std::string& mark)
{
    const double x = dice.real(35, 130);
    const double y = dice.real(40, 240);
    const std::string page = std::to_string(dice.between(1, 40));
    if (mark == "signature") {
        samples::scribble(canvas, dice, x, y, dice.real(14, 30), {0.1, 0.12, 0.3});
    } else if (mark == "page number") {
        const std::array forms{page, "- " + page + " -", "第 " + page + " 页"};
        canvas.text(
            dice.chance(0.5) ? 105 : 180,
            dice.real(278, 288),
            forms[static_cast<std::size_t>(dice.between(0, 2))],
            {.size = dice.real(3.0, 4.2)}
        );
    } else if (mark == "faint line") {
        canvas.text(
            30, y, "以下空白，无其他填写事项", {.size = 3.7, .colour = grey(dice.real(0.5, 0.68))}
        );
    } else if (mark == "small stamp") {
        samples::oblong_stamp(
            canvas, dice, x, y, 22, 8, dice.real(-8, 8), {"已核对"}, {0.8, 0.1, 0.12, 0.8}
        );
    } else {
        samples::scribble(canvas, dice, x, y, dice.real(10, 22), grey(dice.real(0.45, 0.64)));
    }
}

/// The other side of a thin sheet: mirrored, soft, pale.
void show_through(cv::Mat& page, Dice& dice, int dpi)
{
    static constexpr std::array forms{"ruled_table", "shaded_table", "label_above"};
    const auto person = samples::make_person(dice, samples::Script::hans);
    samples::Sheet back = samples::draw_customer_form(
        forms[static_cast<std::size_t>(dice.between(0, 2))],
        person,
        samples::Script::hans,
        dice,
        dpi
    );
    cv::Mat other = view_of(back.image);
    cv::resize(other, other, page.size());
    cv::flip(other, other, 1);
    cv::GaussianBlur(other, other, {}, dice.real(0.15, 0.35) * dpi / 25.4);
    const double strength = dice.real(0.04, 0.12);
    cv::addWeighted(page, 1.0, ~other, -strength, 0, page);
}

/// Grain, shade, noise and dust, the light not quite even.
void scan(cv::Mat& page, Dice& dice, bool dark_border)
{
    cv::RNG random(dice.next());
    cv::Mat grain(page.rows / 6 + 1, page.cols / 6 + 1, CV_32F);
    random.fill(grain, cv::RNG::NORMAL, 0, dice.real(0.5, 2.5));
    cv::resize(grain, grain, page.size(), 0, 0, cv::INTER_CUBIC);
    cv::Mat noise(page.size(), CV_32F);
    random.fill(noise, cv::RNG::NORMAL, 0, dice.real(1, 6));
    const double shade = dice.chance(0.5) ? dice.real(0.03, 0.2) : 0.0;
    cv::Mat row(1, page.cols, CV_32F);
    for (int x = 0; x < page.cols; ++x)
        row.at<float>(0, x) = static_cast<float>(1.0 - shade * x / page.cols);
    const cv::Mat light = cv::repeat(row, page.rows, 1);
    std::vector<cv::Mat> planes;
    cv::split(page, planes);
    const int border = static_cast<int>(page.cols * dice.real(0.008, 0.02));
    const int dust = dice.between(0, 60);
    for (cv::Mat& plane : planes) {
        plane.convertTo(plane, CV_32F);
        plane = plane.mul(light) + grain + noise;
        plane.convertTo(plane, CV_8U);
        if (dark_border) plane.colRange(0, border).setTo(22);
    }
    cv::merge(planes, page);
    for (int i = 0; i < dust; ++i)
        cv::circle(
            page,
            {dice.between(0, page.cols - 1), dice.between(0, page.rows - 1)},
            dice.between(0, page.cols / 1100),
            cv::Scalar::all(dice.real(30, 120)),
            cv::FILLED
        );
    cv::GaussianBlur(page, page, {}, dice.real(0.4, 0.9));
}

} // namespace

BlankPage draw_blank_page(int number, bool marked, Dice& dice)
{
    static constexpr int densities[] = {150, 200, 300};
    const int dpi = dice.pick(densities);
    const auto turn = static_cast<std::size_t>(number);
    BlankPage page;
    page.paper = papers[turn % papers.size()];
    if (marked) page.mark = marks[turn % marks.size()];
    const auto has = [&](const char* what, double otherwise) {
        return page.paper == what || (page.paper == "all" && dice.chance(otherwise));
    };
    const double white = dice.real(0.9, 1.0);
    Colour paper = grey(white);
    if (has("coloured", 0.5))
        paper = {dice.real(0.72, 0.98), dice.real(0.78, 0.98), dice.real(0.65, 0.95)};
    Canvas canvas(210, 297, dpi, paper);
    if (has("ruled", 0.5)) rule(canvas, dice);
    if (has("punch holes", 0.5)) punch(canvas, dice);
    if (has("staple", 0.5)) staple(canvas, dice);
    if (marked) mark_page(canvas, dice, page.mark);
    page.picture = canvas.finish().image;
    cv::Mat pixels = view_of(page.picture);
    if (has("show-through", 0.5)) show_through(pixels, dice, dpi);
    const bool dark_border = has("dark border", 0.5);
    const double degrees = dice.real(-1.5, 1.5);
    const cv::Mat turned = cv::getRotationMatrix2D(
        {static_cast<float>(pixels.cols) / 2, static_cast<float>(pixels.rows) / 2}, degrees, 1.0
    );
    cv::Mat worn;
    cv::warpAffine(
        pixels,
        worn,
        turned,
        pixels.size(),
        cv::INTER_LINEAR,
        cv::BORDER_CONSTANT,
        cv::Scalar::all(dark_border ? 22 : 250)
    );
    scan(worn, dice, dark_border);
    worn.copyTo(pixels);
    return page;
}

} // namespace dossier::bench
