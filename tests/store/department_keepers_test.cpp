// What who keeps a department's records sees and changes of an archive that several share: what is
// searched, how records are filed, whose they are, what is due, what is lent. Nothing of another
// department, in no count.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const auto wangs_card = a_document(
    "id_card",
    {{"name", "王芳"},
     {"birth_date", "1949-12-31"},
     {"id_number", "11010519491231002X"},
     {"valid_to", "2027-03-04"}}
);
/// Of the same person, and it names another.
const auto wangs_form = a_document(
    "customer_form",
    {{"name", "王芳"},
     {"birth_date", "1949-12-31"},
     {"id_number", "11010519491231002X"},
     {"valid_to", "2028-05-06"},
     {"spouse_name", "李明"},
     {"spouse_id_number", "440524188001010014"}}
);
const auto lis_card = a_document(
    "id_card", {{"name", "李明"}, {"id_number", "440524188001010014"}, {"valid_to", "2027-07-08"}}
);

StoreOptions with_high_risk()
{
    auto options = cheap_options();
    options.filing.reviews.risks = {{.name = "high", .title = {}, .review_months = 6}};
    return options;
}

/// Wang is a customer of both departments, Li of the cards' alone.
class DepartmentKeepers : public testing::Test {
protected:
    DepartmentKeepers()
    {
        here = archive->create_department("loans", system_actor(), archive.now)->id;
        there = archive->create_department("cards", system_actor(), archive.now)->id;
        EXPECT_TRUE(archive->assign_station("desk", here, system_actor(), archive.now));
        EXPECT_TRUE(archive->assign_station("counter", there, system_actor(), archive.now));
        ours = commit("desk", wangs_card);
        theirs = commit("counter", wangs_form);
        lis = commit("counter", lis_card);
        keeper.scope.department = here;
        employee.scope = {.department = here, .person = "emil"};
        while (archive->index_records(100).left > 0) {
        }
    }

    RecordId commit(const std::string& station, const verify::CheckedDocument& document)
    {
        archive.now += 1s;
        const auto content = "file " + std::to_string(++files);
        const auto copy = bytes(content);
        (void)archive->keep_original(
            {.intake_key = content,
             .station = station,
             .source_name = "a.png",
             .media_type = "image/png",
             .bytes = copy,
             .actor = system_actor()},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        const auto made = archive->finish_job(job, examined({document}), archive.now).value();
        return archive.view(made.at(0)).record_id.value();
    }

    std::vector<RecordId> search(const std::string& text, const Actor& actor)
    {
        std::vector<RecordId> found;
        answer = archive->search({.text = text}, actor, archive.now);
        for (const auto& hit : answer.hits.items) {
            found.push_back(hit.item.id);
        }
        return found;
    }

    std::string customer_of(const std::string& number)
    {
        return archive->find_customers(number, site, archive.now).at(0).id;
    }

    Customer view(const std::string& id, const Actor& actor)
    {
        return archive->view_customer(id, actor, archive.now).value();
    }

    std::vector<Due> due(const Actor& actor)
    {
        return archive
            ->due(actor.scope, {.kind = {}, .until = sys_days{year{2030} / 1 / 1}}, "", 50)
            .items;
    }

    Loan request(const std::vector<RecordId>& records)
    {
        std::vector<std::string> numbers;
        for (const auto& id : records) {
            numbers.push_back(archive->view_record(id, site, archive.now)->item.number);
        }
        return archive
            ->request_loan(
                {.kind = LoanKind::paper, .numbers = numbers, .purpose = "a complaint", .days = 3},
                {.name = "bo", .role = "verifier"},
                archive.now
            )
            .value();
    }

    Archive archive{with_high_risk()};
    Actor site{.name = "kai", .role = "records"};
    Actor keeper{.name = "mia", .role = "records"};
    Actor employee{.name = "emil", .role = "records"};
    std::string here;
    std::string there;
    RecordId ours;
    RecordId theirs;
    RecordId lis;
    SearchAnswer answer;
    int files = 0;
};

} // namespace

TEST_F(DepartmentKeepers, FindTheirRecordsByTextAndByNumber)
{
    EXPECT_THAT(search("王芳", keeper), ElementsAre(ours));
    EXPECT_EQ(answer.total, 1);
    EXPECT_EQ(answer.facets.types.size(), 1U) << "the form is another's";
    EXPECT_THAT(answer.facets.stations, SizeIs(1));
    EXPECT_EQ(answer.indexed, 1) << "not how many there are";
    EXPECT_THAT(search("11010519491231002X", keeper), ElementsAre(ours));
    EXPECT_EQ(answer.total, 1);
    EXPECT_THAT(search("王芳", site), SizeIs(2));
    EXPECT_THAT(search("", keeper), ElementsAre(ours));
    EXPECT_THAT(search("李明", keeper), IsEmpty());
    EXPECT_THAT(search("李明", site), SizeIs(2));
    EXPECT_THAT(search("王芳", employee), IsEmpty()) << "he brought nothing in";
}

