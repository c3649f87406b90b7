#include "store/rows/known_answers.h"

#include "store/error.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <map>
#include <optional>

namespace dossier::store {
namespace {

struct KnownAnswerRow {
    std::string discrepancy_id;
    std::string person;
    Instant answered_at{};
    verify::AnswerOutcome outcome = verify::AnswerOutcome::caught;
};

Canonical canonical(const KnownAnswerRow& row)
{
    Canonical bytes;
    bytes.text("known_answer")
        .text(row.discrepancy_id)
        .text(row.person)
        .number(row.answered_at.time_since_epoch().count())
        .text(word(row.outcome));
    return bytes;
}

/// Of a statement that selects discrepancy_id, person, answered_at, outcome, row_mac.
KnownAnswerRow read_row(Statement& columns, const Vault& vault)
{
    KnownAnswerRow row{
        .discrepancy_id = columns.text(0),
        .person = columns.text(1),
        .answered_at = columns.instant(2),
        .outcome = from_word<verify::AnswerOutcome>(columns.text(3))};
    vault.require_row_mac(canonical(row), columns.blob(4), "known_answer", row.discrepancy_id);
    return row;
}

std::optional<KnownAnswerRow>
load_known_answer(Database& db, const Vault& vault, const std::string& discrepancy_id)
{
    Statement row(
        db,
        "SELECT discrepancy_id, person, answered_at, outcome, row_mac FROM known_answer "
        "WHERE discrepancy_id = $1",
        discrepancy_id
    );
    return row.next() ? std::optional(read_row(row, vault)) : std::nullopt;
}

std::int64_t& count_of(PersonAnswers& answers, verify::AnswerOutcome outcome)
{
    switch (outcome) {
    case verify::AnswerOutcome::caught: return answers.caught;
    case verify::AnswerOutcome::missed: return answers.missed;
    case verify::AnswerOutcome::differed: return answers.differed;
    case verify::AnswerOutcome::disputed: break;
    }
    return answers.disputed;
}

} // namespace

void insert_known_answer(
    Database& db,
    const Vault& vault,
    const std::string& discrepancy_id,
    const std::string& person,
    verify::AnswerOutcome outcome,
    Instant now
)
{
    const KnownAnswerRow row{
        .discrepancy_id = discrepancy_id, .person = person, .answered_at = now, .outcome = outcome};
    db.run(
        "INSERT INTO known_answer (discrepancy_id, person, answered_at, outcome, row_mac) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (discrepancy_id) DO NOTHING",
        row.discrepancy_id,
        row.person,
        row.answered_at,
        word(row.outcome),
        vault.row_mac(canonical(row))
    );
}

void dispute_known_answer(Database& db, const Vault& vault, const std::string& discrepancy_id)
{
    auto row = load_known_answer(db, vault, discrepancy_id);
    if (!row) {
        return;
    }
    row->outcome = verify::AnswerOutcome::disputed;
    db.run(
        "UPDATE known_answer SET outcome = $2, row_mac = $3 WHERE discrepancy_id = $1",
        row->discrepancy_id,
        word(row->outcome),
        vault.row_mac(canonical(*row))
    );
}

std::vector<PersonAnswers>
count_known_answers(Database& db, const Vault& vault, const Scope& scope, Instant since)
{
    const Scope all{.department = scope.department, .person = {}};
    std::map<std::string, PersonAnswers> people;
    Statement rows(
        db,
        "SELECT discrepancy_id, person, answered_at, outcome, known_answer.row_mac "
        "FROM known_answer JOIN discrepancy ON discrepancy.id = discrepancy_id "
        "JOIN document ON document.id = discrepancy.document_id WHERE answered_at >= $1 AND " +
            in_documents(all, 2),
        since,
        all.department,
        all.person
    );
    while (rows.next()) {
        const auto row = read_row(rows, vault);
        ++count_of(people[row.person], row.outcome);
    }
    std::vector<PersonAnswers> counts;
    for (auto& [person, answers] : people) {
        answers.person = person;
        counts.push_back(std::move(answers));
    }
    return counts;
}

void require_known_answer(Database& db, const Vault& vault, const std::string& discrepancy_id)
{
    if (!load_known_answer(db, vault, discrepancy_id)) {
        throw Tampered("known_answer " + discrepancy_id);
    }
}

} // namespace dossier::store
