#pragma once
// The journal of an archive: SQLite's log, portion by portion, sealed into a folder of files that
// are never written again. With a copy of the database's pages from before it (`base`) it gives the
// archive of any moment. README.md, "Backup".

#include "store/db/log_keeper.h"
#include "store/random.h"
#include "store/rows/vault.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace dossier::store {

/// One portion: the bytes of the log from `offset` on, of the log's generation `salt`.
struct LogPortion {
    std::int64_t number = 0; ///< of the file, counts up
    Instant at{};
    std::uint64_t salt = 0;
    std::int64_t offset = 0;
    Bytes bytes;
};

/// Files `<number, 12 digits>`. Throws Error and Tampered.
class JournalFolder {
public:
    JournalFolder(std::filesystem::path folder, const Vault& vault);

    void put(const LogPortion& portion) const;
    [[nodiscard]] LogPortion get(std::int64_t number) const;
    /// In their order.
    [[nodiscard]] std::vector<std::int64_t> numbers() const;

private:
    [[nodiscard]] std::filesystem::path file_of(std::int64_t number) const;

    std::filesystem::path folder_;
    const Vault& vault_;
};

class Journal final : public LogKeeper {
public:
    /// `log`: the file `dossier.db-wal`.
    Journal(
        std::filesystem::path log,
        const std::filesystem::path& folder,
        const Vault& vault,
        std::function<Instant()> clock
    );

    bool keep_log() noexcept override;
    void lose_log() noexcept override;

    /// What went wrong the last time; empty when nothing did.
    [[nodiscard]] std::string trouble() const;
    /// The number of the newest portion.
    [[nodiscard]] std::int64_t newest() const;

private:
    void keep();

    std::filesystem::path log_;
    JournalFolder folder_;
    std::function<Instant()> clock_;
    mutable std::mutex mutex_;
    std::int64_t newest_ = 0;
    std::uint64_t salt_ = 0;
    std::int64_t kept_ = 0; ///< bytes of the log that lie in the folder, of this generation
    std::string trouble_;
    bool has_gap_ = false; ///< only another backup goes on
};

} // namespace dossier::store
