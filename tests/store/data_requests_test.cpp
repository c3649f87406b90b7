// What people ask about their own data: nothing before they are known, everything that speaks of
// them, done or refused with a reason, and answered by two.

#include "store/rows/codec.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr auto his_number = "11010519491231002X";
constexpr auto her_number = "440524188001010014";

StoreOptions with_terms()
{
    auto options = cheap_options();
    options.filing.words["retention_class"] = {{"short", {}, {}}};
    options.filing.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}}};
    options.filing.retention = {
        {"short", {.years = 2, .start = verify::RetentionStart::committed}}};
    options.connectors = {police(verify::AskWhen::on_demand)};
    return options;
}

class DataRequests : public testing::Test {
protected:
    static Actor person(const std::string& name) { return {.name = name, .role = "records"}; }

    DataRequest asked(std::vector<DataRight> rights = {DataRight::access})
    {
        return archive
            ->register_data_request(
                {.rights = std::move(rights),
                 .name = "SECRETNAME",
                 .id_number = his_number,
                 .contact = "by mail",
                 .represented_by = {},
                 .wish = "what do you have of me?",
                 .received_on = std::chrono::floor<std::chrono::days>(archive.now)},
                person("chen"),
                archive.now
            )
            .value();
    }

    DataRequest known(std::vector<DataRight> rights = {DataRight::access})
    {
        const auto id = asked(std::move(rights)).item.id;
        return archive
            ->identify_asker(id, "identity card at the counter", person("chen"), archive.now)
            .value();
    }

    DataRequest searched(std::vector<DataRight> rights = {DataRight::access})
    {
        while (archive->index_records(100).left > 0) {
        }
        return archive->find_data_of(known(std::move(rights)).item.id, person("chen"), archive.now)
            .value();
    }

    /// A form of another person that names him.
    RecordId form_of_his_wife(const std::string& number_of_spouse = his_number)
    {
        verify::CheckedDocument form = a_card();
        form.type = "customer_form";
        form.fields = {
            field("name", "HERNAME"),
            field("id_number", her_number),
            field("mobile", "13900139000"),
            field("spouse_name", "SECRETNAME"),
            field("spouse_id_number", number_of_spouse)};
        (void)archive.read("form " + number_of_spouse, {form});
        return archive->records(whole_site, "customer_form", "", 1).items.at(0).id;
    }

    std::vector<std::string> found_records(const DataRequest& request)
    {
        std::vector<std::string> ids;
        for (const auto& facts : request.found) {
            if (facts.item.is_included) {
                ids.push_back(facts.item.id);
            }
        }
        return ids;
    }

    Archive archive{with_terms()};
    RecordId record = archive.commit("one");
};

TEST_F(DataRequests, AreDueSoManyDaysAfterTheyCame)
{
    const auto request = asked();
    EXPECT_EQ(request.item.number, "P-2026-0001");
    EXPECT_EQ(request.item.due_on - request.item.received_on, std::chrono::days{15});
    EXPECT_EQ(archive->overdue_data_requests(archive.now), 0);
    EXPECT_EQ(archive->overdue_data_requests(archive.now + 24h * 16), 1);
    EXPECT_THAT(archive->data_requests(DataRequestList::open, "", 5).items, SizeIs(1));
}

TEST_F(DataRequests, ArePutOffOnceWithinALimitAndForAReason)
{
    using std::chrono::days;
    const auto item = asked().item;
    const auto put_off = [&](std::chrono::sys_days until,
                             const std::string& reason = "three branches") {
        return archive->extend_data_request(item.id, until, reason, person("deng"), archive.now);
    };
    EXPECT_EQ(
        archive->view_data_request(item.id, person("chen"), archive.now)->extendable_until,
        item.due_on + days{45}
    );
    for (const auto until : {item.due_on, item.due_on - days{1}, item.due_on + days{46}}) {
        EXPECT_EQ(put_off(until).error().kind, ConflictKind::not_allowed);
    }
    EXPECT_EQ(put_off(item.due_on + days{45}, "").error().kind, ConflictKind::not_allowed);
    const auto later = put_off(item.due_on + days{45}).value();
    EXPECT_EQ(later.item.due_on, item.due_on + days{45});
    EXPECT_EQ(later.item.extended_from, item.due_on) << "the old day stays";
    EXPECT_EQ(later.extension_reason, "three branches");
    EXPECT_EQ(later.extendable_until, std::nullopt);
    EXPECT_EQ(put_off(item.due_on + days{46}).error().kind, ConflictKind::closed) << "once";
    EXPECT_EQ(later.steps.back().who, "deng");
    EXPECT_THAT(
        archive->audit("", 1).items,
        ElementsAre(AllOf(
            Field(&AuditEntry::action, "data_request_extended"), Field(&AuditEntry::detail, "45")
        ))
    );
    EXPECT_EQ(
        archive->data_requests(DataRequestList::open, "", 5).items.at(0).extended_from, item.due_on
    );
    EXPECT_EQ(archive->overdue_data_requests(archive.now + 24h * 60), 0);
    EXPECT_EQ(archive->overdue_data_requests(archive.now + 24h * 61), 1);
}

