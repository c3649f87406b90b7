#include <gtest/gtest.h>

#include "samples/render/specimen.h"
#include <map>

namespace dossier::samples {
namespace {

std::map<std::string, std::string> said_by(std::string_view type, Mistake mistake)
{
    std::string_view layout;
    if (type == "id_card") layout = "portrait_side";
    if (type == "business_licence") layout = "landscape_2019";
    if (type == "corporate_form") layout = "ruled_table";
    const Order order{layout_of(type, layout), 42, 3, 100, mistake};
    const Specimen specimen = make_specimen(order, Wear{});
    std::map<std::string, std::string> fields;
    for (const auto& field : specimen.pages.front().scan.fields)
        fields[field.name] = field.value;
    return fields;
}

std::vector<std::string> changed_by(std::string_view type, Mistake mistake)
{
    const auto right = said_by(type, Mistake::none);
    const auto mistaken = said_by(type, mistake);
    std::vector<std::string> changed;
    for (const auto& [name, value] : right) {
        if (mistaken.at(name) != value) changed.push_back(name);
    }
    return changed;
}

using Names = std::vector<std::string>;

TEST(Mistakes, ChangeTheFieldTheyAreMadeInAndNoOther)
{
    EXPECT_EQ(changed_by("id_card", Mistake::id_number), Names{"id_number"});
    EXPECT_EQ(changed_by("id_card", Mistake::birth_date), Names{"birth_date"});
    EXPECT_EQ(changed_by("id_card", Mistake::sex), Names{"sex"});
    EXPECT_EQ(changed_by("business_licence", Mistake::company_number), Names{"uscc"});
    EXPECT_EQ(changed_by("corporate_form", Mistake::company_number), Names{"uscc"});
}

TEST(Mistakes, AreNotMadeWhereTheirFieldIsNotPrinted)
{
    EXPECT_EQ(changed_by("id_card", Mistake::company_number), Names{});
    EXPECT_EQ(changed_by("business_licence", Mistake::sex), Names{});
}

} // namespace
} // namespace dossier::samples
