#include "web/api/answers.h"

#include "capture/utf8.h"
#include "store/parse_number.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/masking.h"
#include "web/problem.h"

#include <algorithm>
#include <string>

namespace dossier::web {

namespace {

/// Of those that count something.
template <typename Number>
std::optional<Number> parse_count(std::string_view text)
{
    const auto number = store::parse_number<Number>(text);
    return number.value_or(-1) < 0 ? std::nullopt : number;
}

Response problem_of(verify::DecisionErrorKind kind)
{
    switch (kind) {
    case verify::DecisionErrorKind::already_decided:
        return problem(409, "already_decided", "This field is already decided. Reopen it first.");
    case verify::DecisionErrorKind::not_decided:
        return problem(409, "not_decided", "This field is still open.");
    case verify::DecisionErrorKind::value_missing:
        return problem(422, "value_missing", "Say which value is right.", {"value"});
    case verify::DecisionErrorKind::reason_missing:
        return problem(422, "reason_missing", "This decision needs a reason.", {"reason"});
    case verify::DecisionErrorKind::same_person:
        return problem(409, "same_person", "Another person must look at this field.");
    case verify::DecisionErrorKind::arbiter_needed:
        return problem(
            403, "arbiter_needed", "Two people differ; a supervisor settles this field."
        );
    case verify::DecisionErrorKind::whole_document:
        return problem(422, "whole_document", "This ends the whole document, not one field.");
    }
    return problem(409, "already_decided", "This field is already decided.");
}

Response problem_of(const verify::Finding& broken_rule)
{
    auto answer = problem(
        422,
        "rule_broken",
        "The value breaks a rule. Correct it, or give an override_reason if the paper says so.",
        {"value"}
    );
    auto body = Json::parse(answer.body);
    body["finding"] = to_json(broken_rule);
    answer.body = body.dump();
    return answer;
}

} // namespace

Response problem_of(const store::Conflict& conflict)
{
    if (conflict.decision) return problem_of(*conflict.decision);
    if (conflict.broken_rule) return problem_of(*conflict.broken_rule);
    switch (conflict.kind) {
    case store::ConflictKind::not_found: return not_found();
    case store::ConflictKind::version_changed:
        return problem(
            412, "version_changed", "Somebody else saved this first. Look at the new version."
        );
    case store::ConflictKind::claimed_by_other:
        return problem(409, "claimed_by_other", "Another person is working on this.");
    case store::ConflictKind::open_discrepancies:
        return problem(409, "open_discrepancies", "Some fields still wait for a decision.");
    case store::ConflictKind::closed:
        return problem(409, "closed", "This document is already committed or rejected.");
    case store::ConflictKind::same_person:
        return problem(409, "same_person", "A second person must decide this.");
    case store::ConflictKind::out_of_scope:
        return problem(403, "out_of_scope", "You see this, but it is not yours to change.");
    case store::ConflictKind::not_yours:
        return problem(409, "not_yours", "What is left of this is for other people.");
    case store::ConflictKind::away:
        return problem(409, "away", "You are away: nothing is handed to you.");
    case store::ConflictKind::restricted:
        return problem(
            409,
            "restricted",
            "These data are stored only: their holder asked for it, and nobody lifted it."
        );
    case store::ConflictKind::rule_broken:
    case store::ConflictKind::not_allowed:
        return problem(
            422,
            "not_allowed",
            conflict.detail.empty() ? "This cannot be done now." : conflict.detail
        );
    }
    return not_found();
}

Response problem_of(const store::SignInError& error, store::Instant now)
{
    switch (error.kind) {
    case store::SignInErrorKind::bad_credentials:
        return problem(401, "bad_credentials", "The name, the password or the code is wrong.");
    case store::SignInErrorKind::second_factor_needed:
        return problem(
            401, "second_factor_needed", "Enter the code of your second factor.", {"totp"}
        );
    case store::SignInErrorKind::weak_password:
        return problem(
            422,
            "weak_password",
            "Choose 12 to 128 characters that are not a common password.",
            {"new_password"}
        );
    case store::SignInErrorKind::throttled: {
        auto answer = problem(429, "too_many_tries", "Too many tries. Wait before the next one.");
        const auto wait = std::chrono::ceil<std::chrono::seconds>(error.retry_at - now).count();
        answer.headers.emplace_back("Retry-After", std::to_string(std::max<std::int64_t>(1, wait)));
        return answer;
    }
    }
    return problem(401, "bad_credentials", "The name, the password or the code is wrong.");
}

Response lease_response(store::Instant until, store::Instant now)
{
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(until - now).count();
    return json_response(200, {{"lease_until", to_text(until)}, {"lease_s", left}});
}

Response document_response(const Call& call, const store::Document& document)
{
    auto body = to_json(document);
    if (call.site.policy.need_to_know && !call.store().is_sheet_open(document.id, call.actor())) {
        const auto& checked = document.checked;
        const auto types = call.site.types.as_of(checked.type, checked.type_version);
        mask_fields(body, types->find_type(checked.type), Masked::but_disputed);
    }
    auto answer = json_response(200, body);
    answer.headers.emplace_back("ETag", "\"" + std::to_string(document.version) + "\"");
    return answer;
}

tl::expected<std::int64_t, Response> expected_version(const Request& request)
{
    auto tag = request.header("if-match");
    if (tag.empty())
        return tl::unexpected(
            problem(428, "version_needed", "Send If-Match with the version that you looked at.")
        );
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"')
        tag = tag.substr(1, tag.size() - 2);
    if (const auto version = parse_count<std::int64_t>(tag)) return *version;
    return tl::unexpected(problem_of(store::Conflict{
        .kind = store::ConflictKind::version_changed, .detail = {}}));
}

std::optional<std::string> source_name(const Request& request)
{
    const auto given = request.header("x-source-name");
    if (given.empty()) return "upload";
    auto name = percent_decode(given);
    if (!name || name->empty() || name->size() > 255 || !capture::is_utf8(*name))
        return std::nullopt;
    const bool shown = std::none_of(name->begin(), name->end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f || c == '/';
    });
    return shown ? name : std::nullopt;
}

