#pragma once
// A text as typed, taken apart: words that must all be found, each in one of several ways.

#include "store/search/pattern.h"

#include <string_view>
#include <vector>

namespace dossier::store {

/// Ways in which one word may be meant: as it stands, or as pinyin.
using Word = std::vector<Pattern>;

/// With Han characters in it, spaces part words; without, they part the syllables of one.
[[nodiscard]] std::vector<Word> words_of(std::string_view typed, const Alphabet& alphabet);

} // namespace dossier::store
