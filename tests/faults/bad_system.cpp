// Interposes on libc. Under LD_PRELOAD, in programs called `dossier` only:
//   BAD_SYSTEM_SWITCH=FILE   while FILE exists, writing calls below BAD_SYSTEM_FULL=TEXT (what
//                            their paths contain) fail with ENOSPC
//   BAD_SYSTEM_SHARE=TEXT    folders with TEXT in their path are a share; inotify is missing

#include "tests/faults/bad_system.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace dossier::faults {

namespace {

std::atomic<bool> is_armed{false};
std::atomic<const char*> share{nullptr}; ///< what paths in a share contain
std::atomic<long> counted{0};
Plan plan_now;
const char* switch_file = nullptr;
const char* full_mark = nullptr;

template <typename Function>
Function* original(const char* name)
{
    void* const found = ::dlsym(RTLD_NEXT, name);
    Function* function = nullptr;
    static_assert(sizeof function == sizeof found);
    std::memcpy(&function, &found, sizeof function);
    return function;
}

bool is_on_a_disk(int file)
{
    struct stat status {};

    // What is said aloud is spared, also when it is redirected into a file.
    return file > STDERR_FILENO && ::fstat(file, &status) == 0 &&
           (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

bool is_below(int file, const char* mark)
{
    if (mark == nullptr || file < 0) return false;
    std::array<char, 64> link{};
    std::array<char, 4096> path{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link.data(), path.data(), path.size() - 2);
    if (length <= 0) return false;
    path.at(static_cast<std::size_t>(length)) = '/';
    return std::strstr(path.data(), mark) != nullptr;
}

bool is_switched_on()
{
    return switch_file != nullptr && ::access(switch_file, F_OK) == 0;
}

enum class Turn { well, fails, falls_short };

enum class Call { write, other };

/// What becomes of the call that is made now; sets errno when it fails.
Turn take_turn(bool is_on_full_disk, Call call = Call::other)
{
    if (is_on_full_disk) {
        errno = ENOSPC;
        return Turn::fails;
    }
    if (!is_armed || (plan_now.writes_only && call != Call::write)) return Turn::well;
    const long number = ++counted;
    const bool is_hit = plan_now.from_then_on ? number >= plan_now.nth : number == plan_now.nth;
    if (plan_now.nth == 0 || !is_hit) return Turn::well;
    const bool still_fits_a_part = plan_now.writes_only && number == plan_now.nth;
    if (plan_now.error == 0 || still_fits_a_part) return Turn::falls_short;
    errno = plan_now.error;
    return Turn::fails;
}

Turn take_turn(const char* path)
{
    return take_turn(is_switched_on() && std::strstr(path, full_mark) != nullptr);
}

Turn take_turn(int file, Call call = Call::other)
{
    const bool is_full = is_switched_on() && is_below(file, full_mark);
    return is_full || (is_armed && is_on_a_disk(file)) ? take_turn(is_full, call) : Turn::well;
}

bool is_in_a_share(int file)
{
    return is_below(file, share);
}

bool is_folder_of_a_share(int file)
{
    struct stat status {};

    return share != nullptr && ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode) &&
           is_in_a_share(file);
}

std::size_t share_of(std::size_t bytes, Turn turn)
{
    return turn == Turn::falls_short && bytes > 1 ? bytes / 2 : bytes;
}

[[gnu::constructor]] void listen_to_the_environment()
{
    if (std::strcmp(program_invocation_short_name, "dossier") != 0) return;
    full_mark = std::getenv("BAD_SYSTEM_FULL");
    if (full_mark != nullptr) switch_file = std::getenv("BAD_SYSTEM_SWITCH");
    share = std::getenv("BAD_SYSTEM_SHARE");
}

} // namespace

void arm(const Plan& plan)
{
    plan_now = plan;
    counted = 0;
    is_armed = true;
}

long disarm()
{
    is_armed = false;
    return counted;
}

void become_network_share(bool is_share)
{
    share = is_share ? "/" : nullptr;
}

} // namespace dossier::faults

using dossier::faults::Call;
using dossier::faults::original;
using dossier::faults::take_turn;
using dossier::faults::Turn;

// A full disk can be read: opening a file only to read it takes no turn under the switch.
static bool may_open(const char* path, int flags)
{
    const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
    return (writes ? take_turn(path) : take_turn(false)) != Turn::fails;
}

static mode_t mode_of(int flags, va_list rest)
{
    return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
}

