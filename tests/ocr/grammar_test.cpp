#include "ocr/fields/grammar.h"
#include "ocr/fields/text.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

std::string value_of(Grammar grammar, std::string_view text, std::string part = "")
{
    FieldType field;
    field.grammar = grammar;
    field.part = std::move(part);
    return normalise(field, text).value;
}

bool fits(Grammar grammar, std::string_view text)
{
    FieldType field;
    field.grammar = grammar;
    return normalise(field, text).well_formed;
}

TEST(Grammar, ReadsDatesInEveryPrintedForm)
{
    for (const auto* text :
         {"2026年11月22日",
          "2026.11.22",
          "2026/11/22",
          "20261122",
          "二〇二六年十一月二十二日",
          "二○二六年十一月廿二日",
          "贰零贰陆年壹拾壹月贰拾贰日",
          "二0二六年十-月廿二日",
          "民國115年11月22日",
          "22 NOV 2026",
          "22-11-2026",
          "2026 年 11 月 22 日"}) {
        EXPECT_EQ(value_of(Grammar::date, text), "2026-11-22") << text;
    }
    EXPECT_EQ(value_of(Grammar::date, "贰零贰陆年零壹月壹拾伍日"), "2026-01-15");
    EXPECT_EQ(value_of(Grammar::date, "中華民國七十五年一月一日"), "1986-01-01");
}

TEST(Grammar, TakesNoDateThatCannotExist)
{
    for (const auto* text :
         {"2026年02月30日", "2026.13.01", "2026.257.01", "2026年11月", "00000000"}) {
        EXPECT_FALSE(fits(Grammar::date, text)) << text;
    }
}

TEST(Grammar, GuessesADayBehindWhichTheSignIsWornToStrokes)
{
    FieldType date;
    date.grammar = Grammar::date;
    for (const auto* text : {"2028年2月1411", "2028年2月141", "2028年2月14H", "2028年2月141H"}) {
        const auto guess = normalise(date, text);
        EXPECT_EQ(guess.value, "2028-02-14") << text;
        EXPECT_TRUE(guess.guessed) << text;
    }
    EXPECT_FALSE(normalise(date, "2028年2月111").well_formed) << "the first or the eleventh";
    EXPECT_FALSE(normalise(date, "2028年2月11日").guessed);
    EXPECT_EQ(value_of(Grammar::date, "2028年2月11"), "2028-02-11");
    EXPECT_EQ(value_of(Grammar::date, "1.11期1979.05.08"), "1979-05-08");
}

TEST(Grammar, LeavesTheSidesOfCellsOutOfNumbersThatAreTooLongWithThem)
{
    FieldType postcode;
    postcode.grammar = Grammar::digits;
    postcode.rule = "postcode";
    const auto guess = normalise(postcode, "[215005]");
    EXPECT_EQ(guess.value, "215005");
    EXPECT_TRUE(guess.guessed);
    EXPECT_FALSE(normalise(postcode, "2150051").well_formed);
    EXPECT_EQ(value_of(Grammar::cn_id, "41 0105 19721|1|24877 4"), "410105197211248774");
    EXPECT_EQ(value_of(Grammar::mobile, "[138|5235|7820"), "13852357820");
    EXPECT_EQ(value_of(Grammar::mobile, "138523578|0"), "13852357810");
}

TEST(Grammar, LeavesASpeckOutOfTheNumberOfAHouse)
{
    FieldType address;
    address.grammar = Grammar::text;
    address.names = "address";
    EXPECT_EQ(normalise(address, "湖北省武汉市云溪路16.5号").value, "湖北省武汉市云溪路165号");
    EXPECT_TRUE(normalise(address, "湖北省武汉市云溪路16.5号").guessed);
    EXPECT_EQ(normalise(address, "il山東省青島市").value, "山東省青島市") << "the side of a cell";
}

