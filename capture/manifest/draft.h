#pragma once
// A manifest while it is read, the same for the three notations: every item is checked as it comes.

#include "capture/manifest.h"
#include "capture/manifest/problem.h"

#include <set>

namespace dossier::capture {

class ManifestDraft {
public:
    /// `word` is `name`, `sheets`, `sides` or `type`.
    [[nodiscard]] tl::expected<void, ManifestProblem>
    set_fact(std::string_view word, std::string_view value);
    [[nodiscard]] tl::expected<void, ManifestProblem>
    add_file(std::string_view name, std::string_view sha256);
    /// `default_name` is the batch's name when none was given.
    [[nodiscard]] tl::expected<Manifest, ManifestProblem> finish(std::string_view default_name);

private:
    Manifest manifest_;
    std::set<std::string, std::less<>> words_;
    std::set<std::string, std::less<>> names_;
};

/// The three notations. `text` has no byte order mark any more.
[[nodiscard]] tl::expected<void, ManifestError>
read_xml_manifest(std::string_view text, ManifestDraft& draft);
[[nodiscard]] tl::expected<void, ManifestError>
read_json_manifest(std::string_view text, ManifestDraft& draft);
[[nodiscard]] tl::expected<void, ManifestError>
read_csv_manifest(std::string_view text, ManifestDraft& draft);

} // namespace dossier::capture
