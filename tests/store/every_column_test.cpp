// Every column of every table, with the value of another row, and with one that is a little off:
// noticed, refused by the database, or one of those on which nothing rests (README.md, "Row MACs").

#include "capture/sheet_code.h"
#include "store/disposals.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

/// README.md, "Row MACs": queues, leases, hints, counters; and what the schema's own table says.
const std::set<std::string> nothing_rests_on{
    "arrival.*",
    "job.*",
    "same_sheet.*",
    "loose_file.*",
    "batch_change.*",
    "throttle.*",
    "numbering.*",
    "record_quality.*", // counts for statistics, which can be made anew
    "quality_owed.*",
    "record_change.*",
    "schema_migration.*",
    "filing_owed.*",
    "customer_owed.*",
    "batch.last_arrival_at",
    "batch.receipt_owed",
    "batch.urgency",
    "document.claimed_by",
    "document.lease_until",
    "document.urgency",
    "document.due_at",
    "external_check.due_at",
    "external_check.attempts",
    "external_check.fence",
    "external_check.trouble",
    "search_entry.seq", // what is found is opened and held against what was asked
    "search_entry.slot",
    "search_entry.rules",
    "session.seen_at",
    "subscriber.attempts",
    "subscriber.due_at",
    "subscriber.trouble",
    "upload.moved_at",
    "upload_part.*", // each opens at its place only, and the whole is held to its SHA-256
    "user_account.failures",
    "user_account.retry_at",
    "user_account.totp_step",
    "user_account.is_away",
};

struct Column {
    std::string table;
    std::string name;

    [[nodiscard]] std::string full() const { return table + "." + name; }

    [[nodiscard]] bool counts() const
    {
        return !nothing_rests_on.contains(table + ".*") && !nothing_rests_on.contains(full());
    }
};

/// Something of everything, twice.
class World {
public:
    World() : archive(options())
    {
        const auto record = archive.commit("one");
        archive.now += 1s;
        (void)archive.commit("two");
        bundle();
        supplements();
        for (const auto* content : {"planted one", "planted two"}) {
            archive.now += 1s;
            answer(content);
        }
        correct(record, "name", "LI");
        correct(record, "id_number", "110105194912310021");
        archive.now += 1s;
        for (const auto* content : {"three", "four"}) {
            archive.now += 1s;
            waiting.push_back(archive.read(content, {a_doubtful_card()}).at(0));
        }
        for (const auto* content : {"five", "six"}) {
            const auto id = archive.read_with(content, blind_number());
            (void)archive->decide(
                archive.view(id).discrepancies.at(0).id,
                decision(verify::Action::correct, "110105194912310021"),
                {},
                1,
                archive.verifier,
                archive.now
            );
        }
        (void)archive->finish_check(
            archive->claim_check("police", 10s, archive.now).value(),
            {.outcome = verify::Outcome::match, .answer_sha256 = "ab", .reference = "R-1"},
            {},
            archive.now
        );
        departments();
        const auto content = bytes("of another station");
        (void)archive->keep_original(
            {.intake_key = "hot window/1",
             .station = "window",
             .source_name = "n",
             .media_type = "image/jpeg",
             .bytes = content,
             .actor = archive.other},
            archive.now
        );
        for (const auto* name : {"eve", "finn"}) {
            archive.now += 1s;
            const auto user =
                archive->create_user(name, name, "operator", system_actor(), archive.now);
            (void)archive->appoint(
                user->user.id,
                {.role = "operator",
                 .department = archive->departments().at(name[0] == 'e' ? 0 : 1).id,
                 .manages = name[0] == 'e'},
                system_actor(),
                archive.now
            );
            sign_in(name, user->one_time_password);
            (void)archive->create_station(name, system_actor(), archive.now);
            upload(name);
        }
        customers();
        types();
        const auto records = archive->records(whole_site, "", "", 2).items;
        for (const auto& item : records) {
            refile(item.id, 1, "A7");
            refile(item.id, 2, item.id.text.substr(0, 8));
        }
        lend(records.at(0).number);
        lend(records.at(1).number);
        requests();
        subscribe();
        for (const auto* scan : {"due one", "due two", "kept one", "kept two"}) {
            archive.now += 1s;
            due.push_back(archive.commit(scan));
        }
        hold_and_close();
        archive.now += std::chrono::days{3 * 366};
        registers(dispose(due.at(0), Opinion::destroy, 0));
        (void)dispose(due.at(1), Opinion::destroy, 0);
        (void)dispose(due.at(2), Opinion::extend, 2035);
        for (const auto& document : waiting)
            insert_page(document);
    }

