// A curious administrator with a database shell and the sealed files: whatever he changes, the
// archive names.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sealed_files(const Archive& archive)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(archive.path() / "objects")) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::string read_text(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

std::string object_that_failed(const auto& act)
{
    try {
        act();
    } catch (const Tampered& tampered) {
        return tampered.object();
    }
    return "nothing";
}

bool is_noticed(Archive& archive)
{
    return !archive->fsck().is_sound();
}

TEST(Tamper, WithAnyByteOfASealedFileIsNoticed)
{
    Archive archive;
    const auto id = archive.commit("the scan");
    for (const auto& file : sealed_files(archive)) {
        const auto whole = read_text(file);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            auto changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            write_text(file, changed);
            bool opened = true;
            try {
                (void)archive->record_original(id, archive.verifier, archive.now);
                (void)archive->record_image(id, 0, archive.verifier, archive.now);
            } catch (const Tampered&) {
                opened = false;
            }
            ASSERT_FALSE(opened) << i;
        }
        write_text(file, whole);
    }
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Tamper, NamesTheDamagedObject)
{
    Archive archive;
    (void)archive.commit("the scan");
    const auto file = sealed_files(archive).front();
    fs::remove(file);
    const auto report = archive->fsck();
    ASSERT_FALSE(report.faults.empty());
    EXPECT_NE(report.faults.front().object.find(file.filename().string()), std::string::npos);
}

TEST(Tamper, WithSwappedFilesIsNoticed)
{
    Archive archive;
    (void)archive.commit("one");
    (void)archive.commit("two");
    const auto files = sealed_files(archive);
    const auto first = read_text(files.at(0));
    write_text(files.at(0), read_text(files.at(1)));
    write_text(files.at(1), first);
    EXPECT_EQ(archive->fsck().faults.size(), 4U); // each as the original's and as an attachment
}

TEST(Tamper, WithAttachmentsMovedBetweenRecordsIsNoticed)
{
    Archive archive;
    const auto one = archive.commit("one");
    const auto two = archive.commit("two");
    archive.with_shell(
        "UPDATE attachment SET record_id = CASE record_id WHEN '" + one.text + "' THEN '" +
        two.text + "' ELSE '" + one.text + "' END, page_no = page_no + 100"
    );
    archive.with_shell("UPDATE attachment SET page_no = page_no - 100");
    EXPECT_EQ(
        object_that_failed([&] {
            (void)archive->record_original(one, archive.verifier, archive.now);
        }),
        "record " + one.text
    );
}

TEST(Tamper, WithAnObjectPutUnderAnotherRecordIsNoticed)
{
    Archive archive;
    const auto one = archive.commit("one");
    const auto two = archive.commit("two");
    archive.with_shell(
        "UPDATE attachment SET object_id = (SELECT object_id FROM attachment WHERE kind = "
        "'original' "
        "AND record_id = '" +
        two.text + "') WHERE kind = 'original' AND record_id = '" + one.text + "'"
    );
    EXPECT_EQ(
        object_that_failed([&] {
            (void)archive->record_original(one, archive.verifier, archive.now);
        }),
        "record " + one.text
    );
}

struct Edit {
    const char* what;
    const char* sql;
};

class TamperedColumn : public testing::TestWithParam<Edit> {};

TEST_P(TamperedColumn, IsNoticed)
{
    Archive archive;
    (void)archive.commit("one");
    archive.now += std::chrono::seconds(1);
    (void)archive.read("two", {a_doubtful_card()});
    const auto blind = archive.read_with("three", blind_number());
    (void)archive->decide(
        archive.view(blind).discrepancies.at(0).id,
        decision(verify::Action::correct, "110105194912310021"),
        {},
        1,
        archive.verifier,
        archive.now
    );
    (void)archive->create_user("eve", "Eve", "operator", system_actor(), archive.now);
    ASSERT_FALSE(is_noticed(archive));
    ASSERT_GT(archive.with_shell(GetParam().sql), 0);
    EXPECT_TRUE(is_noticed(archive));
}

