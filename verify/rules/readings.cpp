#include "verify/rules/readings.h"

#include "capture/utf8.h"
#include "verify/rules/text.h"
#include "verify/tables/readings.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace dossier::verify {

namespace {

std::vector<std::string_view> readings_of(std::string_view character)
{
    const auto found = std::ranges::lower_bound(readings(), character, {}, &Reading::character);
    if (found == readings().end() || found->character != character) return {};
    std::vector<std::string_view> syllables;
    std::string_view rest = found->syllables;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        syllables.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return syllables;
}

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
behind(std::string_view character, std::string_view letters, const std::set<std::size_t>& places)
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
    for (const char32_t code_point : characters) {
        const std::string character = capture::to_utf8(std::u32string_view{&code_point, 1});
        if (readings_of(character).empty()) return {};
        places = behind(character, letters, places);
    }
    return places.contains(letters.size());
}

} // namespace dossier::verify
