// Sealed files: one behaviour on the real disk and on one in memory; and what is left when any
// call fails or the power goes.

#include "store/files/local_blobs.h"
#include "tests/store/memory_disk.h"
#include "tests/store/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace dossier::store {
namespace {

const ObjectId one{std::string(32, '1')};
const ObjectId two{std::string(31, '1') + "2"};
const Bytes content(100, std::byte{7});

struct RealDisk {
    TemporaryFolder home;
    LocalBlobs blobs{posix_disk(), home.path() / "objects"};
};

struct FakeDisk {
    MemoryDisk disk;
    LocalBlobs blobs{disk, "/objects"};
};

template <typename Place>
class BlobsOn : public testing::Test {
protected:
    Place place;
    Blobs& blobs = place.blobs;
};

using Places = testing::Types<RealDisk, FakeDisk>;
TYPED_TEST_SUITE(BlobsOn, Places);

TYPED_TEST(BlobsOn, ReadBackWhatWasPut)
{
    this->blobs.put(one, content);
    EXPECT_EQ(this->blobs.read(one), content);
}

TYPED_TEST(BlobsOn, KnowWhatIsNotThere)
{
    EXPECT_EQ(this->blobs.read(one), std::nullopt);
}

TYPED_TEST(BlobsOn, NeverReplaceAnObject)
{
    this->blobs.put(one, content);
    EXPECT_THROW(this->blobs.put(one, Bytes(3)), Error);
    EXPECT_EQ(this->blobs.read(one), content);
}

TYPED_TEST(BlobsOn, KeepAnEmptyObject)
{
    this->blobs.put(one, {});
    EXPECT_EQ(this->blobs.read(one), Bytes{});
}

TYPED_TEST(BlobsOn, ListAndRemove)
{
    this->blobs.put(two, content);
    this->blobs.put(one, content);
    ASSERT_EQ(this->blobs.list().size(), 2U);
    EXPECT_EQ(this->blobs.list().front().id, one);
    this->blobs.remove(one);
    this->blobs.remove(one);
    EXPECT_EQ(this->blobs.list().size(), 1U);
}

TYPED_TEST(BlobsOn, RefuseNamesThatAreNoIds)
{
    EXPECT_THROW((void)this->blobs.read({"../../../../../../etc/passwd"}), std::logic_error);
}

TEST(Blobs, AreForTheOwnersEyesOnly)
{
    RealDisk place;
    place.blobs.put(one, content);

    struct stat status {};

    ASSERT_EQ(stat((place.home.path() / "objects/11/11" / one.text).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Blobs, SurviveAPowerCutOncePut)
{
    FakeDisk place;
    place.blobs.put(one, content);
    place.disk.cut_power();
    EXPECT_EQ(place.blobs.read(one), content);
}

TEST(Blobs, OfAGroupSurviveAPowerCutOnceItIsCommitted)
{
    FakeDisk place;
    const auto group = place.blobs.new_group();
    group->put(one, content);
    group->put(two, content);
    group->commit();
    place.disk.cut_power();
    EXPECT_EQ(place.blobs.read(one), content);
    EXPECT_EQ(place.blobs.read(two), content);
}

TEST(Blobs, OfAGroupThatIsNotCommittedLeaveNothingBehind)
{
    RealDisk place;
    {
        const auto group = place.blobs.new_group();
        group->put(one, content);
        group->put(two, content);
        EXPECT_THROW(group->put(two, content), Error);
    }
    EXPECT_TRUE(place.blobs.list().empty());
    EXPECT_TRUE(posix_disk().list(place.home.path() / "objects" / "tmp").empty());
}

TEST(Blobs, OfAnotherGroupStayWhenTheirIdComesAgain)
{
    RealDisk place;
    place.blobs.put(one, content);
    EXPECT_THROW(place.blobs.new_group()->put(one, Bytes(3)), Error);
    EXPECT_EQ(place.blobs.read(one), content);
    EXPECT_TRUE(posix_disk().list(place.home.path() / "objects" / "tmp").empty());
}

TEST(Blobs, AreWholeOrAbsentAfterAnyFailedCallAndAPowerCut)
{
    int calls = 1;
    for (int n = 1; n <= calls; ++n) {
        FakeDisk place;
        place.blobs.put(two, content);
        const int before = place.disk.calls();
        place.disk.fail_at(n);
        bool acknowledged = true;
        try {
            place.blobs.put(one, content);
            calls = place.disk.calls() - before;
        } catch (const Error&) {
            acknowledged = false;
            calls = n + 1;
        }
        place.disk.cut_power();

        LocalBlobs reopened{place.disk, "/objects"};
        const auto found = reopened.read(one);
        EXPECT_TRUE(!found || *found == content) << "call " << n;
        EXPECT_TRUE(found || !acknowledged) << "call " << n;
        EXPECT_EQ(reopened.read(two), content) << "call " << n;
        EXPECT_TRUE(place.disk.list("/objects/tmp").empty());
        if (acknowledged) {
            break;
        }
    }
    EXPECT_GE(calls, 6);
}

TEST(MemoryDisk, ForgetsBytesThatWereNotSynced)
{
    MemoryDisk disk;
    const auto placed = disk.place_new("/draft", "/file", content);
    disk.sync_directory("/");
    disk.cut_power();
    EXPECT_NE(disk.read("/file"), content);
}

TEST(MemoryDisk, ForgetsNamesThatWereNotSynced)
{
    MemoryDisk disk;
    disk.make_directory("/objects");
    disk.sync_directory("/");
    disk.write_new("/objects/file", content);
    disk.cut_power();
    EXPECT_EQ(disk.read("/objects/file"), std::nullopt);
}

} // namespace
} // namespace dossier::store
