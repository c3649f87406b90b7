// Small graphs, each computed by oneDNN after fusing and by the loops of reference.h as written.

#include "ocr/net/arena.h"
#include "ocr/net/executor.h"
#include "ocr/net/fuse.h"
#include "ocr/net/model_error.h"
#include "tests/ocr/net/reference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <tuple>

namespace dossier::ocr::net {
namespace {

/// Builds a graph node by node; the last node's output is the graph's.
class Made {
public:
    Made() { graph_.input = "x"; }

    Made& constant(const std::string& name, const Shape& shape, float least = -1.0F)
    {
        auto numbers = made_up_numbers(static_cast<std::size_t>(count_of(shape)), ++seed_);
        for (float& number : numbers)
            number = std::max(number, least);
        graph_.constants[name] = {.shape = shape, .floats = std::move(numbers)};
        return *this;
    }

    Made& number(const std::string& name, float value)
    {
        graph_.constants[name] = {.shape = {}, .floats = {value}};
        return *this;
    }

    Made& integers(const std::string& name, const Shape& values)
    {
        graph_.constants[name] = {
            .shape = {static_cast<std::int64_t>(values.size())}, .ints = values};
        return *this;
    }

    Made& node(
        const std::string& op,
        std::vector<std::string> inputs,
        const std::string& output,
        std::map<std::string, Shape> ints = {},
        std::map<std::string, std::vector<float>> floats = {}
    )
    {
        graph_.nodes.push_back({op, std::move(inputs), output, std::move(ints), std::move(floats)});
        graph_.output = output;
        return *this;
    }

    Made& hard_swish(const std::string& from, const std::string& to)
    {
        return number("three", 3)
            .number("six", 6)
            .node("Add", {from, "three"}, to + "+3")
            .node("Clip", {to + "+3"}, to + "c", {}, {{"min", {0}}, {"max", {6}}})
            .node("Mul", {from, to + "c"}, to + "p")
            .node("Div", {to + "p", "six"}, to);
    }

    Graph& graph() { return graph_; }

    /// How far the executor is from the definition.
    float error(
        const Shape& input, Precision precision = Precision::whole, Numbers numbers = Numbers::words
    ) const
    {
        const Tensor x{input, made_up_numbers(static_cast<std::size_t>(count_of(input)), 99)};
        return largest_difference(
            compute_by_executor(graph_, x, precision, numbers), compute_by_definition(graph_, x)
        );
    }

