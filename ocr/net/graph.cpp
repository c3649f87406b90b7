#include "ocr/net/graph.h"

namespace dossier::ocr::net {

std::int64_t count_of(const Shape& shape)
{
    std::int64_t count = 1;
    for (const auto size : shape)
        count *= size;
    return count;
}

std::int64_t Node::integer(const std::string& name, std::int64_t otherwise) const
{
    const auto found = ints.find(name);
    return found == ints.end() || found->second.empty() ? otherwise : found->second.front();
}

float Node::number(const std::string& name, float otherwise) const
{
    const auto found = floats.find(name);
    return found == floats.end() || found->second.empty() ? otherwise : found->second.front();
}

Shape Node::list(const std::string& name, const Shape& otherwise) const
{
    const auto found = ints.find(name);
    return found == ints.end() ? otherwise : found->second;
}

std::string Node::word(const std::string& name) const
{
    const auto found = text.find(name);
    return found == text.end() ? std::string() : found->second;
}

const Constant* Graph::find_constant(const std::string& name) const
{
    const auto found = constants.find(name);
    return found == constants.end() ? nullptr : &found->second;
}

} // namespace dossier::ocr::net
