#include "capture/directory.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dossier::capture {

namespace {

// Messages name the attempt and the system's answer, never a file: names can be people's names.
[[noreturn]] void fail(const char* attempt, int error = errno)
{
    throw FolderError(
        std::string("hot folder: cannot ") + attempt + ": " + std::generic_category().message(error)
    );
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }

    [[nodiscard]] int number() const { return number_; }

    /// For writers: what `close` says is part of the result.
    [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

private:
    int number_;
};

std::int64_t nanoseconds(const timespec& time)
{
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileType type_of(mode_t mode)
{
    if (S_ISREG(mode)) return FileType::regular;
    if (S_ISDIR(mode)) return FileType::directory;
    if (S_ISLNK(mode)) return FileType::link;
    return FileType::other;
}

FileStat from_system(const struct stat& raw)
{
    return {
        .type = type_of(raw.st_mode),
        .links = raw.st_nlink,
        .device = raw.st_dev,
        .inode = raw.st_ino,
        .size = static_cast<std::uint64_t>(raw.st_size),
        .modified_ns = nanoseconds(raw.st_mtim),
        .changed_ns = nanoseconds(raw.st_ctim)};
}

FileStat stat_of_open(int file)
{
    struct stat raw {};

    if (::fstat(file, &raw) != 0) fail("look at an open file");
    return from_system(raw);
}

/// Where other machines write too. NFS refuses a lease when it has no delegation and SMB when it
/// has no oplock, so there a refusal says nothing about writers.
bool is_network_file_system(int folder)
{
    static constexpr std::array<std::uint32_t, 13> kinds{
        NFS_SUPER_MAGIC,
        SMB_SUPER_MAGIC,
        CIFS_SUPER_MAGIC,
        SMB2_SUPER_MAGIC,
        CEPH_SUPER_MAGIC,
        FUSE_SUPER_MAGIC, // sshfs, GlusterFS, S3 by FUSE
        AFS_SUPER_MAGIC,
        CODA_SUPER_MAGIC,
        V9FS_MAGIC,
        OCFS2_SUPER_MAGIC,
        0x01161970, // GFS2
        0x0BD00BD0, // Lustre
        0x47504653, // GPFS
    };

    struct statfs status {};

    if (::fstatfs(folder, &status) != 0) return false;
    return std::ranges::find(kinds, static_cast<std::uint32_t>(status.f_type)) != kinds.end();
}

/// Holds a read lease where the file system has them: it is granted only while nobody has the file
/// open for writing, and keeps new writers waiting until we are done.
class ReadLease {
public:
    explicit ReadLease(int file) : file_(file)
    {
        // A broken lease is told by signal, SIGIO by default, which would end the process.
        ::fcntl(file_, F_SETSIG, SIGURG);
        held_ = ::fcntl(file_, F_SETLEASE, F_RDLCK) == 0;
        refused_ = !held_ && errno == EAGAIN;
    }

    ReadLease(const ReadLease&) = delete;
    ReadLease& operator=(const ReadLease&) = delete;

    ~ReadLease()
    {
        if (held_) ::fcntl(file_, F_SETLEASE, F_UNLCK);
    }

    [[nodiscard]] bool is_refused() const { return refused_; }

private:
    int file_;
    bool held_ = false;
    bool refused_ = false;
};

Unavailable why_not_opened(int error)
{
    switch (error) {
    case ENOENT: return Unavailable::gone;
    case EACCES:
    case EPERM: return Unavailable::denied;
    case ELOOP:
    case ENXIO:
    case ENODEV:
    case EISDIR: return Unavailable::unsafe;
    case EBUSY:
    case EAGAIN:
    case ETXTBSY: return Unavailable::busy;
    default: fail("open a file", error);
    }
}

std::vector<std::byte> read_to_end(int file, std::size_t expected)
{
    std::vector<std::byte> bytes(expected + 1); // one more, so that growth shows
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file, bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read a file");
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

class PosixDirectory final : public Directory {
public:
    explicit PosixDirectory(const std::filesystem::path& station)
        : inbox_(::open(station.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
          claimed_(open_inside(".claimed", 0700)),
          rejected_(open_inside("rejected", 0770)),
          receipts_(open_inside("receipts", 0770)),
          is_network_(is_network_file_system(inbox_.number()))
    {
        sync(Place::inbox);
    }

    std::vector<std::string> list(Place place) override
    {
        const int again = ::openat(number(place), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (again < 0) fail("open the folder");
        if (!is_network_ && stat_of_open(again).links == 0) {
            ::close(again);
            fail("list a folder that was deleted", ENOENT);
        }
        const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(again), ::closedir);
        if (!entries) fail("list the folder");
        std::vector<std::string> names;
        while (true) {
            errno = 0;
            const dirent* entry =
                ::readdir(entries.get()); // NOLINT(concurrency-mt-unsafe): own DIR
            if (entry == nullptr && errno != 0) fail("list the folder");
            if (entry == nullptr) return names;
            const std::string name(static_cast<const char*>(entry->d_name));
            if (name != "." && name != "..") names.push_back(name);
        }
    }

    std::optional<FileStat> stat(Place place, const std::string& name) override
    {
        struct stat raw {};

        if (::fstatat(number(place), name.c_str(), &raw, AT_SYMLINK_NOFOLLOW) == 0)
            return from_system(raw);
        if (errno != ENOENT) fail("look at a file");
        return std::nullopt;
    }

    tl::expected<FileContent, Unavailable>
    read(Place place, const std::string& name, std::size_t max_bytes) override
    {
        constexpr int safely = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
        const Descriptor file(::openat(number(place), name.c_str(), safely));
        if (file.number() < 0) return tl::unexpected(why_not_opened(errno));
        const FileStat before = stat_of_open(file.number());
        if (before.type != FileType::regular || before.links != 1)
            return tl::unexpected(Unavailable::unsafe);
        if (before.size > max_bytes) return tl::unexpected(Unavailable::too_large);
        std::optional<ReadLease> lease;
        if (!is_network_) lease.emplace(file.number());
        if (lease && lease->is_refused()) return tl::unexpected(Unavailable::busy);
        std::vector<std::byte> bytes = read_to_end(file.number(), before.size);
        const FileStat after = stat_of_open(file.number());
        if (after != before || bytes.size() != before.size)
            return tl::unexpected(Unavailable::changed);
        return FileContent{std::move(bytes), after};
    }

    Moved move(
        Place from, const std::string& name, Place to, const std::string& new_name, NewName whose
    ) override
    {
        if (::renameat2(
                number(from), name.c_str(), number(to), new_name.c_str(), RENAME_NOREPLACE
            ) == 0)
            return Moved::yes;
        if (errno == EEXIST) return Moved::taken;
        if (errno == ENOENT) return Moved::gone;
        if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) fail("move a file");
        // Network file systems without RENAME_NOREPLACE.
        if (whose == NewName::any) return Moved::unguarded;
        if (stat(to, new_name)) return Moved::taken;
        if (::renameat(number(from), name.c_str(), number(to), new_name.c_str()) == 0)
            return Moved::yes;
        if (errno == ENOENT) return Moved::gone;
        fail("move a file");
    }

    void remove(Place place, const std::string& name) override
    {
        if (::unlinkat(number(place), name.c_str(), 0) != 0 && errno != ENOENT)
            fail("remove a file");
    }

    bool write_new(Place place, const std::string& name, std::string_view text) override
    {
        constexpr int fresh = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        Descriptor file(::openat(number(place), name.c_str(), fresh, 0660));
        if (file.number() < 0 && errno == EEXIST) return false;
        if (file.number() < 0) fail("write a reason");
        while (!text.empty()) {
            const ssize_t put = ::write(file.number(), text.data(), text.size());
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) fail("write a reason");
            text.remove_prefix(static_cast<std::size_t>(put));
        }
        if (::fsync(file.number()) != 0) fail("write a reason");
        if (!file.close()) fail("write a reason");
        return true;
    }

    void sync(Place place) override
    {
        // Some network file systems know no fsync of folders and say so.
        if (::fsync(number(place)) != 0 && errno != EINVAL && errno != EOPNOTSUPP)
            fail("make the folder durable");
    }

    bool is_network() override { return is_network_; }

private:
    [[nodiscard]] Descriptor open_inside(const char* name, mode_t mode) const
    {
        if (inbox_.number() < 0) fail("open the folder");
        if (::mkdirat(inbox_.number(), name, mode) != 0 && errno != EEXIST)
            fail("make a folder of the station");
        Descriptor folder(
            ::openat(inbox_.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        );
        if (folder.number() < 0) fail("open a folder of the station");
        return folder;
    }

    [[nodiscard]] int number(Place place) const
    {
        switch (place) {
        case Place::inbox: return inbox_.number();
        case Place::claimed: return claimed_.number();
        case Place::rejected: return rejected_.number();
        case Place::receipts: return receipts_.number();
        }
        return -1;
    }

    Descriptor inbox_;
    Descriptor claimed_;
    Descriptor rejected_;
    Descriptor receipts_;
    bool is_network_;
};

} // namespace

std::unique_ptr<Directory> open_directory(const std::filesystem::path& station)
{
    return std::make_unique<PosixDirectory>(station);
}

} // namespace dossier::capture
