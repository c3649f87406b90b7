#include "ocr/net/byte_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

namespace dossier::ocr::net {

ByteWeights to_bytes(const Constant& weights, const Constant& bias, float least, float most)
{
    constexpr float highest_byte = 127.0F;
    ByteWeights result;
    result.step = (most - least) / 255.0F;
    result.zero = static_cast<std::int32_t>(std::lround(-least / result.step));
    const auto inner = static_cast<std::size_t>(weights.shape[1]);
    for (std::size_t outer = 0; outer < bias.floats.size(); ++outer) {
        const auto row = std::span(weights.floats).subspan(outer * inner, inner);
        float greatest = 1e-12F;
        for (const float each : row)
            greatest = std::max(greatest, std::abs(each));
        const float unit = greatest / highest_byte;
        std::int32_t sum = 0;
        for (const float each : row) {
            const auto byte = static_cast<std::int8_t>(std::lround(each / unit));
            result.weights.push_back(byte);
            sum += byte;
        }
        const float scale = result.step * unit;
        result.scales.push_back(scale);
        result.biases.push_back(bias.floats[outer] / scale - static_cast<float>(result.zero * sum));
    }
    return result;
}

void mark_ranges(Graph& graph)
{
    struct Range {
        std::string_view output;
        float least;
        float most;
    };

    constexpr std::array ranges{
        Range{"p2o.Add.31", -0.03F, 2.5F},
        Range{"p2o.Add.47", -0.02F, 2.3F},
        Range{"p2o.Add.63", -0.02F, 0.54F},
        Range{"p2o.Add.79", -0.02F, 0.57F},
        Range{"p2o.Add.95", -0.01F, 0.28F},
        Range{"p2o.Add.111", -0.05F, 0.48F},
        Range{"p2o.Add.127", -0.02F, 0.44F},
        Range{"p2o.Add.143", -0.02F, 0.53F},
        Range{"p2o.Add.159", -0.03F, 0.6F},
        Range{"p2o.Add.179", -0.8F, 2.6F},
        Range{"p2o.Add.199", -1.03F, 4.3F},
        Range{"p2o.Add.215", -0.15F, 1.3F},
        Range{"p2o.Add.231", -0.17F, 6.4F},
    };
    for (Node& node : graph.nodes) {
        const auto* const found = std::ranges::find(ranges, node.output, &Range::output);
        if (found != ranges.end() && node.op == "Conv")
            node.floats["range"] = {found->least, found->most};
    }
}

} // namespace dossier::ocr::net