TEST_F(DepartmentKeepers, AreNotToldThatANumberOfTheArchiveIsAnothers)
{
    const auto there_is = archive->view_record(lis, site, archive.now)->item.number;
    EXPECT_THAT(search(there_is, keeper), IsEmpty());
    const auto as_known = answer.read_as;
    EXPECT_THAT(search("D-2026-999999", keeper), IsEmpty());
    EXPECT_EQ(answer.read_as, as_known) << "as one that nobody has";
}

TEST_F(DepartmentKeepers, ListAndChangeHowTheirRecordsAreFiled)
{
    const auto filed = [&](const Actor& actor) {
        return archive->filed_records(actor.scope, {}, "", 10).items;
    };
    ASSERT_THAT(filed(keeper), SizeIs(1));
    EXPECT_EQ(filed(keeper).at(0).record_id, ours);
    EXPECT_THAT(filed(site), SizeIs(3));
    EXPECT_THAT(filed(employee), IsEmpty());
    const auto refile = [&](const RecordId& id, const Actor& actor) {
        return archive->refile_record(
            id,
            {.classes = {}, .box = "A7", .volume = {}, .tags = {}, .reason = "moved"},
            1,
            actor,
            archive.now
        );
    };
    EXPECT_EQ(refile(theirs, keeper).error().kind, ConflictKind::not_found);
    EXPECT_EQ(refile(ours, employee).error().kind, ConflictKind::not_found);
    EXPECT_TRUE(refile(ours, keeper));
    EXPECT_THAT(
        archive->filed_records(keeper.scope, {.classes = {}, .box = "A7", .tag = {}}, "", 10).items,
        SizeIs(1)
    );
}

TEST_F(DepartmentKeepers, KnowACustomerByTheirOwnRecordsOnly)
{
    const auto wang = customer_of("11010519491231002X");
    const auto seen = view(wang, keeper);
    EXPECT_EQ(seen.item.records, 1);
    EXPECT_THAT(seen.records, SizeIs(1));
    EXPECT_EQ(seen.records.at(0).id, ours);
    EXPECT_THAT(seen.relations, IsEmpty()) << "the form names the wife, and is another's";
    EXPECT_TRUE(std::ranges::all_of(seen.due, [&](const Due& one) {
        return one.kind == DueKind::review || one.record_id == ours;
    }));
    EXPECT_THAT(seen.due, SizeIs(2)) << "when their card ends, and his review";
    EXPECT_TRUE(std::ranges::none_of(seen.timeline, [&](const CustomerEvent& event) {
        return event.record_id == theirs;
    }));
    EXPECT_EQ(view(wang, site).item.records, 2);
    EXPECT_THAT(view(wang, site).relations, SizeIs(1));
}

TEST_F(DepartmentKeepers, DoNotLearnOfACustomerWhoIsAnothers)
{
    const auto li = customer_of("440524188001010014");
    EXPECT_FALSE(archive->view_customer(li, keeper, archive.now));
    EXPECT_THAT(archive->find_customers("440524188001010014", keeper, archive.now), IsEmpty());
    EXPECT_THAT(archive->find_customers("11010519491231002X", keeper, archive.now), SizeIs(1));
    EXPECT_THAT(archive->customers(keeper.scope, "", 10).items, SizeIs(1));
    EXPECT_THAT(archive->customers(employee.scope, "", 10).items, IsEmpty());
    EXPECT_THAT(archive->customers(whole_site, "", 10).items, SizeIs(2));
}

TEST_F(DepartmentKeepers, SeeNothingOfWhatTheSiteSaysOfACustomer)
{
    const auto wang = customer_of("11010519491231002X");
    const auto li = customer_of("440524188001010014");
    ASSERT_TRUE(archive->rate_customer(wang, "high", "SECRETREASON", 1, site, archive.now));
    ASSERT_TRUE(archive->merge_customers(li, wang, "SECRETREASON", site, archive.now));
    const auto seen = view(wang, keeper);
    EXPECT_EQ(seen.item.risk, "high") << "what he must know";
    EXPECT_THAT(seen.merges, IsEmpty());
    EXPECT_EQ(seen.item.records, 1);
    for (const auto& event : seen.timeline) {
        EXPECT_NE(event.reason, "SECRETREASON");
    }
    EXPECT_EQ(view(li, keeper).item.id, wang) << "merged, he is the one of whom they have a record";
}

