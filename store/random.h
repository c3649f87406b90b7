#pragma once
// The seam for randomness: ids, salts and keys. Real: OpenSSL; in tests a counter, so that ids and
// sealed bytes repeat.

#include <cstddef>
#include <span>

namespace dossier::store {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;
};

/// The operating system's randomness through OpenSSL. Stateless; safe from any thread.
[[nodiscard]] Random& system_random();

/// From 0 up to, but not, 1; all equally likely.
[[nodiscard]] double draw_chance(Random& random);

} // namespace dossier::store
