// A dossier per customer: whose records belong together, whom they name, who is one, what is due.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

StoreOptions with_risks()
{
    auto options = cheap_options();
    options.filing.reviews.risks = {
        {.name = "high", .title = {}, .review_months = 6},
        {.name = "low", .title = {}, .review_months = 24}};
    return options;
}

const auto wang = a_document(
    "id_card",
    {{"name", "王芳"},
     {"birth_date", "1949-12-31"},
     {"id_number", "11010519491231002X"},
     {"valid_to", "2027-03-04"}}
);
const auto wangs_passport = a_document(
    "passport",
    {{"name", "王芳"},
     {"birth_date", "1949-12-31"},
     {"passport_number", "E12345678"},
     {"expiry_date", "2030-01-02"}}
);
const auto company = a_document(
    "business_licence",
    {{"company_name", "长青贸易有限公司"},
     {"uscc", "91310115MA1K3A5B2G"},
     {"legal_representative", "王芳"}}
);

struct CustomerTest : testing::Test {
    Archive archive{with_risks()};
    Actor keeper{.name = "kai", .role = "records"};
    int files = 0;

    void take_in(std::vector<verify::CheckedDocument> documents)
    {
        (void)archive.read("file " + std::to_string(++files), std::move(documents));
    }

    std::vector<CustomerItem> all() { return archive->customers(whole_site, "", 50).items; }

    Customer only()
    {
        const auto customers = all();
        EXPECT_THAT(customers, SizeIs(1));
        return view(customers.at(0).id);
    }

    Customer view(const std::string& id)
    {
        return archive->view_customer(id, keeper, archive.now).value();
    }

    std::string with_number(std::string_view number)
    {
        const auto found = archive->find_customers(number, keeper, archive.now);
        return found.size() == 1 ? found[0].id : "";
    }

    std::vector<Due> due_within(int days)
    {
        const auto today = std::chrono::floor<std::chrono::days>(archive.now);
        return archive
            ->due(whole_site, {.kind = {}, .until = today + std::chrono::days(days)}, "", 50)
            .items;
    }
};

TEST_F(CustomerTest, RecordsOfOneNumberAreOneCustomersWhateverTheirType)
{
    take_in({wang});
    take_in({a_document("customer_form", {{"name", "王芳"}, {"id_number", "110105491231002"}})});
    const auto customer = only();
    EXPECT_EQ(customer.item.name, "王芳");
    EXPECT_EQ(customer.item.kind, verify::CustomerKind::person);
    EXPECT_THAT(customer.records, SizeIs(2));
    EXPECT_EQ(customer.numbers.at(0).field, "id_number");
    EXPECT_EQ(with_number("110105 19491231 002x"), customer.item.id);
    EXPECT_EQ(with_number("440524188001010014"), "");
}

TEST_F(CustomerTest, ACardBelongsToTheCustomerOfItsFile)
{
    take_in({wang, a_document("bank_card", {{"card_number", "6222021234567890128"}})});
    EXPECT_THAT(only().records, SizeIs(2));
}

TEST_F(CustomerTest, TheLegalRepresentativeIsKnownFromTheFile)
{
    take_in({company, wang});
    const auto firm = view(with_number("91310115MA1K3A5B2G"));
    EXPECT_EQ(firm.item.kind, verify::CustomerKind::company);
    ASSERT_THAT(firm.relations, SizeIs(1));
    EXPECT_EQ(firm.relations[0].relation, "legal_representative");
    EXPECT_EQ(firm.relations[0].name, "王芳");
    EXPECT_EQ(firm.relations[0].customer_id, with_number("11010519491231002X"));

    const auto person = view(firm.relations[0].customer_id);
    ASSERT_THAT(person.relations, SizeIs(1));
    EXPECT_FALSE(person.relations[0].is_named);
    EXPECT_EQ(person.relations[0].name, "长青贸易有限公司");
}

