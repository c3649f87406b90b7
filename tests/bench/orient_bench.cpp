// Which way up: the whole decision of the reader against Tesseract's orientation detection, on the
// same pages in the same run, by kind. Pages are drawn in typefaces that nothing was developed on;
// the peer, ten times slower, sees every fourth round of kinds. Usage: orient_bench [pages [seed
// [verbose]]]

#include "capture/clean.h"
#include "capture/deskew.h"
#include "capture/orient.h"
#include "capture/straighten.h"
#include "ocr/child/tesseract_engine.h"
#include "ocr/net/net_engine.h"
#include "ocr/recipe/upright.h"
#include "tests/bench/drawn_pages.h"
#include "tests/bench/measure.h"
#include "tests/bench/specimen_pixels.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <tesseract/baseapi.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace dossier;

struct Score {
    int pages = 0;
    int right = 0;
    std::vector<double> milliseconds;
};

struct Case {
    std::string kind;
    cv::Mat pixels;
    int rotation_deg = 0;
};

const samples::Layout& layout_for(const std::string& kind, samples::Dice& dice)
{
    std::vector<const samples::Layout*> fitting;
    const bool on_glass = kind == "card on glass";
    for (const auto& layout : samples::layouts()) {
        const bool is_side = layout.name == "portrait_side" || layout.name == "emblem_side";
        if (kind == "licence" && layout.type == "business_licence") fitting.push_back(&layout);
        if (kind.starts_with("form") && layout.type == "customer_form") fitting.push_back(&layout);
        if (kind.starts_with("card") && layout.type == "id_card" && is_side == on_glass)
            fitting.push_back(&layout);
    }
    return *fitting[static_cast<std::size_t>(dice.between(0, static_cast<int>(fitting.size()) - 1)
    )];
}

Case specimen(const std::string& kind, int rotation_deg, samples::Dice& dice)
{
    constexpr int dpi = 300;
    const auto& layout = layout_for(kind, dice);
    const auto script = kind == "form, traditional" ? samples::Script::hant : samples::Script::hans;
    samples::Wear wear = samples::draw_wear(dice, layout);
    wear.rotation_deg = rotation_deg;
    const auto person = samples::make_person(dice, script);
    const auto sheet = [&] {
        if (layout.type == "id_card") return samples::draw_id_card(layout.name, person, dice, dpi);
        if (layout.type == "business_licence")
            return samples::draw_business_licence(layout.name, dice, dpi);
        return samples::draw_customer_form(layout.name, person, script, dice, dpi);
    }();
    return {kind, bench::picture_of(samples::wear_out(sheet, wear, dice).image), rotation_deg};
}

Case drawn(const std::string& kind, int rotation_deg, std::mt19937& random)
{
    const double skew = std::uniform_real_distribution(-5.0, 5.0)(random);
    auto page = bench::draw_page(kind, skew, random, bench::FontSet::held_out);
    return {kind, capture::turned(page.grey, rotation_deg), rotation_deg};
}

template <typename Work>
double cost_of(Work work)
{
    const double start = bench::cpu_milliseconds();
    work();
    return bench::cpu_milliseconds() - start;
}

/// The recipe's steps; what deskewing and turning the pixels cost anyway is taken off.
int find_rotation(const Case& page, const ocr::Engines& engines, Score& score)
{
    capture::PageFacts facts;
    facts.width = page.pixels.cols;
    facts.height = page.pixels.rows;
    capture::Straightened level;
    int found = 0;
    double cost = cost_of([&] {
        level = capture::straighten({page.pixels.clone(), facts});
        const int turn = ocr::find_turn(level, engines);
        found = (level.page.facts.rotation_deg + 360 - turn) % 360;
    });
    cost -= cost_of([&] { (void)capture::find_skew(capture::grey_of(page.pixels)); });
    const auto seen = level.page.facts;
    cost -= cost_of([&] {
        (void)capture::straighten({page.pixels.clone(), facts}, seen.rotation_deg, seen.skew);
    });
    score.milliseconds.push_back(cost);
    return found;
}

