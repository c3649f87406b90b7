#pragma once
// A rendered specimen as the file that is read, and what is printed on its first page.

#include "tests/corpus/score.h"

#include "samples/render/specimen.h"
#include <stdexcept>
#include <string>
#include <string_view>

namespace dossier::bench {

/// Without loss where black and white would not survive it.
inline samples::Bytes file_of(const samples::Specimen& specimen)
{
    const bool is_bilevel = specimen.pages.front().scan.image.bilevel;
    return samples::encode(specimen, is_bilevel ? samples::Format::tiff : samples::Format::jpeg);
}

/// train, varied or held-out, as an argument says it; throws std::invalid_argument.
inline samples::LayoutSet set_of(std::string_view name)
{
    if (name == "train") return samples::LayoutSet::train;
    if (name == "varied") return samples::LayoutSet::varied;
    if (name == "held-out") return samples::LayoutSet::held_out;
    throw std::invalid_argument("no such set of layouts: " + std::string(name));
}

inline corpus::Truth truth_of(const samples::Specimen& specimen)
{
    const auto& page = specimen.pages.front();
    corpus::Truth truth{page.type, {}};
    for (const auto& field : page.scan.fields)
        truth.fields[field.name] = field.value;
    return truth;
}

} // namespace dossier::bench
