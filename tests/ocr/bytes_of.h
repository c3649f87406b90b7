#pragma once
// A number as files of models have it, for tests that make such files up.

#include <cstring>
#include <string>

namespace dossier::ocr {

template <typename Number>
std::string bytes_of(Number number)
{
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
}

} // namespace dossier::ocr
