#include "ocr/child/sandbox.h"

#include "ocr/child_reader.h"

#include <seccomp.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <linux/landlock.h>
#include <memory>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

/// Calls that decoding and recognising make (security.md 2.9 and measured, see README.md).
/// `sysinfo` is glibc's qsort; the last rows are how a process tells the time and ends itself.
constexpr std::array allowed_calls
{
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk),
        SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(lseek),
        SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(rt_sigreturn), SCMP_SYS(sysinfo),
        SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(sched_yield),
        SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(getrandom), SCMP_SYS(close),
#if defined(__SANITIZE_ADDRESS__)
        SCMP_SYS(sigaltstack), SCMP_SYS(pipe2), // UBSan asks a pipe whether an address can be read
#endif
};

/// Descriptors a child may still open: landlock's, later the two pipes of a page that is drawn.
constexpr rlim_t spare_descriptors
{
#if defined(__SANITIZE_ADDRESS__)
    8
#else
    2
#endif
};

/// The filter: everything not listed kills the process; memory is never executable.
Filter make_filter()
{
    Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS), &seccomp_release);
    bool ok = filter != nullptr;
    for (const int call : allowed_calls) {
        ok = ok && seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) == 0;
    }
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
        ok = ok &&
             seccomp_rule_add(
                 filter.get(), SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)
             ) == 0;
    }
    // The pipes of a drawn page come with the launcher's answer, on this one socket.
    ok = ok && seccomp_rule_add(
                   filter.get(),
                   SCMP_ACT_ALLOW,
                   SCMP_SYS(recvmsg),
                   1,
                   SCMP_A0(SCMP_CMP_EQ, render_descriptor)
               ) == 0;
    if (!ok) filter.reset();
    return filter;
}

bool limit(__rlimit_resource what, rlim_t soft, rlim_t hard)
{
    const rlimit value{soft, hard};
    return ::setrlimit(what, &value) == 0;
}

bool set_limits(const SandboxLimits& limits)
{
    const auto cpu = static_cast<rlim_t>(limits.cpu.count());
    const rlim_t open_files = render_descriptor + 1 + spare_descriptors;
    bool ok = limit(RLIMIT_CPU, cpu, cpu + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
              limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
              limit(RLIMIT_NOFILE, open_files, open_files);
#if !defined(__SANITIZE_ADDRESS__) // its shadow memory is larger than any limit
    ok = ok && limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
#endif
    return ok;
}

/// Takes the whole file system away. A second layer: kernels without landlock have only the first.
bool forbid_files()
{
    const auto abi =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) return true;
    landlock_ruleset_attr rules{};
    // Every right of the first version: execute, read, write, remove and make of every kind.
    rules.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1U;
    const auto ruleset = ::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (ruleset < 0) return false;
    const bool ok = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    ::close(static_cast<int>(ruleset));
    return ok;
}

/// 3 and 4 are the document and the answer, 5 is where pages are drawn if they can be, 0 to 2 lead
/// nowhere, nothing else is open.
bool keep_only(int document, int answer, int render)
{
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    // Out of the way of their own places first: either may sit where the other belongs.
    const int document_copy = ::fcntl(document, F_DUPFD, 10);
    const int answer_copy = ::fcntl(answer, F_DUPFD, 10);
    const int render_copy = render < 0 ? nowhere : ::fcntl(render, F_DUPFD, 10);
    if (nowhere < 0 || document_copy < 0 || answer_copy < 0 || render_copy < 0) return false;
    for (const int standard : {0, 1, 2}) {
        if (::dup2(nowhere, standard) < 0) return false;
    }
    return ::dup2(document_copy, document_descriptor) >= 0 &&
           ::dup2(answer_copy, answer_descriptor) >= 0 &&
           ::dup2(render_copy, render_descriptor) >= 0 &&
           ::close_range(render_descriptor + 1, ~0U, 0) == 0;
}

} // namespace

void check_sandbox()
{
    if (::prctl(PR_GET_SECCOMP) < 0 || make_filter() == nullptr) {
        throw EngineError("this kernel cannot confine the reader (seccomp is missing)");
    }
}

void enter_sandbox(int document, int answer, int render, const SandboxLimits& limits)
{
    const bool ok = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                    keep_only(document, answer, render) && set_limits(limits) &&
                    ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
                    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && forbid_files();
    Filter filter = ok ? make_filter() : Filter(nullptr, &seccomp_release);
    if (filter == nullptr || seccomp_load(filter.get()) != 0) ::_exit(exit_no_sandbox);
}

} // namespace dossier::ocr
