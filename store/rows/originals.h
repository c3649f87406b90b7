#pragma once
// Rows of original and page: written, read, and held to their MACs and seals.

#include "store/crypto/hash.h"
#include "store/rows/codec.h"
#include "store/rows/vault.h"

#include <optional>
#include <vector>

namespace dossier::store {

struct OriginalRow {
    OriginalId id;
    Bytes content_mac;
    ObjectId object_id;
    std::string media_type;
    std::int64_t size = 0;
    std::string station;
    Instant received_at{};
    OriginalState state = OriginalState::received;
    capture::Refusal reason;
    Bytes sealed;
    Owner owner{};
};

/// A page of an original and its preview's object, if any.
struct PageRow {
    int page_no = 0;
    PageBody body;
};

[[nodiscard]] Place original_file_place(const OriginalRow& row);
[[nodiscard]] Place original_body_place(const OriginalId& id);
[[nodiscard]] Place
preview_place(const OriginalId& original_id, std::string_view object_id, int page_no);

/// Knows the same bytes again, by their digest.
[[nodiscard]] Bytes content_mac_of(const Vault& vault, const Digest& digest);
/// Of a file: the same bytes of another department are another file, so that nobody learns that
/// they are there.
[[nodiscard]] Bytes content_mac_of(const Vault& vault, const Digest& digest, const Owner& owner);
/// With its data key and the job of reading it, due when it was received. False, and nothing is
/// written, when an original of the same bytes exists.
[[nodiscard]] bool insert_original(
    Database& db, const Vault& vault, const OriginalRow& row, const SecretBytes& data_key
);
/// State, reason and content MAC.
void save_original(Database& db, const Vault& vault, const OriginalRow& row);
[[nodiscard]] std::optional<OriginalRow>
load_original(Database& db, const Vault& vault, const OriginalId& id);
/// Where a row must exist; throws Tampered when it does not.
[[nodiscard]] OriginalRow require_original(Database& db, const Vault& vault, const OriginalId& id);
/// Unsealed, with the ids of its documents.
[[nodiscard]] Original describe(Database& db, const Vault& vault, const OriginalRow& row);

void insert_page(
    Database& db,
    const Vault& vault,
    const SecretBytes& data_key,
    const OriginalId& id,
    const PageBody& body
);
[[nodiscard]] std::vector<PageRow>
load_pages(Database& db, const Vault& vault, const SecretBytes& data_key, const OriginalId& id);
/// Those of some pages only, as values.
[[nodiscard]] std::vector<Page>
select_pages(const std::vector<PageRow>& rows, const std::vector<int>& wanted);

} // namespace dossier::store
