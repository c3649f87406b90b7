// Registers: lines of a time and class, masked, numbered, signed, in the trail.

#include "store/crypto/hash.h"
#include "store/crypto/signature.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

constexpr std::chrono::sys_days first{std::chrono::year{2026} / 11 / 23};

StoreOptions with_classes()
{
    auto options = cheap_options();
    options.filing.words["retention_class"] = {{"short", {}, {}}, {"long", {}, {}}};
    options.filing.words["nature"] = {{"personal", {}, {}}};
    options.filing.rules = {
        {.types = {},
         .field = {},
         .begins = {},
         .gives = {{"retention_class", "short"}, {"nature", "personal"}}}};
    options.filing.retention = {
        {"short", {.years = 2, .start = verify::RetentionStart::committed}}};
    return options;
}

class Registers : public testing::Test {
protected:
    static Actor person(const std::string& name) { return {.name = name, .role = "records"}; }

    Register make(const RegisterQuery& query)
    {
        return archive->make_register(query, person("chen"), archive.now).value();
    }

    Register make(RegisterKind kind, verify::Classes classes = {})
    {
        return make(
            {.kind = kind,
             .from = first,
             .until = first,
             .classes = std::move(classes),
             .disposal = {}}
        );
    }

    /// The cells of a column.
    static std::vector<std::string> cells(const Register& made, std::string_view column)
    {
        const auto columns = register_columns(made.item.query.kind);
        const auto at = std::ranges::find(columns, column) - columns.begin();
        std::vector<std::string> found;
        for (const auto& row : made.rows) {
            found.push_back(row.at(static_cast<std::size_t>(at)));
        }
        return found;
    }

    Archive archive{with_classes()};
    RecordId record = archive.commit("one");
};

TEST_F(Registers, OfHandoverHoldWhatWasFiledInTheirDaysAndNothingElse)
{
    archive.now += 24h;
    (void)archive.commit("two");
    const auto day = make(RegisterKind::handover);
    EXPECT_THAT(cells(day, "record"), ElementsAre("D-2026-000001"));
    EXPECT_THAT(cells(day, "pages"), ElementsAre("1"));
    const auto both = make(
        {.kind = RegisterKind::handover,
         .from = first,
         .until = first + std::chrono::days{1},
         .classes = {},
         .disposal = {}}
    );
    EXPECT_THAT(cells(both, "record"), ElementsAre("D-2026-000001", "D-2026-000002"));
}

TEST_F(Registers, CountDaysByTheSitesClock)
{
    archive.now = Instant{first} + 15h + 59min; // 23:59 in UTC+8
    (void)archive.commit("before midnight");
    archive.now += 2min;
    (void)archive.commit("after midnight");
    EXPECT_THAT(make(RegisterKind::handover).rows, SizeIs(2));
}

TEST_F(Registers, TakeOnlyRecordsOfAClass)
{
    EXPECT_THAT(make(RegisterKind::handover, {{"retention_class", "short"}}).rows, SizeIs(1));
    EXPECT_THAT(make(RegisterKind::handover, {{"retention_class", "long"}}).rows, IsEmpty());
}

TEST_F(Registers, NameNobodyInFull)
{
    EXPECT_THAT(cells(make(RegisterKind::handover), "subject"), ElementsAre("S********E"));
    (void)archive
        ->request_loan(
            {.kind = LoanKind::paper,
             .numbers = {"D-2026-000001"},
             .purpose = "complaint of\t13800138000, see D-2026-000001",
             .days = 5},
            archive.verifier,
            archive.now
        )
        .value();
    const auto loans = make(RegisterKind::loans);
    EXPECT_THAT(
        cells(loans, "purpose"), ElementsAre("complaint of *********00, see D-2026-000001")
    );
    EXPECT_THAT(cells(loans, "loan"), ElementsAre("L-2026-000001"));
    EXPECT_THAT(cells(loans, "state"), ElementsAre("requested"));
}

