#include "verify/messages.h"

#include <gtest/gtest.h>

#include <set>

namespace dossier::verify {

namespace {

int gaps(std::string_view sentence)
{
    int count = 0;
    for (std::size_t at = sentence.find("{}"); at != sentence.npos;
         at = sentence.find("{}", at + 2)) {
        ++count;
    }
    return count;
}

// That every code a rule names has a row is checked by the compiler (message_of).

TEST(Messages, SpeakThreeLanguages)
{
    for (const MessageRow& row : messages) {
        EXPECT_FALSE(row.en.empty()) << row.code;
        EXPECT_FALSE(row.zh_hans.empty()) << row.code;
        EXPECT_FALSE(row.zh_hant.empty()) << row.code;
        EXPECT_TRUE(row.en.ends_with(".")) << row.code;
        EXPECT_TRUE(row.zh_hans.ends_with("。")) << row.code;
        EXPECT_TRUE(row.zh_hant.ends_with("。")) << row.code;
    }
}

TEST(Messages, LeaveTheSameGapInEveryLanguage)
{
    for (const MessageRow& row : messages) {
        EXPECT_LE(gaps(row.en), 1) << row.code;
        EXPECT_EQ(gaps(row.en), gaps(row.zh_hans)) << row.code;
        EXPECT_EQ(gaps(row.en), gaps(row.zh_hant)) << row.code;
    }
}

TEST(Messages, HaveOneRowPerCode)
{
    std::set<std::string_view> codes;
    for (const MessageRow& row : messages)
        EXPECT_TRUE(codes.insert(row.code).second) << row.code;
}

} // namespace

} // namespace dossier::verify
