// Corners of photographed cards and licences against OpenCV's usual recipe (Canny, findContours,
// approxPolyDP, the largest of four corners) on the same photographs in the same run, and what both
// think they see on flat scans. Usage: rectify_bench [photographs [seed [known|unseen [verbose]]]]

#include "capture/open.h"
#include "capture/regions.h"
#include "tests/bench/measure.h"
#include "tests/bench/photographed.h"
#include "tests/bench/specimen_pixels.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/render/specimen.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace dossier;
using Quad = std::array<cv::Point2d, 4>;

struct Score {
    int photographs = 0;
    std::vector<double> errors; ///< of each corner, in shares of the object's width
    std::vector<double> worst;  ///< of each object found
    int false_alarms = 0;
    std::vector<double> milliseconds;
};

/// Through JPEG, as cameras store.
cv::Mat stored(const cv::Mat& pixels, int quality)
{
    samples::Image image(pixels.cols, pixels.rows, 3, 72);
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* from = pixels.ptr<cv::Vec3b>(y);
        auto* to = image.row(y);
        for (int x = 0; x < pixels.cols; ++x)
            for (int c = 2; c >= 0; --c)
                *to++ = from[x][c];
    }
    const auto bytes = samples::encode_jpeg(image, quality);
    const auto source = capture::open_pages(std::as_bytes(std::span(bytes)));
    return (*source)->page(0)->pixels;
}

struct Flat {
    cv::Mat pixels;
    double radius = 0;
};

/// A card without the glass around it, or a licence's whole sheet.
Flat flat_object(samples::Dice& dice)
{
    constexpr int dpi = 300;
    constexpr double mm = dpi / 25.4;
    const auto person = samples::make_person(dice, samples::Script::hans);
    if (dice.chance(0.6)) {
        const char* side = dice.chance(0.5) ? "portrait_side" : "emblem_side";
        const cv::Mat glass =
            bench::picture_of(samples::draw_id_card(side, person, dice, dpi).image);
        const cv::Size card(
            static_cast<int>(std::lround(85.6 * mm)), static_cast<int>(std::lround(54.0 * mm))
        );
        const cv::Point corner((glass.cols - card.width) / 2, (glass.rows - card.height) / 2);
        return {glass(cv::Rect(corner, card)).clone(), 3.18 * mm};
    }
    std::vector<std::string_view> names;
    for (const auto& layout : samples::layouts())
        if (layout.type == "business_licence") names.push_back(layout.name);
    const auto name =
        names[static_cast<std::size_t>(dice.between(0, static_cast<int>(names.size()) - 1))];
    return {bench::picture_of(samples::draw_business_licence(name, dice, 120).image), 0};
}

/// The largest difference of corners under the best of four assignments, each in shares of `width`.
std::array<double, 4> errors_of(const Quad& found, const Quad& truth, double width)
{
    std::array<double, 4> best{};
    double least = 1e9;
    for (std::size_t turn = 0; turn < 4; ++turn) {
        std::array<double, 4> each{};
        for (std::size_t i = 0; i < 4; ++i)
            each[i] = cv::norm(found[(i + turn) % 4] - truth[i]) / width;
        const double worst = *std::ranges::max_element(each);
        if (worst < least) {
            least = worst;
            best = each;
        }
    }
    return best;
}

double area_of(const Quad& quad)
{
    const std::vector<cv::Point2f> points(quad.begin(), quad.end());
    return cv::contourArea(points);
}

std::optional<Quad> find_ours(const cv::Mat& pixels)
{
    std::optional<Quad> largest;
    for (const auto& region : capture::find_regions(pixels)) {
        Quad quad;
        for (std::size_t i = 0; i < 4; ++i)
            quad[i] = {region.corners[i].x, region.corners[i].y};
        if (!largest || area_of(quad) > area_of(*largest)) largest = quad;
    }
    return largest;
}

