#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> faults(std::string_view address)
{
    return codes_of("email", address);
}

TEST(Email, SaysWhichRuleFailed)
{
    EXPECT_THAT(faults("zhang.example.com"), ElementsAre("email.at_missing"));
    EXPECT_THAT(faults("a@b@example.com"), ElementsAre("email.at_twice"));
    EXPECT_THAT(faults("@example.com"), ElementsAre("email.local_empty"));
    EXPECT_THAT(faults("zhang..san@example.com"), ElementsAre("email.local_dot"));
    EXPECT_THAT(faults("zhang.@example.com"), ElementsAre("email.local_dot"));
    EXPECT_THAT(faults("zhang,san@example.com"), ElementsAre("email.local_charset"));
    EXPECT_THAT(faults("zhang@"), ElementsAre("email.domain_empty"));
    EXPECT_THAT(faults("zhang@exa_mple.com"), ElementsAre("email.domain_charset"));
    EXPECT_THAT(faults("zhang@example..com"), ElementsAre("email.label_empty"));
    EXPECT_THAT(faults("zhang@example.com."), ElementsAre("email.label_empty"));
    EXPECT_THAT(faults("zhang@example-.com"), ElementsAre("email.label_hyphen"));
    EXPECT_THAT(faults("zhang@example.123"), ElementsAre("email.top_level"));
}

TEST(Email, CountsBytesNotCharacters)
{
    const std::string han = "用";
    std::string local;
    for (int i = 0; i < 21; ++i)
        local += han;
    EXPECT_THAT(faults(local + "a@example.com"), IsEmpty());
    EXPECT_THAT(faults(local + "ab@example.com"), ElementsAre("email.local_too_long"));
}

TEST(Email, KnowsTheLongestLabelDomainAndAddress)
{
    const std::string label(63, 'a');
    EXPECT_THAT(faults("x@" + label + ".com"), IsEmpty());
    EXPECT_THAT(faults("x@" + label + "a.com"), ElementsAre("email.label_too_long"));
    const std::string domain = label + "." + label + "." + label + ".";
    EXPECT_THAT(faults("x@" + domain + std::string(60, 'b')), IsEmpty());
    EXPECT_THAT(
        faults("xy@" + domain + std::string(60, 'b')), ElementsAre("email.address_too_long")
    );
    EXPECT_THAT(
        faults("x@" + domain + std::string(62, 'b')),
        ElementsAre("email.domain_too_long", "email.address_too_long")
    );
}

