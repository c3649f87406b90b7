// Backups: what is restored is what was there, whoever tampered is named, whatever was killed is
// none, and nothing that was shredded comes back.

#include "store/backup.h"
#include "store/error.h"
#include "store/rows/shredding.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string read_text(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

std::vector<fs::path> files_below(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::string content_of(int number)
{
    return "document " + std::to_string(number) +
           std::string(static_cast<std::size_t>(number % 97) * 211, 'x');
}

class BackupTest : public testing::Test {
protected:
    Archive archive;
    fs::path to = archive.home.path() / "backup";
    std::map<std::string, std::string> committed; ///< record id and what was scanned

    RecordId commit(const std::string& content)
    {
        const auto id = archive.commit(content);
        committed[id.text] = content;
        return id;
    }

    BackupReport back_up()
    {
        archive.now += 1s;
        return store::back_up(archive.path(), archive->keyring(), to, archive.random, archive.now);
    }

    Keyring keyring()
    {
        return Keyring::open(archive.path() / "keys", Archive::pass, cheap_slot).value();
    }

    /// A data folder with the keyring as it is now and nothing else.
    fs::path empty_folder(const std::string& name)
    {
        const auto folder = archive.home.path() / name;
        fs::create_directories(folder);
        fs::copy(
            archive.path() / "keys",
            folder / "keys",
            fs::copy_options::recursive | fs::copy_options::overwrite_existing
        );
        return folder;
    }

    RestoreReport restore(const fs::path& folder, std::string name = {})
    {
        if (name.empty()) {
            name = list_backups(to).back();
        }
        return restore_backup(to, name, folder, keyring(), archive.random);
    }

    /// Opens what was restored and hands it to `look`.
    void with_restored(const fs::path& folder, const std::function<void(Store&)>& look)
    {
        const DataFolder data(folder);
        Store store(data, keyring(), archive.random, cheap_options());
        look(store);
    }

    void expect_everything(Store& store)
    {
        EXPECT_TRUE(store.fsck().is_sound());
        EXPECT_TRUE(store.fsck().orphans.empty());
        for (const auto& [id, content] : committed) {
            EXPECT_EQ(store.record_original({id}, archive.verifier, archive.now), bytes(content));
        }
    }

    /// What nobody in `web` calls yet: a record's key, and those of what it was made of.
    void shred(const std::string& owner_id)
    {
        Database db(archive.path() / "dossier.db", Access::read_write);
        const Vault vault(archive->keyring().keys(), archive.random);
        shred_data_key(db, vault, owner_id, archive.now);
    }
};

TEST_F(BackupTest, RestoresEveryOriginalByteForByte)
{
    for (int i = 0; i < 12; ++i) {
        (void)commit(
            "scan " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 5'000, 'x')
        );
    }
    (void)archive.read("still in review", {a_doubtful_card()});
    const auto report = back_up();
    EXPECT_EQ(report.copied, report.backup.objects);
    EXPECT_THAT(report.missing, testing::IsEmpty());
    const auto folder = empty_folder("restored");
    EXPECT_EQ(restore(folder).backup.audit_entries, report.backup.audit_entries);
    with_restored(folder, [&](Store& store) {
        EXPECT_EQ(store.verify_audit().entries, report.backup.audit_entries);
        EXPECT_EQ(store.verify_audit().root_hash, report.backup.audit_root);
        EXPECT_EQ(store.counts(whole_site).review, 1);
        expect_everything(store);
    });
}

TEST_F(BackupTest, CopiesAnObjectOnce)
{
    (void)commit("one");
    const auto first = back_up();
    EXPECT_GT(first.copied, 0);
    EXPECT_EQ(back_up().copied, 0);
    (void)commit("two");
    const auto third = back_up();
    EXPECT_EQ(third.copied, first.copied);
    EXPECT_EQ(third.backup.objects, 2 * first.backup.objects);
    EXPECT_EQ(list_backups(to).size(), 3U);
}

TEST_F(BackupTest, RestoresEachMomentAsItWas)
{
    std::vector<std::pair<std::string, std::int64_t>> moments;
    for (int i = 0; i < 5; ++i) {
        (void)commit("scan " + std::to_string(i));
        const auto entries = archive->audit_entries();
        moments.emplace_back(back_up().backup.name, entries);
    }
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto folder = empty_folder("moment" + std::to_string(i));
        (void)restore(folder, moments[i].first);
        with_restored(folder, [&](Store& store) {
            EXPECT_EQ(store.audit_entries(), moments[i].second);
            EXPECT_EQ(store.counts(whole_site).committed, static_cast<std::int64_t>(i) + 1);
            EXPECT_TRUE(store.fsck().is_sound());
        });
    }
}

