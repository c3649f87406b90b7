// Codes of worn cover sheets and separators, and codes "found" where there are none: dossier's own
// printed sheets (rendered by pdftoppm), worn as scans are, beside customers' pages. Misses, false
// finds, medians of processor time, and the ratio to one plain zxing-cpp call on the same pages in
// the same run. Usage: codes_bench [sheets [customer pages [seed]]]

#include "capture/codes.h"
#include "capture/codes/assertions.h"
#include "capture/open.h"
#include "capture/quality.h"
#include "capture/sheet_code.h"
#include "tests/bench/measure.h"
#include "web/cover_sheet.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include "samples/render/specimen.h"

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace dossier;
using capture::PageRole;
using samples::Dice;

/// A binary PGM as pdftoppm writes it.
samples::Image read_pgm(const std::filesystem::path& file, int dpi)
{
    std::ifstream in{file, std::ios::binary};
    std::string magic;
    int width = 0;
    int height = 0;
    int most = 0;
    in >> magic >> width >> height >> most;
    in.get();
    std::string grey(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '\0');
    in.read(grey.data(), static_cast<std::streamsize>(grey.size()));
    if (!in || magic != "P5" || most != 255) throw std::runtime_error("pdftoppm did not draw");
    samples::Image image(width, height, 3, dpi);
    for (std::size_t i = 0; i < grey.size(); ++i)
        std::fill_n(
            image.pixels.begin() + static_cast<std::ptrdiff_t>(3 * i),
            3,
            static_cast<std::uint8_t>(grey[i])
        );
    return image;
}

samples::Image print(const std::string& pdf, int dpi)
{
    const auto stem =
        std::filesystem::temp_directory_path() / fmt::format("codes_bench-{}", ::getpid());
    const auto file = stem.string() + ".pdf";
    std::ofstream{file, std::ios::binary} << pdf;
    const auto command =
        fmt::format("pdftoppm -gray -r {} -singlefile {} {}", dpi, file, stem.string());
    if (std::system(command.c_str()) != 0)
        throw std::runtime_error("pdftoppm is missing"); // NOLINT
    auto image = read_pgm(stem.string() + ".pgm", dpi);
    std::filesystem::remove(file);
    std::filesystem::remove(stem.string() + ".pgm");
    return image;
}

struct Printed {
    std::string kind;
    PageRole role;
    std::string text; ///< what one of its codes must say; empty: a patch must be there
    samples::Image image;
};

/// Only the patch and the title below it.
samples::Image patch_alone(samples::Image image)
{
    const int from = image.height / 6;
    for (int y = from; y < image.height; ++y)
        std::fill_n(image.row(y), image.width * image.channels, std::uint8_t{255});
    return image;
}

std::vector<Printed> print_sheets(Dice& dice)
{
    std::vector<Printed> printed;
    for (const int dpi : {150, 200, 300}) {
        for (int i = 0; i < 4; ++i) {
            capture::CoverSheet cover{
                .batch = fmt::format("B-2026-{:04}", dice.between(0, 9999)),
                .sheets = dice.between(1, 300),
                .sides = dice.between(1, 2),
                .separators = -1,
                .type = i == 1 ? "customer_form" : ""};
            if (i == 2) cover.batch += "_Branch-Zhongguancun.Counter-07.evening-run";
            printed.push_back(
                {i == 2 ? "cover, long name" : "cover",
                 PageRole::cover_sheet,
                 code_text(cover),
                 print(web::cover_sheet_pdf({cover, "7", "2026-11-25"}), dpi)}
            );
        }
        for (const std::string type : {"", "customer_form"}) {
            const capture::SeparatorSheet separator{type};
            auto image = print(web::separator_sheet_pdf(separator), dpi);
            if (type.empty())
                printed.push_back({"patch T alone", PageRole::separator, "", patch_alone(image)});
            printed.push_back(
                {"separator", PageRole::separator, code_text(separator), std::move(image)}
            );
        }
    }
    return printed;
}

