// Bombs: headers that promise the sky.

#include <fmt/format.h>

#include "samples/hostile/bytes.h"
#include "samples/hostile/codestreams.h"
#include "samples/hostile/hostile.h"
#include "samples/hostile/pdf_parts.h"
#include "samples/render/png_chunks.h"

namespace dossier::samples {
namespace {

constexpr std::uint32_t most = 0xFFFFFFFF;

HostileFile bomb(std::string name, std::string what, Bytes bytes)
{
    return {std::move(name), std::move(what), Expect::refused, std::move(bytes)};
}

Bytes png(const PngHeader& header)
{
    Bytes file = png_signature();
    append_png_header(file, header);
    append_png_chunk(file, "IDAT", zlib_zeros(1));
    append_png_chunk(file, "IEND", {});
    return file;
}

void append_pngs(HostileFiles& all)
{
    const PngHeader wide{.width = 30000, .height = 30000};
    all.push_back(bomb("bomb-grey.png", "30000 x 30000, grey", png(wide)));
    all.push_back(bomb(
        "bomb-deep.png",
        "30000 x 30000, four samples of 16 bits",
        png({.width = 30000, .height = 30000, .depth = 16, .colour = 6})
    ));
    all.push_back(
        bomb("bomb-end.png", "2147483647 a side", png({.width = most / 2, .height = most / 2}))
    );
    all.push_back(bomb("bomb-tall.png", "1 x 2147483647", png({.width = 1, .height = most / 2})));
    all.push_back(bomb(
        "bomb-interlaced.png",
        "19999 x 19999, interlaced",
        png({.width = 19999, .height = 19999, .interlace = 1})
    ));
    all.push_back(bomb("bomb-wide.png", "20001 x 1", png({.width = 20001, .height = 1})));
    all.push_back(bomb(
        "bomb-ratio.png",
        "9999 x 9999 in colour out of a kilobyte",
        png({.width = 9999, .height = 9999, .colour = 2})
    ));
}

/// Frame, one scan of a few bytes, end.
Bytes jpeg(unsigned frame, unsigned width, unsigned height, unsigned components, int scans)
{
    Bytes file{0xFF, 0xD8, 0xFF, static_cast<std::uint8_t>(frame)};
    append_u16_be(file, 8 + 3 * components);
    file.push_back(8);
    append_u16_be(file, height);
    append_u16_be(file, width);
    file.push_back(static_cast<std::uint8_t>(components));
    for (unsigned i = 1; i <= components; ++i)
        file.insert(file.end(), {static_cast<std::uint8_t>(i), 0x11, 0});
    for (int scan = 0; scan < scans; ++scan)
        file.insert(file.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xAA, 0x55});
    file.insert(file.end(), {0xFF, 0xD9});
    return file;
}

void append_jpegs(HostileFiles& all)
{
    constexpr unsigned baseline = 0xC0;
    constexpr unsigned progressive = 0xC2;
    all.push_back(bomb("bomb-65k.jpg", "65535 x 65535", jpeg(baseline, 65535, 65535, 3, 1)));
    all.push_back(
        bomb("bomb-inks.jpg", "65535 x 65535, four inks", jpeg(baseline, 65535, 65535, 4, 1))
    );
    all.push_back(
        bomb("bomb-20k.jpg", "20000 x 20000, progressive", jpeg(progressive, 20000, 20000, 3, 9))
    );
    all.push_back(bomb("bomb-wide.jpg", "65535 x 1", jpeg(baseline, 65535, 1, 1, 1)));
    all.push_back(
        bomb("bomb-scans.jpg", "a million scans", jpeg(progressive, 9000, 9000, 1, 300'000))
    );
    all.push_back(bomb(
        "bomb-ratio.jpg", "9999 x 9999 out of a hundred bytes", jpeg(baseline, 9999, 9999, 3, 1)
    ));
}

struct TiffTag {
    unsigned tag = 0;
    unsigned type = 4;
    std::uint32_t count = 1;
    std::uint32_t value = 0;
};

/// A header, some data, one directory that names `next` as the one after it.
Bytes tiff(
    std::uint32_t width,
    std::uint32_t height,
    std::vector<TiffTag> more = {},
    std::uint32_t next = 0
)
{
    std::vector<TiffTag> tags{
        {256, 4, 1, width}, {257, 4, 1, height}, {258, 3, 1, 1}, {259, 3, 1, 4}, {262, 3, 1, 0}};
    for (const TiffTag& each : more) {
        std::erase_if(tags, [&](const TiffTag& plain) { return plain.tag == each.tag; });
        tags.push_back(each);
    }
    Bytes file{'I', 'I', 42, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    append_u16_le(file, static_cast<unsigned>(tags.size()));
    for (const TiffTag& each : tags) {
        append_u16_le(file, each.tag);
        append_u16_le(file, each.type);
        append_u32_le(file, each.count);
        append_u32_le(file, each.value);
    }
    append_u32_le(file, next);
    return file;
}

Bytes tiff_of_many_tags()
{
    std::vector<TiffTag> tags;
    for (unsigned tag = 1000; tag < 61000; ++tag)
        tags.push_back({tag, 3, 1, 0});
    return tiff(64, 64, tags);
}

Bytes tiff_of_many_pages()
{
    Bytes file = tiff(8, 8);
    file.erase(file.begin() + 16, file.end());
    constexpr std::uint32_t size = 2 + 2 * 12 + 4;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        append_u16_le(file, 2);
        for (const unsigned tag : {256U, 257U}) {
            append_u16_le(file, tag);
            append_u16_le(file, 4);
            append_u32_le(file, 1);
            append_u32_le(file, 8);
        }
        append_u32_le(file, 16 + (i + 1) * size);
    }
    return file;
}

void append_tiffs(HostileFiles& all)
{
    const std::vector<TiffTag> strip{{273, 4, 1, 8}, {279, 4, 1, 8}};
    all.push_back(bomb("bomb-loop.tif", "a directory that follows itself", tiff(64, 64, strip, 16))
    );
    all.push_back(bomb("bomb-tags.tif", "sixty thousand tags", tiff_of_many_tags()));
    all.push_back(bomb("bomb-pages.tif", "a hundred thousand pages", tiff_of_many_pages()));
    all.push_back(bomb("bomb-end.tif", "4294967295 a side", tiff(most, most, strip)));
    all.push_back(bomb("bomb-fax.tif", "19999 x 19999 of Group 4", tiff(19999, 19999, strip)));
    all.push_back(bomb(
        "bomb-tile.tif",
        "one tile of 2^31 x 2^31",
        tiff(
            30000,
            30000,
            {{322, 4, 1, 1U << 31U}, {323, 4, 1, 1U << 31U}, {324, 4, 1, 8}, {325, 4, 1, 8}}
        )
    ));
    all.push_back(
        bomb("bomb-strips.tif", "four thousand million strips", tiff(64, 64, {{273, 4, most, 8}}))
    );
    all.push_back(
        bomb("bomb-samples.tif", "65535 samples a pixel", tiff(640, 640, {{277, 3, 1, 65535}}))
    );
    all.push_back(bomb(
        "bomb-bits.tif", "65535 bits a sample", tiff(640, 640, {{258, 3, 1, 65535}, {277, 3, 1, 4}})
    ));
}

void append_codestreams(HostileFiles& all)
{
    const auto plain = [](std::uint32_t width, std::uint32_t height) {
        return codestream(
            {.width = width, .height = height, .tile_width = width, .tile_height = height}
        );
    };
    all.push_back(bomb("bomb-end.jp2", "4294967295 a side", jp2(plain(most, most))));
    all.push_back(bomb("bomb-30k.j2k", "30000 x 30000", plain(30000, 30000)));
    all.push_back(bomb("bomb-tall.j2k", "1 x 4294967295", plain(1, most)));
    all.push_back(bomb(
        "bomb-tiles.j2k",
        "a hundred million tiles",
        codestream({.width = 10000, .height = 10000, .tile_width = 1, .tile_height = 1})
    ));
    all.push_back(bomb(
        "bomb-offset.j2k",
        "a small picture four thousand million pixels from the corner of its tiles",
        codestream({.width = most, .height = most, .left = most - 64, .top = most - 64})
    ));
    all.push_back(bomb("bomb-ratio.jp2", "9999 x 9999 out of nothing", jp2(plain(9999, 9999))));
    all.push_back(bomb("bomb-lossless.webp", "16384 x 16384", webp(lossless(16384, 16384))));
    all.push_back(bomb("bomb-lossy.webp", "16383 x 16383", webp(lossy(16383, 16383))));
    all.push_back(bomb(
        "bomb-canvas.webp",
        "a canvas of 16777216 a side",
        webp(joined(canvas(1U << 24U, 1U << 24U, 0), lossless(64, 64)))
    ));
    Bytes frames;
    for (int i = 0; i < 5'000; ++i)
        frames = joined(frames, riff_chunk("ANMF", Bytes(16)));
    all.push_back(bomb(
        "bomb-frames.webp",
        "an animation of five thousand frames",
        webp(joined(canvas(64, 64, 2), frames))
    ));
}

Bytes many(std::string_view words, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += words;
    return bytes_of(text);
}

const Bytes catalog = bytes_of("<< /Type /Catalog /Pages 2 0 R >>");
const Bytes one_page = bytes_of("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");

Bytes pdf_page(std::string_view box, const Bytes& drawing, const Bytes& object = bytes_of("null"))
{
    return pdf(
        {catalog,
         one_page,
         bytes_of(fmt::format(
             "<< /Type /Page /MediaBox {} /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> "
             ">> >>",
             box
         )),
         drawing,
         object}
    );
}

Bytes pdf_picture(std::string_view size, std::string_view filter, const Bytes& content)
{
    return pdf_page(
        "[0 0 595 842]",
        stream("", bytes_of("q 595 0 0 842 0 0 cm /Im0 Do Q")),
        stream(
            fmt::format(
                "/Type /XObject /Subtype /Image {} /BitsPerComponent 8 /ColorSpace /DeviceGray "
                "/Filter {}",
                size,
                filter
            ),
            content
        )
    );
}

void append_pdfs(HostileFiles& all)
{
    const Bytes letter = stream("", bytes_of("BT (Dear Sir) Tj ET"));
    const std::string far = "1" + std::string(30, '0');
    const auto page = [&](std::string_view box) { return pdf_page(box, letter); };
    std::string kids;
    for (int i = 0; i < 50'000; ++i)
        kids += "3 0 R ";
    const Bytes sheet = bytes_of("<< /Type /Page /MediaBox [0 0 595 842] >>");
    all.push_back(bomb("bomb-page.pdf", "a page of 14400 inches", page("[0 0 1036800 1036800]")));
    all.push_back(bomb("bomb-strip.pdf", "a page of an inch by 14400", page("[0 0 72 1036800]")));
    all.push_back(
        bomb("bomb-far.pdf", "a page of 10^30 points", page("[0 0 " + far + " " + far + "]"))
    );
    all.push_back(bomb(
        "bomb-kids.pdf",
        "one page fifty thousand times",
        pdf({catalog, bytes_of("<< /Type /Pages /Count 9 /Kids [" + kids + "] >>"), sheet})
    ));
    all.push_back(bomb(
        "bomb-tree.pdf",
        "a page tree that contains itself twice, and so on",
        pdf(
            {catalog,
             bytes_of("<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] >>"),
             bytes_of("<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>")}
        )
    ));
    all.push_back(bomb(
        "bomb-picture.pdf",
        "a picture of 60000 x 60000",
        pdf_picture("/Width 60000 /Height 60000", "/FlateDecode", zlib_zeros(1))
    ));
    all.push_back(bomb(
        "bomb-fax.pdf",
        "a fax of a million by a million",
        pdf_picture("/Width 1000000 /Height 1000000", "/CCITTFaxDecode", Bytes(64))
    ));
    all.push_back(bomb(
        "bomb-form.pdf",
        "a drawing that draws itself ten times, and so on",
        pdf_page(
            "[0 0 595 842]",
            stream("", bytes_of("/Im0 Do")),
            stream(
                "/Type /XObject /Subtype /Form /Resources << /XObject << /Im0 5 0 R >> >>",
                bytes_of("/Im0 Do /Im0 Do /Im0 Do /Im0 Do /Im0 Do")
            )
        )
    ));
    all.push_back(bomb(
        "bomb-states.pdf",
        "a million graphics states",
        pdf_page("[0 0 595 842]", stream("/Filter /FlateDecode", deflate(many("q ", 500'000))))
    ));
    all.push_back(bomb(
        "bomb-contents.pdf",
        "page contents that inflate to 1 GiB",
        pdf_page("[0 0 595 842]", stream("/Filter /FlateDecode", zlib_zeros(1024)))
    ));
}

} // namespace

HostileFiles bombs()
{
    HostileFiles all;
    for (auto* append :
         {&append_pngs, &append_jpegs, &append_tiffs, &append_codestreams, &append_pdfs})
        append(all);
    return all;
}

} // namespace dossier::samples
