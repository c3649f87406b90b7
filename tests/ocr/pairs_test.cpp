// Labels and values of forms that nobody knows: tables drawn cell by cell, lines to write on, and a
// whole page.

#include "ocr/child/tesseract_engine.h"
#include "ocr/fields/pairs.h"
#include "ocr/layout/paper.h"
#include "ocr/read.h"
#include "tests/ocr/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "samples/render/canvas.h"
#include "samples/render/encode.h"
#include <map>
#include <span>

namespace dossier::ocr {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// A page whose rules are drawn, of cells with or without text.
class Sheet {
public:
    Sheet& cell(int x, int y, int width, int height, std::vector<std::string_view> texts = {})
    {
        rule_across(x, x + width, y);
        rule_across(x, x + width, y + height);
        rule_down(x, y, y + height);
        rule_down(x + width, y, y + height);
        int at = y + (height - size * static_cast<int>(texts.size())) / 2;
        for (const std::string_view text : texts) {
            lines_.push_back(line(x + size / 2, at, text));
            at += size;
        }
        return *this;
    }

    Sheet& text(int x, int y, std::string_view text)
    {
        lines_.push_back(line(x, y, text));
        return *this;
    }

    Sheet& rule_across(int from, int to, int y)
    {
        cv::line(across_, {from, y}, {to, y}, 255, 3);
        return *this;
    }

    std::vector<std::pair<std::string, std::string>> pairs(const TypeCatalog& types) const
    {
        PageText page;
        page.text_height = size;
        page.lines = lines_;
        page.rules = Rules(across_.clone(), down_.clone());
        std::vector<std::pair<std::string, std::string>> found;
        for (const ocr::Pair& pair : extract_pairs(page, nullptr, LabelWords(types)))
            found.emplace_back(pair.label, pair.value);
        return found;
    }

private:
    void rule_down(int x, int from, int to) { cv::line(down_, {x, from}, {x, to}, 255, 3); }

