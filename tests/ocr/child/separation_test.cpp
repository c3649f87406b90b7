// A stack of paper as a duplex feeder delivers it, drawn afresh and read through the real reader.

#include "ocr/child_reader.h"

#include <gtest/gtest.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <span>

namespace dossier::ocr {
namespace {

using capture::PageRole;
using samples::layout_of;
using samples::StackPage;

constexpr std::string_view cover = "dossier:cover/1;batch=B-2026-0007;sheets=3;separators=2";

samples::Wear light_wear()
{
    samples::Wear wear;
    wear.blur = 0.5;
    wear.noise = 3.0;
    wear.tone = samples::Tone::grey;
    return wear;
}

std::vector<std::byte> scan(const std::vector<StackPage>& pages)
{
    const samples::Order order{layout_of("id_card", "a4_copy"), 20'261'125, 0, 200};
    const auto file =
        samples::encode(samples::make_stack(pages, order, light_wear()), samples::Format::tiff);
    const auto bytes = std::as_bytes(std::span(file));
    return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> nine_pages()
{
    const auto* const form = &layout_of("customer_form", "ruled_table");
    const auto* const more = &layout_of("customer_form", "ruled_lines");
    const auto* const card = &layout_of("id_card", "a4_copy");
    const auto* const licence = &layout_of("business_licence", "portrait_2014");
    return scan(
        {{nullptr, "cover_sheet", cover},
         {form, {}, {}},
         {more, {}, {}},
         {nullptr, "separator", "dossier:separator/1;type=id_card"},
         {card, {}, {}},
         {nullptr, "blank", {}},
         {nullptr, "patch_sheet", {}},
         {licence, {}, {}},
         {nullptr, "blank", {}}}
    );
}

tl::expected<Reading, Unreadable> read(std::span<const std::byte> file, Separation separation)
{
    ChildReader reader(
        {.program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_TYPES, .models = DOSSIER_TEST_MODELS}
    );
    ReadOptions options;
    options.separation = separation;
    return reader.read(file, options);
}

std::vector<PageRole> roles(const Reading& reading)
{
    std::vector<PageRole> roles;
    for (const auto& page : reading.pages)
        roles.push_back(page.role);
    return roles;
}

TEST(SeparatedStack, IsReadIntoTheDocumentsBetweenItsSeparators)
{
    const auto reading = read(nine_pages(), {.mode = SeparationMode::separator});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;

    constexpr auto content = PageRole::content;
    constexpr auto separator = PageRole::separator;
    EXPECT_EQ(
        roles(*reading),
        (std::vector{
            PageRole::cover_sheet,
            content,
            content,
            separator,
            content,
            content,
            separator,
            content,
            content})
    );
    const auto& codes = reading->pages[0].codes;
    EXPECT_TRUE(std::ranges::any_of(codes, [](const auto& code) {
        return code.symbology == "qr_code" && code.text == cover;
    }));
    EXPECT_TRUE(reading->pages[5].blank);
    EXPECT_GT(reading->pages[5].blank_probability, 0.9);

    ASSERT_EQ(reading->documents.size(), 3U);
    EXPECT_EQ(reading->documents[0].type, "customer_form");
    EXPECT_EQ(reading->documents[0].pages, (std::vector{1, 2}));
    EXPECT_EQ(reading->documents[1].type, "id_card");
    EXPECT_EQ(reading->documents[1].pages, (std::vector{4, 5}));
    EXPECT_EQ(reading->documents[2].type, "business_licence");
    EXPECT_EQ(reading->documents[2].pages, (std::vector{7, 8}));
}

TEST(SeparatedStack, IsOneDocumentWhereTheFileIs)
{
    const auto file =
        scan({{&layout_of("customer_form", "ruled_table"), {}, {}}, {nullptr, "blank", {}}});
    const auto reading = read(file, {.mode = SeparationMode::file});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(reading->documents[0].pages, (std::vector{0, 1}));
}

} // namespace
} // namespace dossier::ocr
