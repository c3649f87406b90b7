#include "store/backup/base.h"

#include "store/db/connections.h"
#include "store/error.h"
#include "store/files/disk.h"

#include <fstream>

namespace dossier::store {
namespace {

constexpr std::size_t part_size = std::size_t{16} << 20U;

std::string part_name(std::int64_t number)
{
    return "base-" + std::to_string(10'000 + number).substr(1);
}

Place place_of(const std::string& backup_name, std::int64_t number)
{
    return {.kind = "base", .object_id = backup_name, .page_no = number};
}

void append(const std::filesystem::path& file, std::span<const std::byte> bytes, bool anew)
{
    std::ofstream out(file, std::ios::binary | (anew ? std::ios::trunc : std::ios::app));
    out.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
    );
    if (!out.flush()) {
        throw Error("cannot write " + file.string());
    }
}

/// The log of one generation into the database; SQLite looks at every frame's checksum.
void apply_log(const std::filesystem::path& database, std::span<const std::byte> log)
{
    const std::filesystem::path file = database.string() + "-wal";
    std::filesystem::remove(database.string() + "-shm");
    append(file, log, true);
    Writer writer(database); // moves the log into the database at its end
}

} // namespace

std::vector<std::string> seal_base(
    const Vault& vault,
    const std::filesystem::path& database,
    const std::filesystem::path& folder,
    const std::string& backup_name
)
{
    std::vector<std::string> names;
    std::ifstream in(database, std::ios::binary);
    Bytes part(part_size);
    while (in) {
        in.read(reinterpret_cast<char*>(part.data()), static_cast<std::streamsize>(part.size()));
        const auto got = std::span(part).first(static_cast<std::size_t>(in.gcount()));
        if (got.empty()) {
            break;
        }
        const auto number = static_cast<std::int64_t>(names.size()) + 1;
        names.push_back(part_name(number));
        write_durable(
            posix_disk(),
            folder / names.back(),
            vault.seal_with(KeyUse::keystore, place_of(backup_name, number), got),
            Replace::existing
        );
    }
    if (!in.eof()) {
        throw Error("cannot read " + database.string());
    }
    return names;
}

void unseal_base(
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& backup_name,
    const std::filesystem::path& database
)
{
    for (std::int64_t number = 1;; ++number) {
        const auto sealed = posix_disk().read(folder / part_name(number));
        if (!sealed) {
            if (number == 1) {
                throw Tampered("base of backup " + backup_name);
            }
            return;
        }
        const auto plain =
            vault.open_with(KeyUse::keystore, place_of(backup_name, number), *sealed);
        append(database, plain, number == 1);
    }
}

void replay_journal(
    const JournalFolder& journal, std::int64_t portion, const std::filesystem::path& database
)
{
    Bytes log;
    std::uint64_t salt = 0;
    for (std::int64_t number = 1; number <= portion; ++number) {
        const auto next = journal.get(number);
        if (number > 1 && next.salt != salt) {
            apply_log(database, log);
            log.clear();
        }
        if (next.offset != static_cast<std::int64_t>(log.size())) {
            throw Tampered("journal " + std::to_string(number));
        }
        salt = next.salt;
        log.insert(log.end(), next.bytes.begin(), next.bytes.end());
    }
    apply_log(database, log);
}

} // namespace dossier::store
