#include "capture/manifest.h"

#include "capture/manifest/draft.h"

#include <algorithm>
#include <cctype>

namespace dossier::capture {

namespace {

std::string ending_of(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    std::string ending(dot == std::string_view::npos || dot == 0 ? "" : name.substr(dot));
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return ending;
}

tl::expected<void, ManifestError>
read_notation(std::string_view ending, std::string_view text, ManifestDraft& draft)
{
    if (ending == ".xml") return read_xml_manifest(text, draft);
    if (ending == ".json") return read_json_manifest(text, draft);
    return read_csv_manifest(text, draft);
}

} // namespace

bool is_manifest_name(std::string_view name)
{
    const std::string ending = ending_of(name);
    return ending == ".xml" || ending == ".json" || ending == ".csv";
}

tl::expected<Manifest, Refusal>
parse_manifest(std::string_view name, std::span<const std::byte> bytes)
{
    const auto refuse = [](ManifestProblem problem, int line = 0) {
        return tl::unexpected(refusal(ManifestError{problem, line}));
    };
    if (bytes.size() > max_manifest_bytes) return refuse(ManifestProblem::too_large);
    std::string text;
    text.reserve(bytes.size());
    for (const std::byte byte : bytes)
        text += static_cast<char>(byte);
    std::string_view body = text;
    if (body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF"))
        return refuse(ManifestProblem::not_utf8);
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    // Programs that reserve a file's size first leave zeros where text is still to come.
    const bool is_blank = body.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (is_blank || body.back() == '\0') return refuse(ManifestProblem::ended);
    ManifestDraft draft;
    const std::string ending = ending_of(name);
    if (const auto read = read_notation(ending, body, draft); !read)
        return tl::unexpected(refusal(read.error()));
    auto manifest = draft.finish(name.substr(0, name.size() - ending.size()));
    if (!manifest) return refuse(manifest.error());
    return *std::move(manifest);
}

} // namespace dossier::capture
