#pragma once

// How this process deals with memory that files of megabytes leave behind.

namespace dossier::web {

/// Keeps it for the next file (64 MiB at most in each of malloc's arenas) instead of giving it back
/// to the kernel, which hands it out again page by page, zeroed: a tenth of what intake costs. To
/// be called before there is a second thread.
void keep_freed_memory();

} // namespace dossier::web
