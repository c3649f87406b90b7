#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"

#include <opencv2/core.hpp>

#include <png.h>
#include <zlib.h>

namespace dossier::capture {

File as_png(const cv::Mat& picture)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<unsigned>(picture.cols);
    image.height = static_cast<unsigned>(picture.rows);
    const cv::Mat whole = picture.clone();
    image.format = picture.channels() == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_BGR;
    if (picture.channels() == 4) image.format = PNG_FORMAT_BGRA;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    File file(size);
    png_image_write_to_memory(&image, file.data(), &size, 0, whole.data, 0, nullptr);
    file.resize(size);
    return file;
}

File png_with_data(std::uint32_t width, std::uint32_t height, const std::string& data)
{
    uLongf size = compressBound(data.size());
    std::string packed_data(size, '\0');
    compress(
        reinterpret_cast<Bytef*>(packed_data.data()),
        &size,
        reinterpret_cast<const Bytef*>(data.data()),
        data.size()
    );
    packed_data.resize(size);
    const auto chunk = [](const std::string& name, const std::string& content) {
        const std::string checked = name + content;
        const auto sum = crc32(
            0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size())
        );
        return big_endian(static_cast<std::uint32_t>(content.size())) + checked +
               big_endian(static_cast<std::uint32_t>(sum));
    };
    const std::string header =
        big_endian(width) + big_endian(height) + std::string("\x08\0\0\0\0", 5);
    return bytes_of(
        "\x89PNG\r\n\x1A\n" + chunk("IHDR", header) + chunk("IDAT", packed_data) + chunk("IEND", "")
    );
}

namespace {

void append_to_file(png_structp png, png_bytep from, png_size_t length)
{
    auto& file = *static_cast<File*>(png_get_io_ptr(png));
    const auto* begin = reinterpret_cast<const std::byte*>(from);
    file.insert(file.end(), begin, begin + length);
}

void set_transparency(png_structp png, png_infop info, const PngOptions& options)
{
    if (options.transparent.empty()) return;
    if (options.type == PNG_COLOR_TYPE_PALETTE) {
        std::vector<png_byte> opacities;
        for (const unsigned short value : options.transparent)
            opacities.push_back(static_cast<png_byte>(value));
        png_set_tRNS(png, info, opacities.data(), static_cast<int>(opacities.size()), nullptr);
        return;
    }
    png_color_16 clear{};
    clear.gray = clear.red = options.transparent.front();
    if (options.transparent.size() == 3) {
        clear.green = options.transparent[1];
        clear.blue = options.transparent[2];
    }
    png_set_tRNS(png, info, nullptr, 0, &clear);
}

} // namespace

File as_png_of(
    int width, int height, const std::vector<unsigned>& samples, const PngOptions& options
)
{
    File file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &file, append_to_file, nullptr);
    png_set_IHDR(
        png,
        info,
        static_cast<unsigned>(width),
        static_cast<unsigned>(height),
        options.depth,
        options.type,
        options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
        0,
        0
    );
    if (!options.palette.empty()) {
        std::vector<png_color> colours;
        for (std::size_t i = 0; i + 2 < options.palette.size(); i += 3)
            colours.push_back({options.palette[i], options.palette[i + 1], options.palette[i + 2]});
        png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
    }
    set_transparency(png, info, options);
    png_write_info(png, info);
    png_set_packing(png);
    std::vector<png_byte> bytes;
    for (const unsigned sample : samples) {
        if (options.depth == 16) bytes.push_back(static_cast<png_byte>(sample >> 8U));
        bytes.push_back(static_cast<png_byte>(sample));
    }
    std::vector<png_bytep> rows;
    for (int y = 0; y < height; ++y)
        rows.push_back(
            bytes.data() +
            bytes.size() / static_cast<std::size_t>(height) * static_cast<std::size_t>(y)
        );
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

File as_interlaced_png(const cv::Mat& colour)
{
    std::vector<unsigned> samples;
    for (int y = 0; y < colour.rows; ++y)
        for (int x = 0; x < colour.cols; ++x)
            for (const int channel : {2, 1, 0}) // red first
                samples.push_back(colour.at<cv::Vec3b>(y, x)[channel]);
    PngOptions options;
    options.type = PNG_COLOR_TYPE_RGB;
    options.interlaced = true;
    return as_png_of(colour.cols, colour.rows, samples, options);
}

} // namespace dossier::capture
