#pragma once
// What is known of the names in a station's folder: how long each has been quiet, whether it is
// whole, and what it will be rejected with when patience ends. All of it can be found out again.

#include "capture/folder/names.h"
#include "capture/hot_folder.h"

#include <map>

namespace dossier::capture {

/// The same file with the same content. A rename changes `changed_ns`, so that is left out.
[[nodiscard]] bool is_same_content(const FileStat& a, const FileStat& b);

/// A regular file with no second name.
[[nodiscard]] bool is_safe(const FileStat& stat);

/// What is known of a name; all of it belongs to exactly this stat. `refusal` is what it will be
/// rejected with, now or when patience ends.
struct Seen {
    FileStat stat;
    Instant since;
    WaitingFor waiting_for = WaitingFor::settling;
    std::optional<Refusal> refusal;
    std::string sha256;                       ///< of a file that a manifest names, once read
    std::shared_ptr<const Manifest> manifest; ///< of a manifest, once read
    std::vector<std::byte> bytes;             ///< of a document that was just found whole
};

enum class Verdict { wait, take, refuse };

class Inbox {
public:
    Inbox(Directory& directory, const HotFolderOptions& options);

    /// Looks at every name anew; what was known of a file that changed is forgotten. A new share
    /// of work begins. Returns what kept it from looking at single files.
    [[nodiscard]] std::string observe(Instant now);

    [[nodiscard]] std::map<std::string, Seen, NaturalOrder>& files() { return files_; }

    /// The entry of a name, null when there is none.
    [[nodiscard]] Seen* find(const std::string& name);

    /// Whether a document is whole. `refuse` goes with its `refusal`.
    [[nodiscard]] Verdict look_at(const std::string& name, Seen& seen, Instant now);
    /// Whether a manifest can be read: `take` goes with its `manifest`.
    [[nodiscard]] Verdict look_at_manifest(const std::string& name, Seen& seen, Instant now);
    /// What a file of a batch is: `take` goes with its `sha256`, `refuse` with its `refusal`.
    [[nodiscard]] Verdict look_at_batch_file(const std::string& name, Seen& seen, Instant now);

    /// Whether this sweep's share of work is used up.
    [[nodiscard]] bool is_spent() const { return files_left_ == 0 || bytes_left_ <= 0; }

    /// Takes one file out of the share.
    void spend(std::size_t bytes);

    /// Whether somebody had to wait because the share was used up.
    [[nodiscard]] bool had_to_queue() const { return had_to_queue_; }

private:
    [[nodiscard]] bool is_quiet(const Seen& seen, Instant now) const;
    [[nodiscard]] std::optional<Verdict> check_kind(const std::string& name, Seen& seen) const;
    /// The bytes that belong to this stat, or the verdict on a file that has none now.
    [[nodiscard]] tl::expected<FileContent, Verdict>
    read(const std::string& name, Seen& seen, std::size_t max_bytes);
    [[nodiscard]] Verdict examine(const std::string& name, Seen& seen);
    [[nodiscard]] Verdict examine_manifest(const std::string& name, Seen& seen);
    [[nodiscard]] Verdict examine_batch_file(const std::string& name, Seen& seen);
    [[nodiscard]] Verdict conclude(Verdict verdict, const Seen& seen, Instant now) const;

    Directory& directory_;
    const HotFolderOptions& options_;
    std::map<std::string, Seen, NaturalOrder> files_;
    std::size_t files_left_ = 0;
    std::int64_t bytes_left_ = 0;
    bool had_to_queue_ = false;
};

} // namespace dossier::capture