TEST(Grammar, SplitsAPeriod)
{
    EXPECT_EQ(value_of(Grammar::date_range, "2010.05.20-2020.05.20", "from"), "2010-05-20");
    EXPECT_EQ(value_of(Grammar::date_range, "2010.05.20-2020.05.20", "to"), "2020-05-20");
    EXPECT_EQ(value_of(Grammar::date_range, "2010.05.20-长期", "to"), "长期");
    EXPECT_EQ(value_of(Grammar::date_range, "2010.05.20-长期", "from"), "2010-05-20");
    EXPECT_EQ(value_of(Grammar::date_range, "2015年03月01日至2035年02月28日", "to"), "2035-02-28");
    EXPECT_EQ(value_of(Grammar::date_range, "2030-01-01", "to"), "2030-01-01");
    EXPECT_EQ(value_of(Grammar::date_range, "2010-05-20 至 2020-05-20", "to"), "2020-05-20");
}

TEST(Grammar, KnowsIdentityNumbers)
{
    EXPECT_TRUE(passes_cn_id("11010519491231002X"));
    EXPECT_FALSE(passes_cn_id("110105194912310021"));
    EXPECT_EQ(value_of(Grammar::cn_id, "110105 19491231 002x"), "11010519491231002X");
    EXPECT_EQ(value_of(Grammar::cn_id, "11O1O51949l231002X"), "11010519491231002X");
}

TEST(Grammar, KnowsCreditCodes)
{
    EXPECT_TRUE(passes_uscc("91350100M000100Y43"));
    EXPECT_FALSE(passes_uscc("91350100M000100Y44"));
    EXPECT_EQ(value_of(Grammar::uscc, "9135 0100 M000 1OOY 43"), "91350100M000100Y43");
}

TEST(Grammar, DoesNotTakeTheNumberOfACopyForPartOfACreditCode)
{
    EXPECT_EQ(value_of(Grammar::uscc, "91310115MA1K3A5B2G（1/1）"), "91310115MA1K3A5B2G");
    EXPECT_EQ(value_of(Grammar::uscc, "91310115 MA1K3A5B 2G(1-1)"), "91310115MA1K3A5B2G");
    EXPECT_EQ(value_of(Grammar::uscc, "91310115MA1K3A5B2G1"), "91310115MA1K3A5B2G1");
}

TEST(Grammar, KnowsCardNumbers)
{
    EXPECT_TRUE(passes_luhn("6222021234567894"));
    EXPECT_FALSE(passes_luhn("6222021234567895"));
}

TEST(Grammar, ReadsContacts)
{
    EXPECT_EQ(value_of(Grammar::mobile, "138 0013 8000"), "13800138000");
    EXPECT_EQ(value_of(Grammar::phone, "0571 - 8765 4321"), "0571-87654321");
    EXPECT_EQ(value_of(Grammar::phone, "0571·87654321"), "0571-87654321");
    EXPECT_EQ(value_of(Grammar::email, "li.wei @example。com"), "li.wei@example.com");
    EXPECT_FALSE(fits(Grammar::email, "li.wei.example.com"));
    EXPECT_EQ(value_of(Grammar::email, "mai1: li.wei@example.com"), "li.wei@example.com");
}

