#include "store/rows/bundles.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/batch_changes.h"

#include <algorithm>
#include <utility>

namespace dossier::store {
namespace {

Digest digest_of(std::string_view what, const std::vector<FilePage>& pages)
{
    Canonical list;
    list.text(what);
    for (const auto& page : pages) {
        list.text(page.original_id.text).number(page.page_no);
    }
    return sha256(list.bytes());
}

Digest digest_of(const std::vector<FilePage>& pages)
{
    return digest_of("bundle", pages);
}

/// Of a bundle that gave pages back. Several may have had the same pages, one after the other.
Digest
digest_of(const OriginalId& id, const std::vector<FilePage>& pages, const std::set<int>& replaced)
{
    Canonical list;
    list.text("bundle with replaced pages").text(id.text);
    for (int at = 0; const auto& page : pages) {
        list.text(page.original_id.text).number(page.page_no);
        list.number(replaced.contains(at++) ? 1 : 0);
    }
    return sha256(list.bytes());
}

bool is_as_made(
    const Vault& vault,
    const OriginalRow& bundle,
    const std::vector<FilePage>& pages,
    const std::set<int>& replaced
)
{
    if (replaced.empty()) {
        return content_mac_of(vault, digest_of(pages)) == bundle.content_mac;
    }
    if (content_mac_of(vault, digest_of(bundle.id, pages, replaced)) == bundle.content_mac) {
        return true;
    }
    // So were they written until 2026-11-26, when a bundle gave back all of its pages or none.
    return replaced.size() == pages.size() &&
           content_mac_of(vault, digest_of("replaced bundle", pages)) == bundle.content_mac;
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
    Instant now,
    verify::Announced announced
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
    announced.erase(std::string(verify::announced_type));
    if (!type.empty()) {
        announced.emplace(verify::announced_type, type);
    }
    const OriginalBody body{
        .source_name = files.name, .sha256 = to_hex(digest), .announced = std::move(announced)};
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
    Statement rows(
        db,
        "SELECT original_id, page_no FROM bundle_page WHERE bundle_id = $1 ORDER BY position",
        bundle.id
    );
    while (rows.next()) {
        pages.push_back({.original_id = {rows.text(0)}, .page_no = rows.small_integer(1)});
    }
    if (!is_as_made(vault, bundle, pages, replaced_pages(db, bundle.id))) {
        throw Tampered("bundle " + bundle.id.text);
    }
    return pages;
}

std::set<int> replaced_pages(Database& db, const OriginalId& bundle_id)
{
    std::set<int> positions;
    Statement rows(
        db, "SELECT position FROM bundle_page WHERE bundle_id = $1 AND is_replaced = 1", bundle_id
    );
    while (rows.next()) {
        positions.insert(rows.small_integer(0));
    }
    return positions;
}

void replace_bundle(Database& db, const Vault& vault, OriginalRow bundle)
{
    const auto count = load_bundle(db, vault, bundle).size();
    std::set<int> all;
    for (std::size_t at = 0; at < count; ++at) {
        all.insert(static_cast<int>(at));
    }
    replace_pages(db, vault, std::move(bundle), all);
}

void replace_pages(
    Database& db, const Vault& vault, OriginalRow bundle, const std::set<int>& positions
)
{
    const auto pages = load_bundle(db, vault, bundle);
    auto replaced = replaced_pages(db, bundle.id);
    replaced.insert(positions.begin(), positions.end());
    bundle.content_mac = content_mac_of(vault, digest_of(bundle.id, pages, replaced));
    save_original(db, vault, bundle);
    for (const int at : positions) {
        db.run(
            "UPDATE bundle_page SET is_replaced = 1 WHERE bundle_id = $1 AND position = $2",
            bundle.id,
            at
        );
    }
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
