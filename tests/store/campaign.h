#pragma once
// Whether tests run at their large numbers (./dev campaign).

#include <cstdlib>
#include <string_view>

namespace dossier::store {

inline bool campaign()
{
    const char* const set = std::getenv("DOSSIER_CAMPAIGN"); // NOLINT(concurrency-mt-unsafe)
    return set != nullptr && std::string_view(set) == "1";
}

} // namespace dossier::store
