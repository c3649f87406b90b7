// PDF files that mean harm.

#include <fmt/format.h>

#include "samples/hostile/bytes.h"
#include "samples/hostile/hostile.h"
#include "samples/hostile/pdf_parts.h"

namespace dossier::samples {
namespace {

const Bytes catalog = bytes_of("<< /Type /Catalog /Pages 2 0 R >>");
const Bytes one_page = bytes_of("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
const Bytes picture_page =
    bytes_of("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 432 576] /Contents 4 0 R /Resources << "
             "/XObject << /Im0 5 0 R >> >> >>");
const Bytes drawing = stream("", bytes_of("q 432 0 0 576 0 0 cm /Im0 Do Q"));

/// A page that shows one picture.
Bytes picture_pdf(
    const Bytes& picture, std::string_view trailer_entries = "", const Bytes& root = catalog
)
{
    return pdf({root, one_page, picture_page, drawing, picture}, trailer_entries);
}

Bytes picture(
    std::uint64_t width, std::uint64_t height, std::string_view filter, const Bytes& content
)
{
    return stream(
        fmt::format(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace "
            "/DeviceGray /Filter {}",
            width,
            height,
            filter
        ),
        content
    );
}

Bytes page_of_text(std::string_view media_box)
{
    return pdf(
        {catalog,
         one_page,
         bytes_of(fmt::format(
             "<< /Type /Page /Parent 2 0 R /MediaBox {} /Contents 4 0 R /Resources << /Font << /F1 "
             "5 0 R >> >> >>",
             media_box
         )),
         stream("", bytes_of("BT /F1 24 Tf 72 500 Td (No scan here) Tj ET")),
         bytes_of("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")}
    );
}

Bytes many_pages(int count)
{
    std::vector<Bytes> objects{catalog};
    std::string kids;
    for (int i = 0; i < count; ++i)
        kids += fmt::format("{} 0 R ", i + 3);
    objects.push_back(bytes_of(fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", count, kids))
    );
    const Bytes page = bytes_of("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
    objects.insert(objects.end(), static_cast<std::size_t>(count), page);
    return pdf(objects);
}

Bytes deep_arrays(std::size_t depth)
{
    const std::string nested = std::string(depth, '[') + std::string(depth, ']');
    return pdf({bytes_of("<< /Type /Catalog /Pages " + nested + " >>")});
}

Bytes without_table(const Bytes& file)
{
    const std::string text(file.begin(), file.end());
    return bytes_of(text.substr(0, text.rfind("xref\n0")) + "startxref\n999999\n%%EOF\n");
}

} // namespace

HostileFiles hostile_pdfs()
{
    const std::vector<Image> pages{small_page()};
    const Bytes good = encode_pdf(pages, Packing::jpeg, 80);
    const Bytes jpeg = encode_jpeg(small_page(), 80);
    const Bytes good_picture = picture(600, 800, "/DCTDecode", jpeg);
    const auto refused = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::refused, std::move(bytes)};
    };
    const auto survived = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::survived, std::move(bytes)};
    };
    std::string filters = "[";
    for (int i = 0; i < 500; ++i)
        filters += " /FlateDecode";
    filters += " ]";
    const Bytes root_with_script = bytes_of(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    );
    const Bytes root_with_launch =
        bytes_of("<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>");
    return {
        refused("nothing.pdf", "a PDF with nothing in it", bytes_of("%PDF-1.7\n%%EOF\n")),
        refused(
            "no-pages.pdf",
            "a PDF without pages",
            pdf({catalog, bytes_of("<< /Type /Pages /Count 0 /Kids [] >>")})
        ),
        refused("no-root.pdf", "a PDF whose catalogue is missing", pdf({bytes_of("null")})),
        refused("cut-half.pdf", "the second half is missing", cut(good, 0.5)),
        refused("cut-in-header.pdf", "ends after forty bytes", {good.begin(), good.begin() + 40}),
        refused(
            "page-loop.pdf",
            "a page tree that contains itself",
            pdf({catalog, bytes_of("<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>")})
        ),
        refused(
            "page-loop-of-two.pdf",
            "two page trees that contain each other",
            pdf(
                {catalog,
                 bytes_of("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
                 bytes_of("<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>")}
            )
        ),
        refused("pages-10000.pdf", "ten thousand empty pages", many_pages(10000)),
        refused(
            "encrypted.pdf",
            "encrypted with a password nobody has",
            picture_pdf(
                good_picture,
                fmt::format(
                    "/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O "
                    "<{0}> /U <{1}> >>",
                    std::string(64, 'a'),
                    std::string(64, 'b')
                )
            )
        ),
        refused(
            "huge-picture.pdf",
            "a picture that claims 31623 x 31623 pixels",
            picture_pdf(picture(31623, 31623, "/FlateDecode", zlib_zeros(954)))
        ),
        refused(
            "huge-jpeg.pdf",
            "a JPEG of 65500 x 65500 in its own header",
            [&] {
                Bytes lying = jpeg;
                for (std::size_t i = 2; i + 8 < lying.size(); ++i) {
                    if (lying[i] != 0xFF || lying[i + 1] != 0xC0) continue;
                    for (const std::size_t at : {i + 5, i + 7})
                        lying[at] = 0xFF, lying[at + 1] = 0xDC;
                    break;
                }
                return picture_pdf(picture(600, 800, "/DCTDecode", lying));
            }()
        ),
        refused(
            "fax-columns.pdf",
            "Group 4 data a million columns wide",
            picture_pdf(stream(
                "/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 /BitsPerComponent 1 "
                "/ColorSpace /DeviceGray "
                "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1000000 /Rows 1000000 >>",
                noise(2000, 41)
            ))
        ),
        refused(
            "cut-jpeg.pdf",
            "the JPEG inside ends after its header",
            picture_pdf(picture(600, 800, "/DCTDecode", {jpeg.begin(), jpeg.begin() + 30}))
        ),
        refused(
            "noise-flate.pdf",
            "compressed data that is noise",
            picture_pdf(picture(600, 800, "/FlateDecode", noise(4000, 42)))
        ),
        refused("deep-arrays.pdf", "a hundred thousand nested arrays", deep_arrays(100'000)),
        refused(
            "huge-page.pdf",
            "a page of 10^9 x 10^9 points",
            page_of_text("[0 0 1000000000 1000000000]")
        ),
        refused(
            "scattered.pdf",
            "objects that name only each other, and no table",
            without_table(pdf({bytes_of("2 0 R"), bytes_of("3 0 R"), bytes_of("1 0 R")}))
        ),
        survived(
            "missing-picture.pdf",
            "a page whose picture does not exist",
            pdf({catalog, one_page, picture_page, drawing})
        ),
        survived(
            "flate-bomb.pdf",
            "a small picture whose data inflates to 1 GiB",
            picture_pdf(picture(600, 800, "/FlateDecode", zlib_zeros(1024)))
        ),
        survived(
            "drawing-bomb.pdf",
            "page contents that inflate to 1 GiB",
            pdf(
                {catalog,
                 one_page,
                 picture_page,
                 stream("/Filter /FlateDecode", zlib_zeros(1024)),
                 good_picture}
            )
        ),
        survived(
            "five-hundred-filters.pdf",
            "a picture behind five hundred filters",
            picture_pdf(picture(600, 800, filters, jpeg))
        ),
        survived(
            "jbig2.pdf",
            "a JBIG2 picture of noise",
            picture_pdf(picture(600, 800, "/JBIG2Decode", noise(3000, 43)))
        ),
        survived(
            "jpx.pdf",
            "a JPEG 2000 picture of noise",
            picture_pdf(picture(600, 800, "/JPXDecode", noise(3000, 44)))
        ),
        survived("text-only.pdf", "text and no picture", page_of_text("[0 0 595 842]")),
        survived(
            "script.pdf",
            "runs a script when opened",
            picture_pdf(good_picture, "", root_with_script)
        ),
        survived(
            "launch.pdf",
            "starts a program when opened",
            picture_pdf(good_picture, "", root_with_launch)
        ),
        survived(
            "table-loop.pdf",
            "a cross-reference table that is its own predecessor",
            [&] {
                const Bytes plain = picture_pdf(good_picture, "/Prev 0000000000");
                std::string text(plain.begin(), plain.end());
                const auto table = fmt::format("{:010}", text.rfind("xref\n0"));
                text.replace(
                    text.rfind("0000000000", text.rfind("startxref")), table.size(), table
                );
                return bytes_of(text);
            }()
        ),
        survived(
            "count-lie.pdf",
            "claims two thousand million pages",
            pdf(
                {catalog,
                 bytes_of("<< /Type /Pages /Count 2147483647 /Kids [3 0 R] >>"),
                 picture_page,
                 drawing,
                 good_picture}
            )
        ),
        survived(
            "drawing-loop.pdf",
            "a drawing that draws itself",
            picture_pdf(stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /Im0 "
                "5 0 R >> >>",
                bytes_of("/Im0 Do /Im0 Do")
            ))
        ),
        survived(
            "length-lie.pdf",
            "a stream that claims 4 GiB",
            pdf(
                {catalog,
                 one_page,
                 picture_page,
                 drawing,
                 joined(
                     bytes_of("<< /Type /XObject /Subtype /Image /Width 600 /Height 800 "
                              "/BitsPerComponent 8 "
                              "/ColorSpace /DeviceGray /Filter /DCTDecode /Length 4294967295 "
                              ">>\nstream\n"),
                     joined(jpeg, bytes_of("\nendstream"))
                 )}
            )
        ),
        survived(
            "archive-behind.pdf",
            "a PDF with a ZIP archive behind it",
            joined(good, joined(bytes_of("PK\x03\x04"), noise(3000, 45)))
        ),
    };
}

} // namespace dossier::samples
