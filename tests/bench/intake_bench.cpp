// Intake of 2 MB pictures on one core: from the hot folder into the archive, sealed and durable
// (sweep, claim, read, keep, release), beside a peer that copies the same bytes as durably as cp
// can be made to: read, write, fsync, rename, fsync of the folder, unlink.
//     intake_bench [files a round] [rounds] [folder]

#include "capture/hot_folder.h"
#include "store/store.h"
#include "tests/bench/measure.h"
#include "web/group_intake.h"
#include "web/memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using namespace dossier;
using Clock = std::chrono::steady_clock;

constexpr std::size_t file_size = 2'000'000;

/// A JPEG's structure around noise: whole, and nobody else's.
std::string picture(std::mt19937_64& dice)
{
    std::string bytes("\xFF\xD8\xFF\xC0\x00\x0B\x08\x0D\xB4\x09\xB0\x01\x01\x11\x00", 15);
    bytes += std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00", 10);
    while (bytes.size() < file_size) {
        auto noise = dice();
        for (int i = 0; i < 8; ++i, noise >>= 8U)
            bytes += static_cast<char>(noise % 255); // never the mark of a marker
    }
    return bytes + "\xFF\xD9";
}

void fill(const fs::path& folder, int files, std::mt19937_64& dice)
{
    fs::create_directories(folder);
    for (int i = 0; i < files; ++i)
        std::ofstream(folder / fmt::format("{:04}.jpg", i), std::ios::binary) << picture(dice);
    ::sync();
}

class Descriptor {
public:
    Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags, 0600))
    {
        if (number_ < 0) throw std::runtime_error("cannot open " + path.string());
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { ::close(number_); }

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

void copy_durably(const fs::path& from, const fs::path& to)
{
    const fs::path draft = to.string() + ".tmp";
    {
        const Descriptor in(from, O_RDONLY);
        const Descriptor out(draft, O_WRONLY | O_CREAT | O_EXCL);
        std::vector<char> part(128 * 1024); // as cp reads
        for (ssize_t got = 0; (got = ::read(in.number(), part.data(), part.size())) > 0;)
            if (::write(out.number(), part.data(), static_cast<std::size_t>(got)) != got)
                throw std::runtime_error("short write");
        if (::fsync(out.number()) != 0) throw std::runtime_error("fsync failed");
    }
    fs::rename(draft, to);
    const Descriptor folder(to.parent_path(), O_RDONLY | O_DIRECTORY);
    if (::fsync(folder.number()) != 0) throw std::runtime_error("fsync failed");
    fs::remove(from);
}

double copy_all(const fs::path& from, const fs::path& to)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(from))
        files.push_back(entry.path());
    const auto begin = Clock::now();
    for (const auto& file : files)
        copy_durably(file, to / file.filename());
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double take_in(store::Store& store, const fs::path& station, int files)
{
    capture::HotFolderOptions options;
    options.quiet = std::chrono::milliseconds{0};
    const auto directory = capture::open_directory(station);
    capture::HotFolder folder(*directory, options);
    const auto begin = Clock::now();
    int kept = 0;
    while (true) {
        const auto moment =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto sweep = folder.sweep(moment);
        if (sweep.claimed.empty()) break; // and what was let go of is durably gone
        web::GroupIntake group(store, folder, "bench", [&](const auto&, auto) { ++kept; });
        for (const auto& file : sweep.claimed)
            group.add(file, moment);
        group.finish(moment);
        if (!group.trouble().empty()) throw std::runtime_error(group.trouble());
    }
    if (kept != files) throw std::runtime_error("not every file was kept");
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Processor time of this process so far, in milliseconds.
double processor_ms()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

void stay_on_one_core()
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

void run(const fs::path& home, int files, int rounds)
{
    stay_on_one_core();
    web::keep_freed_memory(); // as `serve` does
    const store::DataFolder data(home / "data");
    const store::Passphrase pass{"a passphrase of a bench"};
    const store::SlotCost cheap{.passes = 1, .memory_kib = 64, .lanes = 1, .floor_memory_kib = 64};
    (void)store::Keyring::create(data.keys(), pass, store::system_random(), cheap).value();
    store::Store store(
        data, store::Keyring::open(data.keys(), pass, cheap).value(), store::system_random()
    );
    std::mt19937_64 dice{std::random_device{}()};
    fs::create_directories(home / "copies");
    std::vector<double> ours;
    std::vector<double> peers;
    std::vector<double> ratios;
    std::vector<double> our_ms;
    std::vector<double> peer_ms;
    const auto time_ours = [&] {
        const double before = processor_ms();
        ours.push_back(files / take_in(store, home / "station", files));
        our_ms.push_back((processor_ms() - before) / files);
    };
    const auto time_peer = [&] {
        const double before = processor_ms();
        peers.push_back(files / copy_all(home / "source", home / "copies"));
        peer_ms.push_back((processor_ms() - before) / files);
    };
    for (int round = 0; round < rounds; ++round) {
        fill(home / "station", files, dice);
        fill(home / "source", files, dice);
        const bool ours_first = round % 2 == 0;
        if (ours_first) time_ours();
        time_peer();
        if (!ours_first) time_ours();
        ratios.push_back(ours.back() / peers.back());
        fs::remove_all(home / "copies");
        fs::create_directories(home / "copies");
    }
    fmt::print(
        "{} rounds of {} files of 2 MB, medians: intake {:.1f} files/s, cp + fsync {:.1f} files/s, "
        "ratio {:.2f}; processor {:.2f} and {:.2f} ms a file\n",
        rounds,
        files,
        bench::median(ours),
        bench::median(peers),
        bench::median(ratios),
        bench::median(our_ms),
        bench::median(peer_ms)
    );
}

} // namespace

int main(int count, char** words)
{
    const int files = count > 1 ? std::atoi(words[1]) : 50; // NOLINT(cert-err34-c)
    const int rounds = count > 2 ? std::atoi(words[2]) : 9; // NOLINT(cert-err34-c)
    std::string home =
        (fs::path(count > 3 ? words[3] : "/var/tmp") / "dossier-bench-XXXXXX").string();
    if (::mkdtemp(home.data()) == nullptr) return 3;
    run(home, files, rounds);
    fs::remove_all(home);
    return 0;
}
