#include "web/http/tls.h"

#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>

#include <stdexcept>
#include <string>

namespace dossier::web {

namespace net = Poco::Net;

net::Context::Ptr client_context(const std::optional<std::filesystem::path>& ca)
{
    net::initializeSSL();
    net::Context::Params params;
    params.verificationMode = net::Context::VERIFY_STRICT;
    params.caLocation = ca ? ca->string() : "";
    params.loadDefaultCAs = !ca;
    try {
        net::Context::Ptr context = new net::Context( // NOLINT(cppcoreguidelines-owning-memory)
            net::Context::TLS_CLIENT_USE,
            params
        );
        context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
        context->enableExtendedCertificateVerification(true);
        return context;
    } catch (const Poco::Exception&) {
        throw std::runtime_error(
            ca ? ca->string() + " holds no certificates that can be read"
               : std::string{"this machine's certificates cannot be read"}
        );
    }
}

bool is_untrusted(const Poco::Exception& error)
{
    if (dynamic_cast<const net::CertificateValidationException*>(&error) != nullptr) return true;
    // OpenSSL's own verdict comes as text only; every other end of a connection is one.
    return dynamic_cast<const net::SSLException*>(&error) != nullptr &&
           error.displayText().find("certificate verify failed") != std::string::npos;
}

} // namespace dossier::web
