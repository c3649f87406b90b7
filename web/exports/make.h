#pragma once
// One export from what was ordered to the bytes that leave. Each record is viewed and each file
// opened in its taker's name, so the trail knows every one of them.

#include "store/store.h"

#include <tl/expected.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

inline constexpr std::size_t most_exported_records = 500;
inline constexpr std::size_t most_exported_bytes = std::size_t{128} * 1024 * 1024; ///< in memory

/// `pdf`: a searchable PDF a record, with who took it and when over every page.
inline constexpr std::array<std::string_view, 4> export_formats{"csv", "json", "pdf", "package"};
/// A purpose is a word: the trail holds no free text.
inline constexpr std::array<std::string_view, 5> export_purposes{
    "customer_request", "authority_request", "audit", "migration", "business"};

[[nodiscard]] bool is_one_of(std::span<const std::string_view> words, std::string_view word);

struct ExportOrder {
    std::string format;
    std::vector<std::string> records; ///< ids
    std::string purpose;
};

struct ExportFile {
    std::string body;
    std::string media_type;
    std::string name;
};

/// `gone`: a record is not there (any more) for this person. `restricted`: it is of somebody whose
/// data are. `too_large`: it would be more than
/// most_exported_bytes. `stopped`: somebody said so.
enum class ExportTrouble { gone, restricted, too_large, stopped };

/// `progress` hears how many records are done, and says whether to go on.
[[nodiscard]] tl::expected<ExportFile, ExportTrouble> make_export(
    store::Store& store,
    const ExportOrder& order,
    const store::Actor& actor,
    const std::function<store::Instant()>& clock,
    std::chrono::minutes utc_offset,
    const std::function<bool(std::size_t done)>& progress
);

/// What to note of it in the trail, before anything leaves.
[[nodiscard]] store::ExportStep
step_of(std::string id, const ExportOrder& order, store::ExportStepKind kind);

/// The record as a searchable PDF, marked with who made it and when; nothing where it is not there.
[[nodiscard]] std::optional<std::string> record_pdf(
    store::Store& store,
    const store::RecordId& id,
    const store::Actor& actor,
    store::Instant now,
    std::chrono::minutes utc_offset
);

} // namespace dossier::web
