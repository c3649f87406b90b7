#include "ocr/net/model_error.h"
#include "ocr/net/shapes.h"

#include <gtest/gtest.h>

#include <array>

namespace dossier::ocr::net {
namespace {

TEST(Shapes, AConvolutionShrinksByItsReachAndStride)
{
    const Node node{
        .op = "Conv",
        .inputs = {},
        .output = "y",
        .ints = {{"strides", {2, 1}}, {"pads", {1, 0, 1, 0}}}};
    EXPECT_EQ(convolved_shape(node, {1, 3, 48, 320}, {16, 3, 3, 3}), (Shape{1, 16, 24, 318}));
    EXPECT_THROW(convolved_shape(node, {1, 4, 48, 320}, {16, 3, 3, 3}), ModelError);
    EXPECT_THROW(convolved_shape(node, {1, 3, 48, 2}, {16, 3, 3, 3}), ModelError);
}

TEST(Shapes, ReshapingKeepsZerosAndFindsTheOpenAxis)
{
    EXPECT_EQ(reshaped({1, 120, 1, 40}, {0, 0, -1}), (Shape{1, 120, 40}));
    EXPECT_EQ(reshaped({1, 40, 360}, {0, 40, 3, 8, 15}), (Shape{1, 40, 3, 8, 15}));
    EXPECT_THROW(reshaped({2, 3}, {-1, -1}), ModelError);
    EXPECT_THROW(reshaped({2, 3}, {4, -1}), ModelError);
}

TEST(Shapes, SqueezingTakesOnlyAxesOfOne)
{
    EXPECT_EQ(squeezed({1, 120, 1, 40}, {2}), (Shape{1, 120, 40}));
    EXPECT_EQ(squeezed({3, 1}, {-1}), Shape{3});
    EXPECT_THROW(squeezed({3, 2}, {1}), ModelError);
    EXPECT_THROW(squeezed({3, 1}, {2}), ModelError);
}

TEST(Shapes, CuttingCountsNegativePlacesFromTheEnd)
{
    const auto part = part_of({3, 10}, {-4}, {-1}, {1});
    EXPECT_EQ(part.first, (Shape{0, 6}));
    EXPECT_EQ(part.shape, (Shape{3, 3}));
    EXPECT_EQ(part_of({5}, {1}, {1'000'000}, {0}).shape, Shape{4});
    EXPECT_THROW(part_of({5}, {3}, {2}, {0}), ModelError);
}

TEST(Shapes, IntegersOfShapesAreComputedAhead)
{
    const Constant shape{.shape = {1, 3, 48, 320}};
    const auto sizes =
        fold_integers({.op = "Shape", .inputs = {}, .output = "s"}, std::array{shape});
    EXPECT_EQ(sizes.ints, (Shape{1, 3, 48, 320}));
    const Node last{
        .op = "Slice", .inputs = {}, .output = "w", .ints = {{"starts", {3}}, {"ends", {4}}}};
    const auto width = fold_integers(last, std::array{sizes});
    EXPECT_EQ(width.ints, Shape{320});
    const std::array newer{
        sizes, Constant{.shape = {1}, .ints = {2}}, Constant{.shape = {1}, .ints = {3}}};
    const auto height = fold_integers({.op = "Slice", .inputs = {}, .output = "h"}, newer);
    EXPECT_EQ(height.ints, Shape{48});
    const auto both =
        fold_integers({.op = "Concat", .inputs = {}, .output = "c"}, std::array{width, sizes});
    EXPECT_EQ(both.ints, (Shape{320, 1, 3, 48, 320}));
    EXPECT_THROW(
        fold_integers({.op = "Gather", .inputs = {}, .output = "g"}, std::array{sizes}), ModelError
    );
}

} // namespace
} // namespace dossier::ocr::net
