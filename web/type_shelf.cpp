#include "web/type_shelf.h"

#include <algorithm>
#include <utility>

namespace dossier::web {

TypeShelf::TypeShelf(ocr::TypeCatalog installed) : installed_(std::move(installed))
{
    for (const auto& type : installed_.types)
        keep({.type = std::make_shared<const ocr::DocumentType>(type), .is_installed = true});
    choose();
}

std::shared_ptr<const TypesInForce> TypeShelf::in_force() const
{
    const std::lock_guard lock{mutex_};
    return in_force_;
}

std::shared_ptr<const ocr::TypeCatalog> TypeShelf::as_of(std::string_view type, int version) const
{
    const auto now = in_force();
    const auto* const newest = now->catalog.find_type(type);
    const auto older =
        newest == nullptr || newest->version == version ? nullptr : find(type, version);
    if (older == nullptr) return {now, &now->catalog};
    auto catalog = std::make_shared<ocr::TypeCatalog>(now->catalog);
    ocr::put_type(*catalog, *older);
    return catalog;
}

std::shared_ptr<const ocr::DocumentType> TypeShelf::find(std::string_view type, int version) const
{
    const std::lock_guard lock{mutex_};
    const auto versions = types_.find(type);
    if (versions == types_.end()) return nullptr;
    const auto found = versions->second.find(version);
    return found == versions->second.end() ? nullptr : found->second.type;
}

void TypeShelf::put(ocr::DocumentType published)
{
    const std::lock_guard lock{mutex_};
    keep(
        {.type = std::make_shared<const ocr::DocumentType>(std::move(published)),
         .is_installed = false}
    );
    choose();
}

void TypeShelf::withdraw(const std::string& type, int version)
{
    const std::lock_guard lock{mutex_};
    withdrawn_[type] = version;
    choose();
}

void TypeShelf::keep(Kept kept)
{
    const auto& type = *kept.type;
    if (!types_.contains(type.name)) order_.push_back(type.name);
    types_[type.name][type.version] = std::move(kept);
}

void TypeShelf::choose()
{
    auto chosen = std::make_shared<TypesInForce>();
    for (const auto& name : order_) {
        const auto& [version, newest] = *types_.at(name).rbegin();
        chosen->catalog.types.push_back(*newest.type);
        const auto withdrawn = withdrawn_.find(name);
        if (withdrawn != withdrawn_.end() && withdrawn->second > version &&
            installed_.find_type(name) == nullptr)
            chosen->withdrawn.insert(name);
        else if (!newest.is_installed)
            chosen->published.push_back(newest.type->text);
    }
    in_force_ = std::move(chosen);
}

} // namespace dossier::web
