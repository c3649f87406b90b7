// Registered capital as domain.md 3.5 lists its forms.

#include "verify/rules/capital.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<Capital> capital(std::string_view printed)
{
    return read_capital(printed).value();
}

constexpr std::int64_t million = 100'000'000; ///< in fen

TEST(CapitalAmount, IsReadFromWordsAndFromFigures)
{
    for (const char* printed :
         {"壹佰万元整",
          "100万元人民币",
          "人民币100.0000万元整",
          "人民币壹佰万元整",
          "壹佰萬圓整",
          "1,000,000.00元",
          "￥1000000.00",
          "壹佰万元整(100万元)"}) {
        EXPECT_EQ(capital(printed), (Capital{million, "CNY"})) << printed;
    }
    EXPECT_EQ(capital("5000万美元"), (Capital{50 * million, "USD"}));
    EXPECT_EQ(capital("伍佰万圆"), (Capital{5 * million, "CNY"}));
    EXPECT_EQ(capital("港币贰佰万元"), (Capital{2 * million, "HKD"}));
    EXPECT_EQ(capital("1.5亿元"), (Capital{150 * million, "CNY"}));
    EXPECT_EQ(capital("1234567890亿元"), std::nullopt) << "more than can be counted in fen";
    EXPECT_EQ(capital("叁仟万元整"), (Capital{30 * million, "CNY"}));
}

TEST(CapitalAmount, IsNothingWhereNoneIsPrinted)
{
    for (const char* printed : {"无", "", "元", "见章程", "99999999999999999万元"})
        EXPECT_EQ(capital(printed), std::nullopt) << printed;
}

ADocument a_form(const char* capital)
{
    return ADocument{"corporate_form"}.with("registered_capital", capital);
}

ocr::TypeCatalog types()
{
    ocr::TypeCatalog types;
    for (const char* name : {"corporate_form", "business_licence"}) {
        ocr::DocumentType type;
        type.name = name;
        type.fields = {
            a_field("uscc", "uscc"), a_field("company_name"), a_field("registered_capital")};
        type.cross_checks = {"capital.words"};
        types.types.push_back(type);
    }
    return types;
}

TEST(CapitalWords, AreTheFigures)
{
    EXPECT_THAT(codes(a_form("壹佰万元整(￥1,000,000.00)").examined(types()).findings), IsEmpty());
    EXPECT_THAT(
        codes(a_form("壹佰万元整(￥10,000,000.00)").examined(types()).findings),
        ElementsAre("registered_capital.words_differ")
    );
    EXPECT_THAT(codes(a_form("无").examined(types()).findings), IsEmpty());
}

std::vector<std::string> doubts_beside(const char* licence, const char* form)
{
    ocr::Reading reading;
    reading.documents = {
        ADocument{"business_licence"}
            .with("uscc", "91310115MA1K3A5B2G")
            .with("registered_capital", licence)
            .read(),
        a_form(form).with("uscc", "91310115MA1K3A5B2G").read()};
    return codes(examine(reading, types(), a_day).at(1).findings);
}

TEST(CapitalBetween, IsComparedAsAnAmount)
{
    EXPECT_THAT(doubts_beside("壹佰万元整", "人民币100.0000万元"), IsEmpty());
    EXPECT_THAT(
        doubts_beside("壹佰万元整", "1000万元"),
        ElementsAre(
            testing::AnyOf("registered_capital.contradicted", "registered_capital.contradicts")
        )
    );
    EXPECT_THAT(doubts_beside("100万元", "100万美元"), testing::SizeIs(1));
}

} // namespace

} // namespace dossier::verify
