#include "web/publishing.h"

#include "web/log.h"

#include <algorithm>
#include <utility>

namespace dossier::web {

namespace {

/// The installed version that the new one takes the place of, to be kept beside it: its file may be
/// another one day.
std::optional<store::TypeVersion> installed_version(const TypeShelf& types, const std::string& name)
{
    const auto* const installed = types.installed().find_type(name);
    if (installed == nullptr) return std::nullopt;
    return store::TypeVersion{
        .name = installed->name,
        .version = installed->version,
        .text = installed->text,
        .reason = {},
        .published_by = {},
        .published_at = {},
        .is_installed = true};
}

} // namespace

void put_published(TypeShelf& types, store::Store& store)
{
    for (const auto& version : store.type_versions()) {
        if (version.is_withdrawal()) {
            types.withdraw(version.name, version.version);
            continue;
        }
        auto type = ocr::parse_type(version.text);
        if (type && type->name == version.name && type->version == version.version) {
            types.put(*std::move(type));
            continue;
        }
        log(Level::warning,
            "type_not_understood",
            {{"type", version.name},
             {"version", version.version},
             {"reason", type ? std::string{"its text names another"} : type.error().reason}});
    }
}

tl::expected<store::TypeVersion, PublishingFault> publish(
    TypeShelf& types,
    store::Store& store,
    const Publication& publication,
    const store::Actor& actor,
    store::Instant now
)
{
    if (auto fault = fault_of_type(publication.text)) return tl::unexpected(*std::move(fault));
    auto type = *ocr::parse_type(publication.text);
    const auto versions = store.type_versions();
    int newest = 0;
    if (const auto* const installed = types.installed().find_type(type.name))
        newest = installed->version;
    for (const auto& version : versions)
        if (version.name == type.name) newest = std::max(newest, version.version);
    auto text = with_version(publication.text, newest + 1);
    type = *ocr::parse_type(text);
    auto published = store.publish_type(
        {.published =
             {.name = type.name,
              .version = type.version,
              .text = std::move(text),
              .reason = publication.reason,
              .published_by = {},
              .published_at = {}},
         .installed = installed_version(types, type.name),
         .draft_id = publication.draft_id,
         .draft_version = publication.draft_version},
        actor,
        now
    );
    if (!published) return tl::unexpected(std::move(published.error()));
    types.put(std::move(type));
    return *std::move(published);
}

tl::expected<store::TypeVersion, store::Conflict> withdraw(
    TypeShelf& types,
    store::Store& store,
    const std::string& name,
    const std::string& reason,
    const store::Actor& actor,
    store::Instant now
)
{
    using store::ConflictKind;
    if (types.installed().find_type(name) != nullptr)
        return tl::unexpected(store::Conflict{
            .kind = ConflictKind::not_allowed,
            .detail = "it lies in a file beside the program: remove that"});
    if (!types.in_force()->is_read(name))
        return tl::unexpected(store::Conflict{.kind = ConflictKind::not_found, .detail = {}});
    const auto newest = types.in_force()->catalog.find_type(name)->version;
    auto withdrawn = store.publish_type(
        {.published = {.name = name, .version = newest + 1, .text = {}, .reason = reason},
         .installed = {},
         .draft_id = {}},
        actor,
        now
    );
    if (withdrawn) types.withdraw(name, newest + 1);
    return withdrawn;
}

} // namespace dossier::web
