// A draft of a type tried on a page: what it reads there, beside what is read today. Nothing of it
// is kept.

#include "verify/examine.h"
#include "web/access.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/digest.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/masking.h"
#include "web/problem.h"
#include "web/type_form.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

/// Two readings must end before the edge gives up.
constexpr auto deadline = 20s;
constexpr std::size_t most_pictures = 8;

/// What is tried: bytes, and whether what they say of people is masked.
struct Subject {
    store::Bytes bytes;
    bool is_masked = false;
};

/// A record's first file, opened as whoever may see it opens it.
tl::expected<Subject, Response> record_bytes(const Call& call, const std::string& id)
{
    if (!permits(call.session->user.role, Access::records))
        return tl::unexpected(problem(403, "forbidden", "Your role does not allow this."));
    if (!call.store().view_record({id}, call.actor(), call.now)) return tl::unexpected(not_found());
    if (call.store().is_restricted({id}, call.scope()))
        return tl::unexpected(problem_of(store::Conflict{
            .kind = store::ConflictKind::restricted,
            .detail = {},
            .decision = {},
            .broken_rule = {}}));
    auto bytes = call.store().record_original({id}, call.actor(), call.now, 0);
    if (!bytes) return tl::unexpected(not_found());
    return Subject{.bytes = *std::move(bytes), .is_masked = call.site.policy.need_to_know};
}

tl::expected<Subject, Response>
subject_of(const Call& call, const std::string& draft_id, const nlohmann::json& body)
{
    const auto bad = [] {
        return tl::unexpected(
            problem(400, "bad_trial", "Name a specimen of the draft, or a record.")
        );
    };
    if (body.contains("record"))
        return body["record"].is_string() ? record_bytes(call, body["record"].get<std::string>())
                                          : bad();
    if (!body.contains("specimen") || !body["specimen"].is_number_unsigned()) return bad();
    auto bytes = call.store().specimen_bytes(draft_id, body["specimen"].get<int>());
    if (!bytes) return tl::unexpected(not_found());
    return Subject{.bytes = *std::move(bytes)};
}

using Documents = std::vector<verify::CheckedDocument>;

/// Whether a value is one that the page gives today, too.
bool is_in(const Documents& today, const ocr::Field& field)
{
    return std::ranges::any_of(today, [&](const verify::CheckedDocument& document) {
        return std::ranges::any_of(document.fields, [&](const verify::CheckedField& checked) {
            return checked.field.name == field.name && checked.field.value == field.value;
        });
    });
}

Json document_json(const verify::CheckedDocument& document, const Documents* today, bool is_masked)
{
    Json fields = Json::array();
    for (const auto& checked : document.fields) {
        const auto& field = checked.field;
        fields.push_back(
            {{"name", field.name},
             {"value", field.value},
             {"raw", field.raw},
             {"confidence", field.confidence},
             {"status", to_text(checked.status)},
             {"page", field.page},
             {"box", web::to_json(field.box)}}
        );
        if (today != nullptr) fields.back()["as_today"] = is_in(*today, field);
    }
    Json findings = Json::array();
    for (const auto& finding : document.findings)
        if (!is_masked) findings.push_back(web::to_json(finding));
    Json body{
        {"type", document.type},
        {"type_confidence", document.type_confidence},
        {"pages", document.pages},
        {"fields", std::move(fields)},
        {"findings", std::move(findings)}};
    // Whole: what a field holds a draft says, and drafts say what they like.
    if (is_masked) mask_fields(body, nullptr, Masked::all);
    return body;
}

Json documents_json(const Documents& documents, const Documents* today, bool is_masked)
{
    Json out = Json::array();
    for (const auto& document : documents)
        out.push_back(document_json(document, today, is_masked));
    return out;
}

Documents examined(const Call& call, const ocr::Reading& reading, const ocr::TypeCatalog& types)
{
    const auto thresholds = call.site.thresholds(call.store(), call.now);
    return verify::examine(reading, types, call.today(), thresholds);
}

