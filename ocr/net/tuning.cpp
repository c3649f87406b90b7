#include "ocr/net/tuning.h"

#include "ocr/net/model_error.h"
#include "ocr/net/model_file.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace dossier::ocr::net {
namespace {

constexpr std::string_view heading = "dossier tuning 1\n";

} // namespace

void tune(Graph& graph, std::span<const std::byte> tuning)
{
    Cursor reader(tuning, "the tuning of the model");
    if (reader.text(heading.size()) != heading) reader.damaged("it has another heading");
    while (!reader.is_empty()) {
        const std::string name = reader.text(reader.number<std::uint8_t>());
        const auto count = reader.number<std::uint32_t>();
        const auto step = reader.number<float>();
        const auto found = graph.constants.find(name);
        if (found == graph.constants.end() || found->second.floats.size() != count)
            throw ModelError("the tuning is of another model");
        if (!std::isfinite(step)) reader.damaged("a step is no number");
        const auto steps = reader.take(count);
        for (std::size_t i = 0; i < count; ++i)
            found->second.floats[i] +=
                step * static_cast<float>(static_cast<std::int8_t>(steps[i]));
    }
}

void tune(Graph& graph, const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return;
    tune(graph, load_model_file(file));
}

} // namespace dossier::ocr::net
