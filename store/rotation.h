#pragma once
// What became of a portion of a rotation (Store::rewrap).

#include <cstdint>

namespace dossier::store {

struct Rewrapped {
    std::int64_t keys = 0;    ///< wrapped anew by this call
    std::int64_t damaged = 0; ///< of those looked at: they do not open, and stay as they are
    bool done = false;        ///< all were looked at since this service started
};

} // namespace dossier::store
