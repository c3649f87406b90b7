#include "capture/jpeg_cut.h"

#include <algorithm>
#include <cstdint>

namespace dossier::capture {

namespace {

using Bytes = std::span<const std::byte>;

constexpr int start_of_image = 0xd8;
constexpr int end_of_image = 0xd9;
constexpr int start_of_scan = 0xda;
constexpr int restart_interval = 0xdd;
constexpr int baseline_frame = 0xc0;
constexpr int first_restart = 0xd0;

int at(Bytes bytes, std::size_t place)
{
    return std::to_integer<int>(bytes[place]);
}

int number_at(Bytes bytes, std::size_t place)
{
    return at(bytes, place) * 256 + at(bytes, place + 1);
}

void put_number(std::vector<std::byte>& bytes, std::size_t place, int number)
{
    bytes[place] = static_cast<std::byte>(number >> 8);
    bytes[place + 1] = static_cast<std::byte>(number & 0xff);
}

/// What stands before the coded blocks, and where.
struct Head {
    int width = 0;
    int height = 0;
    int block_width = 0; ///< of an MCU, in pixels
    int block_height = 0;
    int interval = 0;
    std::size_t frame = 0; ///< the frame's height; its width is two bytes on
    std::size_t scan = 0;  ///< the first coded byte
};

/// `place` is that of the frame's content, `size` its length.
bool read_frame(Bytes bytes, std::size_t place, std::size_t size, Head& head)
{
    if (size < 6) return false;
    const auto components = static_cast<std::size_t>(at(bytes, place + 5));
    if ((components != 1 && components != 3) || size < 6 + 3 * components) return false;
    head.frame = place + 1;
    head.height = number_at(bytes, place + 1);
    head.width = number_at(bytes, place + 3);
    int across = 1;
    int down = 1;
    for (std::size_t i = 0; components == 3 && i < components; ++i) {
        const int sampling = at(bytes, place + 7 + 3 * i);
        across = std::max(across, sampling >> 4);
        down = std::max(down, sampling & 15);
    }
    head.block_width = 8 * across;
    head.block_height = 8 * down;
    return head.width > 0 && head.height > 0;
}

std::optional<Head> read_head(Bytes bytes)
{
    if (bytes.size() < 4 || at(bytes, 0) != 0xff || at(bytes, 1) != start_of_image)
        return std::nullopt;
    Head head;
    std::size_t place = 2;
    while (place + 4 <= bytes.size()) {
        const int marker = at(bytes, place + 1);
        const auto length = static_cast<std::size_t>(number_at(bytes, place + 2));
        if (at(bytes, place) != 0xff || length < 2 || place + 2 + length > bytes.size())
            return std::nullopt;
        if (marker == baseline_frame && !read_frame(bytes, place + 4, length - 2, head))
            return std::nullopt;
        if (marker == restart_interval && length == 4) head.interval = number_at(bytes, place + 4);
        place += 2 + length;
        if (marker == start_of_scan) {
            head.scan = place;
            return head.frame > 0 && head.interval > 0 ? std::optional{head} : std::nullopt;
        }
    }
    return std::nullopt;
}

/// The coded groups of blocks, without the markers between them; nothing where they are not whole.
std::vector<Bytes> parted(Bytes coded)
{
    std::vector<Bytes> groups;
    std::size_t begin = 0;
    for (std::size_t place = 0; place + 1 < coded.size(); ++place) {
        if (at(coded, place) != 0xff || at(coded, place + 1) == 0) continue;
        groups.push_back(coded.subspan(begin, place - begin));
        const int marker = at(coded, place + 1);
        if (marker == end_of_image) return groups;
        if (marker != first_restart + static_cast<int>((groups.size() - 1) % 8)) return {};
        begin = place + 2;
    }
    return {};
}

int blocks(int pixels, int size)
{
    return (pixels + size - 1) / size;
}

/// From which to before which group of so many pixels, within the picture.
struct Stretch {
    int begin = 0;
    int end = 0;
};

Stretch stretch_of(int from, int length, int size, int count)
{
    const int begin = std::clamp(from / size, 0, count - 1);
    return {.begin = begin, .end = std::clamp(blocks(from + length, size), begin + 1, count)};
}

} // namespace

int restart_interval_of(int blocks_in_row)
{
    int interval = 4;
    while (blocks_in_row % interval != 0)
        --interval;
    return interval;
}

std::optional<JpegPart> cut_jpeg(Bytes jpeg, const Box& wanted)
{
    const auto head = read_head(jpeg);
    if (!head || wanted.width <= 0 || wanted.height <= 0 || wanted.x + wanted.width <= 0 ||
        wanted.y + wanted.height <= 0 || wanted.x >= head->width || wanted.y >= head->height)
        return std::nullopt;
    const int in_row = blocks(head->width, head->block_width);
    const int rows = blocks(head->height, head->block_height);
    if (in_row % head->interval != 0) return std::nullopt;
    const int groups_in_row = in_row / head->interval;
    const auto groups = parted(jpeg.subspan(head->scan));
    if (groups.size() != static_cast<std::size_t>(groups_in_row) * static_cast<std::size_t>(rows))
        return std::nullopt;

    const int group_width = head->block_width * head->interval;
    const auto across = stretch_of(wanted.x, wanted.width, group_width, groups_in_row);
    const auto down = stretch_of(wanted.y, wanted.height, head->block_height, rows);
    JpegPart part;
    part.box.x = across.begin * group_width;
    part.box.y = down.begin * head->block_height;
    part.box.width = std::min(across.end * group_width, head->width) - part.box.x;
    part.box.height = std::min(down.end * head->block_height, head->height) - part.box.y;

    auto& out = part.jpeg;
    const auto before = jpeg.first(head->scan);
    out.assign(before.begin(), before.end());
    put_number(out, head->frame, part.box.height);
    put_number(out, head->frame + 2, part.box.width);
    int number = 0;
    for (int row = down.begin; row < down.end; ++row) {
        for (int column = across.begin; column < across.end; ++column) {
            if (number > 0) {
                out.push_back(std::byte{0xff});
                out.push_back(static_cast<std::byte>(first_restart + (number - 1) % 8));
            }
            const auto& group = groups[static_cast<std::size_t>(row * groups_in_row + column)];
            out.insert(out.end(), group.begin(), group.end());
            ++number;
        }
    }
    out.push_back(std::byte{0xff});
    out.push_back(static_cast<std::byte>(end_of_image));
    return part;
}

} // namespace dossier::capture
