#include "store/backup/make.h"
#include "store/files/mirrored_blobs.h"
#include "store/rows/core.h"

namespace dossier::store {

bool Store::take_wish_for_backup()
{
    return core_->wants_backup.exchange(false);
}

BackupReport Store::back_up(const std::filesystem::path& to, std::function<Instant()> clock)
{
    const auto now = clock();
    const auto data = core_->log_file.parent_path();
    const bool owes = owes_new_keystore_key(data, core_->keyring, to);
    if (owes) {
        note(system_actor(), "keystore_key_renewed", "keyring", "done", "", now);
        begin_renewal(core_->keyring, core_->vault.random());
    }
    note(system_actor(), "backed_up", "archive", "done", "", now);
    const auto begin = [&](const std::filesystem::path& folder) {
        auto journal =
            std::make_unique<Journal>(core_->log_file, folder, core_->vault, std::move(clock));
        core_->writer.set_log_keeper(journal.get());
        {
            const std::lock_guard lock{core_->journaling};
            core_->journal = std::move(journal);
        }
        core_->writer.keep_log();
        return std::function<std::int64_t()>([this] {
            core_->writer.keep_log();
            const std::lock_guard lock{core_->journaling};
            return core_->journal->newest();
        });
    };
    auto report = make_backup(data, core_->vault.keys(), to, core_->vault.random(), now, begin);
    finish_renewal(core_->keyring, core_->vault.random());
    report.renewed = owes;
    return report;
}

std::string Store::keep_journal()
{
    core_->writer.keep_log();
    const std::lock_guard lock{core_->journaling};
    auto trouble = core_->journal ? core_->journal->trouble() : std::string();
    if (const auto* mirrored = dynamic_cast<MirroredBlobs*>(core_->blobs.get());
        mirrored != nullptr && trouble.empty()) {
        trouble = mirrored->trouble();
    }
    return trouble;
}

} // namespace dossier::store
