#include "capture/hot_folder.h"

#include "capture/folder/batches.h"
#include "capture/folder/claims.h"
#include "capture/folder/digest.h"
#include "capture/folder/inbox.h"
#include "capture/folder/names.h"
#include "capture/folder/offers.h"
#include "capture/sniff.h"

#include <set>

namespace dossier::capture {

namespace {

/// One sweep over the inbox: manifests and their batches first, then every other file.
class InboxSweep {
public:
    InboxSweep(
        Inbox& inbox, Claims& claims, const HotFolderOptions& options, Instant now, Sweep& result
    )
        : inbox_(inbox),
          claims_(claims),
          options_(options),
          now_(now),
          result_(result)
    {}

    void run()
    {
        std::vector<std::string> names;
        for (const auto& [name, seen] : inbox_.files())
            names.push_back(name);
        for (const std::string& name : names)
            if (is_manifest_name(name)) each(name, &InboxSweep::look_at_manifest);
        for (const std::string& name : manifests_)
            each(name, &InboxSweep::settle_batch);
        for (const std::string& name : names)
            if (!is_manifest_name(name)) each(name, &InboxSweep::look_at_document);
        result_.has_more = result_.has_more || inbox_.had_to_queue();
    }

private:
    /// One file's trouble is not the others'.
    void each(const std::string& name, void (InboxSweep::*look)(const std::string&, Seen&))
    {
        Seen* const seen = inbox_.find(name);
        if (seen == nullptr) return;
        try {
            (this->*look)(name, *seen);
        } catch (const FolderError& error) {
            result_.trouble = error.what();
            note_waiting(name, WaitingFor::busy, seen->since);
            if (is_manifest_name(name)) hold_all_for(*seen);
        }
    }

    void look_at_manifest(const std::string& name, Seen& seen)
    {
        const Verdict verdict = inbox_.look_at_manifest(name, seen, now_);
        if (verdict == Verdict::take) {
            manifests_.push_back(name);
            for (const ManifestFile& file : seen.manifest->files)
                held_.insert(file.name);
            return;
        }
        if (verdict == Verdict::refuse) return reject(name, seen);
        note_waiting(name, seen.waiting_for, seen.since);
        hold_all_for(seen);
    }

    /// Until a manifest can be read, any file here may be one of its batch. A writer that never
    /// lets go of it must not stop the station, though.
    void hold_all_for(const Seen& manifest)
    {
        const bool is_stuck = now_ - manifest.since >= options_.give_up;
        must_hold_all_ = must_hold_all_ || !is_stuck;
    }

    void settle_batch(const std::string& name, Seen& seen)
    {
        if (!seen.refusal) {
            const BatchState state = check_batch(inbox_, seen, now_);
            if (state.is_complete) return claim_batch(name, seen, state);
            const bool is_silent = now_ - state.last_change >= options_.batch_give_up;
            if (state.unfit_reason || (is_silent && !inbox_.had_to_queue()))
                seen.refusal = batch_refusal(state);
        }
        if (seen.refusal) return reject_batch(name, seen);
        note_waiting(name, WaitingFor::batch, seen.since);
    }

    void claim_batch(const std::string& name, const Seen& seen, const BatchState& state)
    {
        const auto key = claims_.claim_batch({name, seen.stat}, state.good, now_);
        if (!key) return note_waiting(name, WaitingFor::batch, seen.since);
        result_.batches.push_back(
            {.what = BatchNote::What::claimed, .key = *key, .files = state.good.size(), .code = {}}
        );
        for (const BatchFile& file : state.good)
            inbox_.files().erase(file.name);
        inbox_.files().erase(name);
    }

    /// The files first, the manifest last: while it lies here, none of them is taken by itself.
    void reject_batch(const std::string& name, Seen& seen)
    {
        const auto manifest = seen.manifest;
        const Refusal why = *seen.refusal;
        for (const ManifestFile& file : manifest->files) {
            Seen* const file_seen = inbox_.find(file.name);
            if (file_seen == nullptr) continue;
            file_seen->refusal = why;
            reject(file.name, *file_seen);
            if (inbox_.find(file.name) != nullptr)
                return note_waiting(name, WaitingFor::batch, seen.since);
        }
        reject(name, seen);
        if (inbox_.find(name) != nullptr) return;
        result_.batches.push_back(
            {.what = BatchNote::What::rejected,
             .key = {},
             .files = manifest->files.size(),
             .code = why.code}
        );
    }

