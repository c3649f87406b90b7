// What both recognisers misread alike is for a person, however sure they are.

#include "ocr/fields/decide.h"
#include "ocr/fields/doubts.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/surnames.h"
#include "tests/ocr/lines.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

/// A type with one field under one label.
DocumentType one_field(std::string label, Grammar grammar)
{
    DocumentType type;
    FieldType field;
    field.name = "field";
    field.labels = {std::move(label)};
    field.grammar = grammar;
    type.fields = {field};
    return type;
}

/// How sure a name is that both recognisers read from a page that says `heading` too.
double sureness_of(std::string_view name, std::string_view heading, Alphabet hand)
{
    const auto type = one_field("姓名", Grammar::name);
    const auto value = line(200, 100, name);
    auto page = page_of({line(0, 0, heading), line(0, 100, "姓名"), value});
    page.hand = hand;
    page.by = Recogniser::second;
    const auto again = [&](const Span&, Alphabet, Recogniser) { return value.symbols; };
    const auto fields = extract_fields(page, type, again);
    EXPECT_EQ(fields.front().value, name);
    return fields.front().confidence;
}

TEST(Doubt, ANameInTheOtherHandThanItsPageIsForAPerson)
{
    EXPECT_GT(sureness_of("吳嘉", "國籍證件類型", Alphabet::traditional), 0.98);
    EXPECT_LE(sureness_of("吴嘉", "國籍證件類型", Alphabet::traditional), most_of_a_guess);
    EXPECT_LE(sureness_of("吳嘉", "国籍证件类型", Alphabet::chinese), most_of_a_guess);
}

TEST(Doubt, ANameThatTellsTheHandIsForAPersonOnAPageReadInBoth)
{
    EXPECT_LE(sureness_of("吴嘉", "國籍证件類型", Alphabet::chinese), most_of_a_guess);
    EXPECT_GT(sureness_of("王嘉", "國籍证件類型", Alphabet::chinese), 0.98);
}

TEST(Doubt, ACompanyWithTheNextLabelBehindItIsForAPerson)
{
    auto type = one_field("企业名称", Grammar::text);
    type.fields.front().names = "company";
    for (const char* name : {"厦门市瑞丰科技有限公司", "厦门市瑞丰科技有限公司2.法人：罗健波"}) {
        const auto value = line(200, 100, name);
        auto page = page_of({line(0, 100, "企业名称"), value});
        page.by = Recogniser::second;
        const auto again = [&](const Span&, Alphabet, Recogniser) { return value.symbols; };
        const auto fields = extract_fields(page, type, again);
        EXPECT_EQ(fields.front().value, name);
        const bool is_alone = std::string_view(name).find("：") == std::string_view::npos;
        EXPECT_EQ(fields.front().confidence > most_of_a_guess, is_alone) << name;
    }
}

TEST(Doubt, AUsualValueThatIsSureIsNotReadAgain)
{
    auto type = one_field("证件类型", Grammar::text);
    type.fields.front().usual = {"居民身份证"};
    const auto looks_at = [&](std::string_view value, double sureness) {
        auto page = page_of({line(0, 100, "证件类型"), line(200, 100, value)});
        page.by = Recogniser::second;
        for (Symbol& symbol : page.lines[1].symbols)
            symbol.confidence = sureness;
        int looks = 0;
        const auto again = [&](const Span&, Alphabet, Recogniser) {
            ++looks;
            return page.lines[1].symbols;
        };
        EXPECT_EQ(extract_fields(page, type, again).front().value, value);
        return looks;
    };
    constexpr double sure = 0.995;
    EXPECT_EQ(looks_at("居民身份证", sure), 0);
    EXPECT_GT(looks_at("居民身份証明", sure), 0);
    EXPECT_GT(looks_at("居民身份证", 0.9), 0);
}

