// Statistics and registers on an archive of many made-up records: what the walk over them costs,
// for the whole site and for one department, beside SQLite counting the same rows.
// `statistics_bench [RECORDS]`; TMPDIR chooses the disk.

#include "store/rows/filings.h"
#include "store/rows/quality.h"
#include "tests/bench/made_up_people.h"
#include "tests/bench/measure.h"
#include "tests/store/archive.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace dossier::store;
using dossier::bench::cpu_milliseconds;
using dossier::bench::MadeUpPeople;
using dossier::bench::median;

constexpr std::uint32_t seed = 90917;

StoreOptions with_classes()
{
    auto options = cheap_options();
    options.filing.words["nature"] = {{"personal", {}, {}}, {"corporate", {}, {}}};
    options.filing.words["retention_class"] = {{"short", {}, {}}, {"long", {}, {}}};
    options.filing.rules = {
        {.types = {"customer_form"},
         .field = {},
         .begins = {},
         .gives = {{"nature", "personal"}, {"retention_class", "long"}}},
        {.types = {"receipt"}, .field = {}, .begins = {}, .gives = {{"nature", "corporate"}}}};
    return options;
}

dossier::verify::CheckedDocument form_of(MadeUpPeople& people, std::size_t number)
{
    constexpr std::array types{"customer_form", "id_card", "receipt", "passport", "bank_card"};
    const auto person = people.next();
    return {
        .type = types.at(number % types.size()),
        .type_version = 1,
        .type_confidence = 0.99,
        .pages = {0},
        .fields =
            {field("name", person.name),
             field("id_number", person.id_number),
             field("mobile", number % 7 == 0 ? "" : person.mobile),
             field("address", person.address)},
        .findings = {},
        .pairs = {}};
}

/// What else is counted: of every third record a document that ends, of every fifth a review, half
/// of them done, and some corrections and loans. Their seals and MACs are not looked at: corrected
/// are only records that no register of the last month opens.
void fill_desk(Database& db, const RecordRow& record, std::size_t number, Instant now)
{
    const auto id = record.id.text;
    const auto days = static_cast<std::int64_t>(number * 7919 % 4000) - 400;
    const auto today = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    const auto moment = now - std::chrono::hours(number * 104729 % 8760);
    const auto insert_due = [&](const char* kind, bool is_done) {
        db.run(
            "INSERT INTO due (id, kind, customer_id, record_id, field, due_on, state, done_by, "
            "done_at, sealed, row_mac) VALUES ($1, $2, $3, $3, 'valid_until', $4, $5, '', $6, "
            "x'', x'')",
            kind + id,
            kind,
            id,
            today + days,
            is_done ? "done" : "open",
            is_done ? moment : Instant{}
        );
    };
    if (number % 3 == 0) {
        insert_due("expiry", false);
    }
    if (number % 5 == 0) {
        insert_due("review", number % 2 == 0);
    }
    if (number % 50 == 0 && record.committed_at < now - std::chrono::days(60)) {
        db.run(
            "INSERT INTO correction (id, record_id, field, state, proposed_by, proposed_at, "
            "decided_by, decided_at, sealed, row_mac) "
            "VALUES ($1, $1, 'name', 'approved', 'a', $2, 'b', $2, x'', x'')",
            id,
            moment
        );
    }
    if (number % 40 == 0) {
        db.run(
            "INSERT INTO loan (id, number, kind, state, borrower, requested_at, decided_by, "
            "decided_at, until, returned_by, returned_at, renewals, sealed, row_mac) "
            "VALUES ($1, $1, 'paper', 'returned', 'a', $2, 'b', $2, $2, 'a', $2, 0, x'', x'')",
            id,
            moment
        );
    }
}