    std::vector<std::string> fused_operators() const
    {
        auto graph = graph_;
        fuse(graph);
        std::vector<std::string> operators;
        for (const auto& node : graph.nodes)
            operators.push_back(node.op);
        return operators;
    }

private:
    Graph graph_;
    unsigned seed_ = 0;
};

constexpr float exact = 1e-5F;
using Operators = std::vector<std::string>;

TEST(Executor, ConvolvesWithStrideAndPadding)
{
    Made made;
    made.constant("w", {16, 3, 3, 3})
        .node("Conv", {"x", "w"}, "y", {{"strides", {2, 1}}, {"pads", {1, 1, 1, 1}}});
    EXPECT_LT(made.error({1, 3, 12, 20}), exact);
    EXPECT_LT(made.error({1, 3, 12, 20}, Precision::fastest), exact);
}

TEST(Executor, ConvolvesEachChannelByItself)
{
    Made made;
    made.constant("w", {24, 1, 5, 5})
        .constant("b", {24})
        .node(
            "Conv",
            {"x", "w", "b"},
            "y",
            {{"group", {24}}, {"pads", {2, 2, 2, 2}}, {"strides", {1, 2}}}
        );
    EXPECT_LT(made.error({1, 24, 6, 18}), exact);
}

TEST(Executor, ConvolvesWholeWindowsInTheFastestNumbers)
{
    for (const auto& [height, width, step, left, right] :
         {std::tuple{1, 3, 1, 1, 1}, {3, 3, 2, 1, 1}, {5, 3, 1, 2, 0}, {3, 5, 3, 0, 3}}) {
        Made made;
        made.constant("w", {9, 34, height, width})
            .constant("b", {9})
            .node(
                "Conv",
                {"x", "w", "b"},
                "c",
                {{"pads", {height / 2, left, height / 2, right}}, {"strides", {step, step}}}
            )
            .node("Relu", {"c"}, "y");
        EXPECT_LT(made.error({1, 34, 5, 11}, Precision::fastest), 0.02F)
            << height << ' ' << width << ' ' << step;
    }
}

TEST(Executor, ConvolvesSmallWindowsInTheFastestNumbers)
{
    for (const auto& [height, width, step, top, left] :
         {std::tuple{3, 3, 2, 1, 1}, {1, 3, 1, 0, 2}, {5, 2, 3, 3, 0}, {2, 5, 1, 1, 4}}) {
        Made made;
        made.constant("w", {19, 3, height, width})
            .constant("b", {19})
            .node(
                "Conv",
                {"x", "w", "b"},
                "c",
                {{"pads", {top, left, 2, 2}}, {"strides", {step, step}}}
            )
            .hard_swish("c", "y");
        EXPECT_LT(made.error({1, 3, 7, 21}, Precision::fastest), exact)
            << height << ' ' << width << ' ' << step;
    }
}

// Windows over every edge, strips that are not full, channels that fill no vector.
TEST(Executor, ConvolvesEachChannelByItselfInTheFastestNumbers)
{
    for (const int size : {3, 5}) {
        for (const auto& [channels, step_y, step_x, width] :
             {std::tuple{16, 1, 1, 26},
              {40, 2, 1, 8},
              {5, 1, 2, 37},
              {32, 2, 2, 3},
              {48, 1, 1, 1}}) {
            Made made;
            made.constant("w", {channels, 1, size, size})
                .constant("b", {channels})
                .node(
                    "Conv",
                    {"x", "w", "b"},
                    "c",
                    {{"group", {channels}},
                     {"pads", Shape(4, size / 2)},
                     {"strides", {step_y, step_x}}}
                );
            if (size == 3)
                made.hard_swish("c", "y");
            else
                made.node("Relu", {"c"}, "y");
            EXPECT_LT(made.error({1, channels, 6, width}, Precision::fastest), exact)
                << size << ' ' << channels << ' ' << step_y << ' ' << step_x << ' ' << width;
        }
    }
}

TEST(Executor, FoldsBatchNormIntoTheConvolution)
{
    Made made;
    made.constant("w", {8, 3, 3, 3})
        .constant("scale", {8})
        .constant("shift", {8})
        .constant("mean", {8})
        .constant("variance", {8}, 0.1F)
        .node("Conv", {"x", "w"}, "c")
        .node(
            "BatchNormalization",
            {"c", "scale", "shift", "mean", "variance"},
            "y",
            {},
            {{"epsilon", {1e-3F}}}
        );
    EXPECT_EQ(made.fused_operators(), Operators{"Conv"});
    EXPECT_LT(made.error({1, 3, 8, 8}), exact);
}

TEST(Executor, TakesWeightsTooSmallToMatterForNothing)
{
    Made made;
    made.constant("w", {8, 3, 1, 1}).node("Conv", {"x", "w"}, "y");
    made.graph().constants["w"].floats[5] = 1e-39F;
    fuse(made.graph());
    EXPECT_EQ(made.graph().find_constant(made.graph().nodes[0].inputs[1])->floats[5], 0.0F);
}

// The chain in which oneDNN 2.6.3 would mix up the numbers of two linear operations.
TEST(Executor, KeepsScalesBeforeAndAfterAnActivationApart)
{
    Made made;
    made.constant("w", {8, 4, 1, 1})
        .constant("b", {8})
        .number("s1", 1.7F)
        .number("t1", -0.4F)
        .number("s2", 0.3F)
        .number("t2", 2.5F)
        .node("Conv", {"x", "w", "b"}, "c")
        .node("Mul", {"s1", "c"}, "c1")
        .node("Add", {"c1", "t1"}, "c2")
        .hard_swish("c2", "h")
        .node("Mul", {"s2", "h"}, "h1")
        .node("Add", {"h1", "t2"}, "y");
    EXPECT_EQ(made.fused_operators(), Operators{"Conv"});
    EXPECT_LT(made.error({1, 4, 5, 7}), exact);
}

// Sizes that fill no tile, no vector and no pair of words.
TEST(Executor, MultipliesInTheFastestNumbersNearlyTheSame)
{
    for (const auto& [inner, outer] :
         {std::pair{3, 5}, {16, 64}, {33, 7}, {64, 48}, {120, 361}, {480, 16}}) {
        for (const char* activation :
             {"", "Relu", "Sigmoid", "HardSigmoid", "Swish", "HardSwish"}) {
            Made made;
            made.constant("w", {outer, inner, 1, 1}).constant("b", {outer});
            made.node("Conv", {"x", "w", "b"}, "c");
            if (activation == std::string_view("HardSwish"))
                made.hard_swish("c", "y");
            else if (activation == std::string_view("Swish"))
                made.node("Sigmoid", {"c"}, "s").node("Mul", {"c", "s"}, "y");
            else if (activation != std::string_view())
                made.node(activation, {"c"}, "y");
            EXPECT_EQ(made.fused_operators(), Operators{"Conv"});
            const float sums = std::sqrt(static_cast<float>(inner));
            EXPECT_LT(made.error({1, inner, 3, 13}, Precision::fastest), 1e-3F * sums)
                << inner << " to " << outer << ' ' << activation;
        }
    }
}

TEST(Executor, MultipliesLargeMatricesInBytesWhereAsked)
{
    for (const auto& [inner, outer] : {std::pair{240, 480}, {251, 497}, {480, 480}}) {
        Made made;
        made.constant("w", {outer, inner, 1, 1})
            .constant("b", {outer})
            .node("Conv", {"x", "w", "b"}, "c")
            .hard_swish("c", "y");
        const Shape shape{1, inner, 3, 13};
        const float of_words = 1e-3F * std::sqrt(static_cast<float>(inner));
        const float error = made.error(shape, Precision::fastest, Numbers::bytes);
        EXPECT_LT(error, 12 * of_words) << inner << " to " << outer;
        EXPECT_GT(error, of_words);
        EXPECT_LT(made.error(shape, Precision::fastest, Numbers::words), of_words);
    }
}

TEST(Executor, MultipliesBlackAndVeryBrightNumbersInTheFastest)
{
    for (const auto& [inner, outer, bound] : {std::tuple{24, 20, 5e-3F}, {240, 480, 0.2F}}) {
        Made made;
        made.constant("w", {outer, inner, 1, 1}).node("Conv", {"x", "w"}, "y");
        for (const float factor : {0.0F, 1e-10F, 1e6F}) {
            Tensor x{{1, inner, 2, 5}, made_up_numbers(static_cast<std::size_t>(inner) * 10)};
            for (float& number : x.values)
                number *= factor;
            const auto computed =
                compute_by_executor(made.graph(), x, Precision::fastest, Numbers::bytes);
            const auto defined = compute_by_definition(made.graph(), x);
            EXPECT_LE(largest_difference(computed, defined), bound * factor);
        }
    }
}

TEST(Executor, GatesChannelsByTheirMean)
{
    Made made;
    made.constant("w1", {4, 16, 1, 1})
        .constant("b1", {4})
        .constant("w2", {16, 4, 1, 1})
        .constant("b2", {16})
        .node("GlobalAveragePool", {"x"}, "mean")
        .node("Conv", {"mean", "w1", "b1"}, "c1")
        .node("Relu", {"c1"}, "r")
        .node("Conv", {"r", "w2", "b2"}, "c2")
        .node("HardSigmoid", {"c2"}, "s", {}, {{"alpha", {0.25F}}, {"beta", {0.4F}}})
        .node("Mul", {"x", "s"}, "m")
        .node("Add", {"x", "m"}, "y");
    EXPECT_EQ(made.fused_operators(), (Operators{"GlobalAveragePool", "Conv", "Conv", "Gate"}));
    EXPECT_LT(made.error({1, 16, 6, 10}), exact);
}

TEST(Executor, GatesWhatAConvolutionOfSinglePixelsTakes)
{
    for (const auto& [inner, outer, bound] : {std::tuple{36, 5, 5e-3F}, {240, 480, 0.15F}}) {
        Made made;
        made.constant("w1", {inner, inner, 1, 1})
            .constant("w2", {outer, inner, 1, 1})
            .node("GlobalAveragePool", {"x"}, "mean")
            .node("Conv", {"mean", "w1"}, "c1")
            .node("HardSigmoid", {"c1"}, "s", {}, {{"alpha", {0.25F}}, {"beta", {0.4F}}})
            .node("Mul", {"x", "s"}, "m")
            .node("Conv", {"m", "w2"}, "y");
        EXPECT_EQ(made.fused_operators(), (Operators{"GlobalAveragePool", "Conv", "Conv"}));
        EXPECT_LT(made.error({1, inner, 3, 7}), exact);
        EXPECT_LT(made.error({1, inner, 3, 7}, Precision::fastest, Numbers::bytes), bound);
    }
}

TEST(Executor, NormalisesLayersAndMultipliesThem)
{
    Made made;
    made.constant("w", {12})
        .constant("b", {12})
        .constant("m", {12, 20})
        .constant("n", {20})
        .number("two", 2)
        .number("tiny", 1e-5F)
        .integers("flat", {0, 12, -1})
        .number("one", 1)
        .node("Reshape", {"x", "flat"}, "rows")
        .node("Transpose", {"rows"}, "t", {{"perm", {0, 2, 1}}})
        .node("ReduceMean", {"t"}, "mean", {{"axes", {-1}}})
        .node("Sub", {"t", "mean"}, "d")
        .node("Pow", {"d", "two"}, "d2")
        .node("ReduceMean", {"d2"}, "v", {{"axes", {-1}}})
        .node("Add", {"v", "tiny"}, "v1")
        .node("Sqrt", {"v1"}, "r")
        .node("Div", {"d", "r"}, "q")
        .node("Mul", {"q", "w"}, "qw")
        .node("Add", {"qw", "b"}, "norm")
        .node("MatMul", {"norm", "m"}, "p")
        .node("Add", {"p", "n"}, "l")
        .node("Mul", {"l", "one"}, "l1")
        .node("Sigmoid", {"l1"}, "g")
        .node("Mul", {"l", "g"}, "y");
    EXPECT_EQ(made.fused_operators(), (Operators{"Reshape", "Transpose", "LayerNorm", "Linear"}));
    EXPECT_LT(made.error({1, 12, 1, 9}), 1e-4F);
    EXPECT_LT(made.error({1, 12, 1, 9}, Precision::fastest), 5e-3F);
}

TEST(Executor, NormalisesLayersWhoseWeightsTakeTheirShapeFromThePixels)
{
    Made made;
    made.constant("w", {12})
        .constant("b", {12})
        .number("two", 2)
        .number("tiny", 1e-5F)
        .integers("flat", {0, 12, -1})
        .integers("third", {2})
        .integers("end", {3})
        .integers("first", {0})
        .node("Reshape", {"x", "flat"}, "rows")
        .node("Transpose", {"rows"}, "t", {{"perm", {0, 2, 1}}})
        .node("ReduceMean", {"t"}, "mean", {{"axes", {2}}})
        .node("Sub", {"t", "mean"}, "d")
        .node("Pow", {"d", "two"}, "d2")
        .node("ReduceMean", {"d2"}, "v", {{"axes", {2}}})
        .node("Add", {"v", "tiny"}, "v1")
        .node("Sqrt", {"v1"}, "r")
        .node("Shape", {"t"}, "shape")
        .node("Slice", {"shape", "third", "end", "first"}, "last")
        .node("Reshape", {"w", "last"}, "w1")
        .node("Reshape", {"b", "last"}, "b1")
        .node("Div", {"d", "r"}, "q")
        .node("Mul", {"q", "w1"}, "qw")
        .node("Add", {"qw", "b1"}, "norm");
    EXPECT_LT(made.error({1, 12, 1, 9}), 1e-4F);
}

TEST(Executor, LeavesOutWhatChangesNothing)
{
    Made made;
    made.constant("w", {16, 3, 1, 1})
        .constant("b", {16})
        .integers("channels", {1, 16, 1, 1})
        .number("zero", 0)
        .number("one", 1)
        .node("Conv", {"x", "w"}, "c")
        .node("Reshape", {"b", "channels"}, "b1")
        .node("Add", {"c", "b1"}, "s")
        .node("Identity", {"s"}, "i")
        .node("Cast", {"i"}, "f", {{"to", {1}}})
        .node("Mul", {"f", "one"}, "m")
        .node("Add", {"m", "zero"}, "a")
        .node("Relu", {"a"}, "y");
    EXPECT_EQ(made.fused_operators(), Operators{"Conv"});
    EXPECT_LT(made.error({1, 3, 4, 7}), exact);
}

TEST(Executor, AttendsWithSeveralHeads)
{
    Made made;
    made.number("s", 0.258F)
        .integers("split", {1, 3, 2, 5, 7})
        .node("Reshape", {"x", "split"}, "r")
        .node("Transpose", {"r"}, "t", {{"perm", {1, 0, 2, 3, 4}}});
    for (const int part : {0, 1, 2}) {
        const auto name = std::string(1, static_cast<char>('a' + part));
        made.node(
                "Slice",
                {"t"},
                name + "5",
                {{"axes", {0}}, {"starts", {part}}, {"ends", {part + 1}}}
        ).node("Squeeze", {name + "5"}, name, {{"axes", {0}}});
    }
    made.node("Mul", {"a", "s"}, "as")
        .node("Transpose", {"b"}, "bt", {{"perm", {0, 1, 3, 2}}})
        .node("MatMul", {"as", "bt"}, "scores")
        .node("Softmax", {"scores"}, "share", {{"axis", {3}}})
        .node("MatMul", {"share", "c"}, "m")
        .node("Transpose", {"m"}, "y", {{"perm", {0, 2, 1, 3}}});
    EXPECT_LT(made.error({1, 6, 5, 7}), exact);
    EXPECT_LT(made.error({1, 6, 5, 7}, Precision::fastest), exact);
}

// More rows and columns than a tile has.
TEST(Executor, AttendsOverLongLinesInTheFastestNumbers)
{
    Made made;
    made.integers("split", {2, 3, 53})
        .node("Reshape", {"x", "split"}, "a")
        .node("Transpose", {"a"}, "t", {{"perm", {0, 2, 1}}})
        .node("MatMul", {"t", "a"}, "scores")
        .node("Softmax", {"scores"}, "share", {{"axis", {2}}})
        .node("MatMul", {"share", "t"}, "y");
    EXPECT_LT(made.error({1, 6, 1, 53}, Precision::fastest), exact);
}

TEST(Executor, EnlargesJoinsAndPools)
{
    Made made;
    made.integers("roi", {1})
        .node("AveragePool", {"x"}, "p", {{"kernel_shape", {3, 2}}, {"strides", {3, 2}}});
    made.graph().constants["scales"] = {.shape = {4}, .floats = {1, 1, 2, 2}};
    made.graph().constants["scales3"] = {.shape = {4}, .floats = {1, 1, 1, 1}};
    made.node("Resize", {"p", "roi", "scales"}, "e")
        .node("Concat", {"e", "e"}, "y", {{"axis", {1}}});
    for (auto& node : made.graph().nodes) {
        if (node.op == "Resize") node.text["mode"] = "nearest";
    }
    EXPECT_LT(made.error({1, 5, 6, 8}), exact);
}

TEST(Executor, SpreadsATransposedConvolution)
{
    Made made;
    made.constant("w", {6, 4, 2, 2})
        .constant("b", {1, 4, 1, 1})
        .constant("scale", {4})
        .constant("shift", {4})
        .constant("mean", {4})
        .constant("variance", {4}, 0.1F)
        .node("ConvTranspose", {"x", "w"}, "t", {{"strides", {2, 2}}})
        .node("Add", {"t", "b"}, "u")
        .node("BatchNormalization", {"u", "scale", "shift", "mean", "variance"}, "n")
        .node("Sigmoid", {"n"}, "y");
    EXPECT_EQ(made.fused_operators(), (Operators{"Conv", "DepthToSpace"}));
    EXPECT_LT(made.error({1, 6, 5, 7}), exact);
}

TEST(Executor, ComputesTheSameTwice)
{
    Made made;
    made.constant("w", {8, 3, 3, 3}).node("Conv", {"x", "w"}, "c").hard_swish("c", "y");
    auto graph = made.graph();
    fuse(graph);
    Kernels kernels;
    const Executor executor(graph, {1, 3, 9, 9}, kernels);
    const Arena arena(executor.arena_size());
    const auto numbers = made_up_numbers(3 * 9 * 9);
    std::set<std::vector<float>> answers;
    for (int run = 0; run < 3; ++run) {
        std::ranges::copy(numbers, executor.input(arena.floats()).begin());
        const auto answer = executor.run(arena.floats());
        answers.emplace(answer.begin(), answer.end());
    }
    EXPECT_EQ(answers.size(), 1U);
}

TEST(Executor, RefusesAnOperatorItDoesNotKnow)
{
    Made made;
    made.node("Einsum", {"x"}, "y");
    Kernels kernels;
    EXPECT_THROW(Executor(made.graph(), {1, 3, 8, 8}, kernels), ModelError);
}

TEST(Executor, RefusesWeightsThatDoNotFit)
{
    Made made;
    made.constant("w", {8, 4, 3, 3}).node("Conv", {"x", "w"}, "y");
    fuse(made.graph());
    Kernels kernels;
    EXPECT_THROW(Executor(made.graph(), {1, 3, 8, 8}, kernels), ModelError);
}

TEST(ArenaPlan, LaysLivingValuesApartAndReusesTheDead)
{
    ArenaPlan plan;
    const auto first = plan.take(100);
    const auto second = plan.take(50);
    EXPECT_GE(second, first + 100);
    plan.give_back(first);
    EXPECT_EQ(plan.take(64), first);
    EXPECT_GE(plan.take(100), second + 50);
}

} // namespace
} // namespace dossier::ocr::net
