// Search on an archive of a million made-up records: numbers through the database, names and
// addresses in the index in memory, its memory, what it takes to read it when the archive is
// opened, and what it adds to a commit. Peers in the same run, over the same values in clear:
// SQLite's FTS5 with trigrams in memory, and a walk over all texts. `search_bench [RECORDS]`. Times
// are the processor's, and by the clock (TMPDIR chooses the disk that the trail is synced to).
// `search_bench RECORDS index` measures the index alone, with the slowest question of each kind.

#include "capture/utf8.h"
#include "store/rows/search_rows.h"
#include "store/search/index.h"
#include "tests/bench/made_up_people.h"
#include "tests/bench/measure.h"
#include "tests/store/archive.h"
#include "verify/characters.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace {

using namespace dossier::store;
using dossier::bench::cpu_milliseconds;
using dossier::bench::MadeUpPeople;
using dossier::bench::MadeUpPerson;
using dossier::bench::median;

constexpr std::uint32_t seed = 60613;
constexpr std::size_t rounds = 300;

struct Times {
    std::vector<double> cpu;
    std::vector<double> clock;

    template <typename Act>
    void take(Act act)
    {
        const auto clock_start = std::chrono::steady_clock::now();
        const auto cpu_start = cpu_milliseconds();
        act();
        cpu.push_back(cpu_milliseconds() - cpu_start);
        clock.push_back(std::chrono::duration<double, std::milli>(
                            std::chrono::steady_clock::now() - clock_start
        )
                            .count());
    }

    static double p99(std::vector<double> values)
    {
        std::ranges::sort(values);
        return values.empty() ? 0.0 : values[values.size() * 99 / 100];
    }
};

void print(std::string_view what, const Times& times)
{
    fmt::print(
        "{:<44} cpu p50 {:>7.2f} p99 {:>7.2f} ms, clock p50 {:>7.2f} p99 {:>7.2f} ms",
        what,
        median(times.cpu),
        Times::p99(times.cpu),
        median(times.clock),
        Times::p99(times.clock)
    );
    fmt::print("\n");
    (void)std::fflush(stdout);
}

