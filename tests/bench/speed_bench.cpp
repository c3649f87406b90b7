// How many form pages a minute, everything included, against the `tesseract` command on the same
// files in the same run (chi_sim, psm 3, one thread a process), and against `ocrmypdf --deskew`
// where it is installed. Then where the time of a page goes. Processor time, so that what else the
// machine does counts little; the wall clock beside it. Usage: speed_bench [pages [seed]]
// [--stages]
// --stages: only where the time goes.

#include "capture/clean.h"
#include "capture/codes.h"
#include "capture/likeness.h"
#include "capture/open.h"
#include "capture/preview.h"
#include "capture/quality.h"
#include "capture/regions.h"
#include "capture/straighten.h"
#include "ocr/child/memory.h"
#include "ocr/fields/classify.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/pairs.h"
#include "ocr/recipe/page_text.h"
#include "ocr/recipe/upright.h"
#include "tests/bench/measure.h"
#include "tests/bench/recognisers.h"
#include "tests/corpus/load_bytes.h"

#include <fmt/format.h>
#include <opencv2/core/utility.hpp>

#include "samples/render/specimen.h"
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace dossier;
namespace fs = std::filesystem;

/// Forms alone: what a bank scans most.
std::vector<fs::path> render_forms(const fs::path& folder, int pages, std::uint64_t seed)
{
    std::vector<samples::Layout> layouts;
    std::ranges::copy_if(samples::layouts(), std::back_inserter(layouts), [](const auto& layout) {
        return layout.type == "customer_form" && layout.set == samples::LayoutSet::train;
    });
    std::vector<fs::path> files;
    for (int i = 0; i < pages; ++i) {
        const auto number = static_cast<std::uint64_t>(i);
        const auto specimen =
            samples::make_specimen({layouts[number % layouts.size()], seed, number});
        const auto bytes = samples::encode(specimen, samples::Format::jpeg);
        files.push_back(folder / fmt::format("form-{:03}.jpg", i));
        std::ofstream out(files.back(), std::ios::binary);
        out.write(
            reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
        );
    }
    return files;
}

struct Spent {
    double processor = 0; ///< seconds of all processes together
    double wall = 0;
};

double seconds_of(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double processor_of_children()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

/// Resident memory of the largest process that has ended: a reader's.
long largest_of_children_mb()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss / 1024;
}

/// Runs a command of a shell and waits for it; its output goes nowhere.
Spent run(const std::string& command)
{
    const auto start = std::chrono::steady_clock::now();
    const double before = processor_of_children();
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
        throw std::runtime_error("failed: " + command);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    return {processor_of_children() - before, wall.count()};
}

std::string quoted(const std::vector<fs::path>& files)
{
    std::string list;
    for (const fs::path& file : files)
        list += " '" + file.string() + "'";
    return list;
}

/// `command` with each file in place of {}, two at a time.
std::string two_at_a_time(const std::vector<fs::path>& files, const std::string& command)
{
    return "printf '%s\\n'" + quoted(files) + " | xargs -P 2 -I '{}' " + command;
}

bool is_installed(const std::string& program)
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

void print_row(std::string_view name, const Spent& spent, std::size_t pages, double ours)
{
    const auto count = static_cast<double>(pages);
    fmt::print(
        "{:<34} {:>9.0f} {:>10.1f} {:>11.2f}\n",
        name,
        1000 * spent.processor / count,
        60 * count / spent.wall,
        spent.processor / count / ours
    );
    std::fflush(stdout);
}

