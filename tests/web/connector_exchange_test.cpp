// The question, its signature and the answer, as values.

#include "web/connectors/exchange.h"
#include "web/connectors/mail.h"
#include "web/connectors/signature.h"
#include "web/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;

const AnswerMapping mapping{
    .outcome = "/result/code",
    .meanings =
        {{"1", verify::Outcome::match},
         {"true", verify::Outcome::match},
         {"2", verify::Outcome::mismatch}},
    .reference = "/serial"};

tl::expected<store::CheckAnswer, Trouble> read(const std::string& body, int status = 200)
{
    return read_answer(mapping, {.status = status, .headers = {}, .body = body});
}

std::string_view trouble(const std::string& body, int status = 200)
{
    const auto answer = read(body, status);
    return answer ? "none" : to_text(answer.error().kind);
}

TEST(Compose, PutsFieldsWhereTheMappingSays)
{
    EXPECT_EQ(
        compose(
            {.fields = {{"name", "/person/name"}, {"id_number", "/person/ids/0"}},
             .texts = {{"/scene", "account"}}},
            {{"name", "张\"伟"}, {"id_number", "11010519491231002X"}}
        ),
        R"({"person":{"ids":["11010519491231002X"],"name":"张\"伟"},"scene":"account"})"
    );
}

TEST(ReadAnswer, FindsTheOutcomeAndTheirNumber)
{
    const std::string body = R"({"result":{"code":2},"serial":"S-77"})";
    const auto answer = read(body);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->outcome, verify::Outcome::mismatch);
    EXPECT_EQ(answer->reference, "S-77");
    EXPECT_EQ(answer->answer_sha256, hex(sha256(body)));
    EXPECT_EQ(read(R"({"result":{"code":"1"}})")->reference, "");
    EXPECT_EQ(read(R"({"result":{"code":true}})")->outcome, verify::Outcome::match);
}

TEST(ReadAnswer, TakesNothingForAnAnswerThatIsNotMapped)
{
    for (const auto* const body :
         {R"({"result":{"code":"9"}})",
          R"({"result":{"code":null}})",
          R"({"result":{"code":["1"]}})",
          R"({"result":"1"})",
          "{}",
          "[]",
          "1"})
        EXPECT_EQ(trouble(body), "unknown_answer") << body;
}

