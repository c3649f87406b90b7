#include "ocr/lstm/traineddata.h"

#include "ocr/net/model_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

namespace dossier::ocr::lstm {
namespace {

using Bytes = std::span<const std::byte>;

// Places in the container.
constexpr std::size_t network_component = 17;
constexpr std::size_t characters_component = 21;
constexpr std::size_t codes_component = 22;

// The largest of Tesseract's models has 22 thousand characters and layers of 1024 units; what is
// beyond these is damage.
constexpr std::size_t most_components = 64;
constexpr std::size_t most_characters = 100'000;
constexpr std::size_t most_units = 4096;
constexpr std::size_t most_layers = 16;
constexpr std::size_t most_codes = 9; ///< of a character
constexpr std::size_t most_outputs = 32'768;

[[noreturn]] void damaged(const char* what)
{
    throw ModelError(std::string("the Tesseract model is damaged: ") + what);
}

[[noreturn]] void other(std::string_view what)
{
    throw OtherModel("the Tesseract model is of another kind: " + std::string(what));
}

class Cursor : public net::Cursor {
public:
    explicit Cursor(Bytes rest) : net::Cursor(rest, "the Tesseract model") {}

    /// A number of things, at least one.
    std::size_t count(std::size_t most)
    {
        const auto count = number<std::uint32_t>();
        if (count == 0 || count > most) damaged("an impossible number of things");
        return count;
    }

