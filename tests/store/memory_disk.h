#pragma once
// A disk in memory with the manners of a bad one: it fails at the n-th call, once or for ever, may
// leave half a file behind, and at a power cut forgets every name and byte that was not synced.

#include "store/error.h"
#include "store/files/disk.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

namespace dossier::store {

class MemoryDisk final : public Disk {
public:
    MemoryDisk() { directories_["/"] = durable_["/"] = {}; }

    /// Call `n` from now on fails (1 is the next one).
    void fail_at(int n) { countdown_ = n; }

    void heal() { countdown_ = 0; }

    [[nodiscard]] int calls() const { return calls_; }

    /// Names and bytes that were not synced are gone.
    void cut_power()
    {
        heal();
        directories_ = durable_;
        for (auto it = directories_.begin(); it != directories_.end();) {
            it = is_reachable(it->first) ? std::next(it) : directories_.erase(it);
        }
        for (auto& [directory, names] : directories_) {
            for (auto& [name, entry] : names) {
                if (entry.content && !std::exchange(entry.content->is_durable, true)) {
                    tear(*entry.content);
                }
            }
        }
        durable_ = directories_;
    }

    void write_new(const std::filesystem::path& file, std::span<const std::byte> bytes) override
    {
        auto& names = names_of(file.parent_path());
        if (names.contains(file.filename())) {
            throw Error("exists");
        }
        auto content = std::make_shared<Content>(Content{{bytes.begin(), bytes.end()}});
        names[file.filename()] = {content, false};
        if (is_broken()) {
            tear(*content);
            throw Error("disk full");
        }
    }

    std::unique_ptr<PlacedFile> place_new(
        const std::filesystem::path& draft,
        const std::filesystem::path& file,
        std::span<const std::byte> bytes
    ) override
    {
        write_new(draft, bytes);
        const auto content = names_of(draft.parent_path()).at(draft.filename()).content;
        content->is_durable = false;
        rename(draft, file, Replace::never);
        return std::make_unique<Placed>(*this, content);
    }

    void rename(const std::filesystem::path& from, const std::filesystem::path& to, Replace replace)
        override
    {
        step();
        auto& target = names_of(to.parent_path());
        if (replace == Replace::never && target.contains(to.filename())) {
            throw Error("exists");
        }
        auto node = names_of(from.parent_path()).extract(from.filename());
        if (node.empty()) {
            throw Error("no such file");
        }
        target[to.filename()] = node.mapped();
    }

    void sync_directory(const std::filesystem::path& directory) override
    {
        step();
        durable_[directory] = names_of(directory);
    }

    bool make_directory(const std::filesystem::path& directory) override
    {
        step();
        if (directories_.contains(directory)) {
            return false;
        }
        names_of(directory.parent_path())[directory.filename()] = {nullptr, true};
        directories_[directory] = {};
        durable_[directory] = {};
        return true;
    }

    std::optional<Bytes> read(const std::filesystem::path& file) override
    {
        step();
        const auto home = directories_.find(file.parent_path());
        if (home == directories_.end()) {
            return std::nullopt;
        }
        const auto entry = home->second.find(file.filename());
        if (entry == home->second.end()) {
            return std::nullopt;
        }
        return entry->second.content->bytes;
    }

    void remove(const std::filesystem::path& file) override
    {
        step();
        names_of(file.parent_path()).erase(file.filename());
    }

    std::vector<DiskEntry> list(const std::filesystem::path& directory) override
    {
        step();
        std::vector<DiskEntry> entries;
        for (const auto& [name, entry] : names_of(directory)) {
            entries.push_back(
                {.name = name.string(), .written_at = {}, .is_directory = entry.is_directory}
            );
        }
        return entries;
    }

private:
    struct Content {
        Bytes bytes;
        bool is_durable = true;
    };

    class Placed final : public PlacedFile {
    public:
        Placed(MemoryDisk& disk, std::shared_ptr<Content> content)
            : disk_(disk),
              content_(std::move(content))
        {}

        void sync() override
        {
            disk_.step();
            content_->is_durable = true;
        }

    private:
        MemoryDisk& disk_;
        std::shared_ptr<Content> content_;
    };

    static void tear(Content& content) { content.bytes.resize(content.bytes.size() / 2); }

    struct Entry {
        std::shared_ptr<Content> content;
        bool is_directory = false;
    };

    using Names = std::map<std::filesystem::path, Entry>;

    bool is_broken()
    {
        ++calls_;
        return countdown_ > 0 && --countdown_ == 0;
    }

    void step()
    {
        if (is_broken()) {
            throw Error("disk failed");
        }
    }

    Names& names_of(const std::filesystem::path& directory)
    {
        const auto found = directories_.find(directory);
        if (found == directories_.end()) {
            throw Error("no such folder");
        }
        return found->second;
    }

    bool is_reachable(const std::filesystem::path& directory)
    {
        if (directory == "/") {
            return true;
        }
        const auto parent = durable_.find(directory.parent_path());
        return parent != durable_.end() && parent->second.contains(directory.filename()) &&
               is_reachable(directory.parent_path());
    }

    std::map<std::filesystem::path, Names> directories_;
    std::map<std::filesystem::path, Names> durable_;
    int countdown_ = 0;
    int calls_ = 0;
};

} // namespace dossier::store
