// A passport's Chinese name against its Latin one.

#include "verify/rules/readings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Reading, TakesEveryReadingOfACharacter)
{
    for (const auto& [chinese, latin] : std::initializer_list<std::pair<const char*, const char*>>{
             {"张三丰", "ZHANG, SANFENG"},
             {"单雄信", "SHAN XIONGXIN"},
             {"仇英", "QIU YING"},
             {"解缙", "XIE JIN"},
             {"曾国藩", "ZENG GUOFAN"},
             {"查良镛", "ZHA LIANGYONG"},
             {"区志强", "OU ZHIQIANG"},
             {"朴正", "PIAO ZHENG"},
             {"翟天", "ZHAI TIAN"},
             {"乐毅", "YUE YI"},
             {"尉迟恭", "YUCHI GONG"},
             {"万俟雪", "MOQI XUE"},
             {"澹台明", "TANTAI MING"},
             {"長孫無忌", "ZHANGSUN WUJI"}}) {
        EXPECT_EQ(is_read_as(chinese, latin), true) << chinese;
    }
}

TEST(Reading, TypesTheUmlautInThreeWays)
{
    for (const char* latin : {"LYU NYU", "LV NV", "LU NU", "Lyu Nv"})
        EXPECT_EQ(is_read_as("吕女", latin), true) << latin;
    EXPECT_EQ(is_read_as("吕女", "LI NYU"), false);
}

TEST(Reading, FindsAMisreadCharacterOrLetter)
{
    EXPECT_EQ(is_read_as("张三丰", "ZHANG SANFEN"), false);
    EXPECT_EQ(is_read_as("弘三丰", "ZHANG SANFENG"), false);
    EXPECT_EQ(is_read_as("张三", "ZHANG SANFENG"), false);
}

TEST(Reading, CannotBeToldWithoutATableOrLetters)
{
    EXPECT_EQ(is_read_as("张□", "ZHANG SAN"), std::nullopt);
    EXPECT_EQ(is_read_as("张三", ""), std::nullopt);
    EXPECT_EQ(is_read_as("", "ZHANG"), std::nullopt);
}

ocr::TypeCatalog passports()
{
    ocr::DocumentType passport;
    passport.name = "passport";
    for (const char* name :
         {"passport_number", "name", "name_latin", "nationality", "mrz1", "mrz2"})
        passport.fields.push_back(a_field(name));
    passport.cross_checks = {"name.reading"};
    return {.types = {passport}};
}

ADocument a_passport()
{
    return ADocument{"passport"}
        .with("passport_number", "E12345678")
        .with("name", "张三丰")
        .with("name_latin", "ZHANG, SANFENG")
        .with("nationality", "CHN")
        .with("mrz1", "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<")
        .with("mrz2", "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6");
}

TEST(NameReading, SuspectsTheChineseNameWhenTheZoneRepeatsTheLatinOne)
{
    EXPECT_THAT(codes(a_passport().examined(passports()).findings), IsEmpty());
    const auto misread = a_passport().with("name", "弘三丰").examined(passports());
    EXPECT_THAT(codes(misread.findings), ElementsAre("name.differs_from_latin"));
    EXPECT_EQ(misread.findings.at(0).severity, Severity::confirm);
}

TEST(NameReading, SuspectsTheLatinNameWhenNothingRepeatsIt)
{
    const auto misread = a_passport().with("name_latin", "ZHANG, SANFENC").examined(passports());
    EXPECT_THAT(codes(misread.findings), ElementsAre("name_latin.differs_from_reading"));
}

TEST(NameReading, OnlyNotesWhatIsSpeltByOtherRules)
{
    const auto cantonese = a_passport()
                               .with("passport_number", "K00000001")
                               .with("name", "陈大文")
                               .with("name_latin", "CHAN, TAI MAN")
                               .examined(passports());
    EXPECT_EQ(cantonese.findings.at(0).severity, Severity::info);
    const auto uyghur = a_passport()
                            .with("name", "买买提·艾不拉")
                            .with("name_latin", "MEMET")
                            .examined(passports());
    EXPECT_EQ(uyghur.findings.at(0).severity, Severity::info);
}

TEST(NameReading, LeavesForeignersAlone)
{
    const auto foreign = a_passport()
                             .with("nationality", "SGP")
                             .with("name", "陈大文")
                             .with("name_latin", "TAN, DAVID")
                             .examined(passports());
    EXPECT_THAT(codes(foreign.findings), IsEmpty());
}

} // namespace

} // namespace dossier::verify
