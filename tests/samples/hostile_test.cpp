#include <gtest/gtest.h>

#include "samples/hostile/hostile.h"
#include "samples/hostile/mutate.h"
#include <algorithm>
#include <set>

namespace dossier::samples {
namespace {

TEST(HostileFiles, AreAtLeastSixtyThatMustBeRefused)
{
    const HostileFiles files = hostile_files();
    const auto count = std::count_if(files.begin(), files.end(), [](const HostileFile& file) {
        return file.expect != Expect::survived;
    });
    EXPECT_GE(count, 60);
}

TEST(HostileFiles, HaveNamesOfTheirOwnAndSayWhatTheyAre)
{
    std::set<std::string> names;
    for (const HostileFile& file : hostile_files()) {
        EXPECT_TRUE(names.insert(file.name).second) << file.name;
        EXPECT_FALSE(file.what.empty()) << file.name;
    }
}

TEST(HostileFiles, AreSmallOnDisk)
{
    for (const HostileFile& file : hostile_files())
        EXPECT_LT(file.bytes.size(), 5U << 20U) << file.name;
}

TEST(HostileFiles, AreTheSameBytesEachTime)
{
    const HostileFiles once = hostile_files();
    const HostileFiles again = hostile_files();
    ASSERT_EQ(once.size(), again.size());
    for (std::size_t i = 0; i < once.size(); ++i)
        EXPECT_EQ(once[i].bytes, again[i].bytes) << once[i].name;
}

TEST(HostileFiles, OfOneFamilyKeepItsSignature)
{
    for (const HostileFile& file : hostile_pngs())
        EXPECT_EQ(file.bytes[1], 'P') << file.name;
    for (const HostileFile& file : hostile_jpegs())
        EXPECT_EQ(file.bytes[1], 0xD8) << file.name;
    for (const HostileFile& file : hostile_tiffs())
        EXPECT_EQ(file.bytes[0], 'I') << file.name;
    for (const HostileFile& file : hostile_pdfs())
        EXPECT_EQ(file.bytes[0], '%') << file.name;
}

TEST(Bombs, AreForty)
{
    std::set<std::string> names;
    for (const HostileFile& bomb : bombs()) {
        names.insert(bomb.name);
        EXPECT_LT(bomb.bytes.size(), 5U << 20U) << bomb.name;
    }
    EXPECT_GE(names.size(), 40U);
}

TEST(Mutated, IsTheSameForTheSameDiceAndOtherForOthers)
{
    const Bytes good = encode_png(Image(30, 20, 3, 100));
    Dice one(1);
    Dice again(1);
    Dice other(2);
    const Bytes first = mutated(good, one);
    EXPECT_EQ(first, mutated(good, again));
    EXPECT_NE(first, mutated(good, other));
    EXPECT_NE(first, good);
}

} // namespace
} // namespace dossier::samples
