#include "store/rows/bundles.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/batch_changes.h"

#include <algorithm>

namespace dossier::store {
namespace {

Digest digest_of(const std::vector<FilePage>& pages, bool is_replaced = false)
{
    Canonical list;
    list.text(is_replaced ? "replaced bundle" : "bundle");
    for (const auto& page : pages) {
        list.text(page.original_id.text).number(page.page_no);
    }
    return sha256(list.bytes());
}

/// `0001.jpg – 0003.jpg`.
std::string name_of(const std::vector<std::string>& files)
{
    return files.front() == files.back() ? files.front() : files.front() + " – " + files.back();
}

struct Files {
    std::string name;
    std::int64_t size = 0;
};

Files files_of(Database& db, const Vault& vault, const std::vector<FilePage>& pages)
{
    std::vector<std::string> names;
    std::int64_t size = 0;
    const OriginalId* last = nullptr;
    for (const auto& page : pages) {
        if (last != nullptr && *last == page.original_id) {
            continue;
        }
        last = &page.original_id;
        const auto file = describe(db, vault, require_original(db, vault, page.original_id));
        names.push_back(file.source_name);
        size += file.size;
    }
    return {.name = name_of(names), .size = size};
}

} // namespace

OriginalId insert_bundle(
    Database& db,
    const Vault& vault,
    std::string_view station,
    const Owner& owner,
    const std::vector<FilePage>& pages,
    std::string_view type,
    Instant now
)
{
    const auto digest = digest_of(pages);
    const auto files = files_of(db, vault, pages);
    OriginalRow row{
        .id = {vault.new_id()},
        .content_mac = content_mac_of(vault, digest),
        .object_id = {vault.new_id()},
        .media_type = std::string(bundle_media_type),
        .size = files.size,
        .station = std::string(station),
        .received_at = now,
        .state = OriginalState::received,
        .reason = {},
        .sealed = {},
        .owner = owner};
    const auto data_key = vault.new_data_key();
    OriginalBody body{.source_name = files.name, .sha256 = to_hex(digest)};
    if (!type.empty()) {
        body.announced.emplace(verify::announced_type, type);
    }
    row.sealed = vault.seal_part(data_key, original_body_place(row.id), encode(body));
    if (!insert_original(db, vault, row, data_key)) {
        throw Error("database: these pages are a document already");
    }
    int position = 0;
    for (const auto& page : pages) {
        db.run(
            "INSERT INTO bundle_page (bundle_id, position, original_id, page_no, is_replaced) "
            "VALUES ($1, $2, $3, $4, 0)",
            row.id,
            position++,
            page.original_id,
            page.page_no
        );
    }
    note_change_of(db, row.id);
    return row.id;
}

std::string announced_type_of(Database& db, const Vault& vault, const OriginalRow& bundle)
{
    const auto announced = describe(db, vault, bundle).announced;
    const auto type = announced.find(std::string(verify::announced_type));
    return type == announced.end() ? std::string() : type->second;
}

std::vector<FilePage> load_bundle(Database& db, const Vault& vault, const OriginalRow& bundle)
{
    std::vector<FilePage> pages;
    bool is_replaced = false;
    Statement rows(
        db,
        "SELECT original_id, page_no, is_replaced FROM bundle_page WHERE bundle_id = $1 "
        "ORDER BY position",
        bundle.id
    );
    while (rows.next()) {
        pages.push_back({.original_id = {rows.text(0)}, .page_no = rows.small_integer(1)});
        is_replaced = rows.integer(2) != 0;
    }
    if (content_mac_of(vault, digest_of(pages, is_replaced)) != bundle.content_mac) {
        throw Tampered("bundle " + bundle.id.text);
    }
    return pages;
}

void replace_bundle(Database& db, const Vault& vault, OriginalRow bundle)
{
    bundle.content_mac = content_mac_of(vault, digest_of(load_bundle(db, vault, bundle), true));
    save_original(db, vault, bundle);
    db.run("UPDATE bundle_page SET is_replaced = 1 WHERE bundle_id = $1", bundle.id);
}

std::vector<BundleFile>
load_bundle_files(Database& db, const Vault& vault, const OriginalRow& bundle)
{
    std::vector<BundleFile> files;
    for (const auto& page : load_bundle(db, vault, bundle)) {
        if (files.empty() || files.back().original.id != page.original_id) {
            files.push_back({require_original(db, vault, page.original_id), {}});
        }
        files.back().pages.push_back(page.page_no);
    }
    return files;
}

std::map<int, BundlePlace> bundle_places(Database& db, const OriginalId& original_id)
{
    std::map<int, BundlePlace> places;
    Statement rows(
        db,
        "SELECT page_no, bundle_id, position FROM bundle_page WHERE original_id = $1 "
        "AND is_replaced = 0",
        original_id
    );
    while (rows.next()) {
        places.emplace(
            rows.small_integer(0),
            BundlePlace{.bundle_id = {rows.text(1)}, .position = rows.small_integer(2)}
        );
    }
    return places;
}

void insert_loose_file(Database& db, const OriginalId& original_id)
{
    db.run("INSERT INTO loose_file (original_id) VALUES ($1)", original_id);
}

bool is_loose_file(Database& db, const OriginalId& original_id)
{
    Statement row(db, "SELECT 1 FROM loose_file WHERE original_id = $1", original_id);
    return row.next();
}

bool has_loose_files(Database& db, const std::string& batch_id)
{
    Statement row(
        db,
        "SELECT 1 FROM loose_file WHERE original_id IN "
        "(SELECT original_id FROM batch_arrival WHERE batch_id = $1) LIMIT 1",
        batch_id
    );
    return row.next();
}

} // namespace dossier::store
