#pragma once
// What poppler's pdftotext reads out of a PDF; `how` is -layout (as it stands) or -raw (as drawn).

#include "tests/web/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

namespace dossier::web {

inline std::string pdf_text(std::string_view pdf, const std::string& how = "-layout")
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "read.pdf";
    std::ofstream{file, std::ios::binary} << pdf;
    FILE* const pipe = ::popen(("pdftotext " + how + " " + file.string() + " -").c_str(), "r");
    std::string text;
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), pipe))
        text.append(part.data(), size);
    EXPECT_EQ(::pclose(pipe), 0);
    return text;
}

} // namespace dossier::web
