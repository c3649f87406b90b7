#include "ocr/child/render_sandbox.h"

#include "ocr/child/sandbox.h"

#include <seccomp.h>

#include <array>
#include <csignal>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <linux/landlock.h>
#include <memory>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

constexpr rlim_t memory_bytes = rlim_t{1} << 30U;
constexpr rlim_t cpu_seconds = 15;
constexpr rlim_t open_files = 32;
/// Beyond `open_files`: once it is closed by exec nothing can ever be opened under this number
/// again, so the one call that the filter lets start a program works once.
constexpr int program_descriptor = 100;

/// Read by the dynamic loader, fontconfig and poppler. Missing ones are fine.
constexpr std::array readable{
    "/lib/" DOSSIER_LIBRARY_FOLDER,
    "/usr/lib/" DOSSIER_LIBRARY_FOLDER,
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/usr/share/fontconfig",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/var/cache/fontconfig",
    "/usr/share/poppler",
};

/// What loading libraries, finding fonts and drawing take (measured); everything else fails.
constexpr std::array allowed_calls{
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(fadvise64),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/// No drawing makes these; one that does has been captured.
constexpr std::array deadly_calls{
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(execve),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(memfd_create),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat2),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(truncate),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(setuid),
    SCMP_SYS(personality),
    SCMP_SYS(open_by_handle_at),
};

bool allow(const Filter& filter, int call, std::initializer_list<scmp_arg_cmp> when)
{
    return seccomp_rule_add_array(
               filter.get(), SCMP_ACT_ALLOW, call, static_cast<unsigned>(when.size()), when.begin()
           ) == 0;
}

Filter make_filter()
{
    Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
    bool ok = filter != nullptr;
    for (const int call : allowed_calls)
        ok = ok && allow(filter, call, {});
    for (const int call : deadly_calls)
        ok = ok && seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, call, 0) == 0;
    const auto without = [](unsigned argument, scmp_datum_t bits) {
        return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, bits, 0};
    };
    // Code comes from files of the machine alone: no anonymous memory, none that is writable.
    const scmp_arg_cmp is_code{2, SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC};
    ok = ok && allow(filter, SCMP_SYS(mmap), {without(2, PROT_EXEC)}) &&
         allow(filter, SCMP_SYS(mmap), {is_code, without(3, MAP_ANONYMOUS)}) &&
         allow(filter, SCMP_SYS(mprotect), {without(2, PROT_EXEC)}) &&
         allow(filter, SCMP_SYS(openat), {without(2, O_ACCMODE | O_CREAT | O_TRUNC)}) &&
         allow(filter, SCMP_SYS(fcntl), {{1, SCMP_CMP_EQ, F_GETFD, 0}}) &&
         allow(filter, SCMP_SYS(fcntl), {{1, SCMP_CMP_EQ, F_SETFD, 0}}) &&
         allow(filter, SCMP_SYS(fcntl), {{1, SCMP_CMP_EQ, F_GETFL, 0}}) &&
         // Its own limits, which can only become tighter.
         allow(filter, SCMP_SYS(prlimit64), {{0, SCMP_CMP_EQ, 0, 0}}) &&
         allow(
             filter,
             SCMP_SYS(execveat),
             {{0, SCMP_CMP_EQ, program_descriptor, 0}, {4, SCMP_CMP_EQ, AT_EMPTY_PATH, 0}}
         );
    if (!ok) filter.reset();
    return filter;
}

bool limit(__rlimit_resource what, rlim_t most)
{
    const rlimit value{most, most};
    return ::setrlimit(what, &value) == 0;
}

/// The dynamic loader this very program was started with.
std::string loader_path()
{
    std::string path;
    ::dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* found) {
            for (unsigned i = 0; i < object->dlpi_phnum; ++i)
                if (object->dlpi_phdr[i].p_type == PT_INTERP)
                    // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader gives a number
                    *static_cast<std::string*>(found) = reinterpret_cast<const char*>(
                        object->dlpi_addr + object->dlpi_phdr[i].p_vaddr
                    );
            return 1; // the first object is the program itself
        },
        &path
    );
    return path;
}

bool is_folder(int fd)
{
    struct stat about {};

    return ::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
}

/// Lets `path` and what lies below it be read; with `and_run`, a single file be started too.
bool permit(int ruleset, const char* path, bool and_run)
{
    const int fd = ::open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return !and_run;
    landlock_path_beneath_attr rule{};
    rule.parent_fd = fd;
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    if (is_folder(fd)) rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    if (and_run) rule.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
    const bool ok =
        ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    ::close(fd);
    return ok;
}

bool confine_files(const std::string& program)
{
    landlock_ruleset_attr rules{};
    // Every right of the first version: execute, read, write, remove and make of every kind.
    rules.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1U;
    const int ruleset =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
    if (ruleset < 0) return false;
    bool ok =
        permit(ruleset, program.c_str(), true) && permit(ruleset, loader_path().c_str(), true);
    for (const char* path : readable)
        ok = ok && permit(ruleset, path, false);
    ok = ok && ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    ::close(ruleset);
    return ok;
}

/// 0 the document, 1 the picture, 2 nowhere, the program out of reach; nothing else is open.
bool arrange_descriptors(const std::string& program, int document, int picture)
{
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int file = ::open(program.c_str(), O_PATH | O_CLOEXEC);
    // Out of the way of their own places first: either may sit where the other belongs.
    const int in = ::fcntl(document, F_DUPFD_CLOEXEC, 10);
    const int out = ::fcntl(picture, F_DUPFD_CLOEXEC, 10);
    return nowhere >= 0 && file >= 0 && in >= 0 && out >= 0 &&
           ::dup3(file, program_descriptor, O_CLOEXEC) >= 0 && ::dup2(in, 0) >= 0 &&
           ::dup2(out, 1) >= 0 && ::dup2(nowhere, 2) >= 0 &&
           ::close_range(3, program_descriptor - 1, 0) == 0 &&
           ::close_range(program_descriptor + 1, ~0U, 0) == 0;
}

} // namespace

bool can_render(const std::string& program)
{
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >=
               1 &&
           ::access(program.c_str(), X_OK) == 0;
}

void run_renderer(
    const std::string& program, const capture::DrawnPage& page, int document, int picture
)
{
    std::string number = std::to_string(page.index + 1);
    std::string width = std::to_string(page.width);
    std::string height = std::to_string(page.height);
    std::array<std::string, 11> words{
        "pdftoppm",
        "-q",
        "-cropbox",
        "-f",
        number,
        "-l",
        number,
        "-scale-to-x",
        width,
        "-scale-to-y",
        height};
    std::string standard_input = "-";
    std::array<char*, words.size() + 2> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments.at(i) = words.at(i).data();
    arguments.at(words.size()) = standard_input.data();
    std::string locale = "LC_ALL=C";
    std::array<char*, 2> environment{locale.data(), nullptr};
    const Filter filter = make_filter();
    const bool ok = filter != nullptr && ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                    arrange_descriptors(program, document, picture) && limit(RLIMIT_FSIZE, 0) &&
                    limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
                    limit(RLIMIT_CPU, cpu_seconds) &&
                    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && confine_files(program) &&
                    limit(RLIMIT_NOFILE, open_files) && seccomp_load(filter.get()) == 0 &&
                    // Last, because the launcher itself takes more than a renderer may.
                    limit(RLIMIT_AS, memory_bytes);
    if (ok)
        ::syscall(
            SYS_execveat,
            program_descriptor,
            "",
            arguments.data(),
            environment.data(),
            AT_EMPTY_PATH
        );
    ::_exit(exit_no_sandbox);
}

} // namespace dossier::ocr
