#pragma once
// How often one person may search: enough for work, too little to copy the archive out by it.

#include "web/throttle.h"

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace dossier::web {

class SearchBudget {
public:
    bool admit(const std::string& person, store::Instant now)
    {
        const std::lock_guard lock{mutex_};
        return people_.try_emplace(person, 60, std::chrono::minutes{1}).first->second.admit(now);
    }

private:
    std::mutex mutex_;
    std::map<std::string, Throttle> people_;
};

} // namespace dossier::web
