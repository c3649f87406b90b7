#pragma once
// Batches of which nothing can be made for now. They are looked at every few seconds, perhaps for
// hours, and a look opens every page: it is not repeated while nothing of the batch changes and
// nothing tells that its end has come.

#include "store/rows/sequence.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace dossier::store {

/// A look at a batch that found nothing to make: at which of its changes (batch_changes.h), and
/// whether the batch had ended then.
struct QuietLook {
    std::int64_t changes = 0;
    Completeness completeness;
    bool had_ended = false;
};

/// Used by many threads.
class QuietBatches {
public:
    [[nodiscard]] std::optional<QuietLook> find(const std::string& batch_id) const;
    void note(const std::string& batch_id, const QuietLook& look);

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, QuietLook> looks_;
};

} // namespace dossier::store
