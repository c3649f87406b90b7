#include "store/db/connections.h"

#include "store/error.h"

#include <utility>

namespace dossier::store {
namespace {

constexpr int checkpoint_pages = 4'000;
constexpr int most_log_pages = 64 * 1024; ///< 256 MiB: then readers wait for the log to be emptied
constexpr int most_in_group = 64;

int remember_pages(void* pages, sqlite3*, const char*, int count)
{
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

} // namespace

Writer::Writer(const std::filesystem::path& file) : database_(file, Access::read_write)
{
    sqlite3_wal_hook(database_.raw(), remember_pages, &log_pages_);
}

Writer::~Writer()
{
    if (keeper_ != nullptr) {
        (void)keeper_->keep_log();
    }
    sqlite3_wal_checkpoint_v2(
        database_.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
    );
}

bool Writer::empty_log()
{
    const std::lock_guard lock(mutex_);
    end_group();
    if (keeper_ != nullptr && !keeper_->keep_log()) {
        return false;
    }
    log_pages_ = 0;
    return sqlite3_wal_checkpoint_v2(
               database_.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
           ) == SQLITE_OK;
}

void Writer::set_log_keeper(LogKeeper* keeper)
{
    const std::lock_guard lock(mutex_);
    keeper_ = keeper;
}

void Writer::keep_log()
{
    const std::lock_guard lock(mutex_);
    end_group();
    if (keeper_ != nullptr) {
        (void)keeper_->keep_log();
    }
}

void Writer::checkpoint_if_due()
{
    if (log_pages_ < checkpoint_pages) {
        return;
    }
    // Each checkpoint, also one that moves everything, lets the next commit begin the log anew.
    if (keeper_ != nullptr && !keeper_->keep_log()) {
        if (log_pages_ < most_log_pages) {
            return;
        }
        keeper_->lose_log();
    }
    const int mode =
        log_pages_ < most_log_pages ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    // What cannot be moved now, because a reader still needs it, is moved next time.
    sqlite3_wal_checkpoint_v2(database_.raw(), nullptr, mode, nullptr, nullptr);
    log_pages_ = 0;
}

void Writer::end_group()
{
    const auto group = std::exchange(group_, nullptr);
    if (!group) {
        return;
    }
    const int result = group->committed == 0
                           ? sqlite3_exec(database_.raw(), "ROLLBACK", nullptr, nullptr, nullptr)
                           : sqlite3_exec(database_.raw(), "COMMIT", nullptr, nullptr, nullptr);
    if (group->committed > 0 && result != SQLITE_OK) {
        // What a failed write left in the log (a used up quota, say) the next commit replaces.
        // After a failed sync nobody knows what the disk holds.
        const int cause = sqlite3_extended_errcode(database_.raw());
        failed_ = (cause & 0xff) == SQLITE_IOERR && cause != SQLITE_IOERR_WRITE;
        try {
            database_.fail("commit");
        } catch (const std::exception&) {
            group->lost = std::current_exception();
        }
        // SQLite has rolled back by itself after some errors; then there is nothing to do.
        if (sqlite3_get_autocommit(database_.raw()) == 0) {
            sqlite3_exec(database_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
    }
    group->is_over = true;
    group_ended_.notify_all();
    if (group->committed > 0 && !group->lost) {
        checkpoint_if_due();
    }
}

void Writer::end_group_if_last()
{
    if (coming_ == 0 || group_->committed >= most_in_group) {
        end_group();
    }
}

Transaction::Transaction(Writer& writer) : writer_(writer), lock_(writer.mutex_, std::defer_lock)
{
    ++writer.coming_;
    lock_.lock();
    --writer.coming_;
    if (writer_.failed_) {
        throw Error("database: a commit failed before; restart the service");
    }
    if (!writer_.group_) {
        writer_.database_.script("BEGIN IMMEDIATE");
        writer_.group_ = std::make_shared<Writer::Group>();
    } else if (sqlite3_exec(writer_.database_.raw(), "SAVEPOINT one", nullptr, nullptr, nullptr) != SQLITE_OK) {
        writer_.end_group();
        throw Error("database: a transaction could not begin");
    }
    group_ = writer_.group_;
}

Transaction::~Transaction()
{
    if (open_) {
        take_back();
    }
}

void Transaction::take_back() noexcept
{
    auto* const database = writer_.database_.raw();
    if (is_first()) {
        writer_.end_group(); // which has nothing
        return;
    }
    if (sqlite3_get_autocommit(database) != 0 ||
        sqlite3_exec(database, "ROLLBACK TO one; RELEASE one", nullptr, nullptr, nullptr) !=
            SQLITE_OK) {
        writer_.end_group(); // SQLite took back all of it: its commit says so
        return;
    }
    writer_.end_group_if_last();
    // What this saw of the others, and tells, is durable.
    writer_.group_ended_.wait(lock_, [this] { return group_->is_over; });
}

void Transaction::commit()
{
    if (!is_first()) {
        writer_.database_.script("RELEASE one");
    }
    open_ = false;
    ++group_->committed;
    writer_.end_group_if_last();
    writer_.group_ended_.wait(lock_, [this] { return group_->is_over; });
    if (group_->lost) {
        std::rethrow_exception(group_->lost);
    }
}

Readers::Readers(std::filesystem::path file, int most) : file_(std::move(file)), left_(most) {}

std::unique_ptr<Database> Readers::take()
{
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !idle_.empty() || left_ > 0; });
    if (idle_.empty()) {
        auto opened = std::make_unique<Database>(file_, Access::read_only);
        --left_;
        return opened;
    }
    auto database = std::move(idle_.back());
    idle_.pop_back();
    return database;
}

void Readers::put_back(std::unique_ptr<Database> database)
{
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(database));
    }
    returned_.notify_one();
}

Snapshot::Snapshot(Readers& readers) : readers_(readers), database_(readers.take())
{
    sqlite3_exec(database_->raw(), "BEGIN", nullptr, nullptr, nullptr);
}

Snapshot::~Snapshot()
{
    sqlite3_exec(database_->raw(), "ROLLBACK", nullptr, nullptr, nullptr);
    readers_.put_back(std::move(database_));
}

} // namespace dossier::store
