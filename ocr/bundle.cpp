#include "ocr/bundle.h"

#include <cstdint>

namespace dossier::ocr {

namespace {

constexpr std::size_t most_pages = 2'000;

void put(std::vector<std::byte>& bytes, std::uint64_t number, unsigned size)
{
    for (unsigned i = size; i > 0; --i)
        bytes.push_back(static_cast<std::byte>(number >> (8 * (i - 1))));
}

/// Takes numbers and bytes off the front; nothing where too few are left.
class Front {
public:
    explicit Front(std::span<const std::byte> bytes) : bytes_(bytes) {}

    [[nodiscard]] bool is_empty() const { return bytes_.empty(); }

    [[nodiscard]] std::optional<std::span<const std::byte>> take(std::uint64_t size)
    {
        if (size > bytes_.size()) return std::nullopt;
        const auto taken = bytes_.first(static_cast<std::size_t>(size));
        bytes_ = bytes_.subspan(taken.size());
        return taken;
    }

    [[nodiscard]] std::optional<std::uint64_t> number(unsigned size)
    {
        const auto digits = take(size);
        if (!digits) return std::nullopt;
        std::uint64_t number = 0;
        for (const std::byte digit : *digits)
            number = number << 8U | std::to_integer<std::uint64_t>(digit);
        return number;
    }

private:
    std::span<const std::byte> bytes_;
};

std::optional<BundlePart> next_part(Front& front)
{
    const auto count = front.number(4);
    if (!count || *count == 0 || *count > most_pages) return std::nullopt;
    BundlePart part;
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto page = front.number(4);
        if (!page || *page > INT32_MAX) return std::nullopt;
        part.pages.push_back(static_cast<int>(*page));
    }
    const auto size = front.number(8);
    const auto bytes = size ? front.take(*size) : std::nullopt;
    if (!bytes) return std::nullopt;
    part.bytes = *bytes;
    return part;
}

} // namespace

void add_part(std::vector<std::byte>& bundle, const BundlePart& part)
{
    put(bundle, part.pages.size(), 4);
    for (const int page : part.pages)
        put(bundle, static_cast<std::uint64_t>(page), 4);
    put(bundle, part.bytes.size(), 8);
    bundle.insert(bundle.end(), part.bytes.begin(), part.bytes.end());
}

std::optional<std::vector<BundlePart>> parts_of(std::span<const std::byte> bundle)
{
    std::vector<BundlePart> parts;
    Front front(bundle);
    while (!front.is_empty()) {
        auto part = next_part(front);
        if (!part) return std::nullopt;
        parts.push_back(*std::move(part));
    }
    if (parts.empty()) return std::nullopt;
    return parts;
}

} // namespace dossier::ocr