double resident_mib()
{
    std::ifstream status("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    status >> all >> resident;
    return static_cast<double>(resident) * 4096 / (1 << 20);
}

dossier::verify::CheckedDocument form_of(const MadeUpPerson& person)
{
    return {
        .type = "customer_form",
        .type_version = 1,
        .type_confidence = 0.99,
        .pages = {0},
        .fields =
            {field("name", person.name),
             field("id_number", person.id_number),
             field("mobile", person.mobile),
             field("employer", person.employer),
             field("address", person.address)},
        .findings = {},
        .pairs = {}};
}

/// Rows of records as a commit leaves them, many at once; without documents of their own.
void fill(Archive& archive, std::size_t records)
{
    const auto first = archive.read("a file", {form_of(MadeUpPeople(1).next())}).at(0);
    const auto model_id = archive.view(first).record_id.value();
    const auto keyring = Keyring::open(archive.folder().keys(), Archive::pass, cheap_slot).value();
    auto& random = system_random();
    const Vault vault(keyring.keys(), random);
    Database db(archive.path() / "dossier.db", Access::read_write);
    db.script("PRAGMA foreign_keys = OFF");
    const auto model = load_record(db, vault, model_id).value();
    MadeUpPeople people(seed);
    double rows_ms = 0.0;
    const auto start = cpu_milliseconds();
    for (std::size_t i = 0; i < records; ++i) {
        if (i % 10'000 == 0) {
            db.script("BEGIN");
        }
        auto record = model;
        record.id = {vault.new_id()};
        record.document_id = {vault.new_id()};
        record.number = "X-" + std::to_string(i);
        record.committed_at = archive.now - std::chrono::minutes(records - i);
        record.attachments.clear();
        record.body.checked = form_of(people.next());
        insert_record(db, vault, record, vault.new_data_key());
        const auto before = cpu_milliseconds();
        keep_search_rows(db, vault, record);
        rows_ms += cpu_milliseconds() - before;
        if (i % 10'000 == 9'999 || i + 1 == records) {
            db.script("COMMIT");
            db.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
    fmt::print(
        "{} records made in {:.0f} s; the rows they are found by {:.0f} us of the processor each\n",
        records,
        (cpu_milliseconds() - start) / 1000,
        rows_ms * 1000 / static_cast<double>(records)
    );
    (void)std::fflush(stdout);
}

/// Commits of documents without doubts, one by one, durable each; and how much the rows are of it.
void measure_commits(Archive& archive)
{
    MadeUpPeople people(77);
    Times times;
    for (int i = 0; i < 200; ++i) {
        (void)archive.keep("scan " + std::to_string(i));
        const auto job = archive->claim_job("w", archive.now).value();
        const auto result = examined({form_of(people.next())});
        times.take([&] { (void)archive->finish_job(job, result, archive.now); });
    }
    print("a commit, straight through, index on", times);
}

void read_index(Archive& archive)
{
    archive.close();
    archive.open();
    const auto before = resident_mib();
    const auto clock = std::chrono::steady_clock::now();
    const auto cpu = cpu_milliseconds();
    auto state = archive->index_records(5000);
    while (state.left > 0) {
        state = archive->index_records(5000);
    }
    fmt::print(
        "index of {} records read in {:.1f} s of the processor, {:.1f} s by the clock; {:.0f} MiB, "
        "{:.0f} bytes a record (the process grew by {:.0f} MiB)\n",
        state.records,
        (cpu_milliseconds() - cpu) / 1000,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - clock).count(),
        static_cast<double>(state.bytes) / (1 << 20),
        static_cast<double>(state.bytes) / static_cast<double>(state.records),
        resident_mib() - before
    );
    (void)std::fflush(stdout);
}

/// What people type, of people who are in the archive.
struct Question {
    std::string what;
    std::vector<std::string> texts;
};

std::string part_of(std::string_view text, std::size_t begin, std::size_t count)
{
    return dossier::capture::to_utf8(
        std::u32string_view(dossier::capture::code_points(text)).substr(begin, count)
    );
}

std::string latin_of(std::string_view name, bool initials)
{
    std::string typed;
    for (const char32_t c : dossier::capture::code_points(name)) {
        const auto readings = dossier::verify::readings_of(c);
        typed +=
            readings.empty() ? "" : std::string(initials ? readings[0].substr(0, 1) : readings[0]);
    }
    return typed;
}

/// Where the two differ, of the characters of these names.
std::string traditional(std::string_view name)
{
    constexpr std::u32string_view simple = U"张刘陈杨黄赵吴孙马罗国华龙伟丽军艳涛兰飞云庆凤银爱东";
    constexpr std::u32string_view full = U"張劉陳楊黃趙吳孫馬羅國華龍偉麗軍艷濤蘭飛雲慶鳳銀愛東";
    static_assert(simple.size() == full.size());
    auto characters = dossier::capture::code_points(name);
    for (auto& character : characters) {
        const auto at = simple.find(character);
        character = at == std::u32string_view::npos ? character : full[at];
    }
    return dossier::capture::to_utf8(characters);
}

std::vector<Question> questions(const std::vector<MadeUpPerson>& people)
{
    std::vector<Question> list;
    const auto add = [&](std::string what, auto typed) {
        auto& question = list.emplace_back(Question{std::move(what), {}});
        for (std::size_t i = 0; i < rounds; ++i) {
            question.texts.push_back(typed(people[i * (people.size() / rounds)]));
        }
    };
    using Person = const MadeUpPerson&;
    add("a name", [](Person one) { return one.name; });
    add("a name of three, one wrong", [](Person one) {
        return dossier::capture::code_points(one.name).size() < 3
                   ? one.name
                   : part_of(one.name, 0, 1) + "兀" + part_of(one.name, 2, 9);
    });
    add("a name in traditional characters", [](Person one) { return traditional(one.name); });
    add("two characters of a name", [](Person one) { return part_of(one.name, 0, 2); });
    add("a name in pinyin", [](Person one) { return latin_of(one.name, false); });
    add("a name by its initials", [](Person one) { return latin_of(one.name, true); });
    add("two initials", [](Person one) { return latin_of(one.name, true).substr(0, 2); });
    add("a company by its initials",
        [](Person one) { return latin_of(part_of(one.employer, 3, 4), true); });
    add("a company in pinyin",
        [](Person one) { return latin_of(part_of(one.employer, 3, 4), false); });
    add("a company, in part", [](Person one) { return part_of(one.employer, 3, 6); });
    add("two characters of an address", [](Person one) { return part_of(one.address, 9, 2); });
    add("an address, in part", [](Person one) { return part_of(one.address, 8, 10); });
    return list;
}

/// The index alone.
int measure_index(std::size_t records)
{
    SearchIndex index;
    std::vector<MadeUpPerson> people;
    MadeUpPeople made(seed);
    const auto cpu = cpu_milliseconds();
    const auto before = resident_mib();
    for (std::size_t i = 0; i < records; ++i) {
        const auto one = made.next();
        using dossier::verify::TermKind;
        index.add(
            {.slot = static_cast<std::int64_t>(i) + 1,
             .facts = {.type = "customer_form", .station = "desk", .committed_by = "system"},
             .terms =
                 {{.term = {"name", TermKind::person, one.name}},
                  {.term = {"employer", TermKind::company, one.employer}},
                  {.term = {"address", TermKind::address, one.address}}}}
        );
        if (i % (records / rounds) == 0) {
            people.push_back(one);
        }
    }
    fmt::print(
        "{} records, {:.0f} MiB, {:.0f} bytes a record (the process grew by {:.0f} MiB), made in "
        "{:.1f} s of the processor\n",
        records,
        static_cast<double>(index.bytes()) / (1 << 20),
        static_cast<double>(index.bytes()) / static_cast<double>(records),
        resident_mib() - before,
        (cpu_milliseconds() - cpu) / 1000
    );
    bool is_right = true;
    for (const auto& [what, texts] : questions(people)) {
        Times times;
        std::int64_t found = 0;
        for (const auto& text : texts) {
            times.take([&] {
                const auto answer =
                    index.find({.text = text, .filters = {}, .may_see = {}, .limit = 25});
                found += answer.total;
                is_right = is_right && answer.total > 0;
            });
        }
        print(what, times);
        const auto worst = std::ranges::max_element(times.cpu) - times.cpu.begin();
        fmt::print(
            "  {:.0f} found on average, {:.2f} ms for {}\n",
            static_cast<double>(found) / static_cast<double>(texts.size()),
            times.cpu[static_cast<std::size_t>(worst)],
            texts[static_cast<std::size_t>(worst)]
        );
    }
    return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// The same values in clear, in FTS5 with trigrams.
class Trigrams {
public:
    explicit Trigrams(std::size_t records)
    {
        const auto before = resident_mib();
        const auto cpu = cpu_milliseconds();
        sqlite3* opened = nullptr;
        check(sqlite3_open(":memory:", &opened));
        db_.reset(opened);
        script("CREATE VIRTUAL TABLE texts USING fts5(name, employer, address, "
               "tokenize = 'trigram'); BEGIN");
        const auto insert = prepare("INSERT INTO texts VALUES (?, ?, ?)");
        MadeUpPeople people(seed);
        for (std::size_t i = 0; i < records; ++i) {
            const auto one = people.next();
            int number = 0;
            for (const auto* text : {&one.name, &one.employer, &one.address}) {
                bind(insert.get(), ++number, *text);
            }
            (void)sqlite3_step(insert.get());
            check(sqlite3_reset(insert.get()));
        }
        script("COMMIT");
        fmt::print(
            "peer: FTS5 with trigrams, made in {:.1f} s of the processor, {:.0f} MiB\n",
            (cpu_milliseconds() - cpu) / 1000,
            resident_mib() - before
        );
        (void)std::fflush(stdout);
    }

    /// Any 25, in no order, which is what costs it least.
    std::size_t find(const std::string& text)
    {
        const auto rows = prepare("SELECT rowid FROM texts WHERE texts MATCH ? LIMIT 25");
        bind(rows.get(), 1, "\"" + text + "\"");
        std::size_t found = 0;
        while (sqlite3_step(rows.get()) == SQLITE_ROW) {
            ++found;
        }
        return found;
    }

private:
    static void check(int result)
    {
        if (result != SQLITE_OK) {
            std::abort();
        }
    }

    void script(const char* sql) { check(sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr)); }

    StatementPtr prepare(std::string_view sql)
    {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(
            db_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr
        ));
        return StatementPtr(statement);
    }

    static void bind(sqlite3_stmt* statement, int number, const std::string& text)
    {
        check(sqlite3_bind_text64(
            statement, number, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8
        ));
    }

    std::unique_ptr<sqlite3, CloseDatabase> db_;
};

/// Every text looked through for the very characters.
std::size_t walk(const std::vector<MadeUpPerson>& people, const std::string& text)
{
    std::size_t found = 0;
    for (const auto& one : people) {
        const bool has_it = one.name.find(text) != std::string::npos ||
                            one.employer.find(text) != std::string::npos ||
                            one.address.find(text) != std::string::npos;
        found += has_it ? 1U : 0U;
    }
    return found;
}

} // namespace

