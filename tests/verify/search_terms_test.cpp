// What a record is found by, and how what somebody typed is written alike.

#include "verify/characters.h"
#include "verify/search_terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::string text_of(std::string_view field, std::string_view value)
{
    const auto term = search_term(field, value);
    return term ? term->text : "";
}

TEST(SearchTerm, OfANumberIsItsNormalForm)
{
    EXPECT_EQ(text_of("id_number", "110105 19491231 002x"), "11010519491231002X");
    EXPECT_EQ(text_of("id_number", "110105491231002"), "11010519491231002X");
    EXPECT_EQ(text_of("spouse_id_number", "110105491231002"), "11010519491231002X");
    EXPECT_EQ(text_of("uscc", "9133 0106 MA2C 9XY8 1K"), "91330106MA2C9XY81K");
    EXPECT_EQ(text_of("card_number", "6222 0212-3456 7890"), "6222021234567890");
    EXPECT_EQ(text_of("passport_number", "Ｅ１２３４５６７８"), "E12345678");
    EXPECT_EQ(text_of("permit_number", "H12345678(01)"), "H1234567801");
}

TEST(SearchTerm, OfATelephoneNumberHasItsCountry)
{
    for (const char* written :
         {"138 0013 9000", "+86-13800139000", "0086 13800139000", "8613800139000"})
        EXPECT_EQ(text_of("contact_mobile", written), "+8613800139000") << written;
    EXPECT_EQ(text_of("phone", "(0571) 8765-4321"), "+8657187654321");
    EXPECT_EQ(text_of("mobile", "+852 9123 4567"), "+85291234567");
}

TEST(SearchTerm, OfATextIsTheTextWithItsKind)
{
    EXPECT_EQ(search_term("name", "张伟"), (SearchTerm{"name", TermKind::person, "张伟"}));
    EXPECT_EQ(search_term("spouse_name", "李娜")->kind, TermKind::person);
    EXPECT_EQ(search_term("company_name", "某某有限公司")->kind, TermKind::company);
    EXPECT_EQ(search_term("employer", "某某有限公司")->kind, TermKind::company);
    EXPECT_EQ(search_term("address", "杭州市")->kind, TermKind::address);
}

TEST(SearchTerm, IsNothingForWhatADigestWouldNotHide)
{
    for (const char* field :
         {"sex", "birth_date", "ethnicity", "annual_income", "postcode", "valid_to"})
        EXPECT_FALSE(search_term(field, "19491231")) << field;
    EXPECT_FALSE(search_term("name", ""));
    EXPECT_FALSE(search_term("address", "—()"));
    EXPECT_FALSE(search_term("id_number", "12"));
}

TEST(TypedNumber, IsFoundInTheFormOfEveryFieldThatMayHoldIt)
{
    for (const char* field :
         {"id_number",
          "uscc",
          "mobile",
          "phone",
          "card_number",
          "registration_number",
          "permit_number",
          "email"}) {
        for (const char* value :
             {"11010519491231002X",
              "110105491231002",
              "91330106MA2C9XY81K",
              "13800139000",
              "057187654321",
              "+85291234567",
              "330100000012345",
              "M12345678",
              "zhang@example.com"}) {
            const auto term = search_term(field, value);
            ASSERT_TRUE(term) << field << " " << value;
            EXPECT_THAT(typed_numbers(value), Contains(term->text)) << field << " " << value;
        }
    }
}

TEST(TypedNumber, IsTakenWithSpacesHyphensAndFullWidth)
{
    EXPECT_THAT(typed_numbers(" １１０１０５-19491231 002x "), ElementsAre("11010519491231002X"));
    EXPECT_THAT(typed_numbers("110105 491231 002"), Contains("11010519491231002X"));
    EXPECT_THAT(
        typed_numbers("138-0013-9000"), UnorderedElementsAre("13800139000", "+8613800139000")
    );
}

TEST(TypedNumber, IsNothingInAText)
{
    for (const char* text : {"", "张伟", "zhangwei", "文三路138号", "88", "12345", "' OR 1=1 --"})
        EXPECT_THAT(typed_numbers(text), IsEmpty()) << text;
}

TEST(SearchableText, HasNoPrintAndKnowsItsPlaces)
{
    const auto found = searchable("（杭州）某 某·Ａb〇1");
    EXPECT_EQ(found.text, U"杭州某某AB〇1");
    EXPECT_THAT(found.places, ElementsAre(1U, 2U, 4U, 6U, 8U, 9U, 10U, 11U));
}

TEST(Simplified, IsTheCharacterThatTraditionalFormsShare)
{
    for (const auto& [traditional, simple] : std::initializer_list<std::pair<char32_t, char32_t>>{
             {U'張', U'张'},
             {U'偉', U'伟'},
             {U'龍', U'龙'},
             {U'裡', U'里'},
             {U'峯', U'峰'},
             {U'峰', U'峰'},
             {U'衆', U'众'},
             {U'麪', U'面'},
             {U'灣', U'湾'},
             {U'王', U'王'},
             {U'A', U'A'}})
        EXPECT_EQ(simplified(traditional), simple);
}

TEST(Simplified, TwiceIsTheSame)
{
    for (char32_t c = 0x3400; c < 0x31000; ++c)
        ASSERT_EQ(simplified(simplified(c)), simplified(c)) << std::hex << static_cast<unsigned>(c);
}

TEST(Readings, AreAllOfACharacterEachOnce)
{
    EXPECT_THAT(readings_of(U'单'), UnorderedElementsAre("dan", "shan", "chan"));
    EXPECT_THAT(readings_of(U'华'), ElementsAre("hua"));
    EXPECT_THAT(readings_of(U'吕'), ElementsAre("lv"));
    EXPECT_THAT(readings_of(U'A'), IsEmpty());
    EXPECT_THAT(readings_of(U'張'), Not(IsEmpty()));
}

} // namespace

} // namespace dossier::verify
