#pragma once
// A font as far as a PDF needs it: which glyph a character is, how wide it is, and a font file of
// only the glyphs that were used. HarfBuzz knows the format; nothing is shaped or drawn.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct hb_face_t;
struct hb_font_t;

namespace dossier::web {

class PdfWriter;

/// A font file of some glyphs.
struct FontPart {
    std::string file;
    std::vector<std::uint16_t> glyphs; ///< their numbers in it, in the order they were asked for
};

class TrueTypeFont {
public:
    /// Throws std::runtime_error where the bytes are no font. Of a collection, the first.
    explicit TrueTypeFont(const std::string& bytes);
    [[nodiscard]] static TrueTypeFont load(const std::filesystem::path& file);

    /// 0 where the font has no such character.
    [[nodiscard]] std::uint16_t glyph_of(char32_t character) const;
    /// In thousandths of the size.
    [[nodiscard]] int width_of(std::uint16_t glyph) const;
    [[nodiscard]] FontPart part(std::span<const std::uint16_t> glyphs) const;

private:
    struct Release {
        void operator()(hb_face_t* face) const;
        void operator()(hb_font_t* font) const;
    };

    std::unique_ptr<hb_face_t, Release> face_;
    std::unique_ptr<hb_font_t, Release> font_;
};

/// A font that is loaded when something is printed with it, and kept. Safe from any thread.
class FontFile {
public:
    explicit FontFile(std::filesystem::path file) : file_(std::move(file)) {}

    /// Throws std::runtime_error where it cannot be loaded; then it is tried again.
    [[nodiscard]] const TrueTypeFont& font() const;

private:
    std::filesystem::path file_;
    mutable std::mutex mutex_;
    mutable std::optional<TrueTypeFont> font_;
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