TEST_F(CustomerTest, ASpouseMayBecomeACustomerLater)
{
    take_in({a_document(
        "customer_form",
        {{"name", "李明"},
         {"id_number", "440524188001010014"},
         {"spouse_name", "王芳"},
         {"spouse_id_number", "11010519491231002X"}}
    )});
    EXPECT_EQ(only().relations.at(0).customer_id, "");
    take_in({wang});
    EXPECT_EQ(
        view(with_number("440524188001010014")).relations.at(0).customer_id,
        with_number("11010519491231002X")
    );
}

TEST_F(CustomerTest, DoublesAreShownMergedAndTakenApartAgain)
{
    take_in({wang});
    take_in({wangs_passport});
    const auto by_card = with_number("11010519491231002X");
    const auto by_passport = with_number("E12345678");
    ASSERT_NE(by_card, by_passport);
    EXPECT_EQ(view(by_card).alike.at(0).id, by_passport);

    const auto merge =
        archive->merge_customers(by_passport, by_card, "the same face", keeper, archive.now)
            .value();
    EXPECT_THAT(all(), SizeIs(1));
    EXPECT_EQ(with_number("E12345678"), by_card);
    const auto merged = view(by_passport);
    EXPECT_EQ(merged.item.id, by_card);
    EXPECT_THAT(merged.records, SizeIs(2));
    EXPECT_THAT(merged.alike, IsEmpty());
    EXPECT_EQ(merged.merges.at(0).reason, "the same face");
    EXPECT_EQ(
        archive->merge_customers(by_passport, by_card, "again", keeper, archive.now).error().kind,
        ConflictKind::closed
    );

    EXPECT_TRUE(archive->end_customer_merge(merge.id, "they are two", keeper, archive.now));
    EXPECT_THAT(all(), SizeIs(2));
    EXPECT_THAT(view(by_card).records, SizeIs(1));
    EXPECT_EQ(view(by_card).merges.at(0).end_reason, "they are two");
    EXPECT_EQ(
        archive->end_customer_merge(merge.id, "again", keeper, archive.now).error().kind,
        ConflictKind::closed
    );
}

TEST_F(CustomerTest, APersonIsNoCompanyAndAMergeNeedsAReason)
{
    take_in({company, wang});
    const auto firm = with_number("91310115MA1K3A5B2G");
    const auto person = with_number("11010519491231002X");
    EXPECT_EQ(
        archive->merge_customers(firm, person, "why not", keeper, archive.now).error().kind,
        ConflictKind::not_allowed
    );
    EXPECT_EQ(
        archive->merge_customers(firm, person, "", keeper, archive.now).error().kind,
        ConflictKind::not_allowed
    );
    EXPECT_EQ(
        archive->merge_customers(person, person, "one", keeper, archive.now).error().kind,
        ConflictKind::closed
    );
}

TEST_F(CustomerTest, TheTimelineSaysWhoChangedWhatAndWhy)
{
    take_in({wang});
    const auto customer = only();
    archive.now += 1h;
    const auto proposed =
        archive
            ->propose_correction(
                customer.records.at(0).id,
                {.field = "name", .value = "王方", .reason = "the card says so", .findings = {}},
                archive.verifier,
                archive.now
            )
            .value();
    (void)archive->decide_correction(
        proposed.item.id, {.approve = true, .reason = {}}, keeper, archive.now
    );
    archive.now += 1h;
    (void)archive->rate_customer(customer.item.id, "high", "cash", 1, keeper, archive.now);
    std::vector<std::string> events;
    for (const auto& event : only().timeline) {
        events.push_back(event.what + " " + event.who + " " + event.reason);
    }
    EXPECT_THAT(
        events,
        ElementsAre(
            "customer_rated kai cash",
            "correction_approved vera, kai the card says so",
            "record_committed system "
        )
    );
    EXPECT_EQ(only().timeline.at(1).before, "王芳");
    EXPECT_EQ(only().timeline.at(1).after, "王方");
    EXPECT_EQ(only().item.name, "王方");
}

