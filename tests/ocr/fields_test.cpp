// Finding fields among words that nobody had to recognise: lines are built by hand.

#include "ocr/fields/by_form.h"
#include "ocr/fields/classify.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/labels.h"
#include "ocr/fields/split_labels.h"
#include "ocr/fields/values.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/tick_boxes.h"
#include "ocr/recipe/join.h"
#include "tests/ocr/lines.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::ocr {
namespace {

FieldType field(std::string name, std::vector<std::string> labels, Grammar grammar = Grammar::text)
{
    FieldType made;
    made.name = std::move(name);
    made.labels = std::move(labels);
    made.grammar = grammar;
    return made;
}

DocumentType form()
{
    DocumentType type;
    type.name = "form";
    type.anchors = {{.text = "客户登记表", .mrz = {}, .number = {}, .begins = {}, .weight = 3.0}};
    type.fields = {
        field("name", {"姓名", "Name"}, Grammar::name),
        field("sex", {"性别"}, Grammar::sex),
        field("id_number", {"身份证号码"}, Grammar::cn_id),
        field("id_type", {"证件类型"}),
        field("address", {"联系地址"}),
        field("spouse_name", {"配偶姓名"}, Grammar::name)};
    type.fields[4].multiline = true;
    return type;
}

std::string value_of(const PageText& page, std::string_view name)
{
    const auto nothing = [](const Span&, Alphabet, Recogniser) { return std::vector<Symbol>{}; };
    for (const Field& each : extract_fields(page, form(), nothing)) {
        if (each.name == name) return each.value;
    }
    return "(no label)";
}

TEST(Fields, ThatStandLooseAreTakenForAPersonWhereTheirLabelIsNowhereFound)
{
    DocumentType type = form();
    type.fields[2].place = "loose";
    const auto nothing = [](const Span&, Alphabet, Recogniser) { return std::vector<Symbol>{}; };
    const auto number_on = [&](std::vector<TextLine> lines) {
        const auto fields = extract_fields(page_of(std::move(lines)), type, nothing);
        const auto found = std::ranges::find(fields, "id_number", &Field::name);
        return found == fields.end() ? Field{} : *found;
    };
    const auto loose = number_on({line(0, 0, "姓名 王小明"), line(400, 60, "11010519491231002X")});
    EXPECT_EQ(loose.value, "11010519491231002X");
    EXPECT_LE(loose.confidence, most_of_a_guess);
    const auto blank = number_on(
        {line(0, 0, "姓名 王小明"), line(0, 60, "身份证号码"), line(400, 200, "11010519491231002X")}
    );
    EXPECT_EQ(blank.value, "");
}

TEST(Fields, WithANameTakeASurnameThatARecogniserThoughtOf)
{
    auto page = page_of({line(0, 0, "姓名 滲超硯")});
    const auto read = [&] {
        const auto nothing = [](const Span&, Alphabet, Recogniser) {
            return std::vector<Symbol>{};
        };
        return extract_fields(page, form(), nothing).front();
    };
    EXPECT_EQ(read().value, "滲超硯");
    page.lines[0].symbols[2].alternatives = {{"参", 0.98}, {"馮", 0.97}};
    EXPECT_EQ(read().value, "馮超硯");
    EXPECT_TRUE(read().repaired);
    EXPECT_LE(read().confidence, most_of_mended);
}

TEST(Fields, AreForAPersonWhereHalfOfThemAre)
{
    const auto read = [](double confidence) {
        auto worn = page_of(
            {line(0, 0, "姓名 王小明"),
             line(0, 60, "性别 女"),
             line(0, 120, "证件类型 护照"),
             line(0, 180, "联系地址 江东路"),
             line(0, 240, "配偶姓名 李芳"),
             line(0, 300, "身份证号码 110105")}
        );
        for (const std::size_t at : {0U, 2U, 3U, 4U, 5U}) {
            for (Symbol& symbol : worn.lines[at].symbols)
                symbol.confidence = confidence;
        }
        const auto nothing = [](const Span&, Alphabet, Recogniser) {
            return std::vector<Symbol>{};
        };
        const auto fields = extract_fields(worn, form(), nothing);
        return std::ranges::find(fields, "sex", &Field::name)->confidence;
    };
    EXPECT_GT(read(0.999), 0.9);
    EXPECT_LE(read(0.2), most_of_a_guess);
}

TEST(Fields, AreForAPersonWhereAStampLiesOverThem)
{
    const auto nothing = [](const Span&, Alphabet, Recogniser) { return std::vector<Symbol>{}; };
    auto page = page_of({line(0, 0, "姓名 王小明 性别 女"), line(0, 60, "证件类型 护照")});
    page.lines[0].stamped = {{2 * size, 0, 4 * size, size}};
    const auto fields = extract_fields(page, form(), nothing);
    const auto confidence_of = [&](std::string_view name) {
        return std::ranges::find(fields, name, &Field::name)->confidence;
    };
    EXPECT_LE(confidence_of("name"), most_of_a_guess);
    EXPECT_GT(confidence_of("sex"), most_of_a_guess);
}

TEST(Labels, AreFoundThroughAWrongCharacter)
{
    const auto hits = find_labels({line(0, 0, "身份证号吗 110105")}, form());
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].fields, std::vector<std::size_t>{2});
}

TEST(Labels, GoOnThroughAWornCharacterWhereAShorterOneStandsWhole)
{
    DocumentType type = form();
    type.fields[3].labels = {"婚姻", "婚姻状况"};
    const auto hits = find_labels({line(0, 0, "3.婚姻狀熊： 已婚")}, type);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].label, U"婚姻状况");
    EXPECT_EQ(hits[0].span.last, 6U);
    const auto value = find_labels({line(0, 0, "婚姻未知不详")}, type);
    ASSERT_EQ(value.size(), 1U);
    EXPECT_EQ(value[0].label, U"婚姻") << "what goes on without an end is a value";
}

TEST(Labels, GoOnOverTheGapOfACharacterThatNobodyRead)
{
    DocumentType type = form();
    type.fields[5].labels = {"配偶"};
    type.fields[2].labels = {"证件号码", "配偶证件号码"};
    const auto hits = find_labels({line(0, 0, "*配偶 件号码：")}, type);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].label, U"配偶证件号码");
    const auto name = find_labels({line(0, 0, "配偶 王小明")}, type);
    ASSERT_EQ(name.size(), 1U);
    EXPECT_EQ(name[0].label, U"配偶");
}

