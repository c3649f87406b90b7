#pragma once
// The table of `dossier serve --once`: what became of each file.

#include "store/store.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace dossier::web {

/// How long each original took to read, in this run.
class ReadTimes {
public:
    void note(const store::OriginalId& id, double seconds);
    [[nodiscard]] std::optional<double> find(const store::OriginalId& id) const;

private:
    mutable std::mutex mutex_;
    std::map<store::OriginalId, double> seconds_;
};

/// File, type, fields accepted, fields for a person, seconds. Returns 1 when a file could not be
/// read, else 0.
[[nodiscard]] int print_table(
    store::Store& store, const ReadTimes& times, const std::function<void(const std::string&)>& say
);

} // namespace dossier::web