/// The recipe of a hundred tutorials, at the 500 pixels of height that they use.
std::optional<Quad> find_theirs(const cv::Mat& pixels)
{
    const double scale = 500.0 / pixels.rows;
    cv::Mat grey;
    cv::resize(pixels, grey, {}, scale, scale, cv::INTER_AREA);
    if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
    cv::GaussianBlur(grey, grey, {5, 5}, 0);
    cv::Mat edges;
    cv::Canny(grey, edges, 75, 200);
    cv::dilate(edges, edges, cv::Mat());
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(edges, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
    std::ranges::sort(contours, std::ranges::greater{}, [](const auto& c) {
        return cv::contourArea(c);
    });
    if (contours.size() > 5) contours.resize(5);
    for (const auto& contour : contours) {
        std::vector<cv::Point> corners;
        cv::approxPolyDP(contour, corners, 0.02 * cv::arcLength(contour, true), true);
        if (corners.size() != 4 || !cv::isContourConvex(corners)) continue;
        if (cv::contourArea(corners) < 0.02 * grey.size().area()) continue;
        Quad quad;
        for (std::size_t i = 0; i < 4; ++i)
            quad[i] = cv::Point2d(corners[i]) / scale;
        const cv::Point2d a = quad[1] - quad[0];
        const cv::Point2d b = quad[2] - quad[1];
        if (a.x * b.y - a.y * b.x < 0) std::swap(quad[1], quad[3]);
        return quad;
    }
    return std::nullopt;
}

template <typename Find>
std::optional<Quad> timed(const cv::Mat& pixels, Score& score, Find find)
{
    const double start = bench::cpu_milliseconds();
    auto quad = find(pixels);
    score.milliseconds.push_back(bench::cpu_milliseconds() - start);
    return quad;
}

/// Farther off than this share of the width, something else was found.
constexpr double near_enough = 0.05;

void count(Score& score, const std::optional<Quad>& found, const Quad& truth)
{
    ++score.photographs;
    if (!found) return;
    const double width = std::max(cv::norm(truth[1] - truth[0]), cv::norm(truth[2] - truth[1]));
    const auto errors = errors_of(*found, truth, width);
    const double worst = *std::ranges::max_element(errors);
    if (worst > near_enough) return;
    std::ranges::copy(errors, std::back_inserter(score.errors));
    score.worst.push_back(worst);
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

double share_within(const std::vector<double>& values, double most)
{
    if (values.empty()) return 0;
    const auto n = std::ranges::count_if(values, [&](double each) { return each <= most; });
    return 100.0 * static_cast<double>(n) / static_cast<double>(values.size());
}

void print_row(const std::string& name, const Score& score)
{
    double sum = 0;
    for (const double each : score.errors)
        sum += each;
    const auto corners = static_cast<double>(std::max<std::size_t>(1, score.errors.size()));
    fmt::print(
        "{:12} {:5} {:7.1f} % {:7.3f} {:7.3f} {:7.3f} {:7.1f} % {:7.1f} % {:7} {:8.1f}\n",
        name,
        score.photographs,
        100.0 * static_cast<double>(score.worst.size()) / std::max(1, score.photographs),
        100 * sum / corners,
        100 * quantile(score.errors, 0.95),
        100 * quantile(score.errors, 1.0),
        share_within(score.errors, 0.01),
        share_within(score.worst, 0.01),
        score.false_alarms,
        quantile(score.milliseconds, 0.5)
    );
}

/// Forms, licences and copies without a card, worn as scans are: nothing to find.
cv::Mat flat_scan(samples::Dice& dice)
{
    std::vector<const samples::Layout*> sheets;
    for (const auto& layout : samples::layouts())
        if (layout.type == "business_licence" || layout.type == "customer_form")
            sheets.push_back(&layout);
    const auto& layout =
        *sheets[static_cast<std::size_t>(dice.between(0, static_cast<int>(sheets.size()) - 1))];
    samples::Wear wear = samples::draw_wear(dice, layout);
    const auto person = samples::make_person(dice, samples::Script::hans);
    const auto sheet =
        layout.type == "business_licence"
            ? samples::draw_business_licence(layout.name, dice, 150)
            : samples::draw_customer_form(layout.name, person, samples::Script::hans, dice, 150);
    return bench::picture_of(samples::wear_out(sheet, wear, dice).image);
}

} // namespace

int main(int argc, char** argv)
{
    const int photographs = argc > 1 ? std::atoi(argv[1]) : 100;
    const auto seed = static_cast<unsigned>(argc > 2 ? std::atoi(argv[2]) : 5);
    const bool unseen = argc > 3 && argv[3] == std::string("unseen");
    const bool verbose = argc > 4;
    cv::setNumThreads(1);
    std::map<std::string, Score> by_ground;
    Score ours;
    Score theirs;
    for (int i = 0; i < photographs; ++i) {
        samples::Dice dice(seed, static_cast<std::uint64_t>(i));
        const Flat flat = flat_object(dice);
        auto photo = bench::photograph(flat.pixels, flat.radius, unseen, dice);
        const cv::Mat pixels = stored(photo.pixels, dice.between(55, 92));
        const auto found = timed(pixels, ours, find_ours);
        const std::size_t before = ours.worst.size();
        count(ours, found, photo.corners);
        count(by_ground[photo.ground], found, photo.corners);
        if (verbose && (ours.worst.size() == before || ours.worst.back() > 0.01)) {
            fmt::print("photograph {} on {}: {}", i, photo.ground, found ? "" : "nothing found");
            if (found)
                for (const auto& corner : *found)
                    fmt::print(" ({:.0f}, {:.0f})", corner.x, corner.y);
            fmt::print("; truth");
            for (const auto& corner : photo.corners)
                fmt::print(" ({:.0f}, {:.0f})", corner.x, corner.y);
            fmt::print("\n");
        }
        count(theirs, timed(pixels, theirs, find_theirs), photo.corners);
    }
    for (int i = 0; i < photographs; ++i) {
        samples::Dice dice(seed + 1, static_cast<std::uint64_t>(i));
        const cv::Mat scan = flat_scan(dice);
        const auto found = find_ours(scan);
        if (found) ++ours.false_alarms;
        if (verbose && found) {
            fmt::print("flat scan {} of {} x {}:", i, scan.cols, scan.rows);
            for (const auto& corner : *found)
                fmt::print(" ({:.0f}, {:.0f})", corner.x, corner.y);
            fmt::print("\n");
        }
        if (find_theirs(scan)) ++theirs.false_alarms;
    }
    fmt::print(
        "{:12} {:>5} {:>9} {:>7} {:>7} {:>7} {:>9} {:>9} {:>7} {:>8}\n",
        "% of width",
        "n",
        "found",
        "mean",
        "95 %",
        "worst",
        "corners",
        "objects",
        "false",
        "ms"
    );
    for (const auto& [ground, score] : by_ground)
        print_row(ground, score);
    print_row("all", ours);
    print_row("OpenCV", theirs);
    fmt::print(
        "corners, objects: share within 1 % of the width; false: found on {} flat scans; ratio of "
        "time to OpenCV's: {:.2f}\n",
        photographs,
        quantile(ours.milliseconds, 0.5) / quantile(theirs.milliseconds, 0.5)
    );
}