TEST(Labels, EndWithTheirLastCharacterBehindOneTooMany)
{
    const auto page = page_of({line(0, 0, "证件类颜型"), line(600, 0, "居民身份证")});
    EXPECT_EQ(value_of(page, "id_type"), "居民身份证");
}

TEST(Labels, TakeInBracketsThatCloseTheirLine)
{
    const auto page = page_of({line(0, 0, "证件类型（国别）"), line(600, 0, "护照")});
    EXPECT_EQ(value_of(page, "id_type"), "护照");
}

TEST(Labels, StandBehindAStarThatWasReadAsACharacter)
{
    auto starred = line(0, 0, "央证件类型：护照");
    EXPECT_EQ(value_of(page_of({starred}), "id_type"), "(no label)");
    starred.symbols[0].confidence = 0.6;
    EXPECT_EQ(value_of(page_of({starred}), "id_type"), "护照");
}

TEST(Labels, OfWhichADayIsWornToTwoOnesAreFound)
{
    DocumentType type = form();
    type.fields[3].labels = {"成立日期"};
    const auto hits = find_labels({line(0, 0, "5.成立11期：2019-01-18")}, type);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].fields, std::vector<std::size_t>{3});
    EXPECT_EQ(hits[0].span.last, 7U);
}

TEST(Labels, InLatinLettersEndWhereChineseBegins)
{
    const auto page = page_of({line(0, 0, "姓名 Name张三丰"), line(0, 100, "性别 男")});
    EXPECT_EQ(value_of(page, "name"), "张三丰");
}

TEST(Labels, AreFoundThroughTwoWrongCharactersTakenForThree)
{
    DocumentType card = form();
    card.fields[2].labels = {"公民身份号码"};
    const auto hits = find_labels({line(0, 0, "公民身份SS码 110105")}, card);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].fields, std::vector<std::size_t>{2});
}

TEST(Labels, AreFoundByWhatTheRecogniserThoughtOfToo)
{
    auto worn = line(0, 0, "妝各：张三");
    EXPECT_EQ(value_of(page_of({worn}), "name"), "(no label)");
    worn.symbols[0].alternatives = {{"姓", 0.2}};
    worn.symbols[1].alternatives = {{"名", 0.05}};
    EXPECT_EQ(value_of(page_of({worn}), "name"), "(no label)"); // too much for a short one
    worn.symbols[1].text = "名";
    EXPECT_EQ(value_of(page_of({worn}), "name"), "张三");
}

TEST(Labels, WornAreFoundByWhatTheRecogniserThoughtOf)
{
    auto worn = line(0, 0, "职杀圳扯：和平路1号");
    const std::vector<std::string> thought{"联", "系", "地", "址"};
    for (std::size_t i = 0; i < thought.size(); ++i)
        worn.symbols[i].alternatives = {{thought[i], 0.02}};
    EXPECT_EQ(value_of(page_of({worn}), "address"), "和平路1号");
    worn.symbols[3].alternatives = {{"址", 0.001}};
    EXPECT_EQ(value_of(page_of({worn}), "address"), "(no label)");
}

TEST(Labels, TakeInWhatTheySayMoreBeforeTheirColon)
{
    EXPECT_EQ(
        value_of(page_of({line(0, 0, "联系地址Ad(lrcss：和平路1号")}), "address"), "和平路1号"
    );
    EXPECT_EQ(
        value_of(page_of({line(0, 0, "联系地址Ad：rcss：和平路1号")}), "address"), "和平路1号"
    );
    EXPECT_EQ(
        value_of(page_of({line(0, 0, "联系地址（含邮x）：和平路1号")}), "address"), "和平路1号"
    );
    EXPECT_EQ(
        value_of(page_of({line(0, 0, "联系地址 和平路1号：乙")}), "address"), "和平路1号：乙"
    );
}

TEST(Labels, AndTheRestOfThemInLatinLettersAreOneLine)
{
    std::vector<TextLine> lines{line(0, 0, "联系地址Ad"), line(500, 2, "drcss：和平路1号")};
    join_split_labels(lines, form());
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(value_of(page_of(lines), "address"), "和平路1号");
    std::vector<TextLine> apart{line(0, 0, "联系地址"), line(500, 2, "路12号：乙")};
    join_split_labels(apart, form());
    EXPECT_EQ(apart.size(), 2U);
}

TEST(Labels, ArePutTogetherFromACharacterThatWasOnlyThoughtOf)
{
    std::vector<TextLine> lines{line(0, 0, "性"), line(200, 0, "别 男")};
    lines.front().symbols.front().text = "忤";
    join_split_labels(lines, form());
    EXPECT_EQ(lines.size(), 2U);
    lines.front().symbols.front().alternatives = {{"性", 0.1}};
    join_split_labels(lines, form());
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(value_of(page_of(lines), "sex"), "男");
}

TEST(Labels, LeaveTheFirstDigitToTheirValue)
{
    DocumentType card = form();
    card.fields[2].labels = {"公民身份号码"};
    const auto hits = find_labels({line(0, 0, "公民身号号8200001996")}, card);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].span.last, 5U);
}

TEST(Labels, AreFoundInCharactersThatBothHandsHave)
{
    DocumentType type = form();
    type.fields[4].labels = {"联系人手机"};
    EXPECT_EQ(find_labels({line(0, 0, "聯繫人手機 138")}, type).size(), 1U);
}

TEST(Labels, AreFoundInTraditionalCharacters)
{
    const auto hits = find_labels({line(0, 0, "證件類型 護照")}, form());
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].fields, std::vector<std::size_t>{3});
}

TEST(Hands, AreToldByCharactersThatOnlyOneOfThemHas)
{
    const auto hands = count_hands({line(0, 0, "證件號碼"), line(0, 50, "姓名 张明")});
    EXPECT_EQ(hands.traditional, 3);
    EXPECT_EQ(hands.simplified, 1);
}

TEST(Labels, AreNotFoundInsideALongerWord)
{
    EXPECT_TRUE(find_labels({line(0, 0, "父亲姓名")}, form()).empty());
}

TEST(Labels, MayTouchANameBeforeThemWhereALongNumberFollows)
{
    const auto value = [](std::string_view text) {
        return value_of(page_of({line(0, 0, text)}), "id_number");
    };
    EXPECT_EQ(value("和平路1号身份证号码11010519491231002X"), "11010519491231002X");
    EXPECT_EQ(value("居民身份证号码为必填"), "(no label)");
}

TEST(Labels, AreNotTheBeginningOfAHeading)
{
    EXPECT_TRUE(find_labels({line(0, 0, "三、姓名与称呼")}, form()).empty());
    EXPECT_EQ(find_labels({line(0, 0, "姓名 与飞")}, form()).size(), 1U);
}

