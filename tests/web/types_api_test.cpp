// Document types over the interface: drafts with their specimens, trials, versions, and what is
// read with which of them.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/field_rules.h"
#include "web/publishing.h"
#include "web/type_form.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace dossier::web {

namespace {

constexpr auto pass = R"(# What a porter gives out.
name = "pass"
version = 1
title = { zh_hans = "出入证", zh_hant = "出入證", en = "Pass" }

[[anchor]]
text = "出入证"
weight = 3.0

[[field]]
name = "holder"
title = { zh_hans = "持证人", zh_hant = "持證人", en = "Holder" }
labels = ["持证人"]
grammar = "name"
)";

Json pass_form()
{
    return *form_of(pass);
}

TEST(TypeForm, SaysWhatAFileSays)
{
    const auto form = pass_form();
    EXPECT_EQ(form["anchor"][0]["weight"], 3.0);
    EXPECT_EQ(form["field"][0]["labels"][0], "持证人");
    const auto text = text_of(form).value();
    EXPECT_EQ(form_of(text).value(), form);
    EXPECT_EQ(text, std::string{pass}.substr(std::string_view{pass}.find("name")));
}

TEST(TypeForm, OfEveryInstalledTypeIsTheSameType)
{
    for (const auto& entry : std::filesystem::directory_iterator{DOSSIER_TEST_TYPES}) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream stream{entry.path()};
        const std::string written{std::istreambuf_iterator<char>{stream}, {}};
        const auto form = form_of(written).value();
        const auto text = text_of(form).value();
        EXPECT_EQ(fault_of_type(text).has_value(), false) << entry.path();
        EXPECT_EQ(form_of(text).value(), form) << entry.path();
    }
}

TEST(TypeForm, KeepsWhatIsNotAsciiAndQuotes)
{
    const auto text = text_of(Json{{"name", "a\"\\\n\t"}, {"labels", {"：", "“”"}}}).value();
    EXPECT_EQ(form_of(text).value()["name"], "a\"\\\n\t");
    EXPECT_EQ(form_of(text).value()["labels"][1], "“”");
}

