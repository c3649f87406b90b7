// Damaged files: every truncation and many random changes of small valid files must give pages or a
// refusal. Crashes and overruns show under the dev preset's sanitizers.

#include "capture/open.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "samples/hostile/mutate.h"
#include <random>
#include <tiffio.h>

namespace dossier::capture {

namespace {

struct Sample {
    std::string name;
    File file;
};

std::vector<Sample> whole_samples()
{
    TiffOptions fax;
    fax.compression = COMPRESSION_CCITTFAX4;
    fax.bits = 1;
    TiffOptions lzw;
    lzw.compression = COMPRESSION_LZW;
    TiffOptions jpeg;
    jpeg.compression = COMPRESSION_JPEG;
    jpeg.tiled = true;
    const cv::Mat small = a_colour_picture();
    const std::string object = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 53 /Height 37 /BitsPerComponent 8 /ColorSpace "
        "/DeviceRGB /Filter /DCTDecode",
        text_of(as_jpeg(small))
    );
    return {
        {"jpeg", as_jpeg(small)},
        {"progressive", as_jpeg(small, true)},
        {"png", as_png(small)},
        {"fax", as_tiff({a_grey_picture(), a_grey_picture()}, fax)},
        {"lzw", as_tiff({small}, lzw)},
        {"jpeg in tiff", as_tiff({small}, jpeg)},
        {"pdf", pdf_with_picture(object, "q 595 0 0 842 0 0 cm /Im Do Q")},
        {"jp2", as_jp2(small)},
        {"codestream", as_jp2(a_grey_picture(), {.boxes = false, .tile = 16})},
        {"webp", as_webp(small)},
        {"lossy webp", as_webp(small, 80)},
    };
}

/// Opens and decodes; the answer is always one of the two.
bool opens(const File& file)
{
    auto source = open_pages(file);
    if (!source) {
        EXPECT_FALSE(source.error().code.empty());
        EXPECT_FALSE(source.error().message.empty());
        return false;
    }
    for (int i = 0; i < (*source)->count(); ++i)
        if (auto page = (*source)->page(i); !page) return false;
    return true;
}

TEST(Hostile, WholeSamplesOpen)
{
    for (const Sample& sample : whole_samples())
        EXPECT_TRUE(opens(sample.file)) << sample.name;
}

TEST(Hostile, NoTruncationPassesForAWholePicture)
{
    for (const Sample& sample : whole_samples())
        for (std::size_t length = 0; length + 8 < sample.file.size(); ++length) {
            const File cut(
                sample.file.begin(), sample.file.begin() + static_cast<std::ptrdiff_t>(length)
            );
            EXPECT_FALSE(opens(cut)) << sample.name << " cut to " << length;
        }
}

TEST(Hostile, SurvivesRandomChanges)
{
    std::mt19937 random(20261123);
    for (const Sample& sample : whole_samples())
        for (int round = 0; round < 400; ++round) {
            File changed = sample.file;
            const auto changes = 1 + random() % 8;
            for (unsigned i = 0; i < changes; ++i)
                changed[random() % changed.size()] = static_cast<std::byte>(random());
            (void)opens(changed);
        }
}

TEST(Hostile, SurvivesChangedHeaders)
{
    std::mt19937 random(4);
    for (const Sample& sample : whole_samples())
        for (int round = 0; round < 400; ++round) {
            File changed = sample.file;
            const std::size_t head = std::min<std::size_t>(changed.size(), 200);
            changed[random() % head] = static_cast<std::byte>(random());
            changed[changed.size() - 1 - random() % head] = static_cast<std::byte>(random());
            (void)opens(changed);
        }
}

TEST(Hostile, SurvivesChangesThatKnowTheFormat)
{
    std::uint64_t stream = 0;
    for (const Sample& sample : whole_samples()) {
        ++stream;
        const auto* begin = reinterpret_cast<const std::uint8_t*>(sample.file.data());
        const samples::Bytes good(begin, begin + sample.file.size());
        for (std::uint64_t round = 0; round < 200; ++round) {
            samples::Dice dice(round, stream);
            const samples::Bytes changed = samples::mutated(good, dice);
            const auto bytes = std::as_bytes(std::span(changed));
            (void)opens(File(bytes.begin(), bytes.end()));
        }
    }
}

} // namespace

} // namespace dossier::capture