TEST(Grammar, ReadsOnesAmongSmallLettersOfAnAddressAsLetters)
{
    const FieldType mail = [] {
        FieldType type;
        type.grammar = Grammar::email;
        return type;
    }();
    EXPECT_EQ(normalise(mail, "li.wei@mai1.examp1e.com").value, "li.wei@mail.example.com");
    EXPECT_TRUE(normalise(mail, "li.wei@mai1.examp1e.com").guessed);
    EXPECT_FALSE(normalise(mail, "li.wei@hotmai1.com").guessed);
    EXPECT_FALSE(normalise(mail, "li.wei@1234.com").guessed);
    EXPECT_EQ(normalise(mail, "1i.he11o1985@163.com").value, "li.hello1985@163.com");
    EXPECT_TRUE(normalise(mail, "1i.he11o1985@163.com").guessed);
    EXPECT_EQ(normalise(mail, "wang7l@21cn.com").value, "wang71@21cn.com");
    EXPECT_TRUE(normalise(mail, "zhou.helloll@example.net").guessed) << "hello11 looks so, too";
    EXPECT_TRUE(normalise(mail, "zhou.riverl@example.net").guessed) << "river1 looks so, too";
    EXPECT_TRUE(normalise(mail, "zhou.homel@example.net").guessed) << "home1 looks so, too";
    EXPECT_FALSE(normalise(mail, "zhou.mail@example.net").guessed);
    EXPECT_FALSE(normalise(mail, "zhou.school@example.net").guessed);
    EXPECT_FALSE(normalise(mail, "zhou.hello@mail.example.net").guessed);
    EXPECT_TRUE(normalise(mail, "zhou.studiol6@example.net").guessed) << "studio16 looks so, too";
    EXPECT_FALSE(normalise(mail, "zhou.mail36@example.net").guessed);
}

TEST(Grammar, TakesAColonAmongSemicolonsForOneOfThem)
{
    FieldType scope;
    scope.multiline = true;
    const auto read = normalise(scope, "会议服务；摄影服务：企业策划；设计");
    EXPECT_EQ(read.value, "会议服务；摄影服务；企业策划；设计");
    EXPECT_TRUE(read.guessed);
    const auto worn = normalise(scope, "会议服务：摄影服务：企业策划：设计");
    EXPECT_EQ(worn.value, "会议服务；摄影服务；企业策划；设计");
    EXPECT_TRUE(worn.guessed);
    const auto announced = normalise(scope, "一般项目：会议服务；摄影服务；设计");
    EXPECT_EQ(announced.value, "一般项目：会议服务；摄影服务；设计");
    EXPECT_FALSE(announced.guessed);
}

TEST(Grammar, TakesTheWordWhoseBoxIsNotReadAsAnEmptyOne)
{
    FieldType choice;
    choice.grammar = Grammar::choice;
    choice.choices = {"未婚", "已婚", "离异"};
    const auto ticked = normalise(choice, "口未婚古已婚口离异");
    EXPECT_EQ(ticked.value, "已婚");
    EXPECT_TRUE(ticked.guessed);
    EXPECT_FALSE(normalise(choice, "未婚已婚口离异").well_formed);
    FieldType sex;
    sex.grammar = Grammar::sex;
    EXPECT_EQ(normalise(sex, "口男苛女").value, "女");
    EXPECT_FALSE(normalise(sex, "男女").well_formed);
}

TEST(Grammar, TakesAChoiceInEitherHandAsItIsPrinted)
{
    FieldType choice;
    choice.grammar = Grammar::choice;
    choice.choices = {"未婚", "已婚", "离异"};
    const auto printed = normalise(choice, "離異");
    EXPECT_EQ(printed.value, "離異");
    EXPECT_TRUE(printed.well_formed);
    EXPECT_EQ(normalise(choice, "口未婚古離異口已婚").value, "離異");
}

TEST(Grammar, TakesAQBehindAOneAtTheEndOfANameForANine)
{
    FieldType mail;
    mail.grammar = Grammar::email;
    for (const auto* read : {"luo.river1q@example.net", "luo.riverlq@example.net"}) {
        const auto mended = normalise(mail, read);
        EXPECT_EQ(mended.value, "luo.river19@example.net") << read;
        EXPECT_TRUE(mended.guessed);
    }
}

TEST(Grammar, DoesNotTrustAnAddressThatLostACharacter)
{
    EXPECT_TRUE(fits(Grammar::email, "li.wei@example.com"));
    EXPECT_FALSE(fits(Grammar::email, "li.¢wei@example.com"));
    EXPECT_FALSE(fits(Grammar::email, "li.伟wei@example.com"));
}

