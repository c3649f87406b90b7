// Pages of several files as one piece of memory.

#include "ocr/bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace dossier::ocr {

namespace {

std::span<const std::byte> bytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::vector<std::byte> a_bundle()
{
    std::vector<std::byte> bundle;
    add_part(bundle, {.pages = {0}, .bytes = bytes("first file")});
    add_part(bundle, {.pages = {2, 3}, .bytes = bytes("second")});
    return bundle;
}

} // namespace

TEST(Bundle, GivesItsPartsBack)
{
    const auto bundle = a_bundle();
    const auto parts = parts_of(bundle);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ(parts->at(0).pages, std::vector{0});
    EXPECT_EQ(parts->at(1).pages, (std::vector{2, 3}));
    const auto second = parts->at(1).bytes;
    EXPECT_TRUE(std::ranges::equal(second, bytes("second")));
}

TEST(Bundle, RefusesEveryTruncation)
{
    const auto bundle = a_bundle();
    const std::size_t first_part = 4 + 4 + 8 + 10;
    for (std::size_t size = 0; size < bundle.size(); ++size) {
        EXPECT_EQ(parts_of(std::span(bundle).first(size)).has_value(), size == first_part) << size;
    }
}

TEST(Bundle, RefusesSizesThatAreNotThere)
{
    auto bundle = a_bundle();
    bundle[8] = std::byte{0x7f}; // 2^63 bytes, about
    EXPECT_FALSE(parts_of(bundle));
    bundle = a_bundle();
    bundle[0] = std::byte{0x7f}; // two thousand million pages
    EXPECT_FALSE(parts_of(bundle));
    bundle = a_bundle();
    bundle[3] = std::byte{0}; // of no page
    EXPECT_FALSE(parts_of(bundle));
}

} // namespace dossier::ocr
