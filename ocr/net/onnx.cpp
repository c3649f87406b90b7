#include "ocr/net/onnx.h"

#include "ocr/net/model_error.h"
#include "ocr/net/model_file.h"

#include <cstring>

namespace dossier::ocr::net {
namespace {

using Bytes = std::span<const std::byte>;

// The largest model of the set has 1.6 million weights; a shape beyond this is damage.
constexpr std::int64_t most_values = std::int64_t{1} << 26;
constexpr std::size_t most_dimensions = 8;

[[noreturn]] void damaged(const char* what)
{
    throw ModelError(std::string("the model file is damaged: ") + what);
}

/// One field of a message: its number, and its value as a number or as bytes.
struct Field {
    std::uint64_t number = 0;
    std::uint64_t value = 0;
    Bytes bytes{};
    bool has_bytes = false;
};

/// Walks over the fields of one protobuf message.
class Message {
public:
    explicit Message(Bytes rest) : rest_(rest, "the model file") {}

    bool next(Field& field)
    {
        if (rest_.is_empty()) return false;
        const auto key = varint();
        field = {.number = key >> 3U};
        switch (key & 7U) {
        case 0: field.value = varint(); break;
        case 1: field.bytes = rest_.take(8); break;
        case 2: field.bytes = rest_.take(varint()); break;
        case 5: field.bytes = rest_.take(4); break;
        default: damaged("unknown wire type");
        }
        field.has_bytes = (key & 7U) != 0;
        return true;
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint64_t byte = rest_.number<std::uint8_t>();
            value |= (byte & 0x7fU) << shift;
            if (byte < 0x80U) return value;
        }
        damaged("number too long");
    }

    bool is_empty() const { return rest_.is_empty(); }

private:
    Cursor rest_;
};

std::string text_of(const Field& field)
{
    std::string text(field.bytes.size(), '\0');
    if (!text.empty()) std::memcpy(text.data(), field.bytes.data(), text.size());
    return text;
}

/// Repeated numbers may come one a field or packed into one.
void append_ints(std::vector<std::int64_t>& to, const Field& field)
{
    if (!field.has_bytes) {
        to.push_back(static_cast<std::int64_t>(field.value));
        return;
    }
    for (Message packed(field.bytes); !packed.is_empty();) {
        to.push_back(static_cast<std::int64_t>(packed.varint()));
    }
}

template <typename Number>
std::vector<Number> numbers_of(Bytes bytes)
{
    if (bytes.size() % sizeof(Number) != 0) damaged("odd number of bytes");
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
    return numbers;
}

void append_floats(std::vector<float>& to, const Field& field)
{
    const auto more = numbers_of<float>(field.bytes);
    to.insert(to.end(), more.begin(), more.end());
}

struct NamedConstant {
    std::string name;
    Constant constant;
};

void fill_from_raw(Constant& constant, std::uint64_t type, Bytes raw)
{
    enum : std::uint64_t { type_float = 1, type_int32 = 6, type_int64 = 7 };

    if (type == type_float)
        constant.floats = numbers_of<float>(raw);
    else if (type == type_int64)
        constant.ints = numbers_of<std::int64_t>(raw);
    else if (type == type_int32) {
        const auto narrow = numbers_of<std::int32_t>(raw);
        constant.ints.assign(narrow.begin(), narrow.end());
    } else
        throw ModelError("the model has a constant of an unknown type");
}

NamedConstant read_tensor(Bytes bytes)
{
    NamedConstant read;
    std::uint64_t type = 0;
    Bytes raw;
    Field field;
    for (Message message(bytes); message.next(field);) {
        switch (field.number) {
        case 1: append_ints(read.constant.shape, field); break;
        case 2: type = field.value; break;
        case 4: append_floats(read.constant.floats, field); break;
        case 5:
        case 7: append_ints(read.constant.ints, field); break;
        case 8: read.name = text_of(field); break;
        case 9: raw = field.bytes; break;
        default: break;
        }
    }
    if (!raw.empty()) fill_from_raw(read.constant, type, raw);
    if (read.constant.shape.size() > most_dimensions) damaged("too many dimensions");
    std::int64_t count = 1;
    for (const auto size : read.constant.shape) {
        if (size < 0 || size > most_values || count * size > most_values)
            damaged("impossible shape");
        count *= size;
    }
    const auto values = read.constant.floats.size() + read.constant.ints.size();
    if (values != static_cast<std::size_t>(count)) damaged("a shape that does not fit its values");
    return read;
}

/// An attribute goes into its node; the tensor of a Constant node comes back.
Constant read_attribute(Bytes bytes, Node& node)
{
    std::string name;
    std::vector<std::int64_t> ints;
    std::vector<float> floats;
    std::string text;
    Constant tensor;
    Field field;
    for (Message message(bytes); message.next(field);) {
        switch (field.number) {
        case 1: name = text_of(field); break;
        case 2:
        case 7: append_floats(floats, field); break;
        case 3:
        case 8: append_ints(ints, field); break;
        case 4: text = text_of(field); break;
        case 5: tensor = read_tensor(field.bytes).constant; break;
        default: break;
        }
    }
    if (!ints.empty()) node.ints[name] = std::move(ints);
    if (!floats.empty()) node.floats[name] = std::move(floats);
    if (!text.empty()) node.text[name] = std::move(text);
    return tensor;
}

void read_node(Bytes bytes, Graph& graph)
{
    Node node;
    Constant tensor;
    Field field;
    for (Message message(bytes); message.next(field);) {
        switch (field.number) {
        case 1: node.inputs.push_back(text_of(field)); break;
        case 2:
            if (!node.output.empty()) throw ModelError("the model has a node with two outputs");
            node.output = text_of(field);
            break;
        case 4: node.op = text_of(field); break;
        case 5: {
            auto value = read_attribute(field.bytes, node);
            if (!value.floats.empty() || !value.ints.empty()) tensor = std::move(value);
            break;
        }
        default: break;
        }
    }
    if (node.op == "Constant")
        graph.constants[node.output] = std::move(tensor);
    else
        graph.nodes.push_back(std::move(node));
}

std::string name_of_value(Bytes bytes)
{
    Field field;
    for (Message message(bytes); message.next(field);) {
        if (field.number == 1) return text_of(field);
    }
    damaged("a value without a name");
}

Graph read_graph(Bytes bytes)
{
    Graph graph;
    Field field;
    for (Message message(bytes); message.next(field);) {
        switch (field.number) {
        case 1: read_node(field.bytes, graph); break;
        case 5: {
            auto read = read_tensor(field.bytes);
            graph.constants[read.name] = std::move(read.constant);
            break;
        }
        case 11: graph.input = name_of_value(field.bytes); break;
        case 12: graph.output = name_of_value(field.bytes); break;
        default: break;
        }
    }
    if (graph.nodes.empty() || graph.input.empty() || graph.output.empty()) damaged("no graph");
    return graph;
}

} // namespace

Graph read_onnx(Bytes model)
{
    Field field;
    for (Message message(model); message.next(field);) {
        if (field.number == 7) return read_graph(field.bytes);
    }
    damaged("no graph");
}

Graph load_onnx(const std::filesystem::path& file)
{
    return read_onnx(load_model_file(file));
}

} // namespace dossier::ocr::net
