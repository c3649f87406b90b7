#include "store/store.h"

#include "store/db/migrate.h"
#include "store/files/disk.h"
#include "store/files/mirrored_blobs.h"
#include "store/rows/core.h"
#include "store/rows/external_checks.h"
#include "store/rows/record_counts.h"
#include "store/rows/search_feed.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/statfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

/// NFS, SMB, CIFS, SMB2, FUSE: their locks and syncs do not hold what SQLite needs.
constexpr std::array<std::uint64_t, 5> remote_file_systems{
    0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x65735546};

void require_local(const fs::path& folder)
{
    struct statfs status {};

    if (::statfs(folder.c_str(), &status) != 0) {
        throw Error(
            "cannot look at " + folder.string() + ": " + std::system_category().message(errno)
        );
    }
    for (const auto magic : remote_file_systems) {
        if (static_cast<std::uint32_t>(status.f_type) == magic) {
            throw Error(folder.string() + " is not on a local file system");
        }
    }
}

std::unique_ptr<Blobs> open_blobs(const fs::path& folder, const fs::path& backups)
{
    auto blobs = open_local_blobs(folder);
    if (backups.empty()) {
        return blobs;
    }
    return std::make_unique<MirroredBlobs>(std::move(blobs), backups / "objects");
}

/// A database belongs to one keyring for ever.
void require_same_site(Writer& writer, const Keys& keys)
{
    Transaction tx{writer};
    Statement row(tx.db(), "SELECT site_id FROM archive");
    if (row.next()) {
        if (row.text(0) != keys.site_id()) {
            throw Error("the keyring is not this database's");
        }
        return;
    }
    tx.db().run("INSERT INTO archive (one, site_id) VALUES (1, $1)", keys.site_id());
    tx.commit();
}

} // namespace

DataFolder::DataFolder(fs::path path) : path_(std::move(path))
{
    make_directories(posix_disk(), path_);
    require_local(path_);
    lock_ = ::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock_ < 0) {
        throw Error(
            "cannot open the lock of " + path_.string() + ": " +
            std::system_category().message(errno)
        );
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw Error(path_.string() + " is in use by another dossier");
    }
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1))
{}

DataFolder::~DataFolder()
{
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

Store::Core::Core(
    const fs::path& folder,
    Keyring opened,
    Random& random,
    std::unique_ptr<Blobs> sealed_files,
    StoreOptions chosen
)
    : keyring(std::move(opened)),
      vault(keyring.keys(), random),
      options(std::move(chosen)),
      blobs(std::move(sealed_files)),
      log_file(folder / "dossier.db-wal"),
      writer(folder / "dossier.db"),
      readers(folder / "dossier.db", options.readers),
      search(std::make_unique<SearchFeed>()),
      counts(std::make_unique<RecordCounts>(options.utc_offset))
{
    migrate(writer, migrations());
    require_same_site(writer, vault.keys());
}

Store::Core::~Core() = default;

Bytes Store::Core::read_object(const ObjectId& id, std::string_view kind)
{
    auto sealed = blobs->read(id);
    if (!sealed) {
        throw Tampered(std::string(kind) + " " + id.text);
    }
    return std::move(*sealed);
}

Document Store::Core::show(Database& db, DocumentRow row, const Actor& actor, Instant now) const
{
    // Before the values are hidden that this person must not see: they tell what is current.
    auto checks = describe_external_checks(db, vault, options.connectors, row.id, row.body.checked);
    auto document = describe(db, vault, std::move(row), actor, now);
    // Also on fields that are keyed blind: who settles one must know, and it tells no value.
    for (auto& finding : verify::external_findings(checks)) {
        document.checked.findings.push_back(std::move(finding));
    }
    document.external_checks = std::move(checks);
    return document;
}

void Store::Core::audit(
    Database& db,
    const Actor& actor,
    std::string_view action,
    std::string_view object,
    std::string_view detail,
    Instant now,
    std::string_view outcome
)
{
    append_audit(db, vault, actor, action, object, detail, now, outcome);
}

Store::Store(const DataFolder& folder, Keyring keyring, Random& random, StoreOptions options)
    : Store(
          folder,
          std::move(keyring),
          random,
          open_blobs(folder.path() / "objects", options.backups),
          options // read above, so not moved
      )
{}

Store::Store(
    const DataFolder& folder,
    Keyring keyring,
    Random& random,
    std::unique_ptr<Blobs> blobs,
    StoreOptions options
)
    : core_(std::make_unique<Core>(
          folder.path(), std::move(keyring), random, std::move(blobs), std::move(options)
      ))
{}

Store::~Store() = default;

Keyring& Store::keyring()
{
    return core_->keyring;
}

void Store::ping()
{
    Snapshot snapshot{core_->readers};
    Statement row(snapshot.db(), "SELECT one FROM archive");
    if (!row.next()) {
        throw Error("database: the archive's row is gone");
    }
}

} // namespace dossier::store
