#include "ocr/net/charset.h"

#include "ocr/net/model_error.h"

#include <algorithm>
#include <fstream>

namespace dossier::ocr::net {

Charset::Charset(const std::filesystem::path& list)
{
    constexpr std::size_t most_characters = 100'000;
    std::ifstream stream(list);
    characters_.emplace_back();
    for (std::string line; std::getline(stream, line);) {
        if (line.empty() || line.size() > 8 || characters_.size() > most_characters) {
            throw ModelError("the list of characters is damaged: " + list.string());
        }
        characters_.push_back(std::move(line));
    }
    if (characters_.size() < 2) throw ModelError("cannot read the list " + list.string());
    characters_.emplace_back(" ");
}

bool Charset::has(std::string_view character) const
{
    return !character.empty() && std::ranges::find(characters_, character) != characters_.end();
}

bool is_full_width(std::string_view character)
{
    // UTF-8 of U+2E80 and above starts with E2 BA or more: radicals, kana, Han, full-width forms.
    constexpr std::string_view first = "\xe2\xba\x80";
    return character >= first;
}

} // namespace dossier::ocr::net
