// Slots and keyring: what opens, what does not, and what a damaged file does.

#include "store/crypto/keys.h"
#include "store/error.h"
#include "store/keyring.h"
#include "tests/store/counting_random.h"
#include "tests/store/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr SlotCost cheap{.passes = 1, .memory_kib = 64, .lanes = 1, .floor_memory_kib = 64};
constexpr Passphrase right{"correct horse battery staple"};
constexpr Passphrase wrong{"incorrect horse battery staple"};

std::string read_text(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

void flip(const fs::path& file, std::size_t at)
{
    auto text = read_text(file);
    text.at(at) = static_cast<char>(text[at] ^ 1);
    write_text(file, text);
}

class KeyringFiles : public testing::Test {
protected:
    TemporaryFolder home;
    fs::path folder = home.path() / "keys";
    CountingRandom random;

    Keyring create() { return Keyring::create(folder, right, random, cheap).value(); }

    tl::expected<Keyring, SlotError> open(const Credential& credential)
    {
        return Keyring::open(folder, credential, cheap);
    }

    std::string data_key(const Keyring& keyring)
    {
        return to_hex(keyring.keys().key(KeyUse::data));
    }
};

TEST_F(KeyringFiles, OpenWithThePassphraseTheyWereMadeWith)
{
    const auto made = create();
    const auto opened = open(right);
    ASSERT_TRUE(opened);
    EXPECT_EQ(data_key(*opened), data_key(made));
    EXPECT_EQ(opened->keys().site_id(), made.keys().site_id());
}

TEST_F(KeyringFiles, StayShutForAnotherPassphrase)
{
    (void)create();
    const auto opened = open(wrong);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SlotErrorKind::wrong_credential);
}

TEST_F(KeyringFiles, RefuseAShortPassphrase)
{
    const auto made = Keyring::create(folder, Passphrase{"short"}, random, cheap);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, SlotErrorKind::too_short);
    EXPECT_FALSE(Keyring::exists(folder));
}

TEST_F(KeyringFiles, OpenWithAKeyFile)
{
    write_key_file(home.path() / "key", random);
    const auto made = Keyring::create(folder, KeyFile{home.path() / "key"}, random).value();
    EXPECT_EQ(data_key(open(KeyFile{home.path() / "key"}).value()), data_key(made));
    write_key_file(home.path() / "other", random);
    EXPECT_FALSE(open(KeyFile{home.path() / "other"}));
}

TEST_F(KeyringFiles, AreForTheOwnersEyesOnly)
{
    (void)create();
    for (const auto* name : {"slots.json", "keyring.a", "keyring.b"}) {
        struct stat status {};

        ASSERT_EQ(stat((folder / name).c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
}

TEST_F(KeyringFiles, AreNeverMadeTwice)
{
    const auto made = create();
    EXPECT_THROW((void)Keyring::create(folder, right, random, cheap), Error);
    EXPECT_EQ(data_key(open(right).value()), data_key(made));
}

TEST_F(KeyringFiles, OpenByEverySlotAndByNoRemovedOne)
{
    auto keyring = create();
    write_key_file(home.path() / "key", random);
    ASSERT_TRUE(keyring.add_slot(KeyFile{home.path() / "key"}, random, cheap));
    EXPECT_TRUE(open(right));
    EXPECT_TRUE(open(KeyFile{home.path() / "key"}));

    ASSERT_TRUE(keyring.remove_slot(keyring.slots().front().id));
    EXPECT_FALSE(open(right));
    EXPECT_TRUE(open(KeyFile{home.path() / "key"}));
}

TEST_F(KeyringFiles, KeepTheirLastSlot)
{
    auto keyring = create();
    const auto removed = keyring.remove_slot(keyring.slots().front().id);
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().kind, SlotErrorKind::last_slot);
    EXPECT_TRUE(open(right));
}

TEST_F(KeyringFiles, HealFromOneDamagedCopy)
{
    const auto made = create();
    for (const auto* name : {"keyring.a", "keyring.b"}) {
        flip(folder / name, 100);
        EXPECT_EQ(data_key(open(right).value()), data_key(made));
        fs::remove(folder / name);
        EXPECT_EQ(data_key(open(right).value()), data_key(made));
        EXPECT_TRUE(fs::exists(folder / name));
    }
}

TEST_F(KeyringFiles, SayThatBothCopiesAreDamaged)
{
    (void)create();
    flip(folder / "keyring.a", 100);
    flip(folder / "keyring.b", 200);
    EXPECT_THROW((void)open(right), Tampered);
}

TEST_F(KeyringFiles, RefuseASlotThatAsksForLessWork)
{
    (void)create();
    auto strict = cheap;
    strict.floor_memory_kib = 128;
    EXPECT_THROW((void)Keyring::open(folder, right, strict), Tampered);
}

TEST_F(KeyringFiles, NoticeEveryFlippedByteOfASlot)
{
    (void)create();
    const auto slots = read_text(folder / "slots.json");
    for (std::size_t i = 0; i < slots.size(); ++i) {
        auto changed = slots;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        write_text(folder / "slots.json", changed);
        try {
            const auto opened = open(right);
            // Only white space of the JSON may change without a trace.
            EXPECT_TRUE(!opened || std::isspace(static_cast<unsigned char>(slots[i]))) << i;
        } catch (const Tampered&) {
            SUCCEED();
        }
    }
}

TEST(Keys, OfAnOlderRingGetWhatTheyLackAndKeepTheRest)
{
    CountingRandom random;
    const auto today = Keys::generate(random);
    auto plain = today.encode();
    // As it was written before there were receipts: its first seven keys.
    constexpr std::size_t entry = 1 + 2 + 32;
    constexpr std::size_t head = 8 + 16 + 2;
    const auto first = plain.bytes().first(head + 7 * entry);
    std::vector<std::byte> older(first.begin(), first.end());
    older.at(head - 1) = std::byte{7};
    auto keys = Keys::decode(older).value();
    EXPECT_EQ(keys.newest(KeyUse::receipt), 0);
    EXPECT_TRUE(keys.complete(random));
    EXPECT_EQ(keys.newest(KeyUse::receipt), 1);
    EXPECT_EQ(keys.counter(), today.counter() + 1);
    EXPECT_TRUE(std::ranges::equal(keys.key(KeyUse::row_mac), today.key(KeyUse::row_mac)));
    EXPECT_FALSE(keys.complete(random));
}

} // namespace
} // namespace dossier::store
