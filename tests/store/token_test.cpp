// Slots whose key never leaves a PKCS#11 token: a SoftHSM token made for each test, and a module
// whose tokens are out of order.

#include "store/keyring.h"
#include "tests/store/counting_random.h"
#include "tests/store/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <p11-kit/pkcs11.h>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr SlotCost token_cost{.passes = 1, .memory_kib = 64, .lanes = 1, .floor_memory_kib = 64};
constexpr Passphrase passphrase{"correct horse battery staple"};
constexpr const char* pin = "481516";
constexpr const char* softhsm = DOSSIER_SOFTHSM;

void make_softhsm_token(const std::string& label)
{
    const auto command = "softhsm2-util --init-token --free --label '" + label + "' --so-pin " +
                         "11112222 --pin " + pin + " >/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
}

class TokenSlots : public testing::Test {
protected:
    TokenSlots()
    {
        fs::create_directories(home.path() / "tokens");
        std::ofstream(home.path() / "softhsm2.conf")
            << "directories.tokendir = " << (home.path() / "tokens").string() << "\n";
        ::setenv("SOFTHSM2_CONF", (home.path() / "softhsm2.conf").c_str(), 1);
        make_softhsm_token("bank");
    }

    [[nodiscard]] static TokenKey token(const std::string& label = "bank")
    {
        return {
            .program = DOSSIER_TOKEN,
            .module = softhsm,
            .token = label,
            .key = "dossier",
            .pin = pin};
    }

    [[nodiscard]] static TokenKey odd_token(const std::string& label)
    {
        auto odd = token(label);
        odd.module = DOSSIER_ODD_MODULE;
        odd.patience = std::chrono::milliseconds{300};
        return odd;
    }

    [[nodiscard]] Keyring create()
    {
        return Keyring::create(folder, passphrase, random, token_cost).value();
    }

    [[nodiscard]] tl::expected<Keyring, SlotError> open(const Credential& credential) const
    {
        return Keyring::open(folder, credential, token_cost);
    }

    /// What is said of a token that a slot cannot be made with.
    [[nodiscard]] std::string complaint(const TokenKey& key)
    {
        auto keyring =
            Keyring::create(home.path() / "other", passphrase, random, token_cost).value();
        const auto added = keyring.add_slot(key, random, token_cost);
        EXPECT_FALSE(added);
        EXPECT_EQ(keyring.slots().size(), 1U);
        fs::remove_all(home.path() / "other");
        if (added) return "";
        EXPECT_EQ(added.error().kind, SlotErrorKind::token);
        EXPECT_THAT(added.error().detail, Not(HasSubstr(pin)));
        return added.error().detail;
    }

    TemporaryFolder home;
    fs::path folder = home.path() / "keys";
    CountingRandom random;
};

TEST_F(TokenSlots, OpenTheKeyringByTheTokenAlone)
{
    auto keyring = create();
    const auto slot = keyring.add_slot(token(), random, token_cost);
    ASSERT_TRUE(slot) << slot.error().detail;
    EXPECT_EQ(slot->kind, "token");
    ASSERT_TRUE(open(token()));
    ASSERT_TRUE(open(passphrase));
    ASSERT_TRUE(keyring.remove_slot(keyring.slots().front().id));
    EXPECT_TRUE(open(token()));
    EXPECT_FALSE(open(passphrase));
}

TEST_F(TokenSlots, OpenNothingOnceTheyAreRemoved)
{
    auto keyring = create();
    const auto slot = keyring.add_slot(token(), random, token_cost).value();
    ASSERT_TRUE(keyring.remove_slot(slot.id));
    const auto opened = open(token());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SlotErrorKind::wrong_credential);
}

TEST_F(TokenSlots, StandAloneInAKeyringAndInARenewedOne)
{
    auto keyring = Keyring::create(folder, token(), random, token_cost).value();
    ASSERT_TRUE(open(token()));
    ASSERT_TRUE(keyring.renew_root_key(token(), random, token_cost));
    EXPECT_TRUE(open(token()));
}

