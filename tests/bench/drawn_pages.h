#pragma once
// Pages drawn for the benches: forms, cards, licences, dense and sparse text in several fonts,
// turned by a known angle, then blurred, shaded, noisy and with a scanner's dark border as scans
// are.

#include <opencv2/core/mat.hpp>

#include <random>
#include <string>

namespace dossier::bench {

struct DrawnPage {
    cv::Mat grey;
    double skew_deg = 0.0;
    std::string kind;
};

/// `kind`: "form", "card", "licence", "dense" or "sparse".
[[nodiscard]] DrawnPage draw_page(const std::string& kind, double skew_deg, std::mt19937& random);

} // namespace dossier::bench
