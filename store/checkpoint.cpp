#include "store/checkpoint.h"

#include "store/crypto/base64.h"
#include "store/crypto/hash.h"
#include "store/crypto/signature.h"
#include "store/files/disk.h"
#include "store/moment.h"
#include "store/parse_number.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr std::string_view prefix = "audit-";
constexpr std::string_view suffix = ".checkpoint";
constexpr std::size_t count_digits = 12; ///< so that names sort as numbers

std::string_view take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

std::optional<std::int64_t> parse_count(std::string_view text)
{
    const auto count = parse_number<std::int64_t>(text);
    return count && *count >= 0 && std::to_string(*count) == text ? count : std::nullopt;
}

} // namespace

std::optional<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier)
{
    if (!is_signed_note(note, verifier)) {
        return std::nullopt;
    }
    const std::string origin(take_line(note));
    const auto entries = parse_count(take_line(note));
    const auto root = from_base64(take_line(note));
    // Its own name, so that no other note of this key passes for one.
    if (origin != verifier.substr(0, verifier.find('+')) || !entries || !root ||
        root->size() != sizeof(Digest)) {
        return std::nullopt;
    }
    return Checkpoint{.origin = origin, .entries = *entries, .root_hash = to_hex(*root)};
}

CheckpointFolder::CheckpointFolder(std::filesystem::path folder) : folder_(std::move(folder))
{
    make_directories(posix_disk(), folder_);
}

void CheckpointFolder::keep(const std::string& note, std::int64_t entries) const
{
    auto count = std::to_string(entries);
    count.insert(0, count_digits - std::min(count_digits, count.size()), '0');
    const auto file = folder_ / (std::string(prefix) + count + std::string(suffix));
    if (!posix_disk().read(file)) {
        write_durable(posix_disk(), file, bytes_of(note), Replace::never);
    }
}

std::vector<std::string> CheckpointFolder::names() const
{
    std::vector<std::string> names;
    for (const auto& entry : posix_disk().list(folder_)) {
        if (entry.name.starts_with(prefix) && entry.name.ends_with(suffix)) {
            names.push_back(entry.name);
        }
    }
    std::ranges::sort(names);
    return names;
}

std::string CheckpointFolder::read(const std::string& name) const
{
    const auto bytes = posix_disk().read(folder_ / name).value_or(Bytes{});
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<std::string> CheckpointFolder::notes() const
{
    std::vector<std::string> notes;
    for (const auto& name : names()) {
        notes.push_back(read(name));
    }
    return notes;
}

std::string CheckpointFolder::newest() const
{
    const auto all = names();
    return all.empty() ? std::string() : read(all.back());
}

std::string checkpoint_text(const Checkpoint& checkpoint, Instant now)
{
    return checkpoint.origin + "\n" + std::to_string(checkpoint.entries) + "\n" +
           to_base64(from_hex(checkpoint.root_hash).value()) + "\nat " + moment_text(now) + "\n";
}

} // namespace dossier::store
