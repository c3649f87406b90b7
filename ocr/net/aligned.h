#pragma once
// Vectors whose numbers start at a line of the cache: loads of 64 bytes that cross one take twice
// as long.

#include <cstddef>
#include <new>
#include <vector>

namespace dossier::ocr::net {

template <typename Number>
struct AlignedAllocator {
    using value_type = Number;

    static constexpr std::align_val_t alignment{64};

    AlignedAllocator() = default;

    template <typename Other>
    explicit AlignedAllocator(const AlignedAllocator<Other>&)
    {}

    Number* allocate(std::size_t count)
    {
        return static_cast<Number*>(::operator new(count * sizeof(Number), alignment));
    }

    void deallocate(Number* numbers, std::size_t) { ::operator delete(numbers, alignment); }

    bool operator==(const AlignedAllocator&) const = default;
};

template <typename Number>
using AlignedVector = std::vector<Number, AlignedAllocator<Number>>;

} // namespace dossier::ocr::net
