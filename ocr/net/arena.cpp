#include "ocr/net/arena.h"

#include <algorithm>

namespace dossier::ocr::net {

std::size_t ArenaPlan::take(std::size_t floats)
{
    constexpr std::size_t line = 16; // floats in 64 bytes
    const auto size = (std::max<std::size_t>(floats, 1) + line - 1) / line * line;
    std::size_t offset = 0;
    auto before = taken_.begin();
    for (; before != taken_.end() && before->offset - offset < size; ++before)
        offset = before->end;
    taken_.insert(before, {offset, offset + size});
    size_ = std::max(size_, offset + size);
    return offset;
}

void ArenaPlan::give_back(std::size_t offset)
{
    std::erase_if(taken_, [&](const Taken& taken) { return taken.offset == offset; });
}

} // namespace dossier::ocr::net
