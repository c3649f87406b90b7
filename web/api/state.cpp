#include "web/api/handlers.h"
#include "web/json.h"
#include "web/log.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

std::string reason_not_ready(const Call& call)
{
    if (call.open_store == nullptr) return "sealed";
    call.open_store->ping();
    return call.site.can_read() ? call.site.intake_state() : "readers_failed";
}

store::Credential credential_of(const TextMap& fields, const Site& site)
{
    if (const auto pin = fields.find("pin"); pin != fields.end())
        return token_key(*site.token, pin->second);
    return store::Passphrase{.text = fields.at("passphrase")};
}

} // namespace

Response show_health(const Call&)
{
    return json_response(200, {{"status", "ok"}});
}

Response show_readiness(const Call& call)
{
    const auto reason = reason_not_ready(call);
    if (reason.empty()) return json_response(200, {{"ready", true}, {"reason", nullptr}});
    return json_response(503, {{"ready", false}, {"reason", reason}});
}

Response show_metrics(const Call& call)
{
    std::optional<store::Counts> counts;
    std::vector<ConnectorCount> connectors;
    std::string index;
    if (call.open_store != nullptr) {
        counts = call.open_store->counts(store::whole_site);
        index = to_metrics(call.open_store->index_state());
        for (const auto& standing : call.site.connectors())
            connectors.push_back(
                {.connector = standing.connector,
                 .is_paused = standing.breaker != BreakerState::closed,
                 .waiting = call.open_store->waiting_checks(standing.connector)}
            );
    }
    return {
        .status = 200,
        .media_type = "text/plain; version=0.0.4",
        .body = call.site.metrics.to_text(counts) + to_metrics(connectors) + index,
        .headers = {}};
}

Response show_state(const Call& call)
{
    return json_response(
        200,
        {{"sealed", call.open_store == nullptr},
         {"ready", reason_not_ready(call).empty()},
         {"has_token", call.site.token.has_value()}}
    );
}

Response unseal(const Call& call)
{
    const auto fields = text_fields(call.request, {}, {"passphrase", "pin"});
    if (!fields) return fields.error();
    if (fields->size() != 1)
        return problem(400, "bad_request", "Say either passphrase or pin.", {"passphrase", "pin"});
    if (fields->contains("pin") && !call.site.token)
        return problem(400, "no_token", "This site has no token configured.", {"pin"});
    if (!call.site.unseal_throttle.admit(call.now))
        return problem(429, "too_many_tries", "Too many tries. Wait a minute.");
    const auto opened = call.site.vault.unseal(credential_of(*fields, call.site));
    if (opened) return no_content();
    log(Level::warning, "unseal_denied", {{"client", call.request.client}});
    if (fields->contains("pin")) {
        // Anybody may ask this; what is wrong with the token is for who reads the log.
        log(Level::error, "token_refused", {{"reason", opened.error().detail}});
        return problem(403, "token_refused", "The token does not open the archive.", {"pin"});
    }
    return problem(
        403,
        "wrong_passphrase",
        "No slot of the keyring opens with this passphrase.",
        {"passphrase"}
    );
}

} // namespace dossier::web
