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

/// The line by itself, grey on white, as it stands on the page; empty when it is no line.
cv::Mat line_of(const cv::Mat& page, const Box& line)
{
    const Box rim = with_rim(line);
    const cv::Rect place =
        cv::Rect(rim.x, rim.y, std::min(rim.width, enough_to_try * rim.height), rim.height) &
        cv::Rect(0, 0, page.cols, page.rows);
    if (place.width < 8 || place.height < 8) return {};
    cv::Mat grey = capture::red_channel(page(place)).clone();
    cv::normalize(grey, grey, 0, 255, cv::NORM_MINMAX);
    return grey;
}

/// As the recogniser wants it; empty when there is no ink.
cv::Mat prepared(const cv::Mat& line, const LineOptions& options)
{
    const Box whole{0, 0, line.cols, line.rows};
    return LinePicture(line, {whole, {whole}}, options).pixels().clone();
}

cv::Mat on_its_head(const cv::Mat& line)
{
    cv::Mat other;
    cv::rotate(line, other, cv::ROTATE_180);
    return other;
}

/// Where one character ends and the next begins, about as far apart as the line is high: at the
/// columns with the least ink.
std::vector<int> cuts_of(const cv::Mat& line, double character)
{
    cv::Mat ink;
    cv::reduce(~line, ink, 0, cv::REDUCE_SUM, CV_32S);
    std::vector<int> cuts{0};
    while (cuts.back() + 0.6 * character < line.cols) {
        const int from = std::min(line.cols, cuts.back() + static_cast<int>(0.8 * character));
        const int to = std::min(line.cols, cuts.back() + static_cast<int>(1.35 * character));
        const int* columns = ink.ptr<int>();
        cuts.push_back(
            from == to ? line.cols
                       : static_cast<int>(std::min_element(columns + from, columns + to) - columns)
        );
    }
    return cuts;
}

struct TurnedCharacters {
    cv::Mat line;
    std::size_t count = 0;
};

/// The beginning of a line with each character turned clockwise where it stands: a column of
/// vertical writing that lies on its side becomes a line to read.
TurnedCharacters turn_characters(const cv::Mat& line)
{
    const double character = line.rows / 1.25; // without the rim
    constexpr int enough = 8;                  // characters; the classifier sees no more than four
    const cv::Mat start = line.colRange(0, std::min(line.cols, enough * line.rows));
    const auto cuts = cuts_of(start, character);
    std::vector<cv::Mat> characters;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        cv::Mat turned;
        cv::rotate(start.colRange(cuts[i - 1], cuts[i]), turned, cv::ROTATE_90_CLOCKWISE);
        const int missing = std::max(0, line.rows - turned.rows);
        cv::copyMakeBorder(
            turned.rowRange(0, std::min(turned.rows, line.rows)),
            characters.emplace_back(),
            missing / 2,
            missing - missing / 2,
            0,
            0,
            cv::BORDER_CONSTANT,
            cv::Scalar(255)
        );
    }
    TurnedCharacters result{{}, characters.size()};
    if (!characters.empty()) cv::hconcat(characters, result.line);
    return result;
}

double mean_confidence(const std::vector<Symbol>& symbols)
{
    double sum = 0;
    for (const Symbol& symbol : symbols)
        sum += symbol.confidence;
    return symbols.empty() ? 0 : sum / static_cast<double>(symbols.size());
}

constexpr double surely = 7.5; ///< log odds: two clear lines, or more of the others

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

/// Lines as they stand on the page, and what they say together.
struct Asked {
    std::vector<cv::Mat> lines;
    double votes = 0;
};

Asked ask(const capture::Straightened& page, Engine& engine)
{
    constexpr std::size_t lines_to_ask = 12;
    Asked asked;
    for (const Box& each : page.lines) {
        if (asked.lines.size() >= lines_to_ask || std::abs(asked.votes) >= surely) break;
        const cv::Mat line = line_of(page.page.pixels, each);
        if (line.empty()) continue;
        const cv::Mat picture = prepared(line, engine.line_options());
        if (picture.empty()) continue;
        asked.lines.push_back(line);
        asked.votes += vote_of(picture, engine);
    }
    return asked;
}