TEST(Labels, TheLongestOneWins)
{
    const auto hits = find_labels({line(0, 0, "配偶姓名 李四")}, form());
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].fields, std::vector<std::size_t>{5});
}

TEST(Labels, AreNotTheNextWordsOfAListWhoseSemicolonsWereReadAsColons)
{
    const std::string list = "组织文化艺术交流活动：设计、制作、代理、发布广告：";
    EXPECT_TRUE(find_labels({line(0, 0, list + " 会议服务：摄影服务：企业形象")}, form()).empty());
    EXPECT_EQ(find_labels({line(0, 0, list + "   经办：张三")}, form()).size(), 1U);
}

TEST(Labels, AValueIsNoLabelThatLacksAWord)
{
    for (const auto& hit : find_labels({line(0, 0, "身份证")}, form()))
        ADD_FAILURE() << hit.score;
}

TEST(Labels, AreNoWordsOfAList)
{
    EXPECT_TRUE(find_labels({line(0, 0, "查询姓甲、姓名、性别")}, form()).empty());
}

TEST(Labels, AreKnownByTheEndOfALongOne)
{
    DocumentType licence = form();
    licence.fields[2].labels = {"统一社会信用代码"};
    const auto hits = find_labels({line(0, 0, "（副本会信用代码913")}, licence);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].span.last, 8U);
    EXPECT_LT(hits[0].score, 1.0);
}

TEST(Labels, InPiecesAreOneLine)
{
    std::vector<TextLine> lines{
        line(0, 0, "姓"), line(400, 4, "名张伟"), line(0, 100, "证件"), line(400, 96, "类型")};
    join_split_labels(lines, form());
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(text_of(lines[0].symbols, 0, 4), "姓名张伟");
    EXPECT_EQ(text_of(lines[1].symbols, 0, 4), "证件类型");
    EXPECT_EQ(lines[0].box.width, 400 + 3 * size);
}

TEST(Labels, OfTwoColumnsStayApartThoughTogetherTheyAreOneToo)
{
    DocumentType type = form();
    type.fields.push_back(field("contact", {"联系人"}, Grammar::name));
    type.fields.push_back(field("mobile", {"手机号码", "联系人手机号码"}, Grammar::mobile));
    std::vector<TextLine> lines{line(0, 0, "联系人"), line(600, 0, "手机号码")};
    join_split_labels(lines, type);
    EXPECT_EQ(lines.size(), 2U);
}

TEST(Labels, OfWhatIsNotKeptAreOneLineToo)
{
    DocumentType type = form();
    type.other_labels = {"开户网点"};
    std::vector<TextLine> lines{line(0, 0, "开户"), line(200, 0, "网点城西支行")};
    join_split_labels(lines, type);
    EXPECT_EQ(lines.size(), 1U);
}

TEST(Labels, InMoreThanTwoPiecesAreOneLine)
{
    std::vector<TextLine> lines{line(0, 0, "联"), line(200, 0, "系地"), line(600, 0, "址")};
    join_split_labels(lines, form());
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(text_of(lines[0].symbols, 0, 4), "联系地址");
}

TEST(Labels, InPiecesStayApartWhereTheyStandOnOtherRows)
{
    std::vector<TextLine> lines{line(0, 0, "姓"), line(400, 60, "名张伟"), line(0, 200, "性别男")};
    join_split_labels(lines, form());
    EXPECT_EQ(lines.size(), 3U);
}

TEST(Labels, WordsBeforeAColonAreALabelOfSomething)
{
    const auto hits = find_labels({line(0, 0, "开户网点：城西支行")}, form());
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_TRUE(hits[0].fields.empty());
}

TEST(Values, StandBehindAColon)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "姓名：张三")}), "name"), "张三");
}

TEST(Values, EndAtTheNextLabel)
{
    const auto page = page_of({line(0, 0, "姓名 张三 性别 男")});
    EXPECT_EQ(value_of(page, "name"), "张三");
    EXPECT_EQ(value_of(page, "sex"), "男");
}

TEST(Values, EndAtALabelNobodyKnows)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "姓名：张三 学历：本科")}), "name"), "张三");
}

TEST(Values, EndBeforeTheNumberOfTheNextQuestion)
{
    const auto page = page_of({line(0, 0, "1.姓名：张三 12.性别：男 （3）学历：本科")});
    EXPECT_EQ(value_of(page, "name"), "张三");
    EXPECT_EQ(value_of(page, "sex"), "男");
}

TEST(Values, EndBeforeTheNumberOfTheNextQuestionThatStandsByItself)
{
    const auto page =
        page_of({line(0, 0, "7.姓名：张三"), line(340, 0, "8."), line(430, 0, "性别：男")});
    EXPECT_EQ(value_of(page, "name"), "张三");
}

TEST(Values, DoNotGoOnWithTheAnswerToAQuestionThatNobodyKnows)
{
    const auto page = page_of(
        {line(0, 0, "联系地址："),
         line(400, 0, "浙江省杭州市西湖区柳泉街五号"),
         line(0, 60, "备用号码："),
         line(400, 60, "后楼三单元")}
    );
    EXPECT_EQ(value_of(page, "address"), "浙江省杭州市西湖区柳泉街五号");
}

TEST(Values, GoOnBesideAListWhoseFullStopWasReadAsAColon)
{
    const auto page = page_of(
        {line(0, 0, "会议服务；摄影服务；"),
         line(600, 0, "联系地址：浙江省杭州市西湖区柳泉街五号"),
         line(0, 60, "广告；市场营销策划："),
         line(800, 60, "后楼三单元")}
    );
    EXPECT_EQ(value_of(page, "address"), "浙江省杭州市西湖区柳泉街五号后楼三单元");
}

TEST(Values, GoOnOverAColonWithinRunningText)
{
    const auto page = page_of(
        {line(0, 0, "联系地址 浙江省，杭州市，西湖区：柳泉街五号"), line(200, 60, "后楼：三单元")}
    );
    EXPECT_EQ(value_of(page, "address"), "浙江省，杭州市，西湖区：柳泉街五号后楼：三单元");
}

TEST(Values, GoOnWithALastCharacterThatIsReadAsABox)
{
    const auto page = page_of(
        {line(0, 0, "联系地址"), line(400, 0, "技术咨询；货物和技术进出"), line(400, 60, "□。")}
    );
    EXPECT_EQ(value_of(page, "address"), "技术咨询；货物和技术进出口。");
}

