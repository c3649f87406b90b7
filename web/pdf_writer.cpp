#include "web/pdf_writer.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace dossier::web {

PdfWriter::PdfWriter() : out_("%PDF-1.6\n%\xE2\xE3\xCF\xD3\n") {}

int PdfWriter::reserve()
{
    starts_.push_back(0);
    return static_cast<int>(starts_.size());
}

void PdfWriter::put(int number, std::string_view body)
{
    starts_[static_cast<std::size_t>(number - 1)] = out_.size();
    out_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
}

void PdfWriter::put_stream(int number, std::string_view keys, std::string_view bytes)
{
    starts_[static_cast<std::size_t>(number - 1)] = out_.size();
    out_ += fmt::format("{} 0 obj\n<< {} /Length {} >>\nstream\n", number, keys, bytes.size());
    out_.append(bytes).append("\nendstream\nendobj\n");
}

std::string PdfWriter::finish(int catalog)
{
    const auto table = out_.size();
    out_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", starts_.size() + 1);
    for (const auto start : starts_)
        out_ += fmt::format("{:010} 00000 n \n", start);
    out_ += fmt::format(
        "trailer\n<< /Size {} /Root {} 0 R >>\nstartxref\n{}\n%%EOF\n",
        starts_.size() + 1,
        catalog,
        table
    );
    return std::move(out_);
}

std::vector<char32_t> code_points(std::string_view text)
{
    std::vector<char32_t> points;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        auto point = static_cast<char32_t>(length == 1 ? lead : lead & (0x7FU >> length));
        for (std::size_t next = 1; next < length && at + next < text.size(); ++next)
            point = (point << 6) | (static_cast<unsigned char>(text[at + next]) & 0x3FU);
        points.push_back(point);
        at += length;
    }
    return points;
}

std::string utf16_hex(char32_t point)
{
    if (point < 0x10000) return fmt::format("{:04X}", static_cast<std::uint32_t>(point));
    const auto rest = static_cast<std::uint32_t>(point) - 0x10000;
    return fmt::format("{:04X}{:04X}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

} // namespace dossier::web
