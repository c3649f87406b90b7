#include "tests/capture/files.h"

namespace dossier::capture {

File file_of(const void* from, std::size_t size)
{
    const auto* begin = static_cast<const std::byte*>(from);
    return {begin, begin + size};
}

std::string text_of(const File& file)
{
    return {reinterpret_cast<const char*>(file.data()), file.size()};
}

} // namespace dossier::capture
