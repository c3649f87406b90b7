#include "web/connectors/configuration.h"

#include "web/connectors/exchange.h"
#include "web/connectors/section.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace dossier::web {

namespace {

/// No line end or other control character: it goes into a mail's header.
bool is_line(const std::string& text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string pointer(Section& section, std::string_view key, const std::string& text)
{
    try {
        if (!text.empty() && !nlohmann::json::json_pointer{text}.empty()) return text;
    } catch (const nlohmann::json::exception&) {
        // said below
    }
    section.fail(key, "a JSON pointer (\"/result/code\")");
}

void read_request(Section section, RequestMapping& request)
{
    if (section.find("texts") != nullptr) {
        auto texts = section.within("texts");
        for (const auto& [at, text] : texts.other_texts())
            request.texts.emplace(pointer(texts, at, at), text);
    }
    auto fields = section.within("fields");
    for (const auto& [field, at] : fields.other_texts())
        request.fields.emplace(field, pointer(fields, field, at));
    section.require_nothing_else();
    verify::Asked made_up;
    for (const auto& [field, at] : request.fields)
        made_up.emplace(field, "x");
    try {
        (void)compose(request, made_up);
    } catch (const nlohmann::json::exception&) {
        section.fail("fields", "pointers that do not contradict each other");
    }
}

AnswerMapping read_answer_mapping(Section section)
{
    AnswerMapping answer;
    answer.outcome = pointer(section, "outcome", section.text("outcome", ""));
    const auto reference = section.text("reference", "");
    if (!reference.empty()) answer.reference = pointer(section, "reference", reference);
    constexpr std::array<std::pair<std::string_view, verify::Outcome>, 3> outcomes{
        {{"match", verify::Outcome::match},
         {"mismatch", verify::Outcome::mismatch},
         {"not_found", verify::Outcome::not_found}}};
    for (const auto& [word, outcome] : outcomes)
        for (const auto& value : section.texts(word))
            if (!answer.meanings.emplace(value, outcome).second)
                section.fail(word, "values that mean nothing else");
    if (answer.meanings.empty()) section.fail("match", "the answers that mean a match");
    section.require_nothing_else();
    return answer;
}

/// https, a host and a path; nothing that could carry a value.
void set_address(Section& section, SignedEndpoint& to)
{
    constexpr auto expects = "https://host[:port]/path";
    try {
        const Poco::URI uri{section.needed("url", expects)};
        const bool plain = uri.getScheme() == "https" && !uri.getHost().empty() &&
                           uri.getRawQuery().empty() && uri.getFragment().empty() &&
                           uri.getUserInfo().empty();
        if (!plain) section.fail("url", expects);
        to.address = {.host = uri.getHost(), .port = uri.getPort()};
        to.path = uri.getPathEtc().empty() ? "/" : uri.getPathEtc();
    } catch (const Poco::Exception&) {
        section.fail("url", expects);
    }
}

std::optional<std::filesystem::path> authority(Section& section)
{
    const auto ca = section.text("ca", "");
    return ca.empty() ? std::nullopt : std::optional<std::filesystem::path>{ca};
}

SignedEndpoint signed_endpoint(Section& section)
{
    SignedEndpoint to;
    set_address(section, to);
    to.ca = authority(section);
    to.key_id = section.needed("key_id", "the name of the key");
    if (!is_plain(to.key_id)) section.fail("key_id", "letters, digits, \".\", \"_\", \"-\"");
    to.key_file = section.needed("key_file", "the file of the signature's key");
    return to;
}

JsonService json_service(Section& section)
{
    JsonService service;
    service.to = signed_endpoint(section);
    read_request(section.within("request"), service.request);
    service.answer = read_answer_mapping(section.within("answer"));
    return service;
}

bool is_this_machine(const std::string& host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

MailSecurity security_of(Section& section, const std::string& host)
{
    const auto word = section.text("tls", "starttls");
    if (word == "starttls") return MailSecurity::starttls;
    if (word == "implicit") return MailSecurity::implicit;
    if (word == "none" && is_this_machine(host)) return MailSecurity::none;
    section.fail("tls", "\"starttls\", \"implicit\" or, to this machine, \"none\"");
}

MailService mail_service(Section& section)
{
    MailService service;
    service.host = section.needed("smtp", "the mail server's host");
    if (!is_plain(service.host, 253) && service.host != "::1")
        section.fail("smtp", "the mail server's host");
    service.security = security_of(section, service.host);
    const int usual_port = service.security == MailSecurity::implicit ? 465 : 587;
    service.port = static_cast<std::uint16_t>(section.number("port", usual_port, 1, 65'535));
    service.ca = authority(section);
    service.user = section.text("user", "");
    if (!service.user.empty())
        service.password_file = section.needed("password_file", "the file of the user's password");
    service.from = section.needed("from", "the sender's address");
    service.subject = section.text("subject", "");
    service.signature = section.text("signature", "");
    for (const auto& [key, text] :
         {std::pair{"from", service.from},
          std::pair{"subject", service.subject},
          std::pair{"user", service.user}})
        if (!is_line(text)) section.fail(key, "one line");
    service.code_lifetime = std::chrono::minutes{section.number("code_minutes", 15, 1, 1'440)};
    return service;
}

verify::AskWhen when_of(Section& section)
{
    const auto word = section.text("when", "on_demand");
    if (word == "read") return verify::AskWhen::read;
    if (word == "commit") return verify::AskWhen::commit;
    if (word == "on_demand") return verify::AskWhen::on_demand;
    section.fail("when", "\"read\", \"commit\" or \"on_demand\"");
}

std::string usual_about(const std::string& kind)
{
    const auto* const known =
        std::ranges::find(verify::connector_kinds, kind, &verify::ConnectorKind::name);
    return known == verify::connector_kinds.end() ? "" : std::string{known->about};
}

bool is_kind(const std::string& text)
{
    return is_plain(text, 32) &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::chrono::milliseconds timeout_of(Section& section)
{
    return std::chrono::milliseconds{section.number("timeout_ms", 5'000, 100, 60'000)};
}

RetryRules retry_of(Section& section)
{
    return {
        .first = std::chrono::milliseconds{section.number("retry_first_ms", 5'000, 100, 3'600'000)},
        .longest = std::chrono::seconds{section.number("retry_longest_s", 3'600, 1, 86'400)}};
}

ConnectorOptions read_connector(const std::string& name, const toml::node& node)
{
    Section section{node, "connector." + name};
    if (!is_plain(name)) throw Wrong{&node, "connector." + name + " is not a connector's name"};
    ConnectorOptions options;
    options.asks.name = name;
    options.asks.kind = section.needed("kind", "the kind of what it says, like \"identity\"");
    if (!is_kind(options.asks.kind)) section.fail("kind", "letters a to z and \"_\"");
    options.asks.types = section.texts("types");
    options.asks.when = when_of(section);
    options.asks.valid_for = std::chrono::days{section.number("valid_days", 365, 1, 3'650)};
    options.asks.about = section.text("about", usual_about(options.asks.kind));
    if (section.find("smtp") != nullptr) {
        options.service = mail_service(section);
        options.asks.fields = {options.asks.about};
    } else {
        auto service = json_service(section);
        for (const auto& [field, at] : service.request.fields)
            options.asks.fields.insert(field);
        options.service = std::move(service);
    }
    if (!options.asks.fields.contains(options.asks.about))
        section.fail("about", "the asked field that a doubt is put on");
    options.timeout = timeout_of(section);
    options.a_minute = static_cast<int>(section.number("a_minute", 60, 1, 6'000));
    options.breaker.failures = static_cast<int>(section.number("breaker_failures", 5, 1, 1'000));
    options.breaker.pause =
        std::chrono::milliseconds{section.number("breaker_pause_ms", 30'000, 100, 3'600'000)};
    options.breaker.longest = std::max(options.breaker.longest, options.breaker.pause);
    options.retry = retry_of(section);
    section.require_nothing_else();
    return options;
}

WebhookOptions read_webhook(const std::string& name, const toml::node& node)
{
    Section section{node, "webhook." + name};
    if (!is_plain(name)) throw Wrong{&node, "webhook." + name + " is not a webhook's name"};
    WebhookOptions options;
    options.name = name;
    options.to = signed_endpoint(section);
    options.events = section.texts("events");
    const bool are_known = std::ranges::all_of(options.events, is_webhook_event);
    if (options.events.empty() || !are_known)
        section.fail("events", "a list of " + list_of_webhook_events());
    options.timeout = timeout_of(section);
    options.retry = retry_of(section);
    options.give_up = std::chrono::hours{section.number("give_up_h", 72, 1, 8'760)};
    section.require_nothing_else();
    return options;
}

/// What is wrong with a section, as the configuration tells it.
template <typename Read>
auto or_error(const std::string& file, Read read) -> tl::expected<decltype(read()), ConfigError>
{
    try {
        return read();
    } catch (const Wrong& wrong) {
        return tl::unexpected(ConfigError{
            file, static_cast<int>(wrong.at->source().begin.line), wrong.reason});
    }
}

} // namespace

tl::expected<ConnectorOptions, ConfigError>
parse_connector(const std::string& name, const toml::node& node, const std::string& file)
{
    return or_error(file, [&] { return read_connector(name, node); });
}

tl::expected<WebhookOptions, ConfigError>
parse_webhook(const std::string& name, const toml::node& node, const std::string& file)
{
    return or_error(file, [&] { return read_webhook(name, node); });
}

} // namespace dossier::web
