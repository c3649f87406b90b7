#include "ocr/recipe/assemble.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::ocr {
namespace {

using capture::PageFacts;
using capture::PageRole;

struct Value {
    std::string name;
    std::string value;
    double confidence = 0.9;
};

Document a_page(int page, std::string type, std::vector<Value> values, double sure = 0.9)
{
    Document document;
    document.type = std::move(type);
    document.type_confidence = sure;
    document.pages = {page};
    for (const Value& value : values) {
        Field& field = document.fields.emplace_back();
        field.name = value.name;
        field.value = value.value;
        field.confidence = value.confidence;
        field.page = page;
    }
    document.pairs.push_back({"label", std::to_string(page), page, {}});
    return document;
}

std::vector<PageFacts> pages(std::size_t count)
{
    std::vector<PageFacts> pages(count);
    for (std::size_t i = 0; i < count; ++i)
        pages[i].index = static_cast<int>(i);
    return pages;
}

const Field& field_of(const Document& document, std::string_view name)
{
    return *std::ranges::find(document.fields, name, &Field::name);
}

constexpr Separation by_file{SeparationMode::file};

TEST(Assembling, JoinsByContentButNeverAcrossASeparator)
{
    auto facts = pages(3);
    const std::vector<Document> both{
        a_page(0, "id_card", {{"name", "甲"}}), a_page(1, "id_card", {{"valid_to", "长期"}})};
    EXPECT_EQ(assemble(both, std::span(facts).first(2), {}).size(), 1U);

    facts[1].role = PageRole::separator;
    const std::vector<Document> apart{
        a_page(0, "id_card", {{"name", "甲"}}), a_page(2, "id_card", {{"valid_to", "长期"}})};
    const auto documents = assemble(apart, facts, {});
    ASSERT_EQ(documents.size(), 2U);
    EXPECT_EQ(documents[0].pages, (std::vector{0}));
    EXPECT_EQ(documents[1].pages, (std::vector{2}));
}

TEST(Assembling, JoinsSidesAlthoughAValueOnOneIsHardlyReadable)
{
    const auto facts = pages(2);
    const auto with_speck = [&](double sureness) {
        return assemble(
            {a_page(0, "id_card", {{"valid_to", "长期"}, {"sex", "男", sureness}}),
             a_page(1, "id_card", {{"name", "甲"}, {"sex", "女"}})},
            facts,
            {}
        );
    };
    ASSERT_EQ(with_speck(0.2).size(), 1U);
    EXPECT_EQ(field_of(with_speck(0.2)[0], "sex").value, "女");
    EXPECT_EQ(with_speck(0.9).size(), 2U);
}

TEST(Assembling, ByFileMakesOneDocumentOfTheSurestType)
{
    const auto documents = assemble(
        {a_page(0, "unknown", {}, 0.0),
         a_page(1, "customer_form", {{"name", "甲"}, {"phone", ""}}, 0.95),
         a_page(2, "customer_form", {{"name", ""}, {"phone", "010-5555"}}, 0.8),
         a_page(3, "id_card", {{"address", "乙"}}, 0.7)},
        pages(4),
        by_file
    );
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents[0].type, "customer_form");
    EXPECT_DOUBLE_EQ(documents[0].type_confidence, 0.95);
    EXPECT_EQ(documents[0].pages, (std::vector{0, 1, 2, 3}));
    EXPECT_EQ(documents[0].pairs.size(), 4U);
    EXPECT_EQ(field_of(documents[0], "name").value, "甲");
    EXPECT_EQ(field_of(documents[0], "phone").value, "010-5555");
    EXPECT_EQ(field_of(documents[0], "phone").page, 2);
    EXPECT_EQ(std::ranges::count(documents[0].fields, "address", &Field::name), 0)
        << "what a card says is not what the form says";
}

TEST(Assembling, LeavesToAPersonWhatThePagesOfADocumentContradict)
{
    const auto documents = assemble(
        {a_page(0, "id_card", {{"name", "甲", 0.97}}),
         a_page(1, "id_card", {{"name", "乙", 0.99}})},
        pages(2),
        by_file
    );
    ASSERT_EQ(documents.size(), 1U);
    const Field& name = field_of(documents[0], "name");
    EXPECT_EQ(name.value, "乙");
    EXPECT_LE(name.confidence, 0.5);
    ASSERT_EQ(name.alternatives.size(), 1U);
    EXPECT_EQ(name.alternatives[0].value, "甲");
}

TEST(Assembling, KeepsAValueThatThePagesAgreeOn)
{
    const auto documents = assemble(
        {a_page(0, "id_card", {{"name", "甲", 0.9}}), a_page(1, "id_card", {{"name", "甲", 0.99}})},
        pages(2),
        by_file
    );
    const Field& name = field_of(documents.at(0), "name");
    EXPECT_DOUBLE_EQ(name.confidence, 0.99);
    EXPECT_TRUE(name.alternatives.empty());
}

TEST(Assembling, KeepsBlankAndTextlessPagesInTheirDocument)
{
    auto facts = pages(3);
    facts[1].blank = true;
    const auto documents = assemble({a_page(0, "id_card", {{"name", "甲"}})}, facts, by_file);
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents[0].pages, (std::vector{0, 1, 2}));
}

TEST(Assembling, MakesAnUnknownDocumentOfPagesWithoutTextButNoneOfBlankOnes)
{
    auto facts = pages(2);
    const auto pictures = assemble({}, facts, by_file);
    ASSERT_EQ(pictures.size(), 1U);
    EXPECT_EQ(pictures[0].type, "unknown");
    facts[0].blank = facts[1].blank = true;
    EXPECT_TRUE(assemble({}, facts, by_file).empty());
}

TEST(Assembling, AddsTheBlankBackOfASheetToTheDocumentOnItsFront)
{
    auto facts = pages(4);
    facts[1].blank = facts[3].blank = true;
    const std::vector<Document> read{
        a_page(0, "id_card", {{"name", "甲"}}), a_page(2, "business_licence", {{"name", "乙"}})};
    const auto duplex = assemble(read, facts, {.sides = 2});
    ASSERT_EQ(duplex.size(), 2U);
    EXPECT_EQ(duplex[0].pages, (std::vector{0, 1}));
    EXPECT_EQ(duplex[1].pages, (std::vector{2, 3}));
    EXPECT_EQ(assemble(read, facts, {}).at(0).pages, (std::vector{0}));
}

TEST(TypeSoFar, IsThatOfThePagesBeforeInTheSameDocument)
{
    const std::vector<Document> read{a_page(0, "customer_form", {}), a_page(1, "unknown", {})};
    EXPECT_EQ(type_so_far(read, pages(3), by_file), "customer_form");
    EXPECT_EQ(type_so_far(read, pages(3), {}), "") << "found by content";
    EXPECT_EQ(type_so_far(read, pages(3), {SeparationMode::page_count, 2}), "") << "another one";
    EXPECT_EQ(type_so_far({}, {}, by_file), "");
}

} // namespace
} // namespace dossier::ocr