TEST_F(DepartmentKeepers, AreRemindedOfWhatIsDueOfTheirs)
{
    const auto wang = customer_of("11010519491231002X");
    ASSERT_TRUE(archive->rate_customer(wang, "high", "politically exposed", 1, site, archive.now));
    const auto seen = due(keeper);
    ASSERT_THAT(seen, SizeIs(2));
    EXPECT_EQ(seen.at(0).record_id, ours);
    EXPECT_EQ(seen.at(1).kind, DueKind::review);
    EXPECT_THAT(due(site), SizeIs(5)) << "three documents that end, two customers to look at";
    EXPECT_THAT(due(employee), IsEmpty());
    const auto finish = [&](const Due& one, const Actor& actor) {
        return archive->finish_due(one.id, "he was told", actor, archive.now);
    };
    const auto all = due(site);
    const auto of_li = *std::ranges::find(all, lis, &Due::record_id);
    EXPECT_EQ(finish(of_li, keeper).error().kind, ConflictKind::not_found);
    EXPECT_EQ(finish(seen.at(0), employee).error().kind, ConflictKind::not_found);
    EXPECT_EQ(finish(seen.at(1), keeper).error().kind, ConflictKind::out_of_scope)
        << "a review is of the customer, whom others have too";
    EXPECT_TRUE(finish(seen.at(0), keeper));
}

TEST_F(DepartmentKeepers, DecideOnWhatIsAskedOfTheirRecords)
{
    const auto of_ours = request({ours});
    const auto of_both = request({ours, theirs});
    const auto waiting = [&](const Actor& actor) {
        return archive->loans(LoanList::waiting, actor, "", 10).items.size();
    };
    EXPECT_EQ(waiting(site), 2U);
    EXPECT_EQ(waiting(keeper), 1U);
    EXPECT_EQ(waiting(employee), 0U);
    const auto decide = [&](const Loan& loan, const Actor& actor) {
        return archive->decide_loan(loan.id, {.approve = true, .reason = {}}, actor, archive.now);
    };
    EXPECT_EQ(decide(of_both, keeper).error().kind, ConflictKind::not_found)
        << "one of its records is another's: the site decides";
    EXPECT_EQ(decide(of_ours, employee).error().kind, ConflictKind::not_found);
    EXPECT_TRUE(decide(of_ours, keeper));
    EXPECT_TRUE(decide(of_both, site));
    EXPECT_EQ(
        archive->renew_loan(of_both.id, keeper, archive.now).error().kind, ConflictKind::not_found
    );
    EXPECT_TRUE(archive->renew_loan(of_ours.id, keeper, archive.now));
    const LoanReturn back{.by_keeper = true, .note = {}};
    EXPECT_EQ(
        archive->return_loan(of_both.id, back, keeper, archive.now).error().kind,
        ConflictKind::not_found
    );
    EXPECT_TRUE(archive->return_loan(of_ours.id, back, keeper, archive.now));
}

TEST_F(DepartmentKeepers, ChangeNothingOfTheirDepartmentWithoutManagingIt)
{
    auto olga = employee;
    olga.name = "olga"; // who brought it in sees it, and changes nothing
    olga.scope.person = "system";
    EXPECT_THAT(archive->filed_records(olga.scope, {}, "", 10).items, SizeIs(1));
    EXPECT_EQ(
        archive->decide_loan(request({ours}).id, {.approve = true, .reason = {}}, olga, archive.now)
            .error()
            .kind,
        ConflictKind::out_of_scope
    );
    EXPECT_EQ(
        archive->finish_due(due(olga).at(0).id, "done", olga, archive.now).error().kind,
        ConflictKind::out_of_scope
    );
}

TEST_F(DepartmentKeepers, CountOnlyTheirDeadlines)
{
    (void
    )archive->decide_loan(request({theirs}).id, {.approve = true, .reason = {}}, site, archive.now);
    archive.now = sys_days{year{2027} / 3 / 1};
    const auto of = [&](const Actor& actor, DeadlineKind kind) {
        const auto figures = archive->figures(actor.scope, archive.now, archive.now);
        return std::ranges::find(figures.deadlines, kind, &DeadlineFigures::kind)->by_time;
    };
    EXPECT_THAT(of(keeper, DeadlineKind::expiry), ElementsAre(0, 0, 1, 0, 0));
    EXPECT_THAT(of(site, DeadlineKind::loan), ElementsAre(1, 0, 0, 0, 0))
        << "paper that is not back";
    EXPECT_THAT(of(keeper, DeadlineKind::loan), ElementsAre(0, 0, 0, 0, 0));
}

} // namespace dossier::store
