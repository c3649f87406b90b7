#include "capture/image/noise.h"

#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

/// Of lines that run across a picture of this width and height.
double noise_across(double width, double height, double angle_deg)
{
    const double drop = width * std::tan(std::abs(angle_deg) * std::numbers::pi / 180.0);
    if (drop <= height) return width * width * (height - drop / 3);
    const double longest = width * height / drop;
    return longest * longest * (drop - height / 3);
}

} // namespace

double noise_of(cv::Size size, double angle_deg)
{
    return noise_across(size.width, size.height, angle_deg) +
           noise_across(size.height, size.width, angle_deg);
}

double noise_spread(cv::Size size)
{
    const double of_one = std::sqrt(96.0) / 3.0;
    const double w = size.width;
    const double h = size.height;
    return of_one * std::sqrt(h * std::pow(w, 4) + w * std::pow(h, 4)) / (h * w * w + w * h * h);
}

} // namespace dossier::capture
