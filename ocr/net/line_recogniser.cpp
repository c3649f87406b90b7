#include "ocr/net/line_recogniser.h"

#include "ocr/net/fuse.h"
#include "ocr/net/line_input.h"
#include "ocr/net/model_error.h"
#include "ocr/net/onnx.h"
#include "ocr/net/tuning.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::ocr::net {
namespace {

constexpr int model_channels = 3;

std::vector<Executor> make_executors(
    const std::filesystem::path& models,
    RecogniserModel model,
    const std::vector<int>& widths,
    Kernels& kernels
)
{
    auto graph = load_onnx(models / model.network);
    if (model.tuning != nullptr) tune(graph, models / model.tuning);
    fuse(graph);
    std::vector<Executor> executors;
    executors.reserve(widths.size());
    for (const int width : widths) {
        executors.emplace_back(graph, Shape{1, model_channels, line_height, width}, kernels);
    }
    return executors;
}

std::size_t largest_arena(std::span<const Executor> executors)
{
    std::size_t largest = 0;
    for (const auto& executor : executors)
        largest = std::max(largest, executor.arena_size());
    return largest;
}

/// The column to cut a long line at: the middle of the widest stretch without ink in the last part
/// of what fits, or the column with the least.
int find_cut(const Ink& ink, int start, int longest)
{
    const int first = start + longest * 6 / 10;
    const int last = start + longest;
    int best = first;
    int widest = 0;
    for (int x = first, empty = 0; x < last; ++x) {
        const int here = ink.columns[static_cast<std::size_t>(x)];
        if (widest == 0 && here < ink.columns[static_cast<std::size_t>(best)]) best = x;
        empty = here == 0 ? empty + 1 : 0;
        if (empty <= widest) continue;
        widest = empty;
        best = x - empty / 2;
    }
    return best;
}

void scale_places(LineReading& reading, float scale)
{
    for (auto& glyph : reading.glyphs) {
        glyph.centre *= scale;
        glyph.left *= scale;
        glyph.right *= scale;
    }
    for (auto& step : reading.steps)
        step.x *= scale;
    for (auto& gap : reading.gaps) {
        gap.left *= scale;
        gap.right *= scale;
    }
}

} // namespace

std::string LineReading::text() const
{
    std::string text;
    for (const auto& glyph : glyphs)
        text += glyph.text;
    return text;
}

float LineReading::confidence() const
{
    if (glyphs.empty()) return 0.0F;
    return std::ranges::min(glyphs, {}, &Glyph::confidence).confidence;
}

bool LineRecogniser::is_installed(const std::filesystem::path& models, RecogniserModel model)
{
    return std::filesystem::exists(models / model.network) &&
           (model.tuning == nullptr || std::filesystem::exists(models / model.tuning));
}

LineRecogniser::LineRecogniser(
    const std::filesystem::path& models, const RecogniserOptions& options, RecogniserModel model
)
    : charset_(models / model.characters),
      options_(options),
      kernels_(options.precision),
      executors_(make_executors(models, model, options.widths, kernels_)),
      arena_(largest_arena(executors_))
{
    if (executors_.empty() ||
        executors_.front().output_shape().back() != static_cast<std::int64_t>(charset_.size())) {
        throw ModelError("the recogniser and its list of characters do not belong together");
    }
}

LineReading LineRecogniser::read(const cv::Mat& line, Numbers numbers)
{
    kernels_.use(numbers);
    LineReading reading;
    if (line.empty() || line.depth() != CV_8U || (line.channels() != 1 && line.channels() != 3)) {
        return reading;
    }
    const cv::Mat upright = to_line_height(line);
    cv::Mat grey = upright;
    if (upright.channels() == 3) cv::cvtColor(upright, grey, cv::COLOR_BGR2GRAY);
    const Ink ink = find_ink(grey);
    int start = 0;
    while (start < upright.cols) {
        const int longest = options_.widths.back();
        const int end =
            upright.cols - start <= longest ? upright.cols : find_cut(ink, start, longest);
        read_piece(upright.colRange(start, end), static_cast<float>(start), reading);
        start = end;
    }
    reading.gaps = find_gaps(ink, reading.glyphs, reading.steps);
    fit_to_ink(ink, reading.glyphs);
    scale_places(reading, static_cast<float>(line.cols) / static_cast<float>(upright.cols));
    return reading;
}

void LineRecogniser::read_piece(const cv::Mat& piece, float offset, LineReading& reading)
{
    const auto fitting = std::ranges::lower_bound(options_.widths, piece.cols);
    const auto& executor = executors_[static_cast<std::size_t>(fitting - options_.widths.begin())];
    fill_line(executor.input(arena_.floats()), piece, *fitting);
    const auto probabilities = executor.run(arena_.floats());
    const auto rows = probabilities.size() / charset_.size();
    const float step_width = static_cast<float>(*fitting) / static_cast<float>(rows);
    auto steps = read_steps(probabilities, charset_, step_width, options_.lattice);
    auto glyphs = read_glyphs(steps);
    std::erase_if(steps, [&](const auto& step) {
        return step.x >= static_cast<float>(piece.cols);
    });
    for (auto& step : steps)
        step.x += offset;
    for (auto& glyph : glyphs) {
        glyph.centre += offset;
        glyph.left += offset;
        glyph.right += offset;
    }
    std::ranges::move(steps, std::back_inserter(reading.steps));
    std::ranges::move(glyphs, std::back_inserter(reading.glyphs));
}

} // namespace dossier::ocr::net
