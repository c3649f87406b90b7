// The real models on lines of made-up text. Built where the models are installed.

#include "ocr/net/direction.h"
#include "ocr/net/line_recogniser.h"
#include "ocr/net/onnx.h"
#include "ocr/net/text_detector.h"
#include "tests/ocr/net/reference.h"
#include "tests/ocr/net/rendered_line.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr::net {
namespace {

const std::filesystem::path models = DOSSIER_MODELS;

class Recognising : public testing::Test {
protected:
    static void SetUpTestSuite() { recogniser = std::make_unique<LineRecogniser>(models); }

    static void TearDownTestSuite() { recogniser.reset(); }

    static LineReading read(const std::string& text, const LineStyle& style = {})
    {
        return recogniser->read(render_line(text, style));
    }

    static std::unique_ptr<LineRecogniser> recogniser;
};

std::unique_ptr<LineRecogniser> Recognising::recogniser;

TEST_F(Recognising, ReadsNamesNumbersAndAddresses)
{
    for (const char* text :
         {"张伟",
          "欧阳娜娜",
          "北京市朝阳区建国路八十八号院三号楼",
          "上海浦东发展银行股份有限公司",
          "11010519491231002X",
          "13800138000",
          "2023年10月18日",
          "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元整",
          "linh@example.org"}) {
        for (const char* font : {"Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei"}) {
            EXPECT_EQ(read(text, {.font = font}).text(), text) << font;
        }
    }
}

TEST_F(Recognising, ReadsColourAsWellAsGrey)
{
    cv::Mat colour;
    cv::cvtColor(render_line("统一社会信用代码"), colour, cv::COLOR_GRAY2BGR);
    EXPECT_EQ(recogniser->read(colour).text(), "统一社会信用代码");
}

TEST_F(Recognising, ReadsSmallAndLargeLines)
{
    for (const int pixels : {16, 24, 48, 96}) {
        EXPECT_EQ(read("住所广州市天河区", {.pixels = pixels}).text(), "住所广州市天河区")
            << pixels;
    }
}

TEST_F(Recognising, ReadsALineLongerThanItsWidestNetwork)
{
    const std::string part = "技术开发技术转让技术咨询技术服务";
    EXPECT_EQ(read(part + part + part).text(), part + part + part);
}

TEST_F(Recognising, SaysWhereEachCharacterStands)
{
    const cv::Mat line = render_line("甲乙丙丁", {.pixels = 40});
    const auto reading = recogniser->read(line);
    ASSERT_EQ(reading.glyphs.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        const float expected = 6 + 40 * (static_cast<float>(i) + 0.5F);
        const float middle = (reading.glyphs[i].left + reading.glyphs[i].right) / 2;
        EXPECT_NEAR(middle, expected, 14) << reading.glyphs[i].text;
        EXPECT_LE(reading.glyphs[i].right, static_cast<float>(line.cols));
    }
}

TEST_F(Recognising, OffersAlternativesWhereAFontMakesThemAlike)
{
    // In Times-like Chinese fonts 1 and l are the same strokes.
    const auto reading = read("zhang.wei@example.com", {.font = "AR PL UMing CN"});
    const auto unsure = std::ranges::min_element(reading.glyphs, {}, &Glyph::confidence);
    ASSERT_NE(unsure, reading.glyphs.end());
    EXPECT_LT(unsure->confidence, 0.95F);
    EXPECT_FALSE(unsure->alternatives.empty());
}

TEST_F(Recognising, ShowsInkThatItCannotRead)
{
    EXPECT_FALSE(recogniser->charset().has("霡"));
    const auto dropped = read("李霡明");
    EXPECT_EQ(dropped.text(), "李明");
    ASSERT_EQ(dropped.gaps.size(), 1U);
    EXPECT_GT(dropped.gaps[0].left, dropped.glyphs[0].centre);
    EXPECT_LT(dropped.gaps[0].right, dropped.glyphs[1].centre);
    EXPECT_TRUE(read("李小明").gaps.empty());
}

TEST_F(Recognising, ReadsNothingOnEmptyPaper)
{
    const auto reading = recogniser->read(cv::Mat(40, 300, CV_8U, cv::Scalar(250)));
    EXPECT_EQ(reading.text(), "");
    EXPECT_TRUE(reading.gaps.empty());
    EXPECT_EQ(recogniser->read(cv::Mat()).text(), "");
}

TEST(ModelForLatinPrint, ReadsMailAddressesNamesAndNumbers)
{
    LineRecogniser latin(models, value_options, latin_model);
    for (const char* text :
         {"li.mail10@example.com",
          "wang_hello11@corp.example.cn",
          "ZHANG, XIAOMING",
          "11010519491231002X",
          "0755-46524241",
          "2019.03.07"}) {
        for (const char* font : {"DejaVu Sans", "Liberation Serif"})
            EXPECT_EQ(latin.read(render_line(text, {.font = font})).text(), text) << font;
    }
}

TEST(ThirdRecogniser, ReadsNamesNumbersAndAddresses)
{
    LineRecogniser third(models, value_options, third_model);
    for (const char* text :
         {"欧阳志远", "11010519491231002X", "北京市朝阳区建国路88号", "2019年3月7日"})
        EXPECT_EQ(third.read(render_line(text)).text(), text);
}

TEST(Models, AreInstalledWhereTheirFilesAre)
{
    EXPECT_TRUE(LineRecogniser::is_installed(models));
    EXPECT_TRUE(LineRecogniser::is_installed(models, third_model));
    EXPECT_TRUE(LineRecogniser::is_installed(models, latin_model));
    EXPECT_TRUE(TextDetector::is_installed(models));
    EXPECT_FALSE(LineRecogniser::is_installed("no/such/folder"));
    EXPECT_FALSE(TextDetector::is_installed("no/such/folder"));
}

TEST(Models, AreComputedAsTheyDefineIt)
{
    const Tensor line{{1, 3, 48, 32}, made_up_numbers(3 * 48 * 32)};
    const auto recognise = load_onnx(models / "recognise.onnx");
    const auto reading = compute_by_executor(recognise, line);
    EXPECT_EQ(reading.shape, (Shape{1, 4, 6625}));
    EXPECT_LT(largest_difference(reading, compute_by_definition(recognise, line)), 1e-4F);

    const auto third = load_onnx(models / "recognise_third.onnx");
    const auto by_third = compute_by_executor(third, line);
    EXPECT_EQ(by_third.shape, (Shape{1, 4, 6625}));
    EXPECT_LT(largest_difference(by_third, compute_by_definition(third, line)), 1e-4F);

    const auto latin = load_onnx(models / "recognise_latin.onnx");
    const auto in_latin = compute_by_executor(latin, line);
    EXPECT_EQ(in_latin.shape, (Shape{1, 4, 97}));
    EXPECT_LT(largest_difference(in_latin, compute_by_definition(latin, line)), 1e-4F);

    const Tensor page{{1, 3, 32, 32}, made_up_numbers(3 * 32 * 32)};
    const auto detect = load_onnx(models / "detect.onnx");
    const auto found = compute_by_executor(detect, page);
    EXPECT_EQ(found.shape, (Shape{1, 1, 32, 32}));
    EXPECT_LT(largest_difference(found, compute_by_definition(detect, page)), 1e-4F);
}

TEST(Models, SayNearlyTheSameInTheFastestNumbers)
{
    LineRecogniser whole(models, {.precision = Precision::whole});
    LineRecogniser fastest(models);
    for (const char* text :
         {"欧阳志远", "北京市朝阳区建国路八十八号院三号楼", "11010519491231002X", "13886927846"}) {
        const cv::Mat line = render_line(text);
        const auto reading = fastest.read(line);
        EXPECT_EQ(reading.text(), text);
        EXPECT_NEAR(reading.confidence(), whole.read(line).confidence(), 0.02F) << text;
    }
}

/// As a copier leaves a line: no more than black and white, thin strokes broken.
cv::Mat broken(const cv::Mat& line)
{
    cv::Mat copy;
    cv::resize(line, copy, {}, 0.55, 0.55, cv::INTER_AREA);
    copy = copy > 135;
    cv::GaussianBlur(copy, copy, {}, 0.8);
    return copy;
}

TEST(Tuning, ReadsBrokenPrintThatTheModelAsItCameMisreads)
{
    LineRecogniser tuned(models, {}, worn_model);
    LineRecogniser published(models);
    int read_when_tuned = 0;
    int read_as_published = 0;
    for (const char* text :
         {"北京市朝阳区建国路八十八号院三号楼",
          "深圳市宝安区前进路二十五号",
          "上海云帆信息技术有限公司",
          "成都市公安局锦江分局",
          "四川省成都市锦江区滨江西路",
          "普通货物道路运输；装卸搬运",
          "仅为中国税收居民",
          "个体工商户",
          "欧阳志远",
          "诸葛艳",
          "贰佰万元整",
          "1967年08月23日"}) {
        for (const char* font : {"Noto Serif CJK SC", "AR PL UMing CN"}) {
            const cv::Mat line = broken(render_line(text, {.font = font}));
            read_when_tuned += tuned.read(line).text() == text ? 1 : 0;
            read_as_published += published.read(line).text() == text ? 1 : 0;
        }
    }
    EXPECT_GE(read_when_tuned, 18) << "of 24";
    EXPECT_LE(read_as_published, 14) << "of 24";
}

TEST(Detecting, FindsEveryLineOfATiltedPageForTheRecogniser)
{
    const std::vector<std::string> lines{
        "个人客户信息登记表", "姓名张伟", "联系电话13800138000", "北京市朝阳区建国路八十八号"};
    cv::Mat page(900, 1000, CV_8UC3, cv::Scalar(255, 255, 255));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        cv::Mat line;
        cv::cvtColor(render_line(lines[i]), line, cv::COLOR_GRAY2BGR);
        line.copyTo(page(cv::Rect({150, 200 + 130 * static_cast<int>(i)}, line.size())));
    }
    const auto turn = cv::getRotationMatrix2D({500, 450}, -4, 1);
    cv::warpAffine(page, page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);

    TextDetector detector(models);
    LineRecogniser recogniser(models);
    std::vector<std::string> read;
    for (const auto& box : detector.find(page)) {
        EXPECT_NEAR(box.place.angle, 4, 1.5);
        read.push_back(recogniser.read(cut_out(page, box)).text());
    }
    EXPECT_EQ(read, lines);
}

TEST(Directions, AreToldFromALineOfPrint)
{
    DirectionClassifier classifier(models);
    for (const char* text : {"公民身份号码", "统一社会信用代码", "客户姓名与证件类型"}) {
        const cv::Mat line = render_line(text);
        cv::Mat head;
        cv::rotate(line, head, cv::ROTATE_180);
        EXPECT_LT(classifier.upside_down(line), 0.1F) << text;
        EXPECT_GT(classifier.upside_down(head), 0.9F) << text;
    }
    EXPECT_EQ(classifier.upside_down({}), 0.5F);
}

} // namespace
} // namespace dossier::ocr::net
