#include "samples/hostile/mutate.h"

#include "samples/hostile/bytes.h"
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <zlib.h>

namespace dossier::samples {
namespace {

/// A stretch of the file that means something as a whole: a marker segment, a chunk, a tag, an
/// object.
struct Part {
    std::size_t at = 0;
    std::size_t size = 0;
};

/// A number in the file: binary, or as text where `is_text`.
struct Number {
    std::size_t at = 0;
    std::size_t size = 0;
    bool is_big_endian = true;
    bool is_text = false;
};

struct Anatomy {
    std::vector<Part> parts;
    std::vector<Number> numbers;
};

enum class Format { unknown, jpeg, png, tiff, pdf, jp2, codestream, webp };

bool begins_with(const Bytes& file, std::string_view with)
{
    return file.size() >= with.size() &&
           std::equal(with.begin(), with.end(), file.begin(), [](char a, std::uint8_t b) {
               return static_cast<std::uint8_t>(a) == b;
           });
}

Format format_of(const Bytes& file)
{
    using namespace std::string_view_literals;
    if (begins_with(file, "\xFF\xD8\xFF"sv)) return Format::jpeg;
    if (begins_with(file, "\x89PNG"sv)) return Format::png;
    if (begins_with(file, "II*\0"sv) || begins_with(file, "MM\0*"sv)) return Format::tiff;
    if (begins_with(file, "%PDF"sv)) return Format::pdf;
    if (begins_with(file, "\0\0\0\x0CjP"sv)) return Format::jp2;
    if (begins_with(file, "\xFF\x4F\xFF\x51"sv)) return Format::codestream;
    return begins_with(file, "RIFF"sv) ? Format::webp : Format::unknown;
}

/// Zero beyond the end.
std::uint64_t number_at(const Bytes& file, std::size_t at, std::size_t size, bool is_big_endian)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t from = at + (is_big_endian ? i : size - 1 - i);
        value = value << 8U | (from < file.size() ? file[from] : 0U);
    }
    return value;
}

/// The first numbers behind the head of a part: sizes, depths, counts stand there.
void append_numbers(
    Anatomy& anatomy, const Part& part, std::size_t head, std::size_t size, bool is_big_endian
)
{
    constexpr std::size_t most = 24;
    for (std::size_t i = head; i + size <= std::min(part.size, head + most); i += size)
        anatomy.numbers.push_back({part.at + i, size, is_big_endian, false});
}

/// Marker segments of JPEG and of JPEG 2000 from `at` on; entropy-coded data belongs to none.
void find_markers(const Bytes& file, std::size_t at, Anatomy& anatomy)
{
    while (at + 4 <= file.size() && file[at] == 0xFF) {
        const bool stands_alone = file[at + 1] == 0xD8 || file[at + 1] == 0x4F;
        const std::size_t length = stands_alone ? 0 : number_at(file, at + 2, 2, true);
        const Part part{at, std::min<std::size_t>(length + 2, file.size() - at)};
        if (part.size < 2) return;
        if (!stands_alone) {
            anatomy.parts.push_back(part);
            anatomy.numbers.push_back({at + 1, 1, true, false});
            append_numbers(anatomy, part, 2, 2, true);
            append_numbers(anatomy, part, 4, 1, true);
        }
        at += part.size;
    }
}

/// Length-name-content as PNG and WebP have it, `around` bytes more than the length says.
void find_chunks(const Bytes& file, std::size_t at, Format format, Anatomy& anatomy)
{
    const bool is_png = format == Format::png;
    while (at + 8 <= file.size()) {
        const std::uint64_t length = number_at(file, at + (is_png ? 0 : 4), 4, is_png);
        const std::uint64_t whole = length + (is_png ? 12 : 8 + (length & 1U));
        const Part part{
            at, static_cast<std::size_t>(std::min<std::uint64_t>(whole, file.size() - at))};
        anatomy.parts.push_back(part);
        append_numbers(anatomy, part, 0, 4, is_png);
        append_numbers(anatomy, part, 8, 1, is_png);
        at += part.size;
    }
}

