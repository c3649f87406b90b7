#include "web/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::web {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

const std::string police = R"([connector.police]
kind = "identity"
types = ["id_card"]
when = "read"
url = "https://check.example:9443/v1/identity"
ca = "/etc/dossier/police.pem"
key_id = "bank-0017"
key_file = "/etc/dossier/police.key"
timeout_ms = 3000
valid_days = 180
[connector.police.request.fields]
name = "/person/name"
id_number = "/person/idNo"
[connector.police.request.texts]
"/scene" = "account"
[connector.police.answer]
outcome = "/result/code"
match = ["1", "一致"]
mismatch = ["2"]
not_found = ["3"]
reference = "/serial"
)";

const std::string mail = R"([connector.mail]
kind = "email"
smtp = "mail.example"
tls = "implicit"
user = "dossier"
password_file = "/etc/dossier/mail.password"
from = "Bank <codes@bank.example>"
code_minutes = 10
)";

tl::expected<Config, ConfigError> parsed(const std::string& text)
{
    return parse_config(text, "dossier.toml", {});
}

std::string exchanged(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string reason(const std::string& text)
{
    const auto config = parsed(text);
    return config ? "" : config.error().reason;
}

TEST(ConnectorConfig, MakesAServiceOfDataAlone)
{
    const auto config = parsed(police);
    ASSERT_TRUE(config) << config.error().reason;
    ASSERT_EQ(config->connectors.size(), 1);
    const auto& connector = config->connectors[0];
    EXPECT_EQ(connector.asks.name, "police");
    EXPECT_EQ(connector.asks.about, "id_number") << "of its kind";
    EXPECT_THAT(connector.asks.fields, ElementsAre("id_number", "name"));
    EXPECT_EQ(connector.asks.when, verify::AskWhen::read);
    EXPECT_EQ(connector.asks.valid_for, std::chrono::days{180});
    EXPECT_EQ(connector.timeout, std::chrono::seconds{3});
    const auto& service = std::get<JsonService>(connector.service);
    EXPECT_EQ(service.to.address.host, "check.example");
    EXPECT_EQ(service.to.address.port, 9443);
    EXPECT_EQ(service.to.path, "/v1/identity");
    EXPECT_THAT(
        service.request.fields,
        ElementsAre(Pair("id_number", "/person/idNo"), Pair("name", "/person/name"))
    );
    EXPECT_THAT(service.request.texts, ElementsAre(Pair("/scene", "account")));
    EXPECT_THAT(
        service.answer.meanings,
        UnorderedElementsAre(
            Pair("1", verify::Outcome::match),
            Pair("一致", verify::Outcome::match),
            Pair("2", verify::Outcome::mismatch),
            Pair("3", verify::Outcome::not_found)
        )
    );
    ASSERT_EQ(config->store.connectors.size(), 1) << "and the archive knows of it";
}

TEST(ConnectorConfig, MakesAMailServer)
{
    const auto config = parsed(mail);
    ASSERT_TRUE(config) << config.error().reason;
    const auto& connector = config->connectors[0];
    EXPECT_THAT(connector.asks.fields, ElementsAre("email"));
    const auto& service = std::get<MailService>(connector.service);
    EXPECT_EQ(service.port, 465);
    EXPECT_EQ(service.security, MailSecurity::implicit);
    EXPECT_EQ(service.code_lifetime, std::chrono::minutes{10});
}

TEST(ConnectorConfig, TakesAKindOfTheBanksOwnWithAFieldToDoubt)
{
    const auto own = exchanged(police, "\"identity\"", "\"blacklist\"");
    EXPECT_THAT(reason(own), HasSubstr("connector.police.about must be the asked field"));
    EXPECT_EQ(reason(exchanged(own, "when =", "about = \"name\"\nwhen =")), "");
}

TEST(ConnectorConfig, LetsNoValueIntoAnAddressAndNothingTravelInClear)
{
    for (const auto* const url :
         {"http://check.example/v1",
          "https://check.example/v1?name=",
          "https://user:secret@check.example/v1",
          "https://",
          "check.example"})
        EXPECT_THAT(
            reason(exchanged(police, "https://check.example:9443/v1/identity", url)),
            HasSubstr("connector.police.url must be https://")
        ) << url;
    EXPECT_THAT(reason(exchanged(mail, "\"implicit\"", "\"none\"")), HasSubstr("to this machine"));
    const auto local = exchanged(mail, "mail.example", "127.0.0.1");
    EXPECT_EQ(reason(exchanged(local, "\"implicit\"", "\"none\"")), "");
}

TEST(ConnectorConfig, NamesWhatItDoesNotKnowWithItsLine)
{
    const auto config = parsed(exchanged(police, "timeout_ms = 3000", "timeout = 3"));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().line, 9);
    EXPECT_THAT(config.error().reason, HasSubstr("connector.police.timeout is not a key"));
    EXPECT_THAT(
        reason(exchanged(police, "reference =", "referenz =")),
        HasSubstr("connector.police.answer.referenz is not a key")
    );
}

TEST(ConnectorConfig, RefusesWhatCannotBeMeant)
{
    const std::vector<std::pair<std::string, std::string>> faults{
        {"name = \"/person/name\"", "name = \"person\""},            // no pointer
        {"name = \"/person/name\"", "name = \"/person/idNo/deep\""}, // contradicts the other
        {"[\"2\"]", "[\"1\"]"},                                      // means two things
        {"outcome = \"/result/code\"", ""},
        {"match = [\"1\", \"一致\"]", "match = []\n#"},
        {"timeout_ms = 3000", "timeout_ms = 1"},
        {"when = \"read\"", "when = \"sometimes\""},
        {"key_id = \"bank-0017\"", "key_id = \"a \\\"b\\\"\""},
        {"key_file = \"/etc/dossier/police.key\"", ""},
        {"[connector.police]", "[connector.\"po lice\"]"},
    };
    for (const auto& [from, to] : faults) {
        auto text = exchanged(police, from, to);
        if (to == "match = []\n#") {
            text = exchanged(text, "mismatch = [\"2\"]", "");
            text = exchanged(text, "not_found = [\"3\"]", "");
        }
        EXPECT_NE(reason(text), "") << from << " → " << to;
    }
    EXPECT_NE(reason(exchanged(mail, "Bank <", "Bank\\r\\nBcc: x <")), "");
}

} // namespace

} // namespace dossier::web
