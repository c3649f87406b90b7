#include "web/sheets/true_type.h"

#include "capture/utf8.h"
#include "web/pdf_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <hb-subset.h>
#include <hb.h>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace dossier::web {

namespace {

constexpr int thousand = 1000;

template <class Thing, void (*destroy)(Thing*)>
struct Destroy {
    void operator()(Thing* thing) const { destroy(thing); }
};

using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_t, hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Destroy<hb_face_t, hb_face_destroy>>;
using Plan = std::unique_ptr<hb_subset_plan_t, Destroy<hb_subset_plan_t, hb_subset_plan_destroy>>;
using Wish =
    std::unique_ptr<hb_subset_input_t, Destroy<hb_subset_input_t, hb_subset_input_destroy>>;

Blob blob_of(const std::string& bytes)
{
    return Blob{hb_blob_create(
        bytes.data(),
        static_cast<unsigned>(bytes.size()),
        HB_MEMORY_MODE_DUPLICATE,
        nullptr,
        nullptr
    )};
}

} // namespace

void TrueTypeFont::Release::operator()(hb_face_t* face) const
{
    hb_face_destroy(face);
}

void TrueTypeFont::Release::operator()(hb_font_t* font) const
{
    hb_font_destroy(font);
}

TrueTypeFont::TrueTypeFont(const std::string& bytes)
    : face_(hb_face_create(blob_of(bytes).get(), 0)),
      font_(hb_font_create(face_.get()))
{
    if (hb_face_get_glyph_count(face_.get()) == 0) throw std::runtime_error("not a font");
    hb_font_set_scale(font_.get(), thousand, thousand);
    hb_font_make_immutable(font_.get()); // then threads may share it, and its face
}

TrueTypeFont TrueTypeFont::load(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot open the font " + file.string());
    return TrueTypeFont{std::string{std::istreambuf_iterator<char>(in), {}}};
}

std::uint16_t TrueTypeFont::glyph_of(char32_t character) const
{
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font_.get(), character, &glyph) == 0) return 0;
    return static_cast<std::uint16_t>(glyph);
}

int TrueTypeFont::width_of(std::uint16_t glyph) const
{
    return hb_font_get_glyph_h_advance(font_.get(), glyph);
}

FontPart TrueTypeFont::part(std::span<const std::uint16_t> glyphs) const
{
    const Wish wish{hb_subset_input_create_or_fail()};
    if (!wish) throw std::bad_alloc{};
    for (const auto glyph : glyphs)
        hb_set_add(hb_subset_input_glyph_set(wish.get()), glyph);
    auto* unused = hb_subset_input_set(wish.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : {"GDEF", "GPOS", "GSUB", "OS/2", "cmap", "name", "post"})
        hb_set_add(unused, hb_tag_from_string(tag, -1));
    const Plan plan{hb_subset_plan_create_or_fail(face_.get(), wish.get())};
    const Face face{plan ? hb_subset_plan_execute_or_fail(plan.get()) : nullptr};
    if (!face) throw std::runtime_error("the font cannot be cut");
    const Blob blob{hb_face_reference_blob(face.get())};
    unsigned size = 0;
    const char* data = hb_blob_get_data(blob.get(), &size);
    FontPart part{.file = {data, size}, .glyphs = {}};
    const auto* numbers = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    for (const auto glyph : glyphs)
        part.glyphs.push_back(static_cast<std::uint16_t>(hb_map_get(numbers, glyph)));
    return part;
}

const TrueTypeFont& FontFile::font() const
{
    const std::lock_guard lock(mutex_);
    if (!font_) font_.emplace(TrueTypeFont::load(file_));
    return *font_;
}

std::string EmbeddedFont::hex(std::string_view text)
{
    std::string digits;
    for (const auto character : capture::code_points(text)) {
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
    for (const auto character : capture::code_points(text))
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
    const int map_of_glyphs = writer.reserve();
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
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{} /CIDToGIDMap {} 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            "/DW 1000 /W [0 [{}]] /FontDescriptor {} 0 R >>",
            name,
            map_of_glyphs,
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
    const auto part = font_.part(glyphs_);
    writer.put_stream(file, fmt::format("/Length1 {}", part.file.size()), part.file);
    std::string numbers;
    for (const auto glyph : part.glyphs) {
        numbers += static_cast<char>(glyph >> 8U);
        numbers += static_cast<char>(glyph & 0xFFU);
    }
    writer.put_stream(map_of_glyphs, "", numbers);
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
