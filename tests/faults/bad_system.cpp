// Interposes on libc. Under LD_PRELOAD, in programs called `dossier` only:
//   BAD_SYSTEM_SWITCH=FILE   while FILE exists, calls that write fail with ENOSPC
//   BAD_SYSTEM_SHARE=1       see become_network_share; inotify is missing too

#include "tests/faults/bad_system.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>
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
std::atomic<bool> is_network{false};
std::atomic<long> counted{0};
Plan plan_now;
const char* switch_file = nullptr;

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

    return ::fstat(file, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

bool is_switched_on()
{
    return switch_file != nullptr && ::access(switch_file, F_OK) == 0;
}

enum class Turn { well, fails, falls_short };

/// What becomes of the call that is made now; sets errno when it fails.
Turn take_turn()
{
    if (is_switched_on()) {
        errno = ENOSPC;
        return Turn::fails;
    }
    if (!is_armed) return Turn::well;
    const long number = ++counted;
    const bool is_hit = plan_now.from_then_on ? number >= plan_now.nth : number == plan_now.nth;
    if (plan_now.nth == 0 || !is_hit) return Turn::well;
    if (plan_now.error == 0) return Turn::falls_short;
    errno = plan_now.error;
    return Turn::fails;
}

Turn take_turn(int file)
{
    const bool is_watched = switch_file != nullptr || is_armed;
    return is_watched && is_on_a_disk(file) ? take_turn() : Turn::well;
}

bool is_folder_of_a_share(int file)
{
    struct stat status {};

    return is_network && ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
}

std::size_t share_of(std::size_t bytes, Turn turn)
{
    return turn == Turn::falls_short && bytes > 1 ? bytes / 2 : bytes;
}

[[gnu::constructor]] void listen_to_the_environment()
{
    if (std::strcmp(program_invocation_short_name, "dossier") != 0) return;
    switch_file = std::getenv("BAD_SYSTEM_SWITCH");
    is_network = std::getenv("BAD_SYSTEM_SHARE") != nullptr;
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
    is_network = is_share;
}

} // namespace dossier::faults

using dossier::faults::original;
using dossier::faults::take_turn;
using dossier::faults::Turn;

// Opening a file only to read it takes no turn under the switch: a full disk can be read.
static bool may_open(int flags)
{
    const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
    if (!writes && dossier::faults::is_switched_on()) return true;
    return take_turn() != Turn::fails;
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
        if (!may_open(flags)) return -1;                                                           \
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
        if (!may_open(flags)) return -1;                                                           \
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
        const Turn turn = take_turn(file);                                                         \
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
#define NAMES(name, parameters, arguments, exception)                                              \
    int name parameters exception                                                                  \
    {                                                                                              \
        if (take_turn() == Turn::fails) return -1;                                                 \
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
NAMES(rename, (const char* from, const char* to), (from, to), noexcept)
NAMES(renameat, (int a, const char* from, int b, const char* to), (a, from, b, to), noexcept)
NAMES(link, (const char* from, const char* to), (from, to), noexcept)
NAMES(unlink, (const char* path), (path), noexcept)
NAMES(unlinkat, (int folder, const char* path, int flags), (folder, path, flags), noexcept)

ssize_t write(int file, const void* bytes, size_t size)
{
    const Turn turn = take_turn(file);
    if (turn == Turn::fails) return -1;
    static auto* const real = original<ssize_t(int, const void*, size_t)>("write");
    return real(file, bytes, dossier::faults::share_of(size, turn));
}

int renameat2(int a, const char* from, int b, const char* to, unsigned flags) noexcept
{
    if (dossier::faults::is_network && flags != 0) {
        errno = EINVAL;
        return -1;
    }
    if (take_turn() == Turn::fails) return -1;
    static auto* const real =
        original<int(int, const char*, int, const char*, unsigned)>("renameat2");
    return real(a, from, b, to, flags);
}

int fstatfs(int file, struct statfs* answer) noexcept
{
    static auto* const real = original<int(int, struct statfs*)>("fstatfs");
    const int result = real(file, answer);
    if (dossier::faults::is_network) answer->f_type = NFS_SUPER_MAGIC;
    return result;
}

static int lease_of_a_share(int command)
{
    if (!dossier::faults::is_network || command != F_SETLEASE) return 0;
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
        if (lease_of_a_share(command) != 0) return -1;                                             \
        static auto* const real = original<int(int, int, ...)>(#name);                             \
        return real(file, command, argument);                                                      \
    }
CONTROLS(fcntl)
CONTROLS(fcntl64)

int inotify_init1(int flags) noexcept
{
    static auto* const real = original<int(int)>("inotify_init1");
    if (!dossier::faults::is_network) return real(flags);
    errno = ENOSYS;
    return -1;
}

// NOLINTEND(readability-identifier-naming,cert-dcl50-cpp)

} // extern "C"
