#pragma once
// One connection writes and checkpoints, any number read: that removes what SQLite's WAL-reset bug
// needs (security.md 2.12). A Transaction holds the writer, a Snapshot one of the readers.

#include "store/db/database.h"
#include "store/db/log_keeper.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

namespace dossier::store {

class Writer {
public:
    explicit Writer(const std::filesystem::path& file);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    /// Moves the log into the database file.
    ~Writer();

    /// The same now, and empties the log: what was deleted is in neither any more. Waits for
    /// readers; false where one of them stays for too long.
    bool empty_log();

    /// Who gets the log before it is emptied; null: nobody. It outlives the writer, or is taken
    /// away before.
    void set_log_keeper(LogKeeper* keeper);
    /// Lets the keeper have what is committed now.
    void keep_log();

private:
    friend class Transaction;

    /// Transactions that are made durable by one sync, all of them or none.
    struct Group {
        int committed = 0;
        bool is_over = false;
        std::exception_ptr lost; ///< why it is not durable
    };

    /// Makes what the group did durable, and says so to who waits for it.
    void end_group();
    void end_group_if_last();
    void checkpoint_if_due();

    std::mutex mutex_;
    std::atomic<int> coming_ = 0; ///< transactions that wait for their turn
    std::condition_variable group_ended_;
    std::shared_ptr<Group> group_; ///< shared by those who wait for its end; null: none has begun
    Database database_;
    int log_pages_ = 0; ///< pages in the log, as of the last commit
    LogKeeper* keeper_ = nullptr;
    bool failed_ = false; ///< a commit's fate is unknown; only a restart may go on
};

/// Everything or nothing: what is not committed when this ends never happened. Those that come
/// while another is at work are committed with it, each still by itself everything or nothing: the
/// last in line waits for the disk, the others for the last.
class Transaction {
public:
    explicit Transaction(Writer& writer);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    [[nodiscard]] Database& db() { return writer_.database_; }

    /// Durable when it returns. Throws Error when it is not: then it never happened, nor did what
    /// was to be committed with it.
    void commit();

private:
    /// An error in one rolls back nothing of those before it.
    [[nodiscard]] bool is_first() const { return group_->committed == 0; }

    void take_back() noexcept;

    Writer& writer_;
    std::unique_lock<std::mutex> lock_;
    std::shared_ptr<Writer::Group> group_;
    bool open_ = true;
};

class Readers {
public:
    Readers(std::filesystem::path file, int most);

private:
    friend class Snapshot;
    std::unique_ptr<Database> take();
    void put_back(std::unique_ptr<Database> database);

    std::filesystem::path file_;
    int left_; ///< connections that may still be opened
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Database>> idle_;
};

/// The database as of one moment, for reading.
class Snapshot {
public:
    explicit Snapshot(Readers& readers);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

    [[nodiscard]] Database& db() { return *database_; }

private:
    Readers& readers_;
    std::unique_ptr<Database> database_;
};

} // namespace dossier::store
