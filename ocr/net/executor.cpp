#include "ocr/net/executor.h"

#include "ocr/net/builder.h"

namespace dossier::ocr::net {

Executor::Executor(const Graph& graph, const Shape& input, Kernels& kernels)
{
    Builder builder(graph, kernels);
    builder.build(input);
    steps_ = std::move(builder.steps);
    input_ = builder.input;
    output_ = builder.output;
    arena_size_ = builder.plan.size();
}

std::span<float> Executor::input(std::span<float> arena) const
{
    return arena.subspan(input_.offset, size_of(input_));
}

std::span<const float> Executor::run(std::span<float> arena) const
{
    for (const auto& step : steps_)
        step(arena.data());
    return arena.subspan(output_.offset, size_of(output_));
}

} // namespace dossier::ocr::net
