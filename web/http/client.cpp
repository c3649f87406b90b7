#include "web/http/client.h"

#include "web/clock.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>
#include <Poco/URI.h>

#include <algorithm>
#include <cctype>
#include <istream>
#include <ostream>
#include <stdexcept>

namespace dossier::web {

namespace {

namespace net = Poco::Net;

constexpr int timeout_s = 60;                            ///< of each read and write
constexpr std::size_t max_answer = std::size_t{1} << 20; ///< more is no answer of ours

net::Context::Ptr make_context(const std::optional<std::filesystem::path>& ca)
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

std::string read_bounded(std::istream& stream)
{
    std::string body(max_answer, '\0');
    stream.read(body.data(), static_cast<std::streamsize>(body.size()));
    body.resize(static_cast<std::size_t>(stream.gcount()));
    return body;
}

} // namespace

std::optional<HttpsAddress> parse_https_address(std::string_view text)
{
    try {
        const Poco::URI uri{std::string{text}};
        const bool bare = (uri.getPathAndQuery().empty() || uri.getPathAndQuery() == "/") &&
                          uri.getFragment().empty() && uri.getUserInfo().empty();
        if (uri.getScheme() != "https" || uri.getHost().empty() || !bare) return std::nullopt;
        return HttpsAddress{.host = uri.getHost(), .port = uri.getPort()};
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

class HttpsClient::Session {
public:
    Session(const HttpsAddress& at, const std::optional<std::filesystem::path>& ca)
        : session_(at.host, at.port, make_context(ca))
    {
        session_.setKeepAlive(true);
        session_.setKeepAliveTimeout(Poco::Timespan(10, 0)); // the edge's is 15 s
        session_.setTimeout(Poco::Timespan(timeout_s, 0));
    }

    tl::expected<HttpsAnswer, NoAnswer> exchange(const HttpsRequest& request)
    {
        try {
            return send(request);
        } catch (const net::CertificateValidationException& error) {
            return untrusted(error);
        } catch (const net::SSLException& error) {
            // OpenSSL's own verdict comes as text only; every other end of a connection is one.
            const bool verdict =
                error.displayText().find("certificate verify failed") != std::string::npos;
            return verdict ? untrusted(error) : unreachable(error);
        } catch (const Poco::Exception& error) {
            return unreachable(error);
        }
    }

private:
    HttpsAnswer send(const HttpsRequest& from)
    {
        net::HTTPRequest request{from.method, from.path, net::HTTPMessage::HTTP_1_1};
        for (const auto& [name, value] : from.headers)
            request.set(name, value);
        // By our clock: the service tells from it how far that is off.
        request.set("Date", to_http_date(now()));
        if (!from.body.empty() || from.method == "PUT")
            request.setContentLength64(static_cast<Poco::Int64>(from.body.size()));
        session_.sendRequest(request)
            .write(from.body.data(), static_cast<std::streamsize>(from.body.size()))
            .flush();
        net::HTTPResponse response;
        auto& stream = session_.receiveResponse(response);
        HttpsAnswer answer{
            .status = static_cast<int>(response.getStatus()),
            .headers = {},
            .body = read_bounded(stream)};
        for (const auto& [name, value] : response) {
            std::string key = name;
            std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) {
                return static_cast<char>(std::tolower(c));
            });
            answer.headers.emplace(std::move(key), value);
        }
        return answer;
    }

    tl::unexpected<NoAnswer> untrusted(const Poco::Exception& error)
    {
        session_.reset();
        return tl::unexpected(NoAnswer{
            .kind = NoAnswer::Kind::untrusted, .reason = error.displayText()});
    }

    tl::unexpected<NoAnswer> unreachable(const Poco::Exception& error)
    {
        session_.reset();
        return tl::unexpected(NoAnswer{
            .kind = NoAnswer::Kind::unreachable, .reason = error.displayText()});
    }

    net::HTTPSClientSession session_;
};

HttpsClient::HttpsClient(const HttpsAddress& at, const std::optional<std::filesystem::path>& ca)
    : session_(std::make_unique<Session>(at, ca))
{}

HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;
HttpsClient::~HttpsClient() = default;

tl::expected<HttpsAnswer, NoAnswer> HttpsClient::exchange(const HttpsRequest& request)
{
    return session_->exchange(request);
}

} // namespace dossier::web
