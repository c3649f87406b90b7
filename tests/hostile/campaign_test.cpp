// Thousands of damaged files through the real launcher, sandbox, decoders and renderer: each is
// read or refused, none crashes or hangs a child, and the launcher never has to be started again.
// 2,000 by default, 20,000 with DOSSIER_CAMPAIGN=1. What fails is named by its seed and can be
// written out with DOSSIER_KEEP=DIR.

#include "ocr/child_reader.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "samples/hostile/hostile.h"
#include "samples/hostile/mutate.h"
#include <cstdlib>
#include <fstream>
#include <map>
#include <tiffio.h>

namespace dossier {

namespace {

using capture::File;
using samples::Bytes;

struct Seed {
    std::string name;
    Bytes bytes;
};

Bytes plain(const File& file)
{
    const auto* begin = reinterpret_cast<const std::uint8_t*>(file.data());
    return {begin, begin + file.size()};
}

Bytes tiff(int compression, int bits, bool tiled, bool planar, bool colour)
{
    capture::TiffOptions options;
    options.compression = compression;
    options.bits = bits;
    options.tiled = tiled;
    options.planar = planar;
    const cv::Mat picture = colour ? capture::a_colour_picture() : capture::a_grey_picture();
    return plain(capture::as_tiff({picture, picture}, options));
}

std::string scan_object(const std::string& filter, const File& content)
{
    return capture::pdf_stream(
        fmt::format(
            "/Type /XObject /Subtype /Image /Width 53 /Height 37 /BitsPerComponent 8 /ColorSpace "
            "/DeviceRGB /Filter /{}",
            filter
        ),
        capture::text_of(content)
    );
}

Bytes scanned_pdf(const std::string& filter, const File& content)
{
    return plain(
        capture::pdf_with_picture(scan_object(filter, content), "q 595 0 0 842 0 0 cm /Im Do Q")
    );
}

/// Lines, text, a picture and a pattern, on a sheet of a few square centimetres.
Bytes drawn_pdf()
{
    return plain(capture::as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 90 60]>>",
         "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</Im 5 0 R>> /Font "
         "<</F1 6 0 R>> >> >>",
         capture::pdf_stream(
             "",
             "q 30 0 0 20 5 5 cm /Im Do Q 1 0 0 RG 2 w 3 3 m 80 50 l S 0 1 0 rg 10 10 20 9 re f "
             "BT /F1 8 Tf 5 45 Td (Dear Sir) Tj ET"
         ),
         scan_object("DCTDecode", capture::as_jpeg(capture::a_colour_picture())),
         "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}
    ));
}

std::vector<Seed> seeds()
{
    const cv::Mat colour = capture::a_colour_picture();
    const cv::Mat grey = capture::a_grey_picture();
    return {
        {"jpeg", plain(capture::as_jpeg(colour))},
        {"progressive jpeg", plain(capture::as_jpeg(colour, true))},
        {"inked jpeg",
         plain(capture::as_inked_jpeg(cv::Mat(20, 30, CV_8UC4, cv::Scalar::all(90)), true, true))},
        {"png", plain(capture::as_png(colour))},
        {"interlaced png", plain(capture::as_interlaced_png(colour))},
        {"plain tiff", tiff(COMPRESSION_NONE, 8, false, false, true)},
        {"fax tiff", tiff(COMPRESSION_CCITTFAX4, 1, false, false, false)},
        {"old fax tiff", tiff(COMPRESSION_CCITTFAX3, 1, false, false, false)},
        {"lzw tiff", tiff(COMPRESSION_LZW, 8, true, false, true)},
        {"packed tiff", tiff(COMPRESSION_PACKBITS, 4, false, false, false)},
        {"planes tiff", tiff(COMPRESSION_ADOBE_DEFLATE, 16, false, true, true)},
        {"jpeg tiff", tiff(COMPRESSION_JPEG, 8, true, false, true)},
        {"jp2", plain(capture::as_jp2(colour))},
        {"codestream", plain(capture::as_jp2(grey, {.boxes = false, .tile = 16}))},
        {"lossless webp", plain(capture::as_webp(colour))},
        {"lossy webp", plain(capture::as_webp(colour, 70))},
        {"scanned pdf", scanned_pdf("DCTDecode", capture::as_jpeg(colour))},
        {"jpx pdf", scanned_pdf("JPXDecode", capture::as_jp2(colour))},
        {"drawn pdf", drawn_pdf()},
    };
}

bool is_campaign()
{
    const char* value = std::getenv("DOSSIER_CAMPAIGN");
    return value != nullptr && std::string_view(value) == "1";
}

void keep(const std::string& name, const Bytes& bytes)
{
    const char* folder = std::getenv("DOSSIER_KEEP");
    if (folder == nullptr) return;
    std::ofstream file(fmt::format("{}/{}", folder, name), std::ios::binary);
    file.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
    );
}

