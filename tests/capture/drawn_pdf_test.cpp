// PDFs whose pages are not, or not only, scans: which pages are drawn, how large, and what a
// renderer may give back. The renderer here gives canned bytes; the real one is tested in ocr.

#include "capture/open.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace dossier::capture {

namespace {

const std::string a_letter = "BT /F1 12 Tf 72 700 Td (Dear Sir, please find our contract) Tj ET";
const std::string whole_sheet = "q 595 0 0 842 0 0 cm /Im Do Q";

std::string ppm_of(const cv::Mat& picture)
{
    cv::Mat rgb = picture.clone();
    if (picture.channels() == 3) cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    return fmt::format(
               "P{}\n{} {}\n255\n", picture.channels() == 3 ? 6 : 5, picture.cols, picture.rows
           ) +
           std::string(reinterpret_cast<const char*>(rgb.data), rgb.total() * rgb.elemSize());
}

std::string red_sheet(const DrawnPage& page)
{
    return ppm_of(cv::Mat(page.height, page.width, CV_8UC3, cv::Scalar(0, 0, 200)));
}

class CannedRenderer : public PageRenderer {
public:
    using Draw = std::function<std::string(const DrawnPage&)>;

    explicit CannedRenderer(Draw draw = red_sheet) : draw_(std::move(draw)) {}

    bool begin(std::span<const std::byte> /*document*/, const DrawnPage& page) override
    {
        asked.push_back(page);
        bytes_ = draw_(page);
        at_ = 0;
        return can_draw;
    }

    std::size_t read(std::span<std::byte> to) override
    {
        constexpr std::size_t most_at_once = 1000; // a pipe gives what it has
        const std::size_t here = std::min({to.size(), bytes_.size() - at_, most_at_once});
        std::memcpy(to.data(), bytes_.data() + at_, here);
        at_ += here;
        return here;
    }

    bool can_draw = true;
    std::vector<DrawnPage> asked;

private:
    Draw draw_;
    std::string bytes_;
    std::size_t at_ = 0;
};

std::string scan_object(const cv::Mat& picture, const std::string& more = "")
{
    return pdf_stream(
        fmt::format(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace "
            "/DeviceRGB /Filter /DCTDecode {}",
            picture.cols,
            picture.rows,
            more
        ),
        text_of(as_jpeg(picture))
    );
}

File pdf_with(const std::string& content, const std::string& page = "")
{
    return pdf_with_picture(scan_object(a_colour_picture()), content, page);
}

/// "opened", or the code of the first refusal.
std::string drawn_answer(const File& file, PageRenderer& renderer)
{
    const auto source = open_pages(file, {}, &renderer);
    if (!source) return source.error().code;
    for (int i = 0; i < (*source)->count(); ++i)
        if (const auto page = (*source)->page(i); !page) return page.error().code;
    return "opened";
}

int pages_drawn_of(const File& file)
{
    CannedRenderer renderer;
    EXPECT_EQ(drawn_answer(file, renderer), "opened");
    return static_cast<int>(renderer.asked.size());
}

/// `count` pages that share one letter.
File long_contract(int count, const std::string& sheet = "[0 0 595 842]")
{
    std::string kids;
    for (int i = 0; i < count; ++i)
        kids += fmt::format("{} 0 R ", i + 4);
    std::vector<std::string> objects{
        "<</Type /Catalog /Pages 2 0 R>>",
        fmt::format("<</Type /Pages /Count {} /Kids [{}] /MediaBox {}>>", count, kids, sheet),
        pdf_stream("", a_letter)};
    for (int i = 0; i < count; ++i)
        objects.emplace_back("<</Type /Page /Parent 2 0 R /Contents 3 0 R>>");
    return as_pdf(objects);
}

TEST(DrawnPdf, IsDrawnAtThreeHundredDotsPerInch)
{
    CannedRenderer renderer;
    const File file = long_contract(1);
    const auto source = open_pages(file, {}, &renderer);
    ASSERT_TRUE(source);
    const auto page = (*source)->page(0);
    ASSERT_TRUE(page);
    ASSERT_EQ(renderer.asked.size(), 1U);
    EXPECT_EQ(renderer.asked[0].index, 0);
    EXPECT_EQ(renderer.asked[0].width, 2480);
    EXPECT_EQ(renderer.asked[0].height, 3509);
    EXPECT_EQ(page->facts.dpi, 300);
    EXPECT_EQ(page->facts.width, 2480);
    EXPECT_EQ(page->pixels.at<cv::Vec3b>(100, 100), cv::Vec3b(0, 0, 200));
}

TEST(DrawnPdf, KeepsScansAndDrawnPagesInTheirOrder)
{
    const File file = as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 3 /Kids [3 0 R 4 0 R 3 0 R] /MediaBox [0 0 595 842]>>",
         "<</Type /Page /Contents 5 0 R /Resources <</XObject <</Im 7 0 R>> >> >>",
         "<</Type /Page /Contents 6 0 R>>",
         pdf_stream("", whole_sheet),
         pdf_stream("", a_letter),
         scan_object(a_colour_picture())}
    );
    CannedRenderer renderer;
    const auto source = open_pages(file, {}, &renderer);
    ASSERT_TRUE(source);
    ASSERT_EQ((*source)->count(), 3);
    EXPECT_LE(largest_difference((*source)->page(0)->pixels, a_colour_picture()), 12);
    EXPECT_EQ((*source)->page(1)->facts.width, 2480);
    EXPECT_LE(largest_difference((*source)->page(2)->pixels, a_colour_picture()), 12);
    ASSERT_EQ(renderer.asked.size(), 1U);
    EXPECT_EQ(renderer.asked[0].index, 1);
}

