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

void PdfPages::add(
    double width, double height, std::string_view resources, std::string_view content
)
{
    const int page = writer_.reserve();
    const int stream = writer_.reserve();
    kids_ += fmt::format("{} 0 R ", page);
    ++count_;
    writer_.put(
        page,
        fmt::format(
            "<< /Type /Page /Parent {} 0 R /MediaBox [0 0 {:.2f} {:.2f}] /Contents {} 0 R "
            "/Resources << {} >> >>",
            tree_,
            width,
            height,
            stream,
            resources
        )
    );
    writer_.put_stream(stream, "", content);
}

int PdfPages::put()
{
    writer_.put(tree_, fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids_, count_));
    return tree_;
}

std::string utf16_hex(char32_t point)
{
    if (point < 0x10000) return fmt::format("{:04X}", static_cast<std::uint32_t>(point));
    const auto rest = static_cast<std::uint32_t>(point) - 0x10000;
    return fmt::format("{:04X}{:04X}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

} // namespace dossier::web
