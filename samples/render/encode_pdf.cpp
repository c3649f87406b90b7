#include <fmt/format.h>

#include "samples/render/encode.h"

namespace dossier::samples {
namespace {

/// Collects numbered objects and writes the table that says where each begins.
class PdfFile {
public:
    PdfFile() { add("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n"); }

    void object(int number, std::string_view text)
    {
        begin(number);
        add(text);
        add("\nendobj\n");
    }

    void stream(int number, std::string_view entries, std::span<const std::uint8_t> content)
    {
        begin(number);
        add(fmt::format("<< {} /Length {} >>\nstream\n", entries, content.size()));
        bytes_.insert(bytes_.end(), content.begin(), content.end());
        add("\nendstream\nendobj\n");
    }

    Bytes finish(int root)
    {
        const std::size_t table = bytes_.size();
        add(fmt::format("xref\n0 {}\n0000000000 65535 f \n", starts_.size() + 1));
        for (const std::size_t start : starts_)
            add(fmt::format("{:010} 00000 n \n", start));
        add(fmt::format(
            "trailer\n<< /Size {} /Root {} 0 R >>\nstartxref\n{}\n%%EOF\n",
            starts_.size() + 1,
            root,
            table
        ));
        return std::move(bytes_);
    }

private:
    void begin(int number)
    {
        if (starts_.size() < static_cast<std::size_t>(number))
            starts_.resize(static_cast<std::size_t>(number));
        starts_[static_cast<std::size_t>(number) - 1] = bytes_.size();
        add(fmt::format("{} 0 obj\n", number));
    }

    void add(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }

    Bytes bytes_;
    std::vector<std::size_t> starts_;
};

void write_image(PdfFile& pdf, int number, const Image& page, Packing packing, int jpeg_quality)
{
    const auto entries = fmt::format(
        "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent {} /ColorSpace /{}",
        page.width,
        page.height,
        page.bilevel ? 1 : 8,
        page.channels == 3 ? "DeviceRGB" : "DeviceGray"
    );
    if (page.bilevel) {
        const auto parameters =
            fmt::format("/K -1 /Columns {} /Rows {} /BlackIs1 false", page.width, page.height);
        pdf.stream(
            number,
            fmt::format("{} /Filter /CCITTFaxDecode /DecodeParms << {} >>", entries, parameters),
            encode_group4(page)
        );
    } else if (packing == Packing::deflate) {
        pdf.stream(number, entries + " /Filter /FlateDecode", deflate(page.pixels));
    } else {
        pdf.stream(number, entries + " /Filter /DCTDecode", encode_jpeg(page, jpeg_quality));
    }
}

} // namespace

Bytes encode_pdf(std::span<const Image> pages, Packing packing, int jpeg_quality)
{
    PdfFile pdf;
    pdf.object(1, "<< /Type /Catalog /Pages 2 0 R >>");
    std::string kids;
    for (std::size_t i = 0; i < pages.size(); ++i)
        kids += fmt::format("{} 0 R ", 3 + i * 3);
    pdf.object(2, fmt::format("<< /Type /Pages /Count {} /Kids [ {}] >>", pages.size(), kids));
    int number = 3;
    for (const Image& page : pages) {
        const double width = page.width * 72.0 / page.dpi;
        const double height = page.height * 72.0 / page.dpi;
        pdf.object(
            number,
            fmt::format(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {:.3f} {:.3f}] /Contents {} 0 R "
                "/Resources << /XObject << /Im0 {} 0 R >> >> >>",
                width,
                height,
                number + 1,
                number + 2
            )
        );
        const auto drawing = fmt::format("q {:.3f} 0 0 {:.3f} 0 0 cm /Im0 Do Q", width, height);
        pdf.stream(number + 1, "", Bytes(drawing.begin(), drawing.end()));
        write_image(pdf, number + 2, page, packing, jpeg_quality);
        number += 3;
    }
    return pdf.finish(1);
}

} // namespace dossier::samples
