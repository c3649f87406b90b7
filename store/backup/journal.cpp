#include "store/backup/journal.h"

#include "store/error.h"
#include "store/files/disk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>

namespace dossier::store {
namespace {

// SQLite's log (https://www.sqlite.org/fileformat2.html#walformat): a header of 32 bytes, then
// frames of a header of 24 and a page.
constexpr std::size_t log_header = 32;
constexpr std::size_t frame_header = 24;
constexpr std::size_t number_digits = 12;

std::uint64_t big_endian(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (const auto byte : bytes) {
        value = value << 8U | std::to_integer<std::uint64_t>(byte);
    }
    return value;
}

/// At most `most` bytes from there on; none of a file that is not there.
Bytes read_part(const std::filesystem::path& file, std::int64_t from, std::int64_t most)
{
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in) {
        return {};
    }
    const auto rest = std::max<std::int64_t>(0, static_cast<std::int64_t>(in.tellg()) - from);
    Bytes bytes(static_cast<std::size_t>(std::min(rest, most)));
    in.seekg(from);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!in) {
        throw Error("cannot read " + file.string());
    }
    return bytes;
}

/// How many bytes of these frames end with a whole commit of this generation.
std::size_t committed(std::span<const std::byte> frames, std::uint64_t salt, std::size_t page)
{
    const auto size = frame_header + page;
    std::size_t good = 0;
    for (std::size_t at = 0; at + size <= frames.size(); at += size) {
        const auto head = frames.subspan(at, frame_header);
        if (big_endian(head.subspan(8, 8)) != salt) {
            break; // left from before
        }
        if (big_endian(head.subspan(4, 4)) != 0) {
            good = at + size;
        }
    }
    return good;
}

Place place_of(std::int64_t number)
{
    return {.kind = "journal", .page_no = number};
}

constexpr std::size_t head_size = 3 * sizeof(std::uint64_t);

} // namespace

JournalFolder::JournalFolder(std::filesystem::path folder, const Vault& vault)
    : folder_(std::move(folder)),
      vault_(vault)
{}

std::filesystem::path JournalFolder::file_of(std::int64_t number) const
{
    auto name = std::to_string(number);
    name.insert(0, number_digits - std::min(number_digits, name.size()), '0');
    return folder_ / name;
}

void JournalFolder::put(const LogPortion& portion) const
{
    Bytes plain(head_size);
    const std::array head{
        static_cast<std::uint64_t>(portion.at.time_since_epoch().count()),
        portion.salt,
        static_cast<std::uint64_t>(portion.offset)};
    for (std::size_t i = 0; i < plain.size(); ++i) {
        plain[i] = static_cast<std::byte>(head.at(i / 8) >> (56 - 8 * (i % 8)));
    }
    plain.insert(plain.end(), portion.bytes.begin(), portion.bytes.end());
    const auto sealed = vault_.seal_with(KeyUse::keystore, place_of(portion.number), plain);
    write_durable(posix_disk(), file_of(portion.number), sealed, Replace::never);
}

LogPortion JournalFolder::get(std::int64_t number) const
{
    const auto sealed = posix_disk().read(file_of(number));
    if (!sealed) {
        throw Tampered("journal " + std::to_string(number) + " (missing)");
    }
    const auto plain = vault_.open_with(KeyUse::keystore, place_of(number), *sealed);
    if (plain.size() < head_size) {
        throw Tampered("journal " + std::to_string(number));
    }
    const auto word = [&](std::size_t i) { return big_endian(std::span(plain).subspan(8 * i, 8)); };
    return {
        .number = number,
        .at = Instant(std::chrono::milliseconds(static_cast<std::int64_t>(word(0)))),
        .salt = word(1),
        .offset = static_cast<std::int64_t>(word(2)),
        .bytes = Bytes(plain.begin() + head_size, plain.end())};
}

std::vector<std::int64_t> JournalFolder::numbers() const
{
    std::vector<std::int64_t> numbers;
    if (!std::filesystem::exists(folder_)) {
        return numbers;
    }
    for (const auto& entry : posix_disk().list(folder_)) {
        std::int64_t number = 0;
        const auto* const end = entry.name.data() + entry.name.size();
        if (std::from_chars(entry.name.data(), end, number).ptr == end) {
            numbers.push_back(number);
        }
    }
    std::ranges::sort(numbers);
    return numbers;
}

Journal::Journal(
    std::filesystem::path log,
    const std::filesystem::path& folder,
    const Vault& vault,
    std::function<Instant()> clock
)
    : log_(std::move(log)),
      folder_(folder, vault),
      clock_(std::move(clock))
{
    make_directories(posix_disk(), folder);
    const auto numbers = folder_.numbers();
    newest_ = numbers.empty() ? 0 : numbers.back();
}

bool Journal::keep_log() noexcept
{
    const std::lock_guard lock{mutex_};
    if (has_gap_) {
        return true;
    }
    try {
        keep();
        trouble_.clear();
    } catch (const std::exception& error) {
        trouble_ = error.what();
    }
    return trouble_.empty();
}

void Journal::lose_log() noexcept
{
    const std::lock_guard lock{mutex_};
    has_gap_ = true;
}

void Journal::keep()
{
    const auto header = read_part(log_, 0, log_header);
    if (header.size() < log_header) {
        return; // empty
    }
    const auto page = static_cast<std::size_t>(big_endian(std::span(header).subspan(8, 4)));
    const auto salt = big_endian(std::span(header).subspan(16, 8));
    if (salt != salt_) {
        salt_ = salt;
        kept_ = 0;
    }
    const auto begin = std::max(kept_, static_cast<std::int64_t>(log_header));
    auto bytes = read_part(log_, begin, std::numeric_limits<std::int64_t>::max());
    bytes.resize(committed(bytes, salt, page));
    if (bytes.empty()) {
        return;
    }
    const auto end = begin + static_cast<std::int64_t>(bytes.size());
    if (kept_ == 0) {
        bytes.insert(bytes.begin(), header.begin(), header.end());
    }
    folder_.put(
        {.number = newest_ + 1, .at = clock_(), .salt = salt, .offset = kept_, .bytes = bytes}
    );
    ++newest_;
    kept_ = end;
}

std::string Journal::trouble() const
{
    const std::lock_guard lock{mutex_};
    return has_gap_ ? "the journal could not be kept for too long: back up anew" : trouble_;
}

std::int64_t Journal::newest() const
{
    const std::lock_guard lock{mutex_};
    return newest_;
}

} // namespace dossier::store
