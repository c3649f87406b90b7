#pragma once
// HTTP message signatures (RFC 9421) with HMAC-SHA-256, and the digest of the body they cover
// (RFC 9530): what proves to a service who asks, and that nobody changed or repeats the question.

#include "capture/facts.h"
#include "web/request.h"

#include <string>
#include <string_view>

namespace dossier::web {

/// What is signed: these components in this order, then created, nonce, alg and keyid.
struct Signed {
    std::string_view method;
    std::string_view authority; ///< host, and the port where it is not 443
    std::string_view path;
    std::string_view content_type;
    std::string_view body;
    std::string_view idempotency_key;
    std::string_view nonce;
    capture::Instant created;
};

/// Content-Digest, Idempotency-Key, Signature-Input and Signature.
[[nodiscard]] TextMap
signature_headers(const Signed& message, std::string_view key_id, std::string_view key);

/// The text that is signed (RFC 9421, 2.5), without its last line's value repeated elsewhere.
[[nodiscard]] std::string signature_base(const Signed& message, std::string_view key_id);

} // namespace dossier::web
