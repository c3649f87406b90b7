// Reads the same made-up lines with the second recogniser, with Tesseract (chi_sim, one line,
// prepared the way that suits it: ink 24 px high, white margin) and with its model run by ourselves
// and prints, for each, the median processor time a line and the share read exactly; then what
// becomes of characters that the second recogniser does not know.
//
//   recognise_bench [LINES]
//   recognise_bench LINES precisions   what the fastest numbers read otherwise than floats
//   recognise_bench LINES voices       how independently the second and the third recogniser err

#include "ocr/child/tesseract_engine.h"
#include "ocr/net/line_recogniser.h"
#include "ocr/net/text_detector.h"
#include "tests/bench/measure.h"
#include "tests/ocr/net/rendered_line.h"

#include <opencv2/imgproc.hpp>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>
#include <string_view>

namespace {

using namespace dossier::ocr::net; // NOLINT: a program of one file

struct Sample {
    std::string text;
    cv::Mat line;
};

double processor_ms()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double resident_mb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

class Writer {
public:
    std::string any()
    {
        switch (number(0, 7)) {
        case 0: return name();
        case 1: return digits(17) + pick({"X", "1", "7", "9"});
        case 2:
            return pick({"北京市", "上海市", "广州市", "成都市"}) +
                   pick({"朝阳区", "天河区", "武侯区", "静安区"}) +
                   pick({"建国路", "人民路", "解放大道", "长江东路"}) +
                   std::to_string(number(1, 999)) + "号" + std::to_string(number(1, 30)) + "栋" +
                   std::to_string(number(101, 2804)) + "室";
        case 3:
            return pick({"华夏", "鼎盛", "远航", "博雅", "金桥"}) +
                   pick({"科技", "贸易", "建筑工程", "餐饮管理"}) +
                   pick({"有限公司", "股份有限公司", "有限责任公司"});
        case 4:
            return std::to_string(number(1980, 2030)) + "年" + std::to_string(number(1, 12)) +
                   "月" + std::to_string(number(1, 28)) + "日";
        case 5: return "1" + pick({"38", "59", "86", "77"}) + digits(8);
        case 6:
            return pick({"wang", "chen.li", "zhao", "sun_m"}) + digits(2) + "@" +
                   pick({"example.com", "example.org", "mail.example.cn"});
        default: return pick({"住所", "经营范围", "法定代表人", "注册资本", "签发机关"}) + name();
        }
    }

    std::string name()
    {
        return pick({"王", "李", "张", "刘", "陈", "杨", "赵", "欧阳", "诸葛"}) +
               pick({"伟", "芳", "秀英", "敏", "静", "强", "晓明", "志远", "梓涵", "国栋"});
    }

    std::string pick(const std::vector<std::string>& from)
    {
        return from[static_cast<std::size_t>(number(0, static_cast<int>(from.size()) - 1))];
    }

    int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }

private:
    std::string digits(int count)
    {
        std::string digits;
        for (int i = 0; i < count; ++i)
            digits += static_cast<char>('0' + number(i == 0 ? 1 : 0, 9));
        return digits;
    }

    std::mt19937 random_{4};
};

