#pragma once
// Rows of data_request with its steps as one aggregate under one MAC, and of restriction.

#include "store/data_requests.h"
#include "store/rows/codec.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

struct DataRequestRow {
    DataRequestItem item; ///< its name and what it was extended from are the body's
    std::int64_t version = 1;
    DataRequestBody body;
    std::vector<DataRequestStep> steps;
};

[[nodiscard]] Place data_request_place(std::string_view id, std::int64_t version);
void insert_data_request(Database& db, const Vault& vault, const DataRequestRow& row);
/// State, day, body and new steps; `row.version` is the new one. False when it is not the one
/// before it any more.
[[nodiscard]] bool save_data_request(Database& db, const Vault& vault, const DataRequestRow& row);
/// Throws Tampered when anything of it is not as written.
[[nodiscard]] std::optional<DataRequestRow>
load_data_request(Database& db, const Vault& vault, const std::string& id);

struct Restriction {
    std::string id;
    std::string customer_id;
    std::string request_id;
    std::string placed_by;
    Instant placed_at{};
    std::string lifted_by; ///< empty: it stands
    Instant lifted_at{};
};

void insert_restriction(Database& db, const Vault& vault, const Restriction& restriction);
void save_restriction(Database& db, const Vault& vault, const Restriction& restriction);
[[nodiscard]] std::optional<Restriction>
load_restriction(Database& db, const Vault& vault, const std::string& id);
/// Those that stand of a customer, or of one who was merged into him.
[[nodiscard]] std::vector<Restriction>
standing_restrictions(Database& db, const Vault& vault, const std::string& customer_id);
/// Whether a record was made of the document, and its customer is restricted.
[[nodiscard]] bool
is_document_restricted(Database& db, const Vault& vault, const DocumentId& document_id);
/// Whether the record's customer is restricted.
[[nodiscard]] bool is_restricted(Database& db, const Vault& vault, const RecordId& record_id);

} // namespace dossier::store