TEST(Grammar, ReadsPeople)
{
    EXPECT_EQ(value_of(Grammar::name, "：张 三＿"), "张三");
    EXPECT_EQ(value_of(Grammar::name, "阿依古丽•买买提"), "阿依古丽·买买提");
    EXPECT_EQ(value_of(Grammar::sex, "男"), "男");
    EXPECT_EQ(value_of(Grammar::sex, "Female"), "女");
    EXPECT_EQ(value_of(Grammar::ethnicity, "维吾尔族"), "维吾尔");
}

TEST(Grammar, ReadsAStrokeBehindALoneSurnameAsTheCharacterOne)
{
    EXPECT_EQ(value_of(Grammar::name, "李—"), "李一");
    EXPECT_EQ(value_of(Grammar::name, "李明—"), "李明");
    EXPECT_EQ(value_of(Grammar::name, "i李一"), "李一");
    EXPECT_EQ(value_of(Grammar::name, "Li Ming"), "Li Ming");
    EXPECT_EQ(value_of(Grammar::name, "李Ming"), "李Ming");
}

TEST(Grammar, DoesNotTrustANameThatGoesOnWithoutADot)
{
    EXPECT_TRUE(fits(Grammar::name, "司徒欧阳小明"));
    EXPECT_TRUE(fits(Grammar::name, "阿依古丽·买买提"));
    EXPECT_FALSE(fits(Grammar::name, "王小明样本商务网"));
}

TEST(Grammar, ReadsNumbersOfTravelDocuments)
{
    EXPECT_EQ(value_of(Grammar::passport_number, "E 1234 5678"), "E12345678");
    EXPECT_EQ(value_of(Grammar::passport_number, "EJ76S432l"), "EJ7654321");
    for (const auto* number : {"E12345678", "EA1234567", "G12345678", "KJ0123456", "AB123456"})
        EXPECT_TRUE(fits(Grammar::passport_number, number)) << number;
    for (const auto* number : {"EI1234567", "E1234567X", "E1", "ABCDEFGH"})
        EXPECT_FALSE(fits(Grammar::passport_number, number)) << number;
    EXPECT_EQ(value_of(Grammar::permit_number, "H1234 567O"), "H12345670");
    for (const auto* number : {"H12345678", "M8765432103", "HA1234567", "00123456", "0012345600"})
        EXPECT_TRUE(fits(Grammar::permit_number, number)) << number;
    for (const auto* number : {"C12345678", "H1234567", "1234567"})
        EXPECT_FALSE(fits(Grammar::permit_number, number)) << number;
}

TEST(Grammar, ReadsWhatPassportsSayOfTheirHolders)
{
    EXPECT_EQ(value_of(Grammar::latin_name, "ZHANG，SANFENG"), "ZHANG, SANFENG");
    EXPECT_EQ(value_of(Grammar::latin_name, "ZHANG.SANFENG"), "ZHANG, SANFENG");
    EXPECT_EQ(value_of(Grammar::latin_name, "张三 O'NEIL, MARY-ANN"), "O'NEIL, MARY-ANN");
    EXPECT_FALSE(fits(Grammar::latin_name, "张三"));
    EXPECT_EQ(value_of(Grammar::country, "中国/CHINESE"), "CHN");
    EXPECT_EQ(value_of(Grammar::country, "印度尼西亚"), "IDN");
    EXPECT_EQ(value_of(Grammar::country, "BRITISH CITIZEN"), "GBR");
    EXPECT_EQ(value_of(Grammar::country, "UTO"), "UTO");
    EXPECT_FALSE(fits(Grammar::country, "ELSEWHERE"));
    EXPECT_EQ(value_of(Grammar::date, "07 3月/MAR 1990"), "1990-03-07");
    EXPECT_EQ(value_of(Grammar::date, "031月/JAN2031"), "2031-01-03") << "a blank was lost";
    EXPECT_EQ(value_of(Grammar::date, "2610月/0CT2031"), "2031-10-26");
    EXPECT_FALSE(fits(Grammar::date, "032月/JAN2031"));
}

