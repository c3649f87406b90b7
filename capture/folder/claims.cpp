#include "capture/folder/claims.h"

#include "capture/folder/inbox.h"
#include "capture/folder/names.h"

#include <algorithm>

namespace dossier::capture {

namespace {

/// More names than anybody takes in one moment; whoever gets here has another trouble.
constexpr int most_attempts = 10'000;

} // namespace

void Claims::claim(
    const std::string& name, const FileStat& checked, std::vector<std::byte> bytes, Instant now
)
{
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const std::string target = claimed_name(name, now, attempt);
        const Moved moved =
            directory_.move(Place::inbox, name, Place::claimed, target, NewName::ours);
        if (moved == Moved::taken) continue;
        if (moved != Moved::yes) return;
        is_inbox_dirty_ = is_claimed_dirty_ = true;
        const auto stat = directory_.stat(Place::claimed, target);
        if (stat && is_same_content(*stat, checked))
            known_whole_[target] = {*stat, std::move(bytes)};
        else if (stat)
            put_back(target, name);
        return;
    }
    throw FolderError("hot folder: every name in .claimed is taken");
}

std::string Claims::free_batch_mark(Instant now)
{
    const std::vector<std::string> names = directory_.list(Place::claimed);
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        std::string mark = batch_mark(now, attempt);
        const bool is_taken = std::ranges::any_of(names, [&](const std::string& name) {
            return parse_claimed_name(name).mark == mark;
        });
        if (!is_taken) return mark;
    }
    throw FolderError("hot folder: every name in .claimed is taken");
}

bool Claims::move_to_claimed(const BatchFile& file, const std::string& target)
{
    const Moved moved =
        directory_.move(Place::inbox, file.name, Place::claimed, target, NewName::ours);
    if (moved != Moved::yes) return false;
    is_inbox_dirty_ = is_claimed_dirty_ = true;
    const auto stat = directory_.stat(Place::claimed, target);
    return stat && is_same_content(*stat, file.checked);
}

std::optional<std::string>
Claims::claim_batch(const BatchFile& manifest, const std::vector<BatchFile>& files, Instant now)
{
    const std::string mark = free_batch_mark(now);
    for (std::size_t i = 0; i < files.size(); ++i)
        if (!move_to_claimed(files[i], claimed_batch_file_name(mark, i, files[i].name)))
            return std::nullopt;
    // A manifest must never outlast a power cut that its files do not.
    flush();
    std::string key = claimed_manifest_name(mark, manifest.name);
    if (!move_to_claimed(manifest, key)) {
        if (directory_.stat(Place::claimed, key)) put_back(key, manifest.name);
        return std::nullopt;
    }
    flush();
    return key;
}

Rejected Claims::reject(
    Place from, const std::string& name, const std::string& source_name, const Refusal& refusal
)
{
    if (from == Place::claimed) known_whole_.erase(name);
    for (int number = 1; number < most_attempts && directory_.stat(from, name); ++number) {
        const std::string target = numbered_name(source_name, number);
        if (directory_.stat(Place::rejected, target)) continue;
        // A reason without its file was left by a crash, or by whoever took the file away.
        if (directory_.stat(Place::rejected, reason_name(target)))
            directory_.remove(Place::rejected, reason_name(target));
        if (!directory_.write_new(Place::rejected, reason_name(target), refusal.message + "\n"))
            continue;
        // The reason first: a power cut then leaves a reason too many, never a file without one.
        directory_.sync(Place::rejected);
        if (directory_.move(from, name, Place::rejected, target, NewName::ours) == Moved::yes) {
            is_rejected_dirty_ = true;
            (from == Place::inbox ? is_inbox_dirty_ : is_claimed_dirty_) = true;
            return {target, source_name, refusal};
        }
        directory_.remove(Place::rejected, reason_name(target));
    }
    return {"", source_name, refusal};
}

void Claims::put_back(const std::string& claimed_name, const std::string& source_name)
{
    known_whole_.erase(claimed_name);
    is_inbox_dirty_ = is_claimed_dirty_ = true;
    for (int number = 1; number < most_attempts; ++number) {
        const Moved moved = directory_.move(
            Place::claimed,
            claimed_name,
            Place::inbox,
            numbered_name(source_name, number),
            NewName::any
        );
        if (moved == Moved::taken) continue;
        // Where a writer's new file of that name could be replaced, no writer's name is used.
        if (moved == Moved::unguarded)
            (void)directory_.move(
                Place::claimed, claimed_name, Place::inbox, claimed_name, NewName::ours
            );
        return;
    }
    throw FolderError("hot folder: every name for a file that is put back is taken");
}

void Claims::remove(const std::string& claimed_name)
{
    directory_.remove(Place::claimed, claimed_name);
    known_whole_.erase(claimed_name);
    is_claimed_dirty_ = true;
}

bool Claims::is_known_whole(const std::string& claimed_name, const FileStat& stat) const
{
    const auto known = known_whole_.find(claimed_name);
    return known != known_whole_.end() && known->second.stat == stat;
}

std::vector<std::byte> Claims::take_bytes(const std::string& claimed_name, const FileStat& stat)
{
    if (!is_known_whole(claimed_name, stat)) return {};
    return std::exchange(known_whole_[claimed_name].bytes, {});
}

void Claims::forget_bytes()
{
    for (auto& [name, whole] : known_whole_)
        whole.bytes = {};
}

void Claims::flush()
{
    // Where names arrive before where they left: a name in both places is seen again, in neither
    // it is lost.
    const auto sync = [&](Place place, bool& is_dirty) {
        if (is_dirty) directory_.sync(place);
        is_dirty = false;
    };
    sync(Place::rejected, is_rejected_dirty_);
    sync(Place::claimed, is_claimed_dirty_);
    sync(Place::inbox, is_inbox_dirty_);
}

} // namespace dossier::capture
