// Files that arrive in parts: each durable when acknowledged, none in the clear, none lost.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gmock/gmock.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using enum PartRefusalKind;

/// A part of a file of eight bytes.
struct Part {
    std::string id = "u1";
    std::int64_t first = 0;
    std::string text = "abcd";
    std::string sender = "station window-1";
    std::string sha256 = "digest";
    std::int64_t total = 8;
};

tl::expected<Upload, PartRefusal> keep(Archive& archive, const Part& part)
{
    const auto content = bytes(part.text);
    return archive->keep_part(
        {.upload_id = part.id,
         .sender = part.sender,
         .station = "window-1",
         .source_name = "SECRETFILE.png",
         .sha256 = part.sha256,
         .total = part.total,
         .first_byte = part.first,
         .bytes = content,
         .actor = archive.operator_},
        archive.now
    );
}

TEST(Uploads, GrowPartByPart)
{
    Archive archive;
    EXPECT_EQ(keep(archive, {})->offset, 4);
    EXPECT_EQ(keep(archive, {.first = 4, .text = "ef"})->offset, 6);
    const auto whole = keep(archive, {.first = 6, .text = "gh"}).value();
    EXPECT_EQ(whole.offset, 8);
    EXPECT_EQ(whole.source_name, "SECRETFILE.png");
    EXPECT_EQ(archive->upload_bytes(whole), bytes("abcdefgh"));
}

TEST(Uploads, TakeAPartWhoseAnswerWasLostAgain)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    EXPECT_EQ(keep(archive, {})->offset, 4);
    ASSERT_TRUE(keep(archive, {.first = 4, .text = "efgh"}));
    EXPECT_EQ(keep(archive, {.first = 4, .text = "efgh"})->offset, 8);
    EXPECT_EQ(keep(archive, {})->offset, 8);
    EXPECT_EQ(archive->upload_bytes(archive->find_upload("u1").value()), bytes("abcdefgh"));
}

TEST(Uploads, SayWhereTheyGoOnWhenAPartDoesNotFit)
{
    Archive archive;
    EXPECT_EQ(keep(archive, {.first = 4}).error().kind, elsewhere);
    ASSERT_TRUE(keep(archive, {}));
    for (const auto& part :
         {Part{.first = 2}, Part{.first = 5, .text = "f"}, Part{.first = 0, .text = "abc"}}) {
        const auto refused = keep(archive, part);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, elsewhere);
        EXPECT_EQ(refused.error().offset, 4);
    }
}

TEST(Uploads, AreOneFileOfOneSender)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    EXPECT_EQ(keep(archive, {.first = 4, .total = 9}).error().kind, differs);
    EXPECT_EQ(keep(archive, {.first = 4, .sha256 = "another"}).error().kind, differs);
    EXPECT_EQ(keep(archive, {.first = 4, .sender = "user olga"}).error().kind, not_yours);
    EXPECT_TRUE(keep(archive, {.first = 4, .sha256 = ""}));
    EXPECT_EQ(keep(archive, {.id = "u2", .sha256 = ""}).error().kind, no_digest);
}

TEST(Uploads, AreLimitedForEachSenderAndAllTogether)
{
    auto options = cheap_options();
    options.uploads = {.per_sender = 2, .bytes = 20};
    Archive archive{options};
    ASSERT_TRUE(keep(archive, {.id = "u1"}));
    EXPECT_EQ(keep(archive, {.id = "u2", .total = 13}).error().kind, no_room);
    ASSERT_TRUE(keep(archive, {.id = "u2"}));
    EXPECT_EQ(keep(archive, {.id = "u3", .total = 4}).error().kind, too_many);
    archive->end_upload("u1", archive.operator_, "given_up", archive.now);
    EXPECT_TRUE(keep(archive, {.id = "u3", .total = 4}));
}

TEST(Uploads, LeaveNothingBehindWhenTheyEnd)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    ASSERT_TRUE(keep(archive, {.first = 4, .text = "efgh"}));
    EXPECT_EQ(archive->fsck().objects, 2);
    archive->end_upload("u1", archive.operator_, "given_up", archive.now);
    EXPECT_EQ(archive->fsck().objects, 0);
    EXPECT_THAT(archive->fsck().orphans, testing::IsEmpty());
    EXPECT_FALSE(archive->find_upload("u1"));
    EXPECT_EQ(archive->audit("", 1).items.front().detail, "given_up");
    archive->end_upload("u1", archive.operator_, "given_up", archive.now);
    EXPECT_EQ(archive->audit("", 10).items.size(), 2U);
}

TEST(Uploads, ExpireWhenNobodyGoesOnWithThem)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {.id = "u1"}));
    ASSERT_TRUE(keep(archive, {.id = "u2"}));
    archive.now += 20h;
    ASSERT_TRUE(keep(archive, {.id = "u2", .first = 4}));
    archive.now += 5h;
    EXPECT_EQ(archive->expire_uploads(24h, archive.now), 1);
    EXPECT_FALSE(archive->find_upload("u1"));
    EXPECT_TRUE(archive->find_upload("u2"));
}

TEST(Uploads, AreNoOrphansWhileTheyAreOpen)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    EXPECT_EQ(archive->collect_orphans(0ms, archive.now + 1000h), 0);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Uploads, GoOnAfterARestart)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    archive.close();
    archive.open();
    EXPECT_EQ(archive->find_upload("u1")->offset, 4);
    EXPECT_EQ(keep(archive, {.first = 4, .text = "efgh"})->offset, 8);
}

TEST(Uploads, NoticePartsThatWereMovedOrChanged)
{
    Archive archive;
    ASSERT_TRUE(keep(archive, {}));
    ASSERT_TRUE(keep(archive, {.first = 4, .text = "efgh"}));
    ASSERT_EQ(archive.with_shell("UPDATE upload_part SET first_byte = first_byte + 1"), 2);
    EXPECT_FALSE(archive->fsck().is_sound());
    EXPECT_THROW((void)archive->upload_bytes(archive->find_upload("u1").value()), Tampered);
    ASSERT_EQ(archive.with_shell("UPDATE upload SET sender = 'user olga'"), 1);
    EXPECT_THROW((void)archive->find_upload("u1"), Tampered);
}

TEST(Uploads, AreDeliveriesThatAnswerTheSameForEver)
{
    Archive archive;
    const auto first = archive.keep("a scan", "upload u1");
    const auto repeat = archive.keep("a scan", "upload u2");
    EXPECT_FALSE(first.was_known);
    EXPECT_TRUE(repeat.was_known);
    EXPECT_FALSE(archive->find_delivery("upload u1")->was_known);
    EXPECT_TRUE(archive->find_delivery("upload u2")->was_known);
    EXPECT_EQ(archive->find_delivery("upload u2")->original_id, first.id);
    EXPECT_EQ(archive->find_delivery("upload u2")->station, "desk");
    EXPECT_TRUE(archive.keep("a scan", "upload u2").was_known);
    EXPECT_FALSE(archive->find_delivery("upload u3"));
}

} // namespace
} // namespace dossier::store