TEST_F(CustomerTest, ACorrectedNumberMovesTheRecordToItsCustomer)
{
    take_in({wang});
    take_in({a_document("id_card", {{"name", "李明"}, {"id_number", "440524188001010014"}})});
    const auto misread =
        archive->view_customer(with_number("440524188001010014"), keeper, archive.now)
            ->records.at(0)
            .id;
    const auto proposed = archive
                              ->propose_correction(
                                  misread,
                                  {.field = "id_number",
                                   .value = "11010519491231002X",
                                   .reason = "read wrong",
                                   .findings = {}},
                                  archive.verifier,
                                  archive.now
                              )
                              .value();
    (void)archive->decide_correction(
        proposed.item.id, {.approve = true, .reason = {}}, keeper, archive.now
    );
    EXPECT_EQ(with_number("440524188001010014"), "");
    EXPECT_THAT(view(with_number("11010519491231002X")).records, SizeIs(2));
    EXPECT_THAT(all(), SizeIs(1)); // nobody is left behind
    EXPECT_THAT(
        archive
            ->due(
                whole_site, {.kind = DueKind::review, .until = sys_days{year{2040} / 1 / 1}}, "", 9
            )
            .items,
        SizeIs(1)
    );
}

/// What is corrected was read wrong: he is still who he was.
TEST_F(CustomerTest, ACustomerKnownByOneRecordKeepsHisDossierWhenItsNumberIsCorrected)
{
    take_in({a_document("id_card", {{"name", "李明"}, {"id_number", "440524188001010014"}})});
    const auto id = only().item.id;
    (void)archive->rate_customer(id, "high", "cash", 1, keeper, archive.now);
    const auto proposed = archive
                              ->propose_correction(
                                  only().records.at(0).id,
                                  {.field = "id_number",
                                   .value = "11010519491231002X",
                                   .reason = "read wrong",
                                   .findings = {}},
                                  archive.verifier,
                                  archive.now
                              )
                              .value();
    (void)archive->decide_correction(
        proposed.item.id, {.approve = true, .reason = {}}, keeper, archive.now
    );
    EXPECT_EQ(only().item.id, id);
    EXPECT_EQ(only().item.risk, "high");
    EXPECT_EQ(with_number("11010519491231002X"), id);
}

TEST_F(CustomerTest, WhatADocumentProvesIsDueOnItsLastDay)
{
    take_in({wang});
    EXPECT_THAT(due_within(90), IsEmpty());
    const auto due = due_within(120);
    ASSERT_THAT(due, SizeIs(1));
    EXPECT_EQ(due[0].kind, DueKind::expiry);
    EXPECT_EQ(due[0].due_on, sys_days{year{2027} / 3 / 4});
    EXPECT_EQ(due[0].field, "valid_to");
    EXPECT_EQ(due[0].customer_name, "王芳");
    EXPECT_EQ(due[0].record_number, "D-2026-000001");
}

TEST_F(CustomerTest, ANewerDocumentTakesThePlaceOfTheOlderOne)
{
    take_in({wang});
    auto renewed = wang;
    renewed.fields[3].field.value = "2047-03-04";
    take_in({renewed});
    EXPECT_THAT(due_within(120), IsEmpty());
    take_in({wang}); // an old copy comes late
    EXPECT_THAT(due_within(120), IsEmpty());
}

TEST_F(CustomerTest, AReviewIsPlannedByRiskAndAgainWhenItIsDone)
{
    take_in({wangs_passport});
    const auto id = only().item.id;
    EXPECT_EQ(only().due.at(0).due_on, sys_days{year{2029} / 11 / 23}); // 36 months
    (void)archive->rate_customer(id, "high", "cash", 1, keeper, archive.now);
    const auto due = only().due.at(0);
    EXPECT_EQ(due.kind, DueKind::review);
    EXPECT_EQ(due.due_on, sys_days{year{2027} / 5 / 23});

    archive.now += std::chrono::days(10);
    EXPECT_EQ(
        archive->finish_due(due.id, "", keeper, archive.now).error().kind, ConflictKind::not_allowed
    );
    EXPECT_EQ(
        archive->finish_due(due.id, "all is well", keeper, archive.now)->state, DueState::done
    );
    EXPECT_EQ(only().due.at(0).due_on, sys_days{year{2027} / 6 / 3});
    EXPECT_EQ(
        archive->finish_due(due.id, "again", keeper, archive.now).error().kind, ConflictKind::closed
    );
    EXPECT_EQ(only().timeline.at(0).what, "review_done");
    EXPECT_EQ(only().timeline.at(0).reason, "all is well");
}