TEST_F(DataRequests, AreNotPutOffWhenTheirDayIsOverOrTheyAre)
{
    const auto id = known().item.id;
    const auto due = archive->view_data_request(id, person("chen"), archive.now)->item.due_on;
    const auto refusal_at = [&](Instant moment) {
        return archive
            ->extend_data_request(id, due + std::chrono::days{5}, "late", person("chen"), moment)
            .error()
            .kind;
    };
    EXPECT_EQ(refusal_at(archive.now + 24h * 16), ConflictKind::not_allowed);
    EXPECT_EQ(
        archive->view_data_request(id, person("chen"), archive.now + 24h * 16)->extendable_until,
        std::nullopt
    );
    (void)archive->withdraw_data_request(id, "he says so", person("chen"), archive.now).value();
    EXPECT_EQ(refusal_at(archive.now), ConflictKind::closed);
    EXPECT_EQ(
        archive->view_data_request(id, person("chen"), archive.now)->extendable_until, std::nullopt
    );
}

TEST_F(DataRequests, AreNeverPutOffWhereTheSiteSaysSo)
{
    auto never = with_terms();
    never.request_extension_days = 0;
    archive.open_with(never);
    const auto request = asked();
    EXPECT_EQ(request.extendable_until, std::nullopt);
    const auto refused = archive->extend_data_request(
        request.item.id,
        request.item.due_on + std::chrono::days{1},
        "three branches",
        person("chen"),
        archive.now
    );
    EXPECT_EQ(refused.error().kind, ConflictKind::not_allowed);
}

TEST_F(DataRequests, FromBeforeTheyCouldBePutOffAreRead)
{
    auto texts = nlohmann::json::object();
    for (const auto* key :
         {"name",
          "id_number",
          "contact",
          "represented_by",
          "wish",
          "proof",
          "answer",
          "answer_text",
          "answer_reason",
          "note"}) {
        texts[key] = key;
    }
    texts["found"] = nlohmann::json::array();
    const auto cbor = nlohmann::json::to_cbor(texts);
    const auto body = decode_data_request(std::as_bytes(std::span(cbor)), "data_request");
    EXPECT_EQ(body.note, "note");
    EXPECT_EQ(body.extended_from, 0);
}

TEST_F(DataRequests, TellAndDoNothingBeforeTheAskerIsKnown)
{
    const auto id = asked().item.id;
    const auto kind = [](const auto& refused) { return refused.error().kind; };
    const auto chen = person("chen");
    EXPECT_EQ(kind(archive->find_data_of(id, chen, archive.now)), ConflictKind::not_allowed);
    EXPECT_EQ(kind(archive->copy_for_asker(id, chen, archive.now)), ConflictKind::not_allowed);
    EXPECT_EQ(kind(archive->restrict_data(id, chen, archive.now)), ConflictKind::not_allowed);
    EXPECT_EQ(
        kind(archive->draft_data_answer(id, DataAnswer::granted, "here", "", chen, archive.now)),
        ConflictKind::not_allowed
    );
    EXPECT_TRUE(archive->draft_data_answer(
        id, DataAnswer::refused, "we cannot tell who you are", "no proof", chen, archive.now
    )) << "refusing is allowed";
}