TEST(DrawnPdf, IsAlsoAPageWithSomethingVisibleOverItsScan)
{
    EXPECT_EQ(pages_drawn_of(pdf_with(whole_sheet)), 0);
    EXPECT_EQ(pages_drawn_of(pdf_with("1 1 1 rg 0 0 595 842 re f " + whole_sheet)), 0)
        << "paper behind the scan";
    EXPECT_EQ(pages_drawn_of(pdf_with(whole_sheet + " 0 g 100 100 200 20 re f")), 1)
        << "blacked out";
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet + " BT (" + std::string(200, 'x') + ") Tj ET")), 1
    ) << "typed over";
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet + " BT 3 Tr (" + std::string(200, 'x') + ") Tj ET")), 0
    ) << "recognised text, which nobody sees";
}

TEST(DrawnPdf, IsAlsoAScanWithAStampOrAFilledInField)
{
    const std::string annotation =
        "/Annots [<</Subtype /{} {} /Rect [0 0 9 9] /AP <</N 5 0 R>> >>]";
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet, fmt::format(fmt::runtime(annotation), "Stamp", ""))), 1
    );
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet, fmt::format(fmt::runtime(annotation), "Widget", ""))),
        1
    );
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet, fmt::format(fmt::runtime(annotation), "Link", ""))), 0
    );
    EXPECT_EQ(
        pages_drawn_of(pdf_with(whole_sheet, fmt::format(fmt::runtime(annotation), "Stamp", "/F 2"))
        ),
        0
    );
}

TEST(DrawnPdf, IsDrawnAsFinelyAsTheScanBelow)
{
    const cv::Mat fine(842 * 5, 595 * 5, CV_8UC3, cv::Scalar::all(200)); // 360 dpi
    CannedRenderer renderer;
    const File file = pdf_with_picture(scan_object(fine), whole_sheet + " 0 0 9 9 re f");
    EXPECT_EQ(drawn_answer(file, renderer), "opened");
    ASSERT_EQ(renderer.asked.size(), 1U);
    EXPECT_EQ(renderer.asked[0].width, 2975);
}

