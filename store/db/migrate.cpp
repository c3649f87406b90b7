#include "store/db/migrate.h"

#include "store/crypto/hash.h"
#include "store/error.h"

namespace dossier::store {
namespace {

std::vector<std::pair<std::string, std::string>> applied(Database& db)
{
    std::vector<std::pair<std::string, std::string>> done;
    Statement rows(db, "SELECT name, checksum FROM schema_migration ORDER BY name");
    while (rows.next()) {
        done.emplace_back(rows.text(0), rows.text(1));
    }
    return done;
}

} // namespace

void migrate(Writer& writer, std::span<const Migration> wanted)
{
    {
        Transaction tx{writer};
        tx.db().script("CREATE TABLE IF NOT EXISTS schema_migration ("
                       "name TEXT PRIMARY KEY, checksum TEXT NOT NULL)");
        tx.commit();
    }
    std::size_t next = 0;
    {
        Transaction tx{writer};
        for (const auto& [name, checksum] : applied(tx.db())) {
            if (next == wanted.size() || wanted[next].name != name) {
                throw Error("the database is newer than this program (it has " + name + ")");
            }
            if (to_hex(sha256(bytes_of(wanted[next].sql))) != checksum) {
                throw Error("migration " + name + " was edited after it ran");
            }
            ++next;
        }
    }
    for (const auto& migration : wanted.subspan(next)) {
        Transaction tx{writer};
        tx.db().script(std::string(migration.sql));
        tx.db().run(
            "INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)",
            migration.name,
            to_hex(sha256(bytes_of(migration.sql)))
        );
        tx.commit();
    }
}

} // namespace dossier::store
