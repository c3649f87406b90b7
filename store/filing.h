#pragma once
// How a record is filed (归档): its archive number, its classes, where the paper lies, its tags. A
// part of what the archive hands out (types.h).

#include "verify/filing.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// `box` and `volume` (盒, 卷) are where the paper original lies: codes of letters, digits, `.`,
/// `_`,
/// `-` and `/`; empty where nobody said.
struct FilingBody {
    verify::Classes classes; ///< a word, or none, for each of verify::class_names
    std::string box;
    std::string volume;
    std::vector<std::string> tags;
    bool operator==(const FilingBody&) const = default;
};

[[nodiscard]] bool is_paper_code(std::string_view code);

struct Filing {
    std::string archive_number; ///< 档号; never changed, never given again
    std::int64_t version = 1;   ///< one more with each change
    FilingBody body;
};

/// What somebody makes of it: what is not said stays.
struct Refiling {
    verify::Classes classes;
    std::optional<std::string> box;
    std::optional<std::string> volume;
    std::optional<std::vector<std::string>> tags;
    std::string reason;
};

/// A change, for ever: what it was before and after, who and why.
struct FilingChange {
    std::int64_t version = 0; ///< that it made
    FilingBody before;
    FilingBody after;
    std::string reason;
    std::string changed_by;
    std::chrono::sys_time<std::chrono::milliseconds> changed_at{};
};

/// All that is said must hold. `box` and `tag` as they are written.
struct FilingFilter {
    verify::Classes classes;
    std::string box;
    std::string tag;
};

} // namespace dossier::store
