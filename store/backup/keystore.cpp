#include "store/backup/keystore.h"

#include "store/error.h"
#include "store/files/disk.h"

#include <optional>

namespace dossier::store {
namespace {

constexpr int keys_a_file = 50'000;
constexpr std::string_view prefix = "keystore-";

Place place_of(const std::string& backup_name, const std::string& file)
{
    return {.kind = "keystore", .object_id = backup_name, .field_group = file};
}

/// Reads what Canonical wrote.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    std::string text()
    {
        const auto bytes = take('t');
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    Bytes blob()
    {
        const auto bytes = take('b');
        return {bytes.begin(), bytes.end()};
    }

    std::int64_t number()
    {
        std::uint64_t value = 0;
        for (const auto byte : take('n')) {
            value = value << 8U | std::to_integer<std::uint64_t>(byte);
        }
        return static_cast<std::int64_t>(value);
    }

private:
    std::span<const std::byte> take(char tag)
    {
        constexpr std::size_t head = 5;
        if (rest_.size() < head || rest_[0] != static_cast<std::byte>(tag)) {
            throw Tampered("keystore");
        }
        std::size_t size = 0;
        for (std::size_t i = 1; i < head; ++i) {
            size = size << 8U | std::to_integer<std::size_t>(rest_[i]);
        }
        if (rest_.size() - head < size) {
            throw Tampered("keystore");
        }
        const auto value = rest_.subspan(head, size);
        rest_ = rest_.subspan(head + size);
        return value;
    }

    std::span<const std::byte> rest_;
};

class Files {
public:
    Files(const Vault& vault, std::filesystem::path folder, std::string backup_name)
        : vault_(vault),
          folder_(std::move(folder)),
          backup_name_(std::move(backup_name))
    {}

    void add(const StoredKey& key)
    {
        plain_.text("key").text(key.owner_id).text(key.owner_kind).blob(key.wrapped);
        ++result_.keys;
        count();
    }

    void add(const Tombstone& tombstone)
    {
        plain_.text("tombstone")
            .text(tombstone.owner_id)
            .text(tombstone.owner_kind)
            .number(tombstone.shredded_at.time_since_epoch().count());
        ++result_.shredded;
        count();
    }

    Keystore finish()
    {
        write();
        return std::move(result_);
    }

private:
    void count()
    {
        if (++entries_ == keys_a_file) {
            write();
        }
    }

    void write()
    {
        const auto file =
            std::string(prefix) + std::to_string(10'001 + result_.files.size()).substr(1);
        const auto plain = plain_.take();
        const auto sealed = vault_.seal_with(KeyUse::keystore, place_of(backup_name_, file), plain);
        write_durable(posix_disk(), folder_ / file, sealed, Replace::existing);
        result_.files.push_back(file);
        plain_ = {};
        entries_ = 0;
    }

    const Vault& vault_;
    std::filesystem::path folder_;
    std::string backup_name_;
    Canonical plain_;
    int entries_ = 0;
    Keystore result_;
};

} // namespace

Keystore write_keystore(
    Database& db,
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& backup_name
)
{
    Files files(vault, folder, backup_name);
    Statement rows(db, "SELECT owner_id, owner_kind, wrapped FROM data_key ORDER BY owner_id");
    while (rows.next()) {
        files.add({.owner_id = rows.text(0), .owner_kind = rows.text(1), .wrapped = rows.blob(2)});
    }
    for (const auto& tombstone : load_tombstones(db, vault)) {
        files.add(tombstone);
    }
    return files.finish();
}

void read_keystore(
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& file,
    const std::string& backup_name,
    const std::function<void(const StoredKey&)>& key,
    const std::function<void(const Tombstone&)>& tombstone
)
{
    const auto sealed = posix_disk().read(folder / file);
    if (!sealed) {
        throw Tampered("backup file " + (folder / file).string());
    }
    const auto plain = vault.open_with(KeyUse::keystore, place_of(backup_name, file), *sealed);
    for (Reader reader(plain); !reader.at_end();) {
        const auto kind = reader.text();
        auto owner_id = reader.text();
        auto owner_kind = reader.text();
        if (kind == "key") {
            key(
                {.owner_id = std::move(owner_id),
                 .owner_kind = std::move(owner_kind),
                 .wrapped = reader.blob()}
            );
        } else {
            tombstone(
                {.owner_id = std::move(owner_id),
                 .owner_kind = std::move(owner_kind),
                 .shredded_at = Instant(std::chrono::milliseconds(reader.number()))}
            );
        }
    }
}

bool is_keystore(const std::string& file)
{
    return file.starts_with(prefix);
}

} // namespace dossier::store
