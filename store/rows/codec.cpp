#include "store/rows/codec.h"

#include "capture/box_map.h"
#include "store/error.h"
#include "store/rows/words.h"

#include <nlohmann/json.hpp>

namespace dossier {

// nlohmann finds these by the namespace of the type.
namespace capture {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Box, x, y, width, height)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Skew, degrees, confidence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Code, symbology, text, box)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ScanTrace, paper_brightness, streaks)
// With defaults: pages of an earlier version say nothing about what came later.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    Quality, blur, contrast, text_height, verdict, flaws
)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    PageFacts,
    index,
    width,
    height,
    dpi,
    rotation_deg,
    skew,
    blank,
    blank_probability,
    quality,
    colour_mode,
    role,
    codes,
    trace,
    likeness
)
} // namespace capture

namespace ocr {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Candidate, value, confidence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Sighting, by, text, least, mean)
// With defaults: fields of an earlier version have no sightings.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    Field, name, value, raw, confidence, repaired, page, box, alternatives, sightings
)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Pair, label, value, page, box)
} // namespace ocr

namespace verify {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Message, en, zh_hans, zh_hant)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Finding, code, severity, fields, message)
// With defaults: of fields of an earlier version it is not known what spoke for them.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CheckedField, field, status, standing)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    CheckedDocument, type, type_version, type_confidence, pages, fields, findings, pairs
)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Lane, field, vouched)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SeenValue, lane, confidence, wrong)

static void to_json(nlohmann::json& json, const Keying& keying)
{
    json = {
        {"action", store::word(keying.action)},
        {"value", keying.value},
        {"reason", keying.reason},
        {"by", keying.by},
        {"at", keying.at.time_since_epoch().count()}};
}

static void from_json(const nlohmann::json& json, Keying& keying)
{
    keying.action = store::from_word<Action>(json.at("action").get<std::string>());
    json.at("value").get_to(keying.value);
    json.at("reason").get_to(keying.reason);
    json.at("by").get_to(keying.by);
    keying.at = capture::Instant{std::chrono::milliseconds{json.at("at").get<std::int64_t>()}};
}
} // namespace verify

namespace store {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Announced, name, sheets, sides, separators, files, type)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BatchBody, announced, accepted_by, accepted_because, receipt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UploadBody, source_name, sha256)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SeenBody, values, has_doubts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ExternalEvidence, answer_sha256, reference)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CorrectionBody, before, after, reason, decline_reason, findings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FilingBody, classes, box, volume, tags)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DisposalTexts, reason, certificate)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HoldTexts, reason, release_reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TypeTexts, text, reason)

static void to_json(nlohmann::json& json, const FoundItem& item)
{
    json = {
        {"record", item.is_record},
        {"id", item.id},
        {"by", word(item.by)},
        {"own", item.is_own},
        {"included", item.is_included}};
}

static void from_json(const nlohmann::json& json, FoundItem& item)
{
    json.at("record").get_to(item.is_record);
    json.at("id").get_to(item.id);
    item.by = from_word<FoundBy>(json.at("by").get<std::string>());
    json.at("own").get_to(item.is_own);
    json.at("included").get_to(item.is_included);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    DataRequestBody,
    name,
    id_number,
    contact,
    represented_by,
    wish,
    proof,
    answer,
    answer_text,
    answer_reason,
    note,
    found,
    extended_from,
    extension_reason
)

namespace {

using Json = nlohmann::json;

Bytes to_bytes(const Json& json)
{
    const auto cbor = Json::to_cbor(json);
    const auto bytes = std::as_bytes(std::span(cbor));
    return {bytes.begin(), bytes.end()};
}

template <typename Body>
Body from_bytes(std::span<const std::byte> cbor, const std::string& name)
{
    try {
        const auto* data = reinterpret_cast<const std::uint8_t*>(cbor.data());
        return Json::from_cbor(data, data + cbor.size()).get<Body>();
    } catch (const Json::exception&) {
        throw Tampered(name);
    }
}

} // namespace

static void to_json(Json& json, const OriginalBody& body)
{
    json = {{"source_name", body.source_name}, {"sha256", body.sha256}};
    if (!body.announced.empty()) {
        json["announced"] = body.announced;
    }
}

static void from_json(const Json& json, OriginalBody& body)
{
    json.at("source_name").get_to(body.source_name);
    json.at("sha256").get_to(body.sha256);
    if (json.contains("announced")) {
        json.at("announced").get_to(body.announced);
    }
}

