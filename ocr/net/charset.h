#pragma once
// The characters a recogniser can name: class 0 is "nothing here" (CTC's blank), then one character
// a line of the model's list, last the space.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr::net {

class Charset {
public:
    static constexpr std::size_t blank = 0;

    /// Throws ModelError when the list cannot be read or has an impossible line.
    explicit Charset(const std::filesystem::path& list);

    std::size_t size() const { return characters_.size(); }

    /// The character of a class as UTF-8; empty for the blank.
    const std::string& text(std::size_t label) const { return characters_[label]; }

    /// Whether the recogniser can read it at all: what it cannot read goes to a person.
    bool has(std::string_view character) const;

private:
    std::vector<std::string> characters_;
};

/// Whether the character is as wide as it is high, as Han characters are.
bool is_full_width(std::string_view character);

} // namespace dossier::ocr::net
