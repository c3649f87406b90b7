// Requests of people about their own data, through the interface, and what goes out to them.

#include "tests/web/described.h"
#include "tests/web/pdf_text.h"
#include "tests/web/site_fixture.h"
#include "web/sheets/true_type.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto base = "/api/v1/data-requests";

class DataRequestsApi : public SiteTest {
protected:
    DataRequestsApi()
    {
        site.print_font = std::make_shared<FontFile>(DOSSIER_TEST_PRINT_FONT);
        auto examined = doubtful_card();
        for (auto& checked : examined.documents.at(0).fields)
            checked.status = verify::FieldStatus::accepted;
        (void)queue_a_document('a', examined);
        auto form = examined;
        form.documents.at(0).type = "customer_form";
        auto& fields = form.documents.at(0).fields;
        fields.at(0).field.value = "李娜";
        fields.at(1).field.value = "440524188001010014";
        fields.push_back(fields.at(0));
        fields.back().field.name = "spouse_name";
        fields.back().field.value = "张伟";
        fields.push_back(fields.at(1));
        fields.back().field.name = "spouse_id_number";
        fields.back().field.value = "11010519491231002X";
        (void)queue_a_document('b', form);
        while (open_store().index_records(100).left > 0) {
        }
    }

    Response post(Browser& who, const std::string& step, const Json& body = Json::object())
    {
        return send(who, "POST", std::string{base} + step, body);
    }

    /// A request of 张伟, and its path.
    std::string registered(const std::string& rights = "access copy")
    {
        const auto made = post(
            chen,
            "",
            {{"rights", rights},
             {"name", "张伟"},
             {"id_number", "11010519491231002X"},
             {"received_on", "2026-11-20"},
             {"wish", "我要看你们保存的信息"}}
        );
        EXPECT_EQ(made.status, 201) << made.body;
        EXPECT_EQ(difference_from_description("POST", base, made), "");
        return "/" + body_of(made)["id"].get<std::string>();
    }

    std::string searched(const std::string& rights = "access copy")
    {
        auto id = registered(rights);
        EXPECT_EQ(post(chen, id + "/identity", {{"proof", "身份证原件"}}).status, 200);
        EXPECT_EQ(post(chen, id + "/search").status, 200);
        return id;
    }

    Browser chen = sign_in_as("records", "chen");
    Browser deng = sign_in_as("records", "deng");
};

} // namespace

TEST_F(DataRequestsApi, AreListedByTheirDayAndSayWhichAreOverdue)
{
    (void)registered();
    now += std::chrono::days{20};
    chen = sign_in_as("records", "chen2");
    const auto list = send(chen, "GET", base);
    EXPECT_EQ(difference_from_description("GET", base, list), "");
    EXPECT_EQ(body_of(list)["overdue"], 1);
    EXPECT_EQ(body_of(list)["items"].at(0)["due_on"], "2026-12-05");
    EXPECT_EQ(body_of(list)["items"].at(0)["overdue"], true);
}

TEST_F(DataRequestsApi, ArePutOffOnceAndTheAskerIsToldWhy)
{
    const auto id = registered();
    const auto letter = base + id + "/extension/letter?language=zh-CN";
    EXPECT_EQ(send(chen, "GET", letter).status, 404) << "nothing to tell yet";
    EXPECT_EQ(body_of(send(chen, "GET", base + id))["extendable_until"], "2027-01-19");
    const auto put_off = [&](const std::string& until) {
        return post(chen, id + "/extension", {{"until", until}, {"reason", "三家支行"}});
    };
    EXPECT_EQ(type_of(put_off("soon")), "bad_day");
    EXPECT_EQ(put_off("2027-01-20").status, 422);
    const auto later = put_off("2027-01-10");
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/data-requests/{id}/extension", later), ""
    );
    EXPECT_EQ(body_of(later)["due_on"], "2027-01-10");
    EXPECT_EQ(body_of(later)["extended_from"], "2026-12-05");
    EXPECT_EQ(body_of(later)["extension_reason"], "三家支行");
    EXPECT_EQ(type_of(put_off("2027-01-15")), "closed");
    EXPECT_THAT(
        pdf_text(send(chen, "GET", letter).body),
        AllOf(
            HasSubstr("延期答复通知书"),
            HasSubstr("2026-12-05"),
            HasSubstr("2027-01-10"),
            HasSubstr("三家支行")
        )
    );
    EXPECT_EQ(body_of(send(chen, "GET", base))["items"].at(0)["extended_from"], "2026-12-05");
}

TEST_F(DataRequestsApi, AskForProofBeforeAnythingElse)
{
    const auto id = registered();
    EXPECT_EQ(post(chen, id + "/search").status, 422);
    EXPECT_EQ(post(chen, id + "/copy", {{"format", "pdf"}, {"language", "en"}}).status, 422);
    EXPECT_EQ(send(chen, "GET", base + id + "/letter?language=en").status, 404);
    const auto known = post(chen, id + "/identity", {{"proof", "at the counter"}});
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/data-requests/{id}/identity", known), ""
    );
    EXPECT_EQ(body_of(known)["state"], "identified");
}

