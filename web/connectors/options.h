#pragma once
// A connector as it is configured: whom it asks, with what, how its answers read, and how patient
// it is. All of it is data: another service needs no code.

#include "verify/external_check.h"
#include "web/connectors/breaker.h"
#include "web/http/client.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace dossier::web {

/// Where values go in the request, by JSON pointer (RFC 6901): fields of the document, and texts
/// that are always the same.
struct RequestMapping {
    std::map<std::string, std::string> fields; ///< field → pointer
    std::map<std::string, std::string> texts;  ///< pointer → text
};

/// Where the outcome stands in the answer, and what each of its values means. A value that is not
/// named is no answer.
struct AnswerMapping {
    std::string outcome; ///< pointer
    std::map<std::string, verify::Outcome> meanings;
    std::string reference; ///< pointer to the service's own number; empty: it has none
};

/// Where JSON goes by HTTPS POST, signed with the key in `key_file` (signature.h).
struct SignedEndpoint {
    HttpsAddress address;
    std::string path;
    std::optional<std::filesystem::path> ca; ///< trusted instead of this machine's authorities
    std::string key_id;
    std::filesystem::path key_file;
};

struct JsonService {
    SignedEndpoint to;
    RequestMapping request;
    AnswerMapping answer;
};

/// `none` only to this machine.
enum class MailSecurity { starttls, implicit, none };

/// A mail server that sends one-time codes.
struct MailService {
    std::string host;
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::starttls;
    std::optional<std::filesystem::path> ca;
    std::string user; ///< empty: without signing in
    std::filesystem::path password_file;
    std::string from;
    std::string subject;
    std::string signature; ///< the sender's name under the text
    std::chrono::minutes code_lifetime{15};
};

struct ConnectorOptions {
    verify::Connector asks;
    std::variant<JsonService, MailService> service;
    std::chrono::milliseconds timeout{5'000}; ///< of a whole exchange; by mail of each step
    int a_minute = 60;
    BreakerRules breaker;
    RetryRules retry;
};

} // namespace dossier::web
