#pragma once
// Names of made-up people in Latin letters, as travel documents print them (pinyin without tones,
// ü as YU).

#include <string>
#include <string_view>

namespace dossier::samples {

struct LatinName {
    std::string surname;
    std::string given;
};

/// Of a name made by make_person in simplified script. Of 艾力·买买提 the father's name, which
/// stands last, comes first. Throws std::logic_error at a character of no name.
LatinName latin_of(std::string_view name);

} // namespace dossier::samples
