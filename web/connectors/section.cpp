#include "web/connectors/section.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace dossier::web {

bool is_plain(const std::string& text, std::size_t most)
{
    constexpr std::string_view others = "._-";
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, [&](char letter) {
        const auto c = static_cast<unsigned char>(letter);
        return c < 0x80 && (std::isalnum(c) != 0 || others.find(letter) != others.npos);
    });
}

Section::Section(const toml::node& node, std::string name) : node_(node), name_(std::move(name))
{
    table_ = node.as_table();
    if (table_ == nullptr) throw Wrong{&node, name_ + " is not a section"};
}

const toml::node* Section::find(std::string_view key)
{
    asked_.emplace(key);
    return table_->get(key);
}

void Section::fail(std::string_view key, const std::string& expects) const
{
    const auto* const at = table_->get(key);
    throw Wrong{
        at == nullptr ? &node_ : at, name_ + "." + std::string{key} + " must be " + expects};
}

std::string Section::text(std::string_view key, const std::string& usual)
{
    const auto* const node = find(key);
    if (node == nullptr) return usual;
    auto value = node->value_exact<std::string>();
    if (!value || value->empty()) fail(key, "a text");
    return *std::move(value);
}

std::string Section::needed(std::string_view key, const std::string& expects)
{
    auto value = text(key, "");
    if (value.empty()) fail(key, expects);
    return value;
}

std::int64_t
Section::number(std::string_view key, std::int64_t usual, std::int64_t least, std::int64_t most)
{
    const auto* const node = find(key);
    if (node == nullptr) return usual;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most)
        fail(key, std::to_string(least) + " to " + std::to_string(most));
    return *value;
}

std::set<std::string> Section::texts(std::string_view key)
{
    const auto* const node = find(key);
    if (node == nullptr) return {};
    const auto* const array = node->as_array();
    std::set<std::string> values;
    if (array == nullptr) fail(key, "a list of texts");
    for (const auto& each : *array) {
        const auto value = each.value_exact<std::string>();
        if (!value) fail(key, "a list of texts");
        values.insert(*value);
    }
    return values;
}

std::map<std::string, std::string> Section::other_texts()
{
    std::map<std::string, std::string> texts_by_key;
    for (const auto& [key, value] : *table_) {
        const auto text = value.value_exact<std::string>();
        if (!text) fail(key.str(), "a text");
        asked_.emplace(key.str());
        texts_by_key.emplace(key.str(), *text);
    }
    return texts_by_key;
}

Section Section::within(std::string_view key)
{
    const auto* const node = find(key);
    if (node == nullptr) fail(key, "there");
    return {*node, name_ + "." + std::string{key}};
}

void Section::require_nothing_else() const
{
    for (const auto& [key, value] : *table_)
        if (!asked_.contains(std::string{key.str()}))
            throw Wrong{
                &value,
                name_ + "." + std::string{key.str()} + " is not a key of the configuration"};
}

} // namespace dossier::web