TEST(Values, AreOfTheLabelOnTheirOwnRowAmongThoseFlushRight)
{
    const auto page = page_of(
        {line(160, 0, "联系地址"),
         line(360, 0, "柳泉街五号"),
         line(80, 60, "所在行业部门："),
         line(360, 60, "批发")}
    );
    EXPECT_EQ(value_of(page, "address"), "柳泉街五号");
}

TEST(Values, ThatTouchOtherPrintAreForAPerson)
{
    const auto beside_stamp_at = [](int x) {
        auto page = page_of({line(0, 0, "姓名"), line(200, 0, "张三"), line(x, 0, "已录入")});
        cv::Mat down = cv::Mat::zeros(2000, 3000, CV_8U);
        down(cv::Rect(x - 6, 0, 3, 60)).setTo(255); // the frame of a stamp
        page.rules = Rules(cv::Mat::zeros(2000, 3000, CV_8U), down);
        const auto sure = [](const Span&, Alphabet, Recogniser) {
            return line(0, 0, "张三").symbols;
        };
        return extract_fields(page, form(), sure).front();
    };
    EXPECT_EQ(beside_stamp_at(290).value, "张三");
    EXPECT_LE(beside_stamp_at(290).confidence, 0.79);
    EXPECT_GT(beside_stamp_at(600).confidence, 0.9);
}

TEST(Values, MayTouchTheirLabelWhereNoCharacterCanBeMissing)
{
    const auto sureness = [](std::string_view text) {
        auto page = page_of({line(0, 0, text)});
        page.by = Recogniser::second;
        return fields_of(page, form()).front().confidence;
    };
    EXPECT_GT(sureness("性别男"), 0.98);
    EXPECT_LE(sureness("姓名张三"), most_of_a_guess);
}

TEST(Values, StandToTheRight)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "姓名"), line(400, 2, "张三")}), "name"), "张三");
}

TEST(Values, StandBelow)
{
    const auto page =
        page_of({line(0, 0, "姓名"), line(600, 0, "性别"), line(0, 60, "张三"), line(600, 60, "女")}
        );
    EXPECT_EQ(value_of(page, "name"), "张三");
    EXPECT_EQ(value_of(page, "sex"), "女");
}

TEST(Values, GoOnBelowWhereTheFieldHasSeveralLines)
{
    const auto page = page_of(
        {line(0, 0, "联系地址 浙江省杭州市西湖区"),
         line(200, 60, "柳泉街五号"),
         line(0, 120, "姓名 张三")}
    );
    EXPECT_EQ(value_of(page, "address"), "浙江省杭州市西湖区柳泉街五号");
}

TEST(Values, KeepTheCommaThatTheNextLineBeginsWith)
{
    const auto page = page_of({line(0, 0, "联系地址 柳泉街五号"), line(200, 60, "、七号")});
    EXPECT_EQ(value_of(page, "address"), "柳泉街五号、七号");
}

TEST(Values, HaveNoSpaceWhereALineEndsWithinANumber)
{
    DocumentType type;
    FieldType address;
    address.name = "address";
    address.labels = {"住址"};
    address.grammar = Grammar::text;
    address.multiline = true;
    type.fields = {address};
    PageText page = page_of(
        {line(0, 100, "住址"), line(100, 100, "滨江西路206号24栋1单元3"), line(100, 150, "007室")}
    );
    const Field read = fields_of(page, type).front();
    EXPECT_EQ(read.value, "滨江西路206号24栋1单元3007室");
    EXPECT_TRUE(read.alternatives.empty()) << "all looks say the same";
}

TEST(Values, OfTwoLinesMayStandBesideTheMiddleOfTheirLabel)
{
    auto page = page_of(
        {line(300, 80, "北京市朝阳区和平路"), line(0, 100, "联系地址"), line(300, 124, "1号楼2层")}
    );
    page.lines[0].box.height = page.lines[2].box.height = 30;
    EXPECT_EQ(value_of(page, "address"), "北京市朝阳区和平路1号楼2层");
    page.lines.erase(page.lines.begin() + 1);
    page.lines[1] = line(0, 100, "联系地址   1号楼2层");
    page.lines[0].box.height = page.lines[1].box.height = 40;
    EXPECT_EQ(value_of(page, "address"), "1号楼2层") << "another line, above the label";
}

TEST(Values, OfTwoLinesBesideTheirLabelMayHaveTheLowerJoinedWithIt)
{
    auto page =
        page_of({line(6 * size, 80, "北京市朝阳区和平路"), line(0, 94, "联系地址  1号楼2层")});
    page.lines[0].box.height = 24;
    page.lines[1].box.height = 40; // it slopes
    for (Symbol& each : page.lines[1].symbols)
        each.box.height = 40;
    EXPECT_EQ(value_of(page, "address"), "北京市朝阳区和平路1号楼2层");
}

TEST(Values, OfOneLineOnAPhotographAreForAPersonWhereAnotherStandsRightAbove)
{
    auto page = page_of(
        {line(300, 80, "北京市朝阳区和平"), line(0, 100, "证件类型"), line(300, 124, "护照")}
    );
    page.lines[0].box.height = page.lines[2].box.height = 30;
    page.is_photograph = true;
    const auto sure = [](const Span&, Alphabet, Recogniser) { return line(0, 0, "护照").symbols; };
    const auto confidence = [&] {
        const auto fields = extract_fields(page, form(), sure);
        return std::ranges::find(fields, "id_type", &Field::name)->confidence;
    };
    EXPECT_LE(confidence(), most_of_a_guess);
    page.lines.erase(page.lines.begin());
    EXPECT_GT(confidence(), most_of_a_guess);
}

TEST(Values, OfOneLineAreForAPersonTooWhereTheLineAboveReachesOverTheEndOfTheLabel)
{
    auto page = page_of(
        {line(150, 80, "北京市朝阳区和平"), line(0, 100, "证件类型"), line(170, 100, "护照")}
    );
    page.lines[0].box.height = 30;
    page.is_photograph = true;
    const auto fields = fields_of(page, form());
    EXPECT_LE(std::ranges::find(fields, "id_type", &Field::name)->confidence, most_of_a_guess);
}

TEST(Values, AreNotJoinedWithTheLargerPrintOfAWatermark)
{
    auto page = page_of({line(0, 100, "姓名"), line(150, 100, "张三"), line(330, 85, "样本网")});
    page.lines[2].box.height = 70;
    EXPECT_EQ(value_of(page, "name"), "张三");
    page.lines[2].box.height = size;
    EXPECT_EQ(value_of(page, "name"), "张三样本网");
}

