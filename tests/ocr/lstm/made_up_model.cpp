#include "tests/ocr/lstm/made_up_model.h"

#include "tests/ocr/bytes_of.h"

#include <algorithm>

namespace dossier::ocr::lstm {
namespace {

std::string count(std::size_t number)
{
    return bytes_of(static_cast<std::uint32_t>(number));
}

std::string text(const std::string& text)
{
    return count(text.size()) + text;
}

std::string layer(const std::string& type, std::size_t inputs, std::size_t outputs)
{
    return std::string(1, '\0') + text(type) + std::string(2, '\0') + count(192) + count(inputs) +
           count(outputs) + count(0) + text("its name");
}

std::string group(
    const std::string& type,
    std::size_t inputs,
    std::size_t outputs,
    const std::vector<std::string>& layers
)
{
    auto bytes = layer(type, inputs, outputs) + count(layers.size());
    for (const auto& each : layers)
        bytes += each;
    return bytes + count(1) + bytes_of(0.001F); // rates of learning
}

std::string matrix(const Matrix& matrix)
{
    auto bytes = std::string(1, static_cast<char>(133)) + count(matrix.outputs) +
                 count(matrix.inputs + 1) + std::string(1, '\0');
    for (const auto weight : matrix.weights)
        bytes += static_cast<char>(weight);
    bytes += count(matrix.scales.size());
    for (const float scale : matrix.scales)
        bytes += bytes_of(static_cast<double>(scale) * 127);
    return bytes;
}

std::string lstm(const std::string& type, const Lstm& lstm)
{
    auto bytes = layer(type, lstm.inputs, lstm.units) + count(lstm.inputs + lstm.units);
    for (const auto& gate : lstm.gates)
        bytes += matrix(gate);
    return bytes;
}

std::string network(const Model& model)
{
    const auto channels = model.convolution.outputs;
    const auto codes = model.output.outputs;
    std::vector<std::string> layers{
        layer("Input", 9, 1) + bytes_of(1) + bytes_of(model.height) + bytes_of(0) + bytes_of(1) +
            bytes_of(0),
        group(
            "Series",
            1,
            channels,
            {layer("Convolve", 1, 9) + bytes_of(1) + bytes_of(1),
             layer("Tanh", 9, channels) + matrix(model.convolution)}
        ),
        layer("Maxpool", channels, channels) + bytes_of(3) + bytes_of(3),
        group("XYTranspose", channels, model.column.units, {lstm("SummLSTM", model.column)})};
    for (const auto& each : model.line) {
        layers.push_back(
            each.runs_backwards
                ? group("RTLReversed", each.inputs, each.units, {lstm("LSTM", each)})
                : lstm("LSTM", each)
        );
    }
    layers.push_back(layer("Softmax", model.output.inputs, codes) + matrix(model.output));
    return group("Series", 9, codes, layers) + text("[1,9,0,1 …]") + bytes_of(65) + bytes_of(0) +
           bytes_of(0) + bytes_of(static_cast<std::int32_t>(model.blank)) + std::string(12, '\0');
}

std::string characters(const Model& model)
{
    auto bytes = std::to_string(model.characters.size()) + "\n";
    for (const auto& each : model.characters)
        bytes += (each == " " ? "NULL" : each) + " 0 Common 0\n";
    return bytes;
}

std::string codes(const Model& model)
{
    auto bytes = count(model.codes.size());
    for (auto codes : model.codes) {
        if (codes.empty()) codes = {static_cast<std::uint16_t>(model.blank)};
        bytes += std::string(1, '\1') + count(codes.size());
        for (const auto code : codes)
            bytes += count(code);
    }
    return bytes;
}

} // namespace

Matrix Dice::matrix(std::size_t inputs, std::size_t outputs)
{
    Matrix matrix{.inputs = inputs, .outputs = outputs, .weights = {}, .scales = {}};
    for (std::size_t i = 0; i < outputs * (inputs + 1); ++i)
        matrix.weights.push_back(static_cast<std::int8_t>(number(-127, 127)));
    for (std::size_t i = 0; i < outputs; ++i)
        matrix.scales.push_back(static_cast<float>(number(1, 100)) * 1e-6F);
    return matrix;
}

Lstm Dice::lstm(std::size_t inputs, std::size_t units, bool runs_backwards)
{
    Lstm lstm{.inputs = inputs, .units = units, .gates = {}, .runs_backwards = runs_backwards};
    std::ranges::generate(lstm.gates, [&] { return matrix(inputs + units, units); });
    return lstm;
}

Model made_up_model()
{
    Dice dice;
    return {
        .height = 9,
        .convolution = dice.matrix(9, 2),
        .column = dice.lstm(2, 3),
        .line = {dice.lstm(3, 4), dice.lstm(4, 18, true)},
        .output = dice.matrix(18, 5),
        .blank = 4,
        .characters = {" ", "Joined", "甲", "乙"},
        .codes = {{0}, {}, {1, 2}, {1, 3}}};
}

std::string traineddata_of(const Model& model)
{
    const std::vector<std::pair<std::size_t, std::string>> components{
        {17, network(model)}, {21, characters(model)}, {22, codes(model)}};
    std::vector<std::int64_t> starts(24, -1);
    std::size_t start = sizeof(std::uint32_t) + starts.size() * sizeof(std::int64_t);
    std::string bytes;
    for (const auto& [index, component] : components) {
        starts[index] = static_cast<std::int64_t>(start + bytes.size());
        bytes += component;
    }
    auto head = count(starts.size());
    for (const auto each : starts)
        head += bytes_of(each);
    return head + bytes;
}

} // namespace dossier::ocr::lstm
