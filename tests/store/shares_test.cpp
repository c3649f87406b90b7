// Recovery shares: enough people open the archive together, fewer nothing, and a mistyped share
// says so.

#include "store/crypto/hash.h"
#include "store/crypto/keys.h"
#include "store/crypto/shares.h"
#include "store/keyring.h"
#include "tests/store/counting_random.h"
#include "tests/store/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr SlotCost cheap{.passes = 1, .memory_kib = 64, .lanes = 1, .floor_memory_kib = 64};

SecretBytes secret_of(std::initializer_list<int> bytes)
{
    SecretBytes secret(bytes.size());
    std::ranges::transform(bytes, secret.bytes().begin(), [](int byte) {
        return static_cast<std::byte>(byte);
    });
    return secret;
}

std::vector<SecretShare> chosen(const std::vector<SecretShare>& shares, unsigned which)
{
    std::vector<SecretShare> some;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if ((which >> i & 1U) != 0) {
            some.push_back(
                {.number = shares[i].number, .bytes = secret_copy(shares[i].bytes.bytes())}
            );
        }
    }
    return some;
}

TEST(Shamir, JoinsTheSharesOfThePublishedVector)
{
    // draft-mcgrew-tss-03, section 9.
    std::vector<SecretShare> shares;
    shares.push_back({.number = 1, .bytes = secret_of({0xB9, 0xFA, 0x07, 0xE1, 0x85})});
    shares.push_back({.number = 2, .bytes = secret_of({0xF5, 0x40, 0x9B, 0x45, 0x11})});
    EXPECT_EQ(to_hex(join_secret(shares).bytes()), "7465737400");
}

TEST(Shamir, GivesTheSecretToEveryThreeOfFiveAndToNoTwo)
{
    CountingRandom random;
    const auto secret = random_key(random);
    const auto shares = split_secret(secret.bytes(), 3, 5, random);
    ASSERT_EQ(shares.size(), 5U);
    int groups = 0;
    for (unsigned which = 0; which < 32; ++which) {
        const auto some = chosen(shares, which);
        if (some.size() == 3) {
            ++groups;
            EXPECT_EQ(to_hex(join_secret(some).bytes()), to_hex(secret.bytes())) << which;
        } else if (some.size() == 2) {
            EXPECT_NE(to_hex(join_secret(some).bytes()), to_hex(secret.bytes())) << which;
        }
    }
    EXPECT_EQ(groups, 10);
}

TEST(Shamir, SharesOfOneSecretTwiceHaveNothingInCommon)
{
    CountingRandom random;
    const auto secret = random_key(random);
    const auto one = split_secret(secret.bytes(), 3, 5, random);
    const auto two = split_secret(secret.bytes(), 3, 5, random);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_NE(to_hex(one[i].bytes.bytes()), to_hex(two[i].bytes.bytes()));
    }
}

class Shares : public testing::Test {
protected:
    TemporaryFolder home;
    fs::path folder = home.path() / "keys";
    CountingRandom random;
    Keyring keyring =
        Keyring::create(folder, Passphrase{"a passphrase of tests"}, random, cheap).value();
    std::vector<std::string> texts = keyring.add_recovery_shares(3, 5, random).value();

    tl::expected<Keyring, SlotError> open(std::initializer_list<std::size_t> which)
    {
        RecoveryShares shares;
        for (const auto i : which) {
            shares.texts.push_back(texts.at(i));
        }
        return Keyring::open(folder, shares, cheap);
    }

    SlotErrorKind refusal(const RecoveryShares& shares)
    {
        return Keyring::open(folder, shares, cheap).error().kind;
    }
};

TEST_F(Shares, OpenTheKeyringInAnyOrder)
{
    for (const auto& opened :
         {open({0, 1, 2}), open({4, 2, 0}), open({3, 1, 4}), open({0, 1, 2, 3, 4})}) {
        ASSERT_TRUE(opened);
        EXPECT_EQ(
            to_hex(opened->keys().key(KeyUse::data)), to_hex(keyring.keys().key(KeyUse::data))
        );
    }
}

