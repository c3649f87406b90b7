#pragma once
// How a station's paper is to be understood: where its documents end, and when its batches do. The
// site has rules, and a station may have rules of its own.

#include "ocr/separation.h"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace dossier::store {

/// `across_files`: documents may be made of pages of several files, as of stations that write one
/// file a page; only where separators, blank sheets or counts say where they end. `batch_idle`: a
/// station silent this long has ended its batch, and the document it was at.
struct StationRules {
    ocr::Separation separation;
    bool across_files = false;
    std::chrono::milliseconds batch_idle{600'000};
    bool operator==(const StationRules&) const = default;
};

struct SiteRules {
    StationRules usual;
    std::map<std::string, StationRules, std::less<>> own; ///< by the station's name

    [[nodiscard]] const StationRules& of(std::string_view station) const
    {
        const auto found = own.find(station);
        return found == own.end() ? usual : found->second;
    }
};

/// Whether documents can end elsewhere than at the end of a file.
[[nodiscard]] inline bool is_possible(const StationRules& rules)
{
    using enum ocr::SeparationMode;
    const auto mode = rules.separation.mode;
    return !rules.across_files || (mode != automatic && mode != file);
}

} // namespace dossier::store
