#include "tests/capture/files.h"

#include "capture/open.h"

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

std::string answer_for(const File& file)
{
    const auto source = open_pages(file);
    if (!source) return source.error().code;
    for (int i = 0; i < (*source)->count(); ++i)
        if (const auto page = (*source)->page(i); !page) return page.error().code;
    return "opened";
}

} // namespace dossier::capture