/// Which way reads more surely.
bool reads_on_its_head(const Asked& asked, Engine& engine)
{
    constexpr std::size_t lines_to_read = 6; ///< enough to outvote a logo or a stamp
    constexpr double surely_read = 0.965;    ///< on their heads lines still reach 0.9
    double upright = 0;
    double turned = 0;
    int tried = 0;
    for (const cv::Mat& each : asked.lines) {
        if (tried >= static_cast<int>(lines_to_read)) break;
        const cv::Mat line = prepared(each, engine.line_options());
        upright += mean_confidence(engine.recognise(line, Alphabet::chinese, Care::usual));
        ++tried;
        if (tried >= 2 && asked.votes >= 0 && upright > surely_read * tried) return false;
        turned +=
            mean_confidence(engine.recognise(on_its_head(line), Alphabet::chinese, Care::usual));
    }
    return turned > upright;
}

/// Whether most characters are read, and not by guesses.
bool is_readable(const cv::Mat& line, std::size_t characters, Engine& engine)
{
    constexpr double surely_read = 0.45; // old characters, many of them hardly known, still pass
    const auto symbols = engine.recognise(line, Alphabet::chinese, Care::usual);
    return 2 * symbols.size() > characters && mean_confidence(symbols) > surely_read;
}

/// Whether the characters of lines that stand the right way up lie on their sides. Recogniser and
/// classifier know such lines as columns that were laid down and take them for upright; turned by
/// themselves, their characters stand upright, while those of other lines lie. A page is taken for
/// vertical writing only when one of its lines can then be read.
bool is_vertical_writing(const std::vector<cv::Mat>& lines, Engine& engine)
{
    double votes = 0;
    bool can_be_read = false;
    for (const cv::Mat& line : lines) {
        const TurnedCharacters turned = turn_characters(line);
        if (turned.count == 0) continue;
        const cv::Mat picture = prepared(turned.line, engine.line_options());
        if (picture.empty()) continue;
        const double vote = vote_of(picture, engine);
        votes += vote;
        if (votes <= -surely) return false;
        can_be_read = can_be_read || (vote > 0 && is_readable(picture, turned.count, engine));
        if (votes >= surely && can_be_read) return true;
    }
    return false;
}

/// Whether lines from all over the page are read more surely as they stand than with each character
/// turned. A frame of ornaments, whose strips are the longest lines there are, says neither.
bool reads_as_it_stands(const capture::Straightened& page, bool is_on_head, Engine& engine)
{
    constexpr std::size_t most = 8;
    constexpr double clearly = 1.25; // columns laid down are read, too, only less surely
    const auto sureness = [&](const cv::Mat& line) {
        const cv::Mat picture = prepared(line, engine.line_options());
        return picture.empty()
                   ? 0.0
                   : mean_confidence(engine.recognise(picture, Alphabet::chinese, Care::usual));
    };
    const std::size_t step = std::max<std::size_t>(1, page.lines.size() / most);
    double standing = 0;
    double turned = 0;
    for (std::size_t i = 0; i < page.lines.size(); i += step) {
        cv::Mat line = line_of(page.page.pixels, page.lines[i]);
        if (line.empty()) continue;
        if (is_on_head) line = on_its_head(line);
        standing += sureness(line);
        turned += sureness(turn_characters(line).line);
    }
    return standing > clearly * turned;
}

} // namespace

int find_turn(const capture::Straightened& page, const Engines& engines)
{
    Engine& engine = engines.second == nullptr ? engines.first : *engines.second;
    Asked asked = ask(page, engine);
    const bool is_on_head =
        std::abs(asked.votes) >= surely ? asked.votes < 0 : reads_on_its_head(asked, engine);
    if (is_on_head)
        for (cv::Mat& line : asked.lines)
            line = on_its_head(line);
    const bool is_vertical =
        is_vertical_writing(asked.lines, engine) && !reads_as_it_stands(page, is_on_head, engine);
    return (is_on_head ? 180 : 0) + (is_vertical ? 90 : 0);
}

} // namespace dossier::ocr
