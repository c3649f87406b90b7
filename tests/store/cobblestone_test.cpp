// The sealed format against its published-style vectors, and against an enemy with a hex editor.

#include "store/crypto/cobblestone.h"
#include "store/crypto/hash.h"
#include "store/crypto/sealed.h"
#include "tests/store/counting_random.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace dossier::store {
namespace {

using cobblestone::Bytes;
using cobblestone::chunk_size;
using cobblestone::prefix_size;
using cobblestone::sealed_chunk_size;

Bytes from_hex(const std::string& hex)
{
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

Bytes shake256(const std::string& seed, std::size_t size)
{
    Bytes out(size + 1); // OpenSSL refuses an empty XOF
    const DigestCtxPtr context{EVP_MD_CTX_new()};
    EVP_DigestInit_ex(context.get(), EVP_shake256(), nullptr);
    EVP_DigestUpdate(context.get(), seed.data(), seed.size());
    EVP_DigestFinalXOF(context.get(), out_uchar(out), out.size());
    out.resize(size);
    return out;
}

const Bytes test_key = shake256("key", key_size);
const Context test_context{
    .site_id = "site",
    .kind = "original",
    .object_id = "object",
    .owner_id = "owner",
    .page_no = 3,
    .field_group = "group",
    .version = 7};

/// Two full chunks and a third: 8 + 56 + 2 * 16400 + 5016 bytes.
Bytes three_chunks()
{
    CountingRandom random;
    return seal(test_key, 1, test_context, shake256("three", 2 * chunk_size + 5000), random);
}

Bytes without(const Bytes& bytes, std::size_t from, std::size_t count)
{
    Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(from));
    cut.insert(cut.end(), bytes.begin() + static_cast<std::ptrdiff_t>(from + count), bytes.end());
    return cut;
}

std::size_t chunk_start(std::size_t index)
{
    return header_size + prefix_size + index * sealed_chunk_size;
}

bool opens(const Bytes& sealed)
{
    return unseal(test_key, test_context, sealed).has_value();
}

TEST(Cobblestone, AgreesWithAllVectors)
{
    std::ifstream file(DOSSIER_STORE_VECTORS);
    const auto vectors = nlohmann::json::parse(file);
    ASSERT_EQ(vectors.size(), 20U);
    for (const auto& vector : vectors) {
        const auto size = vector["msg_len"].get<std::size_t>();
        const auto plain = shake256("msg" + std::to_string(size), size);
        const auto key = from_hex(vector["key"]);
        const auto context = from_hex(vector["context"]);
        cobblestone::Salt salt{};
        std::ranges::copy(from_hex(vector["salt"]), salt.begin());

        const auto sealed = cobblestone::seal(key, salt, context, plain);

        EXPECT_EQ(sealed.size(), vector["ct_len"].get<std::size_t>());
        EXPECT_EQ(to_hex(sha256(sealed)), vector["ct_sha256"]);
        EXPECT_EQ(to_hex(std::span(sealed).subspan(24, 32)), vector["commitment"]);
        EXPECT_EQ(to_hex(std::span(sealed).last(32)), vector["ct_tail32"]);
        EXPECT_EQ(cobblestone::open(key, context, sealed), plain);
    }
}

TEST(Cobblestone, SealsAStreamAsItSealsTheWhole)
{
    const auto plain = shake256("stream", 3 * chunk_size + 17);
    const cobblestone::Salt salt{};
    for (const std::size_t portion : {1UL, 1000UL, chunk_size, chunk_size + 1, plain.size()}) {
        cobblestone::Sealer sealer(test_key, salt, {});
        Bytes out;
        for (std::size_t at = 0; at < plain.size(); at += portion) {
            sealer.append(std::span(plain).subspan(at, std::min(portion, plain.size() - at)), out);
        }
        sealer.finish(out);
        EXPECT_EQ(out, cobblestone::seal(test_key, salt, {}, plain)) << portion;
    }
}

TEST(Sealed, OpensToWhatWasSealed)
{
    EXPECT_EQ(
        unseal(test_key, test_context, three_chunks()), shake256("three", 2 * chunk_size + 5000)
    );
}

/// One bit of every byte; every bit with DOSSIER_CAMPAIGN=1.
TEST(Sealed, NoticesEveryFlippedBit)
{
    const char* const set = std::getenv("DOSSIER_CAMPAIGN"); // NOLINT(concurrency-mt-unsafe)
    const bool every = set != nullptr && std::string_view(set) == "1";
    auto sealed = three_chunks();
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (std::size_t number = every ? 0 : i % 8; number < (every ? 8 : i % 8 + 1); ++number) {
            const auto bit = std::byte{1} << number;
            sealed[i] ^= bit;
            ASSERT_FALSE(opens(sealed)) << "byte " << i << " bit " << number;
            sealed[i] ^= bit;
        }
    }
    EXPECT_TRUE(opens(sealed));
}