TEST(DrawnPdf, MayBeAnEmptySheet)
{
    const File file = pdf_with("");
    CannedRenderer renderer([](const DrawnPage& page) {
        return ppm_of(cv::Mat(page.height, page.width, CV_8UC3, cv::Scalar::all(255)));
    });
    const auto source = open_pages(file, {}, &renderer);
    ASSERT_TRUE(source);
    const auto page = (*source)->page(0);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->pixels.channels(), 1) << "no colour, so grey as a scanner would have made it";
}

TEST(DrawnPdf, IsTurnedByItsRenderer)
{
    const File file = pdf_with(a_letter, "/Rotate 90");
    CannedRenderer renderer([](const DrawnPage& page) {
        return ppm_of(cv::Mat(page.width, page.height, CV_8UC1, cv::Scalar(9)));
    });
    const auto source = open_pages(file, {}, &renderer);
    ASSERT_TRUE(source);
    const auto page = (*source)->page(0);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->facts.width, 3509);
    EXPECT_EQ(page->facts.height, 2480);
}

TEST(DrawnPdf, ShowsOnlyWhatACropBoxLeaves)
{
    CannedRenderer renderer;
    EXPECT_EQ(drawn_answer(pdf_with(a_letter, "/CropBox [0 0 144 72]"), renderer), "opened");
    ASSERT_EQ(renderer.asked.size(), 1U);
    EXPECT_EQ(renderer.asked[0].width, 600);
    EXPECT_EQ(renderer.asked[0].height, 300);
}

TEST(DrawnPdf, HasPicturesNobodyElseDecodesDrawnToo)
{
    const std::string jbig2 = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 1240 /Height 1754 /BitsPerComponent 1 /ColorSpace "
        "/DeviceGray /Filter /JBIG2Decode",
        "xxxx"
    );
    CannedRenderer renderer;
    EXPECT_EQ(drawn_answer(pdf_with_picture(jbig2, whole_sheet), renderer), "opened");
    ASSERT_EQ(renderer.asked.size(), 1U);
    EXPECT_EQ(renderer.asked[0].width, 1240) << "as finely as it was scanned";
}

TEST(DrawnPdf, IsNeverADamagedScan)
{
    const std::string noise = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 1240 /Height 1754 /BitsPerComponent 8 /ColorSpace "
        "/DeviceGray /Filter /FlateDecode",
        "this was never packed"
    );
    CannedRenderer renderer;
    EXPECT_EQ(drawn_answer(pdf_with_picture(noise, whole_sheet), renderer), "broken");
    EXPECT_TRUE(renderer.asked.empty()) << "it would leave white paper, which passes for blank";
}

TEST(DrawnPdf, IsDrawnCoarserWhereItIsVeryLarge)
{
    Limits limits;
    limits.page_pixels = 4'000'000;
    CannedRenderer renderer;
    const File letter = long_contract(1);
    const auto source = open_pages(letter, limits, &renderer);
    ASSERT_TRUE(source) << source.error().code;
    ASSERT_TRUE((*source)->page(0));
    const auto pixels = std::int64_t{renderer.asked[0].width} * renderer.asked[0].height;
    EXPECT_LE(pixels, limits.page_pixels);
    EXPECT_GE(pixels, limits.page_pixels * 9 / 10);
}

TEST(DrawnPdf, IsRefusedWhereItCouldOnlyBeDrawnTooCoarsely)
{
    CannedRenderer renderer;
    EXPECT_EQ(
        drawn_answer(pdf_with(a_letter, "/MediaBox [0 0 1036800 1036800]"), renderer),
        "side_too_long"
    );
    EXPECT_EQ(
        drawn_answer(pdf_with(a_letter, "/MediaBox [0 0 9000 9000]"), renderer), "too_many_pixels"
    );
    EXPECT_TRUE(renderer.asked.empty());
}