TEST_F(CustomerTest, ARatingNeedsAWordOfThePlanAReasonAndTheNewestVersion)
{
    take_in({wang});
    const auto id = only().item.id;
    const auto rate = [&](const std::string& risk, const std::string& reason, int version) {
        return archive->rate_customer(id, risk, reason, version, keeper, archive.now);
    };
    EXPECT_EQ(rate("enormous", "why", 1).error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(rate("high", "", 1).error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(rate("high", "why", 2).error().kind, ConflictKind::version_changed);
    EXPECT_TRUE(rate("high", "why", 1));
    EXPECT_EQ(rate("low", "why", 1).error().kind, ConflictKind::version_changed);
}

TEST_F(CustomerTest, TheDueListComesInPagesFromTheFirstDayOn)
{
    take_in({wang, wangs_passport});
    const auto until = sys_days{year{2040} / 1 / 1};
    std::vector<sys_days> days;
    std::string cursor;
    do {
        const auto page = archive->due(whole_site, {.kind = {}, .until = until}, cursor, 1);
        for (const auto& due : page.items) {
            days.push_back(due.due_on);
        }
        cursor = page.next_cursor;
    } while (!cursor.empty());
    EXPECT_EQ(days.size(), 4);
    EXPECT_TRUE(std::ranges::is_sorted(days));
    EXPECT_THAT(
        archive->due(whole_site, {.kind = DueKind::expiry, .until = until}, "", 10).items, SizeIs(2)
    );
}

TEST(Customers, AlteredRowsAreNoticed)
{
    for (const auto* sql :
         {"UPDATE due SET due_on = due_on + 900",
          "UPDATE customer SET risk = 'low'",
          "UPDATE customer_record SET customer_id = (SELECT id FROM customer ORDER BY id DESC)",
          "UPDATE customer_mac SET what = 'likeness' WHERE what = 'number'"}) {
        Archive archive{with_risks()};
        (void)archive.read("one", {wang});
        (void)archive.read("two", {wangs_passport});
        EXPECT_TRUE(archive->fsck().is_sound());
        archive.close();
        archive.with_shell(sql);
        archive.open();
        EXPECT_FALSE(archive->fsck().is_sound()) << sql;
    }
}

/// As an archive is that was made before there were customers.
TEST_F(CustomerTest, RecordsFromBeforeFindTheirCustomers)
{
    take_in({wang});
    archive.close();
    for (const auto* table : {"due", "customer_mac", "customer_record", "customer"}) {
        archive.with_shell(std::string("DELETE FROM ") + table);
    }
    archive.with_shell(
        "INSERT INTO customer_owed SELECT row_number() OVER (ORDER BY committed_at), id FROM record"
    );
    archive.open();
    EXPECT_THAT(all(), IsEmpty());
    EXPECT_EQ(archive->catch_up(10, archive.now), 1);
    EXPECT_EQ(archive->catch_up(10, archive.now), 0);
    EXPECT_THAT(only().records, SizeIs(1));
}

TEST_F(CustomerTest, NothingOfACustomerLiesInClear)
{
    take_in({wang, company});
    archive.close();
    for (const auto* file : {"dossier.db", "dossier.db-wal"}) {
        std::ifstream stream(archive.path() / file, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(stream)), {});
        for (const auto* value : {"王芳", "11010519491231002X", "长青", "91310115MA1K3A5B2G"}) {
            EXPECT_EQ(content.find(value), std::string::npos) << value;
        }
    }
}

} // namespace
} // namespace dossier::store
