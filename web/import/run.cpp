#include "web/import/run.h"

#include "capture/sniff.h"
#include "web/digest.h"
#include "web/group_intake.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace dossier::web {

namespace {

using capture::Refusal;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

/// The tree's files by what an index may call them: exactly, or in another case as Windows allows,
/// when that names one file only.
class Names {
public:
    explicit Names(const std::vector<std::string>& files) : exact_(files.begin(), files.end())
    {
        for (const auto& file : files)
            folded_[lower(file)].push_back(file);
    }

    [[nodiscard]] std::optional<std::string> find(const std::string& path) const
    {
        if (exact_.contains(path)) return path;
        const auto folded = folded_.find(lower(path));
        if (folded == folded_.end() || folded->second.size() != 1) return std::nullopt;
        return folded->second.front();
    }

private:
    std::set<std::string> exact_;
    std::map<std::string, std::vector<std::string>> folded_;
};

/// What a row says: which file, and what is announced of it.
struct Said {
    std::string path;
    std::string box; ///< empty: the import as a whole
    verify::Announced announced;
    bool operator==(const Said&) const = default;
};

/// The first row of a file, and where its outcome stands.
struct First {
    Said said;
    std::size_t row = 0;
};

/// A later row of the same file: judged when it is known what became of the first.
struct Repeat {
    std::size_t row = 0;
    Said said;
    First first;
};

/// A file that was read and is kept with others: what they share, a commit and the syncs, is done
/// once.
struct Read {
    std::size_t row = 0;
    Said said;
    std::string media_type;
    std::vector<std::byte> bytes;
};

class Import {
public:
    explicit Import(const ImportRun& run) : run_(run), names_(run.files)
    {
        std::map<std::string, std::set<std::string>> paths;
        for (const auto& row : run.table.rows)
            paths[box_of(row)].insert(normal_tree_path(written_path(row)).value_or(""));
        for (const auto& [box, files] : paths)
            box_files_[box] = static_cast<int>(files.size());
    }

    ImportOutcome go()
    {
        rows_.reserve(run_.table.rows.size());
        bool stopped = false;
        for (const auto& row : run_.table.rows) {
            stopped = stopped || run_.should_stop();
            rows_.push_back(take(row, stopped));
            if (is_full_group(group_.size(), group_bytes_)) keep_group();
            run_.progress(rows_.size());
        }
        keep_group();
        ImportOutcome outcome{.rows = std::move(rows_), .unlisted = {}};
        for (const auto& file : run_.files)
            if (!said_.contains(file)) outcome.unlisted.push_back(file);
        return outcome;
    }

private:
    RowOutcome take(const IndexRow& row, bool stopped)
    {
        RowOutcome outcome;
        outcome.line = row.line;
        outcome.path = written_path(row);
        const auto said = understand(row, outcome);
        if (!said) return refuse(std::move(outcome), said.error());
        outcome.path = said->path;
        const auto [known, is_new] =
            said_.emplace(said->path, First{.said = *said, .row = rows_.size()});
        if (!is_new) {
            repeats_.push_back({.row = rows_.size(), .said = *said, .first = known->second});
            return outcome;
        }
        return stopped ? outcome : take_file(std::move(outcome), *said);
    }

    RowOutcome take_file(RowOutcome outcome, const Said& said)
    {
        auto bytes = run_.tree.read(said.path, run_.limits.bytes);
        if (!bytes) return refuse(std::move(outcome), bytes.error());
        outcome.sha256 = hex(sha256(*bytes));
        const auto kind = capture::check_whole(*bytes, run_.limits);
        if (!kind) return refuse(std::move(outcome), kind.error());
        if (run_.archive == nullptr) return look(std::move(outcome));
        group_bytes_ += bytes->size();
        group_.push_back(
            {.row = rows_.size(),
             .said = said,
             .media_type = std::string{capture::media_type(*kind)},
             .bytes = *std::move(bytes)}
        );
        return outcome;
    }

    [[nodiscard]] std::string box_of(const IndexRow& row) const
    {
        return run_.map.batch ? row.cells.at(*run_.map.batch) : "";
    }

    /// A box is a batch, and the index announces how many files it holds: what is missing shows in
    /// the ledger.
    [[nodiscard]] store::BatchRef batch_of(const std::string& box) const
    {
        const auto& name = run_.map.name;
        return {
            .key = "import " + name + (box.empty() ? "" : "/" + box),
            .announced = {
                .name = box.empty() ? name : box, .files = box_files_.at(box), .type = {}}};
    }

    [[nodiscard]] std::string written_path(const IndexRow& row) const
    {
        std::string path;
        for (const auto& piece : run_.map.path)
            path += piece.column ? row.cells.at(*piece.column) : piece.text;
        return path;
    }

    tl::expected<Said, Refusal> understand(const IndexRow& row, const RowOutcome& outcome) const
    {
        const auto normal = normal_tree_path(outcome.path);
        if (!normal) return tl::unexpected(normal.error());
        auto found = names_.find(*normal);
        // Not listed may still be a link: reading says which.
        Said said{.path = found.value_or(*normal), .box = {}, .announced = {}};
        const auto type = type_of(row);
        if (!type)
            return tl::unexpected(Refusal{
                .code = "unknown_type", .message = "The map knows no type for this row."});
        said.announced.emplace(verify::announced_type, *type);
        const auto* known = run_.types.find_type(*type);
        for (const auto& [name, column] : run_.map.fields)
            if (const auto& value = row.cells.at(column);
                !value.empty() && known != nullptr && known->find_field(name) != nullptr)
                said.announced.emplace(name, value);
        said.box = box_of(row);
        return said;
    }

