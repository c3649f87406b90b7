#pragma once
// Rows of correction and recheck: what was found wrong in a record after its commit, who says so
// and who agrees, and the records to look at again because of it.

#include "store/rows/codec.h"
#include "store/rows/vault.h"
#include "store/types.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

struct CorrectionRow {
    std::string id;
    RecordId record_id;
    std::string field;
    CorrectionState state = CorrectionState::open;
    std::string proposed_by;
    Instant proposed_at{};
    std::string decided_by;
    Instant decided_at{};
    CorrectionBody body;
};

struct RecheckRow {
    std::string correction_id;
    RecordId record_id;
    std::string checked_by; ///< empty: nobody yet
    Instant checked_at{};
};

/// Sealed under its record's data key.
void insert_correction(Database& db, const Vault& vault, const CorrectionRow& row);
/// The decision on an open one; false when it is not open any more.
[[nodiscard]] bool decide_correction(Database& db, const Vault& vault, const CorrectionRow& row);
/// Throws Tampered when it is not as written.
[[nodiscard]] std::optional<CorrectionRow>
load_correction(Database& db, const Vault& vault, const std::string& id);
/// Those of a record, those decided first in the order of their decisions.
[[nodiscard]] std::vector<CorrectionRow>
load_corrections(Database& db, const Vault& vault, const RecordId& record_id);

/// The records of the same station, hour of arrival and type version, to be looked at again.
void insert_cohort(Database& db, const Vault& vault, const CorrectionRow& row);
[[nodiscard]] std::vector<RecheckRow>
load_cohort(Database& db, const Vault& vault, const std::string& correction_id);
/// False when the record is not of the cohort.
[[nodiscard]] bool save_recheck(Database& db, const Vault& vault, const RecheckRow& row);

} // namespace dossier::store
