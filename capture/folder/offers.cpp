#include "capture/folder/offers.h"

#include "capture/folder/inbox.h"
#include "capture/formats/reasons.h"

#include <algorithm>

namespace dossier::capture {

Offers::Offers(Directory& directory, Claims& claims, const HotFolderOptions& options)
    : directory_(directory),
      claims_(claims),
      options_(options)
{}

void Offers::open_batch(Batch& batch)
{
    const auto content = directory_.read(Place::claimed, batch.key, max_manifest_bytes);
    if (!content) return; // looked at again with the next sweep
    const std::string source_name = parse_claimed_name(batch.key).source_name;
    auto manifest = parse_manifest(source_name, content->bytes);
    if (manifest)
        batch.manifest = std::make_shared<const Manifest>(*std::move(manifest));
    else
        claims_.put_back(batch.key, source_name); // its files follow with the next sweep
}

void Offers::find_batches(const std::vector<std::string>& names)
{
    std::map<std::string, Batch> found;
    for (const std::string& name : names) {
        const ClaimedName parts = parse_claimed_name(name);
        if (!parts.mark.empty() && parts.position) ++found[parts.mark].files_here;
        if (parts.is_manifest()) found[parts.mark].key = name;
    }
    for (auto& [mark, batch] : found) {
        const auto known = batches_.find(mark);
        if (known != batches_.end() && known->second.key == batch.key)
            batch.manifest = known->second.manifest;
    }
    batches_ = std::move(found);
    for (auto& [mark, batch] : batches_)
        if (!batch.key.empty() && !batch.manifest) open_batch(batch);
}

void Offers::finish_batches(Sweep& result)
{
    std::erase_if(batches_, [&](const auto& entry) {
        const Batch& batch = entry.second;
        if (batch.files_here > 0 || !batch.manifest) return false;
        claims_.remove(batch.key);
        result.batches.push_back(
            {.what = BatchNote::What::finished,
             .key = batch.key,
             .files = batch.manifest->files.size(),
             .code = {}}
        );
        return true;
    });
}

bool Offers::offer_batch_file(Claimed& file, const ClaimedName& parts)
{
    const Batch& batch = batches_.at(parts.mark);
    const std::size_t position = *parts.position;
    if (!batch.key.empty() && !batch.manifest) return false;
    const bool is_named = batch.manifest && position < batch.manifest->files.size() &&
                          batch.manifest->files[position].name == parts.source_name;
    if (!is_named) {
        claims_.put_back(file.name, parts.source_name);
        return false;
    }
    file.batch = BatchRef{
        .key = batch.key,
        .facts = *batch.manifest,
        .position = position,
        .files = batch.manifest->files.size(),
        .sha256 = batch.manifest->files[position].sha256};
    return true;
}

bool Offers::offer_one(const std::string& name, Sweep& result)
{
    const ClaimedName parts = parse_claimed_name(name);
    const auto stat = directory_.stat(Place::claimed, name);
    if (parts.is_manifest() || !stat) return false;
    Claimed file{.name = name, .source_name = parts.source_name, .stat = *stat, .batch = {}};
    if (parts.position && !offer_batch_file(file, parts)) return false;
    if (is_safe(*stat) && is_usable_name(name))
        result.claimed.push_back(std::move(file));
    else
        result.rejected.push_back(claims_.reject(
            Place::claimed, name, cleaned_name(parts.source_name), refusal(Reason::not_a_plain_file)
        ));
    return true;
}

void Offers::offer(Sweep& result)
{
    std::vector<std::string> names = directory_.list(Place::claimed);
    std::ranges::sort(names, NaturalOrder{});
    find_batches(names);
    finish_batches(result);
    // In turns: a file that cannot be kept today must not be in the way of those behind it.
    const auto start = std::ranges::upper_bound(names, last_offered_, NaturalOrder{});
    std::rotate(names.begin(), start, names.end());
    std::size_t offered = 0;
    for (const std::string& name : names) {
        if (offered == options_.sweep_files) {
            result.has_more = true;
            return;
        }
        try {
            if (!offer_one(name, result)) continue;
        } catch (const FolderError& error) {
            result.trouble = error.what();
            continue;
        }
        last_offered_ = name;
        ++offered;
    }
}

} // namespace dossier::capture
