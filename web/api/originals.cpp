#include "capture/sniff.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/digest.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"
#include "web/station.h"
#include "web/utf8.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>

namespace dossier::web {

namespace {

bool is_uuid(std::string_view text)
{
    return text.size() == 36 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isxdigit(c) != 0 || c == '-';
           });
}

/// The name that the sender gives the file, fit to be shown: a name, not a path.
std::optional<std::string> source_name(const Request& request)
{
    const auto given = request.header("x-source-name");
    if (given.empty()) return "upload";
    auto name = percent_decode(given);
    if (!name || name->empty() || name->size() > 255 || !is_utf8(*name)) return std::nullopt;
    const bool shown = std::none_of(name->begin(), name->end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f || c == '/';
    });
    return shown ? name : std::nullopt;
}

/// Whether `Digest: sha-256=<base64>` is that of the body.
bool digest_matches(const Request& request)
{
    return request.header("digest") == "sha-256=" + base64(sha256(request.body));
}

constexpr std::array<std::pair<std::string_view, store::OriginalState>, 3> states{{
    {"received", store::OriginalState::received},
    {"read", store::OriginalState::read},
    {"quarantined", store::OriginalState::quarantined},
}};

} // namespace

Response take_upload(const Call& call)
{
    const auto& uuid = call.request.param("uuid");
    if (!is_uuid(uuid)) return problem(400, "bad_uuid", "Name the upload by a UUID.", {"uuid"});
    const auto given_station = call.request.query_value("station");
    const auto station = given_station.empty() ? std::string_view{"upload"} : given_station;
    if (!is_station_name(station))
        return problem(400, "bad_station", "There is no such station.", {"station"});
    const auto name = source_name(call.request);
    if (!name)
        return problem(
            400, "bad_source_name", "The file's name cannot be shown.", {"x-source-name"}
        );
    if (!digest_matches(call.request))
        return problem(
            400,
            "digest_mismatch",
            "The bytes are not those that Digest announces (sha-256).",
            {"digest"}
        );
    if (const auto state = call.site.intake_state(); !state.empty()) {
        auto paused = problem(507, state, "The service takes no documents in at the moment.");
        paused.headers.emplace_back("Retry-After", "30");
        return paused;
    }
    const auto bytes = std::as_bytes(std::span{call.request.body});
    const auto kind = capture::check_whole(bytes, call.site.limits);
    if (!kind) return problem(422, kind.error().code, kind.error().message);
    const auto kept = call.store().keep_original(
        {.intake_key = "upload " + uuid,
         .station = std::string{station},
         .source_name = *name,
         .media_type = std::string{capture::media_type(*kind)},
         .bytes = bytes,
         .actor = call.actor()},
        call.now
    );
    const bool fresh = kept.as == store::KeptAs::fresh;
    if (fresh) {
        call.site.metrics.count_kept();
        call.site.work_arrived();
    }
    const bool repeat = kept.as == store::KeptAs::repeat;
    return json_response(
        fresh ? 201 : 200,
        {{"original_id", kept.id.text}, {"duplicate_of", repeat ? Json(kept.id.text) : Json{}}}
    );
}

Response list_originals(const Call& call)
{
    const auto given = call.request.query_value("state");
    std::optional<store::OriginalState> state;
    if (!given.empty()) {
        const auto known = std::find_if(states.begin(), states.end(), [&](const auto& s) {
            return s.first == given;
        });
        if (known == states.end())
            return problem(400, "unknown_state", "There is no such state.", {"state"});
        state = known->second;
    }
    return json_response(
        200, to_json(call.store().originals(state, call.request.query_value("cursor"), page_size))
    );
}

} // namespace dossier::web
