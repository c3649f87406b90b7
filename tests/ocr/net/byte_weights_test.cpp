#include "ocr/net/byte_weights.h"
#include "tests/ocr/net/reference.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dossier::ocr::net {
namespace {

constexpr std::int64_t inner = 64;
constexpr std::int64_t outer = 48;

Constant made_up(const Shape& shape, unsigned seed)
{
    return {
        .shape = shape, .floats = made_up_numbers(static_cast<std::size_t>(count_of(shape)), seed)};
}

Constant weights()
{
    return made_up({outer, inner, 1, 1}, 3);
}

/// A convolution of single pixels.
Graph convolution()
{
    Graph graph;
    graph.input = "x";
    graph.output = "y";
    graph.constants["w"] = weights();
    graph.constants["b"] = made_up({outer}, 5);
    graph.nodes.push_back({.op = "Conv", .inputs = {"x", "w", "b"}, .output = "y"});
    return graph;
}

TEST(BytesOfWeights, AreTheWeightsButForHalfAStep)
{
    const Constant given = weights();
    const auto bytes = to_bytes(given, made_up({outer}, 5), -1, 1);
    for (std::size_t i = 0; i < given.floats.size(); ++i) {
        const float unit = bytes.scales[i / inner] / bytes.step;
        EXPECT_NEAR(given.floats[i], static_cast<float>(bytes.weights[i]) * unit, unit * 0.51F);
    }
}

TEST(BytesOfWeights, GiveTheBiasWhereNothingGoesIn)
{
    const Constant bias = made_up({outer}, 5);
    const auto bytes = to_bytes(weights(), bias, -0.3F, 2.5F);
    for (std::size_t o = 0; o < static_cast<std::size_t>(outer); ++o) {
        int sum = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(inner); ++i)
            sum += bytes.zero * bytes.weights[o * inner + i];
        const float result = bytes.scales[o] * (static_cast<float>(sum) + bytes.biases[o]);
        EXPECT_NEAR(result, bias.floats[o], 1e-3F);
    }
}

TEST(Bytes, GiveNearlyWhatFloatsGive)
{
    const Tensor picture{{1, inner, 6, 10}, made_up_numbers(inner * 60)};
    Graph graph = convolution();
    const auto whole = compute_by_executor(graph, picture, Precision::whole);
    graph.nodes.front().floats["range"] = {-1, 1};
    const auto fastest = compute_by_executor(graph, picture, Precision::fastest);
    // Of sums of 64 products of up to 1, whose factors are off by up to 1/255 and 1/254.
    EXPECT_LT(largest_difference(fastest, whole), 0.15F);
}

TEST(Bytes, CutWhatLiesBeyondTheirRange)
{
    Tensor picture{{1, inner, 1, 1}, std::vector<float>(inner, 50.0F)};
    Graph graph = convolution();
    graph.nodes.front().floats["range"] = {-1, 1};
    const auto far_beyond = compute_by_executor(graph, picture, Precision::fastest);
    picture.values.assign(inner, 80.0F);
    const auto further = compute_by_executor(graph, picture, Precision::fastest);
    const auto whole = compute_by_executor(graph, picture, Precision::whole);
    // The same, where the processor multiplies bytes; elsewhere they are floats, and exact.
    EXPECT_TRUE(
        largest_difference(far_beyond, further) < 1e-3F ||
        largest_difference(further, whole) < 30.0F
    );
}

TEST(Ranges, AreGivenToTheRecognisersConvolutionsAlone)
{
    Graph graph = convolution();
    graph.nodes.push_back({.op = "Conv", .inputs = {"y", "w", "b"}, .output = "p2o.Add.231"});
    mark_ranges(graph);
    EXPECT_FALSE(graph.nodes.front().floats.contains("range"));
    EXPECT_TRUE(graph.nodes.back().floats.contains("range"));
}

} // namespace
} // namespace dossier::ocr::net
