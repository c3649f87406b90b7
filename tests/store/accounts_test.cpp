// People: passwords, second factors, throttles and sessions.

#include "store/crypto/hash.h"
#include "store/crypto/totp.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

TEST(Totp, AgreesWithRfc6238)
{
    const auto secret = bytes("12345678901234567890");
    const auto code = [&](std::int64_t seconds) { return totp_code(secret, seconds / 30, 8); };
    EXPECT_EQ(code(59), "94287082");
    EXPECT_EQ(code(1111111109), "07081804");
    EXPECT_EQ(code(1111111111), "14050471");
    EXPECT_EQ(code(1234567890), "89005924");
    EXPECT_EQ(code(2000000000), "69279037");
    EXPECT_EQ(code(20000000000), "65353130");
}

TEST(Totp, TakesOneStepEitherSideAndNoStepTwice)
{
    const auto secret = bytes("12345678901234567890");
    const auto code = totp_code(secret, 100);
    EXPECT_EQ(match_totp(secret, code, 100 * 30, 0), 100);
    EXPECT_EQ(match_totp(secret, code, 101 * 30, 0), 100);
    EXPECT_EQ(match_totp(secret, code, 99 * 30, 0), 100);
    EXPECT_FALSE(match_totp(secret, code, 102 * 30, 0));
    EXPECT_FALSE(match_totp(secret, code, 98 * 30, 0));
    EXPECT_FALSE(match_totp(secret, code, 100 * 30, 100));
}

TEST(Base32, AgreesWithRfc4648)
{
    EXPECT_EQ(to_base32(bytes("")), "");
    EXPECT_EQ(to_base32(bytes("f")), "MY");
    EXPECT_EQ(to_base32(bytes("foobar")), "MZXW6YTBOI");
}

Bytes from_base32(std::string_view text)
{
    Bytes out;
    unsigned bits = 0;
    unsigned have = 0;
    for (const char c : text) {
        bits = bits << 5U | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
        for (have += 5; have >= 8; have -= 8) {
            out.push_back(static_cast<std::byte>(bits >> (have - 8)));
        }
    }
    return out;
}

class People : public testing::Test {
protected:
    Archive archive;
    NewUser vera =
        archive->create_user("vera", "Vera", "verifier", system_actor(), archive.now).value();

    tl::expected<SignedIn, SignInError>
    sign_in(std::string_view password, std::optional<std::string_view> totp = {})
    {
        return archive->sign_in(
            {.username = "vera", .password = password, .totp = totp}, archive.now
        );
    }

    std::string enroll()
    {
        const auto signed_in = sign_in(vera.one_time_password).value();
        const auto secret = archive->begin_second_factor(signed_in.token, archive.now).value();
        EXPECT_TRUE(archive->confirm_second_factor(signed_in.token, code(secret), archive.now));
        archive.now += 30s;
        return secret;
    }

    std::string code(const std::string& secret)
    {
        const auto seconds = archive.now.time_since_epoch() / 1s;
        return totp_code(from_base32(secret), seconds / 30);
    }
};

TEST_F(People, SignInWithTheirOneTimePassword)
{
    const auto signed_in = sign_in(vera.one_time_password);
    ASSERT_TRUE(signed_in);
    EXPECT_TRUE(signed_in->session.user.must_change_password);
    EXPECT_EQ(signed_in->session.user.role, "verifier");
    const auto session = archive->find_session(signed_in->token, archive.now);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->user.username, "vera");
    EXPECT_EQ(session->csrf_token, signed_in->session.csrf_token);
}

TEST_F(People, AreTurnedAwayWithoutSayingWhy)
{
    EXPECT_EQ(sign_in("wrong password").error().kind, SignInErrorKind::bad_credentials);
    const auto unknown = archive->sign_in(
        {.username = "nobody", .password = "wrong password", .totp = {}}, archive.now
    );
    EXPECT_EQ(unknown.error().kind, SignInErrorKind::bad_credentials);
    EXPECT_EQ(archive->audit("", 1).items.front().outcome, "denied");
}

TEST_F(People, HaveNamesOfTheirOwn)
{
    EXPECT_FALSE(archive->create_user("vera", "Other", "operator", system_actor(), archive.now));
    EXPECT_FALSE(archive->create_user("system", "System", "operator", system_actor(), archive.now));
    EXPECT_EQ(archive->users().size(), 1U);
    EXPECT_TRUE(archive->has_users());
}

TEST_F(People, WaitLongerAfterEachWrongPassword)
{
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(sign_in("wrong").error().kind, SignInErrorKind::bad_credentials);
    }
    EXPECT_EQ(sign_in(vera.one_time_password).error().kind, SignInErrorKind::throttled);
    archive.now += 2s;
    EXPECT_TRUE(sign_in(vera.one_time_password));
}

