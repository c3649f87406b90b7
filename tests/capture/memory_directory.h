#pragma once
// A station's folder in memory. It can fail at the n-th call, as disks do, and its power can be
// cut: then it forgets moves, removals and new files that were not synced, or the last of them.

#include "capture/directory.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dossier::capture {

class MemoryDirectory : public Directory {
public:
    struct File {
        std::string content;
        FileStat stat;
        bool busy = false;
        bool denied = false;
    };

    void drop(const std::string& name, const std::string& content)
    {
        put(Place::inbox, name, content);
    }

    void put(Place place, const std::string& name, const std::string& content)
    {
        File file;
        file.content = content;
        file.stat.inode = ++inodes_;
        file.stat.size = content.size();
        file.stat.modified_ns = file.stat.changed_ns = ++ticks_;
        files_[{place, name}] = durable_[{place, name}] = file;
    }

    void append(Place place, const std::string& name, const std::string& more)
    {
        File& file = files_.at({place, name});
        file.content += more;
        file.stat.size = file.content.size();
        file.stat.modified_ns = file.stat.changed_ns = ++ticks_;
    }

    File& file(Place place, const std::string& name) { return files_.at({place, name}); }

    [[nodiscard]] std::set<std::string> names(Place place) const
    {
        std::set<std::string> result;
        for (const auto& [key, file] : files_)
            if (key.first == place) result.insert(key.second);
        return result;
    }

    /// In how many places a content lies.
    [[nodiscard]] int copies_of(const std::string& content) const
    {
        int copies = 0;
        for (const auto& [key, file] : files_)
            copies += file.content == content ? 1 : 0;
        return copies;
    }

    [[nodiscard]] int reads() const { return reads_; }

    void fail_at(int call) { calls_until_failure_ = call; }

    /// Call n and all after it fail, until the power is cut.
    void fail_from(int call)
    {
        calls_until_failure_ = call;
        stays_broken_ = true;
    }

    /// Changes a file at the moment it is moved: a writer that is faster than us.
    void append_on_move(std::string more) { append_on_move_ = std::move(more); }

    std::vector<std::string> list(Place place) override
    {
        step();
        const auto found = names(place);
        return {found.begin(), found.end()};
    }

    std::optional<FileStat> stat(Place place, const std::string& name) override
    {
        step();
        const auto found = files_.find({place, name});
        return found == files_.end() ? std::nullopt : std::optional(found->second.stat);
    }

    tl::expected<FileContent, Unavailable>
    read(Place place, const std::string& name, std::size_t max_bytes) override
    {
        step();
        ++reads_;
        const auto found = files_.find({place, name});
        if (found == files_.end()) return tl::unexpected(Unavailable::gone);
        const File& file = found->second;
        if (file.denied) return tl::unexpected(Unavailable::denied);
        if (file.stat.type != FileType::regular || file.stat.links != 1)
            return tl::unexpected(Unavailable::unsafe);
        if (file.stat.size > max_bytes) return tl::unexpected(Unavailable::too_large);
        if (file.busy) return tl::unexpected(Unavailable::busy);
        FileContent content;
        content.stat = file.stat;
        for (const char c : file.content)
            content.bytes.push_back(static_cast<std::byte>(c));
        return content;
    }

    Moved move(
        Place from,
        const std::string& name,
        Place to,
        const std::string& new_name,
        NewName /*whose*/
    ) override
    {
        step();
        if (!files_.contains({from, name})) return Moved::gone;
        if (files_.contains({to, new_name})) return Moved::taken;
        files_.at({from, name}).stat.changed_ns = ++ticks_;
        change({.from = from, .name = name, .to = to, .new_name = new_name, .made = {}});
        if (!append_on_move_.empty()) append(to, new_name, std::exchange(append_on_move_, {}));
        return Moved::yes;
    }

    void remove(Place place, const std::string& name) override
    {
        step();
        change({.from = place, .name = name, .to = place, .new_name = {}, .made = {}});
    }

    bool write_new(Place place, const std::string& name, std::string_view text) override
    {
        step();
        if (files_.contains({place, name})) return false;
        File file;
        file.content = text;
        file.stat.inode = ++inodes_;
        file.stat.size = text.size();
        file.stat.modified_ns = file.stat.changed_ns = ++ticks_;
        change({.from = place, .name = {}, .to = place, .new_name = name, .made = file});
        return true;
    }

    /// As a journal does: with the last change in a place all before it are durable.
    void sync(Place place) override
    {
        step();
        std::size_t count = 0;
        for (std::size_t i = 0; i < unsynced_.size(); ++i)
            if (unsynced_[i].from == place || unsynced_[i].to == place) count = i + 1;
        make_durable(count);
    }

    /// How many changes a power cut could take back.
    [[nodiscard]] std::size_t unsynced() const { return unsynced_.size(); }

    /// Takes back all changes that were not synced but the first `survivors`.
    void cut_power(std::size_t survivors)
    {
        make_durable(survivors);
        unsynced_.clear();
        files_ = durable_;
        calls_until_failure_ = 0;
        stays_broken_ = false;
    }

    bool is_network() override { return false; }

private:
    using Files = std::map<std::pair<Place, std::string>, File>;

    /// A move, a removal (no new name) or a new file (no old name).
    struct Change {
        Place from;
        std::string name;
        Place to;
        std::string new_name;
        File made;
    };

    static void apply(const Change& change, Files& files)
    {
        File file = change.made;
        if (!change.name.empty()) {
            const auto found = files.find({change.from, change.name});
            if (found == files.end()) return; // its writer has put another in its place
            file = found->second;
            files.erase(found);
        }
        if (!change.new_name.empty()) files[{change.to, change.new_name}] = file;
    }

    void change(const Change& change)
    {
        apply(change, files_);
        unsynced_.push_back(change);
    }

    void make_durable(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            apply(unsynced_[i], durable_);
        unsynced_.erase(unsynced_.begin(), unsynced_.begin() + static_cast<std::ptrdiff_t>(count));
    }

    void step()
    {
        if (calls_until_failure_ == 0 || (calls_until_failure_ > 1 && calls_until_failure_-- > 0))
            return;
        if (!stays_broken_) calls_until_failure_ = 0;
        throw FolderError("hot folder: the disk said no");
    }

    Files files_;
    Files durable_;
    std::vector<Change> unsynced_;
    std::uint64_t inodes_ = 0;
    std::int64_t ticks_ = 0;
    int calls_until_failure_ = 0;
    int reads_ = 0;
    bool stays_broken_ = false;
    std::string append_on_move_;
};

} // namespace dossier::capture
