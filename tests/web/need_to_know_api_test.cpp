// A site where people see what their work asks for: parts of pages, masked values, and more with a
// reason that is in the trail.

#include "capture/preview.h"
#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>
#include <opencv2/core.hpp>

namespace dossier::web {

namespace {

store::StoreOptions need_to_know()
{
    auto options = cheap_store();
    options.need_to_know = true;
    return options;
}

/// The card with a preview that our reader would make.
store::Examined card_with_preview()
{
    auto examined = doubtful_card();
    capture::Straightened page;
    page.page.pixels = cv::Mat(600, 1000, CV_8UC1, cv::Scalar(200));
    auto preview = capture::make_preview(page);
    examined.previews.at(0) = preview;
    auto& fields = examined.documents.at(0).fields;
    fields.at(1).field.box = {.x = 400, .y = 300, .width = 200, .height = 30};
    return examined;
}

} // namespace

class NeedToKnow : public SiteTest {
protected:
    NeedToKnow() : SiteTest(need_to_know())
    {
        site.policy.need_to_know = true;
        auto card = types.in_force()->catalog.types.at(0);
        for (auto& field : card.fields)
            if (field.name != "sex") field.sensitivity = "c3";
        types.put(card);
        document = queue_a_document('a', card_with_preview());
    }

    std::string newest_action() { return open_store().audit("", 1).items.at(0).action; }

    std::string document;
};

TEST_F(NeedToKnow, ShowsTheDisputedPartsAndNotThePage)
{
    auto person = sign_in_as("verifier", "vera");
    const auto page = "/api/v1/documents/" + document + "/pages/0/";
    EXPECT_EQ(type_of(send(person, "GET", page + "image")), "sheet_closed");
    const auto answer = send(person, "GET", page + "parts");
    EXPECT_EQ(
        difference_from_description("GET", "/api/v1/documents/{id}/pages/{page}/parts", answer), ""
    );
    const auto shown = body_of(answer);
    EXPECT_EQ(shown["width"], 1000);
    ASSERT_EQ(shown["parts"].size(), 2U) << "the number and the address";
    const auto part = shown["parts"][0];
    EXPECT_EQ(part["field"], "id_number");
    const auto box = part["box"].get<std::vector<int>>();
    EXPECT_LE(box.at(0), 400);
    EXPECT_LE(box.at(2), 200 + 2 * (22 + 40)) << "its neighbours on the line, not the page";
    EXPECT_TRUE(part["jpeg"].get<std::string>().starts_with("/9j/")) << "a JPEG in base64";
    EXPECT_EQ(newest_action(), "page_parts_viewed");
}

TEST_F(NeedToKnow, OpensTheSheetForWhoSaysWhy)
{
    auto person = sign_in_as("verifier", "vera");
    auto other = sign_in_as("verifier", "otto");
    const auto path = "/api/v1/documents/" + document;
    EXPECT_EQ(
        type_of(send(person, "POST", path + "/sheet", Json{{"reason", "我想看"}})), "unknown_reason"
    );
    EXPECT_EQ(send(person, "POST", path + "/sheet", Json{{"reason", "context"}}).status, 204);
    const auto entry = open_store().audit("", 1).items.at(0);
    EXPECT_EQ(entry.actor + " " + entry.action + " " + entry.detail, "vera sheet_opened context");
    EXPECT_EQ(send(person, "GET", path + "/pages/0/image").status, 200);
    EXPECT_EQ(send(person, "GET", path + "/pages/0/image").status, 200) << "it is remembered";
    EXPECT_EQ(type_of(send(other, "GET", path + "/pages/0/image")), "sheet_closed");
}

TEST_F(NeedToKnow, ShowsAVerifierTheValuesInDoubtAndNotWhoseTheyAre)
{
    auto person = sign_in_as("verifier", "vera");
    const auto path = "/api/v1/documents/" + document;
    const auto shown = body_of(send(person, "GET", path))["fields"];
    EXPECT_EQ(shown[0]["value"], "*伟");
    EXPECT_EQ(shown[1]["value"], "11010519491231002X") << "it is in doubt";
    const auto claimed = body_of(send(person, "POST", "/api/v1/queue/claim"))["fields"];
    EXPECT_EQ(claimed[0]["value"], "*伟");
    ASSERT_EQ(send(person, "POST", path + "/sheet", Json{{"reason", "context"}}).status, 204);
    EXPECT_EQ(body_of(send(person, "GET", path))["fields"][0]["value"], "张伟");
}

TEST_F(NeedToKnow, MasksWhatIdentifiesInARecordUntilItIsAskedFor)
{
    auto examined = card_with_preview();
    for (auto& field : examined.documents.at(0).fields)
        field.status = verify::FieldStatus::accepted;
    (void)queue_a_document('b', examined);
    auto person = sign_in_as("records", "chen");
    const auto list = body_of(send(person, "GET", "/api/v1/records"));
    const auto path = "/api/v1/records/" + list["items"][0]["id"].get<std::string>();
    const auto answer = send(person, "GET", path);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/records/{id}", answer), "");
    for (const auto* value : {"11010519491231002X", "张伟", "建国"})
        EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr(value)));
    const auto fields = body_of(answer)["fields"];
    EXPECT_EQ(fields[0]["value"], "*伟");
    EXPECT_EQ(fields[1]["value"], "1****************X");
    EXPECT_EQ(fields[3]["value"], "女") << "of itself it identifies nobody";
    EXPECT_EQ(fields[3]["masked"], false);

    const auto full = send(person, "POST", path + "/fields/id_number/reveal");
    EXPECT_EQ(body_of(full)["value"], "11010519491231002X");
    const auto entry = open_store().audit("", 1).items.at(0);
    EXPECT_EQ(entry.action + " " + entry.detail, "value_revealed id_number");
    EXPECT_EQ(send(person, "POST", path + "/fields/shoe_size/reveal").status, 404);
}

TEST_F(SiteTest, ShowsWholePagesAndValuesWhereTheSiteDoesNotAskWhy)
{
    const auto document = queue_a_document();
    auto person = sign_in_as("verifier", "vera");
    const auto page = "/api/v1/documents/" + document + "/pages/0/";
    EXPECT_EQ(send(person, "GET", page + "image").status, 200);
    EXPECT_TRUE(body_of(send(person, "GET", page + "parts"))["parts"].empty())
        << "this preview is not one that parts can be cut from";
}

} // namespace dossier::web
