// Document types as people publish them: versions that stay, drafts that go with what they were
// tried on.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

TypeRelease release(int version, const std::string& text = "name = \"pass\"")
{
    TypeRelease made;
    made.published = {.name = "pass", .version = version, .text = text, .reason = "a new form"};
    return made;
}

std::vector<std::string> actions(Archive& archive)
{
    std::vector<std::string> found;
    for (const auto& entry : archive->audit("", 50).items)
        found.push_back(entry.action + " " + entry.detail);
    return found;
}

class DocumentTypes : public testing::Test {
protected:
    TypeDraft draft_with(const std::string& specimen)
    {
        const auto draft = archive->begin_type_draft("version = 1", archive.other, archive.now);
        const auto content = bytes(specimen);
        EXPECT_TRUE(
            archive->add_specimen(draft.id, "SECRETFILE.png", content, archive.other, archive.now)
        );
        return archive->find_type_draft(draft.id).value();
    }

    std::size_t objects()
    {
        const auto folder = archive.path() / "objects";
        return static_cast<std::size_t>(std::count_if(
            std::filesystem::recursive_directory_iterator(folder),
            std::filesystem::recursive_directory_iterator{},
            [](const auto& entry) { return entry.is_regular_file(); }
        ));
    }

    Archive archive;
};

TEST_F(DocumentTypes, StayWhenTheArchiveIsOpenedAgain)
{
    auto first = release(2, "two");
    first.installed = TypeVersion{.name = "pass", .version = 1, .text = "one"};
    ASSERT_TRUE(archive->publish_type(first, archive.other, archive.now));
    archive.close();
    archive.open();
    const auto versions = archive->type_versions();
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].text, "one");
    EXPECT_TRUE(versions[0].is_installed);
    EXPECT_EQ(versions[1].text, "two");
    EXPECT_FALSE(versions[1].is_installed);
    EXPECT_EQ(versions[1].reason, "a new form");
    EXPECT_EQ(versions[1].published_by, "otto");
    EXPECT_EQ(actions(archive).front(), "type_published 2");
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(DocumentTypes, GiveAVersionOnce)
{
    ASSERT_TRUE(archive->publish_type(release(1), archive.other, archive.now));
    EXPECT_EQ(
        archive->publish_type(release(1, "another"), archive.verifier, archive.now).error().kind,
        ConflictKind::version_changed
    );
    EXPECT_EQ(archive->type_versions().size(), 1U);
}

TEST_F(DocumentTypes, AreNotPublishedWithoutAReason)
{
    auto silent = release(1);
    silent.published.reason.clear();
    EXPECT_EQ(
        archive->publish_type(silent, archive.other, archive.now).error().kind,
        ConflictKind::not_allowed
    );
}

TEST_F(DocumentTypes, TakeTheirDraftWithThemWhenPublished)
{
    const auto draft = draft_with("a scan");
    ASSERT_EQ(objects(), 1U);
    auto published = release(1);
    published.draft_id = draft.id;
    published.draft_version = draft.version;
    ASSERT_TRUE(archive->publish_type(published, archive.other, archive.now));
    EXPECT_FALSE(archive->find_type_draft(draft.id));
    EXPECT_EQ(objects(), 0U);
}

TEST_F(DocumentTypes, AreNotPublishedFromADraftThatChangedMeanwhile)
{
    const auto draft = draft_with("a scan");
    ASSERT_TRUE(archive->change_type_draft(
        draft.id, "version = 2", draft.version, archive.verifier, archive.now
    ));
    auto published = release(1);
    published.draft_id = draft.id;
    published.draft_version = draft.version;
    EXPECT_EQ(
        archive->publish_type(published, archive.other, archive.now).error().kind,
        ConflictKind::version_changed
    );
    EXPECT_TRUE(archive->type_versions().empty());
    EXPECT_EQ(
        archive->change_type_draft(draft.id, "x", draft.version, archive.other, archive.now)
            .error()
            .kind,
        ConflictKind::version_changed
    );
}

TEST_F(DocumentTypes, ArePublishedByAnotherPersonWhereASiteWantsTwo)
{
    StoreOptions options = cheap_options();
    options.types_by_two = true;
    archive.open_with(options);
    const auto draft = draft_with("a scan");
    auto published = release(1);
    published.draft_id = draft.id;
    published.draft_version = draft.version;
    EXPECT_EQ(
        archive->publish_type(published, archive.other, archive.now).error().kind,
        ConflictKind::same_person
    );
    EXPECT_TRUE(archive->publish_type(published, archive.verifier, archive.now));
}

TEST_F(DocumentTypes, GiveTheBytesOfASpecimenBack)
{
    const auto draft = draft_with("a scan");
    ASSERT_EQ(draft.specimens.size(), 1U);
    EXPECT_EQ(draft.specimens[0].source_name, "SECRETFILE.png");
    EXPECT_EQ(archive->specimen_bytes(draft.id, 0), bytes("a scan"));
    EXPECT_EQ(archive->specimen_bytes(draft.id, 1), std::nullopt);
    EXPECT_TRUE(archive->remove_specimen(draft.id, 0, archive.other, archive.now));
    EXPECT_FALSE(archive->remove_specimen(draft.id, 0, archive.other, archive.now));
    EXPECT_EQ(objects(), 0U);
}

TEST_F(DocumentTypes, KeepNothingOfASpecimenInTheClear)
{
    (void)draft_with("a scan of SECRETPERSON");
    archive.close();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(archive.path())) {
        if (!entry.is_regular_file()) continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(stream), {}};
        EXPECT_EQ(content.find("SECRETFILE"), std::string::npos) << entry.path();
        EXPECT_EQ(content.find("SECRETPERSON"), std::string::npos) << entry.path();
    }
}

TEST_F(DocumentTypes, EndADraftThatNobodyChangedForLong)
{
    (void)draft_with("a scan");
    archive.now += 24h;
    const auto young = draft_with("another");
    EXPECT_EQ(archive->expire_type_drafts(24h, archive.now), 1);
    ASSERT_EQ(archive->type_drafts().size(), 1U);
    EXPECT_EQ(archive->type_drafts()[0].id, young.id);
    EXPECT_EQ(objects(), 1U);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(DocumentTypes, AreWrappedAnewWhenKeysAreRotated)
{
    const auto draft = draft_with("a scan");
    ASSERT_TRUE(archive->publish_type(release(1), archive.other, archive.now));
    (void)archive->rotate_data_key(archive.other, archive.now);
    while (!archive->rewrap(100, archive.now).done) {
    }
    EXPECT_EQ(archive->type_versions().at(0).reason, "a new form");
    EXPECT_EQ(archive->specimen_bytes(draft.id, 0), bytes("a scan"));
}

} // namespace
} // namespace dossier::store
