#pragma once
// What several handlers need: how the archive's refusals become problem documents, and how a
// version travels as an entity tag.

#include "store/types.h"
#include "web/site.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::web {

inline constexpr int page_size = 50;

/// Also why a decision was not taken.
[[nodiscard]] Response problem_of(const store::Conflict& conflict);
[[nodiscard]] Response problem_of(const store::SignInError& error, store::Instant now);

/// Until when a document is theirs, and in how many seconds that is: their clock may be another.
[[nodiscard]] Response lease_response(store::Instant until, store::Instant now);
/// The document with its version as entity tag, as far as the caller needs to know it.
[[nodiscard]] Response document_response(const Call& call, const store::Document& document);

/// The version that If-Match names; 428 without the header, 412 when it is no version of ours.
[[nodiscard]] tl::expected<std::int64_t, Response> expected_version(const Request& request);

/// How many days the query's `days` looks back, as many as usual when it is not there; nothing when
/// it is no number from 1 to `most`.
[[nodiscard]] std::optional<std::chrono::days>
days_back(const Request& request, int usual, int most);

/// What a body says of a correction (`field`, `value`, `reason`, `override_reason`), with its value
/// as the record would store it and what the rules say of it; or why it is not taken.
[[nodiscard]] tl::expected<store::Proposal, Response>
judged_proposal(const Call& call, const store::RecordId& id, const TextMap& fields);

[[nodiscard]] std::optional<int> page_number(std::string_view text);
/// The page number in the path.
[[nodiscard]] std::optional<int> page_number(const Request& request);
/// Which of the files of a document that spans several: `number`, from 0, 0 when it is not said.
[[nodiscard]] std::optional<int> file_number(const Request& request);

/// The name that a sender gives a file (X-Source-Name, percent-encoded), fit to be shown: a name,
/// not a path. `upload` where it gives none, nothing where it cannot be shown.
[[nodiscard]] std::optional<std::string> source_name(const Request& request);

/// 400: what the body says in this field is not understood.
[[nodiscard]] Response bad_field(const char* type, const char* detail, const char* field);

/// Bytes as the body of an answer, or as a file in one.
[[nodiscard]] std::string body_of(const store::Bytes& bytes);

/// A JPEG that may be shown inline. Checks the signature again: what was sealed once came from a
/// sandboxed child.
[[nodiscard]] Response jpeg_response(const std::optional<store::Bytes>& jpeg);
/// A file that a browser lays down under this name and does not show.
[[nodiscard]] Response
download(std::string bytes, const std::string& name, std::string media_type, int status = 200);

} // namespace dossier::web
