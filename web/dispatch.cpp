#include "web/dispatch.h"

#include "web/json.h"
#include "web/log.h"
#include "web/problem.h"

#include <openssl/crypto.h>

#include <chrono>
#include <exception>
#include <optional>
#include <string>

namespace dossier::web {

namespace {

struct Found {
    const Route* route = nullptr;
    std::string allowed; ///< the methods that the address knows
};

Found find_route(std::span<const Route> table, Request& request)
{
    Found found;
    for (const auto& route : table) {
        auto params = match(route.pattern, request.path);
        if (!params) continue;
        if (route.method == request.method) {
            request.params = *std::move(params);
            found.route = &route;
            return found;
        }
        found.allowed += (found.allowed.empty() ? "" : ", ") + std::string{route.method};
    }
    return found;
}

bool is_unsafe(std::string_view method)
{
    return method != "GET" && method != "HEAD";
}

bool same_secret(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// A browser says where a request comes from; what comes from another site changes nothing here.
bool comes_from_elsewhere(const Request& request)
{
    const auto site = request.header("sec-fetch-site");
    return !site.empty() && site != "same-origin" && site != "none";
}

constexpr int wrong_tokens_per_address = 30; ///< a minute; more are refused without a trace

/// Whose token a request shows. A wrong one is a wrong one, also beside a good cookie.
tl::expected<store::Station, Response> find_station(const Call& call, std::string_view shown)
{
    constexpr std::string_view scheme = "Bearer ";
    auto& store = *call.open_store;
    auto station = shown.starts_with(scheme)
                       ? store.find_station_by_token(shown.substr(scheme.size()))
                       : std::nullopt;
    if (station && !station->disabled) return *std::move(station);
    if (!store.allow_try(
            "token " + call.request.client,
            wrong_tokens_per_address,
            std::chrono::minutes{1},
            call.now
        )) {
        auto refused = problem(429, "too_many_tries", "Too many tries. Wait before the next one.");
        refused.headers.emplace_back("Retry-After", "60");
        return tl::unexpected(std::move(refused));
    }
    store.note(
        {.name = station ? station->name : "nobody", .role = station ? "station" : "none"},
        "station_token",
        "station " + (station ? station->name : "unknown"),
        "denied",
        station ? "disabled" : "token",
        call.now
    );
    return tl::unexpected(
        problem(401, "bad_token", "The station's token is not (or no longer) valid.")
    );
}

/// Settles who is calling; the answer to whom nobody knows.
std::optional<Response> identify(Call& call)
{
    if (const auto shown = call.request.header("authorization"); !shown.empty()) {
        auto station = find_station(call, shown);
        if (!station) return std::move(station.error());
        call.station = *std::move(station);
    } else if (const auto token = call.request.cookie(session_cookie); !token.empty())
        call.session = call.open_store->find_session(token, call.now);
    return std::nullopt;
}

Response forbidden(const Route& route, const Call& call)
{
    call.open_store->note(
        call.actor(),
        "access",
        "route " + std::string{route.pattern},
        "denied",
        route.method,
        call.now
    );
    return problem(403, "forbidden", "Your role does not allow this.");
}

/// What another department has is not there for this caller; that he asked for it is in the trail.
/// (An upload that is not there is how a client asks where to go on.)
void note_out_of_scope(const Route& route, const Call& call)
{
    const bool is_about_a_thing = route.pattern.find("{id}") != std::string_view::npos;
    if (!is_about_a_thing || !call.session || call.scope().is_site()) return;
    call.open_store->note(
        call.actor(),
        "access",
        "route " + std::string{route.pattern},
        "denied",
        "not_in_scope",
        call.now
    );
}

/// The one place that decides whether a call may run. Empty: it may.
std::optional<Response> refuse(const Route& route, const Call& call)
{
    const bool unsafe = is_unsafe(call.request.method);
    if (unsafe && comes_from_elsewhere(call.request))
        return problem(403, "cross_site", "This request comes from another site.");
    if (route.access == Access::open) return std::nullopt;
    if (call.open_store == nullptr)
        return problem(503, "sealed", "The archive is sealed. Unseal it with its passphrase.");
    if (route.access == Access::visitor) return std::nullopt;
    if (call.station) { // no cookie, so nothing to forge
        if (permits(station_role, route.access)) return std::nullopt;
        return forbidden(route, call);
    }
    if (!call.session) return problem(401, "not_signed_in", "Sign in first.");
    if (unsafe && !same_secret(call.request.header("x-csrf-token"), call.session->csrf_token))
        return problem(403, "csrf_token", "The X-CSRF-Token header is missing or stale.");
    if (route.access == Access::session) return std::nullopt;
    if (const auto step = missing_step(call.site.policy, *call.session); !step.empty())
        return problem(403, step, "Complete the sign-in first.");
    const bool is_reached = route.reach == Reach::scoped || call.scope().is_site();
    if (is_reached && permits(call.session->user.role, route.access)) return std::nullopt;
    return forbidden(route, call);
}

/// An incident: the caller learns a number, the log the reason.
Response incident(int status, std::string_view type, std::string_view reason, store::Instant now)
{
    const auto id = std::to_string(now.time_since_epoch().count());
    log(Level::error, "request_failed", {{"incident", id}, {"reason", reason}});
    auto answer = problem(status, type, "The service could not do this. Incident " + id + ".");
    if (status == 503 || status == 507) answer.headers.emplace_back("Retry-After", "5");
    return answer;
}

Response run(const Site& site, const Route& route, const Request& request, store::Instant now)
{
    Call call{
        .request = request,
        .site = site,
        .open_store = site.vault.find_store(),
        .session = std::nullopt,
        .station = std::nullopt,
        .now = now};
    if (route.access >= Access::session && call.open_store != nullptr)
        if (auto unknown = identify(call)) return *std::move(unknown);
    if (auto refused = refuse(route, call)) return *std::move(refused);
    auto response = route.handler(call);
    if (response.status == 404) note_out_of_scope(route, call);
    return response;
}

Response
answer(const Site& site, std::span<const Route> table, Request& request, store::Instant now)
{
    const auto found = find_route(table, request);
    if (found.route == nullptr && found.allowed.empty()) return not_found();
    if (found.route == nullptr) {
        auto refused =
            problem(405, "method_not_allowed", "This address does not know that method.");
        refused.headers.emplace_back("Allow", found.allowed);
        return refused;
    }
    try {
        return run(site, *found.route, request, now);
    } catch (const store::Tampered& error) {
        return incident(500, "tampered", error.what(), now);
    } catch (const store::Error& error) {
        return incident(503, "store_unavailable", error.what(), now);
    } catch (const std::exception& error) {
        return incident(500, "internal", error.what(), now);
    }
}

} // namespace

std::string_view missing_step(const SitePolicy& policy, const store::Session& session)
{
    if (session.user.must_change_password) return "password_change_required";
    if (policy.second_factor_required &&
        session.user.second_factor != store::SecondFactor::enrolled)
        return "second_factor_required";
    return {};
}

std::size_t body_limit(const Site& site, std::string_view method, std::string_view path)
{
    const bool upload = method == "PUT" && path.starts_with("/api/v1/uploads/");
    const bool specimen = method == "POST" && path.starts_with("/api/v1/type-drafts/") &&
                          path.ends_with("/specimens");
    return upload || specimen ? site.limits.bytes : max_json_bytes;
}

Response
dispatch(const Site& site, std::span<const Route> table, Request request, store::Instant now)
{
    auto response = answer(site, table, request, now);
    site.metrics.count_request(response.status);
    return response;
}

} // namespace dossier::web
