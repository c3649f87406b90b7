#include "verify/glyphs.h"

#include <gtest/gtest.h>

namespace dossier::verify {
namespace {

ocr::Field a_reading(std::string value, std::vector<std::string> others)
{
    ocr::Field field;
    field.name = "name";
    field.value = value;
    field.raw = std::move(value);
    for (auto& other : others) {
        field.alternatives.push_back({std::move(other), 0.1});
    }
    return field;
}

using Glyphs = std::vector<std::string>;

TEST(DoubtedGlyphs, AreThoseThatAnotherReadingHasOtherwise)
{
    EXPECT_EQ(doubted_glyphs(a_reading("李己明", {"李已明"})), Glyphs{"己"});
    EXPECT_EQ(doubted_glyphs(a_reading("A0O1", {"AOO1", "A001", "A0Ol"})), (Glyphs{"0", "O", "1"}));
}

TEST(DoubtedGlyphs, AreNoneWhereAReadingHasMoreOrFewer)
{
    EXPECT_EQ(doubted_glyphs(a_reading("李明", {"李明明", "李"})), Glyphs{});
    EXPECT_EQ(doubted_glyphs(a_reading("李明", {})), Glyphs{});
}

TEST(DoubtedGlyphs, AreAlsoThoseThatAnotherLookSawOtherwise)
{
    auto field = a_reading("李己", {});
    field.sightings = {{ocr::Recogniser::second, "李已", 0.5, 0.8}};
    EXPECT_EQ(doubted_glyphs(field), Glyphs{"己"});
    field.raw = "李 己";
    EXPECT_EQ(doubted_glyphs(field), Glyphs{}) << "what was seen is no normal form";
}

} // namespace
} // namespace dossier::verify
