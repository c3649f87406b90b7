// Stands where pdftoppm would and tries to break out: reads the name of a probe where a document
// would come, and draws one word, "escaped" or "blocked". A probe that the filter kills draws
// nothing. Started by the launcher of reader_zoo.

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <map>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

constexpr std::size_t page_size = 4096;
const std::string library = std::string("/usr/lib/") + DOSSIER_LIBRARY_FOLDER + "/libc.so.6";

/// Whether what a system call returned means that it was carried out.
bool worked(long result)
{
    return result >= 0;
}

bool opens(const char* path, int flags)
{
    return worked(::open(path, flags | O_CLOEXEC, 0600));
}

bool maps(int protection, int flags, int fd)
{
    return ::mmap(nullptr, page_size, protection, flags, fd, 0) != MAP_FAILED;
}

bool makes_code()
{
    void* page =
        ::mmap(nullptr, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return worked(::mprotect(page, page_size, PROT_READ | PROT_EXEC));
}

bool runs_again(const char* path)
{
    std::string name = path;
    std::array<char*, 2> arguments{name.data(), nullptr};
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    ::syscall(SYS_execveat, file, "", arguments.data(), nullptr, AT_EMPTY_PATH);
    return false; // still here
}

/// Any descriptor but the three it was given.
bool reaches_others()
{
    for (int fd = 3; fd < 1024; ++fd)
        if (::write(fd, "x", 1) > 0 || worked(::fcntl(fd, F_GETFD))) return true;
    return false;
}

bool takes_memory()
{
    constexpr std::size_t much = std::size_t{5} << 30U;
    return ::mmap(nullptr, much, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

bool lifts_its_limit()
{
    const rlimit endless{RLIM_INFINITY, RLIM_INFINITY};
    // Root may always lift limits; what counts is that nobody else can.
    return ::geteuid() != 0 && worked(::setrlimit(RLIMIT_AS, &endless));
}

bool reads_its_parent()
{
    std::array<char, 8> stolen{};
    iovec here{stolen.data(), stolen.size()};
    iovec there{stolen.data(), stolen.size()};
    return worked(::process_vm_readv(::getppid(), &here, 1, &there, 1, 0));
}

const std::map<std::string_view, std::function<bool()>> probes{
    {"control", [] { return opens(library.c_str(), O_RDONLY); }}, // the one thing it may
    {"open", [] { return opens("/etc/passwd", O_RDONLY); }},
    {"open program", [] { return opens("/bin/true", O_RDONLY); }},
    {"open memory of parent",
     [] { return opens(("/proc/" + std::to_string(::getppid()) + "/mem").c_str(), O_RDONLY); }},
    {"open own environment", [] { return opens("/proc/self/environ", O_RDONLY); }},
    {"open for writing", [] { return opens(library.c_str(), O_RDWR); }},
    {"list", [] { return opens("/tmp", O_RDONLY | O_DIRECTORY); }},
    {"create", [] { return opens("/tmp/escaped", O_CREAT | O_WRONLY); }},
    {"truncate", [] { return worked(::truncate("/tmp/nothing", 0)); }},
    {"unlink", [] { return worked(::unlink("/tmp/nothing")) || errno == ENOENT; }},
    {"rename", [] { return worked(::rename("/tmp/a", "/tmp/b")) || errno == ENOENT; }},
    {"symlink", [] { return worked(::symlink("/etc/passwd", "/tmp/escaped-link")); }},
    {"chmod", [] { return worked(::chmod("/tmp", 0777)); }},
    {"mkdir", [] { return worked(::mkdir("/tmp/escaped-folder", 0700)); }},
    {"mount", [] { return worked(::mount("none", "/tmp", "tmpfs", 0, nullptr)); }},
    {"namespace", [] { return worked(::unshare(CLONE_NEWUSER)); }},
    {"socket", [] { return worked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }},
    {"local socket", [] { return worked(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }},
    {"connect",
     [] {
         const sockaddr anywhere{};
         return worked(::connect(0, &anywhere, sizeof anywhere));
     }},
    {"execute", [] { return worked(::execl("/bin/true", "true", nullptr)); }},
    {"execute by descriptor", [] { return runs_again(library.c_str()); }},
    {"fork", [] { return worked(::syscall(SYS_fork)); }},
    {"vfork", [] { return worked(::syscall(SYS_vfork)); }},
    {"clone", [] { return worked(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }},
    {"clone3", [] { return worked(::syscall(SYS_clone3, nullptr, 0)) || errno == EINVAL; }},
    {"ptrace", [] { return worked(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)); }},
    {"kill", [] { return worked(::kill(::getppid(), SIGKILL)); }},
    {"kill everything", [] { return worked(::kill(-1, SIGKILL)); }},
    {"read parent", reads_its_parent},
    {"handle of parent", [] { return worked(::syscall(SYS_pidfd_open, ::getppid(), 0)); }},
    {"map code", [] { return maps(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); }},
    {"map writable code",
     [] {
         const int file = ::open(library.c_str(), O_RDONLY | O_CLOEXEC);
         return maps(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, file);
     }},
    {"map its document", [] { return maps(PROT_READ | PROT_EXEC, MAP_PRIVATE, 0); }},
    {"make code", makes_code},
    {"memory file", [] { return worked(::memfd_create("escape", MFD_CLOEXEC)); }},
    {"bpf", [] { return worked(::syscall(SYS_bpf, 0, nullptr, 0)) || errno == EINVAL; }},
    {"uring", [] { return worked(::syscall(SYS_io_uring_setup, 1, nullptr)) || errno == EFAULT; }},
    {"perf",
     [] {
         return worked(::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0)) || errno == EFAULT;
     }},
    {"fault", [] { return worked(::syscall(SYS_userfaultfd, 0)); }},
    {"keys", [] { return worked(::syscall(SYS_keyctl, 0, -3, 1)); }},
    {"other descriptors", reaches_others},
    {"memory", takes_memory},
    {"limits", lifts_its_limit},
    {"identity", [] { return worked(::setuid(0)); }},
};

void flood()
{
    const std::string block(page_size, 'P');
    while (::write(1, block.data(), block.size()) > 0) {
    }
}

void spin()
{
    for (;;)
        std::atomic_signal_fence(std::memory_order_seq_cst);
}

std::string read_name()
{
    std::string name;
    std::array<char, 256> buffer{};
    for (ssize_t size = 1; size > 0;) {
        size = ::read(0, buffer.data(), buffer.size());
        if (size > 0) name.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return name;
}

} // namespace

int main()
{
    const std::string name = read_name();
    if (name == "flood") flood();
    if (name == "spin") spin();
    const auto found = probes.find(name);
    if (found == probes.end()) return 1;
    const std::string_view word = found->second() ? "escaped" : "blocked";
    return ::write(1, word.data(), word.size()) > 0 ? 0 : 1;
}
