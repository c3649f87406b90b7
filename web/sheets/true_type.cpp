#include "web/sheets/true_type.h"

#include "web/pdf_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dossier::web {

namespace {

void put16(std::string& out, std::uint32_t value)
{
    out += static_cast<char>(value >> 8 & 0xFF);
    out += static_cast<char>(value & 0xFF);
}

void put32(std::string& out, std::uint32_t value)
{
    put16(out, value >> 16);
    put16(out, value & 0xFFFF);
}

void set16(std::string& bytes, std::size_t at, std::uint32_t value)
{
    std::string two;
    put16(two, value);
    bytes.replace(at, 2, two);
}

std::uint32_t read16(const std::string& bytes, std::size_t at)
{
    if (at + 2 > bytes.size()) throw std::runtime_error("the font is cut off");
    return static_cast<std::uint32_t>(
        static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1])
    );
}

void pad(std::string& bytes)
{
    bytes.resize((bytes.size() + 3) / 4 * 4, '\0');
}

std::uint32_t checksum(const std::string& padded)
{
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < padded.size(); at += 4)
        sum += read16(padded, at) << 16 | read16(padded, at + 2);
    return sum;
}

/// Where an outline that is made of others names them (OpenType, "glyf", composite glyphs).
std::vector<std::size_t> parts_of(const std::string& outline)
{
    constexpr std::uint32_t words = 0x1;
    constexpr std::uint32_t scale = 0x8;
    constexpr std::uint32_t more = 0x20;
    constexpr std::uint32_t two_scales = 0x40;
    constexpr std::uint32_t matrix = 0x80;
    constexpr std::uint32_t composite = 0x8000; // a negative number of contours
    std::vector<std::size_t> parts;
    if (outline.empty() || (read16(outline, 0) & composite) == 0) return parts;
    std::uint32_t flags = more;
    for (std::size_t at = 10; (flags & more) != 0;) {
        flags = read16(outline, at);
        parts.push_back(at + 2);
        at += 4 + ((flags & words) != 0 ? 4 : 2);
        if ((flags & scale) != 0) at += 2;
        if ((flags & two_scales) != 0) at += 4;
        if ((flags & matrix) != 0) at += 8;
    }
    return parts;
}

} // namespace

TrueTypeFont::TrueTypeFont(std::string bytes) : bytes_(std::move(bytes))
{
    std::size_t start = 0;
    if (bytes_.starts_with("ttcf")) start = u32(12);
    const int count = u16(start + 4);
    for (int i = 0; i < count; ++i) {
        const auto entry = start + 12 + static_cast<std::size_t>(i) * 16;
        const Table found{.at = u32(entry + 8), .size = u32(entry + 12)};
        if (found.at + found.size > bytes_.size()) throw std::runtime_error("the font is cut off");
        tables_.emplace(bytes_.substr(entry, 4), found);
    }
    glyphs_ = u16(table("maxp").at + 4);
    metrics_ = u16(table("hhea").at + 34);
    units_ = u16(table("head").at + 18);
    has_long_offsets_ = u16(table("head").at + 50) == 1;
    if (glyphs_ == 0 || metrics_ == 0 || units_ == 0)
        throw std::runtime_error("the font has no glyphs");
    read_characters();
}

TrueTypeFont TrueTypeFont::load(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in || bytes.empty()) throw std::runtime_error(file.string() + " cannot be read");
    return TrueTypeFont{std::move(bytes)};
}

std::uint32_t TrueTypeFont::number(std::size_t at, std::size_t bytes) const
{
    if (at + bytes > bytes_.size()) throw std::runtime_error("the font is cut off");
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
}

std::uint16_t TrueTypeFont::u16(std::size_t at) const
{
    return static_cast<std::uint16_t>(number(at, 2));
}

std::uint32_t TrueTypeFont::u32(std::size_t at) const
{
    return number(at, 4);
}

