// Values of many documents side by side. Columns tell which wait, the seals what they are; what is
// decided of them goes through decide() as any other decision.

#include "store/value_groups.h"

#include "store/rows/core.h"
#include "store/rows/scoped.h"
#include "verify/glyphs.h"

#include <algorithm>
#include <iterator>

namespace dossier::store {
namespace {

/// So many documents are opened at most, to find those with a doubted character.
constexpr int most_opened = 2'000;

/// One person settles it, who is shown what was read.
constexpr std::string_view is_simple =
    "discrepancy.state = 'open' AND discrepancy.second_eyes = 'none' AND document.state = 'review' "
    // A document in which a value may be planted shows none of its values here: by its absence it
    // could be told.
    "AND NOT EXISTS (SELECT 1 FROM discrepancy AS other WHERE other.document_id = document.id AND "
    "other.second_eyes = 'machine')";

std::vector<verify::Finding>
findings_of(const verify::CheckedDocument& checked, const std::string& field)
{
    std::vector<verify::Finding> findings;
    std::ranges::copy_if(
        checked.findings,
        std::back_inserter(findings),
        [&](const verify::Finding& finding) {
            return std::ranges::find(finding.fields, field) != finding.fields.end();
        }
    );
    return findings;
}

/// The value, if a look at its picture can confirm it: there is one, with a place on a page.
std::optional<GroupValue> value_of(
    Database& db, const Vault& vault, const DocumentRow& row, const std::string& discrepancy_id
)
{
    const auto discrepancy =
        std::ranges::find(row.discrepancies, discrepancy_id, &verify::Discrepancy::id);
    const auto* const checked = discrepancy == row.discrepancies.end()
                                    ? nullptr
                                    : row.body.checked.find_field(discrepancy->field);
    if (checked == nullptr || checked->field.value.empty() ||
        checked->field.box == capture::Box{}) {
        return std::nullopt;
    }
    auto findings = findings_of(row.body.checked, discrepancy->field);
    if (verify::broken_rule(findings, discrepancy->field) != nullptr) {
        return std::nullopt;
    }
    const auto data_key = vault.data_key(db, row.original_id.text);
    const auto pages =
        select_pages(load_pages(db, vault, data_key, row.original_id), {checked->field.page});
    if (pages.empty() || !pages.front().preview) {
        return std::nullopt;
    }
    return GroupValue{
        .document_id = row.id,
        .version = row.version,
        .type = row.type,
        .discrepancy_id = discrepancy_id,
        .checked = *checked,
        .findings = std::move(findings),
        .glyphs = verify::doubted_glyphs(checked->field),
        .page = pages.front()};
}

} // namespace

std::vector<ValueGroup> Store::value_groups(const Scope& scope)
{
    Snapshot snapshot{core_->readers};
    std::vector<ValueGroup> groups;
    Statement rows(
        snapshot.db(),
        "SELECT document.type, discrepancy.field, count(*) AS waiting FROM discrepancy "
        "JOIN document ON document.id = discrepancy.document_id WHERE " +
            std::string(is_simple) + " AND " + in_documents(scope, 1) +
            " GROUP BY document.type, discrepancy.field "
            "ORDER BY waiting DESC, document.type, discrepancy.field",
        scope.department,
        scope.person
    );
    while (rows.next()) {
        groups.push_back({.type = rows.text(0), .field = rows.text(1), .values = rows.integer(2)});
    }
    return groups;
}

std::vector<GroupValue>
Store::view_values(const ValuesAsked& asked, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    std::vector<GroupValue> values;
    {
        Snapshot snapshot{core_->readers};
        auto& db = snapshot.db();
        // CROSS JOIN is SQLite's word for this order: the queue's index, walked until enough is
        // found, instead of all that waits, sorted.
        Statement rows(
            db,
            "SELECT document.id, discrepancy.id FROM document CROSS JOIN discrepancy "
            "WHERE discrepancy.document_id = document.id AND " +
                std::string(is_simple) +
                " AND ($1 = '' OR document.type = $1) AND ($2 = '' OR discrepancy.field = $2) "
                "AND (claimed_by = '' OR claimed_by = $3 OR lease_until <= $4) AND " +
                in_documents(actor.scope, 6) +
                " ORDER BY urgency, due_at, document.id, discrepancy.position LIMIT $5",
            asked.type,
            asked.field,
            actor.name,
            now,
            most_opened,
            actor.scope.department,
            actor.scope.person
        );
        while (rows.next() && static_cast<int>(values.size()) < asked.limit) {
            const auto row = load_document(db, vault, {rows.text(0)});
            auto value = row ? value_of(db, vault, *row, rows.text(1)) : std::nullopt;
            const bool is_wanted =
                value && (asked.glyph.empty() ||
                          std::ranges::find(value->glyphs, asked.glyph) != value->glyphs.end());
            if (is_wanted) {
                values.push_back(std::move(*value));
            }
        }
    }
    Transaction tx{core_->writer};
    for (const auto& value : values) {
        core_->audit(
            tx.db(),
            actor,
            "value_viewed",
            object_name(value.document_id),
            value.checked.field.name,
            now
        );
    }
    tx.commit();
    return values;
}

} // namespace dossier::store
