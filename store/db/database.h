#pragma once
// SQLite as values: a connection, a statement with $1-style parameters, nothing else. Errors of the
// library become store::Error. One Database is used by one thread at a time.

#include "store/types.h"

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dossier::store {

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using StatementPtr = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

enum class Access { read_write, read_only };

class Database {
public:
    /// Opens with the settings of README.md ("SQLite") and refuses to go on without them.
    Database(const std::filesystem::path& file, Access access);

    [[nodiscard]] sqlite3* raw() { return database_.get(); }

    /// Runs statements without parameters or rows.
    void script(const std::string& sql);
    /// Runs one statement; how many rows it changed.
    template <typename... Values>
    std::int64_t run(std::string_view sql, const Values&... values);
    [[noreturn]] void fail(std::string_view attempted);

private:
    friend class Statement;
    StatementPtr take(std::string_view sql);
    void put_back(StatementPtr statement);

    std::unique_ptr<sqlite3, CloseDatabase> database_;
    std::unordered_map<std::string, StatementPtr> idle_; ///< prepared before, not in use
};

/// A query or change, run row by row.
class Statement {
public:
    template <typename... Values>
    Statement(Database& database, std::string_view sql, const Values&... values)
        : database_(database),
          statement_(database.take(sql))
    {
        int number = 0;
        (bind(++number, values), ...);
    }

    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    ~Statement() { database_.put_back(std::move(statement_)); }

    /// To the next row; false at the end.
    bool next();
    [[nodiscard]] bool is_null(int column);
    [[nodiscard]] std::int64_t integer(int column);

    [[nodiscard]] int small_integer(int column) { return static_cast<int>(integer(column)); }

    [[nodiscard]] std::string text(int column);
    [[nodiscard]] Bytes blob(int column);
    [[nodiscard]] Instant instant(int column);

private:
    void bind(int number, std::int64_t value);

    void bind(int number, int value) { bind(number, static_cast<std::int64_t>(value)); }

    void bind(int number, bool value) { bind(number, static_cast<std::int64_t>(value)); }

    void bind(int number, std::string_view value);

    void bind(int number, const std::string& value) { bind(number, std::string_view(value)); }

    void bind(int number, const char* value) { bind(number, std::string_view(value)); }

    void bind(int number, std::span<const std::byte> value);

    void bind(int number, const Bytes& value) { bind(number, std::span<const std::byte>(value)); }

    void bind(int number, Instant value) { bind(number, value.time_since_epoch().count()); }

    void bind(int number, std::nullptr_t);

    template <typename Tag>
    void bind(int number, const Id<Tag>& value)
    {
        bind(number, std::string_view(value.text));
    }

    template <typename Value>
    void bind(int number, const std::optional<Value>& value)
    {
        value ? bind(number, *value) : bind(number, nullptr);
    }

    [[nodiscard]] int index_of(int number);
    void check(int result);

    Database& database_;
    StatementPtr statement_;
};

template <typename... Values>
std::int64_t Database::run(std::string_view sql, const Values&... values)
{
    Statement statement(*this, sql, values...);
    while (statement.next()) {
    }
    return sqlite3_changes64(raw());
}

} // namespace dossier::store
