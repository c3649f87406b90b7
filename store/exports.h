#pragma once
// What left the archive as files: the audit trail is the register. An export has an id, and its
// steps are entries of the trail about it.

#include "capture/facts.h"

#include <cstdint>
#include <string>

namespace dossier::store {

/// `exported` is said before the bytes leave, once; then `sha256` is theirs, in hex.
enum class ExportStepKind { requested, exported, failed };

/// `format` and `purpose` are words: the trail holds no free text.
struct ExportStep {
    std::string id{};
    ExportStepKind kind = ExportStepKind::requested;
    std::string format{};
    std::int64_t records = 0;
    std::string purpose{};
    std::string sha256{};
    capture::Instant at{};
    std::string person{};
};

} // namespace dossier::store
