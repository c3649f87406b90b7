#pragma once
// How every connection of ours to somewhere else is secured: TLS 1.2 or later, the certificate and
// its name verified, always. Private to what speaks through Poco.

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>

#include <filesystem>
#include <optional>

namespace dossier::web {

/// `ca`: PEM certificates to trust instead of this machine's. Throws std::runtime_error when they
/// cannot be read.
[[nodiscard]] Poco::Net::Context::Ptr client_context(const std::optional<std::filesystem::path>& ca
);

/// Whether a connection ended because of the other side's certificate.
[[nodiscard]] bool is_untrusted(const Poco::Exception& error);

} // namespace dossier::web
