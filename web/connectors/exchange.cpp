#include "web/connectors/exchange.h"

#include "store/random.h"
#include "web/clock.h"
#include "web/connectors/signature.h"
#include "web/digest.h"
#include "web/json.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace dossier::web {

namespace {

constexpr auto content_type = "application/json";
constexpr std::size_t longest_reference = 128;
constexpr int longest_retry_after_s = 86'400;

std::string make_nonce()
{
    std::array<std::byte, 16> bytes{};
    store::system_random().fill(bytes);
    return hex(bytes);
}

std::string authority_of(const HttpsAddress& address)
{
    return address.port == 443 ? address.host : fmt::format("{}:{}", address.host, address.port);
}

/// In seconds only; a date would tell from whose clock it is.
std::optional<std::chrono::seconds> retry_after(const HttpsAnswer& answer)
{
    const auto header = answer.headers.find("retry-after");
    if (header == answer.headers.end()) return std::nullopt;
    const auto& text = header->second;
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    const bool is_huge = error == std::errc::result_out_of_range;
    if (is_huge) return std::chrono::seconds{longest_retry_after_s};
    if (!is_number || seconds < 0) return std::nullopt;
    return std::chrono::seconds{std::min(seconds, longest_retry_after_s)};
}

TroubleKind kind_of(int status)
{
    if (status == 408) return TroubleKind::timed_out;
    if (status == 429) return TroubleKind::busy;
    if (status == 401 || status == 403) return TroubleKind::set_up; // our key, of every question
    return status >= 500 ? TroubleKind::service_error : TroubleKind::refused;
}

TroubleKind kind_of(NoAnswer::Kind kind)
{
    switch (kind) {
    case NoAnswer::Kind::unreachable: return TroubleKind::unreachable;
    case NoAnswer::Kind::timed_out: return TroubleKind::timed_out;
    case NoAnswer::Kind::untrusted: return TroubleKind::untrusted;
    }
    return TroubleKind::unreachable;
}

/// What stands at the pointer, as text: a text, a number or a truth value.
std::optional<std::string> text_at(const nlohmann::json& answer, const std::string& pointer)
{
    const nlohmann::json::json_pointer at{pointer};
    if (!answer.contains(at)) return std::nullopt;
    const auto& value = answer.at(at);
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
    return std::nullopt;
}

} // namespace

std::string_view to_text(TroubleKind kind)
{
    switch (kind) {
    case TroubleKind::unreachable: return "unreachable";
    case TroubleKind::timed_out: return "timed_out";
    case TroubleKind::untrusted: return "untrusted";
    case TroubleKind::busy: return "busy";
    case TroubleKind::service_error: return "service_error";
    case TroubleKind::refused: return "refused";
    case TroubleKind::garbled: return "garbled";
    case TroubleKind::unknown_answer: return "unknown_answer";
    case TroubleKind::set_up: return "set_up";
    }
    return "unreachable";
}

bool is_of_service(TroubleKind kind)
{
    return kind != TroubleKind::refused && kind != TroubleKind::unknown_answer;
}

std::string compose(const RequestMapping& mapping, const verify::Asked& asked)
{
    nlohmann::json body = nlohmann::json::object();
    for (const auto& [pointer, text] : mapping.texts)
        body[nlohmann::json::json_pointer{pointer}] = text;
    for (const auto& [field, pointer] : mapping.fields)
        body[nlohmann::json::json_pointer{pointer}] = asked.at(field);
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

tl::expected<store::CheckAnswer, Trouble>
read_answer(const AnswerMapping& mapping, const HttpsAnswer& answer)
{
    if (answer.status != 200) return tl::unexpected(trouble_of(answer));
    const auto body = parse_json(answer.body);
    if (!body) return tl::unexpected(Trouble{.kind = TroubleKind::garbled});
    const auto said = text_at(*body, mapping.outcome);
    const auto meaning = said ? mapping.meanings.find(*said) : mapping.meanings.end();
    if (meaning == mapping.meanings.end())
        return tl::unexpected(Trouble{.kind = TroubleKind::unknown_answer});
    store::CheckAnswer read{
        .outcome = meaning->second,
        .answer_sha256 = hex(sha256(std::string_view{answer.body})),
        .reference = {}};
    if (!mapping.reference.empty())
        read.reference =
            text_at(*body, mapping.reference).value_or("").substr(0, longest_reference);
    return read;
}

tl::expected<HttpsAnswer, Trouble> post_signed(
    const SignedEndpoint& to,
    std::string_view key,
    std::string_view idempotency_key,
    const std::string& body,
    std::chrono::milliseconds timeout,
    const std::stop_token& stop
)
{
    const auto nonce = make_nonce();
    auto headers = signature_headers(
        {.method = "POST",
         .authority = authority_of(to.address),
         .path = to.path,
         .content_type = content_type,
         .body = body,
         .idempotency_key = idempotency_key,
         .nonce = nonce,
         .created = now()},
        to.key_id,
        key
    );
    headers.emplace("Content-Type", content_type);
    HttpsClient client{to.address, to.ca, {.step = timeout, .whole = timeout, .keep_alive = false}};
    auto answer = client.exchange(
        {.method = "POST", .path = to.path, .headers = std::move(headers), .body = body}, stop
    );
    if (!answer) return tl::unexpected(Trouble{.kind = kind_of(answer.error().kind)});
    return *std::move(answer);
}

Trouble trouble_of(const HttpsAnswer& answer)
{
    return {.kind = kind_of(answer.status), .retry_after = retry_after(answer)};
}

tl::expected<store::CheckAnswer, Trouble> ask_service(
    const JsonService& service,
    std::string_view key,
    const store::CheckJob& job,
    std::chrono::milliseconds timeout,
    const std::stop_token& stop
)
{
    const auto body = compose(service.request, job.asked);
    const auto answer = post_signed(service.to, key, job.id, body, timeout, stop);
    if (!answer) return tl::unexpected(answer.error());
    return read_answer(service.answer, *answer);
}

} // namespace dossier::web
