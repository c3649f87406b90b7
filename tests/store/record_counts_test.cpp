// What statistics count in memory, after all that may happen to records, beside SQLite counting the
// rows as they are.

#include "store/error.h"
#include "store/rows/record_counts.h"
#include "store/rows/scoped.h"
#include "tests/store/archive.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

/// Of each word, how many records there are and what bytes.
using Counts = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;

const std::vector<std::string> natures{"personal", "corporate", "internal"};

StoreOptions with_short_terms()
{
    auto options = cheap_options();
    for (const auto& nature : natures) {
        options.filing.words["nature"].push_back({nature, {}, {}});
    }
    options.filing.words["retention_class"] = {{"short", {}, {}}};
    options.filing.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}},
        {.types = {"id_card"}, .field = {}, .begins = {}, .gives = {{"nature", "personal"}}}};
    options.filing.retention = {
        {"short", {.years = 0, .start = verify::RetentionStart::committed}}};
    return options;
}

class RecordCountsTest : public testing::Test {
protected:
    RecordCountsTest()
    {
        department = archive->create_department("loans", system_actor(), archive.now)->id;
        (void)archive->assign_station("window", department, system_actor(), archive.now);
        scopes = {
            whole_site,
            {.department = department},
            {.department = department, .person = "mia"},
            {.department = department, .person = "nobody"}};
    }

    std::size_t chance(std::size_t below)
    {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    }

    static Actor person(const std::string& name) { return {.name = name, .role = "records"}; }

    [[nodiscard]] Actor mia() const
    {
        return {.name = "mia", .role = "verifier", .scope = scopes.at(2)};
    }

    /// A file of one to three documents, the last of which may wait for a person, who commits it.
    void deliver()
    {
        const std::vector<std::string> types{"id_card", "passport", "receipt"};
        std::vector<verify::CheckedDocument> documents;
        for (auto left = chance(3) + 1; left > 0; --left) {
            documents.push_back(a_card());
            documents.back().type = types.at(chance(types.size()));
            documents.back().fields.push_back(field("address", chance(2) == 0 ? "" : "A ROAD"));
        }
        if (chance(2) == 0) {
            documents.back().fields.at(1).status = verify::FieldStatus::review;
        }
        const auto content =
            bytes("file " + std::string(chance(50), 'x') + std::to_string(++files));
        (void)archive->keep_original(
            {.intake_key = std::to_string(files),
             .station = chance(2) == 0 ? "window" : "desk",
             .source_name = "a.png",
             .media_type = "image/png",
             .bytes = content,
             .actor = chance(3) == 0 ? mia() : archive.operator_},
            archive.now
        );
        const auto job = archive->claim_job("w", archive.now).value();
        const auto ids = archive->finish_job(job, examined(documents), archive.now).value();
        for (const auto& id : ids) {
            const auto document = archive.view(id);
            if (document.state == DocumentState::review) {
                const bool is_hers = archive->view_document(id, mia(), archive.now).has_value();
                commit(archive.confirm(document), is_hers ? mia() : archive.verifier);
            }
        }
    }

    void commit(const Document& document, const Actor& actor)
    {
        (void)archive->commit_document(document.id, document.version, actor, archive.now);
    }

    std::optional<RecordId> any_record()
    {
        const auto records = archive->records(whole_site, "", "", 1000).items;
        return records.empty() ? std::nullopt
                               : std::optional(records.at(chance(records.size())).id);
    }

    void refile()
    {
        if (const auto id = any_record()) {
            const auto record = archive->view_record(*id, archive.verifier, archive.now);
            const auto version = record->filing->version;
            (void)archive->refile_record(
                *id,
                {.classes = {{"nature", natures.at(chance(natures.size()))}},
                 .box = {},
                 .volume = {},
                 .tags = {},
                 .reason = "looked at"},
                version,
                archive.verifier,
                archive.now
            );
        }
    }

    void correct()
    {
        const auto id = any_record();
        const auto proposed = id ? archive->propose_correction(
                                       *id,
                                       {.field = "address",
                                        .value = "ROAD " + std::to_string(++corrections),
                                        .reason = "moved",
                                        .findings = {}},
                                       archive.verifier,
                                       archive.now
                                   )
                                 : tl::unexpected(Conflict{});
        if (proposed) {
            (void)archive->decide_correction(
                proposed->item.id, {.approve = true, .reason = {}}, archive.other, archive.now
            );
        }
    }

    void destroy()
    {
        std::vector<Appraisal> appraisals;
        for (const auto& due : archive->due_for_disposal(2, archive.now)) {
            appraisals.push_back({.record_id = due.record_id});
        }
        if (appraisals.empty()) {
            return;
        }
        const auto id =
            archive->propose_disposal("over", appraisals, person("chen"), archive.now)->summary.id;
        using enum DisposalStep;
        for (const auto& [step, who] : std::vector<std::pair<DisposalStep, std::string>>{
                 {approve, "deng"},
                 {approve, "fang"},
                 {witness, "gao"},
                 {witness, "han"},
                 {carry_out, "chen"}}) {
            ASSERT_TRUE(archive->take_disposal_step(id, step, person(who), archive.now));
        }
        destroyed += appraisals.size();
    }

    void do_something()
    {
        archive.now += 24h * chance(40);
        switch (chance(6)) {
        case 0:
        case 1: deliver(); break;
        case 2:
        case 3: refile(); break;
        case 4: correct(); break;
        default: destroy(); break;
        }
    }