TEST(Values, OfADayWithoutALegibleOneAreTheBeginningOfTheTermForAPerson)
{
    DocumentType type;
    type.fields = {
        field("established_date", {"成立日期"}, Grammar::date),
        field("business_term_to", {"营业期限"}, Grammar::date_range)};
    type.fields[0].place = "opens";
    type.fields[1].part = "to";
    const auto founded = [&](std::vector<TextLine> lines) {
        const auto fields = fields_of(page_of(std::move(lines)), type);
        const auto found = std::ranges::find(fields, "established_date", &Field::name);
        return found == fields.end() ? Field{} : *found;
    };
    const auto term = line(0, 100, "营业期限 自2017年05月22日至2027年05月21日");
    EXPECT_EQ(founded({term}).value, "2017-05-22");
    EXPECT_LE(founded({term}).confidence, 0.5);
    EXPECT_EQ(founded({line(0, 0, "成立日期 仅供样本使用"), term}).value, "2017-05-22");
    EXPECT_EQ(founded({line(0, 0, "成立日期 2016年03月01日"), term}).value, "2016-03-01");
    EXPECT_EQ(founded({line(0, 100, "营业期限 长期")}).value, "");
}

TEST(Values, ThatAreNoNamesEndBeforeTheGapWhereTheyAre)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "姓名：张三  中国样本网")}), "name"), "张三");
    EXPECT_EQ(value_of(page_of({line(0, 0, "姓名：张  三")}), "name"), "张三");
}

TEST(Values, ThatCanHardlyBeNamesGiveWayToAnotherLook)
{
    const auto sureness = [](std::string_view name) {
        const auto fields = fields_of(page_of({line(0, 0, name)}), form());
        return fields.front().confidence;
    };
    EXPECT_LE(sureness("姓名：样本网"), 0.5);
    EXPECT_GT(sureness("姓名：张三"), 0.5);
}

TEST(Values, LowerThanTheirLabelsAreNoFurtherLinesOfTheOneAbove)
{
    std::vector<TextLine> lines;
    int y = 0;
    for (const auto& [label, value] : std::vector<std::pair<std::string, std::string>>{
             {"联系地址", "和平路1号"}, {"姓名", "张三"}, {"证件类型", "护照"}, {"性别", "男"}}) {
        lines.push_back(line(0, y, label));
        lines.push_back(line(300, y + 18, value));
        y += 48;
    }
    EXPECT_EQ(value_of(page_of(lines), "address"), "和平路1号");
}

TEST(Values, BelowAreNotThoseOfTheLabelBelow)
{
    const auto page = page_of({line(0, 0, "联系地址"), line(0, 60, "姓名"), line(100, 64, "张三")});
    EXPECT_EQ(value_of(page, "address"), "");
}

/// Values of a printed form that a printer has put half a row too low.
PageText shifted_page()
{
    return page_of(
        {line(0, 100, "证件类型"),
         line(400, 115, "身份证"),
         line(0, 160, "姓名"),
         line(400, 185, "张三"),
         line(0, 220, "联系地址"),
         line(400, 250, "柳泉街五号")}
    );
}

TEST(Values, BetweenTheRowsGoToTheLabelsInOrder)
{
    EXPECT_EQ(value_of(shifted_page(), "name"), "张三");
    EXPECT_EQ(value_of(shifted_page(), "address"), "柳泉街五号");
}

TEST(Values, BetweenTheRowsAreForAPerson)
{
    const auto sure = [](const Span&, Alphabet, Recogniser) { return line(0, 0, "张三").symbols; };
    const auto fields = extract_fields(shifted_page(), form(), sure);
    const auto name = std::ranges::find(fields, "name", &Field::name);
    ASSERT_NE(name, fields.end());
    EXPECT_EQ(name->confidence, 0.79);
}

TEST(Values, AreLookedAtAgainOnAPhotographHoweverSureTheyAre)
{
    auto page = page_of({line(0, 0, "性别 女")});
    page.lines[0].symbols.back().confidence = 1.0;
    int looks = 0;
    const auto count = [&](const Span&, Alphabet, Recogniser) {
        ++looks;
        return line(0, 0, "女").symbols;
    };
    static_cast<void>(extract_fields(page, form(), count));
    EXPECT_EQ(looks, 0);
    page.is_photograph = true;
    static_cast<void>(extract_fields(page, form(), count));
    EXPECT_EQ(looks, 1);
}

/// Who is asked to look at a name of which a recogniser is not sure, when all say `again`.
std::vector<Recogniser>
asked_about(bool is_photograph, std::string_view again, bool has_third = true)
{
    auto page = page_of({line(0, 0, "姓名 张三丰")});
    page.is_photograph = is_photograph;
    page.by = Recogniser::second;
    page.lines[0].symbols.back().confidence = 0.4;
    std::vector<Recogniser> asked;
    const auto look = [&](const Span&, Alphabet, Recogniser who) {
        const bool is_there = who != Recogniser::third || has_third;
        if (is_there) asked.push_back(who);
        auto symbols = is_there ? line(0, 0, again).symbols : std::vector<Symbol>{};
        for (Symbol& each : symbols)
            each.confidence = 0.4;
        return symbols;
    };
    static_cast<void>(extract_fields(page, form(), look));
    return asked;
}

using Asked = std::vector<Recogniser>;

TEST(Values, ThatAreDoubtfulAreShownToTheThirdRecogniserBeforeTesseract)
{
    EXPECT_EQ(asked_about(false, "张三丰"), (Asked{Recogniser::third, Recogniser::first}));
    EXPECT_EQ(asked_about(false, "张三丰", false), (Asked{Recogniser::first}))
        << "where it is not installed";
}

TEST(Values, OfPhotographsAreShownToTheThirdRecogniserInsteadOfTesseract)
{
    EXPECT_EQ(asked_about(true, "张三丰"), (Asked{Recogniser::third}));
    EXPECT_EQ(asked_about(true, "张三半"), (Asked{Recogniser::third, Recogniser::second}))
        << "contradicted, the one that read the line looks again";
    EXPECT_EQ(asked_about(true, "张三丰", false), (Asked{Recogniser::first}))
        << "where it is not installed";
}

TEST(Values, StandInTheLabelsCellRatherThanInTheNext)
{
    auto page =
        page_of({line(100, 100, "姓名"), line(300, 100, "张三"), line(1300, 100, "年月日")});
    cv::Mat across = cv::Mat::zeros(2000, 3000, CV_8U);
    cv::Mat down = across.clone();
    for (const int y : {50, 400})
        across.rowRange(y, y + 3).setTo(255);
    for (const int x : {50, 1200, 2000})
        down.colRange(x, x + 3).setTo(255);
    page.rules = Rules(across, down);
    EXPECT_EQ(value_of(page, "name"), "张三");
}

