#pragma once
// A TrueType font (OpenType 1.9; the first of a collection) as far as a PDF needs it: which glyph a
// character is, how wide it is, and a font file of only the glyphs that were used. No hinting is
// run, no shape is drawn.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

class PdfWriter;

class TrueTypeFont {
public:
    /// Throws std::runtime_error where the bytes are no such font.
    explicit TrueTypeFont(std::string bytes);
    [[nodiscard]] static TrueTypeFont load(const std::filesystem::path& file);

    /// 0 where the font has no such character.
    [[nodiscard]] std::uint16_t glyph_of(char32_t character) const;
    /// In thousandths of the size.
    [[nodiscard]] int width_of(std::uint16_t glyph) const;
    /// A font file of these glyphs, numbered from 0 in their order, and what they are made of.
    [[nodiscard]] std::string subset(std::span<const std::uint16_t> glyphs) const;

private:
    struct Table {
        std::size_t at = 0;
        std::size_t size = 0;
    };

    /// A run of characters that are consecutive glyphs (cmap format 12).
    struct Run {
        char32_t first = 0;
        char32_t last = 0;
        std::uint32_t glyph = 0;
    };

    [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t bytes) const;
    [[nodiscard]] std::uint16_t u16(std::size_t at) const;
    [[nodiscard]] std::uint32_t u32(std::size_t at) const;
    [[nodiscard]] const Table& table(const std::string& tag) const;
    void read_characters();
    [[nodiscard]] std::string outline_of(std::uint16_t glyph) const;

    std::string bytes_;
    std::map<std::string, Table> tables_;
    std::vector<Run> runs_;
    std::uint16_t glyphs_ = 0;
    std::uint16_t metrics_ = 0; ///< glyphs that have a width of their own
    int units_ = 1000;          ///< of the em
    bool has_long_offsets_ = false;
};

/// The part of a font that one PDF uses: characters are counted as they are written, and the font
/// is put into the file when all are.
class EmbeddedFont {
public:
    explicit EmbeddedFont(const TrueTypeFont& font) : font_(font) {}

    /// The text as a PDF's hexadecimal string in this font's own numbers.
    [[nodiscard]] std::string hex(std::string_view text);
    /// In the unit of `size`.
    [[nodiscard]] double width(std::string_view text, double size) const;
    /// Writes font, widths and the way back to characters; the number of the font's object.
    [[nodiscard]] int put(PdfWriter& writer) const;

private:
    const TrueTypeFont& font_;
    std::vector<std::uint16_t> glyphs_{0};
    std::vector<char32_t> characters_{0};
    std::map<char32_t, std::uint16_t> numbers_;
};

} // namespace dossier::web
