// The whole recipe inside the sandbox, with the real libraries, on a committed specimen.

#include "ocr/bundle.h"
#include "ocr/child_reader.h"

#include <gtest/gtest.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <fstream>
#include <iterator>

namespace dossier::ocr {
namespace {

std::vector<std::byte> specimen(const std::string& name)
{
    std::ifstream in(std::string(DOSSIER_TEST_SPECIMENS) + "/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

std::string value_of(const Document& document, std::string_view name)
{
    const auto found = std::ranges::find(document.fields, name, &Field::name);
    return found == document.fields.end() ? "" : found->value;
}

const ChildReader::Options with_both_recognisers{
    .program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_TYPES, .models = DOSSIER_TEST_MODELS};

TEST(DossierRead, ReadsASpecimenInsideItsSandbox)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.previews = true;
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), options);
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(reading->documents[0].type, "id_card");
    EXPECT_EQ(value_of(reading->documents[0], "id_number").size(), 18U);
    EXPECT_EQ(reading->previews.size(), 1U);
}

/// What a request brings counts for it alone, without a new launcher.
TEST(DossierRead, ReadsWithTheTypesThatARequestBrings)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.types = {R"(
name = "id_card"
version = 7
title = { zh_hans = "卡", zh_hant = "卡", en = "Card" }
[[anchor]]
text = "公民身份号码"
weight = 5.0
[[field]]
name = "printed_number"
title = { zh_hans = "号", zh_hant = "號", en = "Number" }
labels = ["公民身份号码"]
grammar = "cn_id"
)"};
    const auto card = specimen("01-id-card-portrait-side.jpg");
    const auto brought = reader.read(card, options);
    ASSERT_TRUE(brought.has_value()) << brought.error().code << ": " << brought.error().message;
    EXPECT_EQ(brought->documents.at(0).type_version, 7);
    EXPECT_EQ(value_of(brought->documents[0], "printed_number").size(), 18U);
    const auto launcher = reader.launcher();

    options.types = {"name = \"id_card\"\nversion = 0\n"};
    const auto broken = reader.read(card, options);
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().code, "bad_type");

    const auto installed = reader.read(card, {});
    ASSERT_TRUE(installed.has_value());
    EXPECT_EQ(value_of(installed->documents.at(0), "id_number").size(), 18U);
    EXPECT_EQ(reader.launcher(), launcher);
}

TEST(DossierRead, ReadsThePagesOfAFileAsItsDocuments)
{
    ChildReader reader(with_both_recognisers);
    const auto reading = reader.read(specimen("08-form-with-id-card.tif"), {});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_GE(reading->documents.size(), 2U);
    EXPECT_EQ(reading->documents[0].type, "customer_form");
    EXPECT_EQ(reading->documents[1].type, "id_card");
}

TEST(DossierRead, ReadsPagesOfSeveralFilesAsThoseOfOne)
{
    ChildReader reader(with_both_recognisers);
    const auto card = specimen("01-id-card-portrait-side.jpg");
    const auto form = specimen("08-form-with-id-card.tif");
    std::vector<std::byte> bundle;
    add_part(bundle, {.pages = {1}, .bytes = form});
    add_part(bundle, {.pages = {0}, .bytes = card});
    ReadOptions options;
    options.is_bundle = true;
    options.separation.mode = SeparationMode::file;
    const auto reading = reader.read(bundle, options);
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(reading->documents[0].type, "id_card");
    EXPECT_EQ(reading->documents[0].pages, (std::vector{0, 1}));
    bundle.clear();
    add_part(bundle, {.pages = {7}, .bytes = form});
    EXPECT_EQ(reader.read(bundle, options).error().code, "no_such_page");
    EXPECT_EQ(reader.read(card, options).error().code, "not_a_bundle");
}

TEST(DossierRead, OnlyLooksAtPagesWhereThatIsAllThatIsAskedFor)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.look_only = true;
    options.previews = true;
    options.separation.mode = SeparationMode::separator;
    const auto reading = reader.read(specimen("08-form-with-id-card.tif"), options);
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    EXPECT_EQ(reading->pages.size(), 2U);
    EXPECT_EQ(reading->previews.size(), 2U);
    EXPECT_NE(reading->pages[0].likeness, capture::Likeness{});
    EXPECT_TRUE(reading->documents.empty());
    EXPECT_TRUE(reading->lines.empty());
}

