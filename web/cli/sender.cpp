#include "web/cli/sender.h"

#include "web/content_range.h"
#include "web/digest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace dossier::web {

namespace {

using std::chrono::milliseconds;

capture::Refusal refusal(std::string code, std::string message)
{
    return {.code = std::move(code), .message = std::move(message)};
}

/// The service asks for another try, now or later.
bool asks_for_patience(int status)
{
    constexpr std::array later{408, 429, 500, 502, 503, 504, 507};
    return std::find(later.begin(), later.end(), status) != later.end();
}

std::string text_of(const nlohmann::json& body, const char* name)
{
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

capture::Refusal refusal_of(const HttpsAnswer& answer)
{
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    const auto type = body.is_object() ? text_of(body, "type") : "";
    if (type.empty())
        return refusal(
            "unexpected_answer", fmt::format("The service answered with {}.", answer.status)
        );
    return refusal(type, text_of(body, "detail"));
}

/// How long the service asks to wait, at most a minute.
milliseconds retry_after(const HttpsAnswer& answer)
{
    const auto found = answer.headers.find("retry-after");
    if (found == answer.headers.end()) return milliseconds{0};
    int seconds = 0;
    const auto& text = found->second;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds{std::clamp(seconds, 0, 60)};
}

/// Exchanges until the service answers with something else than "later".
class Patient {
public:
    Patient(const Exchange& exchange, const Patience& patience)
        : exchange_(exchange),
          patience_(patience),
          next_(patience.first)
    {}

    tl::expected<HttpsAnswer, capture::Refusal> ask(const HttpsRequest& request)
    {
        while (true) {
            auto answer = exchange_(request);
            if (answer && !asks_for_patience(answer->status)) return *std::move(answer);
            if (!answer && answer.error().kind == NoAnswer::Kind::untrusted)
                return tl::unexpected(refusal("untrusted", answer.error().reason));
            if (waited_ >= patience_.give_up)
                return tl::unexpected(
                    answer ? refusal_of(*answer) : refusal("unreachable", answer.error().reason)
                );
            const auto wait = answer ? std::max(next_, retry_after(*answer)) : next_;
            patience_.pause(wait);
            waited_ += wait;
            next_ = std::min(next_ * 2, patience_.longest);
        }
    }

    void made_progress()
    {
        waited_ = milliseconds{0};
        next_ = patience_.first;
    }

private:
    const Exchange& exchange_;
    const Patience& patience_;
    milliseconds next_;
    milliseconds waited_{0};
};

std::string percent_encode(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || c == '.' || c == '-' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return out;
}

std::optional<Sent> kept(const nlohmann::json& body)
{
    if (!body.is_object() || text_of(body, "original_id").empty()) return std::nullopt;
    return Sent{
        .original_id = text_of(body, "original_id"), .duplicate_of = text_of(body, "duplicate_of")};
}

/// One upload: where it stands, and the next part.
class Upload {
public:
    Upload(const FileToSend& file, Patient& patient)
        : file_(file),
          patient_(patient),
          path_("/api/v1/uploads/" + file.uuid),
          digest_("sha-256=" + base64(sha256(file.bytes)))
    {}

    [[nodiscard]] std::size_t offset() const { return offset_; }

    /// What an earlier run left or ended.
    tl::expected<std::optional<Sent>, capture::Refusal> look()
    {
        const auto answer =
            patient_.ask({.method = "GET", .path = path_, .headers = {}, .body = {}});
        if (!answer) return tl::unexpected(answer.error());
        if (answer->status == 404) return std::nullopt;
        if (answer->status != 200) return tl::unexpected(refusal_of(*answer));
        return take(*answer);
    }

    /// Sends the next part; the end of the upload when it was the last.
    tl::expected<std::optional<Sent>, capture::Refusal> send_part()
    {
        const auto size = file_.bytes.size();
        const auto body = file_.bytes.substr(offset_, max_part_bytes);
        HttpsRequest request{
            .method = "PUT",
            .path = path_,
            .headers =
                {{"Digest", digest_},
                 {"Content-Type", "application/octet-stream"},
                 {"X-Source-Name", percent_encode(file_.source_name)}},
            .body = body};
        request.headers["Content-Range"] =
            body.empty() ? fmt::format("bytes */{}", size)
                         : fmt::format("bytes {}-{}/{}", offset_, offset_ + body.size() - 1, size);
        const auto answer = patient_.ask(request);
        if (!answer) return tl::unexpected(answer.error());
        if (answer->status == 200 || answer->status == 201 || answer->status == 202)
            return take(*answer);
        // Where it goes on is news once; a service that repeats itself is not to be argued with.
        if (answer->status == 404 && offset_ != 0)
            offset_ = 0;
        else if (!moves_elsewhere(*answer))
            return tl::unexpected(refusal_of(*answer));
        return std::nullopt;
    }

private:
    tl::expected<std::optional<Sent>, capture::Refusal> take(const HttpsAnswer& answer)
    {
        const auto body = nlohmann::json::parse(answer.body, nullptr, false);
        if (auto sent = kept(body)) return sent;
        const auto before = offset_;
        if (!read_offset(body)) return tl::unexpected(refusal_of(answer));
        if (offset_ > before) patient_.made_progress();
        return std::nullopt;
    }

    bool read_offset(const nlohmann::json& body)
    {
        if (!body.is_object() || !body.contains("offset") || !body["offset"].is_number_unsigned() ||
            body["offset"].get<std::size_t>() > file_.bytes.size())
            return false;
        offset_ = body["offset"].get<std::size_t>();
        return true;
    }

    bool moves_elsewhere(const HttpsAnswer& answer)
    {
        const auto before = offset_;
        return answer.status == 409 && ++detours_ <= 16 &&
               read_offset(nlohmann::json::parse(answer.body, nullptr, false)) && offset_ != before;
    }

    const FileToSend& file_;
    Patient& patient_;
    std::string path_;
    std::string digest_;
    std::size_t offset_ = 0;
    int detours_ = 0;
};

} // namespace

std::string upload_uuid(std::string_view station, std::string_view sha256_hex)
{
    auto bits = sha256(fmt::format("dossier upload\n{}\n{}", station, sha256_hex));
    bits[6] = (bits[6] & std::byte{0x0f}) | std::byte{0x80};
    bits[8] = (bits[8] & std::byte{0x3f}) | std::byte{0x80};
    const auto text = hex(bits);
    return fmt::format(
        "{}-{}-{}-{}-{}",
        text.substr(0, 8),
        text.substr(8, 4),
        text.substr(12, 4),
        text.substr(16, 4),
        text.substr(20, 12)
    );
}

tl::expected<std::string, capture::Refusal>
ask_station(const Exchange& exchange, const Patience& patience)
{
    Patient patient{exchange, patience};
    const auto answer =
        patient.ask({.method = "GET", .path = "/api/v1/station", .headers = {}, .body = {}});
    if (!answer) return tl::unexpected(answer.error());
    const auto body = nlohmann::json::parse(answer->body, nullptr, false);
    if (answer->status != 200 || !body.is_object() || text_of(body, "station").empty())
        return tl::unexpected(refusal_of(*answer));
    return text_of(body, "station");
}

tl::expected<Sent, capture::Refusal> send_file(
    const FileToSend& file,
    const Exchange& exchange,
    const Patience& patience,
    const std::function<void(std::size_t)>& progress
)
{
    Patient patient{exchange, patience};
    Upload upload{file, patient};
    auto step = upload.look();
    while (step && !*step) {
        progress(upload.offset());
        step = upload.send_part();
    }
    if (!step) return tl::unexpected(step.error());
    progress(file.bytes.size());
    return **step;
}

} // namespace dossier::web