TEST_F(DataRequestsApi, GiveACopyWithoutWhatIsOthers)
{
    const auto id = searched();
    const auto request = send(chen, "GET", base + id);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/data-requests/{id}", request), "");
    EXPECT_EQ(body_of(request)["found"].size(), 2U) << request.body;
    const auto copy = post(chen, id + "/copy", {{"format", "pdf"}, {"language", "zh-CN"}});
    ASSERT_EQ(copy.status, 200) << copy.body;
    EXPECT_THAT(
        pdf_text(copy.body),
        AllOf(
            HasSubstr("个人信息副本"),
            HasSubstr("11010519491231002X"),
            HasSubstr("张伟"),
            Not(HasSubstr("李娜")),
            Not(HasSubstr("440524188001010014"))
        )
    );
    const auto package = post(chen, id + "/copy", {{"format", "package"}, {"language", "en"}});
    EXPECT_THAT(package.body, StartsWith("PK"));
    EXPECT_THAT(package.body, HasSubstr("data/D-2026-000001/page-001.jpg"));
    EXPECT_THAT(package.body, Not(HasSubstr("data/D-2026-000002/page-001.jpg")))
        << "her form names her: a picture cannot be masked";
}

TEST_F(DataRequestsApi, AreAnsweredByALetterThatTwoPeopleMade)
{
    const auto id = searched("erasure");
    const Json answer{
        {"answer", "refused"}, {"text", "经核查，无法删除。"}, {"reason", "保管期限未满"}};
    const auto drafted = post(chen, id + "/answer", answer);
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/data-requests/{id}/answer", drafted), ""
    );
    EXPECT_EQ(type_of(post(chen, id + "/answer/release")), "same_person");
    const auto path = base + id + "/letter?language=";
    EXPECT_THAT(pdf_text(send(chen, "GET", path + "zh-CN").body), HasSubstr("草稿"));
    EXPECT_EQ(body_of(post(deng, id + "/answer/release"))["state"], "answered");
    const auto letter = send(chen, "GET", path + "zh-CN");
    EXPECT_THAT(
        pdf_text(letter.body),
        AllOf(
            HasSubstr("P-2026-0001"),
            HasSubstr("经核查，无法删除。"),
            HasSubstr("保管期限未满"),
            HasSubstr("D-2026-000001"),
            Not(HasSubstr("草稿"))
        )
    );
    EXPECT_EQ(send(chen, "GET", path + "fr").status, 400);
    EXPECT_EQ(type_of(post(chen, id + "/withdrawal", {{"reason", "late"}})), "closed");
}

TEST_F(DataRequestsApi, RestrictWhatLeavesTheArchive)
{
    const auto id = searched("restriction");
    const auto restricted = post(chen, id + "/restriction");
    EXPECT_EQ(body_of(restricted)["restricted"], true) << restricted.body;
    const std::string record = body_of(restricted)["found"].at(0)["id"];
    EXPECT_EQ(
        type_of(send(
            chen,
            "POST",
            "/api/v1/exports",
            Json{{"format", "json"}, {"purpose", "audit"}, {"records", Json::array({record})}}
        )),
        "restricted"
    );
    EXPECT_EQ(type_of(send(chen, "GET", "/api/v1/records/" + record + "/original")), "restricted");
    const auto shown = send(chen, "GET", "/api/v1/records/" + record);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/records/{id}", shown), "");
    EXPECT_EQ(body_of(shown)["restricted"], true);
    EXPECT_EQ(type_of(post(chen, id + "/restriction/lift", {{"reason", "x"}})), "same_person");
    EXPECT_EQ(
        body_of(post(deng, id + "/restriction/lift", {{"reason", "x"}}))["restricted"], false
    );
}

TEST_F(DataRequestsApi, LeadToCorrectionsThatAnotherDecides)
{
    const auto id = searched("correction");
    const auto request = body_of(send(chen, "GET", base + id));
    const Json said{
        {"record_id", request["found"].at(0)["id"].get<std::string>()},
        {"field", "address"},
        {"value", "北京市海淀区"},
        {"reason", "他出示了新的证件"}};
    const auto proposed = post(chen, id + "/corrections", said);
    EXPECT_EQ(proposed.status, 201) << proposed.body;
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/data-requests/{id}/corrections", proposed), ""
    );
    EXPECT_EQ(body_of(send(chen, "GET", "/api/v1/corrections?state=open"))["items"].size(), 1U);
    EXPECT_EQ(post(chen, id + "/erasure").status, 422) << "everything must still be kept";
}

TEST_F(DataRequestsApi, SayWhatIsWrongAndAreOnlyForWhoKeepsRecords)
{
    const Json good{
        {"rights", "access"},
        {"name", "张伟"},
        {"id_number", "11010519491231002X"},
        {"received_on", "2026-11-20"}};
    auto bad = good;
    bad["rights"] = "everything";
    EXPECT_EQ(type_of(post(chen, "", bad)), "unknown_right");
    bad = good;
    bad["received_on"] = "yesterday";
    EXPECT_EQ(type_of(post(chen, "", bad)), "bad_day");
    bad = good;
    bad["received_on"] = "2027-01-01";
    EXPECT_EQ(post(chen, "", bad).status, 422);
    bad = good;
    bad["id_number"] = " ";
    EXPECT_EQ(post(chen, "", bad).status, 422);
    auto li = sign_in_as("exporter", "li");
    EXPECT_EQ(send(li, "GET", base).status, 403);
    EXPECT_EQ(send(chen, "GET", std::string{base} + "/nobody").status, 404);
}

} // namespace dossier::web
