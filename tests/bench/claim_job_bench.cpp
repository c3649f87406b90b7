// Claims of jobs and commits of records, durable ones, against bare durable transactions of one
// row on the same disk in the same run.

#include "tests/store/archive.h"

#include <fmt/format.h>

#include <chrono>

namespace {

using namespace dossier::store;
using Clock = std::chrono::steady_clock;

constexpr int count = 300;

double per_second(const auto& act)
{
    const auto start = Clock::now();
    for (int i = 0; i < count; ++i) {
        act(i);
    }
    return count / std::chrono::duration<double>(Clock::now() - start).count();
}

double bare_transactions()
{
    const TemporaryFolder home;
    Database db(home.path() / "bare.db", Access::read_write);
    db.script("CREATE TABLE t (x BIGINT)");
    return per_second([&](int i) { db.run("INSERT INTO t (x) VALUES ($1)", i); });
}

} // namespace

int main()
{
    const double bare = bare_transactions();
    Archive archive;
    const double kept = per_second([&](int i) { (void)archive.keep(std::to_string(i)); });
    std::vector<Job> jobs;
    const double claimed =
        per_second([&](int) { jobs.push_back(archive->claim_job("bench", archive.now).value()); });
    const double finished = per_second([&](int i) {
        (void)archive->finish_job(
            jobs.at(static_cast<std::size_t>(i)), examined({a_card()}), archive.now
        );
    });
    fmt::print("bare durable transaction {:>8.0f}/s\n", bare);
    fmt::print("claim a job              {:>8.0f}/s  {:.2f} of bare\n", claimed, claimed / bare);
    fmt::print("keep an original         {:>8.0f}/s  {:.2f} of bare\n", kept, kept / bare);
    fmt::print("finish and commit record {:>8.0f}/s  {:.2f} of bare\n", finished, finished / bare);
}
