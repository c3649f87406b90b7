#include "store/search/pinyin.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

constexpr std::size_t longest_reading = 6; // zhuang
constexpr int impossible = 1 << 20;

class Parts {
public:
    Parts(std::string_view letters, std::span<const std::string> readings, std::size_t most)
        : letters_(letters),
          readings_(readings.begin(), readings.end()),
          most_(most),
          fewest_(letters.size() + 1, impossible)
    {
        std::ranges::sort(readings_);
        fewest_.back() = 0;
        for (std::size_t at = letters.size(); at-- > 0;) {
            for (const auto& sound : sounds_at(at)) {
                fewest_[at] = std::min(fewest_[at], cost(sound) + fewest_[at + sound.text.size()]);
            }
        }
    }

    std::vector<std::vector<Sound>> all()
    {
        const auto size = static_cast<int>(letters_.size());
        for (int initials = fewest_[0]; initials <= size && found_.size() < most_; ++initials) {
            go_on(0, initials);
        }
        return std::move(found_);
    }

private:
    static int cost(const Sound& sound) { return sound.kind == SoundKind::initial ? 1 : 0; }

    /// The sounds that the letters may go on with, the longest first.
    [[nodiscard]] std::vector<Sound> sounds_at(std::size_t at) const
    {
        std::vector<Sound> sounds;
        const auto rest = letters_.substr(at);
        for (std::size_t size = std::min(rest.size(), longest_reading); size > 0; --size) {
            const auto text = rest.substr(0, size);
            const auto from = std::ranges::lower_bound(readings_, text);
            if (from == readings_.end() || !from->starts_with(text)) {
                continue;
            }
            const bool is_double = text == "zh" || text == "ch" || text == "sh";
            if (*from == text) {
                sounds.push_back({SoundKind::reading, std::string(text)});
            } else if (size == rest.size() && size > 1 && !is_double) {
                sounds.push_back({SoundKind::begun, std::string(text)});
            }
            if (size == 1 || is_double) {
                sounds.push_back({SoundKind::initial, std::string(text)});
            }
        }
        return sounds;
    }

    /// Every way from there with exactly so many initials.
    void go_on(std::size_t at, int initials)
    {
        if (found_.size() >= most_) {
            return;
        }
        if (at == letters_.size()) {
            if (initials == 0) {
                found_.push_back(way_);
            }
            return;
        }
        for (const auto& sound : sounds_at(at)) {
            const auto next = at + sound.text.size();
            const int left = initials - cost(sound);
            const auto most_left = static_cast<int>(letters_.size() - next);
            if (left >= fewest_[next] && left <= most_left) {
                way_.push_back(sound);
                go_on(next, left);
                way_.pop_back();
            }
        }
    }

    std::string_view letters_;
    std::vector<std::string> readings_;
    std::size_t most_;
    std::vector<int> fewest_; ///< initials needed from there on
    std::vector<Sound> way_;
    std::vector<std::vector<Sound>> found_;
};

} // namespace

std::vector<std::vector<Sound>>
pinyin_parts(std::string_view letters, std::span<const std::string> readings, std::size_t most)
{
    return letters.empty() ? std::vector<std::vector<Sound>>{}
                           : Parts(letters, readings, most).all();
}

} // namespace dossier::store
