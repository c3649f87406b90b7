#include "web/import/tree.h"

#include <algorithm>
#include <cctype>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dossier::web {

namespace {

constexpr int max_depth = 64;

/// A descriptor that closes itself.
class Fd {
public:
    explicit Fd(int fd) : fd_(fd) {}

    Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

    Fd& operator=(Fd&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }

    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;

    ~Fd()
    {
        if (fd_ >= 0) ::close(fd_);
    }

    [[nodiscard]] int get() const { return fd_; }

    [[nodiscard]] int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

capture::Refusal refusal(const char* code, const char* message)
{
    return {.code = code, .message = message};
}

constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

class Walk {
public:
    explicit Walk(const std::vector<struct stat>& besides) : besides_(besides) {}

    void enter(Fd folder, const std::string& prefix, int depth)
    {
        const int fd = folder.get();
        const std::unique_ptr<DIR, CloseFolder> entries{::fdopendir(folder.release())};
        if (!entries) throw std::system_error(errno, std::generic_category(), "opening " + prefix);
        while (const auto* entry = ::readdir(entries.get())) { // NOLINT(concurrency-mt-unsafe)
            const std::string name = static_cast<const char*>(entry->d_name);
            if (name != "." && name != "..") visit(fd, prefix, name, depth);
        }
    }

    std::vector<std::string> files;

private:
    void visit(int folder, const std::string& prefix, const std::string& name, int depth)
    {
        struct stat facts {};

        if (::fstatat(folder, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) return;
        if (S_ISREG(facts.st_mode) && !is_beside(facts)) files.push_back(prefix + name);
        if (!S_ISDIR(facts.st_mode)) return;
        if (depth >= max_depth) throw std::runtime_error("the tree is deeper than 64 folders");
        Fd inner{::openat(folder, name.c_str(), folder_flags)};
        if (inner.get() < 0)
            throw std::system_error(errno, std::generic_category(), "opening " + prefix + name);
        enter(std::move(inner), prefix + name + "/", depth + 1);
    }

    [[nodiscard]] bool is_beside(const struct stat& facts) const
    {
        return std::any_of(besides_.begin(), besides_.end(), [&](const struct stat& other) {
            return facts.st_dev == other.st_dev && facts.st_ino == other.st_ino;
        });
    }

    const std::vector<struct stat>& besides_;
};

/// The folder that holds a file, and the file's name in it.
Fd open_parent(int root, std::string_view& path)
{
    Fd at{::fcntl(root, F_DUPFD_CLOEXEC, 0)};
    for (auto slash = path.find('/'); at.get() >= 0 && slash != std::string_view::npos;
         slash = path.find('/')) {
        const std::string name{path.substr(0, slash)};
        at = Fd{::openat(at.get(), name.c_str(), folder_flags)};
        path.remove_prefix(slash + 1);
    }
    return at;
}

tl::expected<std::vector<std::byte>, capture::Refusal> read_all(int fd, std::size_t most)
{
    std::vector<std::byte> bytes;
    constexpr std::size_t piece = std::size_t{1} << 20;
    while (true) {
        const auto have = bytes.size();
        if (have > most)
            return tl::unexpected(refusal("too_large", "The file is larger than dossier takes."));
        bytes.resize(have + piece);
        const auto got = ::read(fd, bytes.data() + have, piece);
        if (got < 0)
            return tl::unexpected(refusal("unreadable", "The file could not be read to its end."));
        bytes.resize(have + static_cast<std::size_t>(got));
        if (got == 0) return bytes;
    }
}

} // namespace

tl::expected<std::string, capture::Refusal> normal_tree_path(std::string_view written)
{
    const auto bad = tl::unexpected(
        refusal("bad_path", "The path must lie below the tree: relative, without \"..\".")
    );
    const bool drive = written.size() >= 2 &&
                       std::isalpha(static_cast<unsigned char>(written[0])) != 0 &&
                       written[1] == ':';
    if (drive || written.size() > 4096 || written.find('\0') != std::string_view::npos) return bad;
    std::string text{written};
    std::replace(text.begin(), text.end(), '\\', '/');
    if (text.starts_with('/')) return bad;
    std::string normal;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        const auto part = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
        if (part == "..") return bad;
        if (part.empty() || part == ".") continue;
        normal += (normal.empty() ? "" : "/") + std::string{part};
    }
    if (normal.empty()) return bad;
    return normal;
}

Tree::Tree(const std::filesystem::path& root)
    : root_(root),
      fd_(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    if (fd_ < 0)
        throw std::system_error(errno, std::generic_category(), "opening " + root.string());
}

Tree::~Tree()
{
    ::close(fd_);
}

std::vector<std::string> Tree::list(const std::vector<std::filesystem::path>& besides) const
{
    std::vector<struct stat> others;
    for (const auto& path : besides) {
        struct stat facts {};

        if (::stat(path.c_str(), &facts) == 0) others.push_back(facts);
    }
    Walk walk{others};
    walk.enter(Fd{::openat(fd_, ".", folder_flags)}, "", 0);
    std::sort(walk.files.begin(), walk.files.end());
    return std::move(walk.files);
}

tl::expected<std::vector<std::byte>, capture::Refusal>
Tree::read(const std::string& path, std::size_t most) const
{
    std::string_view name = path;
    const auto parent = open_parent(fd_, name);
    const Fd file{
        parent.get() < 0 ? -1
                         : ::openat(
                               parent.get(),
                               std::string{name}.c_str(),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
                           )};
    if (file.get() < 0 && (errno == ELOOP || errno == ENOTDIR))
        return tl::unexpected(refusal("not_a_file", "A link stands where a file should."));
    if (file.get() < 0 && errno == ENOENT)
        return tl::unexpected(refusal("missing", "There is no such file in the tree."));
    if (file.get() < 0) return tl::unexpected(refusal("unreadable", "The file cannot be opened."));

    struct stat facts {};

    if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return tl::unexpected(refusal("not_a_file", "This is no file."));
    if (static_cast<std::size_t>(facts.st_size) > most)
        return tl::unexpected(refusal("too_large", "The file is larger than dossier takes."));
    return read_all(file.get(), most);
}

} // namespace dossier::web