    cv::Mat across_ = cv::Mat::zeros(2000, 3000, CV_8U);
    cv::Mat down_ = cv::Mat::zeros(2000, 3000, CV_8U);
    std::vector<TextLine> lines_;
};

/// The labels of one type, by which labels of others are known.
TypeCatalog some_types()
{
    DocumentType type;
    type.name = "form";
    FieldType name;
    name.name = "name";
    name.labels = {"姓名", "中文姓名"};
    FieldType phone;
    phone.name = "phone";
    phone.labels = {"电话"};
    type.fields = {name, phone};
    return {{type}};
}

TEST(Pairs, AreWordsBeforeAColonOnAFormNobodyKnows)
{
    EXPECT_THAT(
        Sheet().text(0, 0, "开户网点：城西支行").pairs({}),
        ElementsAre(Pair("开户网点", "城西支行"))
    );
}

TEST(Pairs, ALabelBeforeAColonKeepsItsBrackets)
{
    EXPECT_THAT(
        Sheet().text(0, 0, "认缴额（万元）：50").pairs({}),
        ElementsAre(Pair("认缴额（万元）", "50"))
    );
}

TEST(Pairs, AreLabelAndValueInNeighbouringCells)
{
    Sheet sheet;
    sheet.cell(0, 0, 300, 100, {"姓名"}).cell(300, 0, 400, 100, {"王建国"});
    sheet.cell(700, 0, 300, 100, {"报考职位"}).cell(1000, 0, 400, 100, {"出纳"});
    EXPECT_THAT(
        sheet.pairs(some_types()),
        UnorderedElementsAre(Pair("姓名", "王建国"), Pair("报考职位", "出纳"))
    );
}

TEST(Pairs, ALabelBeforeABlankCellHasNoValue)
{
    Sheet sheet;
    sheet.cell(0, 0, 300, 100, {"姓名"}).cell(300, 0, 400, 100);
    EXPECT_THAT(sheet.pairs(some_types()), ElementsAre(Pair("姓名", "")));
}

TEST(Pairs, OfATableAreItsHeadsWithWhatStandsUnderThem)
{
    Sheet sheet;
    sheet.cell(0, 0, 300, 100, {"成员姓名"}).cell(300, 0, 300, 100, {"年龄"});
    sheet.cell(600, 0, 300, 100, {"联系电话"});
    sheet.cell(0, 100, 300, 100, {"王建国"}).cell(300, 100, 300, 100, {"61"});
    sheet.cell(600, 100, 300, 100, {"138001"});
    sheet.cell(0, 200, 300, 100, {"李秀英"}).cell(300, 200, 300, 100);
    sheet.cell(600, 200, 300, 100, {"139002"});
    EXPECT_THAT(
        sheet.pairs(some_types()),
        UnorderedElementsAre(
            Pair("成员姓名", "王建国"),
            Pair("成员姓名", "李秀英"),
            Pair("年龄", "61"),
            Pair("联系电话", "138001"),
            Pair("联系电话", "139002")
        )
    );
}

TEST(Pairs, AHeadOfSeveralRowsIsNotTheLabelOfTheirValues)
{
    Sheet sheet;
    sheet.cell(0, 0, 200, 200, {"申请", "事项"});
    sheet.cell(200, 0, 300, 100, {"补领牌证"}).cell(500, 0, 500, 100, {"行驶证 2 本"});
    sheet.cell(200, 100, 300, 100, {"停驶复驶"}).cell(500, 100, 500, 100, {"恢复 1 辆"});
    EXPECT_THAT(
        sheet.pairs({}),
        UnorderedElementsAre(Pair("补领牌证", "行驶证2本"), Pair("停驶复驶", "恢复1辆"))
    );
}

TEST(Pairs, ALabelGoesOnOverLinesOfItsCell)
{
    Sheet sheet;
    sheet.cell(0, 0, 300, 200, {"工作单位", "及职务"}).cell(300, 0, 700, 200, {"城西 2 店店长"});
    EXPECT_THAT(sheet.pairs({}), ElementsAre(Pair("工作单位及职务", "城西2店店长")));
}

TEST(Pairs, ALabelMayStandOverItsValueInOneCell)
{
    Sheet sheet;
    sheet.cell(0, 0, 500, 200, {"联系电话", "13800138000"});
    EXPECT_THAT(sheet.pairs(some_types()), ElementsAre(Pair("联系电话", "13800138000")));
}

TEST(Pairs, ALabelMayStandOverTheCellOfItsValue)
{
    Sheet sheet;
    sheet.cell(0, 0, 300, 100, {"邮政编码"}).cell(0, 100, 300, 100, {"330000"});
    EXPECT_THAT(sheet.pairs({}), ElementsAre(Pair("邮政编码", "330000")));
}

TEST(Pairs, ALineToWriteOnEndsTheLabelBeforeIt)
{
    Sheet sheet;
    sheet.text(0, 100, "考生签字王建国").rule_across(4 * size, 8 * size, 100 + size + 4);
    EXPECT_THAT(sheet.pairs({}), ElementsAre(Pair("考生签字", "王建国")));
}

TEST(Pairs, ABorderIsNoLineToWriteOn)
{
    Sheet sheet;
    sheet.text(200, 100, "考生签字王建国").rule_across(0, 1000, 100 + size + 4);
    EXPECT_THAT(sheet.pairs({}), IsEmpty());
}

TEST(LabelWords, KnowLabelsByTheLabelsOfAllTypes)
{
    const LabelWords words(some_types());
    EXPECT_EQ(words.likeness("中文姓名："), 1.0);
    EXPECT_GT(words.likeness("配偶姓名"), words.likeness("王建国"));
    EXPECT_EQ(words.likeness("13800138000"), 0.0);
    EXPECT_EQ(words.likeness("☐其他"), 0.0);
}

TEST(Paper, ThatIsWhiteFromEdgeToEdgeWasScanned)
{
    cv::Mat page(1000, 700, CV_8U, cv::Scalar(254));
    cv::rectangle(page, {100, 100, 400, 40}, 0, cv::FILLED);
    EXPECT_TRUE(is_evenly_white(page));
    cv::Mat shaded = page.clone();
    shaded.rowRange(600, 1000).setTo(225);
    EXPECT_FALSE(is_evenly_white(shaded));
}

/// A form of no type: cells beside cells, a table with heads, words before colons. 200 x 150 mm.
samples::Bytes rendered_form()
{
    samples::Canvas canvas(200, 150, 300, {1, 1, 1});
    const samples::Font font{.size = 5};
    canvas.text(70, 15, "设备借用单", {.size = 8});
    const auto cell = [&](double x, double y, double width, std::string_view text) {
        canvas.frame(x, y, width, 14, 0.4, samples::black);
        canvas.text(x + 4, y + 9, text, font);
    };
    cell(10, 25, 35, "借用部门");
    cell(45, 25, 55, "城西营业部");
    cell(100, 25, 35, "设备编号");
    cell(135, 25, 55, "SB20418");
    cell(10, 50, 60, "配件名称");
    cell(70, 50, 60, "配件数量");
    cell(130, 50, 60, "备注");
    cell(10, 64, 60, "电源线");
    cell(70, 64, 60, "12");
    cell(130, 64, 60, "完好");
    canvas.text(10, 100, "归还地点：二号仓库", font);
    return samples::encode_png(canvas.finish().image);
}

TEST(Pairs, OfAWholePageOfNoTypeAreFound)
{
    const auto types = load_types(DOSSIER_TEST_TYPES).value();
    TesseractEngine tesseract;
    const auto form = rendered_form();
    const auto reading =
        read_document(std::as_bytes(std::span(form)), types, {tesseract, nullptr}, {});
    ASSERT_TRUE(reading.has_value()) << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(reading->documents.front().type, "unknown");
    std::map<std::string, std::string> pairs;
    for (const ocr::Pair& pair : reading->documents.front().pairs)
        pairs[pair.label] = pair.value;
    EXPECT_EQ(pairs["借用部门"], "城西营业部");
    EXPECT_EQ(pairs["设备编号"], "SB20418");
    EXPECT_EQ(pairs["配件名称"], "电源线");
    EXPECT_EQ(pairs["配件数量"], "12");
    EXPECT_EQ(pairs["归还地点"], "二号仓库");
}

} // namespace
} // namespace dossier::ocr
