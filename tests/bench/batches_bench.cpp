// Listing, opening and settling batches of many files, and opening one whose document spans many;
// the peer is the listing of as many originals. `batches_bench [files] [files of a batch]`.

#include "ocr/bundle.h"
#include "tests/bench/measure.h"
#include "tests/store/archive.h"

#include <fmt/format.h>

#include <cstdlib>

namespace {

using namespace dossier::store;
using namespace std::chrono_literals;
using dossier::bench::cpu_milliseconds;
using dossier::bench::median;

constexpr int page_size = 50; ///< of the REST interface

double milliseconds(const auto& act)
{
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
        const double start = cpu_milliseconds();
        act();
        times.push_back(cpu_milliseconds() - start);
    }
    return median(std::move(times));
}

void keep(Archive& archive, const std::string& batch, int files)
{
    std::vector<Bytes> contents;
    std::vector<Arrival> arrivals;
    contents.reserve(static_cast<std::size_t>(files));
    for (int i = 0; i < files; ++i) {
        const auto name = batch + "-" + std::to_string(i) + ".png";
        contents.push_back(bytes(name));
        arrivals.push_back(
            {.intake_key = "hot desk/" + name,
             .station = "desk",
             .source_name = name,
             .media_type = "image/png",
             .bytes = contents.back(),
             .actor = system_actor(),
             .batch =
                 BatchRef{
                     .key = batch, .announced = {.name = batch, .sheets = files + 1, .type = {}}}}
        );
    }
    (void)archive->keep_originals(arrivals, archive.now);
}

/// Batches that lack a sheet each, of files with a doubtful card: every one waits for people.
void fill(Archive& archive, int files, int of_a_batch)
{
    for (int i = 0; i < files; i += of_a_batch) {
        archive.now += 1s;
        keep(archive, "B" + std::to_string(i), of_a_batch);
        while (const auto job = archive->claim_job("bench", archive.now)) {
            (void)archive->finish_job(*job, examined({a_doubtful_card()}), archive.now).value();
        }
    }
}

StoreOptions across_files()
{
    auto options = cheap_options();
    options.stations.own["desk"] = {
        .separation = *dossier::ocr::parse_separation("separator"),
        .across_files = true,
        .batch_idle = 600s};
    return options;
}

/// So many files of a page, that wait for the end of their document.
void keep_loose(Archive& archive, int files)
{
    keep(archive, "B", files);
    while (const auto job = archive->claim_job("bench", archive.now)) {
        (void)archive->finish_job(*job, examined({}), archive.now).value();
    }
}

/// One document of them.
void bundle(Archive& archive, int files)
{
    archive.now += 1h;
    (void)archive->assemble_documents(archive.now);
    const auto job = archive->claim_job("bench", archive.now).value();
    auto card = a_doubtful_card();
    card.pages.clear();
    Examined read;
    for (int page = 0; page < files; ++page) {
        card.pages.push_back(page);
        read.pages.emplace_back().index = page;
    }
    read.documents = {card};
    (void)archive->finish_job(job, read, archive.now).value();
}

std::string first_batch(Archive& archive)
{
    return archive->batches(whole_site, {}, "", "", 1).items.at(0).id;
}

} // namespace

int main(int argc, char** argv)
{
    const int files = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int of_a_batch = argc > 2 ? std::atoi(argv[2]) : 200;
    {
        Archive archive;
        fill(archive, files, of_a_batch);
        const auto id = first_batch(archive);
        const auto list = [&] { (void)archive->batches(whole_site, {}, "", "", page_size); };
        const double first = cpu_milliseconds();
        list();
        fmt::print("{} files, {} a batch\n", files, of_a_batch);
        fmt::print("list batches, first time {:>9.1f} ms\n", cpu_milliseconds() - first);
        fmt::print("list batches             {:>9.1f} ms\n", milliseconds(list));
        fmt::print("open a batch             {:>9.1f} ms\n", milliseconds([&] {
                       (void)archive->find_batch(whole_site, id);
                   }));
        (void)archive->settle_batches(archive.now + 1h);
        fmt::print("settle, nothing changed  {:>9.1f} ms\n", milliseconds([&] {
                       (void)archive->settle_batches(archive.now + 1h);
                   }));
        fmt::print("list as many originals   {:>9.1f} ms\n", milliseconds([&] {
                       (void)archive->originals(whole_site, {}, "", files);
                   }));
    }
    for (const int bundled : {100, 200, 400}) {
        Archive archive{across_files()};
        keep_loose(archive, bundled);
        const auto assemble = [&] { (void)archive->assemble_documents(archive.now); };
        const double first = cpu_milliseconds();
        assemble();
        fmt::print(
            "look at {} waiting files   {:>9.1f} ms, again {:.2f} ms\n",
            bundled,
            cpu_milliseconds() - first,
            milliseconds(assemble)
        );
        bundle(archive, bundled);
        const auto id = first_batch(archive);
        fmt::print("open a document of {} files {:>9.1f} ms\n", bundled, milliseconds([&] {
                       (void)archive->find_batch(whole_site, id);
                   }));
    }
}