TEST_F(TokenSlots, MakeAKeyThatTheTokenGivesToNobody)
{
    ASSERT_TRUE(create().add_slot(token(), random, token_cost));
    void* library = ::dlopen(softhsm, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr);
    CK_FUNCTION_LIST* calls = nullptr;
    ASSERT_EQ(
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"))(&calls),
        CKR_OK
    );
    ASSERT_EQ(calls->C_Initialize(nullptr), CKR_OK);
    CK_SLOT_ID slots[4];
    CK_ULONG count = 4;
    ASSERT_EQ(calls->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    CK_SESSION_HANDLE session = 0;
    ASSERT_EQ(
        calls->C_OpenSession(slots[0], CKF_SERIAL_SESSION, nullptr, nullptr, &session), CKR_OK
    );
    std::string secret = pin;
    ASSERT_EQ(
        calls->C_Login(session, CKU_USER, reinterpret_cast<CK_BYTE*>(secret.data()), secret.size()),
        CKR_OK
    );
    ASSERT_EQ(calls->C_FindObjectsInit(session, nullptr, 0), CKR_OK);
    CK_OBJECT_HANDLE key = 0;
    ASSERT_EQ(calls->C_FindObjects(session, &key, 1, &count), CKR_OK);
    ASSERT_EQ(count, 1U);
    CK_BYTE value[64];
    CK_ATTRIBUTE asked{CKA_VALUE, value, sizeof value};
    EXPECT_EQ(calls->C_GetAttributeValue(session, key, &asked, 1), CKR_ATTRIBUTE_SENSITIVE);
    EXPECT_EQ(calls->C_Finalize(nullptr), CKR_OK);
}

TEST_F(TokenSlots, DoNotOpenWithAnotherKeyOfTheSameName)
{
    ASSERT_TRUE(create().add_slot(token(), random, token_cost));
    make_softhsm_token("impostor");
    const auto before = open(token("impostor"));
    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().detail, "there is no AES key 'dossier' in the token 'impostor'");
    auto other = Keyring::create(home.path() / "other", token("impostor"), random, token_cost);
    ASSERT_TRUE(other);
    const auto after = open(token("impostor"));
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().kind, SlotErrorKind::wrong_credential);
}

TEST_F(TokenSlots, DoNotOpenWhenAnyByteOfWhatTheTokenWrappedIsAnother)
{
    ASSERT_TRUE(create().add_slot(token(), random, token_cost));
    std::ifstream in(folder / "slots.json");
    const auto honest = nlohmann::json::parse(in);
    const std::string wrapped = honest["slots"][1]["in_token"];
    ASSERT_EQ(wrapped.size(), 2U * (12 + 32 + 16));
    for (const std::size_t at : {0U, 23U, 24U, 60U, 119U}) {
        auto edited = honest;
        auto text = wrapped;
        text[at] = text[at] == '0' ? '1' : '0';
        edited["slots"][1]["in_token"] = text;
        std::ofstream(folder / "slots.json") << edited.dump();
        const auto opened = open(token());
        ASSERT_FALSE(opened) << at;
        EXPECT_EQ(opened.error().kind, SlotErrorKind::wrong_credential) << at;
    }
}

TEST_F(TokenSlots, SayWhichModuleTokenOrPinIsWrong)
{
    auto key = token();
    key.module = home.path() / "no_module.so";
    EXPECT_THAT(complaint(key), AllOf(HasSubstr("no_module.so"), HasSubstr("cannot be loaded")));
    key.module = "libm.so.6";
    EXPECT_THAT(complaint(key), HasSubstr("is no PKCS#11 module"));
    EXPECT_THAT(
        complaint(token("bnak")), AllOf(HasSubstr("no token 'bnak'"), HasSubstr("it has 'bank'"))
    );
    key = token();
    key.pin = "481517";
    EXPECT_EQ(complaint(key), "the PIN of the token 'bank' is wrong");
    key.program = home.path() / "dossier-token";
    EXPECT_THAT(complaint(key), HasSubstr("does not start: No such file"));
}

TEST_F(TokenSlots, SayWhatIsOutOfOrderWithATokenBeforeItGetsWorse)
{
    EXPECT_EQ(complaint(odd_token("locked")), "the PIN of the token 'locked' is locked");
    EXPECT_THAT(complaint(odd_token("one try left")), HasSubstr("one more wrong PIN locks"));
    EXPECT_THAT(complaint(odd_token("without PIN")), HasSubstr("has no user PIN yet"));
    EXPECT_EQ(
        complaint(odd_token("locks")), "the PIN of the token 'locks' is wrong, and locked now"
    );
    EXPECT_THAT(complaint(odd_token("readable key")), HasSubstr("can be read out of it"));
    EXPECT_THAT(complaint(odd_token("two keys")), HasSubstr("two AES keys 'dossier'"));
    EXPECT_THAT(complaint(odd_token("twin")), HasSubstr("two tokens 'twin'"));
}

TEST_F(TokenSlots, OutliveAModuleThatCrashesOrHangs)
{
    EXPECT_THAT(complaint(odd_token("crashes")), HasSubstr("crashed (signal 11)"));
    EXPECT_THAT(complaint(odd_token("hangs")), HasSubstr("did not answer for 300 ms"));
}

} // namespace
} // namespace dossier::store
