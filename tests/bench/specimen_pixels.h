#pragma once
// A rendered specimen as the picture that capture works on.

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/render/image.h"
#include <algorithm>

namespace dossier::bench {

/// Grey, or BGR where the specimen has colour.
inline cv::Mat picture_of(const samples::Image& image)
{
    cv::Mat pixels(image.height, image.width, image.channels == 1 ? CV_8UC1 : CV_8UC3);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(image.row(y), image.width * image.channels, pixels.ptr(y));
    if (image.channels == 3) cv::cvtColor(pixels, pixels, cv::COLOR_RGB2BGR);
    return pixels;
}

} // namespace dossier::bench
