#include <gtest/gtest.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <map>
#include <set>

namespace dossier::samples {
namespace {

/// The contract's fields of each type.
const std::map<std::string_view, std::set<std::string_view>> contract_fields{
    {"id_card",
     {"name",
      "sex",
      "ethnicity",
      "birth_date",
      "address",
      "id_number",
      "issuing_authority",
      "valid_from",
      "valid_to"}},
    {"business_licence",
     {"uscc",
      "registration_number",
      "company_name",
      "company_type",
      "legal_representative",
      "registered_capital",
      "established_date",
      "business_term_to",
      "address",
      "business_scope",
      "registration_authority"}},
    {"customer_form",
     {"name",
      "sex",
      "ethnicity",
      "birth_date",
      "id_type",
      "id_number",
      "valid_to",
      "issuing_authority",
      "nationality",
      "marital_status",
      "mobile",
      "phone",
      "email",
      "address",
      "postcode",
      "employer",
      "occupation",
      "annual_income",
      "investment_preference",
      "spouse_name",
      "spouse_id_number",
      "account_number",
      "agent_name",
      "agent_id_number",
      "tax_residency"}},
    {"corporate_form",
     {"company_name",
      "uscc",
      "legal_representative",
      "registered_capital",
      "established_date",
      "address",
      "business_scope",
      "contact_name",
      "contact_mobile",
      "contact_email",
      "postcode"}},
    {"passport",
     {"passport_number",
      "name",
      "name_latin",
      "sex",
      "nationality",
      "birth_date",
      "expiry_date",
      "mrz1",
      "mrz2"}},
    {"bank_card", {"card_number", "valid_thru", "bank_name", "card_type"}},
    {"hk_macau_permit", {"permit_number", "name", "birth_date", "sex", "valid_from", "valid_to"}},
    {"taiwan_permit", {"permit_number", "name", "birth_date", "sex", "valid_from", "valid_to"}},
    {"residence_permit", {"permit_number", "name", "birth_date", "sex", "valid_from", "valid_to"}},
};

double darkest_in(const Image& image, const Rect& box)
{
    int darkest = 255;
    for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y)
        for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x)
            darkest = std::min<int>(
                darkest, image.row(y)[static_cast<std::ptrdiff_t>(x) * image.channels]
            );
    return darkest;
}

class EveryLayout : public testing::TestWithParam<Layout> {};

TEST_P(EveryLayout, PlacesEachFieldOnInkInsideThePage)
{
    const Specimen specimen =
        make_specimen({GetParam(), 3, 9, 100}, Wear{.skew_deg = 2.0, .blur = 0.3, .noise = 1});
    const Scan& scan = specimen.pages.front().scan;
    ASSERT_FALSE(scan.fields.empty());
    for (const Placed& field : scan.fields) {
        EXPECT_TRUE(contract_fields.at(GetParam().type).contains(field.name)) << field.name;
        EXPECT_FALSE(field.value.empty()) << field.name;
        EXPECT_GE(field.box.x, 0) << field.name;
        EXPECT_GE(field.box.y, 0) << field.name;
        EXPECT_LE(field.box.right(), scan.image.width) << field.name;
        EXPECT_LE(field.box.bottom(), scan.image.height) << field.name;
        EXPECT_LT(darkest_in(scan.image, field.box), 140) << field.name;
    }
}

TEST_P(EveryLayout, NamesEachFieldOnce)
{
    const Specimen specimen = make_specimen({GetParam(), 4, 2, 100}, Wear{});
    std::set<std::string> names;
    for (const Placed& field : specimen.pages.front().scan.fields)
        EXPECT_TRUE(names.insert(field.name).second) << field.name;
}

std::string test_name(const testing::TestParamInfo<Layout>& info)
{
    return std::string(info.param.type) + "_" + std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, EveryLayout, testing::ValuesIn(layouts().begin(), layouts().end()), test_name
);

TEST(Layouts, AreNeverBothTrainedAndHeldOut)
{
    std::set<std::pair<std::string_view, std::string_view>> names;
    for (const Layout& layout : layouts())
        EXPECT_TRUE(names.insert({layout.type, layout.name}).second) << layout.name;
}

TEST(Layouts, HoldOutAtLeastOneOfEachType)
{
    for (const auto& [type, fields] : contract_fields) {
        const std::string_view wanted = type;
        for (const LayoutSet set : {LayoutSet::train, LayoutSet::held_out}) {
            EXPECT_TRUE(std::any_of(layouts().begin(), layouts().end(), [&](const Layout& layout) {
                return layout.type == wanted && layout.set == set;
            })) << type;
        }
    }
}

} // namespace
} // namespace dossier::samples