int main(int argc, char** argv)
{
    const std::size_t records =
        argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
    if (argc > 2 && std::string_view(argv[2]) == "index") {
        return measure_index(records);
    }
    Archive archive;
    fill(archive, records);
    measure_commits(archive);
    read_index(archive);
    std::vector<MadeUpPerson> people;
    MadeUpPeople again(seed);
    for (std::size_t i = 0; i < records; ++i) {
        people.push_back(again.next());
    }
    const auto search = [&](const std::string& text) {
        return archive->search({.text = text}, archive.verifier, archive.now);
    };
    bool is_right = true;
    Times trail;
    Times numbers;
    for (std::size_t i = 0; i < rounds; ++i) {
        const auto& one = people[i * (records / rounds)];
        trail.take([&] {
            archive->note(archive.verifier, "looked", "nowhere", "done", "", archive.now);
        });
        numbers.take([&] {
            is_right = is_right && search(i % 2 == 0 ? one.id_number : one.mobile).total > 0;
        });
    }
    print("of which the trail's entry alone", trail);
    print("a number", numbers);
    std::optional<Trigrams> trigrams(records);
    for (const auto& [what, texts] : questions(people)) {
        Times times;
        Times walked;
        Times with_trigrams;
        std::size_t lost = 0;
        std::size_t walked_found = 0; // printed, so that nothing is left out
        std::int64_t found = 0;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            times.take([&] {
                const auto answer = search(texts[i]);
                lost += answer.total == 0 ? 1 : 0;
                found += answer.total;
            });
            if (i % 10 == 0) {
                walked.take([&] { walked_found += walk(people, texts[i]); });
                with_trigrams.take([&] { (void)trigrams->find(texts[i]); });
            }
        }
        print(what, times);
        fmt::print("  {:.3f} of the walk\n", median(times.cpu) / median(walked.cpu));
        print(fmt::format("  peer: a walk over the texts ({} found)", walked_found), walked);
        print("  peer: FTS5, three characters and more", with_trigrams);
        fmt::print(
            "  {} found nothing, {:.0f} records on average\n",
            lost,
            static_cast<double>(found) / static_cast<double>(texts.size())
        );
        is_right = is_right && lost == 0;
    }
    return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