samples::Wear draw_wear(Dice& dice)
{
    samples::Wear wear;
    wear.skew_deg = dice.real(-5.0, 5.0);
    wear.rotation_deg = 90 * dice.between(0, 3);
    wear.blur = dice.real(0.3, 1.4);
    wear.noise = dice.real(1.0, 12.0);
    wear.shade = dice.real(0.0, 0.4);
    wear.shade_from = dice.real(0.0, 360.0);
    wear.tone = dice.chance(0.4) ? samples::Tone::bilevel : samples::Tone::grey;
    wear.threshold = dice.between(90, 185);
    wear.border_mm = dice.chance(0.3) ? dice.real(-4.0, 4.0) : 0.0;
    wear.speckles = dice.chance(0.5) ? dice.between(10, 300) : 0;
    wear.fold = dice.chance(0.4) ? dice.real(0.1, 0.9) : 0.0;
    wear.jpeg_quality = dice.between(40, 80);
    if (wear.tone == samples::Tone::bilevel) wear.shade = 0.0;
    return wear;
}

/// A corner is gone: what lies behind it is the scanner's lid.
void tear(samples::Image& image, Dice& dice)
{
    const int reach = static_cast<int>(dice.real(0.15, 0.3) * image.width);
    const bool right = dice.chance(0.5);
    const bool low = dice.chance(0.5);
    const auto lid = static_cast<std::uint8_t>(dice.chance(0.5) ? 20 : 250);
    for (int y = 0; y < reach; ++y)
        for (int x = 0; x < reach - y; ++x) {
            const int at = right ? image.width - 1 - x : x;
            std::uint8_t* const row = image.row(low ? image.height - 1 - y : y);
            std::fill_n(
                row + static_cast<std::ptrdiff_t>(at) * image.channels, image.channels, lid
            );
        }
}

cv::Mat scan(const samples::Bytes& file, int& dpi)
{
    const auto source = capture::open_pages(std::as_bytes(std::span(file)));
    if (!source) throw std::runtime_error(source.error().message);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().message);
    dpi = page->facts.dpi;
    if (page->pixels.channels() == 1) return page->pixels.clone();
    cv::Mat grey;
    cv::cvtColor(page->pixels, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

samples::Bytes file_of(const samples::Image& image, int quality)
{
    if (!image.bilevel) return samples::encode_jpeg(image, quality);
    const std::vector<samples::Image> pages{image};
    return samples::encode_tiff(pages, samples::Packing::group4, quality);
}

struct Tally {
    int pages = 0;
    int missed = 0;
    int wrong = 0;
    int peer_missed = 0;
    std::vector<double> ours;
    std::vector<double> peer;
};

/// One call with the library's own defaults; where it aborts, it has found nothing.
ZXing::Results plain_zxing(const cv::Mat& grey)
{
    struct Call {
        const cv::Mat& grey;
        ZXing::Results results;
    } call{grey, {}};

    const auto read = [](void* context) {
        auto& [picture, results] = *static_cast<Call*>(context);
        ZXing::DecodeHints hints;
        hints.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128);
        results = ZXing::ReadBarcodes(
            {picture.data,
             picture.cols,
             picture.rows,
             ZXing::ImageFormat::Lum,
             static_cast<int>(picture.step)},
            hints
        );
    };
    return capture::survives_assertions(read, &call) ? call.results : ZXing::Results{};
}

struct Seen {
    std::vector<capture::Code> codes;
    PageRole role = PageRole::content;
    std::vector<std::string> peer;
};

Seen look(const cv::Mat& grey, int dpi, Tally& tally)
{
    Seen seen;
    ++tally.pages;
    double start = bench::cpu_milliseconds();
    seen.codes = capture::find_codes(grey, dpi);
    seen.role = capture::find_role(grey, dpi, seen.codes);
    tally.ours.push_back(bench::cpu_milliseconds() - start);
    start = bench::cpu_milliseconds();
    for (const auto& result : plain_zxing(grey))
        if (result.isValid()) seen.peer.push_back(result.text());
    tally.peer.push_back(bench::cpu_milliseconds() - start);
    return seen;
}

void print_row(std::string_view name, const Tally& tally)
{
    const double ours = bench::median(tally.ours);
    const double peer = bench::median(tally.peer);
    fmt::print(
        "{:<18} {:>5} {:>7} {:>6} {:>12} {:>9.2f} {:>9.2f} {:>9.2f} {:>7.2f}\n",
        name,
        tally.pages,
        tally.missed,
        tally.wrong,
        tally.peer_missed,
        ours,
        tally.ours.empty() ? 0.0 : *std::ranges::max_element(tally.ours),
        peer,
        ours / peer
    );
}