const TrueTypeFont::Table& TrueTypeFont::table(const std::string& tag) const
{
    const auto found = tables_.find(tag);
    if (found == tables_.end()) throw std::runtime_error("the font has no " + tag);
    return found->second;
}

void TrueTypeFont::read_characters()
{
    const auto start = table("cmap").at;
    const int count = u16(start + 2);
    for (int i = 0; i < count && runs_.empty(); ++i) {
        const auto entry = start + 4 + static_cast<std::size_t>(i) * 8;
        const auto at = start + u32(entry + 4);
        constexpr int all_planes = 12;
        if (u16(at) != all_planes) continue;
        const auto groups = u32(at + 12);
        for (std::size_t group = 0; group < groups; ++group) {
            const auto line = at + 16 + group * 12;
            runs_.push_back({.first = u32(line), .last = u32(line + 4), .glyph = u32(line + 8)});
        }
    }
    if (runs_.empty()) throw std::runtime_error("the font does not say which glyph a character is");
}

std::uint16_t TrueTypeFont::glyph_of(char32_t character) const
{
    const auto run = std::ranges::lower_bound(runs_, character, {}, &Run::last);
    if (run == runs_.end() || character < run->first) return 0;
    const auto glyph = run->glyph + (character - run->first);
    return glyph < glyphs_ ? static_cast<std::uint16_t>(glyph) : std::uint16_t{0};
}

int TrueTypeFont::width_of(std::uint16_t glyph) const
{
    const auto metric = std::min<std::size_t>(glyph, metrics_ - std::size_t{1});
    return u16(table("hmtx").at + metric * 4) * 1000 / units_;
}

std::string TrueTypeFont::outline_of(std::uint16_t glyph) const
{
    const auto& loca = table("loca");
    const auto& glyf = table("glyf");
    const auto offset = [&](std::size_t at) -> std::size_t {
        return has_long_offsets_ ? u32(loca.at + at * 4) : std::size_t{u16(loca.at + at * 2)} * 2;
    };
    const auto first = offset(glyph);
    const auto end = offset(glyph + std::size_t{1});
    if (glyph >= glyphs_ || end < first || end > glyf.size)
        throw std::runtime_error("the font's glyphs are not where it says");
    return bytes_.substr(glyf.at + first, end - first);
}

std::string TrueTypeFont::subset(std::span<const std::uint16_t> glyphs) const
{
    std::vector<std::uint16_t> kept(glyphs.begin(), glyphs.end());
    std::map<std::uint16_t, std::uint16_t> number_of;
    for (std::size_t at = 0; at < kept.size(); ++at)
        number_of.emplace(kept[at], static_cast<std::uint16_t>(at));
    std::string glyf;
    std::string loca;
    std::string hmtx;
    for (std::size_t at = 0; at < kept.size(); ++at) { // grows by what glyphs are made of
        auto outline = outline_of(kept[at]);
        for (const auto part : parts_of(outline)) {
            const auto used = static_cast<std::uint16_t>(read16(outline, part));
            const auto [known, is_new] =
                number_of.emplace(used, static_cast<std::uint16_t>(kept.size()));
            if (is_new) kept.push_back(used);
            set16(outline, part, known->second);
        }
        pad(outline);
        put32(loca, static_cast<std::uint32_t>(glyf.size()));
        glyf += outline;
        const auto metric = std::min<std::size_t>(kept[at], metrics_ - std::size_t{1});
        put16(hmtx, u16(table("hmtx").at + metric * 4));
        put16(hmtx, kept[at] < metrics_ ? u16(table("hmtx").at + metric * 4 + 2) : 0U);
    }
    put32(loca, static_cast<std::uint32_t>(glyf.size()));

    const auto copy = [&](const char* tag) {
        const auto& found = table(tag);
        return bytes_.substr(found.at, found.size);
    };
    std::map<std::string, std::string> out{
        {"glyf", std::move(glyf)}, {"loca", std::move(loca)}, {"hmtx", std::move(hmtx)}};
    const auto count = static_cast<std::uint32_t>(kept.size());
    set16(out["head"] = copy("head"), 50, 1);
    set16(out["hhea"] = copy("hhea"), 34, count);
    set16(out["maxp"] = copy("maxp"), 4, count);
    for (const auto* tag : {"cvt ", "fpgm", "prep"})
        if (tables_.contains(tag)) out[tag] = copy(tag);

    std::string file;
    std::string body;
    put32(file, 0x00010000);
    put16(file, static_cast<std::uint32_t>(out.size()));
    std::uint32_t range = 1;
    std::uint32_t selector = 0;
    while (range * 2 <= out.size()) {
        range *= 2;
        ++selector;
    }
    put16(file, range * 16);
    put16(file, selector);
    put16(file, static_cast<std::uint32_t>(out.size()) * 16 - range * 16);
    const auto start = file.size() + out.size() * 16;
    for (auto& [tag, bytes] : out) {
        const auto size = bytes.size();
        pad(bytes);
        file += tag;
        put32(file, checksum(bytes));
        put32(file, static_cast<std::uint32_t>(start + body.size()));
        put32(file, static_cast<std::uint32_t>(size));
        body += bytes;
    }
    return file + body;
}

