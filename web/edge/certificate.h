#pragma once
// The certificate of a first start: P-256, self-signed, for localhost. A bank puts its own pair in
// the same place.

#include "capture/facts.h"

#include <filesystem>

namespace dossier::web {

struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// Makes the pair (valid a year, SAN localhost, 127.0.0.1, ::1) when one of the two files is
/// missing or the certificate has run out; otherwise leaves both alone. Throws std::runtime_error.
void ensure_certificate(const CertificateFiles& files, capture::Instant now);

} // namespace dossier::web
