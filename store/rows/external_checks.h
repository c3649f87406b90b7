#pragma once
// Rows of external_check: one asking of one service about one document, as queue and as evidence.
// What it asked with is a digest under a key of the ring; what came back is sealed with the
// document.

#include "store/rows/documents.h"
#include "verify/external_check.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

struct ExternalCheckRow {
    std::string id; ///< also names the asking to the service, so that it is answered once
    DocumentId document_id;
    std::string connector;
    int round = 1;
    std::string kind;
    std::string about;
    std::vector<std::string> fields;
    Bytes values_mac;
    Instant asked_at{};
    std::string asked_by;
    verify::CheckState state = verify::CheckState::waiting;
    std::optional<verify::Outcome> outcome;
    Instant answered_at{};
    Instant valid_until{};
    Bytes code_mac;
    Instant code_expires_at{};
    int code_tries = 0;
    Bytes sealed;
    int attempts = 0;
    std::string trouble;
};

inline constexpr int most_code_tries = 5;

using Connectors = std::vector<verify::Connector>;

[[nodiscard]] const verify::Connector*
find_connector(const Connectors& connectors, std::string_view name);

/// Tells whether a document still has the values that were asked.
[[nodiscard]] Bytes values_mac_of(
    const Vault& vault,
    const DocumentId& document_id,
    std::string_view connector,
    const verify::Asked& asked
);
[[nodiscard]] Bytes
code_mac_of(const Vault& vault, std::string_view check_id, std::string_view code);

/// The document with the values that count now: those of its record, as corrected, where there is
/// one.
[[nodiscard]] std::optional<DocumentRow>
load_current_document(Database& db, const Vault& vault, const DocumentId& id);

/// Of a document that is destroyed: what waits is withdrawn.
void withdraw_checks(Database& db, const Vault& vault, const DocumentId& document_id);
/// Of a document that is destroyed: nothing waits any more, and nothing tells which values it had.
void forget_checks(Database& db, const Vault& vault, const DocumentId& document_id);

/// Asks anew: what waited is withdrawn, the next round is due now.
ExternalCheckRow
ask(Database& db,
    const Vault& vault,
    const verify::Connector& connector,
    const DocumentId& document_id,
    const verify::Asked& asked,
    const std::string& asked_by,
    Instant now);
/// Asks what is to be asked of the document by itself, as it stands, and was not asked with these
/// values yet; withdraws what waits with values that it no longer has.
void ask_by_itself(
    Database& db,
    const Vault& vault,
    const Connectors& connectors,
    const DocumentRow& document,
    Instant now
);

/// All but the queue's columns.
void save_external_check(Database& db, const Vault& vault, const ExternalCheckRow& row);
/// Throws Tampered when it is not as written.
[[nodiscard]] std::optional<ExternalCheckRow>
load_external_check(Database& db, const Vault& vault, const std::string& id);
/// The same with its evidence, which must open.
void require_external_check(Database& db, const Vault& vault, const std::string& id);
[[nodiscard]] std::optional<ExternalCheckRow> newest_external_check(
    Database& db, const Vault& vault, const DocumentId& document_id, std::string_view connector
);

/// Whether a service's newest word about the document is no match.
[[nodiscard]] bool has_external_doubt(Database& db, const DocumentId& document_id);

[[nodiscard]] Bytes seal_evidence(
    Database& db, const Vault& vault, const ExternalCheckRow& row, const ExternalEvidence& evidence
);
/// The newest asking of every connector that was or can be asked of the document, by name.
[[nodiscard]] std::vector<verify::ExternalCheck> describe_external_checks(
    Database& db,
    const Vault& vault,
    const Connectors& connectors,
    const DocumentId& document_id,
    const verify::CheckedDocument& checked
);

} // namespace dossier::store
