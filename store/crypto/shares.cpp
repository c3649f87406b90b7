#include "store/crypto/shares.h"

#include "store/crypto/hash.h"
#include "store/crypto/totp.h"

#include <algorithm>

namespace dossier::store {
namespace {

// format (1) | needed (1) | number (1) | slot id (8) | share (32) | checksum (4)
constexpr std::byte format{1};
constexpr std::size_t id_size = 8;
constexpr std::size_t head_size = 3 + id_size;
constexpr std::size_t checksum_size = 4;
constexpr std::size_t whole_size = head_size + key_size + checksum_size;
constexpr std::size_t group_size = 4;

void put_checksum(std::span<std::byte> whole)
{
    const auto digest = Sha256{}
                            .add(bytes_of("dossier/v1/share"))
                            .add(whole.first(whole.size() - checksum_size))
                            .finish();
    std::copy_n(digest.begin(), checksum_size, whole.end() - checksum_size);
}

/// RFC 4648 without padding; false when a letter is none of it.
bool read_base32(std::string_view text, std::span<std::byte> out)
{
    unsigned bits = 0;
    unsigned count = 0;
    std::size_t have = 0;
    for (const char c : text) {
        unsigned value = 0;
        if (c >= 'A' && c <= 'Z') {
            value = static_cast<unsigned>(c - 'A');
        } else if (c >= '2' && c <= '7') {
            value = static_cast<unsigned>(c - '2') + 26;
        } else {
            return false;
        }
        bits = (bits << 5U | value) & 0xFFFU;
        count += 5;
        if (count >= 8 && have < out.size()) {
            count -= 8;
            out[have++] = static_cast<std::byte>(bits >> count & 0xFFU);
        }
    }
    return have == out.size() && (bits & ((1U << count) - 1U)) == 0;
}

} // namespace

std::string share_text(const PrintedShare& printed)
{
    SecretBytes whole(whole_size);
    auto out = whole.bytes();
    out[0] = format;
    out[1] = std::byte{printed.needed};
    out[2] = std::byte{printed.share.number};
    for (std::size_t i = 0; i < id_size; ++i) {
        out[3 + i] =
            static_cast<std::byte>(std::stoul(printed.slot_id.substr(2 * i, 2), nullptr, 16));
    }
    std::ranges::copy(printed.share.bytes.bytes(), out.begin() + head_size);
    put_checksum(out);
    std::string grouped;
    const auto letters = to_base32(whole.bytes());
    for (std::size_t i = 0; i < letters.size(); i += group_size) {
        grouped += (grouped.empty() ? "" : "-") + letters.substr(i, group_size);
    }
    return grouped;
}

std::optional<PrintedShare> parse_share(std::string_view text)
{
    std::string letters;
    for (char c : text) {
        if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        }
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
        letters += c == '0' ? 'O' : (c == '1' ? 'I' : c);
    }
    SecretBytes whole(whole_size);
    SecretBytes right(whole_size);
    if (letters.size() != (whole_size * 8 + 4) / 5 || !read_base32(letters, whole.bytes())) {
        return std::nullopt;
    }
    std::ranges::copy(whole.bytes(), right.bytes().begin());
    put_checksum(right.bytes());
    const auto in = whole.bytes();
    if (in[0] != format || !equal_constant_time(in, right.bytes()) || in[2] == std::byte{0}) {
        return std::nullopt;
    }
    PrintedShare printed{
        .slot_id = to_hex(in.subspan(3, id_size)),
        .needed = std::to_integer<std::uint8_t>(in[1]),
        .share = {
            .number = std::to_integer<std::uint8_t>(in[2]),
            .bytes = secret_copy(in.subspan(head_size, key_size))}};
    return printed;
}

} // namespace dossier::store
