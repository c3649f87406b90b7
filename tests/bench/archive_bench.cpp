// Lists of the archive behind a million records: by class, by tag, customers, what is due. Each is
// a page of 50 as the interface shows it, its rows opened and held to their MACs. `archive_bench
// [ROWS]`

#include "tests/bench/measure.h"
#include "tests/store/archive.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace {

using namespace dossier::store;
using dossier::bench::median;

constexpr int page = 50;
constexpr int shown = 60; ///< real records, newer and due earlier than all that is made up

/// Rows that no list opens: what is measured is to find the others among them.
void make_up(const std::filesystem::path& file, const std::string& rows)
{
    Database db(file, Access::read_write);
    db.script("PRAGMA foreign_keys = OFF");
    const std::string numbers =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") ";
    db.script(
        numbers + "INSERT INTO filing SELECT printf('%032x', i), 'A-' || i, 1, "
                  "CASE WHEN i % 20 = 0 THEN 'corporate' ELSE 'personal' END, 'identity', "
                  "'standard', (11 + i % 50) || '0000', "
                  "CASE WHEN i % 50 = 0 THEN 'secret' ELSE 'internal' END, 'customer_identity', "
                  "'', '', i, x'00', x'00' FROM n"
    );
    db.script(
        numbers + "INSERT INTO record_tag SELECT 't' || i % 30, i, printf('%032x', i) FROM n "
                  "WHERE i % 10 = 0"
    );
    db.script(
        numbers + "INSERT INTO customer SELECT printf('%032x', i), 'person', i, '', 1, x'00' FROM n"
    );
    db.script(
        numbers + "INSERT INTO customer_record SELECT printf('%032x', i), printf('%032x', i), i, "
                  "x'00' FROM n"
    );
    db.script(
        numbers +
        "INSERT INTO due SELECT printf('%032x', i), CASE WHEN i % 2 = 0 THEN 'expiry' ELSE "
        "'review' END, printf('%032x', i), NULL, 'valid_to', 30000 + i % 3650, 'open', '', 0, "
        "x'00', x'00' FROM n"
    );
}

dossier::verify::CheckedDocument card_of(int i)
{
    auto card = a_card();
    card.fields[1].field.value = fmt::format("SECRET{:06}", i);
    card.fields.push_back(field("valid_to", "2027-01-02"));
    return card;
}

StoreOptions with_plan()
{
    auto options = cheap_options();
    auto& plan = options.filing;
    plan.words["nature"] = {{.name = "corporate", .title = {}, .code = {}}};
    plan.words["security_level"] = {{.name = "secret", .title = {}, .code = {}}};
    plan.rules = {
        {.types = {},
         .field = {},
         .begins = {},
         .gives = {{"nature", "corporate"}, {"security_level", "secret"}}}};
    return options;
}

void measure(const std::string& what, const std::function<std::size_t()>& list)
{
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    std::size_t rows = 0;
    for (int i = 0; i < 21; ++i) {
        const auto start = Clock::now();
        rows = list();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    const auto worst = *std::ranges::max_element(times);
    fmt::print(
        "{:28} {:3} rows   median {:7.2f} ms   worst {:7.2f} ms\n", what, rows, median(times), worst
    );
}

} // namespace

int main(int count, char** arguments)
{
    const std::string rows = count > 1 ? arguments[1] : "1000000";
    Archive archive{with_plan()};
    Actor keeper{.name = "kai", .role = "records"};
    for (int i = 0; i < shown; ++i) {
        archive.now += std::chrono::milliseconds{1};
        (void)archive.read(std::to_string(i), {card_of(i)});
        const auto newest = archive->records(whole_site, "", "", 1).items.at(0).id;
        Refiling refiling;
        refiling.tags = {"tag"};
        refiling.reason = "bench";
        (void)archive->refile_record(newest, refiling, 1, keeper, archive.now);
    }
    archive.close();
    make_up(archive.path() / "dossier.db", rows);
    archive.open();
    fmt::print("pages of {} behind {} rows\n", page, rows);
    const auto filed = [&](const FilingFilter& filter) {
        return archive->filed_records(whole_site, filter, "", page).items.size();
    };
    measure("all", [&] { return filed({}); });
    measure("one class", [&] {
        return filed({.classes = {{"nature", "corporate"}}, .box = {}, .tag = {}});
    });
    measure("two classes", [&] {
        return filed(
            {.classes = {{"nature", "corporate"}, {"security_level", "secret"}},
             .box = {},
             .tag = {}}
        );
    });
    measure("a tag", [&] { return filed({.classes = {}, .box = {}, .tag = "tag"}); });
    measure("customers", [&] { return archive->customers(whole_site, "", page).items.size(); });
    const auto until = std::chrono::sys_days{std::chrono::year{2027} / 12 / 31};
    measure("due", [&] {
        return archive->due(whole_site, {.kind = {}, .until = until}, "", page).items.size();
    });
    measure("due, expiries", [&] {
        return archive->due(whole_site, {.kind = DueKind::expiry, .until = until}, "", page)
            .items.size();
    });
    return 0;
}