/// A file of its own for each, and the rows that a commit leaves; without documents.
void fill(Archive& archive, std::size_t records)
{
    MadeUpPeople people(seed);
    const auto first = archive.read("a file", {form_of(people, 0)}).at(0);
    const auto model_id = archive.view(first).record_id.value();
    const auto department = archive->create_department("loans", system_actor(), archive.now)->id;
    const auto keyring = Keyring::open(archive.folder().keys(), Archive::pass, cheap_slot).value();
    const Vault vault(keyring.keys(), system_random());
    const auto options = with_classes();
    Database db(archive.path() / "dossier.db", Access::read_write);
    db.script("PRAGMA foreign_keys = OFF");
    const auto model = load_record(db, vault, model_id).value();
    for (std::size_t i = 0; i < records; ++i) {
        if (i % 10'000 == 0) {
            db.script("BEGIN");
        }
        auto record = model;
        record.id = {vault.new_id()};
        record.document_id = {vault.new_id()};
        record.original_id = {vault.new_id()};
        record.number = "X-" + std::to_string(i);
        record.committed_at = archive.now - std::chrono::minutes((records - i) * 10);
        record.attachments.clear();
        record.body.checked = form_of(people, i);
        record.type = record.body.checked.type;
        record.owner.department = i % 10 == 0 ? department : "";
        db.run(
            "INSERT INTO original (id, content_mac, object_id, media_type, size, station, "
            "received_at, state, reason_code, reason_message, sealed, row_mac, department, "
            "created_by) SELECT $1, randomblob(32), $1, media_type, $2, $3, received_at, state, "
            "reason_code, reason_message, sealed, row_mac, department, created_by FROM original "
            "LIMIT 1",
            record.original_id,
            static_cast<std::int64_t>(50'000 + i % 1000 * 300),
            "station-" + std::to_string(i % 20)
        );
        insert_record(db, vault, record, vault.new_data_key());
        auto filed = record;
        filed.original_id = model.original_id; // which has a seal: its batch names the box
        file_record(db, vault, options.filing, filed, options.utc_offset);
        keep_quality(db, record, {});
        fill_desk(db, record, i, archive.now);
        if (i % 10'000 == 9'999 || i + 1 == records) {
            db.script("COMMIT");
            db.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}

template <typename Act>
void measure(std::string_view what, Act act)
{
    std::vector<double> cpu;
    std::vector<double> clock;
    for (int round = 0; round < 7; ++round) {
        const auto clock_start = std::chrono::steady_clock::now();
        const auto cpu_start = cpu_milliseconds();
        act();
        cpu.push_back(cpu_milliseconds() - cpu_start);
        clock.push_back(std::chrono::duration<double, std::milli>(
                            std::chrono::steady_clock::now() - clock_start
        )
                            .count());
    }
    fmt::print("{:<52} cpu {:>8.1f} ms, clock {:>8.1f} ms\n", what, median(cpu), median(clock));
    (void)std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const std::size_t records = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    Archive archive{with_classes()};
    fill(archive, records);
    archive.close();
    archive.open();
    const auto year_ago = archive.now - std::chrono::days(365);
    fmt::print("{} records\n", records);
    const auto before = cpu_milliseconds();
    (void)archive->statistics(whole_site, year_ago, archive.now);
    fmt::print("the first look: cpu {:.1f} ms\n", cpu_milliseconds() - before);
    measure("statistics of the site", [&] {
        (void)archive->statistics(whole_site, year_ago, archive.now);
    });
    measure("the same after a document more", [&, files = 0]() mutable {
        (void)archive.read("another " + std::to_string(++files), {a_card()});
        (void)archive->statistics(whole_site, year_ago, archive.now);
    });
    const Scope department{.department = archive->departments().at(0).id};
    measure("statistics of a department (a tenth of them)", [&] {
        (void)archive->statistics(department, year_ago, archive.now);
    });
    Database db(archive.path() / "dossier.db", Access::read_only);
    measure("SQLite: one count by type", [&] {
        Statement rows(db, "SELECT type, count(*) FROM record GROUP BY type");
        while (rows.next()) {
        }
    });
    const auto today = std::chrono::floor<std::chrono::days>(archive.now);
    measure("a handover register of 30 days (about 4,300 lines)", [&] {
        const auto made = archive->make_register(
            {.kind = RegisterKind::handover,
             .from = today - std::chrono::days{30},
             .until = today,
             .classes = {},
             .disposal = {}},
            archive.verifier,
            archive.now
        );
        if (!made) {
            fmt::print("{}\n", made.error().detail);
        }
    });
}
