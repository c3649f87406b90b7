// Files handed in by PUT: whole, or in parts under the same UUID (RFC 9110, 14.5). Both end in
// `keep`, and both answer a repeated delivery with what became of the first.

#include "capture/sheet_code.h"
#include "capture/sniff.h"
#include "capture/utf8.h"
#include "web/access.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/content_range.h"
#include "web/digest.h"
#include "web/json.h"
#include "web/problem.h"
#include "web/station.h"

#include <algorithm>
#include <cctype>
#include <mutex>
#include <optional>
#include <span>

namespace dossier::web {

namespace {

/// What a request says of the file that it brings or asks about.
struct Delivery {
    std::string uuid; ///< in lower case
    std::string sender;
    std::string station;
    std::string source_name;
    std::optional<Sha256> digest;
    std::string batch; ///< as the sender names it; empty: the station's current one
    std::optional<store::Insertion> into{}; ///< its pages belong into a document that waits

    [[nodiscard]] std::string intake_key() const { return "upload " + uuid; }
};

std::optional<std::string> parse_uuid(std::string_view text)
{
    if (text.size() != 36) return std::nullopt;
    std::string uuid;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const auto c = static_cast<unsigned char>(text[i]);
        if (dash ? c != '-' : std::isxdigit(c) == 0) return std::nullopt;
        uuid += static_cast<char>(std::tolower(c));
    }
    return uuid;
}

/// A station's own name counts, whatever the query says.
std::string station_of(const Call& call)
{
    if (call.station) return call.station->name;
    const auto given = call.request.query_value("station");
    return given.empty() ? "upload" : std::string{given};
}

/// Nobody puts anything into another department's batches.
bool is_of_another_department(const Call& call, const std::string& station)
{
    const auto scope = call.scope();
    return !scope.is_site() && !call.store().department_of_station(station).empty() &&
           !call.store().has_station(scope, station);
}

std::string sender_of(const Call& call)
{
    return (call.station ? "station " : "user ") + call.actor().name;
}

Response digest_mismatch()
{
    return problem(
        400,
        "digest_mismatch",
        "The bytes are not those that Digest announces (sha-256).",
        {"digest"}
    );
}

Response upload_differs()
{
    return problem(
        409, "upload_differs", "Under this UUID another file was begun. Take a new one.", {"uuid"}
    );
}

Response not_yours()
{
    return problem(409, "upload_taken", "This UUID belongs to another sender. Take a new one.");
}

/// `into` names a document, `place` how many of its pages come before the file's, If-Match its
/// version. Only by who may arrange its pages.
tl::expected<std::optional<store::Insertion>, Response> insertion_of(const Call& call)
{
    const auto into = call.request.query_value("into");
    if (into.empty()) return std::optional<store::Insertion>{};
    if (!permits(call.actor().role, Access::review))
        return tl::unexpected(problem(403, "forbidden", "Your role does not allow this."));
    const auto version = expected_version(call.request);
    if (!version) return tl::unexpected(version.error());
    const auto place = page_number(call.request.query_value("place"));
    if (!place)
        return tl::unexpected(
            problem(400, "bad_place", "place is how many pages come before it.", {"place"})
        );
    return store::Insertion{
        .document_id = {std::string{into}}, .version = *version, .place = *place};
}

tl::expected<Delivery, Response> parse_delivery(const Call& call)
{
    const auto uuid = parse_uuid(call.request.param("uuid"));
    if (!uuid)
        return tl::unexpected(problem(400, "bad_uuid", "Name the upload by a UUID.", {"uuid"}));
    auto station = station_of(call);
    if (!is_station_name(station))
        return tl::unexpected(problem(400, "bad_station", "There is no such station.", {"station"})
        );
    if (is_of_another_department(call, station))
        return tl::unexpected(
            problem(403, "out_of_scope", "This station is of another department.", {"station"})
        );
    auto name = source_name(call.request);
    if (!name)
        return tl::unexpected(
            problem(400, "bad_source_name", "The file's name cannot be shown.", {"x-source-name"})
        );
    const auto batch = call.request.query_value("batch");
    if (!batch.empty() && !capture::is_batch_name(batch))
        return tl::unexpected(problem(400, "bad_batch", "A batch cannot have this name.", {"batch"})
        );
    auto into = insertion_of(call);
    if (!into) return tl::unexpected(into.error());
    const auto announced = call.request.header("digest");
    const auto digest = parse_digest(announced);
    if (!digest && !announced.empty()) return tl::unexpected(digest_mismatch());
    return Delivery{
        .uuid = *uuid,
        .sender = sender_of(call),
        .station = std::move(station),
        .source_name = *std::move(name),
        .digest = digest,
        .batch = std::string{batch},
        .into = *std::move(into)};
}

Response kept_response(int status, const store::OriginalId& id, bool was_known)
{
    return json_response(
        status, {{"original_id", id.text}, {"duplicate_of", was_known ? Json(id.text) : Json{}}}
    );
}

/// The answer to a delivery that is here already, the same for ever.
Response answer_again(const Call& call, const Delivery& delivery, const store::Delivery& kept)
{
    if (call.station && kept.station != delivery.station) return not_yours();
    if (delivery.digest) {
        const auto original = call.store().find_original(kept.original_id);
        if (!original || original->sha256 != hex(*delivery.digest)) return upload_differs();
    }
    return kept_response(200, kept.original_id, kept.was_known);
}

/// What the sender's clock said when it sent this, where it says so.
std::optional<capture::StationTime> station_time_of(const Call& call)
{
    const auto date = parse_http_date(call.request.header("date"));
    if (!date) return std::nullopt;
    return capture::StationTime{.what = capture::StationTime::What::sent, .at = *date};
}

std::optional<store::BatchRef> batch_of(const Delivery& delivery)
{
    if (delivery.batch.empty()) return std::nullopt;
    store::BatchRef batch{.key = "upload " + delivery.batch, .announced = {}};
    batch.announced.name = delivery.batch;
    return batch;
}

/// The same for every file, however it came: whole by its own structure, then kept.
Response keep(const Call& call, const Delivery& delivery, std::span<const std::byte> bytes)
{
    const auto kind = capture::check_whole(bytes, call.site.limits);
    if (!kind) return problem(422, kind.error().code, kind.error().message);
    if (delivery.into) {
        const auto may = call.store().check_insertion(*delivery.into, call.actor(), call.now);
        if (!may) return problem_of(may.error());
    }
    const auto kept = call.store().keep_original(
        {.intake_key = delivery.intake_key(),
         .station = delivery.station,
         .source_name = delivery.source_name,
         .media_type = std::string{capture::media_type(*kind)},
         .bytes = bytes,
         .actor = call.actor(),
         .batch = batch_of(delivery),
         .announced = {},
         .station_time = station_time_of(call),
         .into = delivery.into},
        call.now
    );
    if (delivery.into && kept.as == store::KeptAs::repeat)
        return problem(409, "known_file", "This very file is here already: arrange its pages.");
    const bool fresh = kept.as == store::KeptAs::fresh;
    if (fresh) {
        call.site.metrics.count_kept();
        call.site.work_arrived();
    }
    return kept_response(fresh ? 201 : 200, kept.id, kept.was_known);
}

Response take_whole(const Call& call, const Delivery& delivery)
{
    if (const auto open = call.store().find_upload(delivery.uuid)) {
        if (open->sender != delivery.sender) return not_yours();
        if (open->sha256 != hex(*delivery.digest)) return upload_differs();
        call.store().end_upload(delivery.uuid, call.actor(), "sent_whole", call.now);
    }
    return keep(call, delivery, std::as_bytes(std::span{call.request.body}));
}

Response refuse_part(const store::PartRefusal& refusal)
{
    using enum store::PartRefusalKind;
    switch (refusal.kind) {
    case elsewhere: {
        auto answer = problem(
            {.status = 409,
             .type = "upload_offset",
             .detail = "The upload goes on at another byte.",
             .fields = {"content-range"},
             .offset = refusal.offset}
        );
        answer.headers.emplace_back("Upload-Offset", std::to_string(refusal.offset));
        return answer;
    }
    case differs: return upload_differs();
    case not_yours: return web::not_yours();
    case no_digest:
        return problem(
            400, "digest_needed", "The first part announces the whole file's Digest.", {"digest"}
        );
    case too_many:
        return problem(
            429, "too_many_uploads", "Finish or give up some of your uploads before a new one."
        );
    case no_room: break;
    }
    auto full = problem(507, "uploads_full", "Too much is being uploaded. Try again later.");
    full.headers.emplace_back("Retry-After", "30");
    return full;
}

/// All parts are here: the file is what was announced, or it is none.
Response assemble(const Call& call, const Delivery& delivery, const store::Upload& upload)
{
    const std::lock_guard lock{*call.site.assembly};
    // While this one waited, the same last part may have come twice.
    if (const auto kept = call.store().find_delivery(delivery.intake_key()))
        return answer_again(call, delivery, *kept);
    const auto bytes = call.store().upload_bytes(upload);
    const bool sound = hex(sha256(bytes)) == upload.sha256;
    auto first = delivery;
    first.station = upload.station;
    first.source_name = upload.source_name;
    auto answer = sound ? keep(call, first, bytes) : digest_mismatch();
    const bool is_kept = answer.status == 200 || answer.status == 201;
    call.store().end_upload(delivery.uuid, call.actor(), is_kept ? "kept" : "refused", call.now);
    return answer;
}

Response offset_response(int status, const store::Upload& upload)
{
    auto answer = json_response(status, {{"offset", upload.offset}});
    answer.headers.emplace_back("Upload-Offset", std::to_string(upload.offset));
    return answer;
}

/// Where an upload stands (`bytes */total`); puts it together when only that was left to do.
Response ask_upload(const Call& call, const Delivery& delivery, std::int64_t total)
{
    const auto upload = call.store().find_upload(delivery.uuid);
    if (!upload) return not_found();
    if (upload->sender != delivery.sender) return not_yours();
    if (upload->total != total) return upload_differs();
    if (upload->offset == upload->total) return assemble(call, delivery, *upload);
    return offset_response(202, *upload);
}

Response take_part(const Call& call, const Delivery& delivery)
{
    const auto range = parse_content_range(call.request.header("content-range"));
    const auto size = static_cast<std::int64_t>(call.request.body.size());
    if (!range || size != (range->bytes ? range->bytes->last - range->bytes->first + 1 : 0))
        return problem(
            400,
            "bad_range",
            "Content-Range is not that of the body (bytes FIRST-LAST/TOTAL).",
            {"content-range"}
        );
    if (range->total > static_cast<std::int64_t>(call.site.limits.bytes))
        return problem(413, "body_too_large", "The file is larger than this address takes.");
    if (!range->bytes) return ask_upload(call, delivery, range->total);
    if (size > max_part_bytes)
        return problem(413, "part_too_large", "A part has at most 1 MiB.", {"content-range"});
    const auto upload = call.store().keep_part(
        {.upload_id = delivery.uuid,
         .sender = delivery.sender,
         .station = delivery.station,
         .source_name = delivery.source_name,
         .sha256 = delivery.digest ? hex(*delivery.digest) : "",
         .total = range->total,
         .first_byte = range->bytes->first,
         .bytes = std::as_bytes(std::span{call.request.body}),
         .actor = call.actor()},
        call.now
    );
    if (!upload) return refuse_part(upload.error());
    if (upload->offset == upload->total) return assemble(call, delivery, *upload);
    return offset_response(202, *upload);
}

/// How far an upload is, in the body and (for HEAD) in the headers.
Response progress(std::int64_t offset, std::int64_t total, const store::Delivery* kept)
{
    const auto id = kept == nullptr ? Json{} : Json(kept->original_id.text);
    auto answer = json_response(
        200,
        {{"offset", offset},
         {"total", total},
         {"original_id", id},
         {"duplicate_of", kept != nullptr && kept->was_known ? id : Json{}}}
    );
    answer.headers.emplace_back("Upload-Offset", std::to_string(offset));
    answer.headers.emplace_back("Upload-Length", std::to_string(total));
    answer.headers.emplace_back("Upload-Complete", kept == nullptr ? "?0" : "?1");
    return answer;
}

} // namespace

