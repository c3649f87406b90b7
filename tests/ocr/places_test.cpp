// Names of divisions that the table mends.

#include "ocr/fields/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::ocr {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Address, LiesWhereItsBeginningSays)
{
    const auto placed = place_address(U"江苏省南京市玄武区银杏街183号", false);
    EXPECT_THAT(placed.codes, ElementsAre("32", "3201", "320102"));
    EXPECT_FALSE(placed.is_mended);
    EXPECT_THAT(
        place_address(U"北京市海淀区中关村大街1号", false).codes, ElementsAre("11", "110108")
    );
}

TEST(Address, IsMendedWhereOneCharacterOfANameIsNotTheTables)
{
    EXPECT_EQ(
        place_address(U"河北省行家庄市长安区滨江西路74号", false).text,
        U"河北省石家庄市长安区滨江西路74号"
    );
    EXPECT_EQ(
        place_address(U"宁夏间族自治区银川市兴质区柳泉街26号", false).text,
        U"宁夏回族自治区银川市兴庆区柳泉街26号"
    );
}

TEST(Address, IsMendedInTheHandOfItsPage)
{
    EXPECT_EQ(
        place_address(U"江鱗省南京市玄武區銀杏街183號", true).text, U"江蘇省南京市玄武區銀杏街183號"
    );
    EXPECT_EQ(
        place_address(U"安徽省合肥市說陽區柳泉街247號", true).text, U"安徽省合肥市廬陽區柳泉街247號"
    );
    EXPECT_EQ(place_address(U"遼寧省潘陽市和平區1號", true).text, U"遼寧省瀋陽市和平區1號");
    EXPECT_FALSE(place_address(U"遼寧省瀋陽市和平區1號", true).is_mended);
    EXPECT_EQ(place_address(U"雪南省昆明市五華區1號", true).text, U"雲南省昆明市五華區1號");
}

TEST(Address, StaysWhereTheTableKnowsNoBetter)
{
    for (const auto* text :
         {U"陕西省西安市高新区科技路5号", // a zone, not 高陵区
          U"江苏省南京市江宁路5号",       // a street, not 江宁区
          U"山某省幸福路5号",             // 山东 or 山西
          U"东某区人民路1号",             // in many cities
          U"邵武市八一路146号",           // a county by itself, not 邵阳市
          U"Flat 5, 12/F, Sunrise Tower"}) {
        EXPECT_FALSE(place_address(text, false).is_mended);
    }
}

TEST(Address, TakesOfTwoNamesTheOneThatIsNamedElsewhere)
{
    EXPECT_FALSE(place_authority(U"鱗州市公安局", true).is_mended);
    EXPECT_EQ(place_authority(U"鱗州市公安局", true, {"41", "4101"}).text, U"鄭州市公安局");
}

TEST(Authority, IsAPoliceStationOfItsCity)
{
    const auto placed = place_authority(U"合肥市公安局虚阳分局", false);
    EXPECT_EQ(placed.text, U"合肥市公安局庐阳分局");
    EXPECT_THAT(placed.codes, ElementsAre("3401", "340103"));
    EXPECT_EQ(place_authority(U"成都市公安局錦江分詞", true).text, U"成都市公安局錦江分局");
    EXPECT_FALSE(place_authority(U"北京市公安局海淀分局", false).is_mended);
}

TEST(Authority, KeepsALicencesRegister)
{
    EXPECT_EQ(
        place_authority(U"杭州市西湖区市场监瞥管理局", false).text, U"杭州市西湖区市场监督管理局"
    );
    EXPECT_FALSE(place_authority(U"国家市场监督管理总局", false).is_mended);
}

TEST(Company, IsMendedWhereItsNameBeginsWithDivisionsThatLieInEachOther)
{
    EXPECT_EQ(
        place_company(U"昆明市官波区甲乙建材经营部", false, {}).text, U"昆明市官渡区甲乙建材经营部"
    );
    EXPECT_FALSE(place_company(U"官波区甲乙建材经营部", false, {}).is_mended);
}

TEST(Company, LiesWhereItsPaperSays)
{
    EXPECT_EQ(
        place_company(U"行家庄同创农业发展有限公司", false, {"13", "1301"}).text,
        U"石家庄同创农业发展有限公司"
    );
    EXPECT_EQ(
        place_company(U"晨曦（珠诲）文化传媒有限公词", false, {"44", "4404"}).text,
        U"晨曦（珠海）文化传媒有限公司"
    );
    EXPECT_FALSE(place_company(U"兰海环保科技有限公司", false, {"62", "6201"}).is_mended);
    EXPECT_FALSE(place_company(U"远航（广州）商贸有限公司", false, {"44", "4401"}).is_mended);
    EXPECT_THAT(place_company(U"江河集团", false, {}).codes, IsEmpty());
}

} // namespace

} // namespace dossier::ocr
