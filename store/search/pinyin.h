#pragma once
// Latin letters as pinyin: every likely way in which they are readings one behind the other.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// `reading`: all of one. `initial`: the letter or two that it begins with. `begun`: more of its
/// beginning, at the end of what was typed.
enum class SoundKind { reading, initial, begun };

struct Sound {
    SoundKind kind = SoundKind::reading;
    std::string text;
    bool operator==(const Sound&) const = default;
};

/// In lower case, out of the readings that exist. Those with the fewest initials first; at most
/// `most`. Nothing where the letters are no pinyin.
[[nodiscard]] std::vector<std::vector<Sound>>
pinyin_parts(std::string_view letters, std::span<const std::string> readings, std::size_t most);

} // namespace dossier::store