TEST(Doubt, OfTwoHandsThatOfThePageIsRead)
{
    const auto type = one_field("姓名", Grammar::name);
    auto page = page_of({line(0, 0, "國籍證件類型"), line(0, 100, "姓名"), line(200, 100, "蒋旭")});
    page.hand = Alphabet::traditional;
    page.by = Recogniser::second;
    for (Symbol& symbol : page.lines[2].symbols)
        symbol.confidence = 0.7;
    const auto again = [&](const Span&, Alphabet, Recogniser who) {
        if (who == Recogniser::third) return std::vector<Symbol>{}; // knows simplified ones alone
        return line(200, 100, who == Recogniser::first ? "蔣旭" : "蒋旭").symbols;
    };
    const Field read = extract_fields(page, type, again).front();
    EXPECT_EQ(read.value, "蔣旭");
    EXPECT_LE(read.confidence, most_of_a_guess);
}

TEST(Doubt, OnATraditionalPageASimplifiedCharacterIsMadeTraditionalForAPerson)
{
    const auto type = one_field("姓名", Grammar::name);
    const auto read = [&](std::string_view heading, std::string_view name) {
        auto page = page_of({line(0, 0, heading), line(0, 100, "姓名"), line(200, 100, name)});
        page.hand = Alphabet::traditional;
        page.by = Recogniser::second;
        return fields_of(page, type).front();
    };
    const Field mended = read("國籍證件類型職業聯絡電話", "王凯旭");
    EXPECT_EQ(mended.value, "王凱旭");
    EXPECT_TRUE(mended.repaired);
    EXPECT_EQ(mended.alternatives.front().value, "王凯旭");
    // Printed in one hand and filled in in the other.
    EXPECT_EQ(read("國籍證件類型职业联络电话", "王凯旭").value, "王凯旭");
    EXPECT_EQ(read("國籍證件類型职业联络电话", "馮凯旭").value, "馮凱旭");
}

TEST(Doubt, OnATraditionalPageTensOfThousandsAreWrittenInItsHandForAPerson)
{
    const auto type = one_field("年收入", Grammar::amount);
    auto page = page_of(
        {line(0, 0, "國籍證件類型職業聯絡電話"), line(0, 100, "年收入"), line(200, 100, "36万元")}
    );
    page.by = Recogniser::second;
    EXPECT_EQ(fields_of(page, type).front().value, "36万元");
    page.hand = Alphabet::traditional;
    const Field mended = fields_of(page, type).front();
    EXPECT_EQ(mended.value, "36萬元");
    EXPECT_LE(mended.confidence, most_of_a_guess);
}

TEST(Doubt, ANumberOfWhichOneLookSaysAnotherOrHardlyKnowsADigitIsForAPerson)
{
    const auto type = one_field("手机", Grammar::mobile);
    const auto sureness = [&](double own, std::string_view others) {
        auto page = page_of(
            {line(0, 0, "客户信息登记表"), line(0, 100, "手机"), line(200, 100, "17646180898")}
        );
        page.by = Recogniser::second;
        page.lines[2].symbols[3].confidence = own;
        const auto again = [&](const Span&, Alphabet, Recogniser who) {
            const bool is_own = who == Recogniser::second;
            auto symbols = line(200, 100, is_own ? "17646180898" : others).symbols;
            symbols[3].confidence = is_own ? own : 0.999;
            return symbols;
        };
        return extract_fields(page, type, again).front().confidence;
    };
    EXPECT_GT(sureness(0.8, "17646180898"), 0.98);
    EXPECT_LE(sureness(0.8, "17616180898"), most_of_a_doubt);
    EXPECT_LE(sureness(0.5, "17646180898"), most_of_a_doubt);
}

