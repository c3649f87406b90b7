#pragma once
// What somebody searches the records for, as it comes in a body.

#include "store/search.h"
#include "web/site.h"

#include <tl/expected.hpp>

#include <optional>
#include <string_view>

namespace dossier::web {

/// The first moment of a day at the site; nothing of other text.
[[nodiscard]] std::optional<store::Instant>
start_of(std::string_view day, std::chrono::minutes utc_offset);

/// From `text`, `type`, `station`, `from`, `to`, where they are there.
[[nodiscard]] tl::expected<store::SearchQuery, Response>
search_query_of(const TextMap& fields, std::chrono::minutes utc_offset);

/// The same for classes, `box` and `tag`.
[[nodiscard]] store::FilingFilter filing_filter_of(const TextMap& fields);

} // namespace dossier::web
