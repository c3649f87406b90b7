#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "samples/render/specimen.h"
#include <algorithm>

namespace dossier::samples {
namespace {

Order order_of(std::string_view type, std::string_view layout, std::uint64_t number)
{
    return {layout_of(type, layout), 42, number, 100};
}

TEST(Specimen, IsTheSameBytesForTheSameSeed)
{
    const Order order = order_of("id_card", "portrait_side", 5);
    EXPECT_EQ(encode(make_specimen(order), Format::png), encode(make_specimen(order), Format::png));
}

TEST(Specimen, DiffersFromTheNextOne)
{
    EXPECT_NE(
        encode(make_specimen(order_of("id_card", "portrait_side", 5)), Format::jpeg),
        encode(make_specimen(order_of("id_card", "portrait_side", 6)), Format::jpeg)
    );
}

TEST(Specimen, SaysTheSameWhateverHappenedToItsPaper)
{
    const Order order = order_of("customer_form", "ruled_table", 3);
    const Specimen flat = make_specimen(order, Wear{});
    const Specimen worn =
        make_specimen(order, Wear{.skew_deg = 1, .blur = 0.8, .noise = 5, .tone = Tone::grey});
    ASSERT_EQ(flat.pages.front().scan.fields.size(), worn.pages.front().scan.fields.size());
    for (std::size_t i = 0; i < flat.pages.front().scan.fields.size(); ++i)
        EXPECT_EQ(flat.pages.front().scan.fields[i].value, worn.pages.front().scan.fields[i].value);
}

TEST(Specimen, TellsItsTruthInTheContractsWords)
{
    const Specimen specimen = make_specimen(
        order_of("id_card", "a4_copy", 7), Wear{.skew_deg = -1.25, .rotation_deg = 270}
    );
    const auto truth = nlohmann::json::parse(truth_of(specimen, "card.tif"));
    EXPECT_EQ(truth.at("source"), "card.tif");
    EXPECT_EQ(truth.at("documents").size(), 1U);
    const auto& document = truth.at("documents").at(0);
    EXPECT_EQ(document.at("type"), "id_card");
    EXPECT_EQ(document.at("page"), 0);
    EXPECT_EQ(document.at("fields").at("id_number").get<std::string>().size(), 18U);
    EXPECT_EQ(document.at("boxes").size(), document.at("fields").size());
    EXPECT_EQ(truth.at("pages").at(0).at("rotation_deg"), 270);
    EXPECT_DOUBLE_EQ(truth.at("pages").at(0).at("skew_deg"), -1.25);
}

TEST(Bundle, PutsTheOwnersCardBehindTheForm)
{
    const Specimen bundle =
        make_bundle(order_of("customer_form", "ruled_table", 1), layout_of("id_card", "a4_copy"));
    ASSERT_EQ(bundle.pages.size(), 2U);
    const auto truth = nlohmann::json::parse(truth_of(bundle, "bundle.tif"));
    const auto& form = truth.at("documents").at(0);
    const auto& card = truth.at("documents").at(1);
    EXPECT_EQ(card.at("page"), 1);
    EXPECT_EQ(form.at("fields").at("id_number"), card.at("fields").at("id_number"));
    EXPECT_EQ(form.at("fields").at("name"), card.at("fields").at("name"));
}

} // namespace
} // namespace dossier::samples
