#include "verify/rules/place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Place, IsTheCityThatAnAddressBeginsWith)
{
    EXPECT_EQ(city_of_address("浙江省杭州市西湖区文三路1号"), "3301");
    EXPECT_EQ(city_of_address("杭州市西湖区文三路1号"), "3301");
    EXPECT_EQ(city_of_address("北京市朝阳区幸福路1号"), "11");
    EXPECT_EQ(city_of_address("重庆市涪陵区1号"), "50");
    EXPECT_EQ(city_of_address("新疆维吾尔自治区伊犁哈萨克自治州伊宁市1号"), "6540");
}

TEST(Place, IsNoneWhereTheAddressDoesNotSay)
{
    EXPECT_EQ(city_of_address("幸福路1号"), "");
    EXPECT_EQ(city_of_address("朝阳区幸福路1号"), "") << "counties share names";
    EXPECT_EQ(city_of_address(""), "");
}

TEST(Place, KnowsEveryCityOfAName)
{
    EXPECT_THAT(cities_of("杭州市"), ElementsAre("3301"));
    EXPECT_THAT(cities_of("北京市"), ElementsAre("11"));
    EXPECT_THAT(cities_of("巫山县"), Contains("50"));
    EXPECT_THAT(cities_of("无此县"), IsEmpty());
}

/// A card whose authority may be compared with the address.
std::vector<std::string> doubts(const char* authority, const char* address)
{
    ocr::DocumentType card;
    card.name = "id_card";
    card.fields = {a_field("address"), a_field("issuing_authority")};
    card.cross_checks = {"issuing_authority.address"};
    return codes(ADocument{"id_card"}
                     .with("address", address)
                     .with("issuing_authority", authority)
                     .examined({.types = {card}})
                     .findings);
}

TEST(IssuingAuthority, LiesInTheCityOfTheAddress)
{
    EXPECT_THAT(doubts("杭州市公安局西湖分局", "浙江省杭州市西湖区文三路1号"), IsEmpty());
    EXPECT_THAT(doubts("北京市公安局朝阳分局", "北京市朝阳区幸福路1号"), IsEmpty());
    EXPECT_THAT(doubts("桐庐县公安局", "浙江省杭州市桐庐县1号"), IsEmpty());
    EXPECT_THAT(doubts("巫山县公安局", "重庆市巫山县1号"), IsEmpty());
    EXPECT_THAT(doubts("浙江省杭州市公安局", "浙江省杭州市西湖区1号"), IsEmpty());
}

TEST(IssuingAuthority, OfAnotherCityIsANote)
{
    EXPECT_THAT(
        doubts("宁波市公安局海曙分局", "浙江省杭州市西湖区文三路1号"),
        ElementsAre("issuing_authority.issuer_elsewhere")
    );
    EXPECT_THAT(
        doubts("北京市公安局朝阳分局", "上海市黄浦区1号"),
        ElementsAre("issuing_authority.issuer_elsewhere")
    );
}

TEST(IssuingAuthority, IsNotDoubtedWhereEitherPlaceIsUnknown)
{
    EXPECT_THAT(doubts("某某公安局", "浙江省杭州市西湖区1号"), IsEmpty());
    EXPECT_THAT(doubts("宁波市公安局", "西湖区文三路1号"), IsEmpty());
}

} // namespace

} // namespace dossier::verify