std::string EmbeddedFont::hex(std::string_view text)
{
    std::string digits;
    for (const auto character : code_points(text)) {
        const auto [known, is_new] =
            numbers_.emplace(character, static_cast<std::uint16_t>(glyphs_.size()));
        if (is_new) {
            glyphs_.push_back(font_.glyph_of(character));
            characters_.push_back(character);
        }
        digits += fmt::format("{:04X}", known->second);
    }
    return digits;
}

double EmbeddedFont::width(std::string_view text, double size) const
{
    int thousandths = 0;
    for (const auto character : code_points(text))
        thousandths += font_.width_of(font_.glyph_of(character));
    return thousandths * size / 1000;
}

int EmbeddedFont::put(PdfWriter& writer) const
{
    const int font = writer.reserve();
    const int descendant = writer.reserve();
    const int descriptor = writer.reserve();
    const int file = writer.reserve();
    const int back = writer.reserve();
    constexpr auto name = "DOSSIR+Register"; // six letters tell a subset (ISO 32000-1, 9.6.4)
    std::string widths;
    for (const auto glyph : glyphs_)
        widths += fmt::format("{} ", font_.width_of(glyph));
    writer.put(
        font,
        fmt::format(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{} /Encoding /Identity-H "
            "/DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
            name,
            descendant,
            back
        )
    );
    writer.put(
        descendant,
        fmt::format(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{} /CIDToGIDMap /Identity "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            "/DW 1000 /W [0 [{}]] /FontDescriptor {} 0 R >>",
            name,
            widths,
            descriptor
        )
    );
    writer.put(
        descriptor,
        fmt::format(
            "<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [-200 -300 1200 1000] "
            "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 800 /StemV 80 /FontFile2 {} 0 R "
            ">>",
            name,
            file
        )
    );
    // Two characters may share a glyph, which stands in the file twice then.
    const auto bytes = font_.subset(glyphs_);
    writer.put_stream(file, fmt::format("/Length1 {}", bytes.size()), bytes);
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CMapName /Register def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::size_t most = 100; // of one block
    for (std::size_t at = 1; at < characters_.size(); at += most) {
        const auto end = std::min(at + most, characters_.size());
        map += fmt::format("{} beginbfchar\n", end - at);
        for (auto i = at; i < end; ++i)
            map += fmt::format("<{:04X}> <{}>\n", i, utf16_hex(characters_[i]));
        map += "endbfchar\n";
    }
    map += "endcmap\nend\nend\n";
    writer.put_stream(back, "", map);
    return font;
}

} // namespace dossier::web
