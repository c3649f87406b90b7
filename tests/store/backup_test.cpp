// Backups: what is restored is what was there, whoever tampered is named, whatever was killed is
// none, and nothing that was shredded comes back.

#include "store/backup.h"
#include "store/error.h"
#include "store/rows/shredding.h"
#include "tests/store/archive.h"
#include "tests/store/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
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

/// Numbers from 0 up to, but not, `below`.
std::set<int> random_numbers(std::size_t count, int below, unsigned seed)
{
    std::mt19937 chance(seed);
    std::set<int> numbers;
    while (numbers.size() < count) {
        numbers.insert(std::uniform_int_distribution<int>(0, below - 1)(chance));
    }
    return numbers;
}

/// Figures of the large tier.
void say_seconds(const std::string& what, std::chrono::steady_clock::time_point began)
{
    if (campaign()) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        std::cout << what << " in " << took.count() << " s\n" << std::flush;
    }
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

    /// The first `count` of the numbered documents, byte for byte, and `others` besides.
    void expect_documents(Store& store, int count, int others)
    {
        const auto records = store.records(whole_site, "", "", count + others + 1).items;
        EXPECT_EQ(records.size(), static_cast<std::size_t>(count + others));
        std::set<Bytes> found;
        for (const auto& record : records) {
            found.insert(store.record_original(record.id, archive.verifier, archive.now).value());
        }
        for (int i = 0; i < count; ++i) {
            EXPECT_TRUE(found.contains(bytes(content_of(i)))) << i;
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
    const int documents = campaign() ? 10'000 : 60;
    auto stops = random_numbers(campaign() ? 19 : 3, documents - 1, 20261126);
    stops.insert(documents - 1);
    std::map<std::string, int> names;
    for (int i = 0; i < documents; ++i) {
        (void)archive.read(content_of(i), {a_card_of(i)});
        if (stops.contains(i)) {
            const auto began = std::chrono::steady_clock::now();
            names[back_up().backup.name] = i + 1;
            say_seconds("backed up " + std::to_string(i + 1) + " documents", began);
        }
    }
    for (const auto& [name, count] : names) {
        const auto folder = empty_folder("moment-" + name);
        const auto began = std::chrono::steady_clock::now();
        (void)restore(folder, name);
        say_seconds("restored " + std::to_string(count) + " documents", began);
        with_restored(folder, [&, count = count](Store& store) {
            EXPECT_TRUE(store.fsck().is_sound());
            expect_documents(store, count, 0);
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

/// 40 documents and 8 random moments; 10,000 and 20 with DOSSIER_CAMPAIGN=1.
TEST_F(JournalTest, GivesTheArchiveOfRandomMomentsByteForByte)
{
    const int steps = campaign() ? 10'000 : 40;
    (void)commit("before");
    const auto name = begin();

    struct Known {
        int documents = 0;
        std::int64_t entries = 0;
        std::string root;
    };

    std::map<Instant, Known> known;
    const auto stops = random_numbers(campaign() ? 20 : 8, steps, 7);
    for (int i = 0; i < steps; ++i) {
        archive.now += 1s;
        (void)archive.read(content_of(i), {a_card_of(i)});
        EXPECT_EQ(archive->keep_journal(), "");
        if (stops.contains(i)) {
            const auto verdict = archive->verify_audit();
            known[archive.now] = {i + 1, verdict.entries, verdict.root_hash};
        }
    }
    // A checkpoint in the middle of a step leaves a portion of the same time before it.
    std::map<Instant, std::int64_t> last_portions;
    for (const auto& moment : moments(name)) {
        last_portions[moment.at] = moment.portion;
    }
    for (const auto& [at, then] : known) {
        const auto folder = empty_folder("moment" + std::to_string(then.documents));
        const auto began = std::chrono::steady_clock::now();
        const auto report =
            restore_moment(to, name, last_portions.at(at), folder, keyring(), archive.random);
        say_seconds("restored " + std::to_string(then.documents) + " documents", began);
        EXPECT_THAT(report.missing, testing::IsEmpty());
        with_restored(folder, [&, then = then](Store& store) {
            EXPECT_EQ(store.verify_audit().entries, then.entries);
            EXPECT_EQ(store.verify_audit().root_hash, then.root);
            EXPECT_TRUE(store.fsck().is_sound());
            expect_documents(store, then.documents, 1);
        });
        fs::remove_all(folder);
    }
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

TEST_F(JournalTest, DoesNotBringBackWhatWasShreddedSinceTheNewestBackup)
{
    (void)commit("kept");
    const auto shredded = commit("shredded");
    const auto older = begin();
    archive.now += 1s;
    (void)archive.read("another", {a_card()});
    (void)archive->keep_journal();
    const auto then = moments(older).back().portion;
    archive.now += 1s;
    committed.erase(shredded.text);
    shred(shredded.text);
    (void)archive.read("later", {a_card()});
    (void)archive->keep_journal(); // and then the machine is gone

    for (const bool is_moment : {true, false}) {
        const auto folder = empty_folder(is_moment ? "moment" : "whole");
        const auto report = is_moment
                                ? restore_moment(to, older, then, folder, keyring(), archive.random)
                                : restore(folder, older);
        EXPECT_EQ(report.shredded, 1);
        EXPECT_FALSE(report.is_journal_cut);
        with_restored(folder, [&](Store& store) {
            expect_everything(store);
            EXPECT_FALSE(store.record_original(shredded, archive.verifier, archive.now));
        });
    }
}

TEST_F(JournalTest, ThatIsCutIsSaidWhereItMayHaveKnownOfMore)
{
    (void)commit("kept");
    const auto older = begin();
    archive.now += 1s;
    (void)archive.read("another", {a_card()});
    (void)archive->keep_journal();
    write_text(files_below(to / "backups" / older / "journal").back(), "torn");
    const auto folder = empty_folder("whole");
    EXPECT_TRUE(restore(folder, older).is_journal_cut);
    with_restored(folder, [&](Store& store) { expect_everything(store); });
}

TEST_F(JournalTest, IsFollowedByABackupWithANewKeystoreKeyOnceSomethingWasShredded)
{
    (void)commit("kept");
    const auto shredded = commit("shredded");
    const auto older = begin();
    fs::copy(to, archive.home.path() / "tape", fs::copy_options::recursive);
    committed.erase(shredded.text);
    archive.now += 1s;
    shred(shredded.text);
    const auto renewing = archive->back_up(to, [this] { return archive.now; });
    EXPECT_TRUE(renewing.renewed);
    archive.now += 1s;
    EXPECT_FALSE(archive->back_up(to, [this] { return archive.now; }).renewed);
    EXPECT_THAT(moments(older), testing::IsEmpty()) << "its key is gone";
    EXPECT_THROW(
        (void)restore_backup(
            archive.home.path() / "tape", older, empty_folder("tape"), keyring(), archive.random
        ),
        Tampered
    );
    const auto folder = empty_folder("older");
    (void)restore(folder, older);
    with_restored(folder, [&](Store& store) { expect_everything(store); });
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

TEST_F(BackupTest, DestroysTheOldKeystoreKeyWithTheFirstBackupAfterSomethingWasShredded)
{
    const auto shredded = commit("shredded");
    (void)commit("kept");
    const auto older = back_up().backup.name;
    const auto tape = archive.home.path() / "tape";
    fs::copy(to, tape, fs::copy_options::recursive);
    EXPECT_FALSE(owes_new_keystore_key(archive.path(), archive->keyring(), to));
    committed.erase(shredded.text);
    shred(shredded.text);
    (void)back_up();
    EXPECT_TRUE(owes_new_keystore_key(archive.path(), archive->keyring(), to))
        << "the older keystore opens still";

    archive.now += 1s;
    const auto report =
        back_up_renewing(archive.path(), archive->keyring(), to, archive.random, archive.now);
    EXPECT_TRUE(report.renewed);
    EXPECT_FALSE(owes_new_keystore_key(archive.path(), archive->keyring(), to));
    EXPECT_THROW(
        (void)restore_backup(tape, older, empty_folder("dead"), keyring(), archive.random), Tampered
    );
    const auto folder = empty_folder("older");
    (void)restore(folder, older);
    with_restored(folder, [&](Store& store) { expect_everything(store); });
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