TEST(ReadAnswer, RefusesGarbageWithinItsLimits)
{
    EXPECT_EQ(trouble(""), "garbled");
    EXPECT_EQ(trouble("<html>"), "garbled");
    EXPECT_EQ(trouble("{\"result\":{\"code\":\"1\"}"), "garbled");
    EXPECT_EQ(trouble("{\"result\":{\"code\":\"\xff\"}}"), "garbled");
    EXPECT_EQ(trouble(R"({"result":{"code":"2","code":"1"}})"), "garbled") << "a key twice";
    EXPECT_EQ(trouble(std::string(100'000, '[')), "garbled");
    const std::string deep = std::string(20, '[') + std::string(20, ']');
    EXPECT_EQ(trouble(R"({"result":{"code":"1"},"more":)" + deep + "}"), "garbled");
    EXPECT_EQ(
        trouble(R"({"result":{"code":"1"},"more":")" + std::string(300'000, 'x') + "\"}"), "garbled"
    );
}

TEST(ReadAnswer, TellsWhatTheStatusMeans)
{
    const std::string fine = R"({"result":{"code":"1"}})";
    EXPECT_EQ(trouble(fine, 500), "service_error");
    EXPECT_EQ(trouble(fine, 503), "service_error");
    EXPECT_EQ(trouble(fine, 429), "busy");
    EXPECT_EQ(trouble(fine, 408), "timed_out");
    EXPECT_EQ(trouble(fine, 401), "set_up");
    EXPECT_EQ(trouble(fine, 403), "set_up");
    for (const int status : {201, 204, 301, 302, 400, 404})
        EXPECT_EQ(trouble(fine, status), "refused") << status;
}

TEST(ReadAnswer, HeedsHowLongTheServiceWantsToBeLeftAlone)
{
    const auto after = [](const std::string& text) {
        return read_answer(mapping, {.status = 503, .headers = {{"retry-after", text}}, .body = ""})
            .error()
            .retry_after;
    };
    EXPECT_EQ(after("120"), std::chrono::seconds{120});
    EXPECT_EQ(after("-1"), std::nullopt);
    EXPECT_EQ(after("99999"), std::chrono::seconds{86'400}) << "a day at most";
    EXPECT_EQ(after("99999999999"), std::chrono::seconds{86'400});
    EXPECT_EQ(after("Wed, 25 Nov 2026 08:15:00 GMT"), std::nullopt);
}

TEST(Trouble, OfAQuestionIsNotTheServices)
{
    EXPECT_TRUE(is_of_service(TroubleKind::timed_out));
    EXPECT_TRUE(is_of_service(TroubleKind::garbled));
    EXPECT_FALSE(is_of_service(TroubleKind::refused));
    EXPECT_FALSE(is_of_service(TroubleKind::unknown_answer));
}

// RFC 9421, B.2.5: the same algorithm on the standard's own text and key.
TEST(Signature, IsTheStandardsHmac)
{
    const std::string base = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
                             "\"@authority\": example.com\n"
                             "\"content-type\": application/json\n"
                             "\"@signature-params\": (\"date\" \"@authority\" \"content-type\")"
                             ";created=1618884473;keyid=\"test-shared-secret\"";
    // The key of B.1.5, base64
    // uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==
    const std::string key =
        "\xbb\x3b\xc9\x7c\x1e\x2e\xdc\xdd\x09\xcb\x84\xfb\x35\x9e\xf9\x30\x35\x5c\xaf\xcc\xd2\x4c"
        "\x89\xde\x74\x9b\x64\x81\xcb\xb8\xe9\x85\xb8\x5c\x1c\xb3\x34\x98\xf1\x05\xdb\x63\x52\x47"
        "\x49\x3c\x1b\x5b\x98\x78\x48\x0e\x2e\xa9\x72\x5f\x23\xb1\xab\x23\x95\x33\x2d\x0d";
    EXPECT_EQ(base64(hmac_sha256(key, base)), "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
}

Signed a_message()
{
    return {
        .method = "POST",
        .authority = "check.example:9443",
        .path = "/v1/identity",
        .content_type = "application/json",
        .body = R"({"hello": "world"})",
        .idempotency_key = "0123",
        .nonce = "abcd",
        .created = capture::Instant{std::chrono::milliseconds{1'618'884'473'999}}};
}

TEST(Signature, CoversWhatCountsInTheStandardsForm)
{
    EXPECT_EQ(
        signature_base(a_message(), "bank-0017"),
        "\"@method\": POST\n"
        "\"@authority\": check.example:9443\n"
        "\"@path\": /v1/identity\n"
        "\"content-type\": application/json\n"
        // RFC 9421's own example of this body's digest
        "\"content-digest\": sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\n"
        "\"idempotency-key\": \"0123\"\n"
        "\"@signature-params\": (\"@method\" \"@authority\" \"@path\" \"content-type\" "
        "\"content-digest\" \"idempotency-key\");created=1618884473;nonce=\"abcd\""
        ";alg=\"hmac-sha256\";keyid=\"bank-0017\""
    );
}

TEST(Signature, DiffersWithEveryPartOfTheMessage)
{
    const auto signature = [](const Signed& message, std::string_view key) {
        return signature_headers(message, "bank", key).at("Signature");
    };
    const auto plain = signature(a_message(), "a key of sixteen");
    std::vector<Signed> others(7, a_message());
    others[0].method = "PUT";
    others[1].authority = "other.example";
    others[2].path = "/v1/other";
    others[3].body = "{}";
    others[4].idempotency_key = "0124";
    others[5].nonce = "abce";
    others[6].created += std::chrono::seconds{1};
    for (const auto& other : others)
        EXPECT_NE(signature(other, "a key of sixteen"), plain);
    EXPECT_NE(signature(a_message(), "another sixteen."), plain);
    EXPECT_EQ(signature(a_message(), "a key of sixteen"), plain);
}

TEST(Mail, GoesToPlainAddressesOnly)
{
    EXPECT_TRUE(is_mailable("zhang.wei+bank@mail.example"));
    for (const auto* const address :
         {"", "zhang", "a@b\r\nRCPT TO:<c@d>", "a@b>", "<a@b", "a b@c", "\"a\"@b", "张@例.中国"})
        EXPECT_FALSE(is_mailable(address)) << address;
}

TEST(Mail, SaysTheCodeInBothLanguages)
{
    MailService service;
    service.signature = "某银行";
    const auto text = mail_text(service, "012345");
    EXPECT_THAT(text, HasSubstr("您的验证码是 012345"));
    EXPECT_THAT(text, HasSubstr("Your verification code is 012345"));
    EXPECT_THAT(text, HasSubstr("某银行"));
}

} // namespace

} // namespace dossier::web
