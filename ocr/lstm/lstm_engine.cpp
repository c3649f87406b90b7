#include "ocr/lstm/lstm_engine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace dossier::ocr::lstm {
namespace {

/// White around a line. It is as high as a picture of the Chinese models then.
constexpr int margin = 7;
constexpr int ink_height = 34;

Model load(const std::filesystem::path& tessdata, const char* language)
{
    const auto path = tessdata / (std::string(language) + ".traineddata");
    std::ifstream file(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.empty()) {
        throw ModelError(
            std::string("the Tesseract model '") + language +
            "' cannot be read (package tesseract-ocr-...)"
        );
    }
    return read_traineddata(std::as_bytes(std::span(bytes)));
}

/// As high as the network wants it, at least a step wide.
cv::Mat fitted(const cv::Mat& line, int height)
{
    const double scale = static_cast<double>(height) / line.rows;
    const int width = std::max(step_width, static_cast<int>(std::lround(line.cols * scale)));
    if (line.size() == cv::Size(width, height)) return line;
    cv::Mat fitted;
    cv::resize(line, fitted, {width, height}, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return fitted;
}

/// Columns of a line that hold ink, what is darker than halfway from the darkest to the lightest.
class InkColumns {
public:
    explicit InkColumns(const cv::Mat& line)
    {
        cv::reduce(line, darkest_, 0, cv::REDUCE_MIN);
        double least = 0;
        double most = 0;
        cv::minMaxLoc(line, &least, &most);
        halfway_ = (least + most) / 2;
    }

    /// The range without what is empty at its ends; as it is where all of it is.
    cv::Range trimmed(cv::Range range) const
    {
        cv::Range trimmed = range;
        while (trimmed.start < trimmed.end && !has_ink(trimmed.start))
            ++trimmed.start;
        while (trimmed.end > trimmed.start && !has_ink(trimmed.end - 1))
            --trimmed.end;
        return trimmed.empty() ? range : trimmed;
    }

private:
    bool has_ink(int column) const { return darkest_.at<uchar>(column) < halfway_; }

    cv::Mat darkest_;
    double halfway_ = 0;
};

/// A little white beside the print; more of it would be read as marks.
cv::Range with_margin(const cv::Range& print, int columns)
{
    constexpr int side = 6;
    return {std::max(0, print.start - side), std::min(columns, print.end + side)};
}

/// On the scale of Tesseract, which what hears both knows its confidences by.
double confidence(double probability)
{
    constexpr double per_unit = 0.05 * 2.25;
    constexpr double offset = 0.085;
    return std::clamp(1 + per_unit * (std::log(probability) - offset), 0.0, 1.0);
}

} // namespace

LstmEngine::Reader::Reader(const Model& model)
    : network(model),
      characters(model),
      blank(static_cast<Code>(model.blank))
{}

LstmEngine::LstmEngine(const std::filesystem::path& tessdata)
    : chinese_(load(tessdata, "chi_sim")),
      traditional_(load(tessdata, "chi_tra")),
      ascii_(load(tessdata, "eng"))
{}

LineOptions LstmEngine::line_options() const
{
    return {.ink_height = ink_height, .margin = margin};
}

LstmEngine::Reader& LstmEngine::reader(Alphabet alphabet)
{
    switch (alphabet) {
    case Alphabet::chinese: return chinese_;
    case Alphabet::traditional: return traditional_;
    case Alphabet::ascii: return ascii_;
    }
    return chinese_;
}

std::vector<Symbol> LstmEngine::recognise(const cv::Mat& line, Alphabet alphabet, Care)
{
    if (line.empty()) return {};
    const InkColumns ink(line);
    const cv::Range print = with_margin(ink.trimmed({0, line.cols}), line.cols);
    auto& [network, characters, blank] = reader(alphabet);
    const cv::Mat picture = fitted(line.colRange(print), network.height());
    const Steps steps{network.run(picture), network.codes(), blank};
    const auto column_of = [&](std::size_t step) {
        const auto column = static_cast<double>(step) * step_width * print.size() / picture.cols;
        return std::min(print.start + static_cast<int>(column), print.end);
    };
    const int rim = line.rows > 2 * margin ? margin : 0;
    std::vector<Symbol> symbols;
    bool is_after_space = false;
    for (const auto& glyph : decode(steps, characters)) {
        if (glyph.best.text == " ") {
            is_after_space = true;
            continue;
        }
        const cv::Range columns =
            ink.trimmed({column_of(glyph.first_step), column_of(glyph.end_step)});
        Symbol symbol{
            .text = glyph.best.text,
            .box = {columns.start, rim, columns.size(), line.rows - 2 * rim},
            .confidence = confidence(glyph.best.probability),
            .space_before = is_after_space && !symbols.empty(),
            .alternatives = {}};
        for (const auto& [text, probability] : glyph.others)
            if (text != " ") symbol.alternatives.push_back({text, probability});
        symbols.push_back(std::move(symbol));
        is_after_space = false;
    }
    return symbols;
}

} // namespace dossier::ocr::lstm