    Archive archive;

private:
    std::vector<RecordId> due;
    std::vector<DocumentId> waiting;

    static StoreOptions options()
    {
        auto options = cheap_options();
        options.connectors = {police()};
        options.stations.own["bundler"] = {
            .separation = *ocr::parse_separation("page_count:2"),
            .across_files = true,
            .batch_idle = 600s};
        options.stations.own["desk"] = {
            .separation = *ocr::parse_separation("separator"),
            .across_files = true,
            .batch_idle = 600s};
        options.filing.words["retention_class"] = {{"short", {}, {}}};
        options.filing.rules = {
            {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}}};
        options.filing.retention = {
            {"short", {.years = 2, .start = verify::RetentionStart::committed}}};
        options.filing.reviews.risks = {{.name = "high", .title = {}, .review_months = 6}};
        return options;
    }

    void departments()
    {
        for (const auto& [station, name] :
             {std::pair{"window", "loans"}, std::pair{"counter", "cards"}}) {
            const auto made = archive->create_department(name, system_actor(), archive.now);
            (void)archive->assign_station(station, made->id, system_actor(), archive.now);
        }
    }

    void correct(const RecordId& id, const std::string& field, const std::string& value)
    {
        const auto proposed = archive->propose_correction(
            id,
            {.field = field, .value = value, .reason = "the card says so", .findings = {}},
            archive.verifier,
            archive.now
        );
        (void)archive->decide_correction(
            proposed.value().item.id, {.approve = true, .reason = {}}, archive.other, archive.now
        );
    }

    /// Some that are one, some that are not any more, and ratings.
    void customers()
    {
        int files = 0;
        for (const auto* number : {"440524188001010014", "510211198302280164"}) {
            auto card = a_card();
            card.fields[1].field.value = number;
            card.fields.push_back(field("birth_date", "1983-02-28"));
            card.fields.push_back(field("spouse_name", "LI"));
            card.fields.push_back(field("spouse_id_number", "11010519491231002X"));
            card.fields.push_back(field("valid_to", "203" + std::to_string(++files) + "-01-02"));
            archive.now += 1s;
            (void)archive.read(std::string("card ") + number, {card});
        }
        const auto all = archive->customers(whole_site, "", 10).items;
        for (std::size_t i = 1; i < all.size(); ++i) {
            archive.now += 1s;
            const auto merge =
                archive->merge_customers(all[i].id, all[0].id, "one", archive.other, archive.now)
                    .value();
            if (i == 1) {
                archive.now += 1s;
                (void)archive->end_customer_merge(merge.id, "two", archive.verifier, archive.now);
            }
        }
        for (const auto& customer : all) {
            archive.now += 1s;
            (void
            )archive->rate_customer(customer.id, "high", "cash", 1, archive.other, archive.now);
        }
    }

    void refile(const RecordId& id, std::int64_t version, const std::string& box)
    {
        Refiling refiling;
        refiling.box = box;
        refiling.tags = {box}; // one: of several the order does not count
        refiling.reason = "as it lies";
        archive.now += 1s;
        (void)archive->refile_record(id, refiling, version, archive.other, archive.now).value();
    }

    /// One of them of a destruction list.
    void registers(const std::string& list)
    {
        RegisterQuery query{
            .kind = RegisterKind::handover,
            .from = std::chrono::floor<std::chrono::days>(archive.now),
            .until = std::chrono::floor<std::chrono::days>(archive.now),
            .classes = {},
            .disposal = {}};
        (void)archive->make_register(query, archive.other, archive.now).value();
        query.kind = RegisterKind::destruction;
        query.from -= std::chrono::days{7};
        query.until += std::chrono::days{7};
        query.classes = {{"retention_class", "short"}};
        archive.now += 1s;
        (void)archive->make_register(query, archive.verifier, archive.now).value();
        query.classes.clear();
        query.disposal = list;
        archive.now += 1s;
        (void)archive->make_register(query, archive.verifier, archive.now).value();
    }

    /// Of two people about their data, each restricted by it; one of these lifted again.
    void requests()
    {
        for (const auto* number : {"440524188001010014", "510211198302280164"}) {
            archive.now += 1s;
            const bool is_known = number[0] == '4'; // nobody's record bears the other
            const auto id =
                archive
                    ->register_data_request(
                        {.rights = {is_known ? DataRight::restriction : DataRight::access},
                         .name = number,
                         .id_number = number,
                         .contact = {},
                         .represented_by = {},
                         .wish = {},
                         .received_on = std::chrono::floor<std::chrono::days>(archive.now) -
                                        std::chrono::days(is_known ? 1 : 0)},
                        is_known ? archive.other : archive.verifier,
                        archive.now
                    )
                    .value()
                    .item.id;
            if (!is_known) {
                continue;
            }
            (void)archive->identify_asker(id, "card", archive.verifier, archive.now).value();
            (void)archive->find_data_of(id, archive.verifier, archive.now).value();
            for (const auto* what : {"first", "again"}) {
                archive.now += 1s;
                const bool is_first = what[0] == 'f';
                const auto& by = is_first ? archive.other : archive.verifier;
                (void)archive->restrict_data(id, by, archive.now).value();
                if (is_first) {
                    (void)archive->lift_restriction(id, what, archive.verifier, archive.now)
                        .value();
                }
            }
        }
    }

    void lend(const std::string& number)
    {
        archive.now += 1s;
        const auto loan =
            archive
                ->request_loan(
                    {.kind = LoanKind::view, .numbers = {number}, .purpose = "to look", .days = 3},
                    archive.verifier,
                    archive.now
                )
                .value();
        (void
        )archive->decide_loan(loan.id, {.approve = true, .reason = {}}, archive.other, archive.now);
    }

    /// Two documents, each of two files.
    void bundle()
    {
        for (const auto* name : {"1", "2", "3", "4"}) {
            scan("bundler", name);
        }
        archive.now += 11min;
        assemble(2);
    }

    /// Two batches, each with a page that came when its document was a record already.
    void supplements()
    {
        for (const std::string name : {"B8", "B9"}) {
            const capture::CoverSheet cover{.batch = name, .sheets = 1, .type = {}};
            scan("desk", name + " cover", {{"qr_code", code_text(cover), {0, 0, 10, 10}}});
            scan("desk", name + " page");
            assemble(1);
            scan("desk", name + " late");
            const auto batch =
                archive
                    ->find_batch(
                        whole_site, archive->batches(whole_site, {}, "desk", "", 1).items.at(0).id
                    )
                    .value();
            (void)archive
                ->put_late_page(
                    batch.item.id,
                    {batch.files.back().original_id, 0},
                    batch.documents.at(0).id,
                    batch.item.version,
                    archive.operator_,
                    archive.now
                )
                .value();
            assemble(1);
        }
    }

    /// A file of a page that was looked at; with codes it is a cover sheet.
    void
    scan(const std::string& station, const std::string& name, std::vector<capture::Code> codes = {})
    {
        archive.now += 1s;
        const auto content = bytes(station + " page " + name);
        (void)archive->keep_original(
            {.intake_key = "hot " + station + "/" + name,
             .station = station,
             .source_name = name,
             .media_type = "image/tiff",
             .bytes = content,
             .actor = system_actor()},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        auto looked = examined({});
        looked.previews.clear();
        if (!codes.empty()) {
            looked.pages[0].role = capture::PageRole::cover_sheet;
            looked.pages[0].codes = std::move(codes);
        }
        (void)archive->finish_job(job, looked, archive.now).value();
    }

    /// Cards of so many pages, of what was scanned.
    void assemble(int pages)
    {
        (void)archive->assemble_documents(archive.now);
        while (const auto job = archive->claim_job("w", archive.now)) {
            auto card = a_card();
            card.pages.clear();
            auto result = examined({});
            const auto page = result.pages[0];
            result.pages.clear();
            for (int index = 0; index < pages; ++index) {
                card.pages.push_back(index);
                result.pages.push_back(page);
                result.pages.back().index = index;
            }
            result.documents = {card};
            (void)archive->finish_job(*job, result, archive.now).value();
        }
    }

    void sign_in(const std::string& name, const std::string& password)
    {
        const auto session =
            archive->sign_in({.username = name, .password = password, .totp = {}}, archive.now)
                .value();
        (void)archive->begin_second_factor(session.token, archive.now).value();
    }

    /// A document that a person sees whole, with a known answer in it; settled.
    void answer(const std::string& content)
    {
        (void)archive.keep(content);
        const auto job = archive->claim_job("w", archive.now).value();
        auto card = a_doubtful_card();
        card.fields[0].standing = verify::Standing::plain;
        card.fields[1].standing = verify::Standing::vouched;
        auto result = examined({card});
        result.known_answers = {.share = 1.0, .plantable = [](const verify::CheckedDocument&) {
                                    return std::vector<verify::Plantable>{{"name", {"SECRETMANE"}}};
                                }};
        result.sampling.share = 1.0;
        auto document = archive.view(archive->finish_job(job, result, archive.now).value().at(0));
        const auto doubts = document.discrepancies;
        for (const auto& one : doubts) {
            document = archive
                           ->decide(
                               one.id,
                               one.field == "name" ? decision(verify::Action::correct, "SECRETNAME")
                                                   : decision(verify::Action::confirm),
                               {},
                               document.version,
                               archive.verifier,
                               archive.now
                           )
                           .value();
        }
        (void)archive->commit_document(document.id, document.version, archive.verifier, archive.now)
            .value();
    }

    /// That nobody has looked at yet.
    void insert_page(const DocumentId& document)
    {
        const auto page = bytes("a page for " + document.text);
        (void)archive->keep_original(
            {.intake_key = document.text,
             .station = "upload",
             .source_name = "page.jpg",
             .media_type = "image/jpeg",
             .bytes = page,
             .actor = archive.verifier,
             .into = Insertion{document, archive.view(document).version, 0}},
            archive.now
        );
    }

    void subscribe()
    {
        (void)archive->next_notice("crm", {"record_committed"}, archive.now);
        archive->note(archive.verifier, "looked", "nowhere", "done", "", archive.now);
        (void)archive->next_notice("warehouse", {"record_committed"}, archive.now);
    }

    void hold_and_close()
    {
        for (int i = 2; i < 4; ++i) {
            archive.now += 1s;
            const Actor other{.name = "gu" + std::to_string(i), .role = "records"};
            const auto& id = due.at(static_cast<std::size_t>(i));
            const auto hold = archive->place_hold(id, "litigation", other, archive.now).value();
            (void)archive->note_closed(
                id, std::chrono::sys_days{std::chrono::year{2027} / i / 1}, other, archive.now
            );
            (void)archive->release_hold(hold.id, "settled", archive.verifier, archive.now);
            if (i == 2) {
                (void)archive->release_hold(hold.id, "", archive.other, archive.now);
            }
        }
    }

    /// The number of a list of one record, with every step.
    std::string dispose(const RecordId& id, Opinion opinion, int until_year)
    {
        archive.now += 1s;
        const auto person = [](const std::string& name) {
            return Actor{.name = name, .role = "records"};
        };
        const auto list =
            archive
                ->propose_disposal(
                    "yearly appraisal",
                    {{.record_id = id.text, .opinion = opinion, .until_year = until_year}},
                    person("chen"),
                    archive.now
                )
                .value();
        for (const auto& [step, name] :
             {std::pair{DisposalStep::approve, "deng"},
              std::pair{DisposalStep::approve, "fang"},
              std::pair{DisposalStep::witness, "gao"},
              std::pair{DisposalStep::witness, "han"},
              std::pair{DisposalStep::carry_out, "chen"}}) {
            archive.now += 1s;
            (void)archive->take_disposal_step(list.summary.id, step, person(name), archive.now)
                .value();
        }
        return list.summary.number;
    }

    /// Published ones, and drafts with a specimen each.
    void types()
    {
        for (int version = 1; version <= 2; ++version) {
            archive.now += 1s;
            TypeRelease release;
            release.published = {
                .name = version == 1 ? "pass" : "card",
                .version = version,
                .text = "text",
                .reason = "as printed"};
            (void)archive->publish_type(
                release, version == 1 ? archive.other : archive.verifier, archive.now
            );
            const auto& author = version == 1 ? archive.verifier : archive.other;
            const auto draft = archive->begin_type_draft("text", author, archive.now);
            archive.now += 1s;
            for (int i = 0; i < version; ++i) {
                (void)archive->change_type_draft(draft.id, "text", 1 + i, author, archive.now);
                const auto content = bytes(std::string(static_cast<std::size_t>(version), 'x'));
                (void)archive->add_specimen(draft.id, "scan", content, author, archive.now);
            }
        }
        TypeRelease replaced;
        replaced.published = {.name = "pass", .version = 9, .text = "text", .reason = "anew"};
        replaced.installed = TypeVersion{.name = "pass", .version = 8, .text = "text"};
        (void)archive->publish_type(replaced, archive.other, archive.now);
    }

    void upload(const std::string& sender)
    {
        const auto part = bytes("a part of " + sender);
        const std::string id = sender + std::string(36 - sender.size(), '0');
        for (std::int64_t first = 0; first < 2; ++first) {
            (void)archive->keep_part(
                {.upload_id = id,
                 .sender = sender,
                 .station = "desk",
                 .source_name = sender,
                 .sha256 = std::string(64, 'a'),
                 .total = 100,
                 .first_byte = first * static_cast<std::int64_t>(part.size()),
                 .bytes = part,
                 .actor = archive.operator_},
                archive.now
            );
        }
    }
};