TEST_F(DataRequests, FindHisRecordsThoseThatNameHimAndWhatWasNeverFiled)
{
    const auto hers = form_of_his_wife();
    (void)form_of_his_wife("510211198302280164"); // of another SECRETNAME
    const auto waiting = archive.read("waiting", {a_doubtful_card()}).at(0);
    auto nameless = a_doubtful_card();
    nameless.fields = {
        field("name", "SECRETNAME"), field("address", "A", verify::FieldStatus::review)};
    const auto by_name = archive.read("only a name", {nameless}).at(0);
    const auto request = searched();
    EXPECT_THAT(found_records(request), UnorderedElementsAre(record.text, hers.text, waiting.text));
    const auto doubtful =
        std::ranges::find(request.found, by_name.text, [](const FoundFacts& facts) {
            return facts.item.id;
        });
    ASSERT_NE(doubtful, request.found.end());
    EXPECT_EQ(doubtful->item.by, FoundBy::name) << "it may be somebody else";
    EXPECT_EQ(doubtful->state, "review");
    const auto counted =
        archive->include_found(request.item.id, by_name.text, true, person("chen"), archive.now);
    EXPECT_THAT(found_records(counted.value()), Contains(by_name.text));
    const auto again = archive->find_data_of(request.item.id, person("chen"), archive.now).value();
    EXPECT_THAT(found_records(again), Contains(by_name.text)) << "what was said stays";
}

TEST_F(DataRequests, CopyWhatIsHisAndMaskWhatIsOthers)
{
    const auto hers = form_of_his_wife();
    const auto copies =
        archive->copy_for_asker(searched().item.id, person("chen"), archive.now).value();
    ASSERT_THAT(copies, SizeIs(2));
    for (const auto& copy : copies) {
        if (copy.record.item.id == hers) {
            EXPECT_THAT(copy.masked, UnorderedElementsAre("name", "id_number", "mobile"));
        } else {
            EXPECT_THAT(copy.masked, IsEmpty());
        }
    }
    EXPECT_THAT(
        archive->audit("", 10).items, Contains(Field(&AuditEntry::action, "record_copied"))
    );
}

TEST_F(DataRequests, StoreWhatIsRestrictedAndNothingElse)
{
    const auto id = searched({DataRight::restriction}).item.id;
    EXPECT_FALSE(archive->is_restricted(record));
    EXPECT_TRUE(archive->restrict_data(id, person("chen"), archive.now)->is_restricted);
    EXPECT_TRUE(archive->is_restricted(record));
    EXPECT_EQ(
        archive->restrict_data(id, person("chen"), archive.now).error().kind, ConflictKind::closed
    );
    const auto loan = archive->request_loan(
        {.kind = LoanKind::view, .numbers = {"D-2026-000001"}, .purpose = "to look", .days = 3},
        archive.verifier,
        archive.now
    );
    EXPECT_EQ(loan.error().kind, ConflictKind::restricted);
    const auto document = archive->document_of(record).value();
    EXPECT_EQ(
        archive->ask_external(document, "police", archive.verifier, archive.now).error().kind,
        ConflictKind::restricted
    );
    EXPECT_TRUE(archive->view_record(record, archive.verifier, archive.now)) << "it is looked at";
    EXPECT_EQ(
        archive->lift_restriction(id, "asked for", person("chen"), archive.now).error().kind,
        ConflictKind::same_person
    );
    EXPECT_FALSE(
        archive->lift_restriction(id, "he asked for it", person("deng"), archive.now)->is_restricted
    );
    EXPECT_FALSE(archive->is_restricted(record));
}

TEST_F(DataRequests, KeepNoticesOfRestrictedRecordsInside)
{
    const std::set<std::string> events{"correction_proposed"};
    EXPECT_FALSE(archive->next_notice("crm", events, archive.now)) << "it subscribes";
    const auto id = searched({DataRight::correction}).item.id;
    (void)archive->restrict_data(id, person("chen"), archive.now).value();
    (void)archive
        ->propose_asked_correction(
            id,
            record,
            {.field = "name", .value = "OTHER", .reason = "he says so", .findings = {}},
            person("chen"),
            archive.now
        )
        .value();
    EXPECT_FALSE(archive->next_notice("crm", events, archive.now));
    (void)archive->lift_restriction(id, "lifted", person("deng"), archive.now).value();
    EXPECT_TRUE(archive->next_notice("crm", events, archive.now));
}

