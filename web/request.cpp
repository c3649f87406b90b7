#include "web/request.h"

#include <stdexcept>

namespace dossier::web {

namespace {

std::string_view find_text(const TextMap& map, std::string_view name)
{
    const auto found = map.find(name);
    return found == map.end() ? std::string_view{} : std::string_view{found->second};
}

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view Request::header(std::string_view name) const
{
    return find_text(headers, name);
}

std::string_view Request::query_value(std::string_view name) const
{
    return find_text(query, name);
}

const std::string& Request::param(std::string_view name) const
{
    const auto found = params.find(name);
    if (found == params.end()) throw std::logic_error("the route's pattern lacks a parameter");
    return found->second;
}

std::string_view Request::cookie(std::string_view name) const
{
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto pair = trim(rest.substr(0, end));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return {};
}

Response no_content()
{
    return {.status = 204, .media_type = {}, .body = {}, .headers = {}};
}

std::optional<std::string> percent_decode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::optional<TextMap> parse_query(std::string_view query)
{
    TextMap out;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        const auto equals = pair.find('=');
        const auto name = percent_decode(pair.substr(0, equals));
        const auto value = equals == std::string_view::npos
                               ? std::optional<std::string>{""}
                               : percent_decode(pair.substr(equals + 1));
        if (!name || !value) return std::nullopt;
        if (!name->empty() && !out.emplace(*name, *value).second) return std::nullopt;
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return out;
}

} // namespace dossier::web