TEST_F(People, AreLockedOutForAQuarterOfAnHourAfterTen)
{
    for (int i = 0; i < 10; ++i) {
        (void)sign_in("wrong");
        archive.now += 20s;
    }
    EXPECT_EQ(sign_in(vera.one_time_password).error().kind, SignInErrorKind::throttled);
    archive.now += 15min;
    EXPECT_TRUE(sign_in(vera.one_time_password));
}

TEST_F(People, AreDisabledAfterFiftyAndResetByAnAdministrator)
{
    for (int i = 0; i < 50; ++i) {
        (void)sign_in("wrong");
        archive.now += 16min;
    }
    EXPECT_EQ(sign_in(vera.one_time_password).error().kind, SignInErrorKind::bad_credentials);
    archive.now += 16min;
    vera = archive->reset_user(vera.user.id, system_actor(), archive.now).value();
    EXPECT_TRUE(sign_in(vera.one_time_password));
}

TEST_F(People, ChangeTheirPasswordAndLoseTheOldSession)
{
    const auto old = sign_in(vera.one_time_password).value();
    const auto fresh = archive->change_password(
        old.token, vera.one_time_password, "a much better one", archive.now
    );
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(fresh->session.user.must_change_password);
    EXPECT_FALSE(archive->find_session(old.token, archive.now));
    EXPECT_TRUE(archive->find_session(fresh->token, archive.now));
    EXPECT_FALSE(sign_in(vera.one_time_password));
    EXPECT_TRUE(sign_in("a much better one"));
}

TEST_F(People, DoNotTakeAWeakPassword)
{
    const auto session = sign_in(vera.one_time_password).value();
    for (const auto* weak : {"short", "my name is vera", "aaaaaaaaaaaaaaaa"}) {
        const auto changed =
            archive->change_password(session.token, vera.one_time_password, weak, archive.now);
        EXPECT_EQ(changed.error().kind, SignInErrorKind::weak_password) << weak;
    }
    const auto guessed =
        archive->change_password(session.token, "wrong", "a much better one", archive.now);
    EXPECT_EQ(guessed.error().kind, SignInErrorKind::bad_credentials);
}

TEST_F(People, NeedTheSecondFactorOnceEnrolled)
{
    const auto secret = enroll();
    EXPECT_EQ(sign_in(vera.one_time_password).error().kind, SignInErrorKind::second_factor_needed);
    EXPECT_EQ(
        sign_in(vera.one_time_password, "000000").error().kind, SignInErrorKind::bad_credentials
    );
    const auto signed_in = sign_in(vera.one_time_password, code(secret));
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->session.user.second_factor, SecondFactor::enrolled);
}

TEST_F(People, UseEachCodeOnce)
{
    const auto secret = enroll();
    const auto once = code(secret);
    EXPECT_TRUE(sign_in(vera.one_time_password, once));
    EXPECT_FALSE(sign_in(vera.one_time_password, once));
}

TEST_F(People, ConfirmTheSecondFactorWithARightCode)
{
    const auto signed_in = sign_in(vera.one_time_password).value();
    (void)archive->begin_second_factor(signed_in.token, archive.now);
    EXPECT_FALSE(archive->confirm_second_factor(signed_in.token, "000000", archive.now));
    EXPECT_TRUE(sign_in(vera.one_time_password)) << "not enrolled yet";
}

TEST_F(People, AreSignedOutByIdlenessTimeAndWish)
{
    const auto idle = sign_in(vera.one_time_password).value();
    EXPECT_TRUE(archive->find_session(idle.token, archive.now + 14min));
    EXPECT_TRUE(archive->find_session(idle.token, archive.now + 28min)) << "it was used";
    EXPECT_FALSE(archive->find_session(idle.token, archive.now + 44min));

    const auto busy = sign_in(vera.one_time_password).value();
    for (auto time = 0min; time < 10h; time += 10min) {
        EXPECT_TRUE(archive->find_session(busy.token, archive.now + time));
    }
    EXPECT_FALSE(archive->find_session(busy.token, archive.now + 10h));

    const auto wish = sign_in(vera.one_time_password).value();
    archive->sign_out(wish.token, archive.now);
    EXPECT_FALSE(archive->find_session(wish.token, archive.now));
    EXPECT_FALSE(archive->find_session("made up", archive.now));
}

TEST_F(People, LoseTheirSessionsWhenReset)
{
    const auto signed_in = sign_in(vera.one_time_password).value();
    (void)archive->reset_user(vera.user.id, system_actor(), archive.now);
    EXPECT_FALSE(archive->find_session(signed_in.token, archive.now));
}

TEST_F(People, AreThrottledByAddressAcrossRestarts)
{
    const auto try_once = [&] { return archive->allow_try("192.0.2.1", 2, 1min, archive.now); };
    EXPECT_TRUE(try_once());
    EXPECT_TRUE(try_once());
    archive.close();
    archive.open();
    EXPECT_FALSE(try_once());
    EXPECT_TRUE(archive->allow_try("192.0.2.2", 2, 1min, archive.now));
    archive.now += 61s;
    EXPECT_TRUE(try_once());
}

} // namespace
} // namespace dossier::store
