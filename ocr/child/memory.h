#pragma once

// A page is read in pictures of many megabytes that are made and dropped by the dozen. Left to
// itself malloc gives each back to the system, and gets it again as zeroed pieces of 4 KB: a tenth
// of a page's time was spent in the kernel.

namespace dossier::ocr {

/// For a process that reads one document and ends: keeps what is freed for the next picture, in
/// large pages where the system has them.
void keep_freed_memory();

} // namespace dossier::ocr
