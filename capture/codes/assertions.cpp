#include "capture/codes/assertions.h"

#include <csetjmp>
#include <cstdlib>

namespace dossier::capture {

namespace {

thread_local std::jmp_buf* way_out = nullptr;

} // namespace

bool survives_assertions(void (*call)(void* context), void* context)
{
    std::jmp_buf here;
    way_out = &here;
    if (setjmp(here) != 0) { // NOLINT(cert-err52-cpp): the header says why
        way_out = nullptr;
        return false;
    }
    call(context);
    way_out = nullptr;
    return true;
}

namespace {

[[noreturn]] void leave()
{
    if (way_out != nullptr) std::longjmp(*way_out, 1); // NOLINT(cert-err52-cpp)
    std::abort();
}

} // namespace

} // namespace dossier::capture

// glibc's name for a failed assertion: the program's own definition comes before the library's.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" [[noreturn]] void __assert_fail(
    const char* /*what*/, const char* /*file*/, unsigned /*line*/, const char* /*where*/
) noexcept
{
    dossier::capture::leave();
}
