#include "capture/utf8.h"

#include <gtest/gtest.h>

namespace dossier::capture {

namespace {

TEST(Utf8, KnowsItsFormsAndTheirBounds)
{
    for (const auto* text : {"", "a", "证", "\xf0\x9f\x93\x84", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(is_utf8(text)) << text;
    for (const auto* text :
         {"\x80",
          "\xc0\xaf",
          "\xe0\x80\xaf",
          "\xf0\x8f\xbf\xbf",
          "\xed\xa0\x80",
          "\xf4\x90\x80\x80",
          "\xff",
          "a\xe8\xaf"})
        EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, ReplacesOnlyWhatIsBroken)
{
    EXPECT_EQ(to_utf8("证\xff.jpg"), "证\xef\xbf\xbd.jpg");
    EXPECT_EQ(code_points("证\xe8\xaf"), U"证\uFFFD\uFFFD");
}

TEST(Utf8, WritesEveryCodePointAsItReadsIt)
{
    for (const char32_t first :
         {U'\0',
          U'\x7F',
          U'\x80',
          U'\u07FF',
          U'\u0800',
          U'\uD7FF',
          U'\uE000',
          U'\uFFFF',
          U'\U00010000',
          U'\U0010FFFF'}) {
        std::string text;
        append_utf8(text, first);
        const auto [point, length] = first_character(text);
        EXPECT_EQ(point, first);
        EXPECT_EQ(length, text.size());
    }
}

TEST(Utf8, KnowsWhatControlsAndWhatIsShown)
{
    for (const char32_t point : {U'\0', U'\n', U'\x1F', U'\x7F', U'\x80', U'\x9F'})
        EXPECT_TRUE(is_control(point)) << static_cast<std::uint32_t>(point);
    for (const char32_t point : {U' ', U'~', U'\xA0', U'证'})
        EXPECT_FALSE(is_control(point)) << static_cast<std::uint32_t>(point);
}

} // namespace

} // namespace dossier::capture