/// 60 documents and 4 random moments; 10,000 and 20 with DOSSIER_CAMPAIGN=1.
TEST_F(BackupTest, RestoresRandomMomentsOfAnArchiveThatGrows)
{
    const char* const set = std::getenv("DOSSIER_CAMPAIGN"); // NOLINT(concurrency-mt-unsafe)
    const bool campaign = set != nullptr && std::string_view(set) == "1";
    const int documents = campaign ? 10'000 : 60;
    const std::size_t moments = campaign ? 20 : 4;
    std::mt19937 chance(20261126);
    std::set<int> stops{documents - 1};
    while (stops.size() < moments) {
        stops.insert(std::uniform_int_distribution<int>(0, documents - 1)(chance));
    }
    std::map<std::string, int> names;
    for (int i = 0; i < documents; ++i) {
        (void)archive.read(content_of(i), {a_card()});
        if (stops.contains(i)) {
            names[back_up().backup.name] = i + 1;
        }
    }
    for (const auto& [name, count] : names) {
        const auto folder = empty_folder("moment-" + name);
        (void)restore(folder, name);
        with_restored(folder, [&, count = count](Store& store) {
            EXPECT_TRUE(store.fsck().is_sound());
            const auto records = store.records(whole_site, "", "", documents + 1).items;
            EXPECT_EQ(records.size(), static_cast<std::size_t>(count));
            std::set<Bytes> found;
            for (const auto& record : records) {
                found.insert(store.record_original(record.id, archive.verifier, archive.now).value()
                );
            }
            for (int i = 0; i < count; ++i) {
                EXPECT_TRUE(found.contains(bytes(content_of(i)))) << i;
            }
        });
        fs::remove_all(folder);
    }
}

class JournalTest : public BackupTest {
protected:
    JournalTest() { reopen(); }

    /// The archive again, laying its sealed files into the backups' folder too.
    void reopen()
    {
        auto options = cheap_options();
        options.backups = to;
        archive.open_with(options);
    }

    std::string begin()
    {
        return archive->back_up(to, [this] { return archive.now; }).backup.name;
    }

    std::vector<JournalMoment> moments(const std::string& name)
    {
        return journal_moments(to, name, keyring(), archive.random);
    }
};

