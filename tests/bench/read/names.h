#pragma once
// The recognisers as benches write them.

#include "ocr/reading.h"

#include <array>
#include <string_view>

namespace dossier::bench {

inline std::string_view name_of(ocr::Recogniser recogniser)
{
    constexpr std::array<std::string_view, 4> names{"first ", "second", "latin ", "third "};
    return names.at(static_cast<std::size_t>(recogniser));
}

} // namespace dossier::bench