void find_boxes(const Bytes& file, std::size_t at, std::size_t end, Anatomy& anatomy)
{
    while (at + 8 <= end) {
        std::uint64_t length = number_at(file, at, 4, true);
        if (length < 8) length = end - at;
        const Part part{at, static_cast<std::size_t>(std::min<std::uint64_t>(length, end - at))};
        anatomy.parts.push_back(part);
        append_numbers(anatomy, part, 0, 4, true);
        append_numbers(anatomy, part, 8, 1, true);
        const std::uint64_t name = number_at(file, at + 4, 4, true);
        if (name == 0x6A703268) find_boxes(file, at + 8, at + part.size, anatomy); // jp2h
        if (name == 0x6A703263) find_markers(file, at + 8, anatomy);               // jp2c
        at += part.size;
    }
}

void find_tags(const Bytes& file, Anatomy& anatomy)
{
    constexpr std::size_t most_pages = 8;
    const bool is_big_endian = file[0] == 'M';
    anatomy.numbers.push_back({4, 4, is_big_endian, false});
    std::uint64_t at = number_at(file, 4, 4, is_big_endian);
    for (std::size_t page = 0; page < most_pages && at != 0 && at + 2 < file.size(); ++page) {
        anatomy.numbers.push_back({at, 2, is_big_endian, false});
        const std::uint64_t count = number_at(file, at, 2, is_big_endian);
        at += 2;
        for (std::uint64_t i = 0; i < count && at + 12 <= file.size(); ++i, at += 12) {
            anatomy.parts.push_back({at, 12});
            anatomy.numbers.push_back({at, 2, is_big_endian, false});
            anatomy.numbers.push_back({at + 2, 2, is_big_endian, false});
            anatomy.numbers.push_back({at + 4, 4, is_big_endian, false});
            anatomy.numbers.push_back({at + 8, 4, is_big_endian, false});
            anatomy.numbers.push_back({at + 8, 2, is_big_endian, false});
        }
        anatomy.numbers.push_back({at, 4, is_big_endian, false});
        at = number_at(file, at, 4, is_big_endian);
    }
}

void find_objects(const Bytes& file, Anatomy& anatomy)
{
    const std::string text(file.begin(), file.end());
    std::size_t at = text.find(" obj");
    while (at != std::string::npos) {
        const std::size_t begin = text.rfind('\n', at) + 1;
        const std::size_t end = text.find("endobj", at);
        if (end == std::string::npos) break;
        anatomy.parts.push_back({begin, end + 7 - begin});
        // Numbers of the dictionary; a stream behind it is bytes.
        const std::size_t stream = std::min(text.find("stream", at), end);
        for (std::size_t i = at; i < stream; ++i) {
            if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) continue;
            std::size_t digits = 1;
            while (i + digits < stream &&
                   std::isdigit(static_cast<unsigned char>(text[i + digits])) != 0)
                ++digits;
            anatomy.numbers.push_back({i, digits, false, true});
            i += digits;
        }
        at = text.find(" obj", end);
    }
}

Anatomy anatomy_of(const Bytes& file)
{
    Anatomy anatomy;
    switch (format_of(file)) {
    case Format::jpeg: find_markers(file, 0, anatomy); break;
    case Format::codestream: find_markers(file, 0, anatomy); break;
    case Format::png: find_chunks(file, 8, Format::png, anatomy); break;
    case Format::webp: find_chunks(file, 12, Format::webp, anatomy); break;
    case Format::jp2: find_boxes(file, 0, file.size(), anatomy); break;
    case Format::tiff: find_tags(file, anatomy); break;
    case Format::pdf: find_objects(file, anatomy); break;
    case Format::unknown: break;
    }
    std::erase_if(anatomy.numbers, [&](const Number& each) {
        return each.at + each.size > file.size();
    });
    std::erase_if(anatomy.parts, [&](const Part& each) {
        return each.size == 0 || each.at + each.size > file.size();
    });
    return anatomy;
}

std::size_t below(Dice& dice, std::size_t end)
{
    return end == 0 ? 0 : dice.next() % end;
}

std::ptrdiff_t offset(std::size_t at)
{
    return static_cast<std::ptrdiff_t>(at);
}