class Campaign : public testing::Test {
protected:
    explicit Campaign(ocr::ChildReader::Options options) : reader_(std::move(options)) {}

    /// Fails unless the file is read or refused.
    void send(const std::string& name, const Bytes& bytes)
    {
        ocr::ReadOptions options;
        options.deadline = std::chrono::seconds(20);
        const auto reading = reader_.read(std::as_bytes(std::span(bytes)), options);
        ++count_;
        ++endings_[reading ? "read" : reading.error().code];
        if (reading || reading.error().kind == ocr::UnreadableKind::refused) return;
        ADD_FAILURE() << name << " (" << bytes.size() << " bytes): " << reading.error().code;
        keep(name, bytes);
    }

    void TearDown() override
    {
        std::string summary;
        for (const auto& [ending, count] : endings_)
            summary += fmt::format(" {}={}", ending, count);
        fmt::print("{} files:{}\n", count_, summary);
    }

    ocr::ChildReader reader_;

private:
    int count_ = 0;
    std::map<std::string, int> endings_;
};

class PageOpener : public Campaign {
protected:
    PageOpener() : Campaign({.program = DOSSIER_TEST_OPENER, .types = "unused"}) {}
};

class RealReader : public Campaign {
protected:
    RealReader()
        : Campaign(
              {.program = DOSSIER_TEST_READ,
               .types = DOSSIER_TEST_TYPES,
               .models = DOSSIER_TEST_MODELS}
          )
    {}
};

TEST_F(PageOpener, OpensEverySeed)
{
    for (const Seed& seed : seeds()) {
        const auto reading = reader_.read(std::as_bytes(std::span(seed.bytes)), {});
        EXPECT_TRUE(reading) << seed.name << ": " << reading.error().code;
    }
}

TEST_F(PageOpener, GivesScansAndDrawnPagesInTheirOrderAndTurnedAsAsked)
{
    const std::string letter = "<</Type /Page /Contents 5 0 R {}>>";
    const File file = capture::as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 4 /Kids [3 0 R 6 0 R 7 0 R 8 0 R] /MediaBox [0 0 144 72]>>",
         "<</Type /Page /Contents 4 0 R /Resources <</XObject <</Im 9 0 R>> >> >>",
         capture::pdf_stream("", "q 144 0 0 72 0 0 cm /Im Do Q"),
         capture::pdf_stream("", "1 0 0 RG 2 w 3 3 m 80 50 l S"),
         fmt::format(fmt::runtime(letter), ""),
         fmt::format(fmt::runtime(letter), "/Rotate 90"),
         fmt::format(fmt::runtime(letter), "/CropBox [0 0 36 72] /Rotate 180"),
         scan_object("DCTDecode", capture::as_jpeg(capture::a_colour_picture()))}
    );
    const auto reading = reader_.read(file, {});
    ASSERT_TRUE(reading) << reading.error().code;
    std::vector<std::pair<int, int>> sizes;
    for (const auto& page : reading->pages)
        sizes.emplace_back(page.width, page.height);
    EXPECT_EQ(
        sizes, (std::vector<std::pair<int, int>>{{53, 37}, {600, 300}, {300, 600}, {150, 300}})
    );
}

TEST_F(PageOpener, OutlivesEveryMutant)
{
    const auto all = seeds();
    const int rounds = (is_campaign() ? 20'000 : 2'000) / static_cast<int>(all.size()) + 1;
    reader_.start();
    const auto launcher = reader_.launcher();
    for (std::size_t i = 0; i < all.size(); ++i)
        for (int round = 0; round < rounds; ++round) {
            samples::Dice dice(static_cast<std::uint64_t>(round), i + 1);
            send(fmt::format("{}-{}", all[i].name, round), samples::mutated(all[i].bytes, dice));
        }
    EXPECT_EQ(reader_.launcher(), launcher);
}

TEST_F(PageOpener, OutlivesEveryHostileFile)
{
    reader_.start();
    const auto launcher = reader_.launcher();
    for (const auto& files : {samples::hostile_files(), samples::bombs()})
        for (const samples::HostileFile& file : files)
            send(file.name, file.bytes);
    EXPECT_EQ(reader_.launcher(), launcher);
}

TEST_F(RealReader, OutlivesBombsAndMutants)
{
    reader_.start();
    const auto launcher = reader_.launcher();
    for (const samples::HostileFile& bomb : samples::bombs())
        send(bomb.name, bomb.bytes);
    const auto all = seeds();
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::uint64_t round = 0; round < 2; ++round) {
            samples::Dice dice(round, 1000 + i);
            send(fmt::format("{}-{}", all[i].name, round), samples::mutated(all[i].bytes, dice));
        }
    EXPECT_EQ(reader_.launcher(), launcher);
}

} // namespace

} // namespace dossier
