// 64 scripted verifiers at one queue, and a person at a queue full of other people's documents.
// Peer in the same run: SELECT then UPDATE on a bare table, which knows of no second pair of eyes.
// `claims_bench [DOCUMENTS [CLAIMS_A_SECOND]]`, of all verifiers together: 100, when each of them
// takes 0.6 s a document. 0: nobody ever pauses. Every claim is durable: what the disk's sync takes
// is in it (TMPDIR chooses the disk).

#include "tests/bench/measure.h"
#include "tests/store/archive.h"
#include "tests/store/verifiers.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace dossier::store;
using dossier::bench::median;

constexpr int verifiers = 64;

double milliseconds(std::chrono::steady_clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

struct Times {
    double p50 = 0.0;
    double p99 = 0.0;
    double max = 0.0;
};

Times times_of(std::vector<double> values)
{
    std::ranges::sort(values);
    if (values.empty()) {
        return {};
    }
    return {median(values), values[values.size() * 99 / 100], values.back()};
}

void print(std::string_view what, const Times& times, const Times& peer)
{
    fmt::print(
        "{:<34} p50 {:>7.2f} ms  p99 {:>7.2f} ms  max {:>7.2f} ms  {:.2f} and {:.2f} of the peer\n",
        what,
        times.p50,
        times.p99,
        times.max,
        times.p50 / peer.p50,
        times.p99 / peer.p99
    );
    (void)std::fflush(stdout);
}

/// What a queue without second pairs of eyes would do: the peer.
class BareQueue {
public:
    explicit BareQueue(int documents) : db_(home_.path() / "bare.db", Access::read_write)
    {
        db_.script("CREATE TABLE document (id INTEGER PRIMARY KEY, claimed_by TEXT, done INTEGER, "
                   "sealed BLOB); CREATE INDEX in_review ON document (id) WHERE done = 0; BEGIN");
        for (int id = 0; id < documents; ++id) {
            db_.run("INSERT INTO document VALUES ($1, '', 0, $2)", id, Bytes(4096));
        }
        db_.script("COMMIT");
    }

    std::optional<std::int64_t> claim(std::string_view name)
    {
        const std::lock_guard lock(mutex_);
        db_.script("BEGIN IMMEDIATE");
        std::optional<std::int64_t> id;
        {
            Statement row(
                db_,
                "SELECT id FROM document WHERE done = 0 AND claimed_by = '' ORDER BY id LIMIT 1"
            );
            if (row.next()) {
                id = row.integer(0);
            }
        }
        if (id) {
            db_.run("UPDATE document SET claimed_by = $2 WHERE id = $1", *id, name);
        }
        db_.script("COMMIT");
        return id;
    }

    void decide(std::int64_t id) { change(id, "UPDATE document SET sealed = $2 WHERE id = $1"); }

    void commit(std::int64_t id)
    {
        change(id, "UPDATE document SET done = 1, sealed = $2 WHERE id = $1");
    }

private:
    void change(std::int64_t id, std::string_view sql)
    {
        const std::lock_guard lock(mutex_);
        db_.run(sql, id, Bytes(4096));
    }

    TemporaryFolder home_;
    std::mutex mutex_;
    Database db_;
};

Times bare_claims(int documents, const Pace& pace)
{
    BareQueue queue(documents);
    std::vector<std::vector<double>> times(verifiers);
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < verifiers; ++number) {
        threads.emplace_back([&, number] {
            std::mt19937 chance(static_cast<unsigned>(number));
            while (true) {
                pace.pause(chance);
                const auto start = std::chrono::steady_clock::now();
                const auto id = queue.claim(std::to_string(number));
                times[number].push_back(milliseconds(std::chrono::steady_clock::now() - start));
                if (!id) {
                    return;
                }
                queue.decide(*id);
                queue.commit(*id);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::vector<double> all;
    for (const auto& some : times) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return times_of(std::move(all));
}

/// Verifiers on a queue of which a third needs one person and two thirds two or three.
bool crowd(int documents, const Pace& pace)
{
    const auto peer = bare_claims(documents / 5, pace);
    Archive archive;
    fill_queue(archive, documents);
    Verifiers people(archive, pace);
    people.work(verifiers);
    const auto& seen = people.seen();
    std::vector<double> claims;
    for (const auto time : seen.claims) {
        claims.push_back(milliseconds(time));
    }
    print("peer: SELECT, UPDATE", peer, peer);
    print(fmt::format("{} verifiers, {} documents", verifiers, documents), times_of(claims), peer);
    fmt::print(
        "{} claims, {} leases left to expire; claimed by two at once {}, settled twice {}, "
        "handed to the wrong person {}, left over {}\n",
        claims.size(),
        seen.left,
        seen.claimed_twice,
        seen.settled_twice,
        seen.handed_wrong,
        archive->counts(whole_site).review
    );
    return seen.is_right() && archive->counts(whole_site).committed == documents;
}

/// One person's claims behind that many documents that wait for somebody else.
void behind_others(int documents)
{
    Archive archive;
    const auto& me = archive.verifier;
    fill_queue(archive, documents, Content::two_people);
    for (auto next = archive->claim_next(me, {}, archive.now); next;
         next = archive->claim_next(me, {}, archive.now)) {
        (void)key(archive, *next, me, archive.now);
    }
    archive.now += std::chrono::seconds(1);
    const auto mine = archive.read("mine", {a_doubtful_card()}).at(0);
    BareQueue queue(100);
    std::vector<double> times;
    std::vector<double> bare;
    for (int round = 0; round < 100; ++round) {
        auto start = std::chrono::steady_clock::now();
        const auto claimed = archive->claim_next(me, {}, archive.now);
        times.push_back(milliseconds(std::chrono::steady_clock::now() - start));
        if (!claimed || claimed->id != mine) {
            std::abort();
        }
        start = std::chrono::steady_clock::now();
        (void)queue.claim("me");
        bare.push_back(milliseconds(std::chrono::steady_clock::now() - start));
    }
    print(
        fmt::format("behind {} of other people", documents),
        times_of(std::move(times)),
        times_of(std::move(bare))
    );
}

} // namespace

int main(int argc, char** argv)
{
    const int documents = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const double claims_a_second = argc > 2 ? std::atof(argv[2]) : 100.0;
    for (const int waiting : {0, documents / 10, documents}) {
        behind_others(waiting);
    }
    return crowd(documents, Pace(verifiers, claims_a_second)) ? EXIT_SUCCESS : EXIT_FAILURE;
}
