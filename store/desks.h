#pragma once
// Who works on what, in which order, and who is away.

#include "store/types.h"

#include <map>
#include <string>
#include <vector>

namespace dossier::store {

/// How long after its arrival a document is to be settled, by its type; `other` for the rest. It
/// orders the queue, nothing expires.
struct Deadlines {
    std::map<std::string, std::chrono::hours> own;
    std::chrono::hours other{24};

    [[nodiscard]] std::chrono::hours of(const std::string& type) const
    {
        const auto found = own.find(type);
        return found == own.end() ? other : found->second;
    }
};

struct HeldDocument {
    DocumentId id;
    std::string type;
    Instant lease_until{};
};

/// A person, and the documents that they have open. `role` may name several, parted by commas.
struct Desk {
    std::string username;
    std::string display_name;
    std::string role;
    bool is_away = false;
    std::vector<HeldDocument> held;
};

} // namespace dossier::store
