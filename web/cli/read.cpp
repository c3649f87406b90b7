#include "capture/sniff.h"
#include "ocr/child_reader.h"
#include "web/cli/arguments.h"
#include "web/cli/reading_json.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/config.h"
#include "web/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

enum class Needs { fields, pictures };

struct Format {
    std::string_view name;
    std::string_view extension;
    std::string (*write)(const ReadFile&);
    Needs needs = Needs::fields;
};

constexpr std::array<Format, 4> formats{{
    {"jsonl", ".jsonl", to_json_line},
    {"csv", ".csv", to_csv},
    {"text", ".txt", to_plain_text},
    {"pdf", ".pdf", to_pdf, Needs::pictures},
}};

struct ReadTask {
    std::vector<std::string> files;
    Format format;
    std::optional<fs::path> out;
    std::string type;
    ocr::Separation separation;
    int jobs = 1;
    Config config;
    ocr::TypeCatalog types;
};

std::vector<std::byte> bytes_of(const std::string& file, std::size_t most)
{
    std::ifstream stream{file, std::ios::binary | std::ios::ate};
    if (!stream || fs::is_directory(file)) throw std::runtime_error("cannot be opened");
    const auto size = static_cast<std::size_t>(stream.tellg());
    // One byte more than is allowed is enough to be refused.
    std::vector<std::byte> bytes(std::min(size, most + 1));
    stream.seekg(0);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!stream) throw std::runtime_error("cannot be read");
    return bytes;
}

ReadFile read_file(const std::string& source, const ReadTask& task, ocr::Reader& reader)
{
    ReadFile out{
        .source = source, .sha256 = {}, .seconds = 0, .pages = {}, .documents = {}, .error = {}};
    std::vector<std::byte> bytes;
    try {
        bytes = bytes_of(source, task.config.hot_folder.limits.bytes);
    } catch (const std::exception&) {
        out.error = {.code = "not_found", .message = "The file cannot be opened."};
        return out;
    }
    out.sha256 = hex(sha256(bytes));
    const auto begun = std::chrono::steady_clock::now();
    if (const auto kind = capture::check_whole(bytes, task.config.hot_folder.limits); !kind) {
        out.error = kind.error();
        return out;
    }
    auto reading = reader.read(
        bytes,
        {.type = task.type,
         .previews = task.format.needs == Needs::pictures,
         .separation = task.separation,
         .deadline = task.config.read_deadline}
    );
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (!reading) {
        out.error = {.code = reading.error().code, .message = reading.error().message};
        return out;
    }
    out.pages = reading->pages;
    out.documents = verify::examine(
        *reading, task.types, day_at(now(), task.config.store.utc_offset), task.config.thresholds
    );
    out.previews = std::move(reading->previews);
    out.lines = std::move(reading->lines);
    return out;
}

/// Where a file's answer goes with --out: its own name; a second file of that name gets a number.
fs::path answer_path(const ReadTask& task, std::size_t index)
{
    const auto name = fs::path{task.files[index]}.filename().string();
    const auto same = std::count_if(
        task.files.begin(),
        task.files.begin() + static_cast<std::ptrdiff_t>(index),
        [&](const auto& file) { return fs::path{file}.filename().string() == name; }
    );
    return *task.out / (name + (same > 0 ? fmt::format("-{}", same + 1) : "") +
                        std::string{task.format.extension});
}

/// The answers in input order, and how far the work is.
class Answers {
public:
    explicit Answers(const ReadTask& task) : task_(task), ready_(task.files.size()) {}

    void put(std::size_t index, ReadFile file)
    {
        const std::lock_guard lock{mutex_};
        failed_ = failed_ || file.error.has_value();
        if (file.error)
            complaints_.push_back(
                fmt::format("dossier read: {}: {}", file.source, file.error->message)
            );
        ready_[index] = task_.format.write(file);
        ++done_;
        flush();
        show_progress();
    }

    [[nodiscard]] int finish()
    {
        if (is_terminal()) std::fputs("\r\033[K", stderr);
        for (const auto& complaint : complaints_)
            complain(complaint);
        return failed_ ? some_failed : done;
    }

private:
    static bool is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

    void flush()
    {
        for (; next_ < ready_.size() && ready_[next_]; ++next_) {
            if (task_.out && !ready_[next_]->empty())
                write_file(answer_path(task_, next_), *ready_[next_]);
            else
                std::fputs(ready_[next_]->c_str(), stdout);
            ready_[next_]->clear();
        }
        std::fflush(stdout);
    }

    void write_file(const fs::path& path, const std::string& text) const
    {
        std::ofstream stream{path, std::ios::binary | std::ios::trunc};
        if (task_.format.name == "csv") stream << csv_header();
        stream << text;
        stream.close();
        if (!stream) throw std::runtime_error(path.string() + " cannot be written");
    }

    void show_progress() const
    {
        if (!is_terminal()) return;
        constexpr std::size_t width = 30;
        const auto filled = width * done_ / ready_.size();
        const auto line = fmt::format(
            "\r[{}{}] {}/{}",
            std::string(filled, '#'),
            std::string(width - filled, ' '),
            done_,
            ready_.size()
        );
        std::fputs(line.c_str(), stderr);
    }