/// 40 steps and 8 of their moments; 400 and 20 with DOSSIER_CAMPAIGN=1.
TEST_F(JournalTest, GivesTheArchiveOfEveryMoment)
{
    const char* const set = std::getenv("DOSSIER_CAMPAIGN"); // NOLINT(concurrency-mt-unsafe)
    const bool campaign = set != nullptr && std::string_view(set) == "1";
    const int steps = campaign ? 400 : 40;
    const std::size_t tries = campaign ? 20 : 8;
    (void)commit("before");
    const auto name = begin();

    struct Known {
        std::int64_t entries = 0;
        std::string root;
        std::int64_t committed = 0;
    };

    std::map<std::int64_t, Known> known; // by the moment's time
    for (int i = 0; i < steps; ++i) {
        archive.now += 1s;
        (void)archive.read(content_of(i), {a_card()});
        EXPECT_EQ(archive->keep_journal(), "");
        const auto verdict = archive->verify_audit();
        known[archive.now.time_since_epoch().count()] = {
            verdict.entries, verdict.root_hash, archive->counts(whole_site).committed};
    }
    auto all = moments(name);
    ASSERT_GE(all.size(), static_cast<std::size_t>(steps));
    std::shuffle(all.begin(), all.end(), std::mt19937(7));
    std::size_t tried = 0;
    for (const auto& moment : all) {
        const auto found = known.find(moment.at.time_since_epoch().count());
        // A checkpoint in the middle of a step leaves a portion of the same time before it.
        const bool is_last = std::ranges::none_of(all, [&](const JournalMoment& other) {
            return other.at == moment.at && other.portion > moment.portion;
        });
        if (found == known.end() || !is_last || tried == tries) {
            continue;
        }
        ++tried;
        const auto folder = empty_folder("moment" + std::to_string(moment.portion));
        const auto report =
            restore_moment(to, name, moment.portion, folder, keyring(), archive.random);
        EXPECT_THAT(report.missing, testing::IsEmpty());
        with_restored(folder, [&](Store& store) {
            EXPECT_EQ(store.verify_audit().entries, found->second.entries);
            EXPECT_EQ(store.verify_audit().root_hash, found->second.root);
            EXPECT_EQ(store.counts(whole_site).committed, found->second.committed);
            EXPECT_TRUE(store.fsck().is_sound());
        });
        fs::remove_all(folder);
    }
    EXPECT_EQ(tried, tries);
}