static void to_json(Json& json, const RescanRequest& rescan)
{
    json = {
        {"reason", rescan.reason},
        {"requested_by", rescan.requested_by},
        {"requested_at", rescan.requested_at.time_since_epoch().count()},
        {"scanned_by", rescan.scanned_by},
        {"scanned_at", rescan.scanned_at.time_since_epoch().count()}};
}

static void from_json(const Json& json, RescanRequest& rescan)
{
    const auto instant = [&](const char* name) {
        return Instant{std::chrono::milliseconds{json.at(name).get<std::int64_t>()}};
    };
    json.at("reason").get_to(rescan.reason);
    json.at("requested_by").get_to(rescan.requested_by);
    rescan.requested_at = instant("requested_at");
    json.at("scanned_by").get_to(rescan.scanned_by);
    rescan.scanned_at = instant("scanned_at");
}

static void to_json(Json& json, const DocumentBody& body)
{
    json = {{"checked", body.checked}, {"as_read", body.as_read}, {"reasons", body.reasons}};
    if (!body.keyings.empty()) {
        json["keyings"] = body.keyings;
    }
    if (!body.planted.empty()) {
        json["planted"] = body.planted;
    }
    if (body.rescan) {
        json["rescan"] = *body.rescan;
    }
}

static void from_json(const Json& json, DocumentBody& body)
{
    json.at("checked").get_to(body.checked);
    json.at("as_read").get_to(body.as_read);
    json.at("reasons").get_to(body.reasons);
    if (json.contains("keyings")) {
        json.at("keyings").get_to(body.keyings);
    }
    if (json.contains("planted")) {
        json.at("planted").get_to(body.planted);
    }
    if (json.contains("rescan")) {
        body.rescan = json.at("rescan").get<RescanRequest>();
    }
}

/// Six numbers where the last row is 0 0 1, as in all rows from before pages were rectified; else
/// nine.
static void to_json(Json& json, const PreviewFacts& preview)
{
    const auto& map = preview.from_scan;
    const std::ptrdiff_t count = capture::is_affine(map) ? 6 : std::ssize(map);
    json = {{"width", preview.width}, {"height", preview.height}};
    json["from_scan"] = std::vector<double>(map.begin(), map.begin() + count);
}

static void from_json(const Json& json, PreviewFacts& preview)
{
    json.at("width").get_to(preview.width);
    json.at("height").get_to(preview.height);
    const auto& map = json.at("from_scan");
    preview.from_scan = map.size() == 6 ? capture::homography_of(map.get<capture::Affine>())
                                        : map.get<capture::Homography>();
}

static void to_json(Json& json, const PageBody& body)
{
    json = {{"facts", body.facts}, {"object_id", body.object_id}, {"size", body.size}};
    if (body.preview) {
        json["preview"] = *body.preview;
    }
    for (const auto& [text, box] : body.lines) { // in rows: there are many, and names are long
        json["lines"].push_back({text, box.x, box.y, box.width, box.height});
    }
}

static void from_json(const Json& json, PageBody& body)
{
    json.at("facts").get_to(body.facts);
    json.at("object_id").get_to(body.object_id);
    json.at("size").get_to(body.size);
    if (json.contains("preview")) {
        body.preview = json.at("preview").get<PreviewFacts>();
    }
    if (json.contains("lines")) {
        for (const auto& line : json.at("lines")) {
            body.lines.push_back(
                {.text = line.at(0).get<std::string>(),
                 .box =
                     {.x = line.at(1).get<int>(),
                      .y = line.at(2).get<int>(),
                      .width = line.at(3).get<int>(),
                      .height = line.at(4).get<int>()}}
            );
        }
    }
}

// In rows, not by names: there are as many as records, and all are read at a start.
static void to_json(Json& json, const SearchBody& body)
{
    auto terms = Json::array();
    for (const auto& [term, is_former] : body.terms) {
        terms.push_back({term.field, word(term.kind), term.text, is_former});
    }
    const auto& facts = body.facts;
    json = {
        facts.type,
        facts.station,
        facts.committed_by,
        facts.committed_at.time_since_epoch().count(),
        std::move(terms)};
}

