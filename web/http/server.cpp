#include "web/http/server.h"

#include "store/parse_number.h"
#include "web/http/headers.h"
#include "web/problem.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/ThreadPool.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace net = Poco::Net;

/// The headers that a handler may see. Poco decodes RFC 2047 words in every value, which can put
/// control characters into it; few headers and the check below keep that harmless.
constexpr std::array<std::string_view, 15> admitted{
    "authorization",
    "cookie",
    "content-type",
    "content-length",
    "content-range",
    "digest",
    "date",
    "if-match",
    "origin",
    "sec-fetch-site",
    "host",
    "x-csrf-token",
    "x-source-name",
    "x-client-address",
    "idempotency-key",
};

constexpr std::size_t part_bytes = std::size_t{256} * 1024;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

bool has_control_characters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f;
    });
}

bool has_body(std::string_view method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

/// Method, path, query and headers, or the answer to a request that is not acceptable.
std::optional<Response>
parse_head(const net::HTTPServerRequest& from, const HttpLimits& limits, Request& to)
{
    const std::string& uri = from.getURI();
    if (uri.size() > limits.uri || uri.empty() || uri.front() != '/' || has_control_characters(uri))
        return problem(400, "bad_address", "The address of the request is malformed or too long.");
    const auto question = uri.find('?');
    const auto query = question == std::string::npos
                           ? std::optional<TextMap>{TextMap{}}
                           : parse_query(std::string_view{uri}.substr(question + 1));
    if (!query) return problem(400, "bad_address", "The query of the request is malformed.");
    to.method = from.getMethod();
    to.path = uri.substr(0, question);
    to.query = *query;
    if (from.has("Transfer-Encoding"))
        return problem(
            411, "length_required", "Send a Content-Length instead of a transfer coding."
        );
    for (const auto& [name, value] : from) {
        const auto key = lower(name);
        if (std::find(admitted.begin(), admitted.end(), key) == admitted.end()) continue;
        if (has_control_characters(value))
            return problem(400, "bad_header", "A header holds a control character.");
        if (!to.headers.emplace(key, value).second)
            return problem(400, "bad_header", "A header is given twice.");
    }
    to.client = std::string{to.header("x-client-address")};
    return std::nullopt;
}

/// Reads exactly the announced bytes in bounded parts; a cut body is an error, never an end.
std::optional<Response> read_body(net::HTTPServerRequest& from, std::size_t limit, Request& to)
{
    const auto announced = to.header("content-length");
    if (announced.empty()) {
        if (!has_body(to.method)) return std::nullopt;
        return problem(411, "length_required", "Announce the body's length with Content-Length.");
    }
    const auto length = store::parse_number<std::size_t>(announced);
    if (!length) return problem(400, "bad_header", "Content-Length is not a number.");
    if (*length > limit)
        return problem(413, "body_too_large", "The body is larger than this address takes.");
    auto& stream = from.stream();
    while (to.body.size() < *length) {
        const std::size_t have = to.body.size();
        to.body.resize(std::min(*length, have + part_bytes));
        stream.read(to.body.data() + have, static_cast<std::streamsize>(to.body.size() - have));
        const auto got = static_cast<std::size_t>(stream.gcount());
        to.body.resize(have + got);
        if (got == 0)
            return problem(400, "body_cut", "The body ended before its announced length.");
    }
    return std::nullopt;
}

void send(const Response& response, net::HTTPServerResponse& to)
{
    to.setStatusAndReason(
        static_cast<net::HTTPResponse::HTTPStatus>(response.status),
        std::string{status_title(response.status)}
    );
    to.setKeepAlive(false);
    for (const auto& [name, value] : security_headers)
        to.set(std::string{name}, std::string{value});
    to.set("Cache-Control", "no-store");
    for (const auto& [name, value] : response.headers) {
        // A value that could split the answer is a bug of ours; dropping the answer is the safe
        // end.
        if (has_control_characters(value)) throw std::logic_error("control character in a header");
        if (name == "Set-Cookie")
            to.add(name, value);
        else
            to.set(name, value);
    }
    if (!response.media_type.empty()) to.setContentType(response.media_type);
    if (response.status == 204) {
        to.setContentLength64(0);
        to.send();
        return;
    }
    to.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    to.sendBuffer(response.body.data(), response.body.size());
}

class Handler : public net::HTTPRequestHandler {
public:
    Handler(const HttpLimits& limits, const Application& application)
        : limits_(limits),
          application_(application)
    {}

    void handleRequest(net::HTTPServerRequest& from, net::HTTPServerResponse& to) override
    {
        try {
            send(answer(from), to);
        } catch (const Poco::Exception&) {
            // The client went away; there is nobody left to tell.
        }
    }

private:
    Response answer(net::HTTPServerRequest& from)
    {
        Request request;
        if (auto refused = parse_head(from, limits_, request)) return *std::move(refused);
        const auto limit = application_.body_limit(request.method, request.path);
        if (auto refused = read_body(from, limit, request)) return *std::move(refused);
        return application_.answer(std::move(request));
    }

    const HttpLimits& limits_;
    const Application& application_;
};

class Factory : public net::HTTPRequestHandlerFactory {
public:
    Factory(const HttpLimits& limits, const Application& application)
        : limits_(limits),
          application_(application)
    {}

    // Poco takes ownership of what this returns.
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override
    {
        return std::make_unique<Handler>(limits_, application_).release();
    }

private:
    const HttpLimits& limits_;
    const Application& application_;
};

net::ServerSocket listen(const Loopback& loopback, int backlog)
{
    net::ServerSocket socket;
    // Poco's own default sets SO_REUSEPORT, with which a second service would start silently.
    socket.bind(net::SocketAddress("127.0.0.1", loopback.port), true, false);
    socket.listen(backlog);
    return socket;
}

net::ServerSocket listen(const UnixSocket& at, int backlog)
{
    ::unlink(at.path.c_str());
    // A socket's address holds 107 characters and a data folder may lie deep: name it by its
    // folder's descriptor.
    const int folder = ::open(at.path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    const auto name = "/proc/self/fd/" + std::to_string(folder) + "/" + at.path.filename().string();
    net::ServerSocket socket;
    // Nobody connects between bind and chmod: the umask of the program leaves the owner only.
    socket.bind(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, name), false);
    ::close(folder);
    if (::chmod(at.path.c_str(), 0660) != 0 ||
        (at.group >= 0 &&
         ::chown(at.path.c_str(), static_cast<uid_t>(-1), static_cast<gid_t>(at.group)) != 0))
        throw std::system_error(errno, std::generic_category(), "opening " + at.path.string());
    socket.listen(backlog);
    return socket;
}

net::HTTPServerParams::Ptr parameters(const HttpLimits& limits)
{
    net::HTTPServerParams::Ptr out =
        new net::HTTPServerParams; // NOLINT(cppcoreguidelines-owning-memory)
    out->setKeepAlive(false);
    out->setMaxKeepAliveRequests(1);
    out->setMaxThreads(limits.threads);
    out->setMaxQueued(limits.queued);
    out->setTimeout(Poco::Timespan(limits.receive_timeout.count(), 0));
    out->setSoftwareVersion({});
    return out;
}

} // namespace

