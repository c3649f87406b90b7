#include "capture/folder/inbox.h"

#include "capture/folder/digest.h"
#include "capture/folder/names.h"
#include "capture/formats/reasons.h"
#include "capture/manifest/problem.h"
#include "capture/sniff.h"

#include <algorithm>
#include <set>

namespace dossier::capture {

namespace {

Verdict refuse(Seen& seen, Refusal why)
{
    seen.refusal = std::move(why);
    return Verdict::refuse;
}

Verdict wait(Seen& seen, WaitingFor what, std::optional<Refusal> in_the_end)
{
    seen.waiting_for = what;
    seen.refusal = std::move(in_the_end);
    return Verdict::wait;
}

} // namespace

bool is_same_content(const FileStat& a, const FileStat& b)
{
    return a.type == b.type && a.links == b.links && a.device == b.device && a.inode == b.inode &&
           a.size == b.size && a.modified_ns == b.modified_ns;
}

bool is_safe(const FileStat& stat)
{
    return stat.type == FileType::regular && stat.links == 1;
}

Inbox::Inbox(Directory& directory, const HotFolderOptions& options)
    : directory_(directory),
      options_(options)
{}

std::string Inbox::observe(Instant now)
{
    std::string trouble;
    std::set<std::string> present;
    for (std::string& name : directory_.list(Place::inbox))
        if (!is_own_folder(name) && !is_ignored_name(name)) present.insert(std::move(name));
    std::erase_if(files_, [&](const auto& file) { return !present.contains(file.first); });
    for (const std::string& name : present) {
        std::optional<FileStat> stat;
        try {
            stat = directory_.stat(Place::inbox, name);
        } catch (const FolderError& error) {
            trouble = error.what();
            stat = FileStat{}; // it is there, and differs from whatever it turns out to be
        }
        if (!stat) {
            files_.erase(name);
            continue;
        }
        const Seen fresh{
            .stat = *stat, .since = now, .refusal = {}, .sha256 = {}, .manifest = {}, .bytes = {}};
        Seen& seen = files_.try_emplace(name, fresh).first->second;
        if (seen.stat != *stat || now < seen.since) seen = fresh;
    }
    files_left_ = options_.sweep_files;
    bytes_left_ = static_cast<std::int64_t>(options_.sweep_bytes);
    had_to_queue_ = false;
    return trouble;
}

Seen* Inbox::find(const std::string& name)
{
    const auto found = files_.find(name);
    return found == files_.end() ? nullptr : &found->second;
}

void Inbox::spend(std::size_t bytes)
{
    files_left_ -= files_left_ > 0 ? 1 : 0;
    bytes_left_ -= static_cast<std::int64_t>(bytes);
}

bool Inbox::is_quiet(const Seen& seen, Instant now) const
{
    const auto quiet =
        directory_.is_network() ? std::max(options_.quiet, options_.network_quiet) : options_.quiet;
    return now - seen.since >= quiet;
}

/// What need not be read to be known.
std::optional<Verdict> Inbox::check_kind(const std::string& name, Seen& seen) const
{
    if (!is_usable_name(name)) return refuse(seen, refusal(Reason::unusable_name));
    // Someone may still be copying into a folder, so it gets as long as an incomplete file.
    if (seen.stat.type == FileType::directory)
        return wait(seen, WaitingFor::incomplete, refusal(Reason::not_a_plain_file));
    if (seen.stat.type != FileType::regular) return refuse(seen, refusal(Reason::not_a_plain_file));
    if (seen.stat.links != 1) return refuse(seen, refusal(Reason::second_name));
    return std::nullopt;
}

tl::expected<FileContent, Verdict>
Inbox::read(const std::string& name, Seen& seen, std::size_t max_bytes)
{
    if (is_spent()) {
        had_to_queue_ = true;
        return tl::unexpected(wait(seen, WaitingFor::queued, std::nullopt));
    }
    auto content = directory_.read(Place::inbox, name, max_bytes);
    if (content) {
        spend(content->bytes.size());
        if (content->stat == seen.stat) return *std::move(content);
        return tl::unexpected(wait(seen, WaitingFor::settling, std::nullopt));
    }
    switch (content.error()) {
    case Unavailable::too_large: return tl::unexpected(refuse(seen, refusal(Reason::too_large)));
    case Unavailable::denied:
        return tl::unexpected(wait(seen, WaitingFor::busy, refusal(Reason::no_permission)));
    case Unavailable::gone:
    case Unavailable::busy:
    case Unavailable::changed:
    case Unavailable::unsafe: break;
    }
    return tl::unexpected(wait(seen, WaitingFor::busy, std::nullopt));
}

Verdict Inbox::examine(const std::string& name, Seen& seen)
{
    if (const auto verdict = check_kind(name, seen)) return *verdict;
    auto content = read(name, seen, options_.limits.bytes);
    if (!content) return content.error();
    const auto whole = check_whole(content->bytes, options_.limits);
    if (whole) {
        seen.bytes = std::move(content->bytes);
        return Verdict::take;
    }
    if (is_incomplete(whole.error())) return wait(seen, WaitingFor::incomplete, whole.error());
    return refuse(seen, whole.error());
}

Verdict Inbox::examine_manifest(const std::string& name, Seen& seen)
{
    if (const auto verdict = check_kind(name, seen)) return *verdict;
    if (seen.stat.size > max_manifest_bytes)
        return refuse(seen, refusal(ManifestError{ManifestProblem::too_large, 0}));
    const auto content = read(name, seen, max_manifest_bytes);
    if (!content) return content.error();
    auto manifest = parse_manifest(name, content->bytes);
    if (manifest) {
        seen.manifest = std::make_shared<const Manifest>(*std::move(manifest));
        seen.waiting_for = WaitingFor::batch;
        return Verdict::take;
    }
    if (manifest.error().code == "manifest_incomplete")
        return wait(seen, WaitingFor::incomplete, manifest.error());
    return refuse(seen, manifest.error());
}

Verdict Inbox::examine_batch_file(const std::string& name, Seen& seen)
{
    if (const auto verdict = check_kind(name, seen)) return *verdict;
    const auto content = read(name, seen, options_.limits.bytes);
    if (!content) return content.error();
    seen.sha256 = sha256_hex(content->bytes);
    const auto whole = check_whole(content->bytes, options_.limits);
    if (!whole) seen.refusal = whole.error();
    return Verdict::take;
}

/// Patience ends for what would be refused one day.
Verdict Inbox::conclude(Verdict verdict, const Seen& seen, Instant now) const
{
    const bool gave_up = seen.refusal && now - seen.since >= options_.give_up;
    return verdict == Verdict::wait && gave_up ? Verdict::refuse : verdict;
}

Verdict Inbox::look_at(const std::string& name, Seen& seen, Instant now)
{
    if (!is_quiet(seen, now)) return Verdict::wait;
    // Incomplete is known for this very stat and need not be read again.
    const bool is_known = seen.waiting_for == WaitingFor::incomplete;
    return conclude(is_known ? Verdict::wait : examine(name, seen), seen, now);
}

Verdict Inbox::look_at_manifest(const std::string& name, Seen& seen, Instant now)
{
    if (seen.manifest) return Verdict::take;
    if (!is_quiet(seen, now)) return Verdict::wait;
    const bool is_known = seen.waiting_for == WaitingFor::incomplete;
    return conclude(is_known ? Verdict::wait : examine_manifest(name, seen), seen, now);
}

Verdict Inbox::look_at_batch_file(const std::string& name, Seen& seen, Instant now)
{
    if (!seen.sha256.empty()) return Verdict::take;
    return is_quiet(seen, now) ? examine_batch_file(name, seen) : Verdict::wait;
}

} // namespace dossier::capture
