#include "ocr/net/direction.h"

#include "ocr/net/fuse.h"
#include "ocr/net/line_input.h"
#include "ocr/net/model_error.h"
#include "ocr/net/onnx.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

constexpr auto model_file = "direction.onnx";
constexpr int width = 192; ///< pixels; what the network was trained with

Executor make_executor(const std::filesystem::path& model, Kernels& kernels)
{
    auto graph = load_onnx(model);
    fuse(graph);
    Executor executor(graph, Shape{1, 3, line_height, width}, kernels);
    if (count_of(executor.output_shape()) != 2)
        throw ModelError("the classifier of directions does not know two of them");
    return executor;
}

} // namespace

bool DirectionClassifier::is_installed(const std::filesystem::path& models)
{
    return std::filesystem::exists(models / model_file);
}

DirectionClassifier::DirectionClassifier(const std::filesystem::path& models)
    : executor_(make_executor(models / model_file, kernels_)),
      arena_(executor_.arena_size())
{}

float DirectionClassifier::upside_down(const cv::Mat& line)
{
    if (line.empty() || line.depth() != CV_8U || (line.channels() != 1 && line.channels() != 3))
        return 0.5F;
    const cv::Mat scaled = to_line_height(line);
    const cv::Mat piece = scaled.colRange(0, std::min(scaled.cols, width));
    fill_line(executor_.input(arena_.floats()), piece, width);
    return executor_.run(arena_.floats())[1];
}

} // namespace dossier::ocr::net
