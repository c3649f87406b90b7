#pragma once
// Randomness that counts: ids, salts and keys repeat from run to run, and never within one.

#include "store/random.h"

#include <atomic>
#include <cstdint>

namespace dossier::store {

class CountingRandom final : public Random {
public:
    explicit CountingRandom(std::uint64_t start = 1) : next_(start) {}

    void fill(std::span<std::byte> out) override
    {
        const std::uint64_t number = next_++;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::uint64_t mixed =
                (number + 1) * 0x9e3779b97f4a7c15U + (i / 8) * 0xd1342543de82ef95U;
            out[i] = static_cast<std::byte>((mixed ^ (mixed >> 29U)) >> (8 * (i % 8)));
        }
    }

private:
    std::atomic<std::uint64_t> next_;
};

} // namespace dossier::store