    std::string text() { return net::Cursor::text(number<std::uint32_t>()); }
};

/// The bytes of a component: up to where the next one starts.
Bytes component(Bytes file, std::size_t index)
{
    Cursor cursor(file);
    const auto entries = cursor.count(most_components);
    std::vector<std::int64_t> starts;
    for (std::size_t i = 0; i < entries; ++i)
        starts.push_back(cursor.number<std::int64_t>());
    if (index >= entries || starts[index] < 0) other("a component is missing");
    const auto size = static_cast<std::int64_t>(file.size());
    const auto start = starts[index];
    auto end = size;
    for (const auto other : starts)
        if (other > start) end = std::min(end, other);
    if (start > size) damaged("a component lies outside of the file");
    return file.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
}

/// What every layer starts with.
struct Layer {
    std::string type;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    bool has_rates = false; ///< of learning, one for each layer within
};

Layer read_layer(Cursor& cursor)
{
    constexpr std::uint32_t rates_flag = 64;
    if (cursor.number<std::uint8_t>() != 0) other("a layer of an old format");
    Layer layer{.type = cursor.text()};
    cursor.take(2); // of training
    layer.has_rates = (cursor.number<std::uint32_t>() & rates_flag) != 0;
    layer.inputs = cursor.count(most_outputs);
    layer.outputs = cursor.count(most_outputs);
    cursor.take(4); // the number of weights
    cursor.text();  // the layer's name
    return layer;
}

Layer read_layer(Cursor& cursor, std::string_view type)
{
    auto layer = read_layer(cursor);
    if (layer.type != type) other("layer " + layer.type + " instead of " + std::string(type));
    return layer;
}

/// A layer that is made of others.
struct Group {
    Layer layer;
    std::size_t size = 0;
};

Group start_group(Cursor& cursor, Layer layer)
{
    return {std::move(layer), cursor.count(most_layers)};
}

void end_group(Cursor& cursor, const Group& group)
{
    if (group.layer.has_rates) cursor.take(cursor.count(most_layers) * sizeof(float));
}

Matrix read_matrix(Cursor& cursor, std::size_t inputs, std::size_t outputs)
{
    constexpr std::uint8_t bytes_flag = 1;
    constexpr std::uint8_t doubles_flag = 128;
    constexpr std::uint8_t flags = bytes_flag | doubles_flag;
    if ((cursor.number<std::uint8_t>() & flags) != flags) other("weights that are not bytes");
    Matrix matrix{.inputs = inputs, .outputs = outputs, .weights = {}, .scales = {}};
    if (cursor.count(most_outputs) != outputs || cursor.count(most_outputs) != inputs + 1)
        damaged("weights that do not fit their layer");
    cursor.take(1); // what its empty places hold
    const auto weights = cursor.take(outputs * (inputs + 1));
    matrix.weights.resize(weights.size());
    std::memcpy(matrix.weights.data(), weights.data(), weights.size());
    if (cursor.count(most_outputs) != outputs) damaged("scales that do not fit their weights");
    for (std::size_t i = 0; i < outputs; ++i) {
        const auto scale = static_cast<float>(cursor.number<double>() / 127);
        if (!(scale >= 0.0F) || !std::isfinite(scale)) damaged("a scale is no number");
        matrix.scales.push_back(scale);
    }
    return matrix;
}

Lstm read_lstm(Cursor& cursor, const Layer& layer, std::size_t inputs)
{
    if (layer.inputs != inputs || layer.outputs > most_units)
        damaged("a layer that does not fit the one before");
    Lstm lstm{.inputs = inputs, .units = layer.outputs, .gates = {}};
    if (cursor.count(most_outputs) != lstm.inputs + lstm.units) other("memory in two dimensions");
    for (auto& gate : lstm.gates)
        gate = read_matrix(cursor, lstm.inputs + lstm.units, lstm.units);
    return lstm;
}

/// A layer along the line, or the same in a group that turns the line around.
Lstm read_line_layer(Cursor& cursor, std::size_t inputs)
{
    auto layer = read_layer(cursor);
    if (layer.type == "LSTM") return read_lstm(cursor, layer, inputs);
    if (layer.type != "RTLReversed") other("layer " + layer.type);
    const auto group = start_group(cursor, std::move(layer));
    if (group.size != 1) other("several layers that read backwards");
    auto lstm = read_lstm(cursor, read_layer(cursor, "LSTM"), inputs);
    lstm.runs_backwards = true;
    end_group(cursor, group);
    return lstm;
}

void expect(Cursor& cursor, std::int32_t value, const char* what)
{
    if (cursor.number<std::int32_t>() != value) other(what);
}

void read_network(Cursor& cursor, Model& model)
{
    const auto whole = start_group(cursor, read_layer(cursor, "Series"));
    constexpr std::size_t others = 5; // beside those along the line
    if (whole.size < others) other("too few layers");

    read_layer(cursor, "Input");
    expect(cursor, 1, "several lines at once");
    model.height = cursor.number<std::int32_t>();
    if (model.height < 3 || model.height > 256) other("no height");
    expect(cursor, 0, "a width");
    expect(cursor, 1, "colours");
    cursor.take(4); // what it was trained for

    const auto windows = start_group(cursor, read_layer(cursor, "Series"));
    if (windows.size != 2) other("a first layer that is no convolution");
    read_layer(cursor, "Convolve");
    expect(cursor, 1, "windows that are not 3 wide");
    expect(cursor, 1, "windows that are not 3 high");
    const auto convolution = read_layer(cursor, "Tanh");
    if (convolution.outputs > 16) other("more than 16 channels");
    model.convolution = read_matrix(cursor, 9, convolution.outputs);
    end_group(cursor, windows);

    read_layer(cursor, "Maxpool");
    expect(cursor, 3, "pools that are not 3 wide");
    expect(cursor, 3, "pools that are not 3 high");

    const auto turned = start_group(cursor, read_layer(cursor, "XYTranspose"));
    if (turned.size != 1) other("several layers that read columns");
    const auto column = read_layer(cursor, "SummLSTM");
    model.column = read_lstm(cursor, column, convolution.outputs);
    end_group(cursor, turned);

    std::size_t inputs = model.column.units;
    for (std::size_t i = others; i < whole.size; ++i) {
        model.line.push_back(read_line_layer(cursor, inputs));
        inputs = model.line.back().units;
    }
    const auto output = read_layer(cursor, "Softmax");
    model.output = read_matrix(cursor, inputs, output.outputs);
    end_group(cursor, whole);
}

/// What follows the network.
void read_blank(Cursor& cursor, Model& model)
{
    constexpr std::int32_t recoded_flag = 64;
    cursor.text(); // the network as people write it
    if ((cursor.number<std::int32_t>() & recoded_flag) == 0) other("characters without codes");
    cursor.take(8); // how long it was trained
    model.blank = static_cast<std::uint32_t>(cursor.number<std::int32_t>());
    if (model.blank >= model.output.outputs) damaged("no code for nothing");
}

/// A line for each character, which is its first word; the first line is their number.
void read_characters(Bytes bytes, Model& model)
{
    std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto next_line = [&rest] {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) damaged("the list of characters is cut off");
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        return line;
    };
    std::size_t count = 0;
    for (const char digit : next_line()) {
        if (digit < '0' || digit > '9') damaged("the list of characters has no length");
        count = count * 10 + static_cast<std::size_t>(digit - '0');
        if (count > most_characters) damaged("too many characters");
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto line = next_line();
        const auto text = line.substr(0, line.find(' '));
        if (text.empty()) damaged("a character without a name");
        model.characters.emplace_back(text == "NULL" ? " " : text);
    }
}

void read_codes(Cursor& cursor, Model& model)
{
    if (cursor.count(most_characters) != model.characters.size())
        damaged("codes that do not fit the characters");
    for (std::size_t i = 0; i < model.characters.size(); ++i) {
        cursor.take(1); // whether it is in normal form
        std::vector<std::uint16_t> codes;
        for (auto left = cursor.count(most_codes); left > 0; --left) {
            const auto code = cursor.number<std::uint32_t>();
            if (code >= model.output.outputs) damaged("a code that the network does not say");
            codes.push_back(static_cast<std::uint16_t>(code));
        }
        // Characters that only Tesseract's older recogniser knew have the code for nothing.
        if (std::ranges::find(codes, model.blank) != codes.end()) codes.clear();
        model.codes.push_back(std::move(codes));
    }
}

} // namespace

Model read_traineddata(std::span<const std::byte> file)
{
    Model model;
    Cursor network(component(file, network_component));
    read_network(network, model);
    read_blank(network, model);
    read_characters(component(file, characters_component), model);
    Cursor codes(component(file, codes_component));
    read_codes(codes, model);
    return model;
}

} // namespace dossier::ocr::lstm
