#pragma once
// Rows of bundle_page and loose_file: documents made of pages of several files. A bundle is a row
// of `original` whose media type says so; it has pages, documents and a job like any other, and no
// bytes of its own.

#include "store/rows/originals.h"
#include "verify/announced.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

inline constexpr std::string_view bundle_media_type = "application/vnd.dossier.bundle";

[[nodiscard]] inline bool is_bundle(const OriginalRow& row)
{
    return row.media_type == bundle_media_type;
}

/// One of the files of a bundle, and which of its pages, in the bundle's order.
struct BundleFile {
    OriginalRow original;
    std::vector<int> pages;
};

/// Where a page of a file went.
struct BundlePlace {
    OriginalId bundle_id;
    int position = 0;
};

/// Makes the bundle with its job. Its documents are of `type`, where that is not empty.
OriginalId insert_bundle(
    Database& db,
    const Vault& vault,
    std::string_view station,
    const Owner& owner,
    const std::vector<FilePage>& pages,
    std::string_view type,
    Instant now,
    verify::Announced announced = {} ///< what was said of its files
);
/// The type that its documents are of; empty: nobody said.
[[nodiscard]] std::string
announced_type_of(Database& db, const Vault& vault, const OriginalRow& bundle);
/// The bundle's pages in their order; throws Tampered when they are not those it was made of.
[[nodiscard]] std::vector<FilePage>
load_bundle(Database& db, const Vault& vault, const OriginalRow& bundle);
/// Gives all of its pages back, or those at these positions, for other bundles to take them.
void replace_bundle(Database& db, const Vault& vault, OriginalRow bundle);
void replace_pages(
    Database& db, const Vault& vault, OriginalRow bundle, const std::set<int>& positions
);
/// The positions of those that it gave back.
[[nodiscard]] std::set<int> replaced_pages(Database& db, const OriginalId& bundle_id);
/// Its files; one that comes twice, with others in between, is listed twice.
[[nodiscard]] std::vector<BundleFile>
load_bundle_files(Database& db, const Vault& vault, const OriginalRow& bundle);
/// The pages of a file that are in bundles which were not replaced, by their numbers.
[[nodiscard]] std::map<int, BundlePlace> bundle_places(Database& db, const OriginalId& original_id);

void insert_loose_file(Database& db, const OriginalId& original_id);
[[nodiscard]] bool is_loose_file(Database& db, const OriginalId& original_id);
[[nodiscard]] bool has_loose_files(Database& db, const std::string& batch_id);

} // namespace dossier::store
