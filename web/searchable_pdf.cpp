#include "web/searchable_pdf.h"

#include "capture/utf8.h"
#include "web/pdf_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

namespace dossier::web {

namespace {

/// Code points by first use: the CIDs of the one invisible font. 0 stays .notdef.
class Glyphs {
public:
    std::uint16_t cid(char32_t point)
    {
        if (const auto known = cids_.find(point); known != cids_.end()) return known->second;
        if (points_.size() >= 0xFFFE) return 0;
        points_.push_back(point);
        const auto cid = static_cast<std::uint16_t>(points_.size());
        cids_.emplace(point, cid);
        return cid;
    }

    /// The CMap that turns CIDs back into text, at most 100 entries a block (Adobe TN 5411).
    [[nodiscard]] std::string to_unicode() const
    {
        std::string map =
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
        for (std::size_t start = 0; start < points_.size(); start += 100) {
            const auto end = std::min(start + 100, points_.size());
            map += fmt::format("{} beginbfchar\n", end - start);
            for (auto at = start; at < end; ++at)
                map += fmt::format("<{:04X}> <{}>\n", at + 1, utf16_hex(points_[at]));
            map += "endbfchar\n";
        }
        return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    }

private:
    std::map<char32_t, std::uint16_t> cids_;
    std::vector<char32_t> points_;
};

/// How many colour components the frame header names (ITU-T T.81, B.2.2); 3 when none is found.
int jpeg_components(std::span<const std::byte> jpeg)
{
    const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(jpeg[at]); };
    for (std::size_t at = 2; at + 9 < jpeg.size() && byte(at) == 0xFF;) {
        const auto marker = byte(at + 1);
        const bool is_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_frame) return static_cast<int>(byte(at + 9));
        at += 2 + (byte(at + 2) << 8 | byte(at + 3));
    }
    return 3;
}

/// The picture, then each line stretched over its box: every glyph is one em wide.
std::string page_content(const PdfPage& page, double points_per_pixel, Glyphs& glyphs)
{
    std::string content = fmt::format(
        "q {:.2f} 0 0 {:.2f} 0 0 cm /Page Do Q\nBT 3 Tr\n",
        page.width * points_per_pixel,
        page.height * points_per_pixel
    );
    for (const auto& line : page.lines) {
        const auto points = capture::code_points(line.text);
        if (points.empty() || line.box.width <= 0 || line.box.height <= 0) continue;
        const double size = line.box.height * points_per_pixel;
        const double natural_width = static_cast<double>(points.size()) * size;
        content += fmt::format(
            "/Text {:.2f} Tf {:.2f} Tz 1 0 0 1 {:.2f} {:.2f} Tm <",
            size,
            100.0 * line.box.width * points_per_pixel / natural_width,
            line.box.x * points_per_pixel,
            (page.height - line.box.y - line.box.height * 0.85) * points_per_pixel
        );
        for (const auto point : points)
            content += fmt::format("{:04X}", glyphs.cid(point));
        content += "> Tj\n";
    }
    return content + "ET\n";
}

/// Over the whole page, slanting, as on the screen; only as dark as needed to be read on a copy.
std::string watermark_content(const PdfPage& page, double points_per_pixel, std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '(' || c == ')' || c == '\\') escaped += '\\';
        escaped += c < ' ' || c > '~' ? '?' : c;
    }
    constexpr double size = 11;
    constexpr double slant_cos = 0.906;
    constexpr double slant_sin = 0.423;
    const double across = size * 0.6 * static_cast<double>(text.size()) + 60;
    const double width = page.width * points_per_pixel;
    const double height = page.height * points_per_pixel;
    std::string content = "q /Mark gs 0.25 g BT 0 Tr 100 Tz /Plain 11 Tf\n";
    bool is_odd = false;
    for (double y = 20; y < height; y += 110, is_odd = !is_odd)
        for (double x = is_odd ? across / 2 - across : 0; x < width; x += across)
            content += fmt::format(
                "{:.3f} {:.3f} {:.3f} {:.3f} {:.1f} {:.1f} Tm ({}) Tj\n",
                slant_cos,
                slant_sin,
                -slant_sin,
                slant_cos,
                x,
                y,
                escaped
            );
    return content + "ET Q\n";
}

std::string_view text_of(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

std::string searchable_pdf(std::span<const PdfPage> pages, std::string_view watermark)
{
    PdfWriter writer;
    Glyphs glyphs;
    const int catalog = writer.reserve();
    PdfPages leaves{writer};
    const int font = writer.reserve();
    const int descendant = writer.reserve();
    const int descriptor = writer.reserve();
    const int to_unicode = writer.reserve();
    // Of the watermark: a font that every viewer has, drawn through.
    constexpr std::string_view mark =
        " /ExtGState << /Mark << /Type /ExtGState /ca 0.22 >> >>"
        " /Font << /Text {} 0 R /Plain << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    constexpr std::string_view no_mark = " /Font << /Text {} 0 R >>";
    const auto fonts = fmt::format(fmt::runtime(watermark.empty() ? no_mark : mark), font);

    for (const auto& page : pages) {
        const int picture = writer.reserve();
        const double points_per_pixel = 72.0 / (page.dpi > 0 ? page.dpi : 200.0);
        auto drawn = page_content(page, points_per_pixel, glyphs);
        if (!watermark.empty()) drawn += watermark_content(page, points_per_pixel, watermark);
        leaves.add(
            page.width * points_per_pixel,
            page.height * points_per_pixel,
            fmt::format("/XObject << /Page {} 0 R >>{}", picture, fonts),
            drawn
        );
        writer.put_stream(
            picture,
            fmt::format(
                "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 "
                "/ColorSpace /{} "
                "/Filter /DCTDecode",
                page.width,
                page.height,
                jpeg_components(page.jpeg) == 1 ? "DeviceGray" : "DeviceRGB"
            ),
            text_of(page.jpeg)
        );
    }

    writer.put(catalog, fmt::format("<< /Type /Catalog /Pages {} 0 R >>", leaves.put()));
    writer.put(
        font,
        fmt::format(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Invisible /Encoding /Identity-H "
            "/DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
            descendant,
            to_unicode
        )
    );
    writer.put(
        descendant,
        fmt::format(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invisible /DW 1000 /CIDToGIDMap "
            "/Identity "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            "/FontDescriptor {} 0 R >>",
            descriptor
        )
    );
    writer.put(
        descriptor,
        "<< /Type /FontDescriptor /FontName /Invisible /Flags 4 /FontBBox [0 -150 1000 850] "
        "/ItalicAngle 0 "
        "/Ascent 850 /Descent -150 /CapHeight 850 /StemV 80 >>"
    );
    writer.put_stream(to_unicode, "", glyphs.to_unicode());
    return writer.finish(catalog);
}

} // namespace dossier::web
