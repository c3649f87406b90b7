#pragma once
// A station's folder in memory. It can fail at the n-th call, as disks do, and it checks on every
// step that nothing is overwritten.

#include "capture/directory.h"

#include <map>
#include <set>
#include <string>
#include <utility>

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
        files_[{place, name}] = file;
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
        File moved = files_.at({from, name});
        files_.erase({from, name});
        moved.stat.changed_ns = ++ticks_;
        files_[{to, new_name}] = moved;
        if (!append_on_move_.empty()) append(to, new_name, std::exchange(append_on_move_, {}));
        return Moved::yes;
    }

    void remove(Place place, const std::string& name) override
    {
        step();
        files_.erase({place, name});
    }

    bool write_new(Place place, const std::string& name, std::string_view text) override
    {
        step();
        if (files_.contains({place, name})) return false;
        put(place, name, std::string(text));
        return true;
    }

    void sync(Place /*place*/) override { step(); }

    bool is_network() override { return false; }

private:
    void step()
    {
        if (calls_until_failure_ > 0 && --calls_until_failure_ == 0)
            throw FolderError("hot folder: the disk said no");
    }

    std::map<std::pair<Place, std::string>, File> files_;
    std::uint64_t inodes_ = 0;
    std::int64_t ticks_ = 0;
    int calls_until_failure_ = 0;
    int reads_ = 0;
    std::string append_on_move_;
};

} // namespace dossier::capture