/// A little blur, noise and slope, as a flat scan at 200 to 300 dpi has them.
Sample scan(const std::string& text, Writer& writer)
{
    const LineStyle style{
        .font = writer.pick(
            {"Noto Sans CJK SC",
             "Noto Serif CJK SC",
             "WenQuanYi Zen Hei",
             "AR PL UMing CN",
             "AR PL UKai CN"}
        ),
        .pixels = writer.number(22, 44),
        .margin = 8};
    cv::Mat line = render_line(text, style);
    const cv::Point2f middle(static_cast<float>(line.cols) / 2, static_cast<float>(line.rows) / 2);
    const auto turn = cv::getRotationMatrix2D(middle, writer.number(-2, 2) * 0.1, 1.0);
    cv::warpAffine(line, line, turn, line.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::GaussianBlur(line, line, {}, 0.5 + writer.number(0, 4) * 0.1);
    cv::Mat noise(line.size(), CV_16S);
    cv::RNG random(static_cast<std::uint64_t>(writer.number(1, 1'000'000)));
    random.fill(noise, cv::RNG::NORMAL, 0, 8);
    cv::Mat noisy;
    cv::add(line, noise, noisy, cv::noArray(), CV_8U);
    return {text, noisy};
}

/// As scan(), and every other line worn: pale, thin or thick strokes, specks, white on black.
Sample worn_scan(const std::string& text, Writer& writer)
{
    Sample sample = scan(text, writer);
    cv::Mat& line = sample.line;
    const cv::Mat stroke = cv::getStructuringElement(cv::MORPH_CROSS, {3, 3});
    switch (writer.number(0, 9)) {
    case 0: line.convertTo(line, CV_8U, 0.3, 170); break;
    case 1: cv::erode(line, line, stroke); break;
    case 2: cv::dilate(line, line, stroke); break;
    case 3:
        for (int i = 0; i < line.cols * line.rows / 60; ++i) {
            line.at<uchar>(writer.number(0, line.rows - 1), writer.number(0, line.cols - 1)) =
                static_cast<uchar>(writer.number(0, 255));
        }
        break;
    case 4: cv::bitwise_not(line, line); break;
    default: break;
    }
    return sample;
}

/// Spaces are layout, and both recognisers mix half-width with full-width marks.
std::string normal(std::string text)
{
    for (const auto& [from, to] : std::array<std::pair<std::string, std::string>, 5>{
             {{" ", ""}, {"\n", ""}, {"（", "("}, {"）", ")"}, {"：", ":"}}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

struct Score {
    double ms = 0;
    double exact = 0;
};

Score measure(
    const std::vector<Sample>& samples, const std::function<std::string(const cv::Mat&)>& read
)
{
    std::vector<double> times;
    int exact = 0;
    for (const auto& sample : samples) {
        const double start = processor_ms();
        const auto text = read(sample.line);
        times.push_back(processor_ms() - start);
        exact += normal(text) == normal(sample.text) ? 1 : 0;
    }
    return {dossier::bench::median(times), 100.0 * exact / static_cast<double>(samples.size())};
}

/// The line's ink as high as it is wanted, with a margin of white.
cv::Mat prepared_line(const cv::Mat& line, const dossier::ocr::LineOptions& options)
{
    const Ink ink = find_ink(line);
    const cv::Mat trimmed = ink.is_blank() ? line : line.rowRange(ink.top, ink.bottom);
    const double scale = static_cast<double>(options.ink_height) / trimmed.rows;
    cv::Mat prepared;
    cv::resize(trimmed, prepared, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    const int margin = options.margin;
    const cv::Scalar white(255);
    cv::copyMakeBorder(
        prepared, prepared, margin, margin, margin, margin, cv::BORDER_CONSTANT, white
    );
    return prepared;
}

std::string read_with(dossier::ocr::Engine& engine, const cv::Mat& line)
{
    std::string text;
    for (const auto& symbol : engine.recognise(
             prepared_line(line, engine.line_options()),
             dossier::ocr::Alphabet::chinese,
             dossier::ocr::Care::usual
         ))
        text += symbol.text;
    return text;
}

std::string read_with(tesseract::TessBaseAPI& tesseract, const cv::Mat& line)
{
    const cv::Mat prepared = prepared_line(line, {.ink_height = 24, .margin = 10});
    tesseract.SetImage(
        prepared.data, prepared.cols, prepared.rows, 1, static_cast<int>(prepared.step)
    );
    const std::unique_ptr<char[]> text(tesseract.GetUTF8Text()); // NOLINT: Tesseract's way
    return text == nullptr ? "" : text.get();
}

/// Rare characters in names: unread, they must at least show.
void report_rare(LineRecogniser& recogniser)
{
    constexpr std::array rare{
        "霡", "凫", "凼", "氹", "烎", "奤", "嫑", "巭", "嘦", "勥", "昶", "翀", "喆", "骉"};
    int known = 0;
    int read = 0;
    int unknown = 0;
    int shown = 0;
    for (const std::string character : rare) {
        for (const char* font : {"Noto Sans CJK SC", "Noto Serif CJK SC"}) {
            const auto text = "王" + character + "明";
            const auto reading = recogniser.read(render_line(text, {.font = font}));
            if (recogniser.charset().has(character)) {
                ++known;
                read += reading.text() == text ? 1 : 0;
            } else {
                ++unknown;
                shown += !reading.gaps.empty() || reading.confidence() < 0.9F ? 1 : 0;
            }
        }
    }
    std::printf("rare characters the model knows: %d of %d read\n", read, known);
    std::printf(
        "rare characters it does not know: %d of %d shown by a gap or a low confidence\n",
        shown,
        unknown
    );
}

void report_page(TextDetector& detector, Writer& writer)
{
    cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
    int lines = 0;
    for (int y = 300; y < 3200; y += 120, ++lines) {
        const cv::Mat line = render_line(writer.any(), {.pixels = 46});
        line.copyTo(page(cv::Rect({200 + lines % 3 * 150, y}, line.size())));
    }
    std::vector<double> times;
    std::size_t found = 0;
    for (int run = 0; run < 7; ++run) {
        const double start = processor_ms();
        found = detector.find(page).size();
        times.push_back(processor_ms() - start);
    }
    std::printf(
        "text detection, A4 at 300 dpi: %.0f ms, %zu boxes for %d lines\n",
        dossier::bench::median(times),
        found,
        lines
    );
}

/// How a recogniser fares with worn lines.
class Contestant {
public:
    Contestant(const char* name, LineRecogniser& recogniser) : name_(name), recogniser_(recogniser)
    {}

    struct Answer {
        LineReading reading;
        std::string text; ///< normal
        bool is_right = false;
    };

    Answer read(const Sample& sample)
    {
        const double start = processor_ms();
        Answer answer;
        answer.reading = recogniser_.read(sample.line);
        times_.push_back(processor_ms() - start);
        answer.text = normal(answer.reading.text());
        answer.is_right = answer.text == normal(sample.text);
        const bool is_sure = answer.reading.confidence() >= 0.9F && answer.reading.gaps.empty();
        exact_ += answer.is_right ? 1 : 0;
        sure_ += is_sure ? 1 : 0;
        sure_and_wrong_ += is_sure && !answer.is_right ? 1 : 0;
        return answer;
    }

    static void print_heads(int lines)
    {
        std::printf("%d lines    ms a line    exact     sure   sure and wrong\n", lines);
    }

    void print() const
    {
        std::printf(
            "%-10s %10.2f %8d %8d %16d\n",
            name_,
            dossier::bench::median(times_),
            exact_,
            sure_,
            sure_and_wrong_
        );
    }

private:
    const char* name_;
    LineRecogniser& recogniser_;
    std::vector<double> times_;
    int exact_ = 0;
    int sure_ = 0;
    int sure_and_wrong_ = 0;
};

/// The same lines in floats and in whatever is fastest here.
int compare_precisions(int lines)
{
    LineRecogniser quick(DOSSIER_MODELS);
    LineRecogniser whole(DOSSIER_MODELS, {.precision = Precision::whole});
    Contestant floats("floats", whole);
    Contestant fastest("fastest", quick);
    Writer writer;
    int differ = 0;
    int better = 0;
    int worse = 0;
    std::vector<double> shifts;
    for (int i = 0; i < lines; ++i) {
        const Sample sample = worn_scan(writer.any(), writer);
        const auto one = floats.read(sample);
        const auto other = fastest.read(sample);
        if (one.reading.text() == other.reading.text()) {
            const float shift = one.reading.confidence() - other.reading.confidence();
            shifts.push_back(static_cast<double>(std::abs(shift)));
            continue;
        }
        ++differ;
        better += other.is_right && !one.is_right ? 1 : 0;
        worse += one.is_right && !other.is_right ? 1 : 0;
    }
    Contestant::print_heads(lines);
    floats.print();
    fastest.print();
    std::ranges::sort(shifts);
    std::printf(
        "%d lines are read otherwise (%d right only in the fastest, %d only in floats); a line's "
        "confidence differs by %.5f (median), %.4f (99 of 100), %.3f (most)\n",
        differ,
        better,
        worse,
        shifts[shifts.size() / 2],
        shifts[shifts.size() * 99 / 100],
        shifts.back()
    );
    return 0;
}

/// The same lines by the second recogniser and by the third: whether they err alike.
int compare_voices(int lines)
{
    const double memory = resident_mb();
    const double start = processor_ms();
    LineRecogniser third_recogniser(DOSSIER_MODELS, value_options, third_model);
    std::printf(
        "third recogniser: start %.0f ms, %.0f MB\n", processor_ms() - start, resident_mb() - memory
    );
    LineRecogniser second_recogniser(DOSSIER_MODELS);
    Contestant second("second", second_recogniser);
    Contestant third("third", third_recogniser);
    Writer writer;
    int only_second = 0;
    int only_third = 0;
    int both_wrong = 0;
    int wrong_alike = 0;
    int alike = 0;
    for (int i = 0; i < lines; ++i) {
        const Sample sample = worn_scan(writer.any(), writer);
        const auto one = second.read(sample);
        const auto other = third.read(sample);
        const bool is_alike = one.text == other.text;
        alike += is_alike ? 1 : 0;
        only_second += one.is_right && !other.is_right ? 1 : 0;
        only_third += other.is_right && !one.is_right ? 1 : 0;
        both_wrong += !one.is_right && !other.is_right ? 1 : 0;
        wrong_alike += is_alike && !one.is_right ? 1 : 0;
    }
    Contestant::print_heads(lines);
    second.print();
    third.print();
    std::printf(
        "right alone: the second %d, the third %d; %d read alike, %d of them wrongly; both wrong: "
        "%d\n",
        only_second,
        only_third,
        alike,
        wrong_alike,
        both_wrong
    );
    return 0;
}

} // namespace

int main(int count, char** arguments)
{
    const int lines = count > 1 ? std::atoi(arguments[1]) : 200;
    if (count > 2 && arguments[2] == std::string_view("voices")) return compare_voices(lines);
    if (count > 2) return compare_precisions(lines);
    Writer writer;
    std::vector<Sample> samples;
    for (int i = 0; i < lines; ++i)
        samples.push_back(scan(writer.any(), writer));

    const double memory = resident_mb();
    const double start = processor_ms();
    LineRecogniser recogniser(DOSSIER_MODELS);
    const double started = processor_ms() - start;
    std::printf("recogniser: start %.0f ms, %.0f MB\n", started, resident_mb() - memory);
    const double before_detector = processor_ms();
    TextDetector detector(DOSSIER_MODELS);
    std::printf(
        "detector: start %.0f ms, %.0f MB with the recogniser\n",
        processor_ms() - before_detector,
        resident_mb() - memory
    );
    tesseract::TessBaseAPI tesseract;
    if (tesseract.Init(nullptr, "chi_sim", tesseract::OEM_LSTM_ONLY) != 0) return 3;
    tesseract.SetPageSegMode(tesseract::PSM_SINGLE_LINE);

    read_with(tesseract, samples[0].line); // the first line pays for its buffers
    int false_gaps = 0;
    int wrong = 0;
    int wrong_sure = 0;
    int sure = 0;
    for (const auto& sample : samples) {
        const auto reading = recogniser.read(sample.line);
        const bool is_right = normal(reading.text()) == normal(sample.text);
        const bool is_sure = reading.confidence() >= 0.9F && reading.gaps.empty();
        false_gaps += is_right && !reading.gaps.empty() ? 1 : 0;
        wrong += is_right ? 0 : 1;
        sure += is_sure ? 1 : 0;
        wrong_sure += is_sure && !is_right ? 1 : 0;
    }
    const auto own =
        measure(samples, [&](const cv::Mat& line) { return recogniser.read(line).text(); });
    const auto peer =
        measure(samples, [&](const cv::Mat& line) { return read_with(tesseract, line); });
    const auto first = dossier::ocr::load_tesseract();
    read_with(*first, samples[0].line);
    const auto its_model =
        measure(samples, [&](const cv::Mat& line) { return read_with(*first, line); });
    std::printf("%d lines          ms a line   exact\n", lines);
    std::printf("second recogniser  %8.2f  %5.1f %%\n", own.ms, own.exact);
    std::printf("tesseract chi_sim  %8.2f  %5.1f %%\n", peer.ms, peer.exact);
    std::printf("its model, by us   %8.2f  %5.1f %%\n", its_model.ms, its_model.exact);
    std::printf("time, tesseract / second recogniser: %.2f\n", peer.ms / own.ms);
    std::printf(
        "confidence >= 0.9 and no gap: %d lines, %d of them wrong (%d wrong in all); gaps on right "
        "lines: %d\n",
        sure,
        wrong_sure,
        wrong,
        false_gaps
    );
    report_rare(recogniser);
    report_page(detector, writer);
    return 0;
}