/// But for row numbers, by which this test finds its rows again.
std::vector<Column> columns_of(Database& db)
{
    std::vector<Column> columns;
    Statement rows(
        db,
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' "
        "AND NOT (c.pk = 1 AND c.type = 'INTEGER') ORDER BY m.name, c.cid"
    );
    while (rows.next()) {
        columns.push_back({.table = rows.text(0), .name = rows.text(1)});
    }
    return columns;
}

/// Two rows of the table with different values in the column.
std::optional<std::pair<std::string, std::string>>
different_rows(Database& db, const Column& column)
{
    Statement row(
        db,
        "SELECT a.rowid, b.rowid FROM " + column.table + " a, " + column.table + " b WHERE a." +
            column.name + " IS NOT b." + column.name + " ORDER BY a.rowid, b.rowid LIMIT 1"
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return std::pair(row.text(0), row.text(1));
}

struct Value {
    std::string number; ///< of its row
    std::string kind;   ///< as SQLite says it: text, integer, blob
};

/// Of a row that has one.
std::optional<Value> first_value(Database& db, const Column& column)
{
    const auto& [table, name] = column;
    Statement rows(
        db,
        "SELECT rowid, typeof(" + name + ") FROM " + table + " WHERE " + name +
            " IS NOT NULL ORDER BY rowid LIMIT 1" // the newer may be of what was destroyed
    );
    return rows.next() ? std::optional(Value{rows.text(0), rows.text(1)}) : std::nullopt;
}

/// Of tables that count: in each there is something to alter.
std::vector<std::string> empty_tables(Database& db)
{
    std::set<std::string> tables;
    for (const auto& column : columns_of(db)) {
        if (column.counts()) {
            tables.insert(column.table);
        }
    }
    std::vector<std::string> empty;
    for (const auto& table : tables) {
        Statement row(db, "SELECT 1 FROM " + table + " LIMIT 1");
        if (!row.next()) {
            empty.push_back(table);
        }
    }
    return empty;
}

class EveryColumn : public testing::Test {
protected:
    World world;
    Archive& archive = world.archive;
    Database shell{archive.path() / "dossier.db", Access::read_write};
    int altered = 0;

    void SetUp() override
    {
        shell.script("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF");
        ASSERT_TRUE(archive->fsck().is_sound());
    }

    bool is_noticed()
    {
        try {
            return !archive->fsck().is_sound();
        } catch (const std::exception&) {
            return true;
        }
    }

    /// Sets the column of a row; false where the database refuses it.
    bool set(const Column& column, const std::string& row, const std::string& expression)
    {
        try {
            shell.run(
                "UPDATE " + column.table + " SET " + column.name + " = " + expression +
                " WHERE rowid = " + row
            );
            return true;
        } catch (const Error&) {
            return false;
        }
    }

    /// Whether an altered table is noticed; it is put back in any case.
    void expect_noticed(const Column& column, const std::string& how)
    {
        ++altered;
        EXPECT_TRUE(is_noticed()) << column.full() << " " << how;
    }

    void keep(const Column& column)
    {
        shell.script(
            "DROP TABLE IF EXISTS temp.kept; CREATE TEMP TABLE kept AS SELECT rowid AS "
            "row_number, " +
            column.name + " AS value FROM " + column.table +
            "; DROP TABLE IF EXISTS temp.whole; CREATE TEMP TABLE whole AS SELECT * FROM " +
            column.table
        );
    }

    /// Two swapped rows may be the same two: of a relation only which pairs there are counts.
    bool is_as_before(const Column& column)
    {
        Statement row(
            shell,
            "SELECT 1 FROM (SELECT * FROM " + column.table +
                " EXCEPT SELECT * FROM temp.whole) LIMIT 1"
        );
        return !row.next();
    }

    /// One row at a time, in two steps where the values must differ.
    void put_back(const Column& column)
    {
        const auto from_kept =
            "(SELECT value FROM temp.kept WHERE row_number = " + column.table + ".rowid) WHERE " +
            column.name +
            " IS NOT (SELECT value FROM temp.kept WHERE row_number = " + column.table + ".rowid)";
        shell.run("UPDATE " + column.table + " SET " + column.name + " = " + from_kept);
    }
};

TEST_F(EveryColumn, OfEveryTableIsTried)
{
    EXPECT_THAT(empty_tables(shell), testing::IsEmpty());
}

TEST_F(EveryColumn, WithAnotherRowsValueIsNoticed)
{
    std::set<std::string> untried;
    for (const auto& column : columns_of(shell)) {
        if (!column.counts() || column.full() == "discrepancy.position") { // only the order counts
            continue;
        }
        const auto rows = different_rows(shell, column);
        if (!rows) {
            untried.insert(column.full());
            continue;
        }
        keep(column);
        const auto other = "(SELECT value FROM temp.kept WHERE row_number = " + rows->second + ")";
        const bool done = set(column, rows->first, other);
        if (done) {
            expect_noticed(column, "of another row");
            put_back(column);
        } else {
            untried.insert(column.full() + " (the database refuses it)");
        }
    }
    EXPECT_TRUE(archive->fsck().is_sound());
    EXPECT_GE(altered, 60);
    for (const auto& name : untried) {
        std::cout << "not tried: " << name << '\n';
    }
}

TEST_F(EveryColumn, ThatIsALittleOffIsNoticed)
{
    for (const auto& column : columns_of(shell)) {
        const auto row = column.counts() ? first_value(shell, column) : std::nullopt;
        if (!row || column.full() == "discrepancy.position") { // there only the order counts
            continue;
        }
        keep(column);
        const auto& name = column.name;
        const auto off = row->kind == "integer" ? name + " + 1"
                         : row->kind == "text"
                             ? name + " || 'x'"
                             : "substr(" + name + ", 1, length(" + name + ") - 1)";
        if (set(column, row->number, off)) {
            expect_noticed(column, "a little off");
            put_back(column);
        }
    }
    EXPECT_TRUE(archive->fsck().is_sound());
    EXPECT_GE(altered, 100);
}

TEST_F(EveryColumn, OfASwappedPairOfRowsIsNoticed)
{
    for (const auto& column : columns_of(shell)) {
        const auto rows = column.counts() ? different_rows(shell, column) : std::nullopt;
        if (!rows) {
            continue;
        }
        keep(column);
        const auto value_of = [](const std::string& row) {
            return "(SELECT value FROM temp.kept WHERE row_number = " + row + ")";
        };
        // Out of the way first, for unique columns.
        const bool done =
            set(column, rows->first, "'out of the way'") || set(column, rows->first, "-77");
        if (done && set(column, rows->second, value_of(rows->first)) &&
            set(column, rows->first, value_of(rows->second)) && !is_as_before(column)) {
            expect_noticed(column, "swapped");
        }
        if (done) {
            (void)set(column, rows->first, "'out of the way'");
            (void)set(column, rows->second, "'out of the way too'");
            put_back(column);
        }
    }
    EXPECT_TRUE(archive->fsck().is_sound());
    EXPECT_GE(altered, 60);
}

} // namespace
} // namespace dossier::store
