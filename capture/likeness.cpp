#include "capture/likeness.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace dossier::capture {

int likeness_distance(const Likeness& one, const Likeness& other)
{
    constexpr int unknown = 1009;
    if (one == Likeness{} || other == Likeness{}) return unknown;
    int distance = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        distance += std::popcount(static_cast<std::uint64_t>(one[i] ^ other[i]));
    return distance;
}

} // namespace dossier::capture
