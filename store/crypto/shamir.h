#pragma once
// Shamir's secret sharing over GF(256) with the polynomial of AES, byte by byte, as of
// draft-mcgrew-tss-03: any `needed` of the shares give the secret, fewer tell nothing of it. No
// branch and no address depends on a secret byte.

#include "store/crypto/secret.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dossier::store {

struct SecretShare {
    std::uint8_t number = 0; ///< from 1
    SecretBytes bytes;       ///< as many as the secret has
};

/// `needed` is at least 2, `count` at most 255 and not less.
[[nodiscard]] std::vector<SecretShare>
split_secret(std::span<const std::byte> secret, int needed, int count, Random& random);

/// Of exactly the needed number of different shares; of others the result is noise.
[[nodiscard]] SecretBytes join_secret(std::span<const SecretShare> shares);

} // namespace dossier::store
