// Models written byte by byte in protobuf's wire format.

#include "ocr/net/model_error.h"
#include "ocr/net/onnx.h"

#include <gtest/gtest.h>

#include <cstring>

namespace dossier::ocr::net {
namespace {

std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80U; value >>= 7U)
        bytes += static_cast<char>(value | 0x80U);
    return bytes + static_cast<char>(value);
}

std::string number(unsigned field, std::uint64_t value)
{
    return varint(field << 3U) + varint(value);
}

std::string bytes(unsigned field, const std::string& content)
{
    return varint(field << 3U | 2U) + varint(content.size()) + content;
}

std::string floats(const std::vector<float>& values)
{
    std::string raw(values.size() * sizeof(float), '\0');
    std::memcpy(raw.data(), values.data(), raw.size());
    return raw;
}

std::string tensor(const std::string& name, std::uint64_t size, const std::vector<float>& values)
{
    return number(1, size) + number(2, 1) + bytes(8, name) + bytes(9, floats(values));
}

/// y = Conv(x, w) with strides 2, 3, and w three numbers.
std::string model(std::uint64_t size_of_w = 3)
{
    const auto strides = bytes(5, bytes(1, "strides") + number(8, 2) + number(8, 3));
    const auto node = bytes(1, "x") + bytes(1, "w") + bytes(2, "y") + bytes(4, "Conv") + strides;
    const auto graph = bytes(1, node) + bytes(5, tensor("w", size_of_w, {1.5F, -2.0F, 0.25F})) +
                       bytes(11, bytes(1, "x")) + bytes(12, bytes(1, "y"));
    return number(1, 8) + bytes(7, graph);
}

Graph read(const std::string& text)
{
    return read_onnx(std::as_bytes(std::span(text)));
}

TEST(Onnx, ReadsNodesAttributesAndConstants)
{
    const auto graph = read(model());
    ASSERT_EQ(graph.nodes.size(), 1U);
    EXPECT_EQ(graph.nodes[0].op, "Conv");
    EXPECT_EQ(graph.nodes[0].inputs, (std::vector<std::string>{"x", "w"}));
    EXPECT_EQ(graph.nodes[0].list("strides", {}), (Shape{2, 3}));
    EXPECT_EQ(graph.input, "x");
    EXPECT_EQ(graph.output, "y");
    ASSERT_NE(graph.find_constant("w"), nullptr);
    EXPECT_EQ(graph.find_constant("w")->floats, (std::vector<float>{1.5F, -2.0F, 0.25F}));
}

TEST(Onnx, RefusesEveryTruncation)
{
    const auto whole = model();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_THROW(read(whole.substr(0, size)), ModelError) << size << " bytes";
    }
}

TEST(Onnx, SurvivesEveryFlippedBit)
{
    const auto whole = model();
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto damaged = whole;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        try {
            EXPECT_LE(read(damaged).nodes.size(), 2U);
        } catch (const ModelError&) {
            SUCCEED();
        }
    }
}

TEST(Onnx, RefusesAShapeThatDoesNotFitItsValues)
{
    EXPECT_THROW(read(model(4)), ModelError);
    EXPECT_THROW(read(model(std::uint64_t{1} << 62U)), ModelError);
}

TEST(Onnx, SaysWhichFileItCannotRead)
{
    try {
        static_cast<void>(load_onnx("no/such/model.onnx"));
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_NE(std::string(error.what()).find("no/such/model.onnx"), std::string::npos);
    }
}

} // namespace
} // namespace dossier::ocr::net
