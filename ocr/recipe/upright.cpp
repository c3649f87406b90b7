#include "ocr/recipe/upright.h"

#include "capture/clean.h"
#include "ocr/layout/line_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::ocr {
namespace {

using capture::Box;

/// Characters of a line that tell which way up it is, in heights of the line.
constexpr int enough_to_try = 16;

/// Lines are found on a small picture: on the page they may be a little larger.
Box with_rim(const Box& line)
{
    const int rim = std::max(2, line.height / 8);
    return {line.x - rim, line.y - rim, line.width + 2 * rim, line.height + 2 * rim};
}

/// The line by itself, grey on white, as the recogniser wants it; empty when it is no line.
cv::Mat line_of(const cv::Mat& page, const Box& line, const LineOptions& options)
{
    const Box rim = with_rim(line);
    const cv::Rect place =
        cv::Rect(rim.x, rim.y, std::min(rim.width, enough_to_try * rim.height), rim.height) &
        cv::Rect(0, 0, page.cols, page.rows);
    if (place.width < 8 || place.height < 8) return {};
    cv::Mat grey = capture::red_channel(page(place)).clone();
    cv::normalize(grey, grey, 0, 255, cv::NORM_MINMAX);
    const Box whole{0, 0, grey.cols, grey.rows};
    return LinePicture(grey, {whole, {whole}}, options).pixels().clone();
}

cv::Mat on_its_head(const cv::Mat& line)
{
    cv::Mat other;
    cv::rotate(line, other, cv::ROTATE_180);
    return other;
}

double mean_confidence(const std::vector<Symbol>& symbols)
{
    double sum = 0;
    for (const Symbol& symbol : symbols)
        sum += symbol.confidence;
    return symbols.empty() ? 0 : sum / static_cast<double>(symbols.size());
}

/// For the way it stands (positive) or against it, by the classifier: logarithm of the odds, asked
/// both ways, so that what it always favours cancels out. No single line decides.
double vote_of(const cv::Mat& line, Engine& engine)
{
    const auto odds = [&](const cv::Mat& picture) {
        const double p = std::clamp(engine.upside_down(picture).value_or(0.5), 1e-3, 1 - 1e-3);
        return std::log((1 - p) / p);
    };
    return std::clamp((odds(line) - odds(on_its_head(line))) / 2, -4.0, 4.0);
}

} // namespace

bool is_upside_down(const capture::Straightened& page, const Engines& engines)
{
    constexpr std::size_t lines_to_ask = 12;
    constexpr std::size_t lines_to_read = 6; ///< enough to outvote a logo or a stamp
    constexpr double surely = 7.5;           ///< log odds: two clear lines, or more of the others
    constexpr double surely_read = 0.965;    ///< on their heads lines still reach 0.9
    Engine& engine = engines.second == nullptr ? engines.first : *engines.second;
    const LineOptions options = engine.line_options();
    std::vector<cv::Mat> lines;
    double votes = 0;
    for (const Box& each : page.lines) {
        if (lines.size() >= lines_to_ask || std::abs(votes) >= surely) break;
        const cv::Mat line = line_of(page.page.pixels, each, options);
        if (line.empty()) continue;
        lines.push_back(line);
        votes += vote_of(line, engine);
    }
    if (std::abs(votes) >= surely) return votes < 0;
    if (lines.size() > lines_to_read) lines.resize(lines_to_read);
    double upright = 0;
    double turned = 0;
    int tried = 0;
    for (const cv::Mat& line : lines) {
        upright += mean_confidence(engine.recognise(line, Alphabet::chinese));
        ++tried;
        if (tried >= 2 && votes >= 0 && upright > surely_read * tried) return false;
        turned += mean_confidence(engine.recognise(on_its_head(line), Alphabet::chinese));
    }
    return turned > upright;
}

} // namespace dossier::ocr