/// The same picture in a file that could hold colour.
void in_colour(samples::Image& image)
{
    samples::Image wide(image.width, image.height, 3, image.dpi);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        std::fill_n(wide.pixels.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, image.pixels[i]);
    image = std::move(wide);
}

/// A licence on paper of one tone in a file of another.
tl::expected<Reading, Unreadable>
read_licence(ChildReader& reader, samples::Tone paper, samples::Tone file)
{
    const samples::Order order{
        samples::layout_of("business_licence", "portrait_2014"), 20'261'125, 3, 200};
    samples::Wear wear;
    wear.tone = paper;
    wear.blur = 0.5;
    wear.noise = 3.0;
    auto specimen = samples::make_specimen(order, wear);
    if (paper != file) in_colour(specimen.pages.front().scan.image);
    const auto bytes = samples::encode(specimen, samples::Format::jpeg);
    return reader.read(std::as_bytes(std::span(bytes)), {});
}

TEST(DossierRead, AsksForColourWhereASealWasScannedWithoutIt)
{
    using capture::QualityFlaw;
    const auto has_flaw = [](const auto& reading) {
        const auto& flaws = reading.value().pages.at(0).quality.flaws;
        return std::ranges::find(flaws, QualityFlaw::colour_missing) != flaws.end();
    };
    using enum samples::Tone;
    ChildReader reader(with_both_recognisers);
    const auto without = read_licence(reader, grey, grey);
    ASSERT_TRUE(without.has_value()) << without.error().code;
    ASSERT_EQ(without->documents.size(), 1U);
    ASSERT_EQ(without->documents[0].type, "business_licence");
    EXPECT_TRUE(has_flaw(without));
    EXPECT_NE(without->pages[0].quality.verdict, capture::QualityVerdict::good);
    EXPECT_FALSE(has_flaw(read_licence(reader, colour, colour)));
    EXPECT_FALSE(has_flaw(read_licence(reader, grey, colour))) << "a photocopy scanned in colour";
}

/// Where a field stands on a specimen.
const samples::Placed& place_of(const samples::Specimen& specimen, std::string_view name)
{
    const auto& fields = specimen.pages.front().scan.fields;
    return *std::ranges::find(fields, name, &samples::Placed::name);
}

/// A watermark over a value: blocks broader than strokes of print, half as dark.
void watermark(samples::Image& image, const samples::Rect& over)
{
    const int top = static_cast<int>(over.y - over.height);
    const int bottom = static_cast<int>(over.bottom() + over.height);
    for (int y = top; y < bottom; ++y) {
        for (int x = static_cast<int>(over.x) - 20; x < static_cast<int>(over.right()) + 60; ++x) {
            if (x % 24 >= 13 || y % 20 >= 14) continue;
            for (int c = 0; c < image.channels; ++c) {
                auto& level = image.row(y)[x * image.channels + c];
                level = static_cast<std::uint8_t>(level * 45 / 100);
            }
        }
    }
}

TEST(DossierRead, ReadsAPhotographUnderItsWatermark)
{
    const samples::Order order{
        samples::layout_of("business_licence", "portrait_2014"), 20'261'125, 3, 200};
    samples::Wear wear;
    wear.shade = 0.25;
    wear.blur = 0.5;
    wear.noise = 3.0;
    auto specimen = samples::make_specimen(order, wear);
    auto& image = specimen.pages.front().scan.image;
    image.dpi = 0;
    const auto name = place_of(specimen, "legal_representative");
    watermark(image, name.box);
    const auto bytes = samples::encode(specimen, samples::Format::jpeg);
    ChildReader reader(with_both_recognisers);
    const auto reading = reader.read(std::as_bytes(std::span(bytes)), {});
    ASSERT_TRUE(reading.has_value()) << reading.error().code;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(value_of(reading->documents[0], "legal_representative"), name.value);
}

