#pragma once
// Records as files for other systems: a table (RFC 4180), JSON, or a package with everything that
// belongs to them (BagIt, RFC 8493, in a zip). Pure: bytes from values.

#include "store/types.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// A record a line, a column a field; UTF-8 with a mark, because spreadsheets ask for it.
[[nodiscard]] std::string records_csv(std::span<const store::Record> records);

/// A list of records as the interface describes them, values included.
[[nodiscard]] std::string records_json(std::span<const store::Record> records);

/// A file of a package: where it lies in it, with slashes, and its bytes.
struct PackedFile {
    std::string path;
    std::string bytes;
};

/// `about` stands in bag-info.txt: name and text of each line, without line ends.
[[nodiscard]] std::string
make_bag(std::vector<PackedFile> files, std::span<const std::pair<std::string, std::string>> about);

} // namespace dossier::web
