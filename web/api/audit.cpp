#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <chrono>
#include <optional>

namespace dossier::web {

namespace {

Response text_response(std::string text)
{
    return {
        .status = 200,
        .media_type = "text/plain; charset=utf-8",
        .body = std::move(text),
        .headers = {}};
}

} // namespace

Response list_audit(const Call& call)
{
    return json_response(
        200, to_json(call.store().audit(call.request.query_value("cursor"), page_size))
    );
}

Response show_audit_report(const Call& call)
{
    const auto since = call.request.query_value("since");
    const auto until = call.request.query_value("until");
    const auto first = parse_day(since);
    const auto last = parse_day(until);
    if ((!since.empty() && !first) || (!until.empty() && !last))
        return problem(422, "bad_day", "A day is written 2026-11-25.", {"since", "until"});
    const auto ahead = call.site.policy.utc_offset;
    Json items = Json::array();
    for (const auto& tally : call.store().audit_tallies(
             first ? store::Instant{*first} - ahead : store::Instant{},
             last ? store::Instant{*last} + std::chrono::days{1} - ahead : store::Instant::max()
         ))
        items.push_back(to_json(tally));
    return json_response(200, {{"items", std::move(items)}});
}

Response make_checkpoint(const Call& call)
{
    const auto note = call.site.sign_checkpoint(call.store(), call.now);
    if (!note)
        return problem(
            409,
            "audit_altered",
            "Entry " + std::to_string(note.error().seq) + ": " + note.error().reason
        );
    return text_response(*note);
}

Response show_checkpoint_key(const Call& call)
{
    return text_response(call.store().checkpoint_key() + "\n");
}

} // namespace dossier::web
