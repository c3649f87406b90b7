// TIFF files that mean harm, written tag by tag.

#include "samples/hostile/bytes.h"
#include "samples/hostile/hostile.h"
#include <map>

namespace dossier::samples {
namespace {

enum Tag : unsigned {
    image_width = 256,
    image_length = 257,
    bits_per_sample = 258,
    compression = 259,
    photometric = 262,
    strip_offsets = 273,
    samples_per_pixel = 277,
    rows_per_strip = 278,
    strip_byte_counts = 279,
    tile_width = 322,
    tile_length = 323,
    sub_ifd = 330,
    jpeg_tables = 347
};

constexpr unsigned type_short = 3;
constexpr unsigned type_long = 4;

/// One value in a directory.
struct Value {
    unsigned type = type_long;
    std::uint64_t value = 0;
    std::uint64_t count = 1;
};

using Directory = std::map<unsigned, Value>;

constexpr std::uint64_t data_at = 8;

/// A 200 x 200 black-and-white page, uncompressed, whose data stands right behind the header.
Directory plain_page()
{
    return {
        {image_width, {type_long, 200}},
        {image_length, {type_long, 200}},
        {bits_per_sample, {type_short, 1}},
        {compression, {type_short, 1}},
        {photometric, {type_short, 1}},
        {strip_offsets, {type_long, data_at}},
        {samples_per_pixel, {type_short, 1}},
        {rows_per_strip, {type_long, 200}},
        {strip_byte_counts, {type_long, 5000}}};
}

Directory page_with(std::initializer_list<std::pair<const unsigned, Value>> changes)
{
    Directory page = plain_page();
    for (const auto& [tag, value] : changes)
        page[tag] = value;
    return page;
}

Directory page_without(std::initializer_list<unsigned> tags)
{
    Directory page = plain_page();
    for (const unsigned tag : tags)
        page.erase(tag);
    return page;
}

void append_directory(Bytes& file, const Directory& directory, std::uint64_t next)
{
    append_u16_le(file, static_cast<unsigned>(directory.size()));
    for (const auto& [tag, value] : directory) {
        append_u16_le(file, tag);
        append_u16_le(file, value.type);
        append_u32_le(file, value.count);
        append_u32_le(file, value.value);
    }
    append_u32_le(file, next);
}

/// Header, data, one directory that names `next` as the one after it.
Bytes tiff(
    const Directory& directory, const Bytes& data = Bytes(5000, 0xAA), std::uint64_t next = 0
)
{
    Bytes file{'I', 'I', 42, 0};
    append_u32_le(file, data_at + data.size());
    file.insert(file.end(), data.begin(), data.end());
    append_directory(file, directory, next);
    return file;
}

constexpr std::uint64_t directory_at = data_at + 5000;
constexpr std::uint64_t directory_size = 2 + 9 * 12 + 4;

Bytes two_directories_in_a_circle()
{
    Bytes file = tiff(plain_page(), Bytes(5000, 0xAA), directory_at + directory_size);
    append_directory(file, plain_page(), directory_at);
    return file;
}

Bytes many_directories(std::uint64_t count)
{
    Bytes file{'I', 'I', 42, 0};
    append_u32_le(file, data_at + 2);
    file.insert(file.end(), {0xAA, 0x55});
    const Directory page{
        {image_width, {type_long, 8}},
        {image_length, {type_long, 2}},
        {bits_per_sample, {type_short, 1}},
        {compression, {type_short, 1}},
        {photometric, {type_short, 1}},
        {strip_offsets, {type_long, data_at}},
        {rows_per_strip, {type_long, 2}},
        {strip_byte_counts, {type_long, 2}}};
    const std::uint64_t size = 2 + page.size() * 12 + 4;
    for (std::uint64_t i = 0; i < count; ++i)
        append_directory(file, page, i + 1 < count ? data_at + 2 + (i + 1) * size : 0);
    return file;
}

Bytes many_tags()
{
    Directory page = plain_page();
    for (unsigned tag = 400; page.size() < 65000; ++tag)
        page[tag] = {type_long, tag};
    return tiff(page);
}

Bytes big_tiff(unsigned offset_size, std::uint64_t first_directory, std::uint64_t entries)
{
    Bytes file{'I', 'I', 43, 0};
    append_u16_le(file, offset_size);
    append_u16_le(file, 0);
    append_u64_le(file, first_directory);
    append_u64_le(file, entries);
    file.resize(400, 0);
    return file;
}

} // namespace

HostileFiles hostile_tiffs()
{
    const std::vector<Image> pages{small_page()};
    const Bytes good = encode_tiff(pages, Packing::lzw, 80);
    const auto refused = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::refused, std::move(bytes)};
    };
    const auto survived = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::survived, std::move(bytes)};
    };
    const Value lots{type_long, 0x7FFFFFF0};
    return {
        refused("cut-half.tif", "the second half is missing", cut(good, 0.5)),
        refused(
            "cut-end.tif",
            "the directory at the end is missing",
            {good.begin(), good.begin() + static_cast<std::ptrdiff_t>(good.size() / 10 * 9)}
        ),
        refused(
            "directory-past-end.tif",
            "the first directory lies behind the end",
            {'I', 'I', 42, 0, 0, 0, 0, 0x70, 1, 2, 3, 4}
        ),
        refused(
            "directory-at-zero.tif",
            "the first directory lies in the header",
            {'I', 'I', 42, 0, 0, 0, 0, 0, 1, 2, 3, 4}
        ),
        refused("no-entries.tif", "a directory without entries", tiff({})),
        refused(
            "loop-of-one.tif",
            "a directory that names itself as the next",
            tiff(plain_page(), Bytes(5000, 0xAA), directory_at)
        ),
        refused(
            "loop-of-two.tif", "two directories that name each other", two_directories_in_a_circle()
        ),
        refused(
            "pages-20000.tif", "twenty thousand pages of sixteen pixels", many_directories(20000)
        ),
        refused(
            "strip-past-end.tif",
            "picture data behind the end of the file",
            tiff(page_with({{strip_offsets, {type_long, 0x70000000}}}))
        ),
        refused(
            "strip-too-long.tif",
            "a strip longer than the file",
            tiff(page_with(
                {{strip_byte_counts, lots},
                 {image_length, {type_long, 400000}},
                 {rows_per_strip, {type_long, 400000}}}
            ))
        ),
        refused(
            "strips-without-end.tif",
            "two thousand million strips",
            tiff(page_with(
                {{strip_offsets, {type_long, 8, 0x7FFFFFFF}},
                 {strip_byte_counts, {type_long, 8, 0x7FFFFFFF}}}
            ))
        ),
        refused(
            "huge.tif",
            "2147483632 x 2147483632 pixels",
            tiff(page_with({{image_width, lots}, {image_length, lots}}))
        ),
        refused(
            "huge-fax.tif",
            "60000 x 60000 pixels of Group 4 in a few bytes",
            tiff(page_with(
                {{image_width, {type_long, 60000}},
                 {image_length, {type_long, 60000}},
                 {rows_per_strip, {type_long, 60000}},
                 {compression, {type_short, 4}}}
            ))
        ),
        refused(
            "deflate-bomb.tif",
            "30000 x 30000 grey pixels of nothing",
            [] {
                const Bytes data = zlib_zeros(859);
                return tiff(
                    page_with(
                        {{image_width, {type_long, 30000}},
                         {image_length, {type_long, 30000}},
                         {rows_per_strip, {type_long, 30000}},
                         {bits_per_sample, {type_short, 8}},
                         {compression, {type_short, 8}},
                         {strip_byte_counts, {type_long, data.size()}}}
                    ),
                    data
                );
            }()
        ),
        refused("zero-width.tif", "no width", tiff(page_with({{image_width, {type_long, 0}}}))),
        refused("no-width.tif", "the width is not given", tiff(page_without({image_width}))),
        refused(
            "no-data.tif",
            "no picture data is named",
            tiff(page_without({strip_offsets, strip_byte_counts}))
        ),
        refused(
            "compression-65000.tif",
            "a compression nobody knows",
            tiff(page_with({{compression, {type_short, 65000}}}))
        ),
        refused(
            "bits-64.tif",
            "64 bits a sample",
            tiff(page_with({{bits_per_sample, {type_short, 64}}}))
        ),
        refused(
            "samples-1000.tif",
            "a thousand samples a pixel",
            tiff(page_with({{samples_per_pixel, {type_short, 1000}}}))
        ),
        refused(
            "huge-tiles.tif",
            "one tile of 2^30 x 2^30",
            tiff(page_with(
                {{tile_width, {type_long, 1U << 30U}}, {tile_length, {type_long, 1U << 30U}}}
            ))
        ),
        refused(
            "broken-jpeg.tif",
            "JPEG compression, but the data is noise",
            tiff(
                page_with({{compression, {type_short, 7}}, {bits_per_sample, {type_short, 8}}}),
                noise(5000, 31)
            )
        ),
        refused(
            "jpeg-tables.tif",
            "JPEG tables of 2 GiB",
            tiff(page_with(
                {{compression, {type_short, 7}},
                 {bits_per_sample, {type_short, 8}},
                 {jpeg_tables, {7, 8, 0x7FFFFFFF}}}
            ))
        ),
        refused(
            "broken-deflate.tif",
            "deflate compression, but the data is noise",
            tiff(page_with({{compression, {type_short, 8}}}), noise(5000, 32))
        ),
        refused("big-offset-size.tif", "a BigTIFF with offsets of 7 bytes", big_tiff(7, 16, 1)),
        refused(
            "big-past-end.tif",
            "a BigTIFF whose directory lies at 2^60",
            big_tiff(8, 1ULL << 60U, 1)
        ),
        refused(
            "big-entries.tif", "a BigTIFF directory of 2^60 entries", big_tiff(8, 16, 1ULL << 60U)
        ),
        survived("many-tags.tif", "a directory of 65000 tags", many_tags()),
        survived(
            "sub-directory-loop.tif",
            "a sub-directory that is its own parent",
            tiff(page_with({{sub_ifd, {type_long, directory_at}}}))
        ),
        survived(
            "broken-fax.tif",
            "Group 4 compression, but the data is noise",
            tiff(page_with({{compression, {type_short, 4}}}), noise(5000, 33))
        ),
        survived(
            "broken-lzw.tif",
            "LZW compression, but the data is noise",
            tiff(page_with({{compression, {type_short, 5}}}), noise(5000, 34))
        ),
    };
}

} // namespace dossier::samples