TEST(Doubt, ANumberWithOnesIsForAPersonWhereACopyHasBrokenTheDigitsAboutThem)
{
    const auto type = one_field("有效期至", Grammar::date);
    const auto sureness = [&](std::string_view day, int pieces_of_a_digit) {
        auto page =
            page_of({line(0, 0, "客户信息登记表"), line(0, 100, "有效期至"), line(400, 100, day)});
        page.by = Recogniser::second;
        page.is_copy = true;
        for (const Symbol& symbol : page.lines[2].symbols) {
            const int width = symbol.box.width / pieces_of_a_digit;
            for (int i = 0; i < pieces_of_a_digit; ++i)
                page.pieces.push_back({symbol.box.x + i * width, 104, width - 2, 30});
        }
        return fields_of(page, type).front().confidence;
    };
    EXPECT_GT(sureness("2035.07.11", 1), 0.98);
    EXPECT_LE(sureness("2035.07.11", 2), most_of_a_doubt);
    EXPECT_GT(sureness("2035.07.28", 2), 0.98);
}

TEST(Doubt, AnAnswerBetweenWhoseWordsABoxIsMissingIsForAPerson)
{
    auto type = one_field("婚姻状况", Grammar::choice);
    type.fields.front().choices = {"未婚", "已婚", "离异"};
    const auto sureness = [&](std::string_view answers) {
        const auto page = page_of(
            {line(0, 0, "客户信息登记表"), line(0, 100, "婚姻状况"), line(400, 100, answers)}
        );
        const Field read = fields_of(page, type).front();
        EXPECT_EQ(read.value, "离异");
        return read.confidence;
    };
    EXPECT_GT(sureness("☐未婚 ☐已婚 ☑离异"), 0.98);
    EXPECT_LE(sureness("☐未婚  已婚 ☑离异"), most_of_a_guess);
}

TEST(Doubt, ATermWithoutEndHasOneFormInBothHands)
{
    auto type = one_field("有效期限", Grammar::date_range);
    type.fields.front().part = "to";
    auto page = page_of(
        {line(0, 0, "國籍證件類型職業聯絡電話"), line(0, 100, "有效期限"), line(200, 100, "長期")}
    );
    page.hand = Alphabet::traditional;
    page.by = Recogniser::second;
    EXPECT_EQ(fields_of(page, type).front().value, "长期");
}

TEST(Doubt, ANameWithoutASurnameIsForAPerson)
{
    EXPECT_LE(sureness_of("滲怡玲", "國籍證件類型", Alphabet::traditional), most_of_a_guess);
    EXPECT_GT(sureness_of("馮怡玲", "國籍證件類型", Alphabet::traditional), 0.98);
}

TEST(Doubt, ALatinNameWithoutACapitalIsForAPerson)
{
    EXPECT_GT(sureness_of("Mary Ann", "国籍证件类型", Alphabet::chinese), 0.98);
    EXPECT_LE(sureness_of("ontac", "国籍证件类型", Alphabet::chinese), most_of_a_guess);
}

TEST(Doubt, ANameThatIsItsOwnLabelIsForAPerson)
{
    FieldType name = one_field("姓名", Grammar::name).fields.front();
    name.labels.emplace_back("Name");
    const auto page = page_of({line(0, 0, "姓名 Name")});
    EXPECT_TRUE(is_doubtful(page, name, {{0, 2, 6}}, "Name"));
    EXPECT_FALSE(is_doubtful(page, name, {{0, 2, 6}}, "Nama"));
}

TEST(Doubt, ALongNameWithoutItsDotIsForAPerson)
{
    EXPECT_LE(sureness_of("艾力吐尔逊", "身份", Alphabet::chinese), most_of_a_guess);
    EXPECT_GT(sureness_of("艾力·吐尔逊", "身份", Alphabet::chinese), 0.98);
}

DocumentType one_text()
{
    return one_field("单位地址", Grammar::text);
}

double sureness_of_text(std::string_view value)
{
    auto page =
        page_of({line(0, 0, "客户信息登记表格"), line(0, 100, "单位地址"), line(400, 100, value)});
    page.by = Recogniser::second;
    const auto fields = fields_of(page, one_text());
    EXPECT_EQ(fields.front().value, value);
    return fields.front().confidence;
}

