// Records with sealed attachments that are committed a second: files of 50 kB are kept in groups as
// intake keeps them, then claimed, given a sealed preview of 20 kB and committed without doubts, by
// one worker and by many at once. The peer does what cannot be left out: it writes the same bytes
// in clear into files, syncs them and their folder, and inserts 6 kB a record into SQLite, a
// durable transaction each. `commit_bench [RECORDS]`; TMPDIR chooses the disk.

#include "tests/bench/made_up_people.h"
#include "tests/bench/measure.h"
#include "tests/store/archive.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace dossier::store;
using dossier::bench::MadeUpPeople;
using Clock = std::chrono::steady_clock;

constexpr std::size_t file_size = 50'000;
constexpr std::size_t preview_size = 20'000;
constexpr std::size_t group = 16;

Examined form_of(MadeUpPeople& people)
{
    const auto person = people.next();
    auto result = examined({a_document(
        "customer_form",
        {{"name", person.name},
         {"id_number", person.id_number},
         {"mobile", person.mobile},
         {"employer", person.employer},
         {"address", person.address}}
    )});
    result.previews.at(0).jpeg.resize(preview_size);
    return result;
}

Bytes random_bytes(std::size_t size)
{
    Bytes bytes(size);
    system_random().fill(bytes);
    return bytes;
}

double seconds_of(const auto& act)
{
    const auto start = Clock::now();
    act();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void in_threads(std::size_t threads, const auto& act)
{
    std::vector<std::thread> all;
    for (std::size_t i = 0; i < threads; ++i) {
        all.emplace_back([&, i] { act(i); });
    }
    for (auto& thread : all) {
        thread.join();
    }
}

void keep(Archive& archive, std::size_t records, const std::string& round)
{
    for (std::size_t i = 0; i < records; i += group) {
        std::vector<Bytes> contents;
        std::vector<Arrival> arrivals;
        for (std::size_t k = i; k < std::min(records, i + group); ++k) {
            contents.push_back(random_bytes(file_size));
            arrivals.push_back(
                {.intake_key = round + "/" + std::to_string(k),
                 .station = "desk",
                 .source_name = "a scan",
                 .media_type = "image/jpeg",
                 .bytes = {},
                 .actor = archive.operator_}
            );
        }
        for (std::size_t k = 0; k < arrivals.size(); ++k) {
            arrivals[k].bytes = contents[k];
        }
        (void)archive->keep_originals(arrivals, archive.now);
    }
}

void commit(Archive& archive, std::size_t threads)
{
    in_threads(threads, [&](std::size_t number) {
        MadeUpPeople people(static_cast<std::uint32_t>(1000 + number));
        while (const auto job = archive->claim_job(std::to_string(number), archive.now)) {
            (void)archive->finish_job(*job, form_of(people), archive.now).value();
        }
    });
}

void write_durably(const std::filesystem::path& path, const Bytes& bytes)
{
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (write(file, bytes.data(), bytes.size()) != std::ssize(bytes) || fdatasync(file) != 0) {
        std::abort();
    }
    close(file);
}

void sync_folder(const std::filesystem::path& path)
{
    const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY);
    (void)fsync(folder);
    close(folder);
}

/// The same bytes without cryptography, index or trail.
double plain_seconds(std::size_t records)
{
    const TemporaryFolder home;
    Database db(home.path() / "plain.db", Access::read_write);
    db.script("CREATE TABLE record (id BIGINT PRIMARY KEY, content BLOB NOT NULL)");
    const auto file = random_bytes(file_size);
    const auto preview = random_bytes(preview_size);
    const auto row = random_bytes(6'000);
    return seconds_of([&] {
        for (std::size_t i = 0; i < records; ++i) {
            write_durably(home.path() / (std::to_string(i) + ".file"), file);
            write_durably(home.path() / (std::to_string(i) + ".preview"), preview);
            sync_folder(home.path());
            db.script("BEGIN IMMEDIATE");
            db.run("INSERT INTO record VALUES ($1, $2)", static_cast<std::int64_t>(i), row);
            db.script("COMMIT");
        }
    });
}

} // namespace

int main(int argc, char** argv)
{
    const std::size_t records = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 2'000;
    const auto plain = static_cast<double>(records) / plain_seconds(records);
    fmt::print("peer: files, syncs and SQLite alone: {:.0f} records a second\n", plain);
    Archive archive;
    for (const std::size_t threads : {1UL, 4UL, 16UL, 32UL}) {
        const double keeping = seconds_of([&] { keep(archive, records, std::to_string(threads)); });
        const double cpu_before = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
        const double committing = seconds_of([&] { commit(archive, threads); });
        const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC - cpu_before;
        const auto count = static_cast<double>(records);
        fmt::print(
            "{:>2} workers: {:>5.0f} records committed a second ({:.2f} of the peer, {:.0f} us of "
            "the processor each), {:>5.0f} with keeping their files ({:.2f})\n",
            threads,
            count / committing,
            count / committing / plain,
            cpu * 1e6 / count,
            count / (keeping + committing),
            count / (keeping + committing) / plain
        );
        (void)std::fflush(stdout);
    }
    const auto state = archive->fsck();
    fmt::print("{}\n", state.is_sound() ? "sound" : "NOT SOUND");
    return state.is_sound() ? EXIT_SUCCESS : EXIT_FAILURE;
}
