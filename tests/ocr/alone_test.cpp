// Cards whose labels a copier has washed out.

#include "ocr/fields/alone.h"
#include "tests/ocr/lines.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

FieldType field(Grammar grammar, std::string part = {})
{
    FieldType made;
    made.name = "field";
    made.labels = {"标签"};
    made.grammar = grammar;
    made.part = std::move(part);
    return made;
}

FieldType address_field()
{
    FieldType made = field(Grammar::text);
    made.names = "address";
    made.endings = {"室", "号"};
    return made;
}

std::string found_alone(const PageText& page, const FieldType& wanted)
{
    return text_of(page, find_alone(page, {}, wanted));
}

PageText washed_card()
{
    return page_of(
        {line(400, 0, "港澳居民来往内地通行证"),
         line(400, 100, "张三丰"),
         line(400, 200, "ZHANG,SANFENG"),
         line(400, 300, "1990.03.02"),
         line(400, 400, "女"),
         line(400, 500, "2020.11.08-2030.11.07"),
         line(1500, 900, "核对")}
    );
}

TEST(ValuesAlone, AreTheOnlyOnesOfTheirForm)
{
    const auto page = washed_card();
    EXPECT_EQ(found_alone(page, field(Grammar::date)), "1990.03.02");
    EXPECT_EQ(found_alone(page, field(Grammar::sex)), "女");
    EXPECT_EQ(found_alone(page, field(Grammar::date_range, "to")), "2020.11.08-2030.11.07");
}

TEST(ValuesAlone, AreNothingWhereTwoDiffer)
{
    auto page = washed_card();
    page.lines.push_back(line(400, 700, "1991.03.02"));
    EXPECT_EQ(found_alone(page, field(Grammar::date)), "");
}

TEST(ValuesAlone, OfAFormAreKnownByHowTheyBeginAndEnd)
{
    const auto worn = page_of(
        {line(400, 0, "340103199608121614"),
         line(400, 100, "13748795635"),
         line(400, 200, "安徽省合肥市庐阳区明珠大道168号9栋702室"),
         line(400, 300, "合肥百川机械制造有限公司"),
         line(400, 400, "第3条内容如上款2号")}
    );
    FieldType employer = field(Grammar::text);
    employer.endings = {"有限公司"};
    EXPECT_EQ(found_alone(worn, address_field()), "安徽省合肥市庐阳区明珠大道168号9栋702室");
    EXPECT_EQ(found_alone(worn, employer), "合肥百川机械制造有限公司");
    EXPECT_EQ(found_alone(worn, field(Grammar::mobile)), "13748795635");
    EXPECT_EQ(found_alone(worn, field(Grammar::cn_id)), "340103199608121614");
}

TEST(ValuesAlone, ANameStandsOverBirthDateOrSexInTheirColumn)
{
    EXPECT_EQ(found_alone(washed_card(), field(Grammar::name)), "张三丰");
    const auto back =
        page_of({line(400, 0, "居民"), line(400, 100, "2017.08.01-长期"), line(400, 300, "核对")});
    EXPECT_EQ(found_alone(back, field(Grammar::name)), "");
    EXPECT_EQ(found_alone(back, field(Grammar::date)), "") << "a day without end is no birth date";
}

TEST(ValuesAlone, ANameStandsOverASexInTwoLanguagesToo)
{
    const auto passport = page_of(
        {line(400, 0, "CHN"),
         line(400, 100, "苏红"),
         line(400, 150, "SU. HONG"),
         line(400, 250, "女/F"),
         line(800, 250, "中国/CHINESE")}
    );
    EXPECT_EQ(found_alone(passport, field(Grammar::name)), "苏红");
    EXPECT_EQ(found_alone(passport, field(Grammar::latin_name)), "SU. HONG");
}