Json pages_json(const ocr::Reading& reading)
{
    Json out = Json::array();
    for (std::size_t i = 0; i < reading.previews.size() && i < most_pictures; ++i) {
        const auto& preview = reading.previews[i];
        const std::vector<double> from_scan(preview.from_scan.begin(), preview.from_scan.end());
        out.push_back(
            {{"index", preview.page},
             {"width", preview.width},
             {"height", preview.height},
             {"from_scan", from_scan},
             {"jpeg", base64(preview.jpeg)}}
        );
    }
    return out;
}

Json lines_json(const ocr::Reading& reading)
{
    Json out = Json::array();
    for (const auto& line : reading.lines)
        out.push_back({{"page", line.page}, {"text", line.text}, {"box", web::to_json(line.box)}});
    return out;
}

Json pairs_json(const ocr::Reading& reading)
{
    Json out = Json::array();
    for (const auto& document : reading.documents)
        for (const auto& pair : document.pairs)
            out.push_back(
                {{"label", pair.label},
                 {"value", pair.value},
                 {"page", pair.page},
                 {"box", web::to_json(pair.box)}}
            );
    return out;
}

bool is_recognised(const ocr::Reading& reading, const std::string& type)
{
    return std::ranges::find(reading.documents, type, &ocr::Document::type) !=
           reading.documents.end();
}

Response unreadable(const ocr::Unreadable& why)
{
    if (why.code != "busy") return problem(422, why.code, why.message);
    auto answer = problem(503, "busy", "No reader was free. Try again.");
    answer.headers.emplace_back("Retry-After", "5");
    return answer;
}

/// A draft among the types that readers go by today.
struct Trial {
    std::shared_ptr<const TypesInForce> today;
    ocr::TypeCatalog with_draft;
    std::vector<std::string> texts;
    std::string type; ///< the draft's name; empty where the draft is none yet
};

Trial trial_of(const Call& call, const std::string& draft)
{
    Trial trial{.today = call.site.types.in_force(), .with_draft = {}, .texts = {}, .type = {}};
    trial.with_draft = trial.today->catalog;
    trial.texts = trial.today->published;
    if (fault_of_type(draft)) return trial;
    auto type = *ocr::parse_type(draft);
    trial.type = type.name;
    trial.texts.push_back(draft);
    ocr::put_type(trial.with_draft, std::move(type));
    return trial;
}

} // namespace

Response try_type(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    const auto draft = call.store().find_type_draft(call.request.param("id"));
    if (!draft) return not_found();
    auto subject = subject_of(call, draft->id, *body);
    if (!subject) return subject.error();
    const bool compares = body->contains("compare") && (*body)["compare"] == true;

    const auto trial = trial_of(call, draft->text);
    const auto read = [&](const std::vector<std::string>& texts, const std::string& type) {
        return call.site.read_now(
            subject->bytes, {.type = type, .previews = true, .deadline = deadline, .types = texts}
        );
    };
    auto reading = read(trial.texts, {});
    if (!reading) return unreadable(reading.error());
    const bool recognised = is_recognised(*reading, trial.type);
    // Before its anchors are right a draft still shows what its fields find.
    if (!recognised && !trial.type.empty() && !compares) {
        reading = read(trial.texts, trial.type);
        if (!reading) return unreadable(reading.error());
    }
    std::optional<Documents> today;
    if (compares) {
        const auto before = read(trial.today->published, {});
        if (!before) return unreadable(before.error());
        today = examined(call, *before, trial.today->catalog);
    }
    const auto* const compared = today ? &*today : nullptr;
    const auto documents = examined(call, *reading, trial.with_draft);
    const bool shows = !subject->is_masked;
    return json_response(
        200,
        {{"draft_version", draft->version},
         {"is_type", !trial.type.empty()},
         {"recognised", recognised},
         {"documents", documents_json(documents, compared, subject->is_masked)},
         {"published", today ? documents_json(*today, nullptr, subject->is_masked) : Json{}},
         {"pages", shows ? pages_json(*reading) : Json::array()},
         {"lines", shows ? lines_json(*reading) : Json::array()},
         {"pairs", shows ? pairs_json(*reading) : Json::array()}}
    );
}

} // namespace dossier::web