TEST_F(DataRequests, ProposeCorrectionsOfHisRecordsAlone)
{
    const auto other = form_of_his_wife("510211198302280164");
    const auto id = searched({DataRight::correction}).item.id;
    const Proposal proposal{
        .field = "name", .value = "RIGHTNAME", .reason = "his card says so", .findings = {}};
    const auto chen = person("chen");
    EXPECT_EQ(
        archive->propose_asked_correction(id, other, proposal, chen, archive.now).error().kind,
        ConflictKind::not_found
    );
    EXPECT_TRUE(archive->propose_asked_correction(id, record, proposal, chen, archive.now));
    EXPECT_THAT(
        archive->view_data_request(id, chen, archive.now)->steps,
        Contains(Field(&DataRequestStep::what, "correction_proposed"))
    );
}

TEST_F(DataRequests, LeadToADestructionListOnlyWhatNeedNotBeKeptAnyMore)
{
    const auto early = searched({DataRight::erasure});
    EXPECT_EQ(early.found.at(0).kept_through, 2028);
    EXPECT_EQ(
        archive->propose_erasure(early.item.id, person("chen"), archive.now).error().kind,
        ConflictKind::not_allowed
    );
    archive.now = Instant{std::chrono::sys_days{std::chrono::year{2029} / 1 / 5}};
    const auto listed = archive->propose_erasure(early.item.id, person("chen"), archive.now);
    EXPECT_THAT(
        listed.value().steps, Contains(Field(&DataRequestStep::detail, HasSubstr("X-2029-")))
    );
    EXPECT_THAT(archive->disposals("", 5).items, SizeIs(1));
}

TEST_F(DataRequests, AreAnsweredByTwo)
{
    const auto id = searched().item.id;
    const auto draft = [&](DataAnswer answer, const std::string& reason) {
        return archive->draft_data_answer(
            id, answer, "This is what we keep.", reason, person("chen"), archive.now
        );
    };
    EXPECT_EQ(draft(DataAnswer::partly, "").error().kind, ConflictKind::not_allowed)
        << "what is refused has a reason";
    EXPECT_EQ(draft(DataAnswer::partly, "must be kept")->item.state, DataRequestState::drafted);
    EXPECT_EQ(
        archive->release_data_answer(id, person("chen"), archive.now).error().kind,
        ConflictKind::same_person
    );
    EXPECT_EQ(
        archive->return_data_answer(id, "too short", person("deng"), archive.now)->item.state,
        DataRequestState::identified
    );
    (void)draft(DataAnswer::granted, "").value();
    const auto answered = archive->release_data_answer(id, person("deng"), archive.now).value();
    EXPECT_EQ(answered.item.state, DataRequestState::answered);
    EXPECT_EQ(
        archive->find_data_of(id, person("chen"), archive.now).error().kind, ConflictKind::closed
    );
    EXPECT_THAT(archive->data_requests(DataRequestList::open, "", 5).items, IsEmpty());
    EXPECT_THAT(archive->data_requests(DataRequestList::all, "", 5).items, SizeIs(1));
    EXPECT_EQ(archive->overdue_data_requests(archive.now + 24h * 100), 0);
}

TEST_F(DataRequests, LeaveNothingPersonalInClear)
{
    (void)searched();
    for (const auto& entry : archive->audit("", 100).items) {
        EXPECT_THAT(entry.detail, Not(HasSubstr("SECRET")));
        EXPECT_THAT(entry.object, Not(HasSubstr(his_number)));
    }
    EXPECT_EQ(
        archive.with_shell("UPDATE data_request SET rights = rights WHERE "
                           "instr(sealed, 'SECRETNAME') > 0"),
        0
    );
}

TEST_F(DataRequests, ThatWereAlteredAreFound)
{
    const auto id = searched({DataRight::restriction}).item.id;
    (void)archive->restrict_data(id, person("chen"), archive.now).value();
    ASSERT_TRUE(archive->fsck().is_sound());
    (void)archive.with_shell("UPDATE restriction SET lifted_by = 'eve'");
    EXPECT_FALSE(archive->fsck().is_sound());
    (void)archive.with_shell("UPDATE restriction SET lifted_by = ''");
    (void)archive.with_shell("UPDATE data_request SET due_on = due_on + 100");
    EXPECT_THROW((void)archive->view_data_request(id, person("chen"), archive.now), Tampered);
}

} // namespace
} // namespace dossier::store