void change_number(Bytes& file, const Number& number, Dice& dice)
{
    static constexpr std::array<std::uint64_t, 16> awkward{
        0,
        1,
        2,
        3,
        7,
        16,
        255,
        256,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x7FFFFFFF,
        0x80000000,
        0xFFFFFFFE,
        0xFFFFFFFF};
    std::uint64_t value = awkward.at(below(dice, awkward.size()));
    if (dice.chance(0.3))
        value = number_at(file, number.at, number.size, number.is_big_endian) +
                static_cast<std::uint64_t>(dice.between(-2, 2));
    if (number.is_text) {
        const std::string text = dice.chance(0.1) ? "-1" : std::to_string(value & 0xFFFFFFFF);
        file.erase(
            file.begin() + offset(number.at), file.begin() + offset(number.at + number.size)
        );
        file.insert(file.begin() + offset(number.at), text.begin(), text.end());
        return;
    }
    for (std::size_t i = 0; i < number.size; ++i) {
        const std::size_t shift = 8 * (number.is_big_endian ? number.size - 1 - i : i);
        file[number.at + i] = static_cast<std::uint8_t>(value >> shift);
    }
}

void change_part(Bytes& file, const std::vector<Part>& parts, Dice& dice)
{
    const Part one = parts[below(dice, parts.size())];
    const Part other = parts[below(dice, parts.size())];
    const Bytes copy(file.begin() + offset(one.at), file.begin() + offset(one.at + one.size));
    switch (dice.between(0, 2)) {
    case 0: // drop
        file.erase(file.begin() + offset(one.at), file.begin() + offset(one.at + one.size));
        break;
    case 1: // double
        file.insert(file.begin() + offset(other.at), copy.begin(), copy.end());
        break;
    default: // put over another
        file.erase(file.begin() + offset(other.at), file.begin() + offset(other.at + other.size));
        file.insert(file.begin() + offset(other.at), copy.begin(), copy.end());
        break;
    }
}

void change_bytes(Bytes& file, Dice& dice)
{
    if (file.empty()) return;
    const std::size_t at = below(dice, file.size());
    const std::size_t size = std::min<std::size_t>(1 + below(dice, 64), file.size() - at);
    switch (dice.between(0, 5)) {
    case 0: file.resize(at); break;
    case 1: file.erase(file.begin() + offset(at), file.begin() + offset(at + size)); break;
    case 2: {
        const Bytes more = noise(size, dice.next());
        file.insert(file.begin() + offset(at), more.begin(), more.end());
        break;
    }
    default:
        for (std::size_t i = 0; i < 1 + size / 8; ++i) {
            std::uint8_t& byte = file[below(dice, file.size())];
            byte = dice.chance(0.5) ? static_cast<std::uint8_t>(dice.next())
                                    : static_cast<std::uint8_t>(byte ^ 1U << dice.next() % 8);
        }
        break;
    }
}

/// Right checksums over whatever the chunks now hold.
void mend_checksums(Bytes& file)
{
    Anatomy anatomy;
    find_chunks(file, 8, Format::png, anatomy);
    for (const Part& chunk : anatomy.parts) {
        if (chunk.size < 12) continue;
        const auto sum = crc32(0, file.data() + chunk.at + 4, static_cast<uInt>(chunk.size - 8));
        for (std::size_t i = 0; i < 4; ++i)
            file[chunk.at + chunk.size - 4 + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
    }
}

} // namespace

Bytes mutated(const Bytes& good, Dice& dice)
{
    Bytes file = good;
    const int changes = dice.between(1, 4);
    for (int i = 0; i < changes; ++i) {
        const Anatomy anatomy = anatomy_of(file);
        const int way = dice.between(0, 9);
        if (way < 6 && !anatomy.numbers.empty())
            change_number(file, anatomy.numbers[below(dice, anatomy.numbers.size())], dice);
        else if (way < 8 && !anatomy.parts.empty())
            change_part(file, anatomy.parts, dice);
        else
            change_bytes(file, dice);
    }
    if (format_of(file) == Format::png && dice.chance(0.8)) mend_checksums(file);
    return file;
}

} // namespace dossier::samples
