#include "ocr/wire.h"
#include "ocr/wire/cbor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace dossier::ocr {
namespace {

Reading a_reading()
{
    Reading reading;
    capture::PageFacts page;
    page.width = 2480;
    page.height = 3508;
    page.dpi = 300;
    page.rotation_deg = 90;
    page.skew = {-1.37, 0.9};
    page.quality = {0.1, 0.8, 34, capture::QualityVerdict::fair, {capture::QualityFlaw::blurred}};
    page.colour_mode = capture::ColourMode::colour;
    page.role = capture::PageRole::separator;
    page.codes = {{"qr_code", "dossier:cover", {10, 20, 300, 300}}};
    page.trace = {.paper_brightness = 231, .streaks = {412}};
    page.likeness = {0x1234'5678'9ABC'DEF0, 0, 3};
    reading.pages.push_back(page);
    Field field;
    field.name = "name";
    field.value = "张三";
    field.raw = "张 三";
    field.confidence = 0.98;
    field.repaired = true;
    field.box = {100, 200, 300, 40};
    field.alternatives = {{"张二", 0.01}};
    field.sightings = {
        {Recogniser::second, "张三", 0.91, 0.95},
        {Recogniser::latin, "Zhang", 0.61, 0.75},
        {Recogniser::third, "张三", 0.81, 0.85}};
    Document document;
    document.type = "id_card";
    document.type_version = 3;
    document.type_confidence = 0.99;
    document.pages = {0};
    document.fields = {field};
    document.pairs = {{"姓名", "张三", 0, {100, 200, 300, 40}}};
    reading.documents.push_back(document);
    capture::Preview preview{
        .page = 0,
        .width = 10,
        .height = 10,
        .from_scan = {0.5, 0, 1, 0, 0.5, 2, 1e-4, 0, 1},
        .jpeg = {}};
    preview.jpeg.assign(32, std::byte{0});
    preview.jpeg[0] = preview.jpeg[2] = preview.jpeg[30] = std::byte{0xFF};
    preview.jpeg[1] = std::byte{0xD8};
    preview.jpeg[31] = std::byte{0xD9};
    reading.previews.push_back(preview);
    return reading;
}

UnreadableKind kind_of(const Reading& reading)
{
    const auto decoded = decode(encode(reading));
    EXPECT_FALSE(decoded.has_value());
    return decoded ? UnreadableKind::refused : decoded.error().kind;
}

TEST(Wire, BringsAReadingAcrossWhole)
{
    const auto sent = encode(a_reading());
    const auto received = decode(sent);
    ASSERT_TRUE(received.has_value()) << received.error().message;
    EXPECT_EQ(encode(*received), sent);
    EXPECT_EQ(received->documents[0].fields[0].value, "张三");
    EXPECT_EQ(received->pages[0].quality.verdict, capture::QualityVerdict::fair);
    EXPECT_EQ(received->pages[0].codes, a_reading().pages[0].codes);
}

TEST(Wire, BringsARefusalAcross)
{
    const auto received = decode(encode(capture::Refusal{"not_a_picture", "This is no picture."}));
    ASSERT_FALSE(received.has_value());
    EXPECT_EQ(received.error().kind, UnreadableKind::refused);
    EXPECT_EQ(received.error().code, "not_a_picture");
}

TEST(Wire, BringsOptionsAcross)
{
    ReadOptions options;
    options.type = "id_card";
    options.previews = true;
    options.separation = {SeparationMode::page_count, 4, 2};
    options.is_bundle = true;
    options.look_only = true;
    options.deadline = std::chrono::milliseconds(1234);
    const auto received = decode_options(encode(options));
    ASSERT_TRUE(received.has_value());
    EXPECT_EQ(received->type, "id_card");
    EXPECT_TRUE(received->previews);
    EXPECT_EQ(received->separation, options.separation);
    EXPECT_TRUE(received->is_bundle);
    EXPECT_TRUE(received->look_only);
    EXPECT_EQ(received->deadline, options.deadline);
}

TEST(Wire, BringsTypesAcrossWithTheirLines)
{
    const std::vector<std::string> types{"name = \"a\"\n", "# 类型\n"};
    const auto sent = encode_types(types);
    EXPECT_EQ(decode_types(sent), types);
    for (std::size_t size = 0; size < sent.size(); ++size)
        EXPECT_FALSE(decode_types(std::span(sent).first(size)).has_value()) << size;
}

TEST(Wire, RefusesEveryTruncation)
{
    const auto sent = encode(a_reading());
    for (std::size_t size = 0; size < sent.size(); ++size) {
        EXPECT_FALSE(decode(std::span(sent).first(size)).has_value()) << size;
    }
}

TEST(Wire, RefusesWhatFollowsTheEnd)
{
    auto sent = encode(a_reading());
    sent.push_back(std::byte{0});
    EXPECT_FALSE(decode(sent).has_value());
}

TEST(Wire, SurvivesEveryFlippedBitAndReencodesWhatItTakes)
{
    const auto sent = encode(a_reading());
    for (std::size_t bit = 0; bit < sent.size() * 8; ++bit) {
        auto flipped = sent;
        flipped[bit / 8] ^= std::byte{1} << (bit % 8);
        const auto received = decode(flipped);
        EXPECT_TRUE(!received || encode(*received) == flipped) << bit;
    }
}

TEST(Wire, SurvivesRandomBytes)
{
    std::mt19937 dice(7); // NOLINT(cert-msc51-cpp): the same bytes every time
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::byte> noise(dice() % 64);
        for (auto& each : noise)
            each = static_cast<std::byte>(dice());
        EXPECT_FALSE(decode(noise).has_value());
    }
}

TEST(Wire, RefusesAHugeLengthWithoutTakingItsMemory)
{
    auto sent = encode(a_reading());
    // The list of pages promises 2^63 of them.
    CborWriter head;
    head.object(2);
    head.key("version");
    head.integer(1);
    head.key("reading");
    head.object(3);
    head.key("pages");
    head.array(std::size_t{1} << 63U);
    EXPECT_FALSE(decode(head.take()).has_value());
}

TEST(Wire, RefusesABoxOutsideItsPage)
{
    auto reading = a_reading();
    reading.documents[0].fields[0].box = {2400, 0, 81, 10};
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
    reading = a_reading();
    reading.pages[0].codes[0].box = {0, 3500, 10, 9};
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
}

TEST(Wire, RefusesAPageThatIsNotThere)
{
    auto reading = a_reading();
    reading.documents[0].pairs[0].page = 1;
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
    reading = a_reading();
    reading.previews[0].page = 1;
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
}

TEST(Wire, RefusesAPreviewThatIsNoJpeg)
{
    auto reading = a_reading();
    reading.previews[0].jpeg[0] = std::byte{'G'};
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
}

TEST(Wire, RefusesNumbersThatAreNone)
{
    auto reading = a_reading();
    reading.previews[0].from_scan[2] = std::nan("");
    EXPECT_EQ(kind_of(reading), UnreadableKind::garbled);
}

TEST(Wire, KnowsCleanUtf8)
{
    EXPECT_TRUE(is_clean_utf8("张三 abc\n𠮷"));
    EXPECT_FALSE(is_clean_utf8("\xC0\xAF"));         // overlong
    EXPECT_FALSE(is_clean_utf8("\xED\xA0\x80"));     // surrogate
    EXPECT_FALSE(is_clean_utf8("\xF4\x90\x80\x80")); // beyond Unicode
    EXPECT_FALSE(is_clean_utf8("\xE5\xBC"));         // cut
    EXPECT_FALSE(is_clean_utf8(std::string_view("a\0b", 3)));
    EXPECT_FALSE(is_clean_utf8("a\x1B[31m"));
}

} // namespace
} // namespace dossier::ocr
