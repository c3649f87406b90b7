#include "web/connectors/signature.h"

#include "web/digest.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

std::string content_digest(std::string_view body)
{
    return "sha-256=:" + base64(sha256(body)) + ":";
}

std::string quoted(std::string_view text)
{
    return fmt::format("\"{}\"", text);
}

std::string parameters(const Signed& message, std::string_view key_id)
{
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(message.created).time_since_epoch().count();
    return fmt::format(
        "(\"@method\" \"@authority\" \"@path\" \"content-type\" \"content-digest\" "
        "\"idempotency-key\");created={};nonce=\"{}\";alg=\"hmac-sha256\";keyid=\"{}\"",
        seconds,
        message.nonce,
        key_id
    );
}

} // namespace

std::string signature_base(const Signed& message, std::string_view key_id)
{
    return fmt::format(
        "\"@method\": {}\n\"@authority\": {}\n\"@path\": {}\n\"content-type\": {}\n"
        "\"content-digest\": {}\n\"idempotency-key\": {}\n\"@signature-params\": {}",
        message.method,
        message.authority,
        message.path,
        message.content_type,
        content_digest(message.body),
        quoted(message.idempotency_key),
        parameters(message, key_id)
    );
}

TextMap signature_headers(const Signed& message, std::string_view key_id, std::string_view key)
{
    const auto mac = hmac_sha256(key, signature_base(message, key_id));
    return {
        {"Content-Digest", content_digest(message.body)},
        {"Idempotency-Key", quoted(message.idempotency_key)},
        {"Signature-Input", "dossier=" + parameters(message, key_id)},
        {"Signature", "dossier=:" + base64(mac) + ":"}};
}

} // namespace dossier::web
