#include "store/db/database.h"

#include "store/error.h"

#include <array>
#include <stdexcept>

namespace dossier::store {
namespace {

constexpr int busy_timeout_ms = 5'000;

std::string pragma(Database& database, const std::string& name)
{
    Statement statement(database, "PRAGMA " + name);
    return statement.next() ? statement.text(0) : std::string();
}

void require_pragma(Database& database, const std::string& name, const std::string& value)
{
    if (pragma(database, name) != value) {
        throw Error("the database does not accept " + name + " = " + value);
    }
}

void configure(Database& database, Access access)
{
    sqlite3* raw = database.raw();
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    if (access == Access::read_only) {
        sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        database.script("PRAGMA query_only = ON");
    } else {
        database.script("PRAGMA journal_mode = WAL");
        require_pragma(database, "journal_mode", "wal");
    }
    database.script("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0;"
                    "PRAGMA cell_size_check = ON; PRAGMA wal_autocheckpoint = 0;"
                    "PRAGMA secure_delete = ON");
    require_pragma(database, "foreign_keys", "1");
    require_pragma(database, "synchronous", "2");
    require_pragma(database, "wal_autocheckpoint", "0");
}

} // namespace

Database::Database(const std::filesystem::path& file, Access access)
{
    const int flags = access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                   : SQLITE_OPEN_READONLY;
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(
        file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr
    );
    database_.reset(opened);
    if (result != SQLITE_OK) {
        fail("open the database");
    }
    configure(*this, access);
}

void Database::script(const std::string& sql)
{
    if (sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail("run a script");
    }
}

void Database::fail(std::string_view attempted)
{
    throw Error(
        "database: cannot " + std::string(attempted) + ": " +
        (database_ ? sqlite3_errmsg(raw()) : "out of memory")
    );
}

StatementPtr Database::take(std::string_view sql)
{
    if (auto found = idle_.extract(std::string(sql)); !found.empty()) {
        return std::move(found.mapped());
    }
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v3(
        raw(),
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &prepared,
        nullptr
    );
    StatementPtr statement(prepared);
    if (result != SQLITE_OK || !statement) {
        fail("prepare a statement");
    }
    return statement;
}

void Database::put_back(StatementPtr statement)
{
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());
    idle_.insert_or_assign(sqlite3_sql(statement.get()), std::move(statement));
}

bool Statement::next()
{
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        database_.fail("run a statement");
    }
    return false;
}

bool Statement::is_null(int column)
{
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column)
{
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column)
{
    const auto* data = sqlite3_column_text(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

Bytes Statement::blob(int column)
{
    const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? Bytes() : Bytes(data, data + size);
}

Instant Statement::instant(int column)
{
    return Instant(std::chrono::milliseconds(integer(column)));
}

void Statement::bind(int number, std::int64_t value)
{
    check(sqlite3_bind_int64(statement_.get(), index_of(number), value));
}

void Statement::bind(int number, std::string_view value)
{
    // A null pointer would bind NULL.
    const char* data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(
        statement_.get(), index_of(number), data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8
    ));
}

void Statement::bind(int number, std::span<const std::byte> value)
{
    if (value.empty()) {
        check(sqlite3_bind_zeroblob(statement_.get(), index_of(number), 0));
        return;
    }
    check(sqlite3_bind_blob64(
        statement_.get(), index_of(number), value.data(), value.size(), SQLITE_TRANSIENT
    ));
}

void Statement::bind(int number, std::nullptr_t)
{
    check(sqlite3_bind_null(statement_.get(), index_of(number)));
}

int Statement::index_of(int number)
{
    // SQLite takes $1 for a name, numbered by first appearance; never bind by position.
    std::array<char, 8> name{'$'};
    const auto digits = std::to_string(number);
    std::copy(digits.begin(), digits.end(), name.begin() + 1);
    const int index = sqlite3_bind_parameter_index(statement_.get(), name.data());
    if (index == 0) {
        throw std::logic_error("a statement lacks the parameter $" + digits);
    }
    return index;
}

void Statement::check(int result)
{
    if (result != SQLITE_OK) {
        database_.fail("bind a value");
    }
}

} // namespace dossier::store
