#include "web/type_form.h"

#include "ocr/document_type.h"
#include "verify/check.h"
#include "verify/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <toml++/toml.h>

namespace dossier::web {

namespace {

/// In which order files say things; what is not named follows by name.
constexpr std::array<std::string_view, 33> order{
    "name",         "version",      "title",     "zh_hans", "zh_hant",     "en",
    "colour",       "text",         "mrz",       "number",  "begins",      "weight",
    "labels",       "grammar",      "part",      "choices", "usual",       "phrases",
    "names",        "endings",      "place",     "until",   "zone",        "ranked",
    "rule",         "required",     "multiline", "side",    "sensitivity", "second_eyes",
    "cross_checks", "other_labels", "anchor"};

Json json_of(const toml::node& node)
{
    if (const auto* table = node.as_table()) {
        Json object = Json::object();
        for (const auto& [key, value] : *table)
            object[std::string{key.str()}] = json_of(value);
        return object;
    }
    if (const auto* array = node.as_array()) {
        Json list = Json::array();
        for (const auto& each : *array)
            list.push_back(json_of(each));
        return list;
    }
    if (const auto text = node.value_exact<std::string>()) return *text;
    if (const auto number = node.value_exact<std::int64_t>()) return *number;
    if (const auto number = node.value_exact<double>()) return *number;
    if (const auto truth = node.value_exact<bool>()) return *truth;
    return nullptr; // a date: no key has one, and the parser says so
}

std::string in_quotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += std::string{"\\"} + c;
        else if (byte < 0x20 || byte == 0x7f)
            out += fmt::format("\\u{:04x}", byte);
        else
            out += c;
    }
    return out + "\"";
}

/// Thrown only inside this file, never out of it.
struct NotToml {};

bool is_bare(std::string_view key)
{
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::vector<std::string> keys_of(const nlohmann::json& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.push_back(key);
    std::ranges::stable_sort(keys, {}, [](const std::string& key) {
        return std::ranges::find(order, key) - order.begin();
    });
    return keys;
}

std::string value_of(std::string_view key, const nlohmann::json& value)
{
    if (value.is_string()) return in_quotes(value.get<std::string>());
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    // A weight is a number with a point, whatever it is.
    if (value.is_number() && key == "weight") {
        const auto text = fmt::format("{}", value.get<double>());
        return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
    }
    if (value.is_number_integer()) return value.dump();
    if (value.is_number()) return fmt::format("{}", value.get<double>());
    std::string inside;
    if (value.is_array()) {
        for (const auto& each : value)
            inside += (inside.empty() ? "" : ", ") + value_of({}, each);
        return "[" + inside + "]";
    }
    if (!value.is_object()) throw NotToml{};
    for (const auto& each : keys_of(value)) {
        if (!is_bare(each)) throw NotToml{};
        inside += (inside.empty() ? " " : ", ") + each + " = " + value_of(each, value[each]);
    }
    return "{" + inside + " }";
}

bool is_tables(const nlohmann::json& value)
{
    return value.is_array() && !value.empty() &&
           std::ranges::all_of(value, [](const auto& each) { return each.is_object(); });
}

std::string lines_of(const nlohmann::json& table)
{
    std::string lines;
    for (const auto& key : keys_of(table)) {
        if (!is_bare(key)) throw NotToml{};
        if (!is_tables(table[key])) lines += key + " = " + value_of(key, table[key]) + "\n";
    }
    return lines;
}

std::optional<TypeFault> unknown_word(const ocr::DocumentType& type)
{
    for (const auto& field : type.fields)
        if (!field.rule.empty() &&
            std::ranges::find(verify::kinds(), field.rule) == verify::kinds().end())
            return TypeFault{
                1, "field '" + field.name + "': rule '" + field.rule + "' is not known"};
    for (const auto& check : type.cross_checks)
        if (std::ranges::find(verify::cross_checks(), check) == verify::cross_checks().end())
            return TypeFault{1, "cross-check '" + check + "' is not known"};
    return std::nullopt;
}

} // namespace

tl::expected<Json, TypeFault> form_of(std::string_view text)
{
    if (text.size() > ocr::max_type_bytes)
        return tl::unexpected(TypeFault{1, "the text of a type has at most 64 KiB"});
    try {
        return json_of(toml::parse(text));
    } catch (const toml::parse_error& fault) {
        return tl::unexpected(TypeFault{
            static_cast<int>(fault.source().begin.line), std::string(fault.description())});
    }
}

std::optional<std::string> text_of(const nlohmann::json& form)
{
    if (!form.is_object()) return std::nullopt;
    try {
        std::string text = lines_of(form);
        for (const auto& key : keys_of(form)) {
            if (!is_tables(form[key])) continue;
            for (const auto& table : form[key]) {
                if (std::ranges::any_of(table, is_tables)) throw NotToml{};
                text += "\n[[" + key + "]]\n" + lines_of(table);
            }
        }
        if (text.size() > ocr::max_type_bytes) return std::nullopt;
        return text;
    } catch (const NotToml&) {
        return std::nullopt;
    }
}

std::string with_version(std::string text, int version)
{
    const auto table = toml::parse(text);
    const auto* const node = table.get("version");
    if (node == nullptr) return text;
    const auto begin = node->source().begin;
    std::size_t at = 0;
    for (auto line = begin.line; line > 1; --line)
        at = text.find('\n', at) + 1;
    at += begin.column - 1; // before it stands ASCII: the key and =
    const auto end = std::min(text.find_first_not_of("0123456789_+", at), text.size());
    return text.replace(at, end - at, std::to_string(version));
}

std::optional<TypeFault> fault_of_type(std::string_view text)
{
    const auto type = ocr::parse_type(text);
    if (!type) return TypeFault{type.error().line, type.error().reason};
    return unknown_word(*type);
}

} // namespace dossier::web