Response take_upload(const Call& call)
{
    const auto delivery = parse_delivery(call);
    if (!delivery) return delivery.error();
    const bool whole = call.request.header("content-range").empty();
    if (whole && delivery->digest != sha256(call.request.body)) return digest_mismatch();
    if (const auto kept = call.store().find_delivery(delivery->intake_key()))
        return answer_again(call, *delivery, *kept);
    if (const auto state = call.site.intake_state(); !state.empty()) {
        auto paused = problem(507, state, "The service takes no documents in at the moment.");
        paused.headers.emplace_back("Retry-After", "30");
        return paused;
    }
    return whole ? take_whole(call, *delivery) : take_part(call, *delivery);
}

Response show_upload(const Call& call)
{
    const auto uuid = parse_uuid(call.request.param("uuid"));
    if (!uuid) return not_found();
    auto& store = call.store();
    if (const auto kept = store.find_delivery("upload " + *uuid)) {
        if (call.station && kept->station != call.station->name) return not_found();
        const auto original = store.find_original(kept->original_id);
        const auto size = original ? original->size : 0;
        return progress(size, size, &*kept);
    }
    const auto upload = store.find_upload(*uuid);
    if (!upload || upload->sender != sender_of(call)) return not_found();
    return progress(upload->offset, upload->total, nullptr);
}

Response give_up_upload(const Call& call)
{
    const auto uuid = parse_uuid(call.request.param("uuid"));
    const auto upload = uuid ? call.store().find_upload(*uuid) : std::nullopt;
    if (!upload || upload->sender != sender_of(call)) return not_found();
    call.store().end_upload(upload->id, call.actor(), "given_up", call.now);
    return no_content();
}

} // namespace dossier::web
