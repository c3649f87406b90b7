#include "web/memory.h"

#include <malloc.h>

namespace dossier::web {

void keep_freed_memory()
{
    // The ends to which glibc moves by itself once something as large was freed.
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20); // NOLINT(concurrency-mt-unsafe): before any thread
    ::mallopt(M_TRIM_THRESHOLD, 64 << 20); // NOLINT(concurrency-mt-unsafe)
}

} // namespace dossier::web
