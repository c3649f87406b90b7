#pragma once
// One question to a service that speaks JSON: the body from the document's values, the outcome from
// the answer, both by mapping. Pure but for ask_service().

#include "store/types.h"
#include "web/connectors/options.h"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace dossier::web {

/// Why there is no answer. None of it is the check's end: it is asked again.
enum class TroubleKind {
    unreachable,    ///< no connection, or it broke
    timed_out,      ///< no whole answer in time
    untrusted,      ///< the certificate is not that host's, or nobody vouches for it
    busy,           ///< 429, or a mail server's "later"
    service_error,  ///< 5xx
    refused,        ///< any other status: the request is wrong
    garbled,        ///< not JSON within its limits
    unknown_answer, ///< nothing where the outcome should be, or a value that is not mapped
    set_up          ///< our own side: a key that cannot be read or, 401 and 403, is not known
};

struct Trouble {
    TroubleKind kind = TroubleKind::unreachable;
    std::optional<std::chrono::seconds> retry_after{}; ///< as the service asked for
};

[[nodiscard]] std::string_view to_text(TroubleKind kind);

/// Whether the service as a whole is to blame, not this question.
[[nodiscard]] bool is_of_service(TroubleKind kind);

/// The body of a request. Throws nlohmann::json::exception where pointers contradict each other.
[[nodiscard]] std::string compose(const RequestMapping& mapping, const verify::Asked& asked);

[[nodiscard]] tl::expected<store::CheckAnswer, Trouble>
read_answer(const AnswerMapping& mapping, const HttpsAnswer& answer);

/// What comes back when JSON is posted there: signed with `key`, the secret, and under an id that
/// is the same at every attempt. Whatever the status.
[[nodiscard]] tl::expected<HttpsAnswer, Trouble> post_signed(
    const SignedEndpoint& to,
    std::string_view key,
    std::string_view idempotency_key,
    const std::string& body,
    std::chrono::milliseconds timeout,
    const std::stop_token& stop
);

/// Why an answer of that status is none.
[[nodiscard]] Trouble trouble_of(const HttpsAnswer& answer);

[[nodiscard]] tl::expected<store::CheckAnswer, Trouble> ask_service(
    const JsonService& service,
    std::string_view key,
    const store::CheckJob& job,
    std::chrono::milliseconds timeout,
    const std::stop_token& stop
);

} // namespace dossier::web
