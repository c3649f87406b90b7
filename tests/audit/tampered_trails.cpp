// Makes an archive with 1,000 audit entries and three checkpoints in a folder, then alters the
// trail in every way in turn and prints for each: what was done, how it is undone, and which entry
// the archive's own verifier names. verifiers_test.py holds the second verifier against that.
//
//   tampered_trails FOLDER some|all

#include "tests/store/archive.h"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <string>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr int entries = 1'000;

/// A connection that does not wait for the disk: nothing here has to last.
class Shell {
public:
    explicit Shell(const fs::path& file)
    {
        if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) {
            throw std::runtime_error("the database does not open");
        }
        script("PRAGMA synchronous = OFF; CREATE TABLE kept AS SELECT * FROM audit_entry");
    }

    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    ~Shell() { sqlite3_close(database_); }

    /// Statements, all or none.
    void run(const std::string& sql) { script("BEGIN;" + sql + ";COMMIT"); }

private:
    void script(const std::string& sql)
    {
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sql + ": " + sqlite3_errmsg(database_));
        }
    }

    sqlite3* database_ = nullptr;
};

std::string where(const std::string& seqs)
{
    return " WHERE seq " + seqs;
}

/// Alters, asks, and puts everything back.
class Trials {
public:
    Trials(Archive& archive, std::vector<std::string> checkpoints)
        : archive_(archive),
          checkpoints_(std::move(checkpoints)),
          shell_(archive.path() / "dossier.db")
    {}

    /// `touched` are the entries that the statement changes.
    void attempt(const std::string& sql, const std::string& touched)
    {
        const auto undo = "DELETE FROM audit_entry" + where(touched) +
                          ";INSERT INTO audit_entry SELECT * FROM kept" + where(touched);
        shell_.run(sql);
        const auto verdict = archive_->verify_audit(checkpoints_);
        shell_.run(undo);
        const auto seq = verdict.fault ? verdict.fault->seq : std::int64_t{-1};
        std::cout << nlohmann::json{{"do", sql}, {"undo", undo}, {"seq", seq}}.dump() << '\n';
    }

private:
    Archive& archive_;
    std::vector<std::string> checkpoints_;
    Shell shell_;
};

std::string edit_of(const std::string& column)
{
    if (column == "at") {
        return "at = at + 1";
    }
    if (column == "leaf_hash") {
        return "leaf_hash = zeroblob(32)";
    }
    return column + " = " + column + " || 'x'";
}

void alter_everything(Trials& trials, bool all)
{
    constexpr std::array columns{
        "at", "actor", "role", "action", "object", "outcome", "detail", "leaf_hash"};
    for (int seq = 1; seq <= entries; ++seq) {
        const auto here = "= " + std::to_string(seq);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (all || static_cast<std::size_t>(seq) % columns.size() == i) {
                trials.attempt(
                    "UPDATE audit_entry SET " + edit_of(columns.at(i)) + where(here), here
                );
            }
        }
        trials.attempt("DELETE FROM audit_entry" + where(here), here);
        trials.attempt(
            "DELETE FROM audit_entry" + where("> " + std::to_string(seq - 1)),
            "> " + std::to_string(seq - 1)
        );
        if (seq < entries) {
            const auto next = std::to_string(seq + 1);
            trials.attempt(
                "UPDATE audit_entry SET seq = -1" + where(here) +
                    ";UPDATE audit_entry SET seq = " + std::to_string(seq) + where("= " + next) +
                    ";UPDATE audit_entry SET seq = " + next + where("= -1"),
                "IN (" + std::to_string(seq) + ", " + next + ")"
            );
        }
    }
    trials.attempt(
        "INSERT INTO audit_entry SELECT 1001, at, actor, role, action, object, outcome, detail, "
        "leaf_hash, leaf_mac FROM kept WHERE seq = 1000",
        "= 1001"
    );
}

void run(const fs::path& folder, bool all)
{
    Archive archive;
    const CheckpointFolder outside(folder / "checkpoints");
    std::vector<std::string> checkpoints;
    for (int seq = 1; seq <= entries; ++seq) {
        archive.now += std::chrono::seconds(7);
        archive->note(
            seq % 3 == 0 ? archive.operator_ : archive.verifier,
            seq % 2 == 0 ? "document_viewed" : "record_viewed",
            "record " + std::to_string(seq * 7919),
            seq % 11 == 0 ? "denied" : "done",
            seq % 5 == 0 ? "备注 " + std::to_string(seq) : "",
            archive.now
        );
        if (seq == 250 || seq == 500 || seq == entries) {
            checkpoints.push_back(
                archive->sign_checkpoint(checkpoints.empty() ? "" : checkpoints.back(), archive.now)
                    .value()
            );
            outside.keep(checkpoints.back(), seq);
        }
    }
    std::ofstream(folder / "key") << archive->checkpoint_key();
    archive.close(); // empties the log into the file
    fs::copy_file(archive.path() / "dossier.db", folder / "trail.db");
    archive.open();
    Trials trials(archive, checkpoints);
    alter_everything(trials, all);
}

} // namespace
} // namespace dossier::store

int main(int count, char** words)
{
    if (count != 3) {
        std::cerr << "tampered_trails FOLDER some|all\n";
        return 2;
    }
    dossier::store::run(words[1], std::string(words[2]) == "all");
    return 0;
}