TEST(Email, TakesQuotedLocalPartsAndAsksAPerson)
{
    EXPECT_THAT(faults(R"("zhang san"@example.com)"), ElementsAre("email.local_quoted"));
    EXPECT_THAT(faults(R"("a@b \" c"@example.com)"), ElementsAre("email.local_quoted"));
    EXPECT_TRUE(judge("email", R"("a@b"@example.com)").valid);
    EXPECT_THAT(faults(R"("用户 一"@example.com)"), ElementsAre("email.local_quoted"));
}

TEST(Email, SaysWhatIsWrongWithQuotationMarks)
{
    EXPECT_THAT(faults(R"("open@example.com)"), ElementsAre("email.quote_open"));
    EXPECT_THAT(faults(R"("a"b@example.com)"), ElementsAre("email.quote_inside"));
    EXPECT_THAT(faults(R"(a"b"@example.com)"), ElementsAre("email.quote_inside"));
    EXPECT_THAT(faults(R"(a."b c".d@example.com)"), testing::Not(IsEmpty())) << "obsolete form";
    EXPECT_THAT(faults("\"a\x01\"@example.com"), ElementsAre("email.local_charset"));
    EXPECT_THAT(
        faults("\"" + std::string(62, 'a') + "\"@example.com"), ElementsAre("email.local_quoted")
    );
    EXPECT_THAT(
        faults("\"" + std::string(63, 'a') + "\"@example.com"),
        ElementsAre("email.local_too_long", "email.local_quoted")
    );
}

TEST(Email, RefusesWhatIsWrittenAroundAnAddress)
{
    EXPECT_THAT(faults("zhang(work)@example.com"), ElementsAre("email.comment"));
    EXPECT_THAT(faults("zhang@(work)example.com"), ElementsAre("email.comment"));
    EXPECT_THAT(faults("zhang@example.com(work)"), ElementsAre("email.comment"));
    EXPECT_THAT(faults("<zhang@example.com>"), ElementsAre("email.angle_brackets"));
    EXPECT_THAT(faults("Zhang San <zhang@example.com>"), ElementsAre("email.angle_brackets"));
    EXPECT_THAT(faults("zhang san@example.com"), ElementsAre("email.space"));
    EXPECT_THAT(faults("zhang@exa mple.com"), ElementsAre("email.space"));
}

TEST(Email, KeepsTheHyphensOfEncodedNamesForThem)
{
    EXPECT_THAT(faults("x@ab--cd.com"), ElementsAre("email.label_reserved"));
    EXPECT_THAT(faults("x@xn--fsqu00a.com"), IsEmpty());
    EXPECT_THAT(faults("x@a--b.com"), IsEmpty());
}

TEST(Email, SaysTheAsciiFormOfAnInternationalDomain)
{
    EXPECT_EQ(judge("email", "用户@例子.中国").facts.at("domain"), "xn--fsqu00a.xn--fiqs8s");
    EXPECT_EQ(judge("email", "x@bücher.example").facts.at("domain"), "xn--bcher-kva.example");
}

TEST(Email, MeasuresAnInternationalLabelInItsAsciiForm)
{
    std::string label;
    for (int i = 0; i < 63; ++i)
        label += "例";
    EXPECT_THAT(faults("x@" + label + ".cn"), ElementsAre("email.label_too_long"));
}

TEST(Email, DoesNotTakeSignsForLetters)
{
    EXPECT_THAT(faults("zhang©example.com"), ElementsAre("email.at_missing"));
    EXPECT_THAT(faults("zhang@exam©ple.com"), ElementsAre("email.domain_charset"));
    EXPECT_THAT(faults("zh“ang@example.com"), ElementsAre("email.local_charset"));
}

TEST(Email, AsksAPersonAboutNetworkAddresses)
{
    EXPECT_THAT(faults("x@[192.0.2.1]"), ElementsAre("email.ip_domain"));
    EXPECT_THAT(faults("x@[IPv6:2001:db8::1]"), ElementsAre("email.ip_domain"));
    EXPECT_THAT(faults("x@[IPv6:2001:db8:0:0:0:0:192.0.2.1]"), ElementsAre("email.ip_domain"));
    EXPECT_THAT(faults("x@[IPv6:::]"), ElementsAre("email.ip_domain"));
    for (const char* wrong :
         {"x@[192.0.2.256]",
          "x@[IPv6:2001::db8::1]",
          "x@[IPv6:1:2:3:4:5:6:7]",
          "x@[IPv6:1:2:3:4:5:6:7:8:9]",
          "x@[IPv6:12345::1]",
          "x@[IPv6:]",
          "x@[2001:db8::1]"})
        EXPECT_THAT(faults(wrong), ElementsAre("email.ip_literal")) << wrong;
}

TEST(Email, KnowsWhatBigProvidersGiveOut)
{
    EXPECT_THAT(faults("0123@qq.com"), ElementsAre("email.provider_form"));
    EXPECT_THAT(faults("9zhang@163.com"), ElementsAre("email.provider_form"));
    EXPECT_THAT(faults("13912345678@163.com"), IsEmpty());
}

TEST(Email, KeepsTheCaseOfTheNameAndLowersTheDomain)
{
    EXPECT_EQ(judge("email", " Zhang.San@Example.COM ").normal, "Zhang.San@example.com");
    EXPECT_EQ(judge("email", "zhang＠example．com").normal, "zhang@example.com");
}

} // namespace

} // namespace dossier::verify
