#pragma once
// Document types as people publish them: versions that stay for ever, and drafts with the specimens
// they are tried on, which go when the draft ends. A part of what the archive hands out (types.h).
// To the archive a type is a text; what it says is ocr/document_type.h.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// `is_installed`: it came with the program as a file, and is kept because another version took its
/// place. Without a text it is a withdrawal: from then on nothing is read as that type, until
/// another version is published.
struct TypeVersion {
    std::string name;
    int version = 0;
    std::string text;
    std::string reason{};
    std::string published_by{};
    std::chrono::sys_time<std::chrono::milliseconds> published_at{};
    bool is_installed = false;

    [[nodiscard]] bool is_withdrawal() const { return text.empty(); }
};

/// What is published, and what of it was installed only until now. A draft that it was made of ends
/// with it, unless it changed meanwhile.
struct TypeRelease {
    TypeVersion published;
    std::optional<TypeVersion> installed;
    std::string draft_id; ///< empty: of no draft
    std::int64_t draft_version = 0;
};

/// A file that a draft is tried on.
struct TypeSpecimen {
    int position = 0; ///< its number in the draft, never given again there
    std::string source_name;
    std::int64_t size = 0;
};

struct TypeDraft {
    std::string id;
    std::int64_t version = 1; ///< one more with each change of the text
    std::string text;
    std::string begun_by;
    std::chrono::sys_time<std::chrono::milliseconds> begun_at{};
    std::string changed_by;
    std::chrono::sys_time<std::chrono::milliseconds> changed_at{};
    std::vector<TypeSpecimen> specimens{};
};

} // namespace dossier::store
