#include "capture/hot_folder.h"

#include "capture/folder/names.h"
#include "capture/formats/reasons.h"
#include "capture/sniff.h"

#include <algorithm>
#include <set>

namespace dossier::capture {

namespace {

/// The same file with the same content. A rename changes `changed_ns`, so that is left out.
bool is_same_content(const FileStat& a, const FileStat& b)
{
    return a.type == b.type && a.links == b.links && a.device == b.device && a.inode == b.inode &&
           a.size == b.size && a.modified_ns == b.modified_ns;
}

bool is_safe(const FileStat& stat)
{
    return stat.type == FileType::regular && stat.links == 1;
}

} // namespace

HotFolder::HotFolder(Directory& directory, HotFolderOptions options)
    : directory_(directory),
      options_(options)
{}

Sweep HotFolder::sweep(Instant now)
{
    Sweep result;
    std::vector<std::string> names = directory_.list(Place::inbox);
    std::ranges::sort(names);
    const std::set<std::string> present(names.begin(), names.end());
    std::erase_if(seen_, [&](const auto& item) { return !present.contains(item.first); });
    for (const std::string& name : names)
        if (!is_own_folder(name) && !is_ignored_name(name)) look_at(name, now, result);
    offer_claimed(result);
    return result;
}

void HotFolder::look_at(const std::string& name, Instant now, Sweep& result)
{
    const auto stat = directory_.stat(Place::inbox, name);
    if (!stat) return;
    const auto [entry, is_new] =
        seen_.try_emplace(name, Seen{*stat, now, WaitingFor::settling, {}});
    Seen& seen = entry->second;
    if (!is_new && (seen.stat != *stat || now < seen.since))
        seen = Seen{*stat, now, WaitingFor::settling, {}};
    const auto quiet = now - seen.since;
    const Verdict verdict = is_new || quiet < options_.quiet ? Verdict::wait : examine(name, seen);
    const bool gave_up = seen.refusal && quiet >= options_.give_up;
    if (verdict == Verdict::refuse || (verdict == Verdict::wait && gave_up)) {
        const Refusal refusal = *seen.refusal;
        result.rejected.push_back(move_to_rejected(Place::inbox, name, cleaned_name(name), refusal)
        );
        seen_.erase(name);
    } else if (verdict == Verdict::take) {
        claim(name, *stat, now);
        seen_.erase(name);
    } else {
        result.waiting.push_back({cleaned_name(name), seen.waiting_for, seen.since});
    }
}

HotFolder::Verdict HotFolder::examine(const std::string& name, Seen& seen)
{
    const auto refuse = [&](Reason reason) {
        seen.refusal = refusal(reason);
        return Verdict::refuse;
    };
    const auto wait = [&](WaitingFor what, std::optional<Refusal> in_the_end) {
        seen.waiting_for = what;
        seen.refusal = std::move(in_the_end);
        return Verdict::wait;
    };
    if (seen.waiting_for == WaitingFor::incomplete)
        return Verdict::wait; // known for this very stat
    if (!is_usable_name(name)) return refuse(Reason::unusable_name);
    // Someone may still be copying into a folder, so it gets as long as an incomplete file.
    if (seen.stat.type == FileType::directory)
        return wait(WaitingFor::incomplete, refusal(Reason::not_a_plain_file));
    if (seen.stat.type != FileType::regular) return refuse(Reason::not_a_plain_file);
    if (seen.stat.links != 1) return refuse(Reason::second_name);

    const auto content = directory_.read(Place::inbox, name, options_.limits.bytes);
    if (!content) {
        switch (content.error()) {
        case Unavailable::too_large: return refuse(Reason::too_large);
        case Unavailable::denied: return wait(WaitingFor::busy, refusal(Reason::no_permission));
        case Unavailable::gone:
        case Unavailable::busy:
        case Unavailable::changed:
        case Unavailable::unsafe: return wait(WaitingFor::busy, std::nullopt);
        }
    }
    if (content->stat != seen.stat) return wait(WaitingFor::settling, std::nullopt);
    const auto whole = check_whole(content->bytes, options_.limits);
    if (whole) return Verdict::take;
    seen.refusal = whole.error();
    if (!is_incomplete(whole.error())) return Verdict::refuse;
    return wait(WaitingFor::incomplete, whole.error());
}

void HotFolder::claim(const std::string& name, const FileStat& checked, Instant now)
{
    for (int attempt = 0; directory_.stat(Place::inbox, name); ++attempt) {
        const std::string target = claimed_name(name, now, attempt);
        if (!directory_.move(Place::inbox, name, Place::claimed, target)) continue;
        directory_.sync(Place::claimed);
        directory_.sync(Place::inbox);
        const auto moved = directory_.stat(Place::claimed, target);
        if (moved && !is_same_content(*moved, checked)) put_back({target, name, *moved});
        return;
    }
}

void HotFolder::offer_claimed(Sweep& result)
{
    std::vector<std::string> names = directory_.list(Place::claimed);
    std::ranges::sort(names);
    for (const std::string& name : names) {
        const auto stat = directory_.stat(Place::claimed, name);
        if (!stat) continue;
        const Claimed file{name, source_name_of(name), *stat};
        if (is_safe(*stat) && is_usable_name(name))
            result.claimed.push_back(file);
        else
            result.rejected.push_back(reject(file, refusal(Reason::not_a_plain_file)));
    }
}

std::optional<std::vector<std::byte>> HotFolder::read(const Claimed& file)
{
    auto content = directory_.read(Place::claimed, file.name, options_.limits.bytes);
    if (!content && content.error() == Unavailable::gone) return std::nullopt;
    const bool is_still_whole = content && is_same_content(content->stat, file.stat) &&
                                check_whole(content->bytes, options_.limits);
    if (is_still_whole) return std::move(content->bytes);
    put_back(file);
    return std::nullopt;
}

void HotFolder::release(const Claimed& file)
{
    directory_.remove(Place::claimed, file.name);
    directory_.sync(Place::claimed);
}

Rejected HotFolder::reject(const Claimed& file, const Refusal& refusal)
{
    return move_to_rejected(Place::claimed, file.name, cleaned_name(file.source_name), refusal);
}

Rejected HotFolder::move_to_rejected(
    Place from, const std::string& name, const std::string& source_name, const Refusal& refusal
)
{
    // The reason first: a power cut then leaves a reason too many, never a file without one.
    for (int number = 1; directory_.stat(from, name); ++number) {
        const std::string target = numbered_name(source_name, number);
        if (directory_.stat(Place::rejected, target)) continue;
        if (!directory_.write_new(Place::rejected, reason_name(target), refusal.message + "\n"))
            continue;
        if (directory_.move(from, name, Place::rejected, target)) {
            directory_.sync(Place::rejected);
            directory_.sync(from);
            return {target, source_name, refusal};
        }
        directory_.remove(Place::rejected, reason_name(target));
    }
    return {"", source_name, refusal};
}

void HotFolder::put_back(const Claimed& file)
{
    for (int number = 1; directory_.stat(Place::claimed, file.name); ++number) {
        const std::string target = numbered_name(file.source_name, number);
        if (!directory_.move(Place::claimed, file.name, Place::inbox, target)) continue;
        directory_.sync(Place::inbox);
        directory_.sync(Place::claimed);
        return;
    }
}

} // namespace dossier::capture
