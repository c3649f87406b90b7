#include "capture/manifest/draft.h"
#include "capture/manifest/xml.h"

namespace dossier::capture {

namespace {

using Step = tl::expected<void, ManifestProblem>;

Step take_batch(const XmlTag& tag, ManifestDraft& draft)
{
    for (const auto& [word, value] : tag.attributes)
        if (const Step step = draft.set_fact(word, value); !step) return step;
    return {};
}

Step take_file(const XmlTag& tag, ManifestDraft& draft)
{
    std::optional<std::string> name;
    std::optional<std::string> sha256;
    for (const auto& [word, value] : tag.attributes) {
        if (word != "name" && word != "sha256")
            return tl::unexpected(ManifestProblem::unknown_word);
        auto& target = word == "name" ? name : sha256;
        if (target) return tl::unexpected(ManifestProblem::repeated_word);
        target = value;
    }
    return draft.add_file(name.value_or(""), sha256.value_or(""));
}

Step take(const XmlTag& tag, ManifestDraft& draft)
{
    if (tag.depth == 1 && tag.name == "batch") return take_batch(tag, draft);
    if (tag.depth == 2 && tag.name == "file") return take_file(tag, draft);
    return tl::unexpected(ManifestProblem::unknown_word);
}

} // namespace

tl::expected<void, ManifestError> read_xml_manifest(std::string_view text, ManifestDraft& draft)
{
    XmlReader reader(text);
    while (true) {
        const auto tag = reader.next();
        if (!tag) return tl::unexpected(ManifestError{tag.error(), reader.line()});
        if (tag->kind == XmlTag::Kind::end) return {};
        if (tag->kind == XmlTag::Kind::closes) continue;
        if (const Step step = take(*tag, draft); !step)
            return tl::unexpected(ManifestError{step.error(), reader.line()});
    }
}

} // namespace dossier::capture