/// A form copied in black and white, its strokes thinned by `blur` before the threshold.
tl::expected<Reading, Unreadable> read_copy(ChildReader& reader, int threshold, double blur)
{
    const samples::Order order{
        samples::layout_of("corporate_form", "varied_numbered_lines"), 8'806, 99, 150};
    samples::Wear wear;
    wear.tone = samples::Tone::bilevel;
    wear.threshold = threshold;
    wear.blur = blur;
    wear.noise = 4.0;
    const auto bytes = samples::encode(samples::make_specimen(order, wear), samples::Format::tiff);
    return reader.read(std::as_bytes(std::span(bytes)), {});
}

TEST(DossierRead, AsksForAnotherScanWhereACopierHasEatenThePrint)
{
    using capture::QualityFlaw;
    const auto is_broken = [](const capture::Quality& quality) {
        return std::ranges::count(quality.flaws, QualityFlaw::print_broken) == 1;
    };
    ChildReader reader(with_both_recognisers);
    const auto eaten = read_copy(reader, 125, 1.0);
    ASSERT_TRUE(eaten.has_value()) << eaten.error().code;
    EXPECT_TRUE(is_broken(eaten->pages[0].quality));
    EXPECT_EQ(eaten->pages[0].quality.verdict, capture::QualityVerdict::poor);
    const auto whole = read_copy(reader, 160, 0.3);
    ASSERT_TRUE(whole.has_value()) << whole.error().code;
    EXPECT_FALSE(is_broken(whole->pages[0].quality));
    EXPECT_NE(whole->pages[0].quality.verdict, capture::QualityVerdict::poor);
}

TEST(DossierRead, ReadsWithTesseractAloneWhereNoModelsAreInstalled)
{
    ChildReader reader({.program = DOSSIER_TEST_READ, .types = DOSSIER_TEST_TYPES});
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), {});
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    EXPECT_EQ(value_of(reading->documents[0], "id_number").size(), 18U);
}

/// A page as a word processor writes it: text in fonts that are not in the file.
std::string letter_pdf()
{
    const std::string content =
        "BT /F1 24 Tf 72 700 Td (Account 6222020200112233) Tj /F2 24 Tf 0 -80 Td "
        "<516C53F8540D79F0FF1A534E5DE579D16280> Tj ET"; // 公司名称：华工科技
    const std::vector<std::string> objects{
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Count 1 /Kids [3 0 R]>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font "
        "<</F1 5 0 R /F2 6 0 R>> >> >>",
        "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        "<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 4>> /FontDescriptor "
        "<</Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 0 1000 1000] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80>> >>]>>"};
    std::string pdf = "%PDF-1.5\n";
    std::string table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string at = std::to_string(pdf.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string entries = std::to_string(objects.size() + 1);
    const std::string at = std::to_string(pdf.size());
    return pdf + "xref\n0 " + entries + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " +
           entries + " /Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n";
}

TEST(DossierRead, ReadsAPdfThatWasNeverPaper)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.previews = true;
    const std::string letter = letter_pdf();
    const auto reading = reader.read(std::as_bytes(std::span(letter)), options);
    ASSERT_TRUE(reading.has_value()) << reading.error().code << ": " << reading.error().message;
    ASSERT_EQ(reading->pages.size(), 1U);
    EXPECT_EQ(reading->pages[0].width, 2480);
    std::string text;
    for (const Line& line : reading->lines)
        text += line.text + "\n";
    EXPECT_NE(text.find("6222020200112233"), std::string::npos) << text;
    EXPECT_NE(text.find("华工科技"), std::string::npos) << text;
}

TEST(DossierRead, RefusesWhatIsNoPicture)
{
    ChildReader reader(with_both_recognisers);
    constexpr std::string_view text = "this is not a picture";
    const auto reading = reader.read(std::as_bytes(std::span(text)), {});
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().kind, UnreadableKind::refused);
}

TEST(DossierRead, RefusesATypeNobodyKnows)
{
    ChildReader reader(with_both_recognisers);
    ReadOptions options;
    options.type = "tea_leaves";
    const auto reading = reader.read(specimen("01-id-card-portrait-side.jpg"), options);
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().code, "unknown_type");
}

} // namespace
} // namespace dossier::ocr