    static Counts by_sqlite(Database& db, const std::string& word, const Scope& scope)
    {
        Counts counts;
        Statement rows(
            db,
            "SELECT word, count(*), sum(bytes) FROM (SELECT " + word +
                " AS word, size / count(*) OVER (PARTITION BY record.original_id) AS bytes "
                "FROM record JOIN original ON original.id = record.original_id "
                "LEFT JOIN filing ON filing.record_id = record.id "
                "WHERE record.id NOT IN (SELECT owner_id FROM tombstone) AND " +
                in_records(scope, 1) + ") GROUP BY word",
            scope.department,
            scope.person
        );
        while (rows.next()) {
            counts[rows.text(0)] = {rows.integer(1), rows.integer(2)};
        }
        return counts;
    }

    static Counts by(const Statistics& statistics, std::string_view name)
    {
        Counts counts;
        for (const auto& word : std::ranges::find(statistics.by, name, &CountedBy::name)->words) {
            counts[word.word] = {word.records, word.bytes};
        }
        return counts;
    }

    static Counts by_month(const Statistics& statistics)
    {
        Counts counts;
        for (const auto& month : statistics.months) {
            if (month.records > 0) {
                counts[month.month] = {month.records, month.bytes};
            }
        }
        return counts;
    }

    static std::map<std::string, std::vector<std::int64_t>>
    quality_by_sqlite(Database& db, const Scope& scope)
    {
        std::map<std::string, std::vector<std::int64_t>> types;
        Statement rows(
            db,
            "SELECT type, count(*), sum(fields), sum(missing), sum(overridden), sum(unseen), "
            "sum(corrected) FROM record_quality JOIN record ON record.id = record_id WHERE " +
                in_records(scope, 1) + " GROUP BY type",
            scope.department,
            scope.person
        );
        while (rows.next()) {
            for (int column = 1; column <= 6; ++column) {
                types[rows.text(0)].push_back(rows.integer(column));
            }
        }
        return types;
    }

    static std::map<std::string, std::vector<std::int64_t>> quality(const Statistics& statistics)
    {
        std::map<std::string, std::vector<std::int64_t>> types;
        for (const auto& type : statistics.quality) {
            types[type.type] = {
                type.records,
                type.fields,
                type.missing,
                type.overridden,
                type.unseen,
                type.corrected};
        }
        return types;
    }

    void expect_what_sqlite_counts(const Scope& scope)
    {
        Database db(archive.path() / "dossier.db", Access::read_only);
        const auto counted = archive->statistics(scope, Instant{}, archive.now);
        const auto expect = [&](std::string_view name, const std::string& word) {
            EXPECT_EQ(by(counted, name), by_sqlite(db, word, scope)) << name;
        };
        for (const std::string name : {"nature", "region", "retention_class", "security_level"}) {
            expect(name, "coalesce(" + name + ", '')");
        }
        expect("type", "record.type");
        expect("station", "station");
        expect("department", "record.department");
        const std::string moment = "(record.committed_at + 8 * 3600000) / 1000, 'unixepoch')";
        expect("year", "strftime('%Y', " + moment);
        EXPECT_EQ(by_month(counted), by_sqlite(db, "strftime('%Y-%m', " + moment, scope));
        EXPECT_EQ(quality(counted), quality_by_sqlite(db, scope));
        const auto all = by_sqlite(db, "''", scope)[""];
        EXPECT_EQ(counted.records, all.first);
        EXPECT_EQ(counted.bytes, all.second);
    }

    Archive archive{with_short_terms()};
    std::string department;
    std::vector<Scope> scopes;
    std::mt19937 dice{20261126};
    int files = 0;
    int corrections = 0;
    std::size_t destroyed = 0;
};

TEST_F(RecordCountsTest, AreWhatSqliteCountsAfterWhateverHappened)
{
    for (int i = 0; i < 60 && !HasFailure(); ++i) {
        SCOPED_TRACE(i);
        do_something();
        expect_what_sqlite_counts(scopes.at(chance(scopes.size())));
    }
    EXPECT_GT(destroyed, 5U);
    EXPECT_GT(corrections, 5);
    for (const auto& scope : scopes) {
        expect_what_sqlite_counts(scope);
    }
    EXPECT_GT(archive->statistics(scopes.at(2), Instant{}, archive.now).records, 0);
    archive.close();
    archive.open();
    for (const auto& scope : scopes) {
        expect_what_sqlite_counts(scope);
    }
}

TEST(IdList, GivesAnIdTheSameNumberHoweverManyThereAre)
{
    IdList ids;
    std::mt19937_64 chance{7};
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < 5000; ++i) {
        texts.push_back(fmt::format("{:016x}{:016x}", i / 100, i % 3 == 0 ? i : chance()));
        ASSERT_EQ(ids.number_of(texts.back()), i);
    }
    for (std::uint32_t i = 0; i < 5000; ++i) {
        ASSERT_EQ(ids.number_of(texts.at(i)), i);
    }
    EXPECT_EQ(ids.size(), 5000U);
    EXPECT_THROW((void)ids.number_of("no id"), Tampered);
    EXPECT_THROW((void)ids.number_of("0123456789abcdef0123456789abcdeX"), Tampered);
}

} // namespace
} // namespace dossier::store
