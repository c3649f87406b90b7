#pragma once
// The seam between the program that owns keys and rows and the one that looks at hostile bytes.
// Real: ChildReader (ocr/child_reader.h), a `dossier-read` launcher that forks a sandboxed child
// for each file. In tests: in-process readers, and children that crash, hang, flood and lie.

#include "ocr/reading.h"
#include "ocr/separation.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace dossier::ocr {

/// `types`: document types as text (ocr/document_type.h), beside the installed ones or instead of
/// those of the same names. `type` forces a document type (empty: recognise it, or believe the
/// sheet that announces it). `previews` asks for page pictures. `separation`: where documents end.
/// `is_bundle`: the bytes are not a file but pages of several (ocr/bundle.h), which are read as
/// those of one. `look_only`: the pages are looked at, nothing on them is read, and there are no
/// documents.
struct ReadOptions {
    std::string type;
    bool previews = false;
    Separation separation{};
    bool is_bundle = false;
    bool look_only = false;
    std::chrono::milliseconds deadline{120'000};
    std::vector<std::string> types{};
};

class Reader {
public:
    virtual ~Reader() = default;
    /// Reads one file. Never throws for what the file contains.
    [[nodiscard]] virtual tl::expected<Reading, Unreadable>
    read(std::span<const std::byte> original, const ReadOptions& options) = 0;
};

} // namespace dossier::ocr