TEST(Doubt, AnAnswerWithoutAChineseWordOnAChinesePageIsForAPerson)
{
    EXPECT_GT(sureness_of_text("和平路1号"), 0.98);
    EXPECT_LE(sureness_of_text("Address"), most_of_a_guess);
    EXPECT_LE(sureness_of_text("7"), most_of_a_guess);
}

TEST(Doubt, AListThatLacksAMarkBehindABracketIsForAPerson)
{
    EXPECT_GT(sureness_of_text("销售；租赁；咨询（不含诊疗）；批发"), 0.98);
    EXPECT_LE(sureness_of_text("销售；租赁；咨询（不含诊疗）批发"), most_of_a_guess);
}

TEST(Doubt, ALabelMisreadIsNoAnswerWhereItIsKnownWhatUsuallyStandsThere)
{
    DocumentType type = one_text();
    const auto sureness = [&] {
        auto page = page_of(
            {line(0, 0, "客户信息登记表格"), line(0, 100, "单位地址"), line(400, 100, "10 Type")}
        );
        page.by = Recogniser::second;
        return fields_of(page, type).front().confidence;
    };
    EXPECT_GT(sureness(), 0.98) << "it may be an address";
    type.fields.front().usual = {"居民身份证", "护照"};
    EXPECT_LE(sureness(), most_of_a_guess);
}

TEST(Doubt, AListThatNeitherAFullStopNorASentenceInBracketsEndsIsForAPerson)
{
    const auto sureness = [](std::string_view value) {
        auto type = one_text();
        type.fields.front().multiline = true;
        auto page = page_of(
            {line(0, 0, "客户信息登记表格"), line(0, 100, "单位地址"), line(400, 100, value)}
        );
        page.by = Recogniser::second;
        return fields_of(page, type).front().confidence;
    };
    EXPECT_GT(sureness("销售；租赁；批发。"), 0.98);
    EXPECT_GT(sureness("销售；租赁；批发。（依法须经批准的项目，经相关部门批准后方可开展）"), 0.98);
    EXPECT_LE(sureness("销售；租赁；批"), most_of_a_guess);
    EXPECT_LE(sureness("运输；仓储（不含危险化学品）"), most_of_a_guess) << "more may follow";
}

TEST(Doubt, ALatinNameWithoutItsCommaIsForAPerson)
{
    DocumentType type = one_text();
    type.fields[0].labels = {"Name"};
    type.fields[0].grammar = Grammar::latin_name;
    const auto sureness = [&](std::string_view name) {
        auto page = page_of({line(0, 100, "Name"), line(400, 100, name)});
        page.by = Recogniser::second;
        return fields_of(page, type).front().confidence;
    };
    EXPECT_GT(sureness("YANG, ZHIJUN"), 0.98);
    EXPECT_LE(sureness("YANG ZHIJUN"), most_of_a_guess);
}

TEST(Doubt, PrintThatTwoFieldsTookIsForAPerson)
{
    const auto page = page_of({line(0, 100, "单位地址"), line(400, 100, "91350100M000100Y43")});
    DocumentType type = one_text();
    EXPECT_GT(fields_of(page, type).front().confidence, 0.98);
    FieldType code; // without a label of its own it is known by its form
    code.name = "uscc";
    code.labels = {"统一社会信用代码"};
    code.grammar = Grammar::uscc;
    type.fields.push_back(code);
    const auto fields = fields_of(page, type);
    ASSERT_EQ(fields.size(), 2U);
    for (const Field& each : fields) {
        EXPECT_EQ(each.value, "91350100M000100Y43");
        EXPECT_LE(each.confidence, most_of_a_guess) << each.name;
    }
}

TEST(Doubt, ACodeThatDoesNotStandByItsLabelIsForAPerson)
{
    DocumentType type = one_field("统一社会信用代码", Grammar::uscc);
    const auto read = [&](std::string_view number) {
        const auto page = page_of({line(400, 100, "统一社会信用代码"), line(900, 700, number)});
        return fields_of(page, type).front();
    };
    EXPECT_EQ(read("|91350100M000100Y43").value, "91350100M000100Y43");
    EXPECT_LE(read("|91350100M000100Y43").confidence, most_of_a_guess);
    EXPECT_EQ(read("91350100M000100Y44").value, "") << "its check digit is wrong";
}

