#include "store/crypto/keys.h"

#include "store/error.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace dossier::store {
namespace {

constexpr std::size_t site_id_size = 16;
constexpr std::size_t head_size = 8 + site_id_size + 2; // counter | site | number of keys
constexpr std::size_t entry_size = 1 + 2 + key_size;    // use | version | key

void put_number(std::span<std::byte> out, std::uint64_t value)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[out.size() - 1 - i] = static_cast<std::byte>(value >> (8 * i));
    }
}

std::uint64_t read_number(std::span<const std::byte> in)
{
    std::uint64_t value = 0;
    for (const std::byte byte : in) {
        value = value << 8U | std::to_integer<std::uint64_t>(byte);
    }
    return value;
}

std::byte digit(char c)
{
    return static_cast<std::byte>(c <= '9' ? c - '0' : c - 'a' + 10);
}

} // namespace

Keys Keys::generate(Random& random)
{
    Keys keys;
    std::array<std::byte, site_id_size> site{};
    random.fill(site);
    keys.site_id_ = to_hex(site);
    (void)keys.complete(random);
    return keys;
}

bool Keys::complete(Random& random)
{
    const auto before = keys_.size();
    for (auto use = static_cast<std::uint8_t>(KeyUse::data);
         use <= static_cast<std::uint8_t>(KeyUse::backup);
         ++use) {
        if (newest(KeyUse{use}) == 0) {
            keys_.emplace(std::pair(KeyUse{use}, std::uint16_t{1}), random_key(random));
        }
    }
    if (keys_.size() == before) {
        return false;
    }
    ++counter_;
    return true;
}

std::optional<Keys> Keys::decode(std::span<const std::byte> plain)
{
    if (plain.size() < head_size) {
        return std::nullopt;
    }
    Keys keys;
    keys.counter_ = read_number(plain.first(8));
    keys.site_id_ = to_hex(plain.subspan(8, site_id_size));
    const auto count = read_number(plain.subspan(8 + site_id_size, 2));
    if (plain.size() != head_size + count * entry_size) {
        return std::nullopt;
    }
    for (auto rest = plain.subspan(head_size); !rest.empty(); rest = rest.subspan(entry_size)) {
        const auto use = static_cast<KeyUse>(std::to_integer<std::uint8_t>(rest[0]));
        const auto version = static_cast<std::uint16_t>(read_number(rest.subspan(1, 2)));
        keys.keys_.emplace(std::pair(use, version), secret_copy(rest.subspan(3, key_size)));
    }
    return keys;
}

SecretBytes Keys::encode() const
{
    SecretBytes plain(head_size + keys_.size() * entry_size);
    auto out = plain.bytes();
    put_number(out.first(8), counter_);
    for (std::size_t i = 0; i < site_id_size; ++i) {
        out[8 + i] = digit(site_id_[2 * i]) << 4U | digit(site_id_[2 * i + 1]);
    }
    put_number(out.subspan(8 + site_id_size, 2), keys_.size());
    out = out.subspan(head_size);
    for (const auto& [name, key] : keys_) {
        out[0] = static_cast<std::byte>(name.first);
        put_number(out.subspan(1, 2), name.second);
        std::ranges::copy(key.bytes(), out.begin() + 3);
        out = out.subspan(entry_size);
    }
    return plain;
}

std::uint16_t Keys::newest(KeyUse use) const
{
    const std::shared_lock lock{*mutex_};
    std::uint16_t newest = 0;
    for (const auto& [name, key] : keys_) {
        if (name.first == use) {
            newest = std::max(newest, name.second);
        }
    }
    return newest;
}

std::span<const std::byte> Keys::key(KeyUse use) const
{
    const auto bytes = key(use, newest(use));
    if (bytes.empty()) {
        throw std::logic_error("the keyring lacks a key it was made with");
    }
    return bytes;
}

std::span<const std::byte> Keys::key(KeyUse use, std::uint16_t version) const
{
    const std::shared_lock lock{*mutex_};
    const auto found = keys_.find({use, version});
    return found == keys_.end() ? std::span<const std::byte>{} : found->second.bytes();
}

Keys Keys::copy() const
{
    Keys keys;
    keys.site_id_ = site_id_;
    keys.counter_ = counter_;
    for (const auto& [name, key] : keys_) {
        keys.keys_.emplace(name, secret_copy(key.bytes()));
    }
    return keys;
}

Keys Keys::with_new_version(KeyUse use, Random& random) const
{
    Keys keys = copy();
    const auto version = newest(use);
    if (version == UINT16_MAX) {
        throw Error("a key of the ring has no version left");
    }
    keys.keys_.emplace(std::pair(use, static_cast<std::uint16_t>(version + 1)), random_key(random));
    ++keys.counter_;
    return keys;
}

Keys Keys::without_versions_below(KeyUse use, std::uint16_t oldest) const
{
    Keys keys = copy();
    std::erase_if(keys.keys_, [&](const auto& entry) {
        return entry.first.first == use && entry.first.second < oldest;
    });
    ++keys.counter_;
    return keys;
}

void Keys::become(Keys next)
{
    const std::unique_lock lock{*mutex_};
    former_.push_back(std::exchange(keys_, std::move(next.keys_)));
    counter_ = next.counter_;
}

} // namespace dossier::store
