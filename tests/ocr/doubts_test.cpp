// What both recognisers misread alike is for a person, however sure they are.

#include "ocr/fields/decide.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/surnames.h"
#include "tests/ocr/lines.h"

#include <gtest/gtest.h>

namespace dossier::ocr {
namespace {

/// How sure a name is that both recognisers read from a page that says `heading` too.
double sureness_of(std::string_view name, std::string_view heading, Alphabet hand)
{
    DocumentType type;
    FieldType field;
    field.name = "name";
    field.labels = {"姓名"};
    field.grammar = Grammar::name;
    type.fields = {field};
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

TEST(Doubt, OfTwoHandsThatOfThePageIsRead)
{
    DocumentType type;
    FieldType field;
    field.name = "name";
    field.labels = {"姓名"};
    field.grammar = Grammar::name;
    type.fields = {field};
    auto page = page_of({line(0, 0, "國籍證件類型"), line(0, 100, "姓名"), line(200, 100, "蒋旭")});
    page.hand = Alphabet::traditional;
    page.by = Recogniser::second;
    for (Symbol& symbol : page.lines[2].symbols)
        symbol.confidence = 0.7;
    const auto again = [&](const Span&, Alphabet, Recogniser who) {
        return line(200, 100, who == Recogniser::first ? "蔣旭" : "蒋旭").symbols;
    };
    const Field read = extract_fields(page, type, again).front();
    EXPECT_EQ(read.value, "蔣旭");
    EXPECT_LE(read.confidence, most_of_a_guess);
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

TEST(Doubt, ALongNameWithoutItsDotIsForAPerson)
{
    EXPECT_LE(sureness_of("艾力吐尔逊", "身份", Alphabet::chinese), most_of_a_guess);
    EXPECT_GT(sureness_of("艾力·吐尔逊", "身份", Alphabet::chinese), 0.98);
}

TEST(Surnames, AreOfOneCharacterOrTwo)
{
    EXPECT_TRUE(begins_with_surname(U"欧阳娜"));
    EXPECT_TRUE(begins_with_surname(U"諸葛亮"));
    EXPECT_TRUE(begins_with_surname(U"张三"));
    EXPECT_FALSE(begins_with_surname(U"滲怡玲"));
    EXPECT_FALSE(begins_with_surname(U""));
}

} // namespace
} // namespace dossier::ocr