    void look_at_document(const std::string& name, Seen& seen)
    {
        if (must_hold_all_ || held_.contains(name))
            return note_waiting(name, WaitingFor::batch, seen.since);
        const Verdict verdict = inbox_.look_at(name, seen, now_);
        if (verdict == Verdict::refuse) return reject(name, seen);
        if (verdict == Verdict::wait) return note_waiting(name, seen.waiting_for, seen.since);
        claims_.claim(name, seen.stat, std::move(seen.bytes), now_);
        inbox_.files().erase(name);
    }

    void reject(const std::string& name, const Seen& seen)
    {
        if (inbox_.is_spent()) {
            result_.has_more = true;
            return note_waiting(name, WaitingFor::queued, seen.since);
        }
        inbox_.spend(0);
        const Rejected rejected =
            claims_.reject(Place::inbox, name, cleaned_name(name), *seen.refusal);
        if (!rejected.name.empty()) result_.rejected.push_back(rejected);
        inbox_.files().erase(name);
    }

    void note_waiting(const std::string& name, WaitingFor reason, Instant since)
    {
        result_.waiting.push_back({cleaned_name(name), reason, since});
    }

    Inbox& inbox_;
    Claims& claims_;
    const HotFolderOptions& options_;
    Instant now_;
    Sweep& result_;
    std::vector<std::string> manifests_;
    std::set<std::string> held_;
    bool must_hold_all_ = false;
};

} // namespace

HotFolder::HotFolder(Directory& directory, HotFolderOptions options)
    : options_(options),
      directory_(directory),
      inbox_(std::make_unique<Inbox>(directory, options_)),
      claims_(std::make_unique<Claims>(directory)),
      offers_(std::make_unique<Offers>(directory, *claims_, options_))
{}

HotFolder::~HotFolder() = default;

Sweep HotFolder::sweep(Instant now)
{
    Sweep result;
    result.rejected = std::exchange(rejected_late_, {});
    claims_->forget_bytes();
    result.trouble = inbox_->observe(now);
    InboxSweep(*inbox_, *claims_, options_, now, result).run();
    // What left `.claimed/` must stay gone before the manifest follows it, and what came in must
    // not go back once the store knows it by its claimed name.
    claims_->flush();
    offers_->offer(result);
    return result;
}

std::optional<std::vector<std::byte>> HotFolder::read(const Claimed& file)
{
    // What was read to find it whole need not be read again while nothing about it changed.
    if (const auto stat = directory_.stat(Place::claimed, file.name))
        if (auto bytes = claims_->take_bytes(file.name, *stat); !bytes.empty()) return bytes;
    auto content = directory_.read(Place::claimed, file.name, options_.limits.bytes);
    if (!content && content.error() == Unavailable::gone) return std::nullopt;
    if (file.batch) {
        if (!content) return std::nullopt; // offered again
        if (sha256_hex(content->bytes) == file.batch->sha256) return std::move(content->bytes);
        rejected_late_.push_back(reject(
            file,
            {"batch_file_altered",
             "批次中的这个文件在接收时被改动，SHA-256 不符，请重新发送。 This file of a batch was "
             "changed while it was taken in and its SHA-256 differs; please send it again."}
        ));
        return std::nullopt;
    }
    const bool is_still_whole = content && is_same_content(content->stat, file.stat) &&
                                (claims_->is_known_whole(file.name, content->stat) ||
                                 check_whole(content->bytes, options_.limits));
    if (is_still_whole) return std::move(content->bytes);
    claims_->put_back(file.name, file.source_name);
    return std::nullopt;
}

void HotFolder::release(const Claimed& file)
{
    claims_->remove(file.name);
}

Rejected HotFolder::reject(const Claimed& file, const Refusal& refusal)
{
    return claims_->reject(Place::claimed, file.name, cleaned_name(file.source_name), refusal);
}

} // namespace dossier::capture
