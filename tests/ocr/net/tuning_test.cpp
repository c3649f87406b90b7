// What was learned here is added to a model's constants, and nothing else is.

#include "ocr/net/model_error.h"
#include "ocr/net/tuning.h"
#include "tests/ocr/bytes_of.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace dossier::ocr::net {
namespace {

std::string tuning(const std::string& name, float step, std::string_view steps, std::uint32_t count)
{
    return "dossier tuning 1\n" + bytes_of(static_cast<std::uint8_t>(name.size())) + name +
           bytes_of(count) + bytes_of(step) + std::string(steps);
}

Graph graph_with_weights()
{
    Graph graph;
    graph.constants["w"] = {.shape = {2}, .floats = {1.0F, -2.0F}};
    graph.constants["b"] = {.shape = {1}, .floats = {5.0F}};
    return graph;
}

void tune_with(Graph& graph, const std::string& bytes)
{
    tune(graph, std::as_bytes(std::span(bytes)));
}

TEST(Tuning, AddsItsStepsToTheConstantsThatItNames)
{
    Graph graph = graph_with_weights();
    tune_with(graph, tuning("w", 0.5F, "\x02\xff", 2));
    EXPECT_EQ(graph.constants["w"].floats, (std::vector{2.0F, -2.5F}));
    EXPECT_EQ(graph.constants["b"].floats, (std::vector{5.0F}));
}

TEST(Tuning, IsRefusedWhereverItEndsTooSoon)
{
    const std::string whole = tuning("w", 0.5F, "\x02\xff", 2);
    constexpr std::size_t heading = 17;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Graph graph = graph_with_weights();
        if (size == heading) continue; // it says nothing, then
        EXPECT_THROW(tune_with(graph, whole.substr(0, size)), ModelError) << size << " bytes";
    }
}

TEST(Tuning, IsRefusedForAnotherModel)
{
    Graph graph = graph_with_weights();
    EXPECT_THROW(tune_with(graph, tuning("v", 0.5F, "\x02\xff", 2)), ModelError);
    EXPECT_THROW(tune_with(graph, tuning("w", 0.5F, "\x02\xff\x01", 3)), ModelError);
    EXPECT_THROW(tune_with(graph, tuning("b", 0.5F, "\x02\xff", 2)), ModelError);
}

TEST(Tuning, IsRefusedWithAStepThatIsNoNumber)
{
    Graph graph = graph_with_weights();
    const float none = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THROW(tune_with(graph, tuning("w", none, "\x02\xff", 2)), ModelError);
}

TEST(Tuning, IsNotNeeded)
{
    Graph graph = graph_with_weights();
    tune(graph, std::filesystem::path("no such file"));
    EXPECT_EQ(graph.constants["w"].floats, (std::vector{1.0F, -2.0F}));
}

} // namespace
} // namespace dossier::ocr::net
