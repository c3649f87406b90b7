// The thin layer over SQLite: parameters, transactions, snapshots, migrations.

#include "store/db/connections.h"
#include "store/db/migrate.h"
#include "store/error.h"
#include "tests/store/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <thread>

namespace dossier::store {
namespace {

class DatabaseFile : public testing::Test {
protected:
    TemporaryFolder home;
    std::filesystem::path file = home.path() / "test.db";
};

TEST_F(DatabaseFile, BindsParametersByTheirNumberNotTheirPlace)
{
    Database db(file, Access::read_write);
    Statement row(db, "SELECT $2, $1", "first", "second");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.text(0), "second");
    EXPECT_EQ(row.text(1), "first");
}

TEST_F(DatabaseFile, KeepsBytesAndTextsAsTheyAre)
{
    Database db(file, Access::read_write);
    const Bytes bytes{std::byte{0}, std::byte{255}};
    const std::string text("a\0b", 3);
    Statement row(db, "SELECT $1, $2, $3, $4", bytes, text, Bytes{}, nullptr);
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.blob(0), bytes);
    EXPECT_EQ(row.text(1), text);
    EXPECT_FALSE(row.is_null(2));
    EXPECT_TRUE(row.is_null(3));
}

TEST_F(DatabaseFile, KeepsAStatementWhoseTextIsGone)
{
    Database db(file, Access::read_write);
    auto sql =
        std::make_unique<std::string>("SELECT 'a text that is too long to live in a string'");
    {
        Statement row(db, *sql);
        sql.reset();
        EXPECT_TRUE(row.next());
    }
    Statement again(db, "SELECT 'a text that is too long to live in a string'");
    EXPECT_TRUE(again.next());
}

TEST_F(DatabaseFile, ForgetsATransactionThatWasNotCommitted)
{
    Writer writer(file);
    {
        Transaction tx{writer};
        tx.db().script("CREATE TABLE t (x BIGINT)");
        tx.commit();
    }
    {
        Transaction tx{writer};
        tx.db().run("INSERT INTO t (x) VALUES ($1)", 1);
    }
    Transaction tx{writer};
    Statement rows(tx.db(), "SELECT x FROM t");
    EXPECT_FALSE(rows.next());
}

/// A transaction that inserts 1 while another waits for its turn, so that both are one group; what
/// the other does is `act(its transaction)`.
class DatabaseGroup : public DatabaseFile {
protected:
    DatabaseGroup() : writer(file), readers(file, 2)
    {
        Transaction tx{writer};
        tx.db().script("CREATE TABLE t (x BIGINT UNIQUE)");
        tx.commit();
    }