TEST(Doubt, PrintUnderALabelOfTwoFieldsIsOfBoth)
{
    DocumentType type = one_text();
    type.fields[0].multiline = true;
    FieldType second = type.fields[0];
    second.name = "home";
    second.multiline = false;
    type.fields.push_back(second);
    const auto page =
        page_of({line(0, 100, "单位地址"), line(400, 100, "和平路1号"), line(400, 150, "光明路2号")}
        );
    for (const Field& each : fields_of(page, type))
        EXPECT_GT(each.confidence, 0.98) << each.name;
}

TEST(Surnames, AreOfOneCharacterOrTwo)
{
    EXPECT_TRUE(begins_with_surname(U"欧阳娜"));
    EXPECT_TRUE(begins_with_surname(U"諸葛亮"));
    EXPECT_TRUE(begins_with_surname(U"张三"));
    EXPECT_FALSE(begins_with_surname(U"滲怡玲"));
    EXPECT_FALSE(begins_with_surname(U""));
}

/// How sure a text of several lines is, each with where it begins.
double sureness_of_lines(const std::vector<std::pair<int, std::string_view>>& lines)
{
    std::vector<TextLine> all{line(0, 0, "客户信息登记表格"), line(0, 100, "经营范围")};
    int y = 100;
    for (const auto& [x, text] : lines) {
        all.push_back(line(x, y, text));
        y += 60;
    }
    auto page = page_of(std::move(all));
    page.by = Recogniser::second;
    auto type = one_text();
    type.fields.front().labels = {"经营范围"};
    type.fields.front().multiline = true;
    return fields_of(page, type).front().confidence;
}

TEST(Doubt, ATextOfWhichALineEndsBeforeTheOthersIsForAPerson)
{
    EXPECT_GT(
        sureness_of_lines({{400, "谷物蔬菜水果的种植与销售农业"}, {400, "机械租赁化肥销售"}}), 0.98
    );
    EXPECT_LE(sureness_of_lines({{400, "谷物蔬菜"}, {400, "机械租赁化肥销售"}}), most_of_a_guess);
}

TEST(Doubt, ATextWhoseFirstLineBeginsBehindTheOthersIsForAPerson)
{
    EXPECT_LE(
        sureness_of_lines({{640, "水果的种植与销售农业"}, {400, "机械租赁化肥销售"}}),
        most_of_a_guess
    );
}

TEST(Doubt, ATextRightBelowALongerLineThatIsNotItsOwnIsForAPerson)
{
    auto type = one_text();
    type.fields.front().multiline = true;
    const auto sureness = [&](int y) {
        auto page = page_of(
            {line(0, 0, "客户信息登记表格"),
             line(0, 200, "单位地址"),
             line(400, y, "货物道路：国内货运代"),
             line(400, 200, "理供应链管理服务")}
        );
        page.by = Recogniser::second;
        return fields_of(page, type).front().confidence;
    };
    EXPECT_LE(sureness(136), most_of_a_guess) << "the label is beside the lower of two lines";
    EXPECT_GT(sureness(80), 0.98) << "another answer";
}

TEST(Doubt, ACompanysNameOfTwoCharactersIsForAPerson)
{
    auto type = one_text();
    type.fields.front().names = "company";
    const auto sureness = [&](std::string_view name) {
        auto page =
            page_of({line(0, 0, "客户信息登记表格"), line(0, 100, "单位地址"), line(400, 100, name)}
            );
        page.by = Recogniser::second;
        return fields_of(page, type).front().confidence;
    };
    EXPECT_GT(sureness("燕之初食品店"), 0.98);
    EXPECT_LE(sureness("燕之"), most_of_a_guess);
}

} // namespace
} // namespace dossier::ocr
