#pragma once
// What may pass without a person, learnt anew every few minutes from what people found. The
// arithmetic is verify's (verify/acceptance.h); here are its period, its log and its audit entry.

#include "store/store.h"
#include "verify/acceptance.h"
#include "verify/examine.h"

#include <chrono>
#include <mutex>
#include <optional>

namespace dossier::web {

/// `target`: the share of accepted records that may hold a wrong value, promised with `confidence`;
/// nothing: the thresholds decide as they were given. `sample`: the share of documents that go to a
/// person whole, to be learnt from.
struct LearningOptions {
    verify::Thresholds thresholds;
    std::optional<double> target;
    double confidence = 0.95;
    double sample = 0.0;
    bool blind_samples = false; ///< the person keys them without seeing what was read
};

/// Shared by the readers; safe from any thread.
class Learning {
public:
    explicit Learning(LearningOptions options)
        : options_(std::move(options)),
          thresholds_(options_.thresholds)
    {}

    /// Learns first, when that was not done for a while; nothing passes on evidence that was
    /// altered. Throws store::Error.
    [[nodiscard]] verify::Thresholds thresholds(store::Store& store, store::Instant now);
    /// Which of these documents are to be seen whole.
    [[nodiscard]] store::Sampling sampling(const std::vector<verify::CheckedDocument>& documents
    ) const;

private:
    void learn(store::Store& store, store::Instant now);
    [[nodiscard]] verify::Thresholds learnt(store::Store& store, store::Instant now) const;

    LearningOptions options_;
    mutable std::mutex mutex_;
    verify::Thresholds thresholds_;
    std::optional<store::Instant> learnt_at_;
};

} // namespace dossier::web
