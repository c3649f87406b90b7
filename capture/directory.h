#pragma once
// The narrow door between the hot folder and a file system: one station's folder with its four
// places. Real: `open_directory` (POSIX). In tests: a directory in memory that fails at the n-th
// call. What cannot be helped here (disk full, no permission on the folder) is a FolderError.

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::capture {

/// `inbox` is the station's folder itself, `claimed` its `.claimed/`, `rejected` its `rejected/`,
/// `receipts` its `receipts/`, where the station finds what it may let go of.
enum class Place { inbox, claimed, rejected, receipts };

enum class FileType { regular, directory, link, other };

/// Who a file is and what it looked like at one moment. Times are nanoseconds since 1970.
struct FileStat {
    FileType type = FileType::regular;
    std::uint64_t links = 1;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const FileStat&) const = default;
};

struct FileContent {
    std::vector<std::byte> bytes;
    FileStat stat;
};

/// Why a file's bytes cannot be had now. `busy`: another program has it open for writing.
/// `changed`: it grew or shrank while it was read. `unsafe`: no regular file, or it has a second
/// name elsewhere.
enum class Unavailable { gone, busy, changed, denied, unsafe, too_large };

/// What became of a move. `taken`: the new name exists. `gone`: the old one does not. `unguarded`:
/// the file system cannot refuse a taken name by itself, so nothing was moved.
enum class Moved { yes, taken, gone, unguarded };

/// Who makes the new name of a move. `ours`: this service alone, so that looking first is enough
/// where the file system has no RENAME_NOREPLACE. `any`: others may make it at the same moment.
enum class NewName { any, ours };

class FolderError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Directory {
public:
    virtual ~Directory() = default;
    /// The names in a place, without `.` and `..`, in no particular order.
    [[nodiscard]] virtual std::vector<std::string> list(Place place) = 0;
    /// Never follows a link.
    [[nodiscard]] virtual std::optional<FileStat> stat(Place place, const std::string& name) = 0;
    /// Opens without following links or blocking, reads to the end, and looks again.
    [[nodiscard]] virtual tl::expected<FileContent, Unavailable>
    read(Place place, const std::string& name, std::size_t max_bytes) = 0;
    /// Nothing is ever overwritten.
    [[nodiscard]] virtual Moved move(
        Place from, const std::string& name, Place to, const std::string& new_name, NewName whose
    ) = 0;
    /// A file that is already gone is fine.
    virtual void remove(Place place, const std::string& name) = 0;
    /// A new durable file; false when the name is taken.
    [[nodiscard]] virtual bool
    write_new(Place place, const std::string& name, std::string_view text) = 0;
    /// Makes moves and removals in a place survive a power cut.
    virtual void sync(Place place) = 0;
    /// Whether other machines write here too: no leases, no notices, stale sizes and times.
    [[nodiscard]] virtual bool is_network() = 0;
};

/// The real one. Makes `.claimed/`, `rejected/` and `receipts/` inside `station` when they are
/// missing.
[[nodiscard]] std::unique_ptr<Directory> open_directory(const std::filesystem::path& station);

} // namespace dossier::capture
