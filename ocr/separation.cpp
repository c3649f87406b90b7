#include "ocr/separation.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dossier::ocr {

namespace {

struct Name {
    SeparationMode mode;
    std::string_view text;
};

constexpr std::array<Name, 5> names{{
    {SeparationMode::automatic, "automatic"},
    {SeparationMode::file, "file"},
    {SeparationMode::page_count, "page_count"},
    {SeparationMode::blank_sheet, "blank_sheet"},
    {SeparationMode::separator, "separator"},
}};

} // namespace

std::optional<Separation> parse_separation(std::string_view text, int sides)
{
    const auto colon = text.find(':');
    const auto name = std::ranges::find(names, text.substr(0, colon), &Name::text);
    if (name == names.end()) return std::nullopt;
    Separation separation{.mode = name->mode, .count = 1, .sides = sides};
    const bool counts = name->mode == SeparationMode::page_count;
    if (counts != (colon != std::string_view::npos)) return std::nullopt;
    if (!counts) return separation;
    const auto digits = text.substr(colon + 1);
    const auto* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, separation.count);
    if (error != std::errc{} || end != last) return std::nullopt;
    if (separation.count < 1 || separation.count > most_sheets_counted) return std::nullopt;
    return separation;
}

std::string to_text(const Separation& separation)
{
    const auto name = std::ranges::find(names, separation.mode, &Name::mode);
    std::string text{name == names.end() ? std::string_view{} : name->text};
    if (separation.mode == SeparationMode::page_count)
        text += ":" + std::to_string(separation.count);
    return text;
}

} // namespace dossier::ocr
