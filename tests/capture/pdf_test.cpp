#include "capture/open.h"
#include "tests/capture/answer.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <tiffio.h>
#include <zlib.h>

namespace dossier::capture {

namespace {

const std::string whole_sheet = "q 595 0 0 842 0 0 cm /Im Do Q";

std::string picture_object(
    const cv::Mat& picture, const std::string& filter, const std::string& data, int bits = 8
)
{
    return pdf_stream(
        fmt::format(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent {} /ColorSpace "
            "/{} {}",
            picture.cols,
            picture.rows,
            bits,
            picture.channels() == 3 ? "DeviceRGB" : "DeviceGray",
            filter
        ),
        data
    );
}

std::string jpeg_object(const cv::Mat& picture)
{
    return picture_object(picture, "/Filter /DCTDecode", text_of(as_jpeg(picture)));
}

std::string raw_bytes(const cv::Mat& picture)
{
    cv::Mat rgb = picture.clone();
    if (picture.channels() == 3) cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    return {reinterpret_cast<const char*>(rgb.data), rgb.total() * rgb.elemSize()};
}

std::string deflated(const std::string& bytes)
{
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    compress(
        reinterpret_cast<Bytef*>(out.data()),
        &size,
        reinterpret_cast<const Bytef*>(bytes.data()),
        bytes.size()
    );
    out.resize(size);
    return out;
}

Page only_page(const File& file)
{
    auto source = open_pages(file);
    if (!source) throw std::runtime_error(source.error().code);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().code);
    return std::move(*page);
}

TEST(OpenPdf, TakesTheJpegOfAScannedPage)
{
    const Page page = only_page(pdf_with_picture(jpeg_object(a_colour_picture()), whole_sheet));
    EXPECT_LE(largest_difference(page.pixels, a_colour_picture()), 12);
}

TEST(OpenPdf, TakesDeflatedPicturesExactly)
{
    for (const cv::Mat& picture : {a_colour_picture(), a_grey_picture()}) {
        const std::string object =
            picture_object(picture, "/Filter /FlateDecode", deflated(raw_bytes(picture)));
        EXPECT_EQ(
            largest_difference(only_page(pdf_with_picture(object, whole_sheet)).pixels, picture), 0
        );
    }
}

TEST(OpenPdf, TakesAJpegInsideDeflate)
{
    const cv::Mat picture = a_colour_picture();
    const std::string object = picture_object(
        picture, "/Filter [/FlateDecode /DCTDecode]", deflated(text_of(as_jpeg(picture)))
    );
    EXPECT_LE(
        largest_difference(only_page(pdf_with_picture(object, whole_sheet)).pixels, picture), 12
    );
}

TEST(OpenPdf, TakesFaxPages)
{
    cv::Mat picture(64, 90, CV_8UC1, cv::Scalar(255));
    cv::rectangle(picture, {10, 8, 40, 30}, cv::Scalar(0), 3);
    TiffOptions options;
    options.compression = COMPRESSION_CCITTFAX4;
    options.bits = 1;
    options.min_is_white = true;
    const File tiff = as_tiff({picture}, options);
    // With strips of 16 lines the fax of a whole page has to be one strip: take the first 16 lines.
    const cv::Mat strip = picture.rowRange(0, 16);
    const File one_strip = as_tiff({strip}, options);
    const std::string fax = text_of(one_strip).substr(8, one_strip.size() - 8);
    const std::string object = picture_object(
        strip, "/Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 90 /Rows 16>>", fax, 1
    );
    EXPECT_EQ(
        largest_difference(only_page(pdf_with_picture(object, whole_sheet)).pixels, strip), 0
    );
}

TEST(OpenPdf, KnowsTheResolutionFromTheMatrix)
{
    const cv::Mat picture(1170, 827, CV_8UC1, cv::Scalar(200));
    const Page page = only_page(pdf_with_picture(jpeg_object(picture), whole_sheet));
    EXPECT_NEAR(page.facts.dpi, 100, 1);
}

TEST(OpenPdf, TurnsThePageAsItAsks)
{
    const auto turned_by = [](const std::string& rotate) {
        const std::string object = picture_object(
            a_grey_picture(), "/Filter /FlateDecode", deflated(raw_bytes(a_grey_picture()))
        );
        return only_page(pdf_with_picture(object, whole_sheet, rotate)).pixels;
    };
    cv::Mat expected;
    cv::rotate(a_grey_picture(), expected, cv::ROTATE_90_CLOCKWISE);
    EXPECT_EQ(largest_difference(turned_by("/Rotate 90"), expected), 0);
    EXPECT_EQ(largest_difference(turned_by("/Rotate -270"), expected), 0);
    cv::rotate(a_grey_picture(), expected, cv::ROTATE_180);
    EXPECT_EQ(largest_difference(turned_by("/Rotate 180"), expected), 0);
}

TEST(OpenPdf, TurnsAPictureThatIsPlacedTurned)
{
    const std::string object = picture_object(
        a_grey_picture(), "/Filter /FlateDecode", deflated(raw_bytes(a_grey_picture()))
    );
    cv::Mat expected;
    cv::rotate(a_grey_picture(), expected, cv::ROTATE_90_CLOCKWISE);
    const std::string clockwise = "q 0 -842 595 0 0 842 cm /Im Do Q";
    EXPECT_EQ(
        largest_difference(only_page(pdf_with_picture(object, clockwise)).pixels, expected), 0
    );
    cv::flip(a_grey_picture(), expected, 0);
    const std::string mirrored = "q 595 0 0 -842 0 842 cm /Im Do Q";
    EXPECT_EQ(
        largest_difference(only_page(pdf_with_picture(object, mirrored)).pixels, expected), 0
    );
}

TEST(OpenPdf, PutsStripsTogether)
{
    const cv::Mat strip(100, 595, CV_8UC1, cv::Scalar(90));
    std::string content;
    for (int y = 0; y < 842; y += 100)
        content += fmt::format("q 595 0 0 100 0 {} cm /Im Do Q ", y);
    const Page page = only_page(pdf_with_picture(jpeg_object(strip), content));
    EXPECT_EQ(page.pixels.rows, 842);
    EXPECT_NEAR(cv::mean(page.pixels)[0], 90, 1);
}

TEST(OpenPdf, PaintsAStencilInItsColour)
{
    const std::string stencil = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ImageMask true", std::string(8, '\0')
    );
    const Page page = only_page(pdf_with_picture(stencil, "1 0 0 rg " + whole_sheet));
    EXPECT_EQ(page.pixels.at<cv::Vec3b>(1, 1), cv::Vec3b(0, 0, 255));
}

