#pragma once
// One way to write values as bytes, for contexts, row MACs and audit entries: each value is a tag
// byte, its length as 4 bytes big-endian, and its bytes, so that no two lists of values share an
// encoding. Numbers are 8 bytes big-endian.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::store {

class Canonical {
public:
    Canonical& text(std::string_view value) { return put('t', std::as_bytes(std::span(value))); }

    Canonical& blob(std::span<const std::byte> value) { return put('b', value); }

    Canonical& number(std::int64_t value)
    {
        std::byte digits[8];
        const auto bits = static_cast<std::uint64_t>(value);
        for (unsigned i = 0; i < 8; ++i) {
            digits[i] = static_cast<std::byte>(bits >> (56 - 8 * i));
        }
        return put('n', digits);
    }

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    Canonical& put(char tag, std::span<const std::byte> value)
    {
        bytes_.push_back(static_cast<std::byte>(tag));
        const auto size = static_cast<std::uint32_t>(value.size());
        for (const unsigned shift : {24U, 16U, 8U, 0U}) {
            bytes_.push_back(static_cast<std::byte>(size >> shift));
        }
        bytes_.insert(bytes_.end(), value.begin(), value.end());
        return *this;
    }

    std::vector<std::byte> bytes_;
};

} // namespace dossier::store