TEST(TypeForm, IsNothingThatAFileCannotSay)
{
    EXPECT_FALSE(text_of(Json{{"name", nullptr}}).has_value());
    EXPECT_FALSE(text_of(Json{{"a b", 1}}).has_value());
    EXPECT_FALSE(text_of(Json{{"a\n[x]", 1}}).has_value());
    EXPECT_FALSE(text_of(Json::array()).has_value());
    EXPECT_FALSE(text_of(Json{{"name", std::string(70'000, 'x')}}).has_value());
}

TEST(TypeForm, GetsAnotherVersionAndKeepsItsComments)
{
    const auto text = with_version(pass, 12);
    EXPECT_EQ(ocr::parse_type(text)->version, 12);
    EXPECT_THAT(text, testing::StartsWith("# What a porter gives out.\n"));
    EXPECT_EQ(text.size(), std::string_view{pass}.size() + 1);
}

TEST(TypeForm, NamesRulesThatNobodyKnows)
{
    const auto text = std::string{pass} + "rule = \"zodiac\"\n";
    EXPECT_THAT(fault_of_type(text)->reason, testing::HasSubstr("zodiac"));
    EXPECT_THAT(
        fault_of_type("cross_checks = [\"moon\"]\n" + std::string{pass})->reason,
        testing::HasSubstr("moon")
    );
}

ocr::DocumentType version_of(int version)
{
    return *ocr::parse_type(with_version(pass, version));
}

TEST(TypeShelf, ShowsTheNewestAndKeepsTheOthers)
{
    TypeShelf shelf{{.types = {version_of(2)}}};
    EXPECT_TRUE(shelf.in_force()->published.empty());
    const auto before = shelf.in_force();
    shelf.put(version_of(3));
    EXPECT_EQ(shelf.in_force()->catalog.find_type("pass")->version, 3);
    EXPECT_EQ(shelf.in_force()->published.size(), 1U);
    EXPECT_EQ(before->catalog.find_type("pass")->version, 2);
    EXPECT_EQ(shelf.as_of("pass", 2)->find_type("pass")->version, 2);
    EXPECT_EQ(shelf.as_of("pass", 9)->find_type("pass")->version, 3);
    EXPECT_EQ(shelf.find("pass", 1), nullptr);
}

TEST(TypeShelf, LetsAFileOfALaterVersionCount)
{
    TypeShelf shelf{{.types = {version_of(5)}}};
    shelf.put(version_of(4));
    EXPECT_EQ(shelf.in_force()->catalog.find_type("pass")->version, 5);
    EXPECT_TRUE(shelf.in_force()->published.empty());
    auto published = version_of(5);
    published.fields.at(0).name = "bearer";
    shelf.put(published);
    EXPECT_EQ(shelf.in_force()->catalog.find_type("pass")->fields.at(0).name, "bearer");
    EXPECT_EQ(shelf.in_force()->published.size(), 1U);
}

TEST(TypeShelf, KeepsWhatWasWithdrawnForItsDocumentsAlone)
{
    TypeShelf shelf{{}};
    shelf.put(version_of(1));
    shelf.withdraw("pass", 2);
    EXPECT_FALSE(shelf.in_force()->is_read("pass"));
    EXPECT_TRUE(shelf.in_force()->published.empty()) << "no reader hears of it";
    EXPECT_NE(shelf.in_force()->catalog.find_type("pass"), nullptr);
    EXPECT_NE(shelf.as_of("pass", 1)->find_type("pass"), nullptr);
    shelf.put(version_of(3));
    EXPECT_TRUE(shelf.in_force()->is_read("pass"));
    EXPECT_EQ(shelf.in_force()->published.size(), 1U);
}

/// The smallest picture that is whole.
std::string picture()
{
    return std::string{
        "\x89PNG\r\n\x1a\n"
        "\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3a\x7e\x9b\x55"
        "\0\0\0\nIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6"
        "\0\0\0\0IEND\xae\x42\x60\x82",
        67};
}

ocr::Reading reading_of(const std::string& type, const std::string& field, const std::string& value)
{
    ocr::Reading reading;
    capture::PageFacts page;
    page.width = 1000;
    page.height = 600;
    reading.pages = {page};
    ocr::Field found;
    found.name = field;
    found.value = value;
    found.confidence = 0.99;
    found.box = {.x = 10, .y = 20, .width = 100, .height = 30};
    ocr::Document document;
    document.type = type;
    document.type_confidence = 1;
    document.pages = {0};
    document.fields = {found};
    document.pairs = {{.label = "持证人", .value = value, .page = 0, .box = found.box}};
    reading.documents = {document};
    capture::Preview preview;
    preview.width = 500;
    preview.height = 300;
    preview.jpeg = {std::byte{0xff}, std::byte{0xd8}};
    reading.previews = {preview};
    reading.lines = {{.page = 0, .text = "持证人：" + value, .box = {1, 2, 3, 4}}};
    return reading;
}

} // namespace

class TypesApi : public SiteTest {
protected:
    TypesApi()
    {
        site.read_now = [this](
                            store::Bytes, ocr::ReadOptions options
                        ) -> tl::expected<ocr::Reading, ocr::Unreadable> {
            asked.push_back(options);
            if (readings.empty())
                return tl::unexpected(ocr::Unreadable{
                    .kind = ocr::UnreadableKind::refused, .code = "no_picture", .message = "None."}
                );
            auto reading = readings.front();
            if (readings.size() > 1) readings.erase(readings.begin());
            return reading;
        };
    }

    nlohmann::json begin(const Json& of = Json::object())
    {
        const auto answer = send(designer, "POST", "/api/v1/type-drafts", of);
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(difference_from_description("POST", "/api/v1/type-drafts", answer), "");
        return body_of(answer);
    }

    Response change(const nlohmann::json& draft, const Json& body)
    {
        return send(
            designer,
            "PUT",
            "/api/v1/type-drafts/" + draft["id"].get<std::string>(),
            body,
            version_header(draft)
        );
    }

    static TextMap version_header(const nlohmann::json& draft)
    {
        return {{"if-match", "\"" + std::to_string(draft["version"].get<int>()) + "\""}};
    }

    Response publish(const nlohmann::json& draft, const std::string& reason = "a new form")
    {
        return send(
            designer,
            "POST",
            "/api/v1/type-drafts/" + draft["id"].get<std::string>() + "/publish",
            Json{{"reason", reason}},
            version_header(draft)
        );
    }

    Response add_specimen(const nlohmann::json& draft, const std::string& bytes)
    {
        Request request;
        request.method = "POST";
        request.path = "/api/v1/type-drafts/" + draft["id"].get<std::string>() + "/specimens";
        request.body = bytes;
        request.headers = {
            {"content-type", "application/octet-stream"},
            {"x-source-name", "%E8%AF%81.png"},
            {"cookie", designer.cookie},
            {"x-csrf-token", designer.csrf}};
        return dispatch(site, routes(), std::move(request), now);
    }

    Response attempt(const nlohmann::json& draft, const Json& body)
    {
        const auto answer = send(
            designer,
            "POST",
            "/api/v1/type-drafts/" + draft["id"].get<std::string>() + "/trials",
            body
        );
        const auto difference =
            difference_from_description("POST", "/api/v1/type-drafts/{id}/trials", answer);
        if (answer.status == 200) {
            EXPECT_EQ(difference, "");
        }
        return answer;
    }

    Browser designer = sign_in_as("system_administrator", "sam");
    std::vector<ocr::ReadOptions> asked;
    std::vector<ocr::Reading> readings{reading_of("unknown", "holder", "王建国")};
};

TEST_F(TypesApi, ADraftBeginsEmptyAndSaysWhatItLacks)
{
    const auto draft = begin();
    EXPECT_THAT(draft["fault"]["reason"].get<std::string>(), testing::HasSubstr("'name'"));
    const auto changed = change(draft, Json{{"form", pass_form()}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_TRUE(body_of(changed)["fault"].is_null());
    EXPECT_EQ(body_of(changed)["version"], 2);
    EXPECT_EQ(type_of(change(draft, Json{{"form", pass_form()}})), "version_changed");
    EXPECT_EQ(type_of(change(draft, Json{{"form", Json{{"x", nullptr}}}})), "bad_draft");
    EXPECT_EQ(type_of(change(draft, Json{{"text", "name ="}})), "bad_type");
}

TEST_F(TypesApi, APublishedTypeIsInForceAtOnceAndKnownByItsVersion)
{
    const auto answer = publish(begin(Json{{"text", pass}}));
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(body_of(answer)["version"], 1);
    EXPECT_EQ(site.types.in_force()->published.size(), 1U);

    const auto again = publish(begin(Json{{"name", "pass"}, {"version", 1}}));
    EXPECT_EQ(body_of(again)["version"], 2);
    auto clerk = sign_in_as("verifier", "vera");
    for (const int version : {1, 2})
        EXPECT_EQ(
            body_of(send(clerk, "GET", "/api/v1/types/pass/" + std::to_string(version)))["version"],
            version
        );
    EXPECT_EQ(send(clerk, "GET", "/api/v1/types/pass/3").status, 404);
    EXPECT_EQ(send(clerk, "GET", "/api/v1/type-drafts").status, 403);

    const auto versions = send(designer, "GET", "/api/v1/type-versions/pass");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/type-versions/{name}", versions), "");
    EXPECT_EQ(body_of(versions)["items"][0]["reason"], "a new form");
    EXPECT_EQ(body_of(versions)["items"][0]["published_by"], "sam");
    const auto all = send(designer, "GET", "/api/v1/type-versions");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/type-versions", all), "");
    const auto text = send(designer, "GET", "/api/v1/type-versions/pass/1");
    EXPECT_EQ(
        difference_from_description("GET", "/api/v1/type-versions/{name}/{version}", text), ""
    );
    EXPECT_EQ(body_of(text)["text"], pass);
    const auto words = send(designer, "GET", "/api/v1/type-words");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/type-words", words), "");
    EXPECT_EQ(body_of(words)["fields"][0]["name"], "holder");
}

TEST_F(TypesApi, AnOlderVersionIsPublishedAgainUnderANewNumber)
{
    ASSERT_EQ(publish(begin(Json{{"text", pass}})).status, 201);
    auto form = pass_form();
    form["field"][0]["name"] = "bearer";
    ASSERT_EQ(publish(begin(Json{{"form", form}})).status, 201);
    const auto answer = send(
        designer,
        "POST",
        "/api/v1/type-versions/pass/1/publish",
        Json{{"reason", "the other was wrong"}}
    );
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(body_of(answer)["version"], 3);
    EXPECT_EQ(site.types.in_force()->catalog.find_type("pass")->fields.at(0).name, "holder");
    EXPECT_EQ(site.types.as_of("pass", 2)->find_type("pass")->fields.at(0).name, "bearer");
}

TEST_F(TypesApi, APublishedTypeIsThereAfterAnotherStart)
{
    ASSERT_EQ(publish(begin(Json{{"text", pass}})).status, 201);
    TypeShelf started{{}};
    put_published(started, open_store());
    EXPECT_EQ(started.in_force()->catalog.find_type("pass")->version, 1);
}

TEST_F(TypesApi, AWithdrawnTypeIsReadNoMoreUntilAVersionIsPublishedAgain)
{
    ASSERT_EQ(publish(begin(Json{{"text", pass}})).status, 201);
    const auto withdraw = [&](const std::string& name, const std::string& reason) {
        const auto path = "/api/v1/type-versions/" + name + "/withdraw";
        return send(designer, "POST", path, Json{{"reason", reason}});
    };
    EXPECT_EQ(withdraw("pass", "").status, 422) << "it needs a reason";
    EXPECT_EQ(withdraw("id_card", "old").status, 422) << "a file is removed, not withdrawn";
    EXPECT_EQ(withdraw("nothing", "old").status, 404);
    const auto withdrawn = withdraw("pass", "the old form");
    ASSERT_EQ(withdrawn.status, 201) << withdrawn.body;
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/type-versions/{name}/withdraw", withdrawn), ""
    );
    EXPECT_EQ(body_of(withdrawn)["version"], 2);
    EXPECT_EQ(withdraw("pass", "the old form").status, 404) << "it is out of force already";
    EXPECT_TRUE(site.types.in_force()->published.empty());

    auto auditor = sign_in_as("auditor", "otto");
    const auto entry = body_of(send(auditor, "GET", "/api/v1/audit"))["items"];
    EXPECT_TRUE(std::ranges::any_of(entry, [](const auto& each) {
        return each["action"] == "type_withdrawn" && each["object"] == "type pass" &&
               each["actor"] == "sam";
    }));
    const auto versions = send(designer, "GET", "/api/v1/type-versions/pass");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/type-versions/{name}", versions), "");
    EXPECT_TRUE(body_of(versions)["items"][0]["is_withdrawal"].get<bool>());
    EXPECT_EQ(body_of(versions)["items"][0]["reason"], "the old form");

    // Whoever has a document of it still sees what its fields are called.
    auto clerk = sign_in_as("verifier", "vera");
    EXPECT_EQ(send(clerk, "GET", "/api/v1/types/pass/1").status, 200);
    const auto known = send(clerk, "GET", "/api/v1/types");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/types", known), "");
    EXPECT_TRUE(body_of(known)["types"].back()["is_withdrawn"].get<bool>());

    TypeShelf started{{}};
    put_published(started, open_store());
    EXPECT_FALSE(started.in_force()->is_read("pass")) << "also after another start";

    const auto again = send(
        designer, "POST", "/api/v1/type-versions/pass/1/publish", Json{{"reason", "it is back"}}
    );
    ASSERT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(body_of(again)["version"], 3);
    EXPECT_TRUE(site.types.in_force()->is_read("pass"));
}

TEST_F(TypesApi, ATypeThatIsNoneIsNotPublished)
{
    EXPECT_EQ(type_of(publish(begin())), "bad_type");
    const auto odd = begin(Json{{"text", std::string{pass} + "rule = \"zodiac\"\n"}});
    EXPECT_EQ(type_of(publish(odd)), "bad_type");
    EXPECT_EQ(publish(begin(Json{{"text", pass}}), "").status, 422);
    EXPECT_EQ(site.types.in_force()->catalog.find_type("pass"), nullptr);
}

TEST_F(TypesApi, ADocumentIsJudgedByTheVersionThatReadIt)
{
    ASSERT_EQ(publish(begin(Json{{"text", pass}})).status, 201);
    auto form = pass_form();
    form["field"][0]["rule"] = "cn-id";
    ASSERT_EQ(publish(begin(Json{{"form", form}})).status, 201);
    verify::CheckedDocument document;
    document.type = "pass";
    document.type_version = 1;
    const auto rules = field_rules(site, now);
    EXPECT_EQ(rules.normal(document, "holder", "11010519491231002x"), "11010519491231002x");
    document.type_version = 2;
    EXPECT_EQ(rules.normal(document, "holder", "11010519491231002x"), "11010519491231002X");
}

TEST_F(TypesApi, ASpecimenIsAWholePictureAndGoesWithItsDraft)
{
    const auto draft = begin();
    EXPECT_EQ(type_of(add_specimen(draft, "no picture")), "not_a_document");
    const auto added = add_specimen(draft, picture());
    ASSERT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(body_of(added)["source_name"], "证.png");
    const auto path = "/api/v1/type-drafts/" + draft["id"].get<std::string>();
    EXPECT_EQ(body_of(send(designer, "GET", path))["specimens"].size(), 1U);
    EXPECT_EQ(send(designer, "DELETE", path + "/specimens/7").status, 404);
    EXPECT_EQ(send(designer, "DELETE", path + "/specimens/0").status, 204);
    const auto list = send(designer, "GET", "/api/v1/type-drafts");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/type-drafts", list), "");
    EXPECT_EQ(send(designer, "DELETE", path).status, 204);
    EXPECT_EQ(send(designer, "GET", path).status, 404);
}

TEST_F(TypesApi, ATrialReadsWithTheDraftAndShowsWhatIsOnThePage)
{
    const auto draft = begin();
    ASSERT_EQ(add_specimen(draft, picture()).status, 201);
    const auto empty = body_of(attempt(draft, Json{{"specimen", 0}}));
    EXPECT_FALSE(empty["is_type"].get<bool>());
    EXPECT_EQ(empty["pairs"][0]["label"], "持证人");
    EXPECT_EQ(empty["lines"].size(), 1U);
    EXPECT_TRUE(asked.at(0).types.empty());

    ASSERT_EQ(change(draft, Json{{"form", pass_form()}}).status, 200);
    readings = {reading_of("unknown", "", ""), reading_of("pass", "holder", "王建国")};
    const auto forced = body_of(attempt(draft, Json{{"specimen", 0}}));
    EXPECT_TRUE(forced["is_type"].get<bool>());
    EXPECT_FALSE(forced["recognised"].get<bool>());
    EXPECT_EQ(forced["documents"][0]["fields"][0]["value"], "王建国");
    EXPECT_EQ(asked.back().type, "pass");
    EXPECT_EQ(asked.back().types.size(), 1U);
    EXPECT_TRUE(forced["published"].is_null());
}

TEST_F(TypesApi, ATrialIsComparedWithWhatIsReadToday)
{
    const auto draft = begin(Json{{"text", pass}});
    ASSERT_EQ(add_specimen(draft, picture()).status, 201);
    readings = {reading_of("pass", "holder", "王建国"), reading_of("id_card", "name", "王")};
    const auto trial = body_of(attempt(draft, Json{{"specimen", 0}, {"compare", true}}));
    EXPECT_TRUE(trial["recognised"].get<bool>());
    EXPECT_EQ(trial["documents"][0]["type"], "pass");
    EXPECT_EQ(trial["published"][0]["type"], "id_card");
    EXPECT_EQ(asked.at(0).types.size(), 1U);
    EXPECT_TRUE(asked.at(1).types.empty());
    EXPECT_EQ(attempt(draft, Json{{"specimen", 9}}).status, 404);
    EXPECT_EQ(type_of(attempt(draft, Json{{"page", 9}})), "bad_trial");
    readings.clear();
    EXPECT_EQ(type_of(attempt(draft, Json{{"specimen", 0}})), "no_picture");
}

TEST_F(TypesApi, ARecordIsTriedOnlyByWhoSeesRecords)
{
    auto card = doubtful_card();
    for (auto& field : card.documents.at(0).fields)
        field.status = verify::FieldStatus::accepted;
    (void)queue_a_document('r', card);
    const auto record = open_store().records(store::whole_site, "", "", 1).items.at(0).id.text;
    const auto draft = begin(Json{{"text", pass}});
    EXPECT_EQ(attempt(draft, Json{{"record", record}}).status, 403);
    designer = sign_in_as("administrator", "ada");
    readings = {reading_of("id_card", "id_number", "11010519491231002X")};
    site.policy.need_to_know = true;
    const auto trial = body_of(attempt(draft, Json{{"record", record}, {"compare", true}}));
    const auto field = trial["documents"][0]["fields"][0];
    EXPECT_EQ(field["value"].get<std::string>().find("1101"), std::string::npos);
    EXPECT_TRUE(field["as_today"].get<bool>());
    EXPECT_EQ(trial["lines"].size(), 0U);
    EXPECT_EQ(trial["pages"].size(), 0U);
    EXPECT_EQ(open_store().audit("", 2).items.at(0).object, "record " + record);
    EXPECT_EQ(attempt(draft, Json{{"record", "nobody"}}).status, 404);
}

} // namespace dossier::web