/// A table of two rows and three columns: lines at their cells.
PageText table_of(std::vector<TextLine> lines)
{
    auto page = page_of(std::move(lines));
    cv::Mat across = cv::Mat::zeros(2000, 3000, CV_8U);
    cv::Mat down = across.clone();
    for (const int y : {50, 150, 250})
        across.rowRange(y, y + 3).setTo(255);
    for (const int x : {50, 650, 1250, 1850})
        down(cv::Range(50, 250), cv::Range(x, x + 3)).setTo(255);
    page.rules = Rules(across, down);
    return page;
}

TEST(Values, AreNotTheEnglishBehindALabelWhereTheNextCellHasAnAnswer)
{
    const auto page = table_of({line(60, 80, "姓名Nam"), line(700, 80, "张三")});
    EXPECT_EQ(value_of(page, "name"), "张三");
    const auto alone = table_of({line(60, 80, "姓名ANNA")});
    EXPECT_EQ(value_of(alone, "name"), "ANNA");
}

TEST(Values, InPiecesOfACellAreReadFromLeftToRight)
{
    const auto page =
        table_of({line(60, 90, "联系地址"), line(960, 78, "八号"), line(700, 86, "江东路")});
    EXPECT_EQ(value_of(page, "address"), "江东路八号");
}

TEST(Values, AreNotWhatIsLeftOfAStampFarOff)
{
    auto page =
        page_of({line(60, 80, "联系地址"), line(1400, 80, "求公公"), line(60, 150, "江东路八号")});
    cv::Mat across = cv::Mat::zeros(2000, 3000, CV_8U);
    across.rowRange(130, 133).setTo(255);
    page.rules = Rules(across, cv::Mat::zeros(2000, 3000, CV_8U));
    EXPECT_EQ(value_of(page, "address"), "求公公");
    page.lines[1].stamped = {{1400, 80, 60, 40}};
    EXPECT_EQ(value_of(page, "address"), "江东路八号");
}

TEST(Values, GoOnWithALineWhoseFirstWordSeemsALabel)
{
    const auto page =
        page_of({line(0, 0, "联系地址 普通货物道路运输"), line(201, 50, "代理：供应链管理服务")});
    EXPECT_EQ(value_of(page, "address"), "普通货物道路运输代理：供应链管理服务");
    auto shifted = page;
    shifted.lines[1].symbols[0].box.x -= 2; // boxes of symbols are the recogniser's guess
    EXPECT_EQ(value_of(shifted, "address"), "普通货物道路运输代理：供应链管理服务");
}

TEST(Values, BeginWithTheLineAboveThoughItsFirstWordsSeemALabel)
{
    const auto page = page_of(
        {line(400, 0, "普通货物道路运输：货物仓储服务，国内货运代"),
         line(0, 24, "联系地址"),
         line(400, 48, "理供应链管理服务")}
    );
    EXPECT_EQ(
        value_of(page, "address"), "普通货物道路运输：货物仓储服务，国内货运代理供应链管理服务"
    );
}

TEST(Values, MayStandFarOffInAColumn)
{
    const auto column = [](int rows) {
        std::vector<TextLine> lines{line(0, 100, "姓名"), line(800, 100, "张三")};
        for (int row = 1; row <= rows; ++row) {
            lines.push_back(line(0, 100 + 100 * row, "配偶姓名"));
            lines.push_back(line(800, 100 + 100 * row, "李四"));
        }
        return page_of(std::move(lines));
    };
    EXPECT_EQ(value_of(column(3), "name"), "张三");
    EXPECT_EQ(value_of(column(0), "name"), "");
}

TEST(Values, StandUnderTheHeadsOfATable)
{
    const auto page = table_of(
        {line(100, 80, "姓名"),
         line(700, 80, "学历"),
         line(1300, 80, "性别"),
         line(100, 180, "张三"),
         line(700, 180, "本科"),
         line(1300, 180, "男")}
    );
    EXPECT_EQ(value_of(page, "name"), "张三");
    EXPECT_EQ(value_of(page, "sex"), "男");
}

TEST(Values, StandUnderAHeadThoughAStampLiesFarOffInItsCell)
{
    auto page = page_of(
        {line(100, 80, "姓名"),
         line(100, 180, "张三"),
         line(100, 280, "联系地址"),
         line(1000, 285, "已录入"),
         line(100, 380, "江东路八号")}
    );
    cv::Mat across = cv::Mat::zeros(2000, 3000, CV_8U);
    cv::Mat down = across.clone();
    for (const int y : {50, 150, 250, 350, 450})
        across(cv::Range(y, y + 3), cv::Range(50, 1850)).setTo(255);
    for (const int x : {50, 1850})
        down(cv::Range(50, 450), cv::Range(x, x + 3)).setTo(255);
    page.rules = Rules(across, down);
    EXPECT_EQ(value_of(page, "name"), "张三");
    EXPECT_EQ(value_of(page, "address"), "江东路八号");
}

TEST(Values, AreNoTranslationOfTheirLabel)
{
    const auto page =
        table_of({line(100, 55, "姓名"), line(100, 98, "Surname"), line(700, 80, "张三")});
    EXPECT_EQ(value_of(page, "name"), "张三");
}

TEST(Values, AreNoSpecksBesideTheLabel)
{
    auto page = page_of({line(0, 0, "姓名"), line(100, 10, "二"), line(300, 0, "张三")});
    page.lines[1].box.height = size / 3;
    EXPECT_EQ(value_of(page, "name"), "张三");
}

TEST(Values, AreNoWordsWhereOnlyDigitsCanStand)
{
    const auto page =
        page_of({line(0, 0, "身份证号码"), line(500, 0, "登记表"), line(0, 60, "11010519491231002")}
        );
    EXPECT_EQ(value_of(page, "id_number"), "11010519491231002");
}

TEST(Values, DoNotTakeTheNeighboursLine)
{
    const auto page =
        page_of({line(0, 0, "联系地址 浙江省杭州市"), line(0, 60, "姓名"), line(200, 60, "张三")});
    EXPECT_EQ(value_of(page, "address"), "浙江省杭州市");
}

TEST(Values, StandBelowALabelThatWasReadInTwoCharactersTooMany)
{
    const auto page = page_of(
        {line(0, 0, "证件类型"),
         line(0, 60, "身份证"),
         line(600, 0, "身份证号和多"),
         line(600, 60, "11010519491231002X")}
    );
    EXPECT_EQ(value_of(page, "id_number"), "11010519491231002X");
}

