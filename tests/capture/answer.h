#pragma once
// What becomes of a file that is opened whole.

#include "capture/open.h"
#include "tests/capture/files.h"

#include <string>

namespace dossier::capture {

/// The code of the refusal, at opening or at decoding; "opened" when every page came.
[[nodiscard]] inline std::string answer_for(const File& file)
{
    const auto source = open_pages(file);
    if (!source) return source.error().code;
    for (int i = 0; i < (*source)->count(); ++i)
        if (const auto page = (*source)->page(i); !page) return page.error().code;
    return "opened";
}

} // namespace dossier::capture