    const ReadTask& task_;
    std::mutex mutex_;
    std::vector<std::optional<std::string>> ready_;
    std::vector<std::string> complaints_;
    std::size_t next_ = 0;
    std::size_t done_ = 0;
    bool failed_ = false;
};

/// One reader a thread; each takes the next file. What a thread throws ends the run.
int read_all(const ReadTask& task)
{
    Answers answers{task};
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr trouble;
    if (!task.out && task.format.name == "csv") std::fputs(csv_header().c_str(), stdout);
    {
        std::vector<std::jthread> threads;
        const auto count = std::min(static_cast<std::size_t>(task.jobs), task.files.size());
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([&] {
                try {
                    ocr::ChildReader reader{
                        {.program = task.config.reader,
                         .types = task.config.share / "types",
                         .models = task.config.share / "models"}};
                    reader.start(); // models are loaded once, not at the expense of the first file
                    for (auto index = next++; index < task.files.size(); index = next++)
                        answers.put(index, read_file(task.files[index], task, reader));
                } catch (const std::exception&) {
                    const std::lock_guard lock{mutex};
                    trouble = std::current_exception();
                    next = task.files.size();
                }
            });
    }
    if (trouble) std::rethrow_exception(trouble);
    return answers.finish();
}

int run_read(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given,
        {"format", "out", "type", "separation", "sides", "jobs", "config", "share", "reader"},
        {}
    );
    if (!arguments) return usage("read", arguments.error());
    if (arguments->rest.empty()) return usage("read", "a file is missing");
    const auto wanted = arguments->option("format").value_or("jsonl");
    const auto format = std::find_if(formats.begin(), formats.end(), [&](const auto& f) {
        return f.name == wanted;
    });
    if (format == formats.end())
        return usage("read", "--format must be jsonl, csv, text or pdf, not " + wanted);
    if (format->needs == Needs::pictures && !arguments->option("out"))
        return usage("read", "--format pdf needs --out DIR, a folder for the PDF files");
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const auto jobs = parse_int(arguments->option("jobs").value_or(std::to_string(cores)), 1, 64);
    if (!jobs) return usage("read", "--jobs must be 1 to 64");

    ReadTask task{
        .files = arguments->rest,
        .format = *format,
        .out = arguments->option("out"),
        .type = arguments->option("type").value_or(""),
        .separation = {},
        .jobs = *jobs,
        .config = installed_config(),
        .types = {}};
    if (const auto file = arguments->option("config")) {
        const auto config = load_config(*file, task.config);
        if (!config)
            return usage(
                "read",
                fmt::format(
                    "{}:{}: {}", config.error().file, config.error().line, config.error().reason
                )
            );
        task.config = *config;
    }
    const auto& usual = task.config.store.stations.usual.separation;
    const auto sides =
        parse_int(arguments->option("sides").value_or(std::to_string(usual.sides)), 1, 2);
    if (!sides) return usage("read", "--sides must be 1 or 2");
    const auto separation =
        ocr::parse_separation(arguments->option("separation").value_or(to_text(usual)), *sides);
    if (!separation)
        return usage(
            "read", "--separation must be automatic, file, page_count:N, blank_sheet or separator"
        );
    task.separation = *separation;
    if (const auto share = arguments->option("share")) task.config.share = *share;
    if (const auto reader = arguments->option("reader")) task.config.reader = *reader;
    const auto types = ocr::load_types(task.config.share / "types");
    if (!types) {
        complain(fmt::format(
            "dossier read: {}:{}: {}", types.error().file, types.error().line, types.error().reason
        ));
        return environment;
    }
    task.types = *types;
    if (!task.type.empty() && task.types.find_type(task.type) == nullptr)
        return usage("read", "there is no document type " + task.type);
    if (task.out) fs::create_directories(*task.out);
    return read_all(task);
}

} // namespace

const Verb read_verb{
    .name = "read",
    .summary = "one-shot reading without a store",
    .help =
        R"(usage: dossier read FILE... [--format jsonl|csv|text|pdf] [--out DIR] [--type TYPE]
                    [--separation MODE] [--sides 1|2] [--jobs N]

Reads files and prints one JSON line each on stdout, in input order, with a progress bar on stderr
when it is a terminal. A file that cannot be read gives a line with an error, the others are read
all the same, and the exit code is 1.

  --format F     jsonl (one object a file), csv (a row a field), text, pdf (searchable; with --out)
  --out DIR      one answer file each in DIR instead of stdout
  --type TYPE    the document type, when it is known; else it is found out
  --separation M where documents end: automatic (by what the pages say, never across a separator),
                 file (a file is one document), page_count:N (N sheets), blank_sheet, separator
  --sides N      2 when both sides of each sheet were scanned
  --jobs N       readers at once (one a core)
  --config FILE  thresholds and limits of a service's configuration
  --share DIR    document types, when they lie elsewhere
  --reader FILE  the program dossier-read, when it lies elsewhere)",
    .run = run_read};

} // namespace dossier::web