class HttpServer::Running {
public:
    Running(const Endpoint& endpoint, const HttpLimits& given, Application answers)
        : limits(given),
          application(std::move(answers)),
          pool(2, std::max(2, given.threads)),
          socket(std::visit([&](const auto& at) { return listen(at, given.queued); }, endpoint)),
          server(new Factory(limits, application), pool, socket, parameters(given))
    {
        server.start();
    }

    HttpLimits limits;
    Application application;
    Poco::ThreadPool pool;
    net::ServerSocket socket;
    net::HTTPServer server;
};

HttpServer::HttpServer(const Endpoint& endpoint, const HttpLimits& limits, Application application)
{
    try {
        running_ = std::make_unique<Running>(endpoint, limits, std::move(application));
    } catch (const Poco::Exception& error) {
        throw std::runtime_error("the HTTP server cannot listen: " + error.displayText());
    }
}

HttpServer::~HttpServer()
{
    stop(std::chrono::milliseconds{0});
}

std::uint16_t HttpServer::port() const
{
    const auto address = running_->socket.address();
    return address.family() == net::SocketAddress::UNIX_LOCAL ? std::uint16_t{0} : address.port();
}

void HttpServer::stop(std::chrono::milliseconds grace)
{
    using namespace std::chrono_literals;
    running_->server.stop();
    for (auto waited = 0ms; waited < grace && running_->server.currentConnections() > 0;
         waited += 20ms)
        std::this_thread::sleep_for(20ms);
    running_->server.stopAll(true);
    running_->pool.joinAll();
}

} // namespace dossier::web
