#include "tests/bench/read/folder.h"

#include "ocr/child_reader.h"
#include "tests/corpus/load_bytes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <utility>

namespace dossier::bench {
namespace {

bool is_in(const std::string& file, Half half)
{
    if (half == Half::both) return true;
    const auto last = file.find_last_of("0123456789");
    const bool is_odd = last != std::string::npos && (file[last] - '0') % 2 == 1;
    return is_odd == (half == Half::odd);
}

ReadPicture read_one(
    ocr::ChildReader& reader,
    const ocr::TypeCatalog& types,
    const std::filesystem::path& folder,
    const std::string& file
)
{
    using std::chrono::steady_clock;
    const auto bytes = corpus::load_bytes(folder / file);
    const auto start = steady_clock::now();
    auto reading = reader.read(bytes, {.type = {}, .previews = true});
    ReadPicture picture{.file = file, .documents = {}, .lines = {}};
    picture.seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
    if (!reading) return picture;
    picture.documents = verify::examine(*reading, types, std::chrono::year{2026} / 11 / 23);
    picture.lines = std::move(reading->lines);
    return picture;
}

bool parse(std::span<char*> arguments, FolderOptions& options)
{
    if (arguments.empty()) return false;
    options.folder = arguments.front();
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string option = arguments[i];
        if (option == "odd")
            options.half = Half::odd;
        else if (option == "even")
            options.half = Half::even;
        else if (option == "--show")
            options.show = true;
        else if (option == "--alone")
            options.models.clear();
        else if (option == "--jobs" && i + 1 < arguments.size())
            options.jobs = static_cast<unsigned>(std::stoul(arguments[++i]));
        else
            return false;
    }
    return true;
}

} // namespace

int run(const char* bench, std::span<char*> arguments, void (*measure)(const FolderOptions&))
{
    try {
        FolderOptions options{
            .reader = DOSSIER_BENCH_READ,
            .types = DOSSIER_BENCH_TYPES,
            .models = DOSSIER_BENCH_MODELS,
            .folder = {}};
        if (!parse(arguments.subspan(1), options)) {
            fmt::print(
                stderr, "usage: {} FOLDER [odd | even] [--jobs N] [--show] [--alone]\n", bench
            );
            return 2;
        }
        measure(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
    return 0;
}

nlohmann::json load_json(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error("there is no " + file.string());
    return nlohmann::json::parse(in);
}

std::vector<std::string> files_in(const nlohmann::json& truth, Half half)
{
    std::vector<std::string> files;
    for (const auto& [file, value] : truth.items()) {
        if (is_in(file, half)) files.push_back(file);
    }
    return files;
}

std::vector<ReadPicture>
read_pictures(const FolderOptions& options, const std::vector<std::string>& files)
{
    auto types = ocr::load_types(options.types);
    if (!types) throw std::runtime_error(types.error().file + ": " + types.error().reason);
    std::vector<ReadPicture> pictures(files.size());
    std::atomic<std::size_t> next = 0;
    const auto read_some = [&] {
        ocr::ChildReader reader(
            {.program = options.reader, .types = options.types, .models = options.models}
        );
        reader.start();
        for (std::size_t at = next++; at < files.size(); at = next++)
            pictures[at] = read_one(reader, *types, options.folder, files[at]);
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < options.jobs; ++i)
        threads.emplace_back(read_some);
    threads.clear();
    return pictures;
}

double mean_seconds(const std::vector<ReadPicture>& pictures)
{
    const double sum = std::accumulate(
        pictures.begin(),
        pictures.end(),
        0.0,
        [](double so_far, const ReadPicture& each) { return so_far + each.seconds; }
    );
    return pictures.empty() ? 0.0 : sum / static_cast<double>(pictures.size());
}

} // namespace dossier::bench