// pdftoppm spends minutes on the lines of such a picture, which are not there.
TEST(DrawnPdf, IsRefusedWithAPictureThatClaimsTwoThousandMillionLines)
{
    const std::string logo = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 53 /Height 2147483647 /BitsPerComponent 8 "
        "/ColorSpace /DeviceRGB /Filter /DCTDecode",
        text_of(as_jpeg(a_colour_picture()))
    );
    CannedRenderer renderer;
    const File file = pdf_with_picture(logo, "q 60 0 0 60 20 700 cm /Im Do Q " + a_letter);
    EXPECT_EQ(drawn_answer(file, renderer), "side_too_long");
    EXPECT_TRUE(renderer.asked.empty());
}

TEST(DrawnPdf, IsDrawnCoarserWhereItHasVeryManyPages)
{
    CannedRenderer renderer;
    const File file = long_contract(100);
    const auto source = open_pages(file, {}, &renderer);
    ASSERT_TRUE(source) << source.error().code;
    ASSERT_TRUE((*source)->page(99));
    EXPECT_EQ(renderer.asked[0].width, 1653);
}

TEST(DrawnPdf, IsRefusedWithoutARenderer)
{
    const auto source = open_pages(long_contract(1));
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, "pdf_page_without_scan");
}

TEST(DrawnPdf, IsRefusedWhenItsRendererFails)
{
    CannedRenderer renderer;
    renderer.can_draw = false;
    EXPECT_EQ(drawn_answer(long_contract(1), renderer), "pdf_page_not_drawn");
}

TEST(DrawnPdf, BelievesNothingOfARenderer)
{
    const auto lies = std::vector<CannedRenderer::Draw>{
        [](const DrawnPage&) { return std::string(); },
        [](const DrawnPage&) { return std::string("P6\n"); },
        [](const DrawnPage&) { return std::string("P3\n1 1\n255\n0 0 0"); },
        [](const DrawnPage& page) { return red_sheet(page).substr(0, 1'000'000); },
        [](const DrawnPage& page) {
            return red_sheet({0, page.width - 3, page.height});
        },
        [](const DrawnPage& page) {
            return red_sheet({0, page.height, page.width});
        },
        [](const DrawnPage&) { return std::string("P6\n99999999999 99999999999\n255\n"); },
        [](const DrawnPage&) { return std::string("P6\n-1 -1\n255\n"); },
        [](const DrawnPage& page) {
            return fmt::format("P6\n{} {}\n65535\n", page.width, page.height) + red_sheet(page);
        },
        [](const DrawnPage&) { return std::string(100'000, ' '); },
        [](const DrawnPage&) { return "P6\n" + std::string(100'000, '1'); },
    };
    for (std::size_t i = 0; i < lies.size(); ++i) {
        CannedRenderer renderer(lies[i]);
        EXPECT_EQ(drawn_answer(long_contract(1), renderer), "pdf_page_not_drawn") << "lie " << i;
    }
}

/// Encrypted as writers of today do it, with AES-256.
File encrypted(const File& file, const char* user_password)
{
    QPDF pdf;
    pdf.processMemoryFile("plain", reinterpret_cast<const char*>(file.data()), file.size());
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters(
        user_password, "owner", true, false, false, false, false, false, qpdf_r3p_none, true
    );
    writer.write();
    const auto out = writer.getBufferSharedPointer();
    const auto* begin = reinterpret_cast<const std::byte*>(out->getBuffer());
    return {begin, begin + out->getSize()};
}

TEST(ProtectedPdf, OpensWhenOnlyItsOwnerHasAPassword)
{
    const File file = encrypted(pdf_with(whole_sheet), "");
    const auto source = open_pages(file);
    ASSERT_TRUE(source) << source.error().code;
    const auto page = (*source)->page(0);
    ASSERT_TRUE(page);
    EXPECT_LE(largest_difference(page->pixels, a_colour_picture()), 12);
}

TEST(ProtectedPdf, IsRefusedWhenReadersNeedAPassword)
{
    const auto source = open_pages(encrypted(pdf_with(whole_sheet), "secret"));
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, "pdf_encrypted");
    EXPECT_NE(source.error().message.find("password"), std::string::npos);
}

} // namespace

} // namespace dossier::capture
