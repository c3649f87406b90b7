#include "web/http/client.h"

#include "web/clock.h"
#include "web/http/tls.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/URI.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <condition_variable>
#include <functional>
#include <istream>
#include <mutex>
#include <ostream>
#include <stdexcept>
#include <thread>

namespace dossier::web {

namespace {

namespace net = Poco::Net;
using namespace std::chrono_literals;

constexpr int max_headers = 100;                         ///< of an answer
constexpr std::size_t max_answer = std::size_t{1} << 20; ///< more is no answer of ours

Poco::Timespan timespan(std::chrono::milliseconds time)
{
    return Poco::Timespan{std::chrono::microseconds{time}.count()};
}

/// Ends an exchange from outside: when its time is over, or when somebody wants to stop.
class Watch {
public:
    Watch(
        const std::optional<std::chrono::milliseconds>& whole,
        const std::stop_token& stop,
        std::function<void()> cut
    )
    {
        if (!whole && !stop.stop_possible()) return;
        const auto until = std::chrono::steady_clock::now() + whole.value_or(24h);
        thread_ =
            std::jthread{[this, until, stop, cut = std::move(cut)](const std::stop_token& ended) {
                const std::stop_callback stopping{stop, [this] {
                                                      const std::lock_guard lock{mutex_};
                                                      changed_.notify_all();
                                                  }};
                std::unique_lock lock{mutex_};
                const auto is_over = [&] { return stop.stop_requested(); };
                if (!changed_.wait_until(lock, ended, until, is_over) && ended.stop_requested())
                    return;
                passed_ = !stop.stop_requested();
                while (!ended.stop_requested()) { // there may be no connection to cut yet
                    cut();
                    changed_.wait_for(lock, ended, 20ms, [] { return false; });
                }
            }};
    }

    /// The time was over.
    [[nodiscard]] bool has_passed() const { return passed_; }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::atomic<bool> passed_ = false;
    std::jthread thread_;
};

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
    Session(
        const HttpsAddress& at,
        const std::optional<std::filesystem::path>& ca,
        const HttpsPatience& patience
    )
        : patience_(patience),
          session_(at.host, at.port, client_context(ca))
    {
        session_.setKeepAlive(patience.keep_alive);
        session_.setKeepAliveTimeout(Poco::Timespan(10, 0)); // the edge's is 15 s
        session_.setTimeout(timespan(patience.step));
    }

    tl::expected<HttpsAnswer, NoAnswer>
    exchange(const HttpsRequest& request, const std::stop_token& stop)
    {
        const Watch watch{patience_.whole, stop, [this] { cut(); }};
        auto answer = exchange(request);
        if (watch.has_passed())
            return tl::unexpected(NoAnswer{
                .kind = NoAnswer::Kind::timed_out, .reason = "no whole answer in time"});
        return answer;
    }

private:
    tl::expected<HttpsAnswer, NoAnswer> exchange(const HttpsRequest& request)
    {
        try {
            return send(request);
        } catch (const Poco::TimeoutException& error) {
            session_.reset();
            return tl::unexpected(NoAnswer{
                .kind = NoAnswer::Kind::timed_out, .reason = error.displayText()});
        } catch (const Poco::Exception& error) {
            return is_untrusted(error) ? untrusted(error) : unreachable(error);
        }
    }

    void cut()
    {
        try {
            session_.abort();
        } catch (const Poco::Exception&) {
            // not connected yet, or not any more
        }
    }

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
        response.setFieldLimit(max_headers);
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

    HttpsPatience patience_;
    net::HTTPSClientSession session_;
};

HttpsClient::HttpsClient(
    const HttpsAddress& at,
    const std::optional<std::filesystem::path>& ca,
    const HttpsPatience& patience
)
    : session_(std::make_unique<Session>(at, ca, patience))
{}

HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;
HttpsClient::~HttpsClient() = default;

tl::expected<HttpsAnswer, NoAnswer>
HttpsClient::exchange(const HttpsRequest& request, const std::stop_token& stop)
{
    return session_->exchange(request, stop);
}

} // namespace dossier::web
