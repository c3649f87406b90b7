#include "capture/image/print.h"

#include <opencv2/imgproc.hpp>

#include <array>
#include <cstdint>

namespace dossier::capture {

namespace {

/// Brightness of a patch's paper, and how much darker its ink is.
struct Tone {
    int paper = 0;
    int contrast = 0;
};

Tone tone_of(const cv::Mat& patch, const cv::Mat& mask)
{
    std::array<int, 256> counts{};
    std::int64_t total = 0;
    for (int y = 0; y < patch.rows; ++y) {
        const unsigned char* row = patch.ptr(y);
        const unsigned char* hidden = mask.empty() ? nullptr : mask.ptr(y);
        for (int x = 0; x < patch.cols; ++x)
            if (hidden == nullptr || hidden[x] == 0) {
                ++counts[row[x]];
                ++total;
            }
    }
    const auto level_at = [&](double part) {
        auto left = static_cast<std::int64_t>(part * static_cast<double>(total));
        int level = 0;
        while (level < 255 && (left -= counts[static_cast<std::size_t>(level)]) >= 0)
            ++level;
        return level;
    };
    const int paper = level_at(0.6);
    return {paper, paper - level_at(0.01)};
}

} // namespace

Print find_print(
    const cv::Mat& grey, const cv::Mat& mask, const std::vector<cv::Rect>& patches, double about_deg
)
{
    constexpr double blur = 1.2;
    constexpr double towards_ink = 0.45; // of the way from paper
    const Frame frame(about_deg);
    Print print{about_deg, {}, {}, {}};
    std::vector<Extent> pieces;
    for (const cv::Rect& rect : patches) {
        const cv::Mat hidden = mask.empty() ? cv::Mat() : mask(rect);
        const Tone tone = tone_of(grey(rect), hidden);
        cv::Mat smooth;
        cv::GaussianBlur(grey(rect), smooth, {0, 0}, blur);
        collect_edges(smooth, hidden, frame, tone.contrast, print.edges);
        const double darkest_paper = tone.paper - towards_ink * tone.contrast;
        collect_pieces(smooth, hidden, rect.tl(), darkest_paper, frame, pieces);
    }
    for (StraightEdge& edge : print.edges)
        edge.degrees += about_deg;
    print.rows = glyph_rows(pieces);
    print.repeats = find_repeats(grey, frame, print.rows);
    return print;
}

} // namespace dossier::capture