TEST(OpenPdf, LooksThroughForms)
{
    const File file = as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 1 /Kids [3 0 R]>>",
         "<</Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</XObject <</Fm 5 0 "
         "R>> >> >>",
         pdf_stream("", "q 2 0 0 2 0 0 cm /Fm Do Q"),
         pdf_stream(
             "/Type /XObject /Subtype /Form /Resources <</XObject <</Im 6 0 R>> >>",
             "297.5 0 0 421 0 0 cm /Im Do"
         ),
         jpeg_object(a_colour_picture())}
    );
    EXPECT_LE(largest_difference(only_page(file).pixels, a_colour_picture()), 12);
}

TEST(OpenPdf, AcceptsTheHiddenTextOfARecognisedScan)
{
    const std::string hidden = whole_sheet + " BT 3 Tr (" + std::string(200, 'x') + ") Tj ET";
    EXPECT_EQ(answer_for(pdf_with_picture(jpeg_object(a_colour_picture()), hidden)), "opened");
}

TEST(OpenPdf, RefusesAPageThatIsDrawnRatherThanScanned)
{
    EXPECT_EQ(
        answer_for(pdf_with_picture(jpeg_object(a_colour_picture()), "BT (Dear Sir) Tj ET")),
        "pdf_page_without_scan"
    );
    const std::string logo = "q 60 0 0 60 20 700 cm /Im Do Q";
    EXPECT_EQ(
        answer_for(pdf_with_picture(jpeg_object(a_colour_picture()), logo)), "pdf_page_without_scan"
    );
    const std::string printed_over = whole_sheet + " BT (" + std::string(200, 'x') + ") Tj ET";
    EXPECT_EQ(
        answer_for(pdf_with_picture(jpeg_object(a_colour_picture()), printed_over)),
        "pdf_page_without_scan"
    );
}

