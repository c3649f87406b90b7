#pragma once
// Scripted verifiers: each claims the next document, decides what is for it, commits or releases;
// some go home with a document claimed and never come back. A ledger beside the store holds every
// claim to the leases of the others.

#include "tests/store/archive.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace dossier::store {

/// How long a person pauses between two documents, so that all together claim so many a second.
class Pace {
public:
    Pace() = default;

    Pace(int people, double claims_a_second)
        : pause_(claims_a_second > 0.0 ? people / claims_a_second : 0.0)
    {}

    void pause(std::mt19937& chance) const
    {
        if (pause_ > 0.0) {
            std::this_thread::sleep_for(
                std::chrono::duration<double>(std::exponential_distribution(1.0 / pause_)(chance))
            );
        }
    }

private:
    double pause_ = 0.0; ///< seconds, on average
};

enum class Content { mixed, two_people };

/// That many cards in review, some hundred a file. Mixed: of every three files one is for a single
/// person.
inline void fill_queue(Archive& archive, int documents, Content content = Content::mixed)
{
    constexpr int most = 100;
    for (int file = 0; documents > 0; ++file, documents -= most) {
        (void)archive.keep("file " + std::to_string(file));
        const auto job = archive->claim_job("w", archive.now).value();
        const auto count = static_cast<std::size_t>(std::min(documents, most));
        auto result = examined(std::vector(count, a_doubtful_card()));
        if (content == Content::two_people || file % 3 != 0) {
            result.second_eyes = blind_number();
        }
        (void)archive->finish_job(job, result, archive.now).value();
    }
}

/// Decides everything in it that is for this person: the same number as everybody, or another. The
/// document after it, or nothing once it is no longer this person's.
inline std::optional<Document>
key(Archive& archive,
    Document document,
    const Actor& actor,
    Instant now,
    const std::string& number = "110105194912310021")
{
    while (!document.for_you.empty()) {
        auto decided = archive->decide(
            *document.for_you.begin(),
            decision(verify::Action::correct, number),
            {},
            document.version,
            actor,
            now
        );
        if (!decided) {
            return std::nullopt;
        }
        document = std::move(*decided);
    }
    return document;
}

class Verifiers {
public:
    struct Seen {
        std::vector<std::chrono::steady_clock::duration> claims; ///< how long each took
        int left = 0;                                            ///< claims of people who went home
        int claimed_twice = 0;                                   ///< while another's lease ran
        int settled_twice = 0;
        int handed_wrong = 0; ///< to people who have nothing to do in it

        [[nodiscard]] bool is_right() const
        {
            return claimed_twice == 0 && settled_twice == 0 && handed_wrong == 0;
        }
    };

    explicit Verifiers(Archive& archive, Pace pace = {}) : archive_(archive), pace_(pace) {}

    /// That many people at once, until nothing waits for anybody.
    void work(int people)
    {
        std::vector<std::thread> threads;
        for (int number = 0; number < people; ++number) {
            threads.emplace_back([this, number] { Seat(*this, number).work(); });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    }

    [[nodiscard]] const Seen& seen() const { return seen_; }

private:
    struct Claim {
        std::string by;
        Instant from{};
        Instant until{};
    };

    /// Where one person works after the other: who goes home leaves the seat to somebody new.
    class Seat {
    public:
        Seat(Verifiers& all, int number)
            : all_(all),
              number_(number),
              chance_(static_cast<unsigned>(number))
        {
            sit_down();
        }

        void work()
        {
            while (true) {
                all_.pace_.pause(chance_);
                const auto now = all_.now();
                const auto start = std::chrono::steady_clock::now();
                auto document = all_.archive_->claim_next(actor_, {}, now);
                const auto took = std::chrono::steady_clock::now() - start;
                if (!document) {
                    if (all_.archive_->counts(whole_site).review == 0) {
                        return;
                    }
                    all_.wait_for_work(now);
                    sit_down(); // somebody who did not look at anything yet
                    continue;
                }
                all_.note_claim(*document, actor_, now, took);
                if (is_one_in(50)) {
                    all_.note_left();
                    sit_down();
                    continue;
                }
                settle(std::move(*document), now);
            }
        }

    private:
        void sit_down()
        {
            actor_ = {
                .name = std::to_string(number_) + " " + std::to_string(++people_),
                .role = "verifier",
                .arbitrates = number_ % 8 == 0};
        }

        bool is_one_in(unsigned many) { return chance_() % many == 0; }

        void settle(Document document, Instant now)
        {
            const auto id = document.id;
            const auto keyed =
                key(all_.archive_,
                    std::move(document),
                    actor_,
                    now,
                    is_one_in(10) ? "110105194912310038" : "110105194912310021");
            all_.forget_claim(id, actor_);
            if (!keyed) {
                return; // the lease ran out and somebody else went on
            }
            if (all_.archive_->commit_document(id, keyed->version, actor_, now)) {
                all_.note_settled(id);
            } else {
                all_.archive_->release_document(id, actor_, now);
            }
        }

        Verifiers& all_;
        int number_;
        int people_ = 0;
        std::mt19937 chance_;
        Actor actor_;
    };

    Instant now()
    {
        const std::lock_guard lock(mutex_);
        return archive_.now;
    }

    /// Until somebody gives a document back; where all that were claimed were left, the clock
    /// turns.
    void wait_for_work(Instant seen)
    {
        {
            const std::lock_guard lock(mutex_);
            if (busy_ == 0 && archive_.now == seen) {
                archive_.now += StoreOptions{}.document_lease;
                return;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

    void note_left()
    {
        const std::lock_guard lock(mutex_);
        ++seen_.left;
        --busy_;
    }

    /// A claim that was given back is forgotten before the store hears of it, so that what overlaps
    /// here overlapped there.
    void note_claim(
        const Document& document,
        const Actor& actor,
        Instant now,
        std::chrono::steady_clock::duration took
    )
    {
        const std::lock_guard lock(mutex_);
        ++busy_;
        seen_.claims.push_back(took);
        const bool can_commit =
            std::ranges::all_of(document.discrepancies, [](const auto& discrepancy) {
                return verify::is_settled(discrepancy.state);
            });
        if (document.for_you.empty() && !can_commit) {
            ++seen_.handed_wrong;
        }
        const Claim claim{.by = actor.name, .from = now, .until = document.lease_until};
        auto& before = claims_[document.id];
        if (before.from < claim.until && claim.from < before.until) {
            ++seen_.claimed_twice;
        }
        if (before.until < claim.until) {
            before = claim;
        }
    }

    void forget_claim(const DocumentId& id, const Actor& actor)
    {
        const std::lock_guard lock(mutex_);
        --busy_;
        if (const auto claim = claims_.find(id);
            claim != claims_.end() && claim->second.by == actor.name) {
            claims_.erase(claim);
        }
    }

    void note_settled(const DocumentId& id)
    {
        const std::lock_guard lock(mutex_);
        if (++settled_[id] > 1) {
            ++seen_.settled_twice;
        }
    }

    Archive& archive_;
    Pace pace_;
    std::mutex mutex_; ///< of the clock and of all below
    int busy_ = 0;     ///< people who will settle what they claimed
    std::map<DocumentId, Claim> claims_;
    std::map<DocumentId, int> settled_;
    Seen seen_;
};

} // namespace dossier::store