TEST(Values, StandBelowWhereWhatIsOnTheRowDoesNotFit)
{
    const auto page =
        page_of({line(0, 0, "身份证号码"), line(500, 0, "图"), line(0, 60, "11010519491231002X")});
    EXPECT_EQ(value_of(page, "id_number"), "11010519491231002X");
}

TEST(Values, AreTheLineAtTheLabelsHeightWhereTwoShareItsRow)
{
    const auto page = page_of(
        {line(0, 100, "姓名"), line(300, 114, "李四"), line(304, 98, "张伟"), line(0, 200, "性别")}
    );
    EXPECT_EQ(value_of(page, "name"), "张伟");
}

TEST(Values, ABlankIsABlank)
{
    EXPECT_EQ(
        value_of(page_of({line(0, 0, "姓名"), line(400, 0, "性别"), line(520, 0, "男")}), "name"),
        ""
    );
}

TEST(Values, AreTheWordsOfTheTickedBox)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "性别 ☐男 ☑女")}), "sex"), "女");
    EXPECT_EQ(value_of(page_of({line(0, 0, "性别 男☑ 女☐")}), "sex"), "男");
}

TEST(Values, NothingTickedIsABlank)
{
    EXPECT_EQ(value_of(page_of({line(0, 0, "性别 ☐男 ☐女")}), "sex"), "");
}

TEST(Classify, SaysNothingAboutAPageWithoutAnchors)
{
    TypeCatalog types;
    types.types.push_back(form());
    EXPECT_EQ(classify({line(0, 0, "今天天气很好")}, types).type, nullptr);
    const auto found = classify({line(0, 0, "客户登记表")}, types);
    ASSERT_NE(found.type, nullptr);
    EXPECT_GT(found.confidence, 0.8);
}

TEST(Classify, ReadsATitleInPieces)
{
    TypeCatalog types;
    types.types.push_back(form());
    EXPECT_NE(classify({line(500, 0, "登记表"), line(0, 0, "客户")}, types).type, nullptr);
}

TEST(Types, AreKnownByTheirZoneAndByTheirNumbers)
{
    TypeCatalog types;
    types.types = {form(), form(), form()};
    types.types[1].name = "passport";
    types.types[1].anchors = {{.text = {}, .mrz = "P", .number = {}, .begins = {}, .weight = 4.0}};
    types.types[2].name = "residence_permit";
    types.types[2].anchors = {
        {.text = {}, .mrz = {}, .number = "cn_id", .begins = {"81"}, .weight = 4.0}};
    const auto type_of = [&](const Classified& found) {
        return found.type == nullptr ? "none" : found.type->name;
    };
    EXPECT_EQ(type_of(classify({line(0, 0, "姓名")}, types, "POCHNZHANG<<SAN")), "passport");
    EXPECT_EQ(type_of(classify({line(0, 0, "姓名")}, types, "CRH12345678")), "none");
    EXPECT_EQ(type_of(classify({line(0, 0, "号码810000199408230021")}, types)), "residence_permit");
    EXPECT_EQ(type_of(classify({line(0, 0, "号码810000199408230025")}, types)), "none");
    EXPECT_EQ(type_of(classify({line(0, 0, "号码11010519491231002X")}, types)), "none");
}

std::string found_by_form(const PageText& page, const FieldType& wanted)
{
    return text_of(page, find_by_form(page, wanted));
}

TEST(ValuesWithoutLabel, AreKnownByTheirForm)
{
    const auto page = page_of(
        {line(0, 0, "晨曦银行     信用卡"),
         line(0, 100, "622588 0000 0000 18"),
         line(0, 200, "6225 8800 0000 0019"),
         line(0, 300, "12/29")}
    );
    FieldType number = field("card_number", {}, Grammar::digits);
    number.rule = "bank-card";
    EXPECT_EQ(normalise(number, found_by_form(page, number)).value, "6225880000000019");
    FieldType bank = field("bank_name", {});
    bank.endings = {"银行"};
    EXPECT_EQ(found_by_form(page, bank), "晨曦银行");
    FieldType kind = field("card_type", {}, Grammar::choice);
    kind.choices = {"借记卡", "信用卡"};
    EXPECT_EQ(found_by_form(page, kind), "信用卡");
    kind.choices = {"借记卡"};
    EXPECT_EQ(found_by_form(page, kind), "");
    const FieldType month = field("valid_thru", {"VALID THRU"}, Grammar::month);
    EXPECT_EQ(found_by_form(page, month), "12/29");
    const auto two = page_of({line(0, 0, "12/19"), line(0, 100, "12/29")});
    EXPECT_EQ(found_by_form(two, month), "") << "one may be when the card began";
}

TEST(ValuesWithoutLabel, ACompanysCodeIsKnownByItsFormForAPerson)
{
    DocumentType type;
    type.fields = {field("uscc", {"统一社会信用代码"}, Grammar::uscc)};
    const auto page = page_of({line(0, 0, "统会代"), line(400, 0, ".91370102MA5ER5Q3XP")});
    const auto again = [&](const Span&, Alphabet, Recogniser) { return page.lines[1].symbols; };
    const Field read = extract_fields(page, type, again).at(0);
    EXPECT_EQ(read.value, "91370102MA5ER5Q3XP");
    EXPECT_LE(read.confidence, most_of_a_guess);
}

TEST(ValuesWithoutLabel, ACompanysCodeIsKnownOnACloserLook)
{
    DocumentType type;
    type.fields = {field("uscc", {"统一社会信用代码"}, Grammar::uscc)};
    const auto read = [&](std::string_view number, std::string_view closer) {
        const auto look = [&](const Span&, Alphabet, Recogniser) {
            return line(0, 0, closer).symbols;
        };
        return extract_fields(page_of({line(0, 0, number)}), type, look);
    };
    const auto fields = read("副本 91370102MA5ER5Q3", "91370102MA5ER5Q3XP");
    ASSERT_EQ(fields.size(), 1U);
    EXPECT_EQ(fields.front().value, "91370102MA5ER5Q3XP");
    EXPECT_LE(fields.front().confidence, most_of_a_guess);
    EXPECT_TRUE(read("副本 91370102MA5ER5Q3", "91370102MA5ER5Q3XQ").empty()) << "check digit";
    EXPECT_TRUE(read("副本 9137010210000", "91370102MA5ER5Q3XP").empty()) << "any number";
}