    /// Whether the first was committed. Nothing when the other came too late to be in its group.
    std::optional<bool> commit_beside(const std::function<void(Transaction&)>& act)
    {
        std::atomic<bool> is_alone = false;
        std::optional<Transaction> tx(writer);
        std::thread other([&] {
            try {
                Transaction second{writer};
                is_alone = durable().contains(1);
                act(second);
            } catch (const Error&) { // the test sees what it left
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        tx->db().run("INSERT INTO t (x) VALUES ($1)", 1);
        bool is_committed = true;
        try {
            tx->commit();
        } catch (const Error&) {
            is_committed = false;
        }
        tx.reset();
        other.join();
        return is_alone ? std::nullopt : std::optional(is_committed);
    }

    std::set<std::int64_t> durable()
    {
        Snapshot snapshot{readers};
        Statement rows(snapshot.db(), "SELECT x FROM t");
        std::set<std::int64_t> all;
        while (rows.next()) {
            all.insert(rows.integer(0));
        }
        return all;
    }

    Writer writer;
    Readers readers;
};

TEST_F(DatabaseGroup, CommitsTogetherWhatCameTogether)
{
    const auto first = commit_beside([&](Transaction& tx) {
        tx.db().run("INSERT INTO t (x) VALUES ($1)", 2);
        tx.commit();
    });
    EXPECT_EQ(durable(), (std::set<std::int64_t>{1, 2}));
    EXPECT_TRUE(first.value_or(true));
}

TEST_F(DatabaseGroup, TakesBackOneAndKeepsTheOther)
{
    const auto first = commit_beside([&](Transaction& tx) {
        tx.db().run("INSERT INTO t (x) VALUES ($1)", 2);
        tx.db().run("UPDATE t SET x = x + 10");
    });
    EXPECT_EQ(durable(), (std::set<std::int64_t>{1}));
    EXPECT_TRUE(first.value_or(true));
}

TEST_F(DatabaseGroup, TellsEachOfThemWhenAllAreLost)
{
    const auto first = commit_beside([&](Transaction& tx) {
        tx.db().run("INSERT OR ROLLBACK INTO t (x) VALUES ($1)", 1); // takes back the first too
        tx.commit();
    });
    if (!first) {
        return; // the other came late, and was refused alone
    }
    EXPECT_FALSE(*first);
    EXPECT_TRUE(durable().empty());
    Transaction again{writer};
    again.db().run("INSERT INTO t (x) VALUES ($1)", 3);
    again.commit();
    EXPECT_EQ(durable(), (std::set<std::int64_t>{3}));
}

TEST_F(DatabaseFile, ShowsASnapshotOfOneMoment)
{
    Writer writer(file);
    Readers readers(file, 2);
    {
        Transaction tx{writer};
        tx.db().script("CREATE TABLE t (x BIGINT)");
        tx.commit();
    }
    Snapshot before{readers};
    const auto count = [](Database& db) {
        Statement row(db, "SELECT count(*) FROM t");
        row.next();
        return row.integer(0);
    };
    EXPECT_EQ(count(before.db()), 0);
    {
        Transaction tx{writer};
        tx.db().run("INSERT INTO t (x) VALUES ($1)", 1);
        tx.commit();
    }
    EXPECT_EQ(count(before.db()), 0);
    Snapshot after{readers};
    EXPECT_EQ(count(after.db()), 1);
}

TEST_F(DatabaseFile, CannotBeWrittenByAReader)
{
    {
        Writer writer(file);
    }
    Readers readers(file, 1);
    Snapshot snapshot{readers};
    EXPECT_THROW(snapshot.db().script("CREATE TABLE t (x BIGINT)"), Error);
}

TEST_F(DatabaseFile, RunsEveryMigrationOnce)
{
    Writer writer(file);
    migrate(writer, migrations());
    migrate(writer, migrations());
    Transaction tx{writer};
    Statement row(tx.db(), "SELECT count(*) FROM schema_migration");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), static_cast<std::int64_t>(migrations().size()));
}

TEST_F(DatabaseFile, WalksTheQueueInItsOrderWithoutSortingIt)
{
    Writer writer(file);
    migrate(writer, migrations());
    Transaction tx{writer};
    Statement row(
        tx.db(),
        "EXPLAIN QUERY PLAN SELECT id FROM document WHERE state = 'review' AND "
        "(urgency, due_at, id) > ($1, $2, $3) ORDER BY urgency, due_at, id LIMIT 1",
        -1,
        0,
        ""
    );
    ASSERT_TRUE(row.next());
    EXPECT_NE(row.text(3).find("document_in_review"), std::string::npos) << row.text(3);
    EXPECT_FALSE(row.next()) << row.text(3);
}

TEST_F(DatabaseFile, RefusesAMigrationThatWasEdited)
{
    Writer writer(file);
    migrate(writer, std::array{Migration{"0001_a", "CREATE TABLE a (x BIGINT)"}});
    EXPECT_THROW(
        migrate(writer, std::array{Migration{"0001_a", "CREATE TABLE a (y BIGINT)"}}), Error
    );
}

TEST_F(DatabaseFile, RefusesADatabaseFromTheFuture)
{
    Writer writer(file);
    migrate(writer, std::array{Migration{"0001_a", "CREATE TABLE a (x BIGINT)"}});
    EXPECT_THROW(migrate(writer, {}), Error);
}

TEST_F(DatabaseFile, LeavesNothingOfAMigrationThatFails)
{
    Writer writer(file);
    EXPECT_THROW(
        migrate(writer, std::array{Migration{"0001_a", "CREATE TABLE a (x BIGINT); nonsense"}}),
        Error
    );
    migrate(writer, std::array{Migration{"0001_a", "CREATE TABLE a (x BIGINT)"}});
}

} // namespace
} // namespace dossier::store
