#pragma once
// What keys of the ring wrap directly, row by row, so that it can be wrapped with a newer version.

#include "store/rotation.h"
#include "store/rows/vault.h"

#include <cstdint>
#include <string>

namespace dossier::store {

/// How far a rotation has come. It is in memory only: whoever starts again passes over what is
/// done.
struct RewrapCursor {
    std::uint16_t version = 0; ///< of the ring's key, that all should be wrapped with
    std::size_t table = 0;
    std::string after{}; ///< the last id looked at
};

/// Looks at rows from the cursor on and wraps those of older versions anew, at most `limit` rows,
/// inside the caller's transaction.
[[nodiscard]] Rewrapped
rewrap_some(Database& db, const Vault& vault, RewrapCursor& cursor, int limit);

} // namespace dossier::store