INSTANTIATE_TEST_SUITE_P(
    Store,
    TamperedColumn,
    testing::Values(
        Edit{"document_state", "UPDATE document SET state = 'committed' WHERE state = 'review'"},
        Edit{"document_version", "UPDATE document SET version = version + 1"},
        Edit{"document_type", "UPDATE document SET type = 'passport'"},
        Edit{
            "document_original",
            "UPDATE document SET original_id = (SELECT max(id) FROM original), "
            "position = position + (CASE original_id WHEN (SELECT max(id) FROM "
            "original) THEN 0 ELSE 9 + rowid END)"},
        Edit{"document_values", "UPDATE document SET sealed = (SELECT max(sealed) FROM document)"},
        Edit{
            "discrepancy_state", "UPDATE discrepancy SET state = 'confirmed' WHERE state = 'open'"},
        Edit{"discrepancy_person", "UPDATE discrepancy SET decided_by = 'somebody'"},
        Edit{
            "second_eyes",
            "UPDATE discrepancy SET second_eyes = 'none' WHERE second_eyes = 'blind'"},
        Edit{
            "discrepancy_first_person",
            "UPDATE discrepancy SET first_by = 'somebody' WHERE first_by <> ''"},
        Edit{
            "discrepancy_second_person",
            "UPDATE discrepancy SET second_by = 'somebody' WHERE first_by <> ''"},
        Edit{"discrepancy_gone", "DELETE FROM discrepancy"},
        Edit{"record_number", "UPDATE record SET number = 'D-2026-000009'"},
        Edit{"record_time", "UPDATE record SET committed_at = committed_at + 1"},
        Edit{"record_person", "UPDATE record SET committed_by = 'somebody'"},
        Edit{"attachment_gone", "DELETE FROM attachment WHERE kind = 'page_preview'"},
        Edit{
            "attachment_key",
            "UPDATE attachment SET wrapped = (SELECT max(wrapped) FROM attachment)"},
        Edit{"original_state", "UPDATE original SET state = 'received'"},
        Edit{"original_size", "UPDATE original SET size = size + 1"},
        Edit{"original_fields", "UPDATE original SET sealed = (SELECT max(sealed) FROM original)"},
        Edit{"page_facts", "UPDATE page SET sealed = (SELECT max(sealed) FROM page)"},
        Edit{"data_key", "UPDATE data_key SET wrapped = (SELECT max(wrapped) FROM data_key)"},
        Edit{"data_key_gone", "DELETE FROM data_key"},
        Edit{"role", "UPDATE user_account SET role = 'administrator'"},
        Edit{"password", "UPDATE user_account SET password_hash = 'x'"},
        Edit{"second_factor", "UPDATE user_account SET must_change_password = 0"}
    ),
    [](const auto& edit) { return std::string(edit.param.what); }
);

TEST(Tamper, WithASessionOfOnesOwnMakingIsNoticed)
{
    Archive archive;
    const auto user =
        archive->create_user("eve", "Eve", "operator", system_actor(), archive.now).value();
    archive.with_shell(
        "INSERT INTO session (token_hash, user_id, signed_in_at, seen_at, row_mac) VALUES "
        "(x'"
        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
        "', '" +
        user.user.id.text + "', 1795392000000, 1795392000000, x'00')" // SHA-256 of "foo"
    );
    EXPECT_THROW((void)archive->find_session("foo", archive.now), Tampered);
}

TEST(Secrecy, LeavesNoReadTextOnTheDisk)
{
    Archive archive;
    (void)archive.commit("SECRETBYTES");
    for (const bool closed : {false, true}) {
        if (closed) {
            archive.close();
        }
        for (const auto& entry : fs::recursive_directory_iterator(archive.path())) {
            if (!entry.is_regular_file()) {
                continue;
            }
            const auto text = read_text(entry.path());
            for (const auto* canary :
                 {"SECRETNAME", "SECRETFILE", "SECRETBYTES", "11010519491231002X"}) {
                EXPECT_EQ(text.find(canary), std::string::npos) << entry.path() << " " << canary;
            }
        }
    }
}

} // namespace
} // namespace dossier::store