TEST_F(Registers, OfDestructionHoldAListBeforeAndTheDaysAfterIt)
{
    const std::chrono::sys_days later{std::chrono::year{2029} / 1 / 5};
    archive.now = Instant{later};
    const auto list =
        archive
            ->propose_disposal("of 2028", {{.record_id = record.text}}, person("chen"), archive.now)
            .value()
            .summary;
    const RegisterQuery of_list{
        .kind = RegisterKind::destruction,
        .from = {},
        .until = {},
        .classes = {},
        .disposal = list.number};
    EXPECT_THAT(cells(make(of_list), "outcome"), ElementsAre("proposed"));
    auto of_nothing = of_list;
    of_nothing.disposal = "X-2026-0099";
    EXPECT_FALSE(archive->make_register(of_nothing, person("deng"), archive.now).has_value());
    const RegisterQuery of_day{
        .kind = RegisterKind::destruction,
        .from = later,
        .until = later,
        .classes = {},
        .disposal = {}};
    EXPECT_THAT(make(of_day).rows, IsEmpty()) << "nothing is gone yet";
    for (const auto& [name, step] :
         {std::pair{"deng", DisposalStep::approve},
          std::pair{"fang", DisposalStep::approve},
          std::pair{"gao", DisposalStep::witness},
          std::pair{"han", DisposalStep::witness},
          std::pair{"chen", DisposalStep::carry_out}}) {
        (void)archive->take_disposal_step(list.id, step, person(name), archive.now).value();
    }
    const auto gone = make(of_day);
    EXPECT_THAT(cells(gone, "record"), ElementsAre("D-2026-000001"));
    EXPECT_THAT(cells(gone, "outcome"), ElementsAre("destroyed"));
    EXPECT_THAT(cells(gone, "kept_through"), ElementsAre("2028"));
}

TEST_F(Registers, AreNumberedSignedAndInTheTrail)
{
    const auto before = archive->audit_entries();
    const auto made = make(RegisterKind::handover);
    const auto& item = made.item;
    EXPECT_EQ(item.number, "R-2026-0001");
    EXPECT_EQ(make(RegisterKind::loans).item.number, "R-2026-0002");
    EXPECT_EQ(item.sha256, to_hex(sha256(bytes_of(register_text(made)))));
    EXPECT_EQ(item.audit_entries, before) << "of the trail that the lines were drawn from";
    EXPECT_TRUE(is_signed_note(item.note, archive->receipt_key()));
    EXPECT_THAT(item.note, HasSubstr("\nsha256 " + item.sha256 + "\n"));
    EXPECT_THAT(item.note, HasSubstr("\naudit " + std::to_string(before) + " " + item.audit_root));
    EXPECT_THAT(
        archive->audit("", 5).items,
        Contains(AllOf(
            Field(&AuditEntry::action, "register_made"),
            Field(&AuditEntry::object, "register R-2026-0001"),
            Field(&AuditEntry::detail, HasSubstr(item.sha256))
        ))
    );
    const auto listed = archive->registers("", 1);
    ASSERT_THAT(listed.items, SizeIs(1));
    EXPECT_FALSE(listed.next_cursor.empty());
}

TEST_F(Registers, RefuseWhatDoesNotHoldTogether)
{
    const auto fault = [&](RegisterQuery query) {
        return archive->make_register(query, person("chen"), archive.now).error().detail;
    };
    RegisterQuery query{
        .kind = RegisterKind::loans,
        .from = first,
        .until = first - std::chrono::days{1},
        .classes = {},
        .disposal = {}};
    EXPECT_THAT(fault(query), HasSubstr("before the first"));
    query.until = first;
    query.classes = {{"retention_class", "no such"}};
    EXPECT_THAT(fault(query), HasSubstr("no such word"));
    query.classes.clear();
    query.disposal = "X-2026-0001";
    EXPECT_THAT(fault(query), HasSubstr("only destruction"));
    query.kind = RegisterKind::destruction;
    query.disposal.clear();
    query.classes = {{"nature", "personal"}};
    EXPECT_THAT(fault(query), HasSubstr("retention class"));
    EXPECT_THAT(archive->registers("", 5).items, IsEmpty()) << "no number is spent";
}

TEST_F(Registers, ThatWereAlteredAreFound)
{
    const auto number = make(RegisterKind::handover).item.number;
    (void)archive.with_shell("UPDATE register SET lines = 7");
    EXPECT_THROW((void)archive->registers("", 5), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
}

} // namespace
} // namespace dossier::store
