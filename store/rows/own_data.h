#pragma once
// What the archive holds of one person who asks: found by his number, by his name, in records and
// in documents that were never filed; and what may become of each.

#include "store/data_requests.h"
#include "store/rows/codec.h"
#include "store/rows/vault.h"
#include "store/store.h"
#include "verify/data_subject.h"

#include <set>
#include <string>
#include <vector>

namespace dossier::store {

[[nodiscard]] verify::AskingPerson person_of(const DataRequestBody& body);
/// The customer who has one of the person's numbers; empty where none has.
[[nodiscard]] std::string
customer_of_person(Database& db, const Vault& vault, const DataRequestBody& body);
/// Whatever speaks of him; `hits`: records that a search brought, of which not all may.
[[nodiscard]] std::vector<FoundItem> find_own_data(
    Database& db, const Vault& vault, const DataRequestBody& body, const std::set<RecordId>& hits
);
/// What is so of a found thing now.
[[nodiscard]] FoundFacts facts_of(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const FoundItem& item,
    Instant now
);

} // namespace dossier::store
