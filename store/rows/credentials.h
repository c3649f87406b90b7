#pragma once
// Passwords and how often one may be tried.

#include "store/rows/vault.h"
#include "store/store.h"

#include <string>
#include <string_view>

namespace dossier::store {

inline constexpr std::int64_t disable_failures = 50; ///< in a row; an administrator resets

[[nodiscard]] std::string
hash_password(const Vault& vault, std::string_view password, const PasswordCost& cost);
[[nodiscard]] bool
is_password(const Vault& vault, std::string_view password, const std::string& hash);
/// 20 characters of 5 bits that are not mistaken for each other.
[[nodiscard]] std::string one_time_password(Random& random);
[[nodiscard]] bool is_weak(std::string_view password, const User& user);
/// When the next try may be made after so many failures in a row.
[[nodiscard]] Instant next_try(std::int64_t failures, Instant now);

} // namespace dossier::store
