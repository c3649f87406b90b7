#include "web/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::web {

namespace {

std::string fault_of(const std::string& text)
{
    const auto uri = parse_token_uri(text);
    return uri ? "" : uri.error();
}

} // namespace

TEST(TokenUri, NamesModuleTokenKeyAndTheFileOfThePin)
{
    const auto uri =
        parse_token_uri("pkcs11:token=Bank%20HSM%3b1;object=dossier;type=secret-key"
                        "?module-path=/usr/lib/hsm.so&pin-source=file:/run/credentials/pin");
    ASSERT_TRUE(uri) << uri.error();
    EXPECT_EQ(uri->token, "Bank HSM;1");
    EXPECT_EQ(uri->key, "dossier");
    EXPECT_EQ(uri->module, "/usr/lib/hsm.so");
    EXPECT_EQ(uri->pin_file, "/run/credentials/pin");
}

TEST(TokenUri, MayLeaveThePinToAPerson)
{
    const auto uri = parse_token_uri("pkcs11:token=a;object=b?module-path=/m.so");
    ASSERT_TRUE(uri) << uri.error();
    EXPECT_TRUE(uri->pin_file.empty());
}

TEST(TokenUri, SaysWhatIsWrongWithIt)
{
    EXPECT_THAT(fault_of("token=a;object=b?module-path=/m.so"), testing::HasSubstr("RFC 7512"));
    EXPECT_THAT(
        fault_of("pkcs11:token;object=b?module-path=/m.so"), testing::HasSubstr("RFC 7512")
    );
    EXPECT_THAT(
        fault_of("pkcs11:token=%4;object=b?module-path=/m"), testing::HasSubstr("RFC 7512")
    );
    EXPECT_THAT(
        fault_of("pkcs11:token=a;token=c;object=b?module-path=/m"), testing::HasSubstr("RFC 7512")
    );
    EXPECT_EQ(fault_of("pkcs11:object=b?module-path=/m.so"), "token is missing in it");
    EXPECT_EQ(fault_of("pkcs11:token=a?module-path=/m.so"), "object is missing in it");
    EXPECT_EQ(fault_of("pkcs11:token=a;object=b"), "module-path is missing in it");
    EXPECT_EQ(
        fault_of("pkcs11:token=a;object=b?module-path=m.so"), "its module-path is not absolute"
    );
    EXPECT_THAT(
        fault_of("pkcs11:token=a;object=b?module-path=/m.so&pin-value=4815"),
        testing::AllOf(testing::HasSubstr("pin-source"), testing::Not(testing::HasSubstr("4815")))
    );
    EXPECT_THAT(
        fault_of("pkcs11:token=a;object=b;serial=1?module-path=/m.so"), testing::HasSubstr("serial")
    );
}

} // namespace dossier::web
