#pragma once
// What a count of errors among independent trials says about the share of errors: the finite-sample
// arithmetic of Clopper and Pearson (1934), without approximations.

#include <cstdint>

namespace dossier::verify {

/// The chance of at most `wrong` errors among `trials` when each is an error with chance `share`.
[[nodiscard]] double chance_of_at_most(std::int64_t wrong, std::int64_t trials, double share);

/// The chance of at least `wrong` events where `expected` are expected (Poisson).
[[nodiscard]] double chance_of_at_least(std::int64_t wrong, double expected);

/// The share that is not exceeded with this confidence, given what was counted: 1 without trials.
[[nodiscard]] double upper_bound(std::int64_t wrong, std::int64_t trials, double confidence);

} // namespace dossier::verify
