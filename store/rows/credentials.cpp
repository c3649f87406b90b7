#include "store/rows/credentials.h"

#include "store/crypto/argon2.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

constexpr std::size_t least_password = 12;
constexpr std::size_t most_password = 128;
constexpr std::int64_t free_failures = 5;  ///< then 1, 2, 4, 8, 16 seconds
constexpr std::int64_t lock_failures = 10; ///< then a quarter of an hour each
constexpr auto lock_time = std::chrono::minutes(15);

Argon2Cost argon2_cost(const PasswordCost& cost)
{
    return {.passes = cost.passes, .memory_kib = cost.memory_kib, .lanes = cost.lanes};
}

/// What Argon2 sees: the password keyed with the ring's pepper, so that stolen rows alone are
/// useless for guessing.
Digest peppered(const Vault& vault, std::string_view password)
{
    return hmac_sha256(vault.keys().key(KeyUse::pepper), bytes_of(password));
}

} // namespace

std::string hash_password(const Vault& vault, std::string_view password, const PasswordCost& cost)
{
    std::array<std::byte, 16> salt{};
    vault.random().fill(salt);
    return password_hash(peppered(vault, password), salt, argon2_cost(cost));
}

bool is_password(const Vault& vault, std::string_view password, const std::string& hash)
{
    return matches_password_hash(peppered(vault, password), hash);
}

std::string one_time_password(Random& random)
{
    constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyzQ";
    std::array<std::byte, 20> bytes{};
    random.fill(bytes);
    std::string password;
    for (const std::byte byte : bytes) {
        password += alphabet[std::to_integer<std::size_t>(byte & std::byte{31})];
    }
    return password;
}

Instant next_try(std::int64_t failures, Instant now)
{
    if (failures >= lock_failures) {
        return now + lock_time;
    }
    if (failures < free_failures) {
        return now;
    }
    return now + std::chrono::seconds(std::int64_t{1} << (failures - free_failures));
}

bool is_weak(std::string_view password, const User& user)
{
    return password.size() < least_password || password.size() > most_password ||
           password.find(user.username) != std::string_view::npos ||
           std::ranges::all_of(password, [&](char c) { return c == password.front(); });
}

} // namespace dossier::store
