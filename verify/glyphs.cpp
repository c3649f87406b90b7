#include "verify/glyphs.h"

#include <algorithm>
#include <string_view>

namespace dossier::verify {

namespace {

/// The characters as the bytes of each.
std::vector<std::string_view> characters_of(std::string_view text)
{
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        std::size_t end = 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
            ++end;
        characters.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return characters;
}

} // namespace

std::vector<std::string> doubted_glyphs(const ocr::Field& field)
{
    const auto value = characters_of(field.value);
    std::vector<bool> is_doubted(value.size(), false);
    const auto compare = [&](std::string_view reading) {
        const auto other = characters_of(reading);
        if (other.size() != value.size()) return;
        for (std::size_t i = 0; i < value.size(); ++i)
            if (other[i] != value[i]) is_doubted[i] = true;
    };
    for (const auto& alternative : field.alternatives)
        compare(alternative.value);
    if (field.raw == field.value) // else what was seen is written in another way
        for (const auto& sighting : field.sightings)
            compare(sighting.text);
    std::vector<std::string> glyphs;
    for (std::size_t i = 0; i < value.size(); ++i)
        if (is_doubted[i] && std::ranges::find(glyphs, value[i]) == glyphs.end())
            glyphs.emplace_back(value[i]);
    return glyphs;
}

} // namespace dossier::verify
