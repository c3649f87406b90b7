#pragma once
// Exports that are made beside the work: ordered, made record by record, fetched once by whom they
// are for. The bytes are in memory only, until then or for half an hour; what happened stands in
// the trail (store/exports.h). A service that ends forgets what nobody fetched.

#include "web/exports/make.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dossier::web {

/// `is_ready`: to be fetched. `failure`: why it will never be (`gone`, `restricted`, `too_large`,
/// `stopped`, `not_made`).
struct ExportState {
    std::string id;
    ExportOrder order;
    store::Instant ordered_at{};
    std::size_t done = 0; ///< records
    std::int64_t bytes = 0;
    bool is_ready = false;
    std::string failure;
};

class ExportRuns {
public:
    static constexpr std::size_t most_of_a_person = 3;
    static constexpr std::size_t most = 12;
    static constexpr std::chrono::minutes kept{30};

    /// Nothing where this person, or everybody together, has too many already.
    [[nodiscard]] std::optional<ExportState>
    order(store::Store& store, ExportOrder order, const store::Actor& actor, store::Instant now);
    /// Makes the next one, if there is one to make; whether there was.
    bool work_once(
        store::Store& store,
        const std::function<store::Instant()>& clock,
        std::chrono::minutes utc_offset,
        const std::function<bool()>& is_stopped
    );
    /// This person's, the newest first.
    [[nodiscard]] std::vector<ExportState> of(const std::string& person, store::Instant now);
    /// The bytes, once: nothing where it is not ready, or another's. In the trail before it
    /// returns.
    [[nodiscard]] std::optional<ExportFile> fetch(
        store::Store& store, const std::string& id, const store::Actor& actor, store::Instant now
    );

private:
    struct Run {
        ExportState state;
        store::Actor actor;
        store::Instant ready_at{};
        bool is_taken = false; ///< by who makes it
        ExportFile file;
    };

    void forget_old(store::Instant now);
    [[nodiscard]] Run* find(const std::string& id);

    std::mutex mutex_;
    std::deque<Run> runs_; ///< the oldest first
};

} // namespace dossier::web
