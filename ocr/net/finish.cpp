#include "ocr/net/finish.h"

#include "ocr/net/model_error.h"

namespace dossier::ocr::net {
namespace {

Activation activation_of(const std::string& name)
{
    if (name.empty()) return Activation::none;
    if (name == "Relu") return Activation::relu;
    if (name == "HardSwish") return Activation::hard_swish;
    if (name == "Swish") return Activation::swish;
    if (name == "Sigmoid") return Activation::sigmoid;
    if (name == "HardSigmoid") return Activation::hard_sigmoid;
    throw ModelError("unknown activation " + name);
}

} // namespace

Finish finish_of(const Node& node)
{
    Finish finish{
        .activation = activation_of(node.word("activation")),
        .alpha = node.number("alpha", 0.2F),
        .beta = node.number("beta", 0.5F)};
    if (const auto scale = node.floats.find("scale"); scale != node.floats.end()) {
        finish.is_scaled = true;
        finish.scale = scale->second[0];
        finish.shift = scale->second[1];
    }
    return finish;
}

} // namespace dossier::ocr::net
