// Customers and what is due, over the interface.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

store::StoreOptions with_risks()
{
    auto options = cheap_store();
    options.filing.reviews.risks = {
        {.name = "high",
         .title = {.zh_hans = "高", .zh_hant = "高", .en = "High"},
         .review_months = 6}};
    return options;
}

class CustomersApi : public SiteTest {
protected:
    CustomersApi() : SiteTest(with_risks())
    {
        take_in('a', "张伟", "11010519491231002X");
        take_in('b', "李明", "440524188001010014");
    }

    void take_in(char mark, const std::string& name, const std::string& number)
    {
        auto card = doubtful_card();
        auto& fields = card.documents.at(0).fields;
        for (auto& field : fields)
            field.status = verify::FieldStatus::accepted;
        fields.at(0).field.value = name;
        fields.at(1).field.value = number;
        fields.push_back(fields.at(0));
        fields.back().field.name = "valid_to";
        fields.back().field.value = "2027-01-02";
        (void)queue_a_document(mark, card);
    }

    std::string find(const std::string& number)
    {
        const auto found = send(li, "POST", "/api/v1/customers/find", Json{{"number", number}});
        EXPECT_EQ(difference_from_description("POST", "/api/v1/customers/find", found), "");
        const auto items = body_of(found)["items"];
        return items.size() == 1 ? items[0]["id"].get<std::string>() : "";
    }

    nlohmann::json show(const std::string& id)
    {
        const auto shown = send(li, "GET", "/api/v1/customers/" + id);
        EXPECT_EQ(difference_from_description("GET", "/api/v1/customers/{id}", shown), "");
        return body_of(shown);
    }

    Browser li = sign_in_as("records", "li");
};

TEST_F(CustomersApi, ListsFindsAndShows)
{
    const auto listed = send(li, "GET", "/api/v1/customers");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/customers", listed), "");
    EXPECT_EQ(body_of(listed)["items"].size(), 2);
    const auto customer = show(find("110105 19491231 002x"));
    EXPECT_EQ(customer["name"], "张伟");
    EXPECT_EQ(customer["record_list"].size(), 1);
    EXPECT_EQ(customer["timeline"][0]["what"], "record_committed");
    EXPECT_EQ(send(li, "GET", "/api/v1/customers/none").status, 404);
    EXPECT_EQ(find("91310115MA1K3A5B2G"), "");
}

TEST_F(CustomersApi, MergeAndTakeApart)
{
    const auto one = find("11010519491231002X");
    const auto other = find("440524188001010014");
    const auto merged = send(
        li,
        "POST",
        "/api/v1/customers/" + one + "/merges",
        Json{{"customer_id", other}, {"reason", "the same man"}}
    );
    ASSERT_EQ(merged.status, 201) << merged.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/customers/{id}/merges", merged), "");
    EXPECT_EQ(show(one)["record_list"].size(), 2);
    const auto ended = send(
        li,
        "POST",
        "/api/v1/customer-merges/" + body_of(merged)["id"].get<std::string>() + "/end",
        Json{{"reason", "he is not"}}
    );
    EXPECT_EQ(difference_from_description("POST", "/api/v1/customer-merges/{id}/end", ended), "");
    EXPECT_EQ(show(one)["record_list"].size(), 1);
    EXPECT_EQ(show(one)["merges"][0]["end_reason"], "he is not");
}

TEST_F(CustomersApi, RateAndReview)
{
    const auto id = find("11010519491231002X");
    const auto rated = send(
        li,
        "PUT",
        "/api/v1/customers/" + id + "/risk",
        Json{{"risk", "high"}, {"reason", "cash"}},
        {{"if-match", "\"1\""}}
    );
    EXPECT_EQ(difference_from_description("PUT", "/api/v1/customers/{id}/risk", rated), "");
    EXPECT_EQ(body_of(rated)["risk"], "high");
    const auto due = send(li, "GET", "/api/v1/due?days=365&kind=review");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/due", due), "");
    ASSERT_EQ(body_of(due)["items"].size(), 1);
    EXPECT_EQ(body_of(due)["items"][0]["due_on"], "2027-05-23");
    const std::string item = body_of(due)["items"][0]["id"];
    const auto done = send(li, "POST", "/api/v1/due/" + item + "/done", Json{{"note", "fine"}});
    EXPECT_EQ(difference_from_description("POST", "/api/v1/due/{id}/done", done), "");
    EXPECT_EQ(body_of(done)["state"], "done");
}

TEST_F(CustomersApi, DueIsWhatEndsWithinSoManyDays)
{
    EXPECT_EQ(body_of(send(li, "GET", "/api/v1/due?days=30"))["items"].size(), 0);
    const auto due = body_of(send(li, "GET", "/api/v1/due"))["items"];
    ASSERT_EQ(due.size(), 2);
    EXPECT_EQ(due[0]["due_on"], "2027-01-02");
    EXPECT_EQ(due[0]["type"], "id_card");
    EXPECT_EQ(type_of(send(li, "GET", "/api/v1/due?days=x")), "bad_days");
    EXPECT_EQ(type_of(send(li, "GET", "/api/v1/due?kind=x")), "unknown_kind");
}

} // namespace

} // namespace dossier::web
