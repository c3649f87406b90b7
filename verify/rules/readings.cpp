#include "verify/rules/readings.h"

#include "capture/utf8.h"
#include "verify/characters.h"
#include "verify/rules/text.h"

#include <set>
#include <string>
#include <vector>

namespace dossier::verify {

namespace {

/// lv is typed LYU, LV or LU.
std::vector<std::string> spellings_of(std::string_view syllable)
{
    std::string upper;
    for (const char c : syllable)
        upper += static_cast<char>(c - 'a' + 'A');
    const std::size_t umlaut = upper.find('V');
    if (umlaut == upper.npos) return {upper};
    std::vector<std::string> spellings;
    for (const char* letters : {"YU", "V", "U"}) {
        spellings.push_back(upper);
        spellings.back().replace(umlaut, 1, letters);
    }
    return spellings;
}

/// Where the letters may go on behind the character that began at one of `places`.
std::set<std::size_t>
behind(char32_t character, std::string_view letters, const std::set<std::size_t>& places)
{
    std::set<std::size_t> reached;
    for (const std::string_view syllable : readings_of(character)) {
        for (const std::string& spelling : spellings_of(syllable)) {
            for (const std::size_t place : places) {
                if (letters.substr(place).starts_with(spelling))
                    reached.insert(place + spelling.size());
            }
        }
    }
    return reached;
}

} // namespace

std::optional<bool> is_read_as(std::string_view chinese, std::string_view latin)
{
    std::string letters;
    for (const char c : compact(latin)) {
        if (is_upper(c)) letters += c;
    }
    const std::u32string characters = capture::code_points(bare(chinese));
    if (characters.empty() || letters.empty()) return {};
    std::set<std::size_t> places{0};
    for (const char32_t character : characters) {
        if (readings_of(character).empty()) return {};
        places = behind(character, letters, places);
    }
    return places.contains(letters.size());
}

} // namespace dossier::verify