extern "C" {

// NOLINTBEGIN(readability-identifier-naming,cert-dcl50-cpp): libc's own names and shapes
#define OPENS(name)                                                                                \
    int name(const char* path, int flags, ...)                                                     \
    {                                                                                              \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        const mode_t mode = mode_of(flags, rest);                                                  \
        va_end(rest);                                                                              \
        if (!may_open(path, flags)) return -1;                                                     \
        static auto* const real = original<int(const char*, int, ...)>(#name);                     \
        return real(path, flags, mode);                                                            \
    }
#define OPENS_AT(name)                                                                             \
    int name(int folder, const char* path, int flags, ...)                                         \
    {                                                                                              \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        const mode_t mode = mode_of(flags, rest);                                                  \
        va_end(rest);                                                                              \
        if (!may_open(path, flags)) return -1;                                                     \
        static auto* const real = original<int(int, const char*, int, ...)>(#name);                \
        return real(folder, path, flags, mode);                                                    \
    }
#define SYNCS(name)                                                                                \
    int name(int file)                                                                             \
    {                                                                                              \
        if (dossier::faults::is_folder_of_a_share(file)) {                                         \
            errno = EINVAL;                                                                        \
            return -1;                                                                             \
        }                                                                                          \
        if (take_turn(file) == Turn::fails) return -1;                                             \
        static auto* const real = original<int(int)>(#name);                                       \
        return real(file);                                                                         \
    }
#define PWRITES(name, offset_type)                                                                 \
    ssize_t name(int file, const void* bytes, size_t size, offset_type at)                         \
    {                                                                                              \
        const Turn turn = take_turn(file, Call::write);                                            \
        if (turn == Turn::fails) return -1;                                                        \
        static auto* const real = original<ssize_t(int, const void*, size_t, offset_type)>(#name); \
        return real(file, bytes, dossier::faults::share_of(size, turn), at);                       \
    }
#define TRUNCATES(name, offset_type)                                                               \
    int name(int file, offset_type size) noexcept                                                  \
    {                                                                                              \
        if (take_turn(file) == Turn::fails) return -1;                                             \
        static auto* const real = original<int(int, offset_type)>(#name);                          \
        return real(file, size);                                                                   \
    }
#define NAMES(name, parameters, arguments, path)                                                   \
    int name parameters noexcept                                                                   \
    {                                                                                              \
        if (take_turn(path) == Turn::fails) return -1;                                             \
        static auto* const real = original<int parameters>(#name);                                 \
        return real arguments;                                                                     \
    }

OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)
SYNCS(fsync)
SYNCS(fdatasync)
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)
NAMES(rename, (const char* from, const char* to), (from, to), from)
NAMES(renameat, (int a, const char* from, int b, const char* to), (a, from, b, to), from)
NAMES(link, (const char* from, const char* to), (from, to), from)
NAMES(unlink, (const char* path), (path), path)
NAMES(unlinkat, (int folder, const char* path, int flags), (folder, path, flags), path)

ssize_t write(int file, const void* bytes, size_t size)
{
    const Turn turn = take_turn(file, Call::write);
    if (turn == Turn::fails) return -1;
    static auto* const real = original<ssize_t(int, const void*, size_t)>("write");
    return real(file, bytes, dossier::faults::share_of(size, turn));
}

int renameat2(int a, const char* from, int b, const char* to, unsigned flags) noexcept
{
    if (flags != 0 && dossier::faults::is_in_a_share(a)) {
        errno = EINVAL;
        return -1;
    }
    if (take_turn(from) == Turn::fails) return -1;
    static auto* const real =
        original<int(int, const char*, int, const char*, unsigned)>("renameat2");
    return real(a, from, b, to, flags);
}

int fstatfs(int file, struct statfs* answer) noexcept
{
    static auto* const real = original<int(int, struct statfs*)>("fstatfs");
    const int result = real(file, answer);
    if (dossier::faults::is_in_a_share(file)) answer->f_type = NFS_SUPER_MAGIC;
    return result;
}

static int lease_of_a_share(int file, int command)
{
    if (command != F_SETLEASE || !dossier::faults::is_in_a_share(file)) return 0;
    errno = EAGAIN; // NFS without a delegation, SMB without an oplock
    return -1;
}

#define CONTROLS(name)                                                                             \
    int name(int file, int command, ...)                                                           \
    {                                                                                              \
        va_list rest;                                                                              \
        va_start(rest, command);                                                                   \
        void* const argument = va_arg(rest, void*);                                                \
        va_end(rest);                                                                              \
        if (lease_of_a_share(file, command) != 0) return -1;                                       \
        static auto* const real = original<int(int, int, ...)>(#name);                             \
        return real(file, command, argument);                                                      \
    }
CONTROLS(fcntl)
CONTROLS(fcntl64)

int inotify_init1(int flags) noexcept
{
    static auto* const real = original<int(int)>("inotify_init1");
    if (dossier::faults::share == nullptr) return real(flags);
    errno = ENOSYS;
    return -1;
}

// NOLINTEND(readability-identifier-naming,cert-dcl50-cpp)

} // extern "C"