static void from_json(const Json& json, SearchBody& body)
{
    auto& facts = body.facts;
    json.at(0).get_to(facts.type);
    json.at(1).get_to(facts.station);
    json.at(2).get_to(facts.committed_by);
    facts.committed_at = Instant(std::chrono::milliseconds(json.at(3).get<std::int64_t>()));
    for (const auto& term : json.at(4)) {
        body.terms.push_back(
            {.term =
                 {.field = term.at(0).get<std::string>(),
                  .kind = from_word<verify::TermKind>(term.at(1).get<std::string>()),
                  .text = term.at(2).get<std::string>()},
             .is_former = term.at(3).get<bool>()}
        );
    }
}

Bytes encode(const OriginalBody& body)
{
    return to_bytes(body);
}

Bytes encode(const PageBody& body)
{
    return to_bytes(body);
}

Bytes encode(const DocumentBody& body)
{
    return to_bytes(body);
}

Bytes encode(const BatchBody& body)
{
    return to_bytes(body);
}

Bytes encode(const UploadBody& body)
{
    return to_bytes(body);
}

Bytes encode(const SeenBody& body)
{
    return to_bytes(body);
}

Bytes encode(const ExternalEvidence& evidence)
{
    return to_bytes(evidence);
}

Bytes encode(const SearchBody& body)
{
    return to_bytes(body);
}

Bytes encode(const CorrectionBody& body)
{
    return to_bytes(body);
}

OriginalBody decode_original(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<OriginalBody>(cbor, name);
}

PageBody decode_page(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<PageBody>(cbor, name);
}

DocumentBody decode_document(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<DocumentBody>(cbor, name);
}

BatchBody decode_batch(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<BatchBody>(cbor, name);
}

Bytes encode(const DisposalTexts& texts)
{
    return to_bytes(Json(texts));
}

DisposalTexts decode_disposal_texts(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<DisposalTexts>(cbor, name);
}

Bytes encode(const DataRequestBody& body)
{
    return to_bytes(Json(body));
}

DataRequestBody decode_data_request(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<DataRequestBody>(cbor, name);
}

Bytes encode(const TypeTexts& texts)
{
    return to_bytes(texts);
}

TypeTexts decode_type_texts(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<TypeTexts>(cbor, name);
}

Bytes encode(const HoldTexts& texts)
{
    return to_bytes(Json(texts));
}

HoldTexts decode_hold_texts(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<HoldTexts>(cbor, name);
}

SeenBody decode_seen(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<SeenBody>(cbor, name);
}

ExternalEvidence decode_evidence(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<ExternalEvidence>(cbor, name);
}

CorrectionBody decode_correction(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<CorrectionBody>(cbor, name);
}

SearchBody decode_search(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<SearchBody>(cbor, name);
}

Bytes encode_texts(const std::vector<std::string>& texts)
{
    return to_bytes(texts);
}

std::vector<std::string> decode_texts(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<std::vector<std::string>>(cbor, name);
}

Bytes encode(const Loan& loan)
{
    Json asked_as = Json::object();
    for (const auto& record : loan.records) {
        asked_as[record.id.text] = record.asked_as;
    }
    return to_bytes(Json{
        {"purpose", loan.purpose},
        {"days", loan.days},
        {"decline_reason", loan.decline_reason},
        {"return_note", loan.return_note},
        {"asked_as", std::move(asked_as)}});
}

void decode_loan(std::span<const std::byte> cbor, const std::string& name, Loan& loan)
{
    try {
        const auto body = from_bytes<Json>(cbor, name);
        body.at("purpose").get_to(loan.purpose);
        body.at("days").get_to(loan.days);
        body.at("decline_reason").get_to(loan.decline_reason);
        body.at("return_note").get_to(loan.return_note);
        const auto asked_as = body.value("asked_as", Json::object()); // not there in older loans
        for (auto& record : loan.records) {
            record.asked_as = asked_as.value(record.id.text, "");
        }
    } catch (const Json::exception&) {
        throw Tampered(name);
    }
}

Bytes encode(const FilingChange& change)
{
    return to_bytes(Json{
        {"before", change.before}, {"after", change.after}, {"reason", change.reason}});
}

void decode_filing_change(
    std::span<const std::byte> cbor, const std::string& name, FilingChange& change
)
{
    try {
        const auto body = from_bytes<Json>(cbor, name);
        body.at("before").get_to(change.before);
        body.at("after").get_to(change.after);
        body.at("reason").get_to(change.reason);
    } catch (const Json::exception&) {
        throw Tampered(name);
    }
}

UploadBody decode_upload(std::span<const std::byte> cbor, const std::string& name)
{
    return from_bytes<UploadBody>(cbor, name);
}

} // namespace store
} // namespace dossier