void compare(const std::vector<fs::path>& files, const fs::path& folder)
{
    fmt::print("{:<34} {:>9} {:>10} {:>11}\n", "", "ms a page", "pages/min", "x our time");
    const std::string read = std::string(DOSSIER_PROGRAM) + " read --jobs 2";
    const Spent start = run(read + quoted({files.front()}));
    const Spent ours = run(read + quoted(files));
    const double each = ours.processor / static_cast<double>(files.size());
    print_row("dossier read", ours, files.size(), each);
    fmt::print(
        "   (of it {:.0f} ms once, to load the models; the largest process had {} MB)\n",
        1000 * (start.processor - each),
        largest_of_children_mb()
    );
    const Spent plain = run(
        two_at_a_time(files, "tesseract '{}' " + (folder / "out").string() + " -l chi_sim --psm 3")
    );
    print_row("tesseract chi_sim psm 3", plain, files.size(), each);
    if (!is_installed("ocrmypdf")) return fmt::print("ocrmypdf is not installed\n");
    const std::vector few(
        files.begin(), files.begin() + std::min<std::ptrdiff_t>(4, std::ssize(files))
    );
    const Spent pdf = run(two_at_a_time(
        few,
        "ocrmypdf --deskew --image-dpi 300 -l chi_sim --jobs 1 '{}' " +
            (folder / "out.pdf").string()
    ));
    print_row("ocrmypdf --deskew", pdf, few.size(), each);
}

/// Counts what passes while a step of the recipe runs.
class Stages {
public:
    template <class Work>
    auto time(const std::string& name, Work&& work)
    {
        const double start = bench::cpu_milliseconds();
        auto result = work();
        spent_[name].push_back(bench::cpu_milliseconds() - start);
        if (std::ranges::find(order_, name) == order_.end()) order_.push_back(name);
        return result;
    }

    void print() const
    {
        double sum = 0;
        double sum_of_means = 0;
        for (const std::string& name : order_) {
            sum += bench::median(spent_.at(name));
            sum_of_means += mean(spent_.at(name));
        }
        fmt::print("\n{:<34} {:>9} {:>7} {:>9}\n", "one page, ms", "median", "", "mean");
        for (const std::string& name : order_) {
            const double middle = bench::median(spent_.at(name));
            fmt::print(
                "{:<34} {:>9.1f} {:>6.1f}% {:>9.1f}\n",
                name,
                middle,
                100 * middle / sum,
                mean(spent_.at(name))
            );
        }
        fmt::print("{:<34} {:>9.1f} {:>17.1f}\n", "together", sum, sum_of_means);
    }

private:
    static double mean(const std::vector<double>& numbers)
    {
        return std::reduce(numbers.begin(), numbers.end()) / static_cast<double>(numbers.size());
    }

    std::map<std::string, std::vector<double>> spent_;
    std::vector<std::string> order_;
};

/// An engine that adds up its own time.
class TimedEngine final : public ocr::Engine {
public:
    explicit TimedEngine(ocr::Engine& engine) : engine_(engine) {}

    std::vector<ocr::Symbol>
    recognise(const cv::Mat& line, ocr::Alphabet alphabet, ocr::Care care) override
    {
        const double start = bench::cpu_milliseconds();
        auto symbols = engine_.recognise(line, alphabet, care);
        spent += bench::cpu_milliseconds() - start;
        ++calls;
        return symbols;
    }

    ocr::LineOptions line_options() const override { return engine_.line_options(); }

    ocr::LineOptions scan_options() const override { return engine_.scan_options(); }

    ocr::LineOptions running_text_options() const override
    {
        return engine_.running_text_options();
    }

    bool has_latin_model() const override { return engine_.has_latin_model(); }

    std::optional<double> upside_down(const cv::Mat& line) override
    {
        return engine_.upside_down(line);
    }

    bool reads(ocr::Alphabet alphabet) const override { return engine_.reads(alphabet); }

    bool knows(std::string_view character) const override { return engine_.knows(character); }

    double spent = 0;
    int calls = 0;

private:
    ocr::Engine& engine_;
};

/// This bench may be older than the types it reads.
ocr::TypeCatalog known_types()
{
    auto types = ocr::load_types(DOSSIER_TYPES);
    if (types) return *std::move(types);
    const auto& error = types.error();
    throw std::runtime_error(fmt::format("{}:{}: {}", error.file, error.line, error.reason));
}