TEST_F(Shares, AreTooFewOrNotOfOneSlot)
{
    EXPECT_EQ(open({0, 1}).error().kind, SlotErrorKind::bad_shares);
    EXPECT_EQ(open({0, 1, 1}).error().kind, SlotErrorKind::bad_shares);
    EXPECT_EQ(refusal({}), SlotErrorKind::bad_shares);
    const auto others = keyring.add_recovery_shares(3, 5, random).value();
    EXPECT_EQ(refusal({{texts[0], texts[1], others[2]}}), SlotErrorKind::bad_shares);
    EXPECT_TRUE(Keyring::open(folder, RecoveryShares{{others[0], others[1], others[2]}}, cheap));
}

TEST_F(Shares, ArePrintedForPeople)
{
    for (const auto& text : texts) {
        EXPECT_EQ(text.size(), 19U * 5 - 1) << "nineteen groups of four letters";
        EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-"), std::string::npos);
    }
    auto typed = texts[0];
    std::ranges::transform(typed, typed.begin(), [](char c) {
        return c == '-' ? ' '
                        : (c == 'O' ? '0' : (c == 'I' ? '1' : static_cast<char>(std::tolower(c))));
    });
    EXPECT_TRUE(Keyring::open(folder, RecoveryShares{{typed, texts[1], texts[2]}}, cheap));
}

TEST_F(Shares, SayThatALetterIsMistyped)
{
    for (std::size_t i = 0; i < texts[0].size(); ++i) {
        auto typed = texts[0];
        if (typed[i] == '-') {
            continue;
        }
        typed[i] = typed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(parse_share(typed)) << i;
        EXPECT_FALSE(parse_share(typed.substr(0, i))) << i;
    }
    EXPECT_EQ(refusal({{"nonsense", texts[1], texts[2]}}), SlotErrorKind::bad_shares);
}

TEST_F(Shares, EndWithTheirSlot)
{
    ASSERT_TRUE(keyring.remove_slot(keyring.slots().back().id));
    EXPECT_EQ(open({0, 1, 2}).error().kind, SlotErrorKind::wrong_credential);
}

TEST_F(Shares, AskForAtLeastTwoPeople)
{
    EXPECT_FALSE(keyring.add_recovery_shares(1, 5, random));
    EXPECT_FALSE(keyring.add_recovery_shares(4, 3, random));
    EXPECT_FALSE(keyring.add_recovery_shares(3, 17, random));
}

TEST_F(Shares, AndEveryOtherSlotEndWithTheRootKey)
{
    const auto before = to_hex(keyring.keys().key(KeyUse::row_mac));
    ASSERT_TRUE(keyring.renew_root_key(Passphrase{"another passphrase"}, random, cheap));
    EXPECT_FALSE(open({0, 1, 2}));
    EXPECT_FALSE(Keyring::open(folder, Passphrase{"a passphrase of tests"}, cheap));
    const auto opened = Keyring::open(folder, Passphrase{"another passphrase"}, cheap);
    ASSERT_TRUE(opened);
    EXPECT_EQ(to_hex(opened->keys().key(KeyUse::row_mac)), before);
    EXPECT_EQ(opened->slots().size(), 1U);
}

TEST_F(Shares, OfAnOlderRootKeyOpenUntilTheNewOneIsWhole)
{
    // Killed between its three writes: the second copy, the slots, the first copy.
    const auto kept = home.path() / "kept";
    fs::copy(folder, kept, fs::copy_options::recursive);
    ASSERT_TRUE(keyring.renew_root_key(Passphrase{"another passphrase"}, random, cheap));
    const auto put = [&](const fs::path& from, const char* name) {
        fs::copy_file(from / name, folder / name, fs::copy_options::overwrite_existing);
    };
    const auto whole = home.path() / "whole";
    fs::copy(folder, whole, fs::copy_options::recursive);
    put(kept, "keyring.a");
    EXPECT_TRUE(Keyring::open(folder, Passphrase{"another passphrase"}, cheap)) << "after two";
    put(kept, "keyring.a");
    put(kept, "slots.json");
    put(whole, "keyring.b");
    EXPECT_TRUE(open({0, 1, 2})) << "after one";
}

} // namespace
} // namespace dossier::store
