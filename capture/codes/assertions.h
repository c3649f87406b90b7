#pragma once

// Debian builds zxing-cpp with its assertions on, and some pixels that look like a code trip them
// (zxing-cpp issues 308, 399, 740): abort() would cost the whole file for one unlucky page. Here a
// failed assertion only ends the call that it happened in.
//
// The way out is longjmp past frames of zxing-cpp: what they had allocated is lost until the child
// ends, which is after this file. An exception cannot do it, because assert() is declared not to
// throw.

namespace dossier::capture {

/// Calls `call(context)`; false when an assertion failed in it. Elsewhere a failed assertion ends
/// the program as ever. `call` must own nothing itself: its frame may be skipped.
[[nodiscard]] bool survives_assertions(void (*call)(void* context), void* context);

} // namespace dossier::capture