/// The passes of ocr/read.cpp for an ordinary page, one by one.
void show_stages(const std::vector<fs::path>& files)
{
    const auto types = known_types();
    const ocr::LabelWords words(types);
    bench::Recognisers recognisers;
    ocr::keep_freed_memory(); // as the children of the launcher do
    TimedEngine first(*recognisers.first);
    TimedEngine second(recognisers.second);
    TimedEngine third(recognisers.third);
    const ocr::Engines engines{.first = first, .second = &second, .third = &third};
    Stages stages;
    for (const fs::path& file : files) {
        const auto bytes = corpus::load_bytes(file);
        auto page = stages.time("decode", [&] {
            auto source = capture::open_pages(bytes, {}, nullptr).value();
            return source->page(0).value();
        });
        stages.time("codes", [&] {
            return capture::find_codes(capture::grey_of(page.pixels), page.facts.dpi);
        });
        stages.time("judge", [&] { return capture::judge(page), 0; });
        stages.time("cards and sheets", [&] { return capture::find_regions(page.pixels); });
        auto straight = stages.time("deskew", [&] { return capture::straighten(std::move(page)); });
        const int turn =
            stages.time("which way is up", [&] { return ocr::find_turn(straight, engines); });
        straight = capture::turn_further(std::move(straight), turn);
        stages.time("likeness", [&] { return capture::find_likeness(straight); });
        stages.time("preview", [&] { return capture::make_preview(straight); });
        const auto clean = stages.time("clean, rules, lines", [&] {
            return ocr::clean_page(straight.page.pixels);
        });
        const double second_before = second.spent;
        const auto text =
            stages.time("read the lines", [&] { return ocr::recognise_page(clean, engines, 0); });
        fmt::print(
            stderr,
            "{} {} segments, {:.0f} ms\n",
            file.filename().string(),
            clean.segments.size(),
            second.spent - second_before
        );
        const auto type =
            stages.time("type", [&] { return ocr::classify(text.lines, types).type; });
        stages.time("pairs", [&] { return ocr::extract_pairs(text, type, words); });
        if (type == nullptr) continue;
        stages.time("fields, second looks", [&] {
            return ocr::extract_fields(
                text,
                *type,
                [&](const ocr::Span& span, ocr::Alphabet alphabet, ocr::Recogniser who) {
                    return ocr::look_again(
                        clean, text, span, alphabet, engines.find(who, alphabet)
                    );
                }
            );
        });
    }
    stages.print();
    const auto count = static_cast<double>(files.size());
    fmt::print(
        "of these: Tesseract {:.1f} ms in {:.1f} lines a page, the second recogniser {:.1f} ms in "
        "{:.1f} (means): {:.1f} ms a line\n",
        first.spent / count,
        first.calls / count,
        second.spent / count,
        second.calls / count,
        second.spent / std::max(1, second.calls)
    );
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string_view> arguments(argv + 1, argv + argc);
    const bool is_alone = std::erase(arguments, "--stages") > 0;
    // NOLINTNEXTLINE(cert-err34-c): a bench's count
    const int pages = arguments.empty() ? 60 : std::atoi(arguments[0].data());
    const std::uint64_t seed =
        arguments.size() > 1 ? std::strtoull(arguments[1].data(), nullptr, 10) : 1;
    setenv("OMP_THREAD_LIMIT", "1", 1); // NOLINT(concurrency-mt-unsafe): one thread
    cv::setNumThreads(1);
    const fs::path folder = fs::temp_directory_path() / fmt::format("dossier-speed-{}", getpid());
    fs::create_directories(folder);
    try {
        const auto files = render_forms(folder, pages, seed);
        if (!is_alone) compare(files, folder);
        show_stages(files);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        fs::remove_all(folder);
        return 1;
    }
    fs::remove_all(folder);
    return 0;
}
