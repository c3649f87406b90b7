// What the QR code of a licence says of what is printed beside it. The companies are made up.

#include "ocr/fields/code_words.h"
#include "ocr/fields/decide.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace dossier::ocr {
namespace {

constexpr std::string_view a_code = "91110000600037341L";

const DocumentType& the_licence()
{
    static const auto types = load_types(DOSSIER_TEST_TYPES).value();
    return *types.find_type("business_licence");
}

std::string said(std::string_view field, std::string_view text)
{
    return said_of(*the_licence().find_field(field), the_licence(), text).value_or("nothing");
}

/// A field as read from the print, after a code that says `text` was heard.
std::vector<Field> heard(std::vector<Field> fields, std::string text)
{
    hear_codes({{"qr_code", std::move(text), {10, 20, 30, 30}}}, the_licence(), fields);
    return fields;
}

Field read_as(std::string name, std::string value, double confidence)
{
    Field field;
    field.name = std::move(name);
    field.value = field.raw = std::move(value);
    field.confidence = confidence;
    return field;
}

TEST(CodeWords, StandBehindTheirLabelUpToTheNext)
{
    const auto spaced =
        "统一社会信用代码：91110000600037341L 注册号：110000000000001 名称：甲乙科技有限公司 "
        "类型：有限责任公司 成立日期：2005-04-08 营业期限：自2005-04-08至2023-04-08 "
        "信用网址：http://example.com";
    EXPECT_EQ(said("uscc", spaced), a_code);
    EXPECT_EQ(said("company_name", spaced), "甲乙科技有限公司");
    EXPECT_EQ(said("company_type", spaced), "有限责任公司");
    EXPECT_EQ(said("established_date", spaced), "2005-04-08");
    EXPECT_EQ(said("business_term_to", spaced), "2023-04-08");
    EXPECT_EQ(said("legal_representative", spaced), "nothing");
}

TEST(CodeWords, EndAtTheMarksThatRegistrarsPutBetweenThem)
{
    EXPECT_EQ(
        said("company_name", "名称:甲乙科技有限公司; 法定代表人:李明; 网址:x"), "甲乙科技有限公司"
    );
    EXPECT_EQ(said("legal_representative", "法定代表人：李明……登记机关：某局"), "李明");
    EXPECT_EQ(said("uscc", "统一社会信用代码：91110000600037341L|注册号：1"), a_code);
    EXPECT_EQ(said("uscc", "http://example.com/index.html?uniscid=91110000600037341L&t=1"), a_code);
}

TEST(CodeWords, OfANumberThatFailsItsCheckDigitCountForNothing)
{
    EXPECT_EQ(said("uscc", "统一社会信用代码：91110000600037342L"), "nothing");
}

TEST(CodeWords, BearOutWhatIsPrinted)
{
    const auto fields = heard({read_as("legal_representative", "李明", 0.7)}, "法定代表人:李明;");
    EXPECT_GT(fields.front().confidence, 0.98);
    EXPECT_FALSE(fields.front().repaired);
}

TEST(CodeWords, ThatContradictWhatWasReadAreForAPerson)
{
    const auto sure =
        heard({read_as("legal_representative", "李明", 0.99)}, "法定代表人:王明;").front();
    EXPECT_EQ(sure.value, "李明");
    EXPECT_LE(sure.confidence, 0.5);
    EXPECT_EQ(sure.alternatives.front().value, "王明");
    const auto unsure =
        heard({read_as("legal_representative", "李朋", 0.6)}, "法定代表人:李明;").front();
    EXPECT_EQ(unsure.value, "李明");
    EXPECT_TRUE(unsure.repaired);
    EXPECT_LE(unsure.confidence, 0.5);
    EXPECT_EQ(unsure.alternatives.front().value, "李朋");
}

TEST(CodeWords, SayAnAmountInTheirOwnWay)
{
    const auto fields =
        heard({read_as("registered_capital", "伍仟万元整", 0.99)}, "注册资本：5000万元;");
    EXPECT_EQ(fields.front().value, "伍仟万元整");
    EXPECT_EQ(fields.front().confidence, 0.99);
}

TEST(CodeWords, FillInANumberThatWasNotFoundForAPerson)
{
    const auto fields = heard({}, "统一社会信用代码：91110000600037341L 注册号：110000000000001");
    ASSERT_EQ(fields.size(), 1U);
    EXPECT_EQ(fields.front().value, a_code);
    EXPECT_LE(fields.front().confidence, most_of_mended);
    EXPECT_EQ(fields.front().box, (capture::Box{10, 20, 30, 30}));
}

} // namespace
} // namespace dossier::ocr
