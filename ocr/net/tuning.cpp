#include "ocr/net/tuning.h"

#include "ocr/net/model_error.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace dossier::ocr::net {
namespace {

constexpr std::string_view heading = "dossier tuning 1\n";

[[noreturn]] void damaged(const char* what)
{
    throw ModelError(std::string("the tuning of the model is damaged: ") + what);
}

class Reader {
public:
    explicit Reader(std::span<const std::byte> rest) : rest_(rest) {}

    bool is_at_end() const { return rest_.empty(); }

    std::span<const std::byte> take(std::size_t count)
    {
        if (count > rest_.size()) damaged("it ends too soon");
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

    std::string text(std::size_t count)
    {
        const auto taken = take(count);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }

    template <typename Number>
    Number number()
    {
        Number value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

private:
    std::span<const std::byte> rest_;
};

} // namespace

void tune(Graph& graph, std::span<const std::byte> tuning)
{
    Reader reader(tuning);
    if (reader.text(heading.size()) != heading) damaged("it has another heading");
    while (!reader.is_at_end()) {
        const std::string name = reader.text(reader.number<std::uint8_t>());
        const auto count = reader.number<std::uint32_t>();
        const auto step = reader.number<float>();
        const auto found = graph.constants.find(name);
        if (found == graph.constants.end() || found->second.floats.size() != count)
            throw ModelError("the tuning is of another model");
        if (!std::isfinite(step)) damaged("a step is no number");
        const auto steps = reader.take(count);
        for (std::size_t i = 0; i < count; ++i)
            found->second.floats[i] +=
                step * static_cast<float>(static_cast<std::int8_t>(steps[i]));
    }
}

void tune(Graph& graph, const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return;
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator(stream), {}};
    if (!stream) throw ModelError("cannot read the tuning " + file.string());
    tune(graph, std::as_bytes(std::span(bytes)));
}

} // namespace dossier::ocr::net
