#pragma once
// Pages drawn for the benches: forms, cards, licences, dense and sparse text in several fonts,
// turned by a known angle, then blurred, shaded, noisy and with a scanner's dark border as scans
// are.

#include <opencv2/core/mat.hpp>

#include <random>
#include <string>

namespace dossier::bench {

/// Typefaces that methods were developed on, and others kept for figures that are reported.
enum class FontSet { developed, held_out };

struct DrawnPage {
    cv::Mat grey;
    double skew_deg = 0.0;
    std::string kind;
    std::string content; ///< what lies under a black lid; else the kind
    std::string font;
};

/// `kind`: "form", "card", "licence", "dense", "sparse" (one to four short lines), "vertical"
/// (columns), or "lid": any of these, smaller than the scanner's black lid.
[[nodiscard]] DrawnPage draw_page(
    const std::string& kind,
    double skew_deg,
    std::mt19937& random,
    FontSet font_set = FontSet::developed
);

} // namespace dossier::bench
