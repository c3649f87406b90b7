#include "samples/hostile/pdf_parts.h"

#include <fmt/format.h>

#include "samples/hostile/bytes.h"

namespace dossier::samples {
namespace {

void append(Bytes& file, const Bytes& more)
{
    file.insert(file.end(), more.begin(), more.end());
}

} // namespace

Bytes pdf(const std::vector<Bytes>& objects, std::string_view trailer_entries)
{
    Bytes file = bytes_of("%PDF-1.7\n");
    std::vector<std::size_t> starts;
    for (const Bytes& object : objects) {
        starts.push_back(file.size());
        append(file, bytes_of(fmt::format("{} 0 obj\n", starts.size())));
        append(file, object);
        append(file, bytes_of("\nendobj\n"));
    }
    const std::size_t table = file.size();
    std::string tail = fmt::format("xref\n0 {}\n0000000000 65535 f \n", starts.size() + 1);
    for (const std::size_t start : starts)
        tail += fmt::format("{:010} 00000 n \n", start);
    tail += fmt::format(
        "trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{}\n%%EOF\n",
        starts.size() + 1,
        trailer_entries,
        table
    );
    return joined(file, bytes_of(tail));
}

Bytes stream(std::string_view entries, const Bytes& content)
{
    return joined(
        joined(
            bytes_of(fmt::format("<< {} /Length {} >>\nstream\n", entries, content.size())), content
        ),
        bytes_of("\nendstream")
    );
}

} // namespace dossier::samples
