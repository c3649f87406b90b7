#include "store/crypto/cobblestone.h"

#include "store/crypto/hash.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <sys/mman.h>

namespace dossier::store::cobblestone {
namespace {

constexpr std::size_t nonce_size = 12;

const EVP_CIPHER* aes_256_gcm()
{
    static const CipherPtr cipher{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
    require_openssl(cipher != nullptr, "fetch AES-256-GCM");
    return cipher.get();
}

/// key(32) | base nonce(12) | commitment(32)
struct Derived {
    SecretBytes bytes{key_size + nonce_size + commitment_size};

    [[nodiscard]] auto key() const { return bytes.bytes().first(key_size); }

    [[nodiscard]] auto nonce() const { return bytes.bytes().subspan(key_size, nonce_size); }

    [[nodiscard]] auto commitment() const { return bytes.bytes().last(commitment_size); }
};

Derived derive(
    std::span<const std::byte> key,
    std::span<const std::byte> salt,
    std::span<const std::byte> context
)
{
    using namespace std::string_view_literals;
    constexpr auto label = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"sv;
    const auto label_bytes = bytes_of(label);
    Bytes info(label_bytes.begin(), label_bytes.end());
    info.insert(info.end(), salt.begin(), salt.end());
    info.insert(info.end(), context.begin(), context.end());
    Derived derived;
    hkdf_expand_sha512(key, info, derived.bytes.bytes());
    return derived;
}

std::array<std::byte, nonce_size>
chunk_nonce(std::array<std::byte, nonce_size> nonce, std::uint64_t index)
{
    for (std::size_t i = 0; i < sizeof index; ++i) {
        nonce[nonce_size - 1 - i] ^= static_cast<std::byte>(index >> (8 * i));
    }
    return nonce;
}

} // namespace

Sealer::Sealer(std::span<const std::byte> key, const Salt& salt, std::span<const std::byte> context)
    : cipher_(EVP_CIPHER_CTX_new())
{
    const Derived derived = derive(key, salt, context);
    std::ranges::copy(derived.nonce(), nonce_.begin());
    std::ranges::copy(salt, prefix_.begin());
    std::ranges::copy(derived.commitment(), prefix_.begin() + salt_size);
    require_openssl(
        cipher_ && EVP_EncryptInit_ex2(
                       cipher_.get(), aes_256_gcm(), as_uchar(derived.key()), nullptr, nullptr
                   ) == 1,
        "AES-256-GCM key"
    );
}

void Sealer::append(std::span<const std::byte> plain, Bytes& out)
{
    if (!pending_.empty()) {
        const std::size_t part = std::min(plain.size(), chunk_size - pending_.size());
        pending_.insert(
            pending_.end(), plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(part)
        );
        plain = plain.subspan(part);
        if (pending_.size() < chunk_size) {
            return;
        }
        seal_chunk(pending_, out);
        wipe(pending_);
        pending_.clear();
    }
    while (plain.size() >= chunk_size) {
        seal_chunk(plain.first(chunk_size), out);
        plain = plain.subspan(chunk_size);
    }
    pending_.assign(plain.begin(), plain.end());
}

void Sealer::finish(Bytes& out)
{
    seal_chunk(pending_, out);
    wipe(pending_);
    pending_.clear();
}

void Sealer::seal_chunk(std::span<const std::byte> plain, Bytes& out)
{
    if (!prefix_written_) {
        out.insert(out.end(), prefix_.begin(), prefix_.end());
        prefix_written_ = true;
    }
    const auto nonce = chunk_nonce(nonce_, next_chunk_++);
    const std::size_t start = out.size();
    out.resize(start + plain.size() + tag_size);
    const std::span<std::byte> chunk = std::span(out).subspan(start);
    int written = 0;
    int rest = 0;
    require_openssl(
        EVP_EncryptInit_ex2(cipher_.get(), nullptr, nullptr, as_uchar(nonce), nullptr) == 1 &&
            EVP_EncryptUpdate(
                cipher_.get(),
                out_uchar(chunk),
                &written,
                as_uchar(plain),
                static_cast<int>(plain.size())
            ) == 1 &&
            EVP_EncryptFinal_ex(
                cipher_.get(), out_uchar(chunk.subspan(static_cast<std::size_t>(written))), &rest
            ) == 1 &&
            EVP_CIPHER_CTX_ctrl(
                cipher_.get(),
                EVP_CTRL_AEAD_GET_TAG,
                static_cast<int>(tag_size),
                chunk.last(tag_size).data()
            ) == 1,
        "AES-256-GCM seal"
    );
}

std::optional<Opener> Opener::begin(
    std::span<const std::byte> key,
    std::span<const std::byte> context,
    std::span<const std::byte, prefix_size> prefix
)
{
    const Derived derived = derive(key, prefix.first(salt_size), context);
    if (!equal_constant_time(derived.commitment(), prefix.last(commitment_size))) {
        return std::nullopt;
    }
    Opener opener;
    std::ranges::copy(derived.nonce(), opener.nonce_.begin());
    opener.cipher_.reset(EVP_CIPHER_CTX_new());
    require_openssl(
        opener.cipher_ &&
            EVP_DecryptInit_ex2(
                opener.cipher_.get(), aes_256_gcm(), as_uchar(derived.key()), nullptr, nullptr
            ) == 1,
        "AES-256-GCM key"
    );
    return opener;
}

bool Opener::open_chunk(std::uint64_t index, std::span<const std::byte> chunk, Bytes& out)
{
    if (chunk.size() < tag_size || chunk.size() > sealed_chunk_size) {
        return false;
    }
    const auto body = chunk.first(chunk.size() - tag_size);
    const auto nonce = chunk_nonce(nonce_, index);
    std::array<std::byte, tag_size> tag{};
    std::ranges::copy(chunk.last(tag_size), tag.begin());

    const std::size_t start = out.size();
    out.resize(start + body.size() + 1); // GCM needs a place to write even for nothing
    const std::span<std::byte> plain = std::span(out).subspan(start);
    int written = 0;
    int rest = 0;
    require_openssl(
        EVP_DecryptInit_ex2(cipher_.get(), nullptr, nullptr, as_uchar(nonce), nullptr) == 1 &&
            EVP_DecryptUpdate(
                cipher_.get(),
                out_uchar(plain),
                &written,
                as_uchar(body),
                static_cast<int>(body.size())
            ) == 1 &&
            EVP_CIPHER_CTX_ctrl(
                cipher_.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size), tag.data()
            ) == 1,
        "AES-256-GCM open"
    );
    const bool genuine =
        EVP_DecryptFinal_ex(
            cipher_.get(), out_uchar(plain.subspan(static_cast<std::size_t>(written))), &rest
        ) == 1;
    if (!genuine) {
        ERR_clear_error();
        wipe(plain);
    }
    out.resize(genuine ? start + body.size() : start);
    return genuine;
}

void reserve(Bytes& bytes, std::size_t size)
{
    constexpr std::size_t large_page = std::size_t{2} << 20U;
    bytes.reserve(bytes.size() + size);
    if (size < 4 * large_page) {
        return;
    }
    void* begin = bytes.data() + bytes.size();
    auto room = bytes.capacity() - bytes.size();
    if (std::align(large_page, large_page, begin, room) != nullptr) {
        (void)::madvise(begin, room - room % large_page, MADV_HUGEPAGE); // a hint
    }
}

Bytes seal(
    std::span<const std::byte> key,
    const Salt& salt,
    std::span<const std::byte> context,
    std::span<const std::byte> plain
)
{
    Bytes out;
    reserve(out, sealed_size(plain.size()));
    Sealer sealer(key, salt, context);
    sealer.append(plain, out);
    sealer.finish(out);
    return out;
}

std::optional<Bytes> open(
    std::span<const std::byte> key,
    std::span<const std::byte> context,
    std::span<const std::byte> sealed
)
{
    if (sealed.size() < prefix_size + tag_size) {
        return std::nullopt;
    }
    auto opener = Opener::begin(key, context, sealed.first<prefix_size>());
    if (!opener) {
        return std::nullopt;
    }
    Bytes plain;
    reserve(plain, sealed.size());
    auto rest = sealed.subspan(prefix_size);
    for (std::uint64_t index = 0;; ++index) {
        const auto chunk = rest.first(std::min(rest.size(), sealed_chunk_size));
        rest = rest.subspan(chunk.size());
        const bool last = chunk.size() < sealed_chunk_size;
        if (!opener->open_chunk(index, chunk, plain)) {
            wipe(plain);
            return std::nullopt;
        }
        if (last) {
            return plain;
        } // a full chunk is never the last one
    }
}

} // namespace dossier::store::cobblestone