TEST(OpenPdf, RefusesAPdfWithNothingInIt)
{
    EXPECT_EQ(
        answer_for(as_pdf({"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 0 /Kids []>>"})
        ),
        "no_pages"
    );
    EXPECT_EQ(answer_for(bytes_of(a_small_pdf())), "broken");
}

TEST(OpenPdf, RefusesAnEncryptedFile)
{
    std::string pdf = text_of(pdf_with_picture(jpeg_object(a_colour_picture()), whole_sheet));
    const std::string key(32, 'k');
    const std::string encrypt = fmt::format(
        "/Encrypt <</Filter /Standard /V 1 /R 2 /O ({0}) /U ({0}) /P -4>> /ID [(0123456789abcdef) "
        "(0123456789abcdef)]",
        key
    );
    pdf.insert(pdf.find("/Root"), encrypt);
    EXPECT_EQ(answer_for(bytes_of(pdf)), "pdf_encrypted");
}

TEST(OpenPdf, IsNotTrappedByLoopsInThePageTree)
{
    EXPECT_EQ(
        answer_for(
            as_pdf({"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 1 /Kids [2 0 R]>>"})
        ),
        "directory_loop"
    );
}

TEST(OpenPdf, IsNotFloodedByAPageThatIsNamedAgainAndAgain)
{
    std::string kids;
    for (int i = 0; i < 5'000; ++i)
        kids += "3 0 R ";
    EXPECT_EQ(
        answer_for(as_pdf(
            {"<</Type /Catalog /Pages 2 0 R>>",
             "<</Type /Pages /Count 5000 /Kids [" + kids + "]>>",
             "<</Type /Page /MediaBox [0 0 595 842]>>"}
        )),
        "too_many_pages"
    );
}

TEST(OpenPdf, IsNotTrappedByAFormThatDrawsItself)
{
    const std::string form = pdf_stream(
        "/Type /XObject /Subtype /Form /Resources <</XObject <</Im 5 0 R>> >>",
        "/Im Do /Im Do /Im Do"
    );
    EXPECT_EQ(answer_for(pdf_with_picture(form, "/Im Do")), "too_many_entries");
}

TEST(OpenPdf, StopsInflatingABombInTheContent)
{
    const std::string bomb = deflated(std::string(40'000'000, ' '));
    const File file = as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 1 /Kids [3 0 R]>>",
         "<</Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R>>",
         pdf_stream("/Filter /FlateDecode", bomb)}
    );
    EXPECT_EQ(answer_for(file), "too_many_entries");
}

TEST(OpenPdf, StopsInflatingABombInAPicture)
{
    const cv::Mat small(10, 10, CV_8UC1, cv::Scalar(0));
    const std::string object =
        picture_object(small, "/Filter /FlateDecode", deflated(std::string(20'000'000, '\0')));
    EXPECT_EQ(answer_for(pdf_with_picture(object, whole_sheet)), "too_many_entries");
}

TEST(OpenPdf, RefusesPicturesBeyondTheLimits)
{
    const std::string huge = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace "
        "/DeviceGray",
        "x"
    );
    EXPECT_EQ(answer_for(pdf_with_picture(huge, whole_sheet)), "side_too_long");
}

TEST(OpenPdf, SaysWhichPicturesItCannotRead)
{
    const std::string jbig2 = picture_object(a_grey_picture(), "/Filter /JBIG2Decode", "xxxx", 1);
    EXPECT_EQ(answer_for(pdf_with_picture(jbig2, whole_sheet)), "pdf_picture_kind");
}

TEST(OpenPdf, RefusesAPictureWithTooLittleData)
{
    const std::string object = picture_object(a_grey_picture(), "", "too little");
    EXPECT_EQ(answer_for(pdf_with_picture(object, whole_sheet)), "truncated");
}

} // namespace

} // namespace dossier::capture