int find_rotation_by_tesseract(const Case& page, tesseract::TessBaseAPI& api, Score& score)
{
    const cv::Mat grey = capture::grey_of(page.pixels);
    int degrees = 0;
    score.milliseconds.push_back(cost_of([&] {
        float confidence = 0;
        const char* script = nullptr;
        float script_confidence = 0;
        api.SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
        api.SetSourceResolution(300);
        if (!api.DetectOrientationScript(&degrees, &confidence, &script, &script_confidence))
            degrees = 0;
    }));
    return degrees;
}

void print_row(const std::string& name, const Score& score)
{
    double sum = 0;
    for (const double each : score.milliseconds)
        sum += each;
    fmt::print(
        "{:30} {:5} {:7.2f} % {:8.1f} {:8.1f}\n",
        name,
        score.pages,
        100.0 * score.right / std::max(1, score.pages),
        bench::median(score.milliseconds),
        sum / std::max(1, score.pages)
    );
}

void add(Score& sum, const Score& score)
{
    sum.pages += score.pages;
    sum.right += score.right;
    std::ranges::copy(score.milliseconds, std::back_inserter(sum.milliseconds));
}

void count(Score& score, bool is_right)
{
    ++score.pages;
    if (is_right) ++score.right;
}

} // namespace

int main(int argc, char** argv)
{
    const int pages = argc > 1 ? std::atoi(argv[1]) : 400;
    const auto seed = static_cast<unsigned>(argc > 2 ? std::atoi(argv[2]) : 11);
    const bool verbose = argc > 3;
    cv::setNumThreads(1);
    const auto first = ocr::load_tesseract();
    std::optional<ocr::net::LineRecogniser> recogniser;
    std::optional<ocr::net::DirectionClassifier> direction;
    std::optional<ocr::net::NetEngine> second;
    const std::string models = std::getenv("DOSSIER_BENCH_FIRST_ONLY") ? "" : DOSSIER_MODELS;
    if (ocr::net::LineRecogniser::is_installed(models)) {
        recogniser.emplace(models);
        direction.emplace(models);
        second.emplace(*recogniser, &*direction);
    }
    const ocr::Engines engines{*first, second ? &*second : nullptr};
    tesseract::TessBaseAPI osd;
    if (osd.Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) != 0) return 3;
    osd.SetPageSegMode(tesseract::PSM_OSD_ONLY);
    osd.SetVariable("debug_file", "/dev/null");

    const std::array<std::string, 8> kinds{
        "form",
        "form, traditional",
        "licence",
        "card on glass",
        "card copied",
        "dense",
        "sparse",
        "vertical"};
    std::mt19937 random(seed);
    std::map<std::string, Score> ours;
    std::map<std::string, Score> theirs;
    Score all;
    Score peer;
    for (int i = 0; i < pages; ++i) {
        const std::string& kind = kinds[static_cast<std::size_t>(i) % kinds.size()];
        const int round = i / static_cast<int>(kinds.size());
        // The turn moves on by one more every four rounds, so that the peer sees all of them, too.
        const int rotation = 90 * ((round + round / 4) % 4);
        samples::Dice dice(seed, static_cast<std::uint64_t>(i));
        const bool is_drawn = kind == "dense" || kind == "sparse" || kind == "vertical";
        const Case page = is_drawn ? drawn(kind, rotation, random) : specimen(kind, rotation, dice);
        const int found = find_rotation(page, engines, ours[kind]);
        count(ours[kind], found == rotation);
        if (verbose && found != rotation)
            fmt::print("page {} {}: {} instead of {}\n", i, kind, found, rotation);
        if (round % 4 != 0) continue;
        const int guess = find_rotation_by_tesseract(page, osd, theirs[kind]);
        count(theirs[kind], guess == rotation);
    }
    fmt::print("{:30} {:>5} {:>9} {:>8} {:>8}\n", "which way up", "n", "right", "ms", "mean ms");
    for (const auto& [kind, score] : ours) {
        print_row(kind, score);
        add(all, score);
    }
    print_row("all", all);
    for (const auto& [kind, score] : theirs) {
        print_row("Tesseract: " + kind, score);
        add(peer, score);
    }
    print_row("Tesseract: all", peer);
    fmt::print(
        "ratio of time, Tesseract to ours: {:.1f}\n",
        bench::median(peer.milliseconds) / bench::median(all.milliseconds)
    );
}