TEST(Grammar, ReadsTheMonthOfABankCard)
{
    EXPECT_EQ(value_of(Grammar::month, "1O/32"), "2032-10");
    EXPECT_FALSE(fits(Grammar::month, "13/32"));
    EXPECT_FALSE(fits(Grammar::month, "1032"));
}

TEST(Grammar, MendsPunctuationInRunningText)
{
    EXPECT_EQ(value_of(Grammar::text, "技术开发丶技术服务．咨询"), "技术开发、技术服务，咨询");
    EXPECT_EQ(value_of(Grammar::text, "(不含诊疗服务)"), "（不含诊疗服务）");
}

TEST(Grammar, LeavesOutWhatARuleHasLeftBesideAText)
{
    EXPECT_EQ(value_of(Grammar::text, "丨河南省郑州市 |"), "河南省郑州市");
    EXPECT_EQ(value_of(Grammar::text, "货物进出口°"), "货物进出口");
    EXPECT_EQ(value_of(Grammar::text, "丨"), "");
}

TEST(Grammar, LeavesOutASpeckBehindAMark)
{
    FieldType scope;
    scope.multiline = true;
    const auto list = normalise(scope, "农业机械租赁；化肥、.有机肥销售。");
    EXPECT_EQ(list.value, "农业机械租赁；化肥、有机肥销售。");
    EXPECT_TRUE(list.guessed);
}

TEST(Grammar, GuessesTheFullStopOfAListFromADot)
{
    FieldType scope;
    scope.multiline = true;
    const auto list = normalise(scope, "会议服务；摄影服务；市场营销策划·");
    EXPECT_EQ(list.value, "会议服务；摄影服务；市场营销策划。");
    EXPECT_TRUE(list.guessed);
    EXPECT_EQ(normalise(scope, "会议服务·").value, "会议服务");
}

TEST(Grammar, LeavesATextTheBracketThatClosesIt)
{
    EXPECT_EQ(value_of(Grammar::text, "商事主体【有限责任公司】"), "商事主体【有限责任公司】");
    EXPECT_EQ(value_of(Grammar::text, "】有限责任公司】"), "有限责任公司");
}

TEST(Grammar, TakesNoWordForAnAmount)
{
    EXPECT_TRUE(fits(Grammar::amount, "伍拾万元整"));
    EXPECT_TRUE(fits(Grammar::amount, "100万元人民币"));
    EXPECT_FALSE(fits(Grammar::amount, "实收资本"));
    EXPECT_FALSE(fits(Grammar::amount, "56邁元")) << "萬, misread";
    EXPECT_TRUE(fits(Grammar::amount, "港币1,000.00元（大写：壹仟元整）"));
    EXPECT_FALSE(fits(Grammar::amount, "200万元人民币2013年11月02日")) << "of two cells";
    EXPECT_TRUE(fits(Grammar::amount, "USD 1,500.00"));
    EXPECT_TRUE(fits(Grammar::amount, "MOP 1,500.00"));
    EXPECT_TRUE(fits(Grammar::amount, "10-30万元"));
    EXPECT_TRUE(fits(Grammar::amount, "5OO万元"));
    EXPECT_FALSE(fits(Grammar::amount, "7+万元")) << "a 4, misread";
    EXPECT_FALSE(fits(Grammar::amount, "S0万元")) << "a 5, misread";
}

TEST(Grammar, KnowsATextThatBreaksOff)
{
    EXPECT_FALSE(fits(Grammar::text, "技术开发、技术服务、"));
    EXPECT_FALSE(fits(Grammar::text, "股份有限公司（非上市"));
    EXPECT_TRUE(fits(Grammar::text, "股份有限公司（非上市）"));
}

TEST(Grammar, AdmitsNothingFromNothing)
{
    EXPECT_FALSE(fits(Grammar::text, "：____"));
    EXPECT_EQ(value_of(Grammar::text, "：____"), "");
}

} // namespace
} // namespace dossier::ocr
