#pragma once
// A service outside, for the tests of connectors: a real HTTPS server on loopback whose answers and
// manners a test sets, and which keeps what it was asked.

#include "tests/web/temporary_folder.h"
#include "web/clock.h"
#include "web/edge/certificate.h"
#include "web/request.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>

#include <atomic>
#include <functional>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dossier::web {

struct Asking {
    std::string method;
    std::string target;
    TextMap headers; ///< as sent
    std::string body;
};

class AService {
public:
    using Manners = std::function<void(const Asking&, Poco::Net::HTTPServerResponse&)>;

    explicit AService(Manners manners) : manners_(std::move(manners))
    {
        Poco::Net::initializeSSL();
        ensure_certificate({.certificate = ca(), .key = folder_.path() / "tls.key"}, now());
        Poco::Net::Context::Params params;
        params.privateKeyFile = (folder_.path() / "tls.key").string();
        params.certificateFile = ca().string();
        params.verificationMode = Poco::Net::Context::VERIFY_NONE;
        const Poco::Net::Context::Ptr context =
            new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params);
        const Poco::Net::SecureServerSocket socket{
            Poco::Net::SocketAddress{"127.0.0.1", 0}, 16, context};
        port_ = socket.address().port();
        server_ = std::make_unique<Poco::Net::HTTPServer>(
            new Factory{*this}, socket, new Poco::Net::HTTPServerParams
        );
        server_->start();
    }

    ~AService() { server_->stopAll(true); }

    AService(const AService&) = delete;
    AService& operator=(const AService&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Its certificate, which is its own authority.
    [[nodiscard]] std::filesystem::path ca() const { return folder_.path() / "tls.crt"; }

    [[nodiscard]] std::vector<Asking> askings() const
    {
        const std::lock_guard lock{mutex_};
        return askings_;
    }

    static void say(Poco::Net::HTTPServerResponse& response, int status, const std::string& body)
    {
        response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
        response.setContentType("application/json");
        response.setContentLength64(static_cast<Poco::Int64>(body.size()));
        response.send() << body;
    }

private:
    class Handler : public Poco::Net::HTTPRequestHandler {
    public:
        explicit Handler(AService& service) : service_(service) {}

        void handleRequest(
            Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response
        ) override
        {
            Asking asking{
                .method = request.getMethod(),
                .target = request.getURI(),
                .headers = {request.begin(), request.end()},
                .body = {std::istreambuf_iterator<char>{request.stream()}, {}}};
            {
                const std::lock_guard lock{service_.mutex_};
                service_.askings_.push_back(asking);
            }
            service_.manners_(asking, response);
        }

    private:
        AService& service_;
    };

    class Factory : public Poco::Net::HTTPRequestHandlerFactory {
    public:
        explicit Factory(AService& service) : service_(service) {}

        Poco::Net::HTTPRequestHandler*
        createRequestHandler(const Poco::Net::HTTPServerRequest&) override
        {
            return new Handler{service_};
        }

    private:
        AService& service_;
    };

    TemporaryFolder folder_;
    Manners manners_;
    mutable std::mutex mutex_;
    std::vector<Asking> askings_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Poco::Net::HTTPServer> server_;
};

} // namespace dossier::web
