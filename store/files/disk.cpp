#include "store/files/disk.h"

#include "store/error.h"

#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* attempted, const fs::path& path, int error)
{
    throw Error(
        std::string("cannot ") + attempted + " " + path.string() + ": " +
        std::system_category().message(error)
    );
}

/// A file descriptor; close() is where NFS and quotas report, so it is asked once explicitly.
class Descriptor {
public:
    Descriptor(const fs::path& path, int flags, const char* attempted)
        : path_(path),
          number_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
        if (number_ < 0) {
            fail(attempted, path, errno);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    [[nodiscard]] int number() const { return number_; }

    void close()
    {
        const int number = number_;
        number_ = -1;
        if (::close(number) != 0) {
            fail("close", path_, errno);
        }
    }

private:
    fs::path path_;
    int number_;
};

void write_all(int file, std::span<const std::byte> bytes, const fs::path& path)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            fail("write", path, written < 0 ? errno : EIO);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

class PosixPlacedFile final : public PlacedFile {
public:
    PosixPlacedFile(const fs::path& draft, fs::path file, std::span<const std::byte> bytes)
        : file_(std::move(file)),
          out_(draft, O_WRONLY | O_CREAT | O_EXCL, "create")
    {
        write_all(out_.number(), bytes, draft);
        // A hint that nothing rests on: the disk begins to write what `sync` waits for.
        (void)::sync_file_range(out_.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
    }

    void sync() override
    {
        if (::fdatasync(out_.number()) != 0) {
            fail("sync", file_, errno);
        }
        out_.close();
    }

private:
    fs::path file_;
    Descriptor out_;
};

class PosixDisk final : public Disk {
public:
    void write_new(const fs::path& file, std::span<const std::byte> bytes) override
    {
        Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL, "create");
        write_all(out.number(), bytes, file);
        if (::fdatasync(out.number()) != 0) {
            fail("sync", file, errno);
        }
        out.close();
    }

    std::unique_ptr<PlacedFile> place_new(
        const fs::path& draft, const fs::path& file, std::span<const std::byte> bytes
    ) override
    {
        auto placed = std::make_unique<PosixPlacedFile>(draft, file, bytes);
        rename(draft, file, Replace::never);
        return placed;
    }

    void rename(const fs::path& from, const fs::path& to, Replace replace) override
    {
        const unsigned flags = replace == Replace::never ? RENAME_NOREPLACE : 0U;
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags) != 0) {
            fail("rename to", to, errno);
        }
    }

    void sync_directory(const fs::path& directory) override
    {
        Descriptor in(directory, O_RDONLY | O_DIRECTORY, "open");
        if (::fsync(in.number()) != 0) {
            fail("sync", directory, errno);
        }
        in.close();
    }

    bool make_directory(const fs::path& directory) override
    {
        if (::mkdir(directory.c_str(), 0700) == 0) {
            return true;
        }
        if (errno != EEXIST) {
            fail("make folder", directory, errno);
        }
        return false;
    }

    std::optional<Bytes> read(const fs::path& file) override
    {
        struct stat status {};

        if (::lstat(file.c_str(), &status) != 0 && errno == ENOENT) {
            return std::nullopt;
        }
        const Descriptor in(file, O_RDONLY, "open");
        if (::fstat(in.number(), &status) != 0) {
            fail("stat", file, errno);
        }
        if (!S_ISREG(status.st_mode)) {
            fail("read", file, EINVAL);
        }
        Bytes bytes(static_cast<std::size_t>(status.st_size));
        std::size_t have = 0;
        while (have < bytes.size()) {
            const ssize_t got = ::read(in.number(), bytes.data() + have, bytes.size() - have);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                fail("read", file, got < 0 ? errno : EIO);
            }
            have += static_cast<std::size_t>(got);
        }
        return bytes;
    }

    void remove(const fs::path& file) override
    {
        if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
            fail("remove", file, errno);
        }
    }

    std::vector<DiskEntry> list(const fs::path& directory) override
    {
        std::vector<DiskEntry> entries;
        std::error_code error;
        for (fs::directory_iterator it(directory, error), end; !error && it != end;
             it.increment(error)) {
            struct stat status {};

            if (::lstat(it->path().c_str(), &status) != 0) {
                continue;
            } // removed meanwhile
            const auto written = std::chrono::seconds(status.st_mtim.tv_sec) +
                                 std::chrono::nanoseconds(status.st_mtim.tv_nsec);
            entries.push_back(
                {.name = it->path().filename().string(),
                 .written_at =
                     Instant(std::chrono::duration_cast<std::chrono::milliseconds>(written)),
                 .is_directory = S_ISDIR(status.st_mode)}
            );
        }
        if (error) {
            fail("list", directory, error.value());
        }
        return entries;
    }
};

} // namespace

Disk& posix_disk()
{
    static PosixDisk disk;
    return disk;
}

void make_directories(Disk& disk, const fs::path& directory)
{
    fs::path made;
    for (const auto& part : directory) {
        const fs::path parent = made.empty() ? fs::path(".") : made;
        made /= part;
        if (part == "/" || part.empty()) {
            continue;
        }
        if (disk.make_directory(made)) {
            disk.sync_directory(parent);
        }
    }
}

void write_durable(
    Disk& disk, const fs::path& file, std::span<const std::byte> bytes, Replace replace
)
{
    fs::path draft = file;
    draft += ".tmp";
    disk.remove(draft); // left by a crash
    disk.write_new(draft, bytes);
    disk.rename(draft, file, replace);
    disk.sync_directory(file.parent_path());
}

} // namespace dossier::store
