#include "capture/manifest/xml.h"

#include "capture/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace dossier::capture {

namespace {

constexpr std::size_t deepest = 8;
constexpr std::size_t most_attributes = 16;

constexpr std::string_view white_space = " \t\r\n";

tl::unexpected<ManifestProblem> ended()
{
    return tl::unexpected(ManifestProblem::ended);
}

tl::unexpected<ManifestProblem> malformed()
{
    return tl::unexpected(ManifestProblem::malformed);
}

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == ':';
}

/// `#38` or `#x26`, without `&` and `;`.
std::optional<std::uint32_t> referenced_character(std::string_view reference)
{
    const bool is_hex = reference.starts_with("#x");
    const std::string_view digits = reference.substr(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, code, is_hex ? 16 : 10);
    const bool is_character = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    if (error != std::errc{} || stopped != end || !is_character) return std::nullopt;
    return code;
}

/// False for an entity that is not one of the five.
bool append_entity(std::string& text, std::string_view entity)
{
    static constexpr std::array<std::pair<std::string_view, char>, 5> known{{
        {"lt", '<'},
        {"gt", '>'},
        {"amp", '&'},
        {"quot", '"'},
        {"apos", '\''},
    }};
    if (entity.starts_with('#')) {
        const auto code = referenced_character(entity);
        if (code) append_utf8(text, *code);
        return code.has_value();
    }
    const auto* const found =
        std::ranges::find(known, entity, [](const auto& e) { return e.first; });
    if (found == known.end()) return false;
    text += found->second;
    return true;
}

} // namespace

int XmlReader::line() const
{
    return static_cast<int>(1 + std::ranges::count(text_.substr(0, at_), '\n'));
}

void XmlReader::skip_space()
{
    at_ = std::min(text_.find_first_not_of(white_space, at_), text_.size());
}

XmlReader::Step XmlReader::skip_past(std::string_view mark)
{
    const std::size_t found = text_.find(mark, at_);
    if (found == std::string_view::npos) return ended();
    at_ = found + mark.size();
    return {};
}

/// `<?xml …?>` may name an encoding; it must be the one we read. Other instructions are skipped.
XmlReader::Step XmlReader::read_declaration()
{
    const std::size_t begin = at_;
    const auto skipped = skip_past("?>");
    if (!skipped) return skipped;
    const std::string_view declaration = text_.substr(begin, at_ - begin);
    const std::size_t encoding = declaration.find("encoding");
    if (!declaration.starts_with("<?xml ") || encoding == std::string_view::npos) return {};
    std::string named(declaration.substr(encoding));
    std::ranges::transform(named, named.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const bool is_ours =
        named.find("UTF-8") != std::string::npos || named.find("US-ASCII") != std::string::npos;
    if (!is_ours) return tl::unexpected(ManifestProblem::not_utf8);
    return {};
}

/// To the next tag, over white space, comments and instructions.
XmlReader::Step XmlReader::skip_between()
{
    while (true) {
        skip_space();
        Step step;
        if (rest().starts_with("<?"))
            step = read_declaration();
        else if (rest().starts_with("<!--"))
            step = skip_past("-->");
        else
            return step;
        if (!step) return step;
    }
}

tl::expected<std::string, ManifestProblem> XmlReader::read_name()
{
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_]))
        ++at_;
    if (at_ == text_.size()) return ended();
    if (at_ == begin) return malformed();
    return std::string(text_.substr(begin, at_ - begin));
}

/// `= "value"` with its quotes, either kind.
tl::expected<std::string, ManifestProblem> XmlReader::read_value()
{
    skip_space();
    if (rest().empty()) return ended();
    if (text_[at_++] != '=') return malformed();
    skip_space();
    if (rest().empty()) return ended();
    const char quote = text_[at_++];
    if (quote != '"' && quote != '\'') return malformed();
    std::string value;
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
        if (text_[at_] == '<') return malformed();
        if (text_[at_] != '&') {
            value += text_[at_];
            continue;
        }
        const std::size_t semicolon = text_.find(';', at_);
        if (semicolon == std::string_view::npos) return ended();
        if (!append_entity(value, text_.substr(at_ + 1, semicolon - at_ - 1))) return malformed();
        at_ = semicolon;
    }
    if (at_ == text_.size()) return ended();
    ++at_;
    return value;
}

tl::expected<XmlTag, ManifestProblem> XmlReader::read_opening()
{
    XmlTag tag{.kind = XmlTag::Kind::opens, .name = {}, .attributes = {}, .depth = 0};
    auto name = read_name();
    if (!name) return tl::unexpected(name.error());
    tag.name = *std::move(name);
    while (true) {
        skip_space();
        if (rest().empty()) return ended();
        if (rest().starts_with('>') || rest().starts_with('/')) break;
        auto attribute = read_name();
        if (!attribute) return tl::unexpected(attribute.error());
        auto value = read_value();
        if (!value) return tl::unexpected(value.error());
        if (tag.attributes.size() == most_attributes) return malformed();
        tag.attributes.emplace_back(*std::move(attribute), *std::move(value));
    }
    closes_at_once_ = text_[at_] == '/';
    if (closes_at_once_) ++at_;
    if (rest().empty()) return ended();
    if (text_[at_++] != '>' || open_.size() == deepest) return malformed();
    open_.push_back(tag.name);
    tag.depth = static_cast<int>(open_.size());
    return tag;
}

tl::expected<XmlTag, ManifestProblem> XmlReader::read_closing()
{
    XmlTag tag{
        .kind = XmlTag::Kind::closes,
        .name = open_.back(),
        .attributes = {},
        .depth = static_cast<int>(open_.size())};
    if (!closes_at_once_) {
        const auto name = read_name();
        if (!name) return tl::unexpected(name.error());
        skip_space();
        if (rest().empty()) return ended();
        if (*name != tag.name || text_[at_++] != '>') return malformed();
    }
    closes_at_once_ = false;
    open_.pop_back();
    return tag;
}

tl::expected<XmlTag, ManifestProblem> XmlReader::next()
{
    if (closes_at_once_) return read_closing();
    if (const auto skipped = skip_between(); !skipped) return tl::unexpected(skipped.error());
    if (rest().empty() && has_root_ && open_.empty()) return XmlTag{};
    if (rest().empty()) return ended();
    const bool is_after_root = has_root_ && open_.empty();
    if (text_[at_] != '<' || is_after_root) return malformed();
    ++at_;
    if (rest().empty()) return ended();
    if (text_[at_] == '/') {
        if (open_.empty()) return malformed();
        ++at_;
        return read_closing();
    }
    has_root_ = true;
    return read_opening(); // `<!DOCTYPE` has no name there and is malformed
}

} // namespace dossier::capture