TEST(Sealed, NoticesEveryTruncation)
{
    const auto whole = three_chunks();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ASSERT_FALSE(unseal(test_key, test_context, std::span(whole).first(size))) << size;
    }
}

TEST(Sealed, NoticesAppendedBytes)
{
    auto sealed = three_chunks();
    for (int i = 0; i < 32; ++i) {
        sealed.push_back(std::byte{0});
        ASSERT_FALSE(opens(sealed));
    }
}

TEST(Sealed, NoticesSwappedDoubledAndDroppedChunks)
{
    const auto whole = three_chunks();
    auto swapped = whole;
    std::swap_ranges(
        swapped.begin() + static_cast<std::ptrdiff_t>(chunk_start(0)),
        swapped.begin() + static_cast<std::ptrdiff_t>(chunk_start(1)),
        swapped.begin() + static_cast<std::ptrdiff_t>(chunk_start(1))
    );
    EXPECT_FALSE(opens(swapped));

    auto doubled = whole;
    doubled.insert(
        doubled.begin() + static_cast<std::ptrdiff_t>(chunk_start(1)),
        whole.begin() + static_cast<std::ptrdiff_t>(chunk_start(0)),
        whole.begin() + static_cast<std::ptrdiff_t>(chunk_start(1))
    );
    EXPECT_FALSE(opens(doubled));

    for (std::size_t dropped = 0; dropped < 3; ++dropped) {
        const auto end = std::min(chunk_start(dropped + 1), whole.size());
        EXPECT_FALSE(opens(without(whole, chunk_start(dropped), end - chunk_start(dropped))));
    }
}

TEST(Sealed, NoticesASpliceOfTwoObjectsUnderOneKey)
{
    CountingRandom random;
    const auto plain = shake256("splice", 3 * chunk_size);
    const auto one = seal(test_key, 1, test_context, plain, random);
    auto other = seal(test_key, 1, test_context, plain, random);
    ASSERT_NE(one, other);
    std::copy_n(
        one.begin() + static_cast<std::ptrdiff_t>(chunk_start(1)),
        sealed_chunk_size,
        other.begin() + static_cast<std::ptrdiff_t>(chunk_start(1))
    );
    EXPECT_FALSE(opens(other));
}

TEST(Sealed, OpensOnlyInItsOwnContext)
{
    const auto sealed = three_chunks();
    const auto opens_as = [&](auto change) {
        Context context = test_context;
        change(context);
        return unseal(test_key, context, sealed).has_value();
    };
    EXPECT_TRUE(opens_as([](Context&) {}));
    EXPECT_FALSE(opens_as([](Context& c) { c.site_id = "other"; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.kind = "page_preview"; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.object_id = "other"; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.owner_id = "other"; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.page_no = 4; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.field_group = "other"; }));
    EXPECT_FALSE(opens_as([](Context& c) { c.version = 8; }));
    EXPECT_FALSE(opens_as([](Context& c) {
        c.object_id = "objectowner"; // the same letters, divided elsewhere
        c.owner_id = "";
    }));
}

TEST(Sealed, NeedsItsOwnKey)
{
    EXPECT_FALSE(unseal(shake256("other", key_size), test_context, three_chunks()));
}

TEST(Sealed, HandsOutNothingOfAForgedChunk)
{
    const auto salt = cobblestone::Salt{};
    auto sealed = cobblestone::seal(test_key, salt, {}, shake256("forged", chunk_size + 1));
    sealed[prefix_size + 5] ^= std::byte{1};
    auto opener = cobblestone::Opener::begin(
        test_key, {}, std::span(std::as_const(sealed)).first<prefix_size>()
    );
    ASSERT_TRUE(opener);
    Bytes out;
    EXPECT_FALSE(
        opener->open_chunk(0, std::span(sealed).subspan(prefix_size, sealed_chunk_size), out)
    );
    EXPECT_TRUE(out.empty());
    EXPECT_TRUE(
        opener->open_chunk(1, std::span(sealed).subspan(prefix_size + sealed_chunk_size), out)
    );
    EXPECT_EQ(out.size(), 1U);
}

} // namespace
} // namespace dossier::store
