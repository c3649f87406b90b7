#pragma once
// A one-time code to a mail address, by SMTP (RFC 5321): Poco's client behind one function.

#include "web/connectors/exchange.h"
#include "web/connectors/options.h"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::web {

/// Whether the address may stand in an SMTP command as it is: ASCII, nothing that ends or quotes.
[[nodiscard]] bool is_mailable(std::string_view address);

/// What the mail says, in Chinese and English.
[[nodiscard]] std::string mail_text(const MailService& service, std::string_view code);

enum class Mailed { taken, no_mailbox };

/// `timeout`: of each step. `no_mailbox`: the server says that there is no such address.
[[nodiscard]] tl::expected<Mailed, Trouble> send_code(
    const MailService& service,
    const std::string& password,
    const std::string& address,
    std::string_view code,
    std::chrono::milliseconds timeout
);

} // namespace dossier::web
