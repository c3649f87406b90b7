#include "web/token.h"

#include "web/config.h"

#include <charconv>
#include <map>
#include <optional>

namespace dossier::web {

namespace {

using Attributes = std::map<std::string, std::string, std::less<>>;

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        unsigned value = 0;
        const auto* const first = text.data() + i + 1;
        if (i + 2 >= text.size() || std::from_chars(first, first + 2, value, 16).ptr != first + 2)
            return std::nullopt;
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
}

/// `name=value` parts into `attributes`; false when one is none, or is there twice.
bool take_parts(std::string_view text, char separator, Attributes& attributes)
{
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(separator));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const auto equals = part.find('=');
        const auto value = percent_decoded(part.substr(std::min(part.size(), equals + 1)));
        if (equals == std::string_view::npos || !value ||
            !attributes.emplace(part.substr(0, equals), *value).second)
            return false;
    }
    return true;
}

} // namespace

tl::expected<TokenUri, std::string> parse_token_uri(std::string_view text)
{
    constexpr std::string_view scheme = "pkcs11:";
    constexpr std::string_view file = "file:";
    const auto query = text.find('?');
    Attributes said;
    if (!text.starts_with(scheme) ||
        !take_parts(text.substr(0, query).substr(scheme.size()), ';', said) ||
        (query != std::string_view::npos && !take_parts(text.substr(query + 1), '&', said)))
        return tl::unexpected(std::string{"it is no pkcs11: URI (RFC 7512)"});
    for (const auto& [name, value] : said) {
        if (name == "pin-value")
            return tl::unexpected(std::string{"a PIN is not said in it: use pin-source=file:FILE"});
        if (name != "token" && name != "object" && name != "module-path" && name != "pin-source" &&
            !(name == "type" && value == "secret-key"))
            return tl::unexpected(
                "it knows token, object, module-path and pin-source, not " + name
            );
    }
    for (const auto* name : {"token", "object", "module-path"})
        if (said[name].empty()) return tl::unexpected(std::string{name} + " is missing in it");
    if (!std::filesystem::path{said["module-path"]}.is_absolute())
        return tl::unexpected(std::string{"its module-path is not absolute"});
    TokenUri uri{.module = said["module-path"], .token = said["token"], .key = said["object"]};
    if (const auto& source = said["pin-source"]; source.starts_with(file))
        uri.pin_file = source.substr(file.size());
    else
        uri.pin_file = source;
    return uri;
}

store::TokenKey token_key(const TokenUri& uri, std::string_view pin)
{
    return {
        .program = installed_config().token_program,
        .module = uri.module,
        .token = uri.token,
        .key = uri.key,
        .pin = pin};
}

} // namespace dossier::web