    [[nodiscard]] std::optional<std::string> type_of(const IndexRow& row) const
    {
        if (!run_.map.type_column) return run_.map.type;
        const auto& value = row.cells.at(*run_.map.type_column);
        if (const auto mapped = run_.map.types.find(value); mapped != run_.map.types.end())
            return mapped->second;
        const bool is_type = run_.map.types.empty() && run_.types.find_type(value) != nullptr;
        return is_type ? std::optional{value} : std::nullopt;
    }

    static RowOutcome refuse(RowOutcome outcome, Refusal reason)
    {
        outcome.state = RowState::refused;
        outcome.reason = std::move(reason);
        return outcome;
    }

    /// A second row for a file: harmless when it says the same, else nobody knows which is right.
    [[nodiscard]] RowOutcome
    say_again(RowOutcome outcome, const Said& said, const First& first) const
    {
        const auto& one = rows_.at(first.row);
        const auto line = std::to_string(one.line);
        if (said != first.said)
            return refuse(
                std::move(outcome),
                {.code = "row_contradicts",
                 .message = "Row " + line + " says something else of the same file."}
            );
        const bool is_in = one.state == RowState::kept || one.state == RowState::repeated;
        auto again = one;
        again.line = outcome.line;
        again.earlier = false;
        if (!is_in) return again;
        again.state = RowState::repeated;
        again.reason = {.code = "row_repeated", .message = "Row " + line + " says the same."};
        return again;
    }

    RowOutcome look(RowOutcome outcome)
    {
        const auto [first, is_new] = by_digest_.emplace(outcome.sha256, outcome.path);
        outcome.state = is_new ? RowState::kept : RowState::repeated;
        if (!is_new) outcome.duplicate_of = first->second;
        return outcome;
    }

    /// All of them are in the archive when this returns, or none is.
    void keep_group()
    {
        std::vector<store::Arrival> arrivals;
        for (const auto& read : group_)
            arrivals.push_back(arrival_of(read));
        if (!arrivals.empty()) {
            const auto kept = run_.archive->keep_originals(arrivals, run_.now());
            for (std::size_t i = 0; i < kept.size(); ++i) {
                auto& row = rows_.at(group_[i].row);
                row = settled(std::move(row), kept[i]);
            }
        }
        group_.clear();
        group_bytes_ = 0;
        for (const auto& [row, said, first] : std::exchange(repeats_, {}))
            rows_.at(row) = say_again(rows_.at(row), said, first);
    }

    [[nodiscard]] store::Arrival arrival_of(const Read& read) const
    {
        const auto& path = read.said.path;
        return {
            .intake_key = "import " + run_.map.name + "/" + path,
            .station = run_.station,
            .source_name = path.substr(path.rfind('/') + 1),
            .media_type = read.media_type,
            .bytes = read.bytes,
            .actor = {.name = "console", .role = "administrator"},
            .batch = batch_of(read.said.box),
            .announced = read.said.announced};
    }

    RowOutcome settled(RowOutcome outcome, const store::Kept& kept)
    {
        outcome.earlier = kept.as == store::KeptAs::replay;
        if (outcome.earlier) {
            const auto original = run_.archive->find_original(kept.id);
            if (!original || original->sha256 != outcome.sha256)
                return refuse(
                    std::move(outcome),
                    {.code = "changed_since",
                     .message = "An earlier run kept other bytes under this path."}
                );
        }
        outcome.original_id = kept.id.text;
        outcome.state = kept.was_known ? RowState::repeated : RowState::kept;
        if (kept.was_known) outcome.duplicate_of = kept.id.text;
        return outcome;
    }

    const ImportRun& run_;
    Names names_;
    std::map<std::string, int> box_files_;
    std::vector<RowOutcome> rows_;
    std::vector<Read> group_; ///< read, not kept yet
    std::size_t group_bytes_ = 0;
    std::vector<Repeat> repeats_;
    std::map<std::string, First> said_;
    std::map<std::string, std::string> by_digest_;
};

} // namespace

std::string_view to_text(RowState state)
{
    switch (state) {
    case RowState::kept: return "kept";
    case RowState::repeated: return "repeated";
    case RowState::refused: return "refused";
    case RowState::not_done: return "not_done";
    }
    return "not_done";
}

std::size_t ImportOutcome::count(RowState state) const
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const auto& row) {
        return row.state == state;
    }));
}

std::size_t ImportOutcome::count_earlier() const
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) {
        return row.earlier;
    }));
}

bool ImportOutcome::is_complete() const
{
    return unlisted.empty() && count(RowState::kept) + count(RowState::repeated) == rows.size();
}

ImportOutcome run_import(const ImportRun& run)
{
    return Import{run}.go();
}

void reconcile(const ImportRun& run, ImportOutcome& outcome)
{
    for (auto& row : outcome.rows) {
        if (row.state != RowState::kept && row.state != RowState::repeated) continue;
        if (run.archive->find_delivery("import " + run.map.name + "/" + row.path)) continue;
        row.state = RowState::refused;
        row.reason = {.code = "not_in_archive", .message = "The archive does not have this file."};
    }
}

} // namespace dossier::web
