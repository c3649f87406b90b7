#include "capture/sheet_code.h"

#include <algorithm>
#include <charconv>

namespace dossier::capture {

namespace {

constexpr std::string_view cover_head = "dossier:cover/1";
constexpr std::string_view separator_head = "dossier:separator/1";
constexpr int most_sheets = 100'000;

bool is_word(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

bool set_number(std::string_view text, int least, int most, int& number)
{
    int found = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    number = found;
    return found >= least && found <= most;
}

bool set_word(std::string_view text, std::string& word)
{
    word = text;
    return is_word(text);
}

/// Calls `set(key, value)` for each member behind `head`; false when one is malformed or refused.
template <typename Set>
bool read_members(std::string_view text, std::string_view head, Set set)
{
    if (!text.starts_with(head)) return false;
    text.remove_prefix(head.size());
    while (!text.empty()) {
        if (text.front() != ';') return false;
        text.remove_prefix(1);
        const auto member = text.substr(0, text.find(';'));
        const auto equals = member.find('=');
        if (equals == std::string_view::npos) return false;
        if (!set(member.substr(0, equals), member.substr(equals + 1))) return false;
        text.remove_prefix(member.size());
    }
    return true;
}

} // namespace

bool is_batch_name(std::string_view name)
{
    return is_word(name);
}

std::string code_text(const CoverSheet& cover)
{
    std::string text{cover_head};
    text += ";batch=" + cover.batch;
    if (cover.sheets > 0) text += ";sheets=" + std::to_string(cover.sheets);
    if (cover.sides != 1) text += ";sides=" + std::to_string(cover.sides);
    if (cover.separators >= 0) text += ";separators=" + std::to_string(cover.separators);
    if (!cover.type.empty()) text += ";type=" + cover.type;
    return text;
}

std::string code_text(const SeparatorSheet& separator)
{
    return std::string{separator_head} + (separator.type.empty() ? "" : ";type=" + separator.type);
}

std::optional<CoverSheet> parse_cover_sheet(std::string_view text)
{
    CoverSheet cover;
    const bool is_sound = read_members(text, cover_head, [&](auto key, auto value) {
        if (key == "batch") return set_word(value, cover.batch);
        if (key == "type") return set_word(value, cover.type);
        if (key == "sheets") return set_number(value, 1, most_sheets, cover.sheets);
        if (key == "sides") return set_number(value, 1, 2, cover.sides);
        if (key == "separators") return set_number(value, 0, most_sheets, cover.separators);
        return true;
    });
    if (!is_sound || cover.batch.empty()) return std::nullopt;
    return cover;
}

std::optional<SeparatorSheet> parse_separator_sheet(std::string_view text)
{
    SeparatorSheet separator;
    const bool is_sound = read_members(text, separator_head, [&](auto key, auto value) {
        return key != "type" || set_word(value, separator.type);
    });
    if (!is_sound) return std::nullopt;
    return separator;
}

bool is_separating_patch(const Code& code)
{
    return code.symbology == "patch_t" || code.symbology == "patch_2" ||
           code.symbology == "patch_3";
}

} // namespace dossier::capture
