#pragma once
// Rows of document and discrepancy as one aggregate: one seal over the values, one MAC over what
// people decided, so that no state can be edited beneath the service.

#include "store/rows/originals.h"
#include "store/rows/supplements.h"

#include <tl/expected.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace dossier::store {

struct DocumentRow {
    DocumentId id;
    OriginalId original_id;
    int position = 0;
    std::string type;
    int type_version = 0;
    Instant created_at{};
    DocumentState state = DocumentState::review;
    std::int64_t version = 1;
    std::string claimed_by; ///< not protected: a lease only
    Instant lease_until{};
    Urgency urgency = Urgency::normal; ///< not protected, as `due_at`: they only order the queue
    Instant due_at{};
    bool sampled = false; ///< chosen without looking at it: all its values go to a person
    std::vector<verify::Discrepancy> discrepancies;
    DocumentBody body;
    Owner owner{};                          ///< its original's
    std::optional<Supplement> supplement{}; ///< its original's
    bool is_shredded = false;               ///< a stub: who decided what on which field, no value

    [[nodiscard]] bool is_claimed_by_other(const Actor& actor, Instant now) const
    {
        return !claimed_by.empty() && claimed_by != actor.name && lease_until > now;
    }

    /// Whether this person put its pages to a record, and so has no say in what becomes of them.
    [[nodiscard]] bool is_put_by(const Actor& actor) const
    {
        return supplement && supplement->put_by == actor.name;
    }

    [[nodiscard]] int open_discrepancies() const;
    /// Whether this person has something to do here: to say what is right, or, when nothing waits
    /// any more, to commit it.
    [[nodiscard]] bool is_for(const Actor& actor) const;
    /// Of a document in which this person has something to do, `you`.
    [[nodiscard]] WaitsFor waits_for(const Actor& actor) const;
    /// The discrepancy of the wanted id, or null.
    [[nodiscard]] verify::Discrepancy* find_discrepancy(const std::string& wanted);
};

[[nodiscard]] verify::Person person_of(const Actor& actor);

/// Open, on that field; not saved yet.
[[nodiscard]] verify::Discrepancy new_discrepancy(
    const Vault& vault,
    const DocumentId& document,
    const std::string& field,
    verify::SecondEyes second_eyes
);
/// What came of a doubt: the field waits for people anyway, or does from now on, or once more.
enum class Doubted { waits, opened, reopened };

/// Leaves the field to people, in the one discrepancy that a field has; `second_eyes` where it has
/// none yet. Not saved yet.
Doubted doubt_field(
    const Vault& vault, DocumentRow& row, const std::string& field, verify::SecondEyes second_eyes
);
/// What the trail calls a field that was opened, or opened again.
[[nodiscard]] std::string_view audit_word(Doubted doubted);
/// As the trail and errors call it.
[[nodiscard]] std::string object_name(const DocumentId& id);
/// With a data key of its own.
void insert_document(Database& db, const Vault& vault, const DocumentRow& row);
/// Values, states and version; the row must still have `expected_version`. False otherwise.
[[nodiscard]] bool save_document(
    Database& db, const Vault& vault, const DocumentRow& row, std::int64_t expected_version
);
[[nodiscard]] std::optional<DocumentRow>
load_document(Database& db, const Vault& vault, const DocumentId& id);
/// The same for somebody: nothing where it is out of his scope.
[[nodiscard]] std::optional<DocumentRow>
find_document(Database& db, const Vault& vault, const DocumentId& id, const Scope& scope);
/// The record that was made of it.
[[nodiscard]] std::optional<RecordId> record_of(Database& db, const DocumentId& id);
/// The document, if this person may change this version of it now.
[[nodiscard]] tl::expected<DocumentRow, Conflict> find_changeable(
    Database& db,
    const Vault& vault,
    const DocumentId& id,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
);
/// What the documents that came with this one say now, it among them; nothing where a document does
/// not ask for them (verify/holders.h).
[[nodiscard]] std::vector<verify::CheckedDocument>
load_file(Database& db, const Vault& vault, const DocumentRow& row);
/// The whole document as this person may see it.
[[nodiscard]] Document
describe(Database& db, const Vault& vault, DocumentRow row, const Actor& actor, Instant now);

} // namespace dossier::store