bool says(const std::vector<capture::Code>& codes, const std::string& text)
{
    return std::ranges::any_of(codes, [&](const auto& code) { return code.text == text; });
}

} // namespace

int main(int argc, char** argv)
{
    const int sheets = argc > 1 ? std::atoi(argv[1]) : 60;    // NOLINT(cert-err34-c)
    const int customers = argc > 2 ? std::atoi(argv[2]) : 60; // NOLINT(cert-err34-c)
    const auto seed = argc > 3 ? static_cast<std::uint64_t>(std::atoi(argv[3])) : 1U; // NOLINT
    const char* const keep = std::getenv("CODES_BENCH_KEEP");
    cv::setNumThreads(1);
    Dice dice(seed, 1);
    const auto printed = print_sheets(dice);
    std::vector<std::pair<std::string, Tally>> rows;
    const auto row = [&](const std::string& name) -> Tally& {
        const auto found = std::ranges::find(rows, name, &std::pair<std::string, Tally>::first);
        return found != rows.end() ? found->second : rows.emplace_back(name, Tally{}).second;
    };
    for (int i = 0; i < sheets; ++i) {
        const Printed& sheet = printed[static_cast<std::size_t>(i) % printed.size()];
        samples::Image image = sheet.image;
        const bool is_torn = dice.chance(0.15) && !sheet.text.empty();
        if (is_torn) tear(image, dice);
        const auto worn = samples::wear_out({std::move(image), {}}, draw_wear(dice), dice);
        int dpi = 0;
        const cv::Mat grey = scan(file_of(worn.image, worn.wear.jpeg_quality), dpi);
        Tally& tally = row(sheet.kind);
        const Seen seen = look(grey, dpi, tally);
        const bool is_read = sheet.text.empty() || says(seen.codes, sheet.text);
        if (seen.role != sheet.role) {
            ++tally.missed;
            fmt::print(
                "missed: {} #{} {} dpi {} skew {:.1f} turn {} blur {:.1f} noise {:.0f} shade "
                "{:.1f} threshold {} {}\n",
                sheet.kind,
                i,
                dpi,
                samples::name_of(worn.wear.tone),
                worn.wear.skew_deg,
                worn.wear.rotation_deg,
                worn.wear.blur,
                worn.wear.noise,
                worn.wear.shade,
                worn.wear.threshold,
                is_torn ? "torn" : ""
            );
            if (keep != nullptr) {
                std::ofstream out{fmt::format("{}/missed-{}.pgm", keep, i), std::ios::binary};
                out << "P5 " << grey.cols << ' ' << grey.rows << " 255\n";
                out.write(
                    reinterpret_cast<const char*>(grey.data),
                    static_cast<std::streamsize>(grey.total())
                );
            }
        } else if (!is_read) {
            ++tally.wrong; // only its second code, which says less
        }
        if (!sheet.text.empty() &&
            !std::ranges::any_of(seen.peer, [&](const auto& text) { return text == sheet.text; }))
            ++tally.peer_missed;
    }
    for (int i = 0; i < customers; ++i) {
        const auto layouts = samples::layouts();
        const auto& layout = layouts[static_cast<std::size_t>(i) % layouts.size()];
        const auto specimen = samples::make_specimen({layout, seed, static_cast<std::uint64_t>(i)});
        int dpi = 0;
        const auto& page = specimen.pages.front().scan;
        const cv::Mat grey = scan(file_of(page.image, page.wear.jpeg_quality), dpi);
        Tally& tally = row(std::string(layout.type));
        const Seen seen = look(grey, dpi, tally);
        if (seen.role != PageRole::content || !seen.codes.empty()) {
            ++tally.wrong;
            fmt::print(
                "false: {} #{} {} {}\n",
                layout.name,
                i,
                seen.codes.front().symbology,
                seen.codes.front().text
            );
        }
        tally.peer_missed += static_cast<int>(seen.peer.size());
    }
    fmt::print(
        "\n{:<18} {:>5} {:>7} {:>6} {:>12} {:>9} {:>9} {:>9} {:>7}\n",
        "",
        "pages",
        "missed",
        "wrong",
        "plain zxing",
        "ms",
        "worst",
        "plain ms",
        "ratio"
    );
    for (const auto& [name, tally] : rows)
        print_row(name, tally);
    return 0;
}
