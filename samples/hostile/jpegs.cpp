// JPEG files that mean harm.

#include "samples/hostile/bytes.h"
#include "samples/hostile/hostile.h"
#include <algorithm>
#include <stdexcept>

namespace dossier::samples {
namespace {

constexpr std::uint8_t sof0 = 0xC0;
constexpr std::uint8_t sof2 = 0xC2;
constexpr std::uint8_t sof9 = 0xC9;
constexpr std::uint8_t dht = 0xC4;
constexpr std::uint8_t dqt = 0xDB;
constexpr std::uint8_t sos = 0xDA;

/// Where the marker's FF stands.
std::size_t find_marker(const Bytes& file, std::uint8_t marker)
{
    std::size_t at = 2;
    while (at + 4 <= file.size()) {
        if (file[at + 1] == marker) return at;
        at += 2 + (static_cast<std::size_t>(file[at + 2]) << 8U) + file[at + 3];
    }
    throw std::logic_error("a JPEG without that marker");
}

Bytes with_byte(Bytes file, std::size_t at, std::uint8_t value)
{
    file[at] = value;
    return file;
}

Bytes with_size(Bytes file, unsigned width, unsigned height)
{
    const std::size_t at = find_marker(file, sof0);
    file[at + 5] = static_cast<std::uint8_t>(height >> 8U);
    file[at + 6] = static_cast<std::uint8_t>(height);
    file[at + 7] = static_cast<std::uint8_t>(width >> 8U);
    file[at + 8] = static_cast<std::uint8_t>(width);
    return file;
}

/// Without the first segment of that kind.
Bytes without(Bytes file, std::uint8_t marker)
{
    const auto at = static_cast<std::ptrdiff_t>(find_marker(file, marker));
    const auto length =
        2 + (file[static_cast<std::size_t>(at) + 2] << 8U) + file[static_cast<std::size_t>(at) + 3];
    file.erase(file.begin() + at, file.begin() + at + static_cast<std::ptrdiff_t>(length));
    return file;
}

Bytes with_segment(Bytes file, std::uint8_t marker, const Bytes& content, unsigned claimed_length)
{
    Bytes segment{0xFF, marker};
    append_u16_be(segment, claimed_length);
    segment.insert(segment.end(), content.begin(), content.end());
    file.insert(file.begin() + 2, segment.begin(), segment.end());
    return file;
}

Bytes with_segment(Bytes file, std::uint8_t marker, const Bytes& content)
{
    return with_segment(
        std::move(file), marker, content, static_cast<unsigned>(content.size() + 2)
    );
}

/// Exif whose only directory names itself as the next one.
Bytes exif_loop()
{
    Bytes content = bytes_of("Exif");
    content.insert(content.end(), {0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0});
    content.insert(content.end(), {0x12, 0x01, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0});
    return content;
}

/// A progressive picture of 6000 x 6000 whose every scan says "nothing here" for all its blocks:
/// thousands of passes over the whole picture for a hundred bytes each.
Bytes scan_bomb(int scans)
{
    Bytes file{0xFF, 0xD8, 0xFF, dqt};
    append_u16_be(file, 67);
    file.push_back(0);
    file.insert(file.end(), 64, 1);
    file.insert(file.end(), {0xFF, sof2, 0, 11, 8});
    append_u16_be(file, 6000);
    append_u16_be(file, 6000);
    file.insert(file.end(), {1, 1, 0x11, 0});
    // one AC table with one code of one bit: 0 -> run of 2^14 + 14 bits empty blocks
    file.insert(file.end(), {0xFF, dht, 0, 20, 0x10, 1, 0, 0, 0, 0, 0,
                             0,    0,   0, 0,  0,    0, 0, 0, 0, 0, 0xE0});
    constexpr int blocks = 750 * 750;
    Bytes runs;
    unsigned held = 0;
    int bits = 0;
    for (int left = blocks; left > 0; left -= 32767) {
        // code "0", then fourteen ones: 16384 + 16383 blocks
        held = (held << 15U) | 0x3FFFU;
        bits += 15;
        while (bits >= 8) {
            const auto byte = static_cast<std::uint8_t>(held >> static_cast<unsigned>(bits - 8));
            runs.push_back(byte);
            if (byte == 0xFF) runs.push_back(0);
            bits -= 8;
        }
    }
    runs.push_back(static_cast<std::uint8_t>(
        (held << static_cast<unsigned>(8 - bits)) | (0xFFU >> static_cast<unsigned>(bits))
    ));
    for (int i = 0; i < scans; ++i) {
        file.insert(file.end(), {0xFF, sos, 0, 8, 1, 1, 0x00, 1, 63, 0});
        file.insert(file.end(), runs.begin(), runs.end());
    }
    file.insert(file.end(), {0xFF, 0xD9});
    return file;
}

} // namespace

HostileFiles hostile_jpegs()
{
    const Bytes good = encode_jpeg(small_page(), 80);
    const std::size_t frame = find_marker(good, sof0);
    const std::size_t scan = find_marker(good, sos);
    const std::size_t huffman = find_marker(good, dht);
    const auto refused = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::refused, std::move(bytes)};
    };
    const auto survived = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::survived, std::move(bytes)};
    };
    Bytes overfull = good;
    std::fill_n(overfull.begin() + static_cast<std::ptrdiff_t>(huffman) + 5, 16, std::uint8_t{255});
    Bytes scrambled = good;
    const Bytes chaos = noise(good.size() - scan - 14, 11);
    std::copy(
        chaos.begin(), chaos.end() - 2, scrambled.begin() + static_cast<std::ptrdiff_t>(scan) + 12
    );
    const Bytes second_frame(
        good.begin() + static_cast<std::ptrdiff_t>(frame) + 4,
        good.begin() + static_cast<std::ptrdiff_t>(frame) + 13
    );
    return {
        refused(
            "cut-in-header.jpg",
            "ends inside its frame header",
            {good.begin(), good.begin() + static_cast<std::ptrdiff_t>(frame) + 6}
        ),
        refused(
            "cut-before-scan.jpg",
            "ends before the picture data",
            {good.begin(), good.begin() + static_cast<std::ptrdiff_t>(scan)}
        ),
        refused("cut-half.jpg", "the second half is missing", cut(good, 0.5)),
        refused("cut-end.jpg", "the last bytes are missing", {good.begin(), good.end() - 40}),
        refused("huge-65500.jpg", "claims 65500 x 65500 pixels", with_size(good, 65500, 65500)),
        refused("huge-wide.jpg", "claims 65535 x 4000 pixels", with_size(good, 65535, 4000)),
        refused("zero-width.jpg", "claims no width", with_size(good, 0, 800)),
        refused(
            "zero-height.jpg", "claims no height and never says it later", with_size(good, 600, 0)
        ),
        refused("overfull-huffman.jpg", "Huffman tables with more codes than bits allow", overfull),
        refused("no-quantisation.jpg", "quantisation table left out", without(good, dqt)),
        refused("twelve-bit.jpg", "twelve bits a sample", with_byte(good, frame + 4, 12)),
        refused("bits-99.jpg", "99 bits a sample", with_byte(good, frame + 4, 99)),
        refused("components-255.jpg", "claims 255 colours", with_byte(good, frame + 9, 255)),
        refused("sampling-zero.jpg", "a sampling factor of nought", with_byte(good, frame + 11, 0)),
        refused(
            "scan-of-nothing.jpg",
            "a scan of a colour that does not exist",
            with_byte(good, scan + 5, 77)
        ),
        refused("two-frames.jpg", "a second frame header", with_segment(good, sof0, second_frame)),
        refused("lossless.jpg", "a lossless frame nobody reads", with_byte(good, frame + 1, 0xC3)),
        refused("scan-bomb.jpg", "thousands of scans over the whole picture", scan_bomb(8000)),
        refused(
            "segment-past-end.jpg",
            "a segment longer than the file",
            [&] {
                Bytes file(good.begin(), good.begin() + 2);
                return with_segment(file, 0xE1, noise(100, 12), 65535);
            }()
        ),
        survived(
            "arithmetic.jpg",
            "Huffman data under an arithmetic frame header",
            with_byte(good, frame + 1, sof9)
        ),
        survived("scrambled-scan.jpg", "picture data of noise", scrambled),
        survived(
            "exif-loop.jpg", "Exif directories in a circle", with_segment(good, 0xE1, exif_loop())
        ),
        survived(
            "trailing-archive.jpg",
            "a JPEG with a ZIP archive behind it",
            joined(good, joined(bytes_of("PK\x03\x04"), noise(3000, 13)))
        ),
        survived(
            "many-comments.jpg",
            "twenty thousand comments",
            [&] {
                Bytes comments;
                for (int i = 0; i < 20000; ++i)
                    comments.insert(comments.end(), {0xFF, 0xFE, 0, 4, 'h', 'i'});
                Bytes file = good;
                file.insert(file.begin() + 2, comments.begin(), comments.end());
                return file;
            }()
        ),
    };
}

} // namespace dossier::samples
