#pragma once
// Rows of known_answer: what a person did where a wrong value was shown.

#include "store/known_answers.h"
#include "store/rows/vault.h"

namespace dossier::store {

/// The first look counts: nothing when the discrepancy has its row.
void insert_known_answer(
    Database& db,
    const Vault& vault,
    const std::string& discrepancy_id,
    const std::string& person,
    verify::AnswerOutcome outcome,
    Instant now
);
/// Whoever arbitrated found that the answer was not known; nothing where none was planted.
void dispute_known_answer(Database& db, const Vault& vault, const std::string& discrepancy_id);
/// By person, of those answered since then. Throws Tampered when one is not as written.
[[nodiscard]] std::vector<PersonAnswers>
count_known_answers(Database& db, const Vault& vault, const Scope& scope, Instant since);
/// Throws Tampered when it is not as written, or not there.
void require_known_answer(Database& db, const Vault& vault, const std::string& discrepancy_id);

} // namespace dossier::store
