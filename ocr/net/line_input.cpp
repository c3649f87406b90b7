#include "ocr/net/line_input.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::ocr::net {

cv::Mat to_line_height(const cv::Mat& line)
{
    const double scale = static_cast<double>(line_height) / line.rows;
    const int width = std::max(8, static_cast<int>(std::lround(line.cols * scale)));
    cv::Mat resized;
    const int method = scale < 0.5 ? cv::INTER_AREA : cv::INTER_LINEAR;
    cv::resize(line, resized, {width, line_height}, 0, 0, method);
    return resized;
}

void fill_line(std::span<float> input, const cv::Mat& piece, int width)
{
    constexpr int model_channels = 3;
    std::ranges::fill(input, 0.0F);
    const int channels = piece.channels();
    for (int y = 0; y < piece.rows; ++y) {
        const auto* pixel = piece.ptr<uchar>(y);
        float* to = input.data() + static_cast<std::ptrdiff_t>(y) * width * model_channels;
        for (int x = 0; x < piece.cols; ++x, pixel += channels) {
            for (int c = 0; c < model_channels; ++c) {
                *to++ = static_cast<float>(pixel[channels == 1 ? 0 : c]) / 127.5F - 1.0F;
            }
        }
    }
}

} // namespace dossier::ocr::net
