#pragma once
// What the service counts, and the text in which Prometheus reads it.

#include "store/search.h"
#include "store/types.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dossier::web {

class Metrics {
public:
    void count_request(int status);

    void count_kept() { ++kept_; }

    void count_rejected() { ++rejected_; }

    void count_read(double seconds);

    void count_unreadable() { ++unreadable_; }

    /// `counts` are the archive's, absent while it is sealed.
    [[nodiscard]] std::string to_text(const std::optional<store::Counts>& counts) const;

private:
    std::array<std::atomic<std::uint64_t>, 6> requests_{};
    std::atomic<std::uint64_t> kept_ = 0;
    std::atomic<std::uint64_t> rejected_ = 0;
    std::atomic<std::uint64_t> read_ = 0;
    std::atomic<std::uint64_t> read_ms_ = 0;
    std::atomic<std::uint64_t> unreadable_ = 0;
};

/// How a connector stands, in the same text.
struct ConnectorCount {
    std::string connector;
    bool is_paused = false;
    std::int64_t waiting = 0;
};

[[nodiscard]] std::string to_metrics(const std::vector<ConnectorCount>& connectors);
/// How far the index of texts is.
[[nodiscard]] std::string to_metrics(const store::IndexState& index);

} // namespace dossier::web
