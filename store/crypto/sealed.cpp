#include "store/crypto/sealed.h"

#include "store/crypto/canonical.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

constexpr std::array magic{std::byte{'D'}, std::byte{'S'}, std::byte{'R'}, std::byte{'1'}};
constexpr std::byte suite_cobblestone{1};

using Header = std::array<std::byte, header_size>;

Header make_header(std::uint16_t key_version)
{
    return {
        magic[0],
        magic[1],
        magic[2],
        magic[3],
        suite_cobblestone,
        static_cast<std::byte>(key_version >> 8U),
        static_cast<std::byte>(key_version & 0xffU),
        std::byte{0}};
}

cobblestone::Bytes encode(std::span<const std::byte> header, const Context& context)
{
    Canonical bytes;
    bytes.text("dossier/v1")
        .blob(header)
        .text(context.site_id)
        .text(context.kind)
        .text(context.object_id)
        .text(context.owner_id)
        .number(context.page_no)
        .text(context.field_group)
        .number(context.version);
    return bytes.take();
}

} // namespace

cobblestone::Bytes seal(
    std::span<const std::byte> key,
    std::uint16_t key_version,
    const Context& context,
    std::span<const std::byte> plain,
    Random& random
)
{
    const Header header = make_header(key_version);
    cobblestone::Salt salt{};
    random.fill(salt);
    cobblestone::Bytes out(header.begin(), header.end());
    cobblestone::reserve(out, cobblestone::sealed_size(plain.size()));
    cobblestone::Sealer sealer(key, salt, encode(header, context));
    sealer.append(plain, out);
    sealer.finish(out);
    return out;
}

std::optional<cobblestone::Bytes>
unseal(std::span<const std::byte> key, const Context& context, std::span<const std::byte> sealed)
{
    if (!key_version_of(sealed)) {
        return std::nullopt;
    }
    const auto header = sealed.first(header_size);
    return cobblestone::open(key, encode(header, context), sealed.subspan(header_size));
}

std::optional<std::uint16_t> key_version_of(std::span<const std::byte> sealed)
{
    if (sealed.size() < header_size || !std::ranges::equal(sealed.first(magic.size()), magic) ||
        sealed[4] != suite_cobblestone || sealed[7] != std::byte{0}) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(
        std::to_integer<unsigned>(sealed[5]) << 8U | std::to_integer<unsigned>(sealed[6])
    );
}

} // namespace dossier::store