TEST(ValuesAlone, AreWordsThatCanStandThereAndNothingElse)
{
    FieldType wanted = field(Grammar::choice);
    wanted.choices = {"未婚", "已婚", "离异", "其他"};
    EXPECT_EQ(found_alone(page_of({line(400, 0, "高中"), line(400, 100, "離異")}), wanted), "離異");
    EXPECT_EQ(found_alone(page_of({line(400, 0, "其他"), line(400, 100, "已婚者")}), wanted), "");
}

TEST(ValuesAlone, OfAnIdentityCardAreKnownByWhereTheyStand)
{
    const auto card = page_of(
        {line(400, 0, "黄健飞"),
         line(400, 80, "男   汉"),
         line(400, 160, "1960）  12  12"),
         line(400, 240, "安徽省合肥市庐阳区明珠大道"),
         line(400, 300, "168号9栋702室"),
         line(900, 900, "满")}
    );
    EXPECT_EQ(found_alone(card, field(Grammar::ethnicity)), "汉");
    EXPECT_EQ(found_alone(card, field(Grammar::date)), "1960）1212");
    FieldType address = address_field();
    address.multiline = true;
    EXPECT_EQ(found_alone(card, address), "安徽省合肥市庐阳区明珠大道168号9栋702室");
    auto longer = card;
    longer.lines[4] = line(400, 300, "168花园9栋");
    longer.lines.push_back(line(400, 360, "1单元702室"));
    EXPECT_EQ(found_alone(longer, address), "安徽省合肥市庐阳区明珠大道168花园9栋1单元702室");
    longer.lines.back() = line(400, 560, "1单元702室");
    EXPECT_EQ(found_alone(longer, address), "") << "what ends it stands elsewhere";
}

TEST(ValuesAlone, APostcodeHasSixDigits)
{
    FieldType wanted = field(Grammar::digits);
    wanted.rule = "postcode";
    const auto page = page_of({line(400, 0, "0351-8184479"), line(400, 100, "250014")});
    EXPECT_EQ(found_alone(page, wanted), "250014");
}

TEST(ValuesAlone, StandBesideALabelThatIsWornBeyondReading)
{
    auto page = page_of({line(0, 0, "聘箱："), line(400, 0, "gao.maple3@example.org")});
    const LabelHit label{.span = {0, 0, 2}, .label = {}, .fields = {}, .score = 0.5};
    EXPECT_TRUE(find_alone(page, {label}, field(Grammar::email)).empty());
    page.lines[0].symbols[0].confidence = 0.13;
    EXPECT_FALSE(find_alone(page, {label}, field(Grammar::email)).empty());
}

TEST(ValuesAlone, StandBeyondTheValueOfAnotherLabelWhereAStampHidesTheirOwn)
{
    const auto page = page_of(
        {line(0, 0, "电话"),
         line(200, 0, "0371-25154213"),
         line(900, 0, "已录千系"),
         line(1300, 0, "zheng.hello79@example.net")}
    );
    const LabelHit label{.span = {0, 0, 2}, .label = U"电话", .fields = {0}, .score = 1.0};
    const auto found = [&](Grammar grammar) {
        return text_of(page, find_alone(page, {label}, field(grammar)));
    };
    EXPECT_EQ(found(Grammar::email), "zheng.hello79@example.net");
    const auto beside = page_of({line(0, 0, "电话"), line(200, 0, "zheng.hello79@example.net")});
    EXPECT_TRUE(find_alone(beside, {label}, field(Grammar::email)).empty());
}

TEST(ValuesAlone, ASexIsAWordAndNotALetter)
{
    const auto page = page_of({line(400, 0, "居民"), line(0, 400, "M")});
    EXPECT_EQ(found_alone(page, field(Grammar::sex)), "");
}

TEST(ValuesAlone, AreNotTakenFromBesideALabel)
{
    const auto page = page_of({line(0, 0, "出生"), line(400, 0, "1990.03.02")});
    const LabelHit label{.span = {0, 0, 2}, .label = U"出生", .fields = {0}, .score = 1.0};
    EXPECT_TRUE(find_alone(page, {label}, field(Grammar::date)).empty());
}

} // namespace
} // namespace dossier::ocr