std::optional<int> page_number(std::string_view text)
{
    return parse_count<int>(text);
}

std::optional<int> page_number(const Request& request)
{
    return page_number(request.param("page"));
}

std::optional<int> file_number(const Request& request)
{
    const auto number = request.query_value("number");
    return number.empty() ? std::optional{0} : parse_count<int>(number);
}

std::optional<std::chrono::days> days_back(const Request& request, int usual, int most)
{
    const auto text = request.query_value("days");
    const auto days = text.empty() ? std::optional{usual} : parse_count<int>(text);
    if (!days || *days < 1 || *days > most) return std::nullopt;
    return std::chrono::days{*days};
}

std::string body_of(const store::Bytes& bytes)
{
    std::string body(bytes.size(), '\0');
    std::ranges::transform(bytes, body.begin(), [](std::byte b) { return static_cast<char>(b); });
    return body;
}

Response bad_field(const char* type, const char* detail, const char* field)
{
    return problem(400, type, detail, {field});
}

Response jpeg_response(const std::optional<store::Bytes>& jpeg)
{
    if (!jpeg) return not_found();
    const bool is_jpeg = jpeg->size() > 3 && jpeg->at(0) == std::byte{0xff} &&
                         jpeg->at(1) == std::byte{0xd8} && jpeg->at(2) == std::byte{0xff};
    if (!is_jpeg) return problem(500, "internal", "The picture is not one.");
    return {.status = 200, .media_type = "image/jpeg", .body = body_of(*jpeg), .headers = {}};
}

Response download(std::string bytes, const std::string& name, std::string media_type, int status)
{
    Response answer{
        .status = status,
        .media_type = std::move(media_type),
        .body = std::move(bytes),
        .headers = {}};
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return answer;
}

} // namespace dossier::web
