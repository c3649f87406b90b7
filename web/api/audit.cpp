#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <charconv>
#include <chrono>
#include <optional>

namespace dossier::web {

namespace {

/// `2026-11-25`; empty for other text.
std::optional<std::chrono::sys_days> parse_day(std::string_view text)
{
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size, unsigned& value) {
        const auto* const end = text.data() + at + size;
        return std::from_chars(text.data() + at, end, value).ptr == end;
    };
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{month},
        std::chrono::day{day}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

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