TEST_F(JournalTest, GoesOnOverLogsThatAreEmptiedAndEndsWithTheArchive)
{
    const auto name = begin();
    for (int i = 0; i < 12; ++i) {
        archive.now += 1s;
        (void)archive.read(std::to_string(i), {a_card()});
        // Some 1,400 pages, so that the log is moved into the database and begun anew.
        for (int page = 0; page < 700 && i % 3 == 0; ++page) {
            archive->note(
                archive.verifier, "looked", std::string(3'000, 'x'), "done", "", archive.now
            );
        }
    }
    const auto verdict = archive->verify_audit();
    archive.close(); // what was committed last is kept by the end itself
    const auto folder = empty_folder("end");
    const auto last = moments(name).back().portion;
    (void)restore_moment(to, name, last, folder, keyring(), archive.random);
    with_restored(folder, [&](Store& store) {
        EXPECT_EQ(store.verify_audit().root_hash, verdict.root_hash);
        EXPECT_TRUE(store.fsck().is_sound());
    });
}

TEST_F(JournalTest, NoticesALostOrAlteredPortion)
{
    const auto name = begin();
    for (int i = 0; i < 4; ++i) {
        archive.now += 1s;
        (void)archive.read(std::to_string(i), {a_card()});
        (void)archive->keep_journal();
    }
    const auto last = moments(name).back().portion;
    const auto files = files_below(to / "backups" / name / "journal");
    ASSERT_GE(files.size(), 5U);
    const auto& second = files.at(1);
    const auto whole = read_text(second);
    for (const bool gone : {true, false}) {
        if (gone) {
            fs::remove(second);
        } else {
            write_text(second, read_text(files.at(2)));
        }
        EXPECT_THROW(
            (void)restore_moment(
                to, name, last, empty_folder(gone ? "gone" : "swapped"), keyring(), archive.random
            ),
            Tampered
        );
        write_text(second, whole);
    }
}

TEST_F(JournalTest, DoesNotBringBackWhatWasShreddedSince)
{
    const auto name = begin();
    archive.now += 1s;
    const auto shredded = commit("shredded");
    (void)commit("kept");
    (void)archive->keep_journal();
    const auto then = moments(name).back().portion;
    committed.erase(shredded.text);
    shred(shredded.text);
    (void)back_up();
    const auto folder = empty_folder("then");
    EXPECT_EQ(restore_moment(to, name, then, folder, keyring(), archive.random).shredded, 1);
    with_restored(folder, [&](Store& store) { expect_everything(store); });
    renew_keystore_key(archive->keyring(), archive.random);
    (void)back_up();
    EXPECT_THROW(
        (void)restore_moment(to, name, then, empty_folder("dead"), keyring(), archive.random),
        Tampered
    );
}

TEST_F(JournalTest, SaysThatItsFolderCannotBeReachedAndCatchesUp)
{
    const auto name = begin();
    const auto journal = to / "backups" / name / "journal";
    fs::rename(journal, to / "aside");
    write_text(journal, "a file where the folder was");
    archive.now += 1s;
    (void)archive.read("meanwhile", {a_card()});
    EXPECT_NE(archive->keep_journal(), "");
    fs::remove(journal);
    fs::rename(to / "aside", journal);
    EXPECT_EQ(archive->keep_journal(), "");
    const auto folder = empty_folder("after");
    (void)restore_moment(to, name, moments(name).back().portion, folder, keyring(), archive.random);
    with_restored(folder, [&](Store& store) { EXPECT_EQ(store.counts(whole_site).committed, 1); });
}

TEST_F(BackupTest, HoldsNoDataKeyBesideTheRows)
{
    (void)commit("one");
    (void)archive.keep("two");
    std::vector<std::string> wrapped;
    {
        Database db(archive.path() / "dossier.db", Access::read_only);
        Statement rows(db, "SELECT wrapped FROM data_key");
        while (rows.next()) {
            const auto blob = rows.blob(0);
            wrapped.emplace_back(reinterpret_cast<const char*>(blob.data()), blob.size());
        }
    }
    ASSERT_GE(wrapped.size(), 4U);
    (void)back_up();
    for (const auto& file : files_below(to)) {
        const auto text = read_text(file);
        for (const auto& key : wrapped) {
            EXPECT_EQ(text.find(key.substr(40)), std::string::npos) << file;
        }
    }
}

TEST_F(BackupTest, NamesWhatWasTamperedWith)
{
    (void)commit("one");
    (void)back_up();
    int tries = 0;
    for (const auto& file : files_below(to)) {
        const auto whole = read_text(file);
        const bool is_object = file.string().find("/objects/") != std::string::npos;
        const auto expect_named = [&](const std::string& what) {
            const auto folder = empty_folder("try" + std::to_string(++tries));
            if (is_object) {
                EXPECT_THAT(
                    restore(folder).missing, testing::ElementsAre(file.filename().string())
                );
                return;
            }
            EXPECT_THROW((void)restore(folder), Tampered) << file << " " << what;
            EXPECT_FALSE(fs::exists(folder / "dossier.db"));
        };
        for (const auto at : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
            auto altered = whole;
            altered[at] = static_cast<char>(altered[at] ^ 1);
            write_text(file, altered);
            expect_named("byte " + std::to_string(at));
        }
        fs::remove(file);
        if (file.filename() != "manifest") { // without that it is no backup
            expect_named("gone");
        }
        write_text(file, whole);
    }
    EXPECT_GE(tries, 3 * 6);
}

TEST_F(BackupTest, OfAnotherTimeIsNotTakenForThisOne)
{
    (void)commit("one");
    const auto first = back_up().backup.name;
    (void)commit("two");
    const auto second = back_up().backup.name;
    for (const auto* file : {"manifest", "dossier.db", "objects.list", "keystore-0001"}) {
        const auto kept = read_text(to / "backups" / second / file);
        write_text(to / "backups" / second / file, read_text(to / "backups" / first / file));
        EXPECT_THROW((void)restore(empty_folder(std::string("old-") + file)), Tampered) << file;
        write_text(to / "backups" / second / file, kept);
    }
}

TEST_F(BackupTest, SaysWhichObjectTheArchiveItselfLacks)
{
    (void)commit("one");
    const auto lost = files_below(archive.path() / "objects").front();
    fs::remove(lost);
    EXPECT_THAT(back_up().missing, testing::ElementsAre(lost.filename().string()));
}

TEST_F(BackupTest, OpensAfterARotation)
{
    (void)commit("one");
    const auto older = back_up().backup.name;
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    while (!archive->rewrap(100, archive.now).done) {
    }
    const auto before = empty_folder("before");
    (void)restore(before, older);
    with_restored(before, [&](Store& store) { expect_everything(store); });
    (void)back_up();
    const auto after = empty_folder("after");
    (void)restore(after, older);
    with_restored(after, [&](Store& store) { expect_everything(store); });
}

TEST_F(BackupTest, DoesNotBringBackWhatWasShreddedSince)
{
    const auto kept = commit("kept");
    const auto shredded = commit("shredded");
    const auto older = back_up().backup.name;
    const auto aside = archive.home.path() / "tape";
    fs::copy(to, aside, fs::copy_options::recursive);
    committed.erase(shredded.text);
    shred(shredded.text);
    (void)back_up();

    const auto folder = empty_folder("older");
    EXPECT_EQ(restore(folder, older).shredded, 1);
    with_restored(folder, [&](Store& store) {
        expect_everything(store);
        EXPECT_FALSE(store.record_original(shredded, archive.verifier, archive.now));
    });

    // A tape from before, with everything on it, until its keystore's key is destroyed.
    const auto revived = empty_folder("revived");
    (void)restore_backup(aside, older, revived, keyring(), archive.random);
    with_restored(revived, [&](Store& store) {
        EXPECT_TRUE(store.record_original(shredded, archive.verifier, archive.now));
    });
    renew_keystore_key(archive->keyring(), archive.random);
    const auto dead = empty_folder("dead");
    EXPECT_THROW((void)restore_backup(aside, older, dead, keyring(), archive.random), Tampered);
    // Its rows and files still serve, with the newest data keys.
    (void)back_up();
    const auto young = empty_folder("young");
    (void)restore(young, older);
    with_restored(young, [&](Store& store) {
        expect_everything(store);
        EXPECT_TRUE(store.record_original(kept, archive.verifier, archive.now));
    });
}

TEST_F(BackupTest, RefusesAFolderThatHasADatabase)
{
    (void)commit("one");
    (void)back_up();
    EXPECT_THROW(
        (void
        )restore_backup(to, list_backups(to).back(), archive.path(), keyring(), archive.random),
        Error
    );
}

TEST_F(BackupTest, ThatIsKilledIsNone)
{
    for (int i = 0; i < 12; ++i) {
        (void)commit("scan " + std::to_string(i));
    }
    const auto opened = keyring();
    for (int round = 0; round < 6; ++round) {
        archive.now += 1s;
        const pid_t child = fork();
        if (child == 0) {
            try {
                (void)store::back_up(archive.path(), opened, to, system_random(), archive.now);
            } catch (const std::exception&) {
                _exit(1);
            }
            _exit(0);
        }
        usleep(static_cast<useconds_t>(2'000 + 9'973 * round));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        for (const auto& name : list_backups(to)) {
            const auto folder = empty_folder("round" + std::to_string(round) + name);
            EXPECT_NO_THROW((void)restore(folder, name));
            fs::remove_all(folder);
        }
    }
    (void)back_up();
    const auto folder = empty_folder("whole");
    (void)restore(folder);
    with_restored(folder, [&](Store& store) { expect_everything(store); });
}

TEST_F(BackupTest, RestoreThatIsKilledCanBeginAgain)
{
    for (int i = 0; i < 12; ++i) {
        (void)commit("scan " + std::to_string(i));
    }
    (void)back_up();
    const auto opened = keyring();
    const auto folder = empty_folder("restored");
    for (int round = 0; round < 6 && !fs::exists(folder / "dossier.db"); ++round) {
        const pid_t child = fork();
        if (child == 0) {
            (void)restore_backup(to, list_backups(to).back(), folder, opened, system_random());
            _exit(0);
        }
        usleep(static_cast<useconds_t>(5'000 + 9'973 * round));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
    }
    if (!fs::exists(folder / "dossier.db")) {
        (void)restore(folder);
    }
    with_restored(folder, [&](Store& store) { expect_everything(store); });
}

} // namespace
} // namespace dossier::store