TEST(Values, ThatEndBeforeTheirLineOnAPhotographAreForAPerson)
{
    auto page = page_of({line(0, 0, "证件类型"), line(300, 0, "临时身份证")});
    page.is_photograph = true;
    page.by = Recogniser::second;
    const auto sureness = [&] {
        const auto look = [&](const Span&, Alphabet, Recogniser) { return page.lines[1].symbols; };
        return extract_fields(page, form(), look).front().confidence;
    };
    EXPECT_GT(sureness(), 0.98);
    page.lines[1].box.width += size;
    EXPECT_LE(sureness(), most_of_a_guess);
}

TEST(Values, BelowALabelBesideATitleWhoseCharactersLookLikeBoxes)
{
    auto page = page_of(
        {line(0, 0, "身份证号码"), line(260, 0, "客户登记"), line(0, 60, "11010519491231002X")}
    );
    page.lines[1].symbols[1].text = empty_box;
    EXPECT_EQ(value_of(page, "id_number"), "11010519491231002X");
}

TEST(OtherLabels, EndTheValuesBesideThem)
{
    DocumentType type = form();
    const auto number_in = [&] {
        const auto page = page_of({line(0, 0, "证件类型 护照 换证次数 02")});
        const auto nothing = [](const Span&, Alphabet, Recogniser) {
            return std::vector<Symbol>{};
        };
        for (const Field& each : extract_fields(page, type, nothing))
            if (each.name == "id_type") return each.value;
        return std::string{};
    };
    EXPECT_EQ(number_in(), "护照换证次数02");
    type.other_labels = {"换证次数"};
    EXPECT_EQ(number_in(), "护照");
}

Mrz zone_saying(std::string name, std::string value)
{
    Mrz mrz;
    MrzFact fact;
    fact.name = std::move(name);
    fact.value = std::move(value);
    fact.confidence = 0.995;
    mrz.facts = {fact};
    return mrz;
}

TEST(Zone, FillsBearsOutAndContradictsWhatIsPrinted)
{
    FieldType type = field("passport_number", {"护照号"}, Grammar::passport_number);
    type.mrz = "number";
    const Mrz zone = zone_saying("number", "E12345678");
    Field read;
    hear_zone(zone, type, read);
    EXPECT_EQ(read.value, "E12345678");
    EXPECT_GT(read.confidence, 0.99);
    read.confidence = 0.7;
    hear_zone(zone, type, read);
    EXPECT_GT(read.confidence, 0.99) << "printed twice";
    read.value = "E12345673";
    read.raw = "E12345673";
    hear_zone(zone, type, read);
    EXPECT_EQ(read.value, "E12345673") << "what is printed stands";
    EXPECT_LE(read.confidence, 0.5);
    EXPECT_EQ(read.alternatives.back().value, "E12345678");
    read.raw = "E1234";
    hear_zone(zone, type, read);
    EXPECT_EQ(read.value, "E12345678") << "what has not the form is not read";
}

Document side(int page, std::string field_name, std::string value)
{
    Document document;
    document.type = "id_card";
    document.pages = {page};
    Field found;
    found.name = std::move(field_name);
    found.value = std::move(value);
    found.confidence = 0.9;
    document.fields = {found};
    return document;
}

TEST(Join, PutsBothSidesOfACardTogether)
{
    const auto documents =
        join_pages({side(0, "name", "张三"), side(1, "issuing_authority", "杭州市公安局")});
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents[0].pages, (std::vector<int>{0, 1}));
    EXPECT_EQ(documents[0].fields.size(), 2U);
}

TEST(Join, PutsThePermitsBackToItsFrontWhenItRepeatsIt)
{
    const auto with = [](Document document, const char* name, const char* value) {
        Field more = document.fields.front();
        more.name = name;
        more.value = value;
        document.fields.push_back(more);
        return document;
    };
    Document front = side(0, "permit_number", "H12345678");
    front = with(with(front, "sex", "男"), "birth_date", "1990-03-07");
    const Document back = front;
    front = with(front, "valid_from", "2022-03-06");
    EXPECT_EQ(join_pages({front, back}).size(), 1U);
    EXPECT_EQ(join_pages({front, front}).size(), 2U) << "a copy adds nothing";
    Document other = back;
    other.fields.front().value = "H12345679";
    EXPECT_EQ(join_pages({front, other}).size(), 2U);
}

TEST(Join, KeepsTwoPeoplesCardsApart)
{
    EXPECT_EQ(join_pages({side(0, "name", "张三"), side(1, "name", "李四")}).size(), 2U);
}

Document licence_with(std::string name, double confidence)
{
    Document licence;
    licence.type = "business_licence";
    Field& field = licence.fields.emplace_back();
    field.name = "company_name";
    field.value = std::move(name);
    field.confidence = confidence;
    return licence;
}

TEST(Join, OfTwoLooksAtAPageKeepsTheSurerReading)
{
    const auto joined = join_looks(licence_with("甲公司", 0.4), licence_with("乙公司", 0.95));
    ASSERT_EQ(joined.fields.size(), 1U);
    EXPECT_EQ(joined.fields[0].value, "乙公司");
    EXPECT_EQ(joined.fields[0].confidence, 0.95);
    ASSERT_EQ(joined.fields[0].alternatives.size(), 1U);
    EXPECT_EQ(joined.fields[0].alternatives[0].value, "甲公司");
}

TEST(Join, TrustsNoReadingThatAnotherLookSurelyContradicts)
{
    const auto joined = join_looks(licence_with("甲公司", 0.99), licence_with("乙公司", 0.95));
    EXPECT_EQ(joined.fields[0].value, "甲公司");
    EXPECT_LE(joined.fields[0].confidence, 0.5);
}

TEST(Join, FillsWhatOneLookDidNotFind)
{
    const auto joined = join_looks(licence_with("", 0.0), licence_with("乙公司", 0.6));
    EXPECT_EQ(joined.fields[0].value, "乙公司");
    EXPECT_TRUE(joined.fields[0].alternatives.empty());
}

TEST(Join, OfTwoLooksKeepsTheOneWhoseTypeIsKnown)
{
    Document unknown;
    unknown.type = "unknown";
    EXPECT_EQ(join_looks(unknown, licence_with("甲公司", 0.9)).type, "business_licence");
    EXPECT_EQ(join_looks(licence_with("甲公司", 0.9), unknown).type, "business_licence");
}

TEST(Join, PutsTheSidesOfOneCardTogetherThatLieOnOneSheet)
{
    const auto documents =
        join_pages({side(0, "name", "张三"), side(0, "issuing_authority", "杭州市公安局")});
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents[0].pages, std::vector{0});
    EXPECT_EQ(join_pages({side(0, "name", "张三"), side(0, "name", "李四")}).size(), 2U);
}

} // namespace
} // namespace dossier::ocr
