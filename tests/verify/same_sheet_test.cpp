// Whether what was read on two pages is one sheet's.

#include "verify/same_sheet.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace dossier::verify {

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

CheckedDocument document(const Values& values, std::string type = "customer_form", int page = 0)
{
    CheckedDocument result;
    result.type = std::move(type);
    for (const auto& [name, value] : values) {
        CheckedField field;
        field.field.name = name;
        field.field.value = value;
        field.field.page = page;
        result.fields.push_back(field);
    }
    return result;
}

bool same(const CheckedDocument& one, const CheckedDocument& other)
{
    return shows_same_sheet({one, 0}, {other, 0});
}

} // namespace

TEST(SameSheet, IsToldByANumberThatHasOneHolder)
{
    const auto card = document({{"id_number", "11010519491231002X"}, {"name", "张伟"}});
    const auto again = document({{"id_number", "11010519491231002X"}, {"name", "张玮"}});
    const auto other = document({{"id_number", "110105194912310038"}, {"name", "张伟"}});
    EXPECT_TRUE(same(card, again)) << "a name may be read differently";
    EXPECT_FALSE(same(card, other));
}

TEST(SameSheet, IsNoneWhereOneOfTwoNumbersDiffers)
{
    const auto one = document({{"uscc", "A"}, {"registration_number", "1"}});
    const auto other = document({{"uscc", "A"}, {"registration_number", "2"}});
    EXPECT_FALSE(same(one, other));
}

TEST(SameSheet, ForgivesANumberThatMayBeMisreadWhereTheRestAgrees)
{
    Values values{
        {"uscc", "91310000MA1FL2LC5T"},
        {"company_name", "上海春江纸业有限公司"},
        {"address", "上海市黄浦区中山东一路十二号"},
        {"established_date", "2019-03-04"}};
    const auto licence = document(values);
    values[0].second = "91310000MA1FL2LCST";
    EXPECT_TRUE(same(licence, document(values)));
    values[2].second = "上海市黄浦区中山东一路十三号";
    EXPECT_TRUE(same(licence, document(values))) << "a character of a long text";
    values[1].second = "北京秋水茶叶有限公司";
    values[3].second = "2019-03-05";
    EXPECT_FALSE(same(licence, document(values)));
}

TEST(SameSheet, IsNotToldByWhatManyPeopleShare)
{
    const auto form = document(
        {{"sex", "女"}, {"nationality", "CN"}, {"ethnicity", "汉"}, {"marital_status", "已婚"}}
    );
    EXPECT_FALSE(same(form, form));
}

TEST(SameSheet, IsNotToldByDatesThatDifferInADigit)
{
    const auto back = document(
        {{"issuing_authority", "某市公安局"},
         {"valid_from", "2015-01-02"},
         {"valid_to", "2035-01-02"}}
    );
    const auto other = document(
        {{"issuing_authority", "某市公安局"},
         {"valid_from", "2015-01-03"},
         {"valid_to", "2035-01-03"}}
    );
    EXPECT_TRUE(same(back, back));
    EXPECT_FALSE(same(back, other));
}

TEST(SameSheet, IsToldByNineOfTenValuesWhereThereIsNoNumber)
{
    Values values;
    for (int i = 0; i < 10; ++i)
        values.emplace_back("field_" + std::to_string(i), "same");
    const auto one = document(values);
    values[0].second = "another";
    EXPECT_TRUE(same(one, document(values)));
    values[1].second = "another";
    EXPECT_FALSE(same(one, document(values)));
}

TEST(SameSheet, IsNotToldByTwoValuesNorByWhatWasNotRead)
{
    EXPECT_FALSE(same(document({{"a", "1"}, {"b", "2"}}), document({{"a", "1"}, {"b", "2"}})));
    const auto empty = document({{"a", ""}, {"b", ""}, {"c", ""}});
    EXPECT_FALSE(same(empty, empty));
}

TEST(SameSheet, IsOfOneTypeAndComparedByThePage)
{
    const Values values{{"id_number", "1"}};
    EXPECT_FALSE(same(document(values), document(values, "id_card")));
    EXPECT_FALSE(same(document(values), document(values, "customer_form", 1)));
    const auto behind = document(values, "customer_form", 1);
    EXPECT_TRUE(shows_same_sheet({document(values), 0}, {behind, 1}));
}

} // namespace dossier::verify
