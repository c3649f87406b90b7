#pragma once
// A rendered specimen as the file that is read, and what is printed on its first page.

#include "tests/corpus/score.h"

#include "samples/render/specimen.h"

namespace dossier::bench {

/// Without loss where black and white would not survive it.
inline samples::Bytes file_of(const samples::Specimen& specimen)
{
    const bool is_bilevel = specimen.pages.front().scan.image.bilevel;
    return samples::encode(specimen, is_bilevel ? samples::Format::tiff : samples::Format::jpeg);
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
