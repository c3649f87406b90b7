#pragma once
// Rows of batch and batch_arrival: which deliveries belong together, in which order they came, and
// what was announced of them.

#include "store/rows/codec.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

struct BatchRow {
    std::string id;
    std::string station;
    BatchKind kind = BatchKind::automatic;
    std::string batch_key; ///< a MAC of the key: keys name files
    BatchState state = BatchState::open;
    std::int64_t version = 1;
    Instant opened_at{};
    Instant last_arrival_at{};         ///< not protected: it only decides when to look
    Urgency urgency = Urgency::normal; ///< not protected: it only orders the queue
    BatchBody body;
    Owner owner{};
};

/// A delivery, or the pages of one from `first_page` to before `end_page` (-1: to the last).
struct BatchArrival {
    std::string intake_key;
    std::string batch_id;
    OriginalId original_id;
    std::int64_t seq = 0;
    bool is_repeat = false;
    int first_page = 0;
    int end_page = -1;

    [[nodiscard]] bool has_page(int page) const
    {
        return page >= first_page && (end_page < 0 || page < end_page);
    }
};

/// Of its sealed body.
[[nodiscard]] Place batch_place(std::string_view id, std::int64_t version);
void insert_batch(Database& db, const Vault& vault, const BatchRow& row);
/// Writes state and body as version + 1; false when the row is no longer of `row.version`.
[[nodiscard]] bool save_batch(Database& db, const Vault& vault, BatchRow& row);
[[nodiscard]] std::optional<BatchRow>
load_batch(Database& db, const Vault& vault, const std::string& id);
[[nodiscard]] std::optional<BatchRow>
find_batch_by_key(Database& db, const Vault& vault, const std::string& batch_key);

/// At the end of the batch.
void insert_batch_arrival(Database& db, const Vault& vault, BatchArrival arrival, Instant now);
/// The batch that a file was first delivered with; that of its first page, where it serves several.
[[nodiscard]] std::optional<std::string> find_batch_id(Database& db, const OriginalId& original_id);
/// In the order of arrival.
[[nodiscard]] std::vector<BatchArrival>
load_batch_arrivals(Database& db, const Vault& vault, const std::string& batch_id);
/// Ends the arrival before `page` and returns the rest, which is in the same batch still.
[[nodiscard]] BatchArrival
split_batch_arrival(Database& db, const Vault& vault, BatchArrival arrival, int page);
/// Puts an arrival into another batch.
void move_batch_arrival(
    Database& db, const Vault& vault, BatchArrival arrival, const std::string& batch_id
);

} // namespace dossier::store
