#include "ocr/net/text_detector.h"

#include "ocr/net/arena.h"
#include "ocr/net/fuse.h"
#include "ocr/net/model_error.h"
#include "ocr/net/onnx.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <malloc.h>

namespace dossier::ocr::net {
namespace {

constexpr auto model_file = "detect.onnx";
constexpr int model_channels = 3;

std::vector<Executor> make_executors(
    const std::filesystem::path& model, const std::vector<cv::Size>& sizes, Kernels& kernels
)
{
    auto graph = load_onnx(model);
    fuse(graph);
    std::vector<Executor> executors;
    executors.reserve(sizes.size());
    for (const auto& size : sizes) {
        executors.emplace_back(graph, Shape{1, model_channels, size.height, size.width}, kernels);
        if (executors.back().output_shape() != Shape{1, 1, size.height, size.width}) {
            throw ModelError("the text detector does not answer for every pixel");
        }
    }
    if (executors.empty()) throw ModelError("the text detector has no sizes");
    return executors;
}

cv::Size size_of(const Executor& executor)
{
    const auto& shape = executor.input_shape();
    return {static_cast<int>(shape[3]), static_cast<int>(shape[2])};
}

double scale_to_fit(cv::Size page, cv::Size room)
{
    const double scale = std::min(
        static_cast<double>(room.width) / page.width, static_cast<double>(room.height) / page.height
    );
    return std::min(1.0, scale);
}

/// The page's pixels in the model's units; what lies outside of the page is 0, its mean.
void fill(std::span<float> input, const cv::Mat& page, int width)
{
    constexpr std::array mean{0.485F * 255, 0.456F * 255, 0.406F * 255};
    constexpr std::array deviation{0.229F * 255, 0.224F * 255, 0.225F * 255};
    std::ranges::fill(input, 0.0F);
    const int channels = page.channels();
    for (int y = 0; y < page.rows; ++y) {
        const auto* pixel = page.ptr<uchar>(y);
        float* to = input.data() + static_cast<std::ptrdiff_t>(y) * width * model_channels;
        for (int x = 0; x < page.cols; ++x, pixel += channels) {
            for (std::size_t c = 0; c < model_channels; ++c) {
                *to++ = (static_cast<float>(pixel[channels == 1 ? 0 : c]) - mean[c]) / deviation[c];
            }
        }
    }
}

/// Width along the text: the side that lies within 45 degrees of the horizontal.
cv::RotatedRect level(cv::RotatedRect place)
{
    while (place.angle > 45.0F || place.angle <= -45.0F) {
        place.angle += place.angle > 0 ? -90.0F : 90.0F;
        std::swap(place.size.width, place.size.height);
    }
    return place;
}

float mean_inside(const cv::Mat& probabilities, const std::vector<cv::Point>& contour)
{
    const auto around = cv::boundingRect(contour);
    cv::Mat mask = cv::Mat::zeros(around.size(), CV_8U);
    cv::fillPoly(mask, std::vector{contour}, cv::Scalar(1), cv::LINE_8, 0, -around.tl());
    return static_cast<float>(cv::mean(probabilities(around), mask)[0]);
}

/// A line's core is the line shrunk on all sides by area * (1 - r * r) / perimeter; this undoes it.
cv::RotatedRect grow(cv::RotatedRect core, float growth)
{
    const float area = core.size.area();
    const float perimeter = 2 * (core.size.width + core.size.height);
    const float distance = area * growth / perimeter;
    core.size.width += 2 * distance;
    core.size.height += 2 * distance;
    return core;
}

} // namespace

std::vector<TextBox> find_boxes(const cv::Mat& probabilities, const DetectorOptions& options)
{
    constexpr float least_core = 3.0F;
    constexpr float least_line = 5.0F;
    std::vector<std::vector<cv::Point>> contours;
    const cv::Mat inside = probabilities > options.pixel_threshold;
    cv::findContours(inside, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    std::vector<TextBox> boxes;
    for (const auto& contour : contours) {
        if (boxes.size() >= static_cast<std::size_t>(options.most_boxes)) break;
        const auto core = level(cv::minAreaRect(contour));
        if (std::min(core.size.width, core.size.height) < least_core) continue;
        const float confidence = mean_inside(probabilities, contour);
        if (confidence < options.box_threshold) continue;
        const auto place = grow(core, options.growth);
        if (std::min(place.size.width, place.size.height) < least_line) continue;
        boxes.push_back({place, confidence});
    }
    std::ranges::sort(boxes, {}, [](const TextBox& box) { return box.place.center.y; });
    return boxes;
}

bool TextDetector::is_installed(const std::filesystem::path& models)
{
    return std::filesystem::exists(models / model_file);
}

TextDetector::TextDetector(const std::filesystem::path& models, const DetectorOptions& options)
    : options_(options),
      executors_(make_executors(models / model_file, options.sizes, kernels_))
{
    // OpenCV's threads look for their allocator (open files) at the first parallel loop; in a
    // sandboxed child that would be fatal.
    static_cast<void>(find_boxes(cv::Mat::zeros(size_of(executors_.front()), CV_32F), options_));
}

const Executor* TextDetector::best_fit(cv::Size page, int longest_side) const
{
    const Executor* best = nullptr;
    for (const Executor& each : executors_) {
        const auto size = size_of(each);
        if (std::max(size.width, size.height) > longest_side) continue;
        const double scale = scale_to_fit(page, size);
        const double reached = best == nullptr ? 0 : scale_to_fit(page, size_of(*best));
        const bool is_smaller = best != nullptr && size.area() < size_of(*best).area();
        if (scale > reached || (scale == reached && is_smaller)) best = &each;
    }
    return best;
}

std::vector<TextBox> TextDetector::find(const cv::Mat& page, int longest_side)
{
    if (page.empty() || page.depth() != CV_8U || (page.channels() != 1 && page.channels() != 3)) {
        return {};
    }
    const Executor* const fit = best_fit(page.size(), longest_side);
    if (fit == nullptr) return {};
    const Executor& executor = *fit;
    const auto room = size_of(executor);
    const double scale = scale_to_fit(page.size(), room);
    cv::Mat shrunk = page;
    if (scale < 1.0) cv::resize(page, shrunk, {}, scale, scale, cv::INTER_AREA);
    shrunk = shrunk(cv::Rect({0, 0}, room) & cv::Rect({0, 0}, shrunk.size()));
    malloc_trim(0); // what pictures of the page have left behind makes room
    const Arena arena(executor.arena_size()); // large and seldom needed: not kept
    fill(executor.input(arena.floats()), shrunk, room.width);
    const auto output = executor.run(arena.floats());
    cv::Mat probabilities(room, CV_32F);
    std::ranges::copy(output, probabilities.ptr<float>());
    auto boxes = find_boxes(probabilities(cv::Rect({0, 0}, shrunk.size())), options_);
    const auto factor = static_cast<float>(1.0 / scale);
    for (auto& box : boxes) {
        box.place.center *= factor;
        box.place.size.width *= factor;
        box.place.size.height *= factor;
    }
    return boxes;
}

cv::Mat cut_out(const cv::Mat& page, const TextBox& box)
{
    const auto& place = box.place;
    const cv::Size size{
        std::max(1, static_cast<int>(std::lround(place.size.width))),
        std::max(1, static_cast<int>(std::lround(place.size.height)))};
    cv::Mat turn = cv::getRotationMatrix2D(place.center, static_cast<double>(place.angle), 1.0);
    turn.at<double>(0, 2) += size.width / 2.0 - static_cast<double>(place.center.x);
    turn.at<double>(1, 2) += size.height / 2.0 - static_cast<double>(place.center.y);
    cv::Mat line;
    cv::warpAffine(page, line, turn, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    constexpr double vertical = 1.5;
    if (size.height >= vertical * size.width)
        cv::rotate(line, line, cv::ROTATE_90_COUNTERCLOCKWISE);
    return line;
}

} // namespace dossier::ocr::net
