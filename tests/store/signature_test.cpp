#include "store/crypto/hash.h"
#include "store/crypto/signature.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

namespace dossier::store {
namespace {

std::vector<std::byte> from_hex(std::string_view hex)
{
    std::vector<std::byte> out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        out.push_back(static_cast<std::byte>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16))
        );
    }
    return out;
}

// RFC 8032, 7.1, TEST 2.
const auto seed = from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
constexpr auto rfc_public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr auto rfc_signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                               "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

constexpr std::string_view text = "dossier receipt 1\nbatch B1\n";

TEST(Signature, IsThatOfRfc8032)
{
    EXPECT_EQ(to_hex(public_key(seed)), rfc_public);
    EXPECT_EQ(to_hex(sign(seed, "r")), rfc_signature);
}

TEST(Signature, HoldsForItsMessageAndKeyAlone)
{
    const auto signature = sign(seed, text);
    EXPECT_TRUE(is_signed_by(public_key(seed), text, signature));
    EXPECT_FALSE(is_signed_by(public_key(seed), "another", signature));
    auto other = seed;
    other[0] ^= std::byte{1};
    EXPECT_FALSE(is_signed_by(public_key(other), text, signature));
}

TEST(SignedNote, IsReadableAndChecksWithItsVerifierKey)
{
    const auto note = signed_note(text, "dossier-ab12", seed);
    EXPECT_TRUE(note.starts_with("dossier receipt 1\nbatch B1\n\n\xE2\x80\x94 dossier-ab12 "));
    EXPECT_TRUE(is_signed_note(note, verifier_key("dossier-ab12", seed)));
    EXPECT_FALSE(is_signed_note(note, verifier_key("dossier-ffff", seed)));
}

TEST(SignedNote, ShowsEveryChangedByte)
{
    const auto note = signed_note(text, "dossier-ab12", seed);
    const auto verifier = verifier_key("dossier-ab12", seed);
    for (std::size_t i = 0; i < note.size(); ++i) {
        auto altered = note;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(is_signed_note(altered, verifier)) << i;
        EXPECT_FALSE(is_signed_note(note.substr(0, i), verifier)) << i;
    }
    EXPECT_FALSE(is_signed_note("x" + note, verifier));
}

TEST(SignedNote, IsNoneWithABrokenVerifierKey)
{
    const auto note = signed_note(text, "dossier-ab12", seed);
    auto verifier = verifier_key("dossier-ab12", seed);
    for (const auto& broken :
         {std::string{},
          std::string{"a+b"},
          std::string{"a+b+c"},
          verifier.substr(0, verifier.size() - 4)}) {
        EXPECT_FALSE(is_signed_note(note, broken)) << broken;
    }
    verifier[14] = verifier[14] == '0' ? '1' : '0'; // the key id
    EXPECT_FALSE(is_signed_note(note, verifier));
}

} // namespace
} // namespace dossier::store
