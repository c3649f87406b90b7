#include "tests/capture/pictures.h"

#include "tests/capture/bytes_of.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <jpeglib.h>
#include <png.h>
#include <random>
#include <tiffio.h>
#include <zlib.h>

namespace dossier::capture {

namespace {

File file_of(const void* from, std::size_t size)
{
    const auto* begin = static_cast<const std::byte*>(from);
    return {begin, begin + size};
}

/// A growing file for libtiff.
struct Memory {
    std::vector<unsigned char> bytes;
    std::size_t at = 0;
};

Memory& memory_of(thandle_t handle)
{
    return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t length)
{
    Memory& memory = memory_of(handle);
    const std::size_t here =
        std::min(static_cast<std::size_t>(length), memory.bytes.size() - memory.at);
    std::memcpy(to, memory.bytes.data() + memory.at, here);
    memory.at += here;
    return static_cast<tmsize_t>(here);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t length)
{
    Memory& memory = memory_of(handle);
    const auto count = static_cast<std::size_t>(length);
    memory.bytes.resize(std::max(memory.bytes.size(), memory.at + count));
    std::memcpy(memory.bytes.data() + memory.at, from, count);
    memory.at += count;
    return length;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence)
{
    Memory& memory = memory_of(handle);
    if (whence == SEEK_CUR) offset += memory.at;
    if (whence == SEEK_END) offset += memory.bytes.size();
    return memory.at = offset;
}

int close_nothing(thandle_t /*handle*/)
{
    return 0;
}

toff_t size_of_memory(thandle_t handle)
{
    return memory_of(handle).bytes.size();
}

/// One line as the file stores it.
std::vector<unsigned char> packed(const cv::Mat& line, const TiffOptions& options)
{
    const auto samples = static_cast<std::size_t>(line.cols * line.channels());
    std::vector<unsigned char> bytes(line.data, line.data + samples);
    if (options.bits == 16) {
        std::vector<unsigned char> wide;
        for (const unsigned char value : bytes)
            wide.insert(wide.end(), {value, value});
        return wide;
    }
    if (options.bits == 8) return bytes;
    const auto per_byte = static_cast<std::size_t>(8 / options.bits);
    std::vector<unsigned char> narrow((samples + per_byte - 1) / per_byte);
    for (std::size_t i = 0; i < samples; ++i) {
        const auto top = static_cast<unsigned>(
            options.palette.empty() ? bytes[i] >> (8 - options.bits) : static_cast<int>(bytes[i])
        );
        const unsigned value =
            options.min_is_white ? top ^ ((1U << static_cast<unsigned>(options.bits)) - 1U) : top;
        narrow[i / per_byte] |= static_cast<unsigned char>(
            value
            << (8U -
                static_cast<unsigned>(options.bits) * (static_cast<unsigned>(i % per_byte) + 1U))
        );
    }
    return narrow;
}

void describe(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.cols);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.rows);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.channels());
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
    TIFFSetField(
        tiff, TIFFTAG_PLANARCONFIG, options.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG
    );
    int photometric = page.channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    if (options.min_is_white) photometric = PHOTOMETRIC_MINISWHITE;
    if (!options.palette.empty()) photometric = PHOTOMETRIC_PALETTE;
    if (options.compression == COMPRESSION_JPEG && page.channels() == 3) {
        photometric = PHOTOMETRIC_YCBCR;
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
    if (options.dpi > 0) {
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, options.dpi);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, options.dpi);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    }
    if (!options.palette.empty()) {
        std::vector<std::uint16_t> red(1U << static_cast<unsigned>(options.bits));
        auto green = red;
        auto blue = red;
        for (std::size_t i = 0; 3 * i + 2 < options.palette.size() && i < red.size(); ++i) {
            red[i] = static_cast<std::uint16_t>(options.palette[3 * i] * 257);
            green[i] = static_cast<std::uint16_t>(options.palette[3 * i + 1] * 257);
            blue[i] = static_cast<std::uint16_t>(options.palette[3 * i + 2] * 257);
        }
        TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
    }
    if (options.tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
    }
}

void write_tiles(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    for (int y = 0; y < page.rows; y += 16)
        for (int x = 0; x < page.cols; x += 16) {
            cv::Mat tile(16, 16, page.type(), cv::Scalar::all(0));
            const cv::Rect place = cv::Rect(x, y, 16, 16) & cv::Rect(0, 0, page.cols, page.rows);
            page(place).copyTo(tile(cv::Rect(0, 0, place.width, place.height)));
            std::vector<unsigned char> bytes;
            for (int line = 0; line < 16; ++line) {
                const auto part = packed(tile.row(line), options);
                bytes.insert(bytes.end(), part.begin(), part.end());
            }
            TIFFWriteTile(
                tiff,
                bytes.data(),
                static_cast<std::uint32_t>(x),
                static_cast<std::uint32_t>(y),
                0,
                0
            );
        }
}

void write_lines(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    std::vector<cv::Mat> planes{page};
    if (options.planar) cv::split(page, planes);
    for (std::size_t plane = 0; plane < planes.size(); ++plane)
        for (int y = 0; y < page.rows; ++y) {
            auto bytes = packed(planes[plane].row(y), options);
            TIFFWriteScanline(
                tiff, bytes.data(), static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane)
            );
        }
}

cv::Mat rgb_of(const cv::Mat& picture)
{
    cv::Mat rgb = picture.clone();
    if (picture.channels() == 3) cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    return rgb;
}

} // namespace

cv::Mat a_page_of_text(double skew_deg, int lines)
{
    std::mt19937 random(7);
    cv::Mat page(1170, 827, CV_8UC1, cv::Scalar(255));
    for (int line = 0; line < lines; ++line) {
        const int y = 100 + line * 40;
        const int letters = 12 + static_cast<int>(random() % 18);
        for (int i = 0; i < letters; ++i) {
            const int x = 90 + i * 20;
            cv::rectangle(page, {x, y, 13, 14}, cv::Scalar(20), 2);
            cv::line(
                page,
                {x, y + 4 + static_cast<int>(random() % 6)},
                {x + 12, y + 7},
                cv::Scalar(20),
                2
            );
        }
    }
    const cv::Mat turn = cv::getRotationMatrix2D({413.5F, 585.0F}, -skew_deg, 1.0);
    cv::Mat turned_page;
    cv::warpAffine(
        page, turned_page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255)
    );
    return turned_page;
}

cv::Mat a_colour_picture()
{
    cv::Mat picture(37, 53, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<cv::Vec3b>(y, x) = {
                static_cast<unsigned char>(4 * x),
                static_cast<unsigned char>(6 * y),
                static_cast<unsigned char>(2 * (x + y))};
    return picture;
}

cv::Mat a_grey_picture()
{
    cv::Mat picture(37, 53, CV_8UC1);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<unsigned char>(y, x) = static_cast<unsigned char>(3 * x + 2 * y);
    return picture;
}

cv::Mat stored_as(const cv::Mat& upright, int orientation)
{
    const bool on_its_side = orientation >= 5;
    const int rows = on_its_side ? upright.cols : upright.rows;
    const int columns = on_its_side ? upright.rows : upright.cols;
    cv::Mat stored(rows, columns, upright.type());
    const int right = upright.cols - 1;
    const int bottom = upright.rows - 1;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            // TIFF 6.0, Orientation: where the 0th row and the 0th column are to be seen.
            const std::array<cv::Point, 8> seen_at{
                cv::Point(column, row),
                cv::Point(right - column, row),
                cv::Point(right - column, bottom - row),
                cv::Point(column, bottom - row),
                cv::Point(row, column),
                cv::Point(right - row, column),
                cv::Point(right - row, bottom - column),
                cv::Point(row, bottom - column)};
            const cv::Point from = seen_at.at(static_cast<std::size_t>(orientation - 1));
            upright(cv::Rect(from, cv::Size(1, 1))).copyTo(stored(cv::Rect(column, row, 1, 1)));
        }
    return stored;
}

File as_jpeg(const cv::Mat& picture, bool progressive)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &out, &size);
    info.image_width = static_cast<unsigned>(picture.cols);
    info.image_height = static_cast<unsigned>(picture.rows);
    info.input_components = picture.channels();
    info.in_color_space = picture.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
    if (picture.channels() == 4) info.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 98, TRUE);
    for (int c = 0; c < info.num_components; ++c)
        info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
    if (progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        cv::Mat line = picture.row(static_cast<int>(info.next_scanline)).clone();
        JSAMPROW row = line.data;
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    File file = file_of(out, size);
    std::free(out); // NOLINT: libjpeg's malloc
    return file;
}

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

void append_to_string(png_structp png, png_bytep from, png_size_t length)
{
    static_cast<std::string*>(png_get_io_ptr(png))
        ->append(reinterpret_cast<const char*>(from), length);
}

File as_interlaced_png(const cv::Mat& colour)
{
    std::string out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, append_to_string, nullptr);
    const auto width = static_cast<unsigned>(colour.cols);
    const auto height = static_cast<unsigned>(colour.rows);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_ADAM7, 0, 0);
    png_write_info(png, info);
    png_set_bgr(png);
    const cv::Mat whole = colour.clone();
    std::vector<png_bytep> rows;
    for (int y = 0; y < whole.rows; ++y)
        rows.push_back(whole.data + whole.step[0] * static_cast<std::size_t>(y));
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes_of(out);
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

/// What `write` makes of a TIFF in memory.
File tiff_in_memory(const std::function<void(TIFF*)>& write)
{
    TIFFSetWarningHandler(nullptr); // it speaks up about older kinds of Deflate
    Memory memory;
    TIFF* tiff = TIFFClientOpen(
        "memory",
        "w",
        &memory,
        read_memory,
        write_memory,
        seek_memory,
        close_nothing,
        size_of_memory,
        nullptr,
        nullptr
    );
    write(tiff);
    TIFFClose(tiff);
    return file_of(memory.bytes.data(), memory.bytes.size());
}

} // namespace

File written_tiff(const std::function<void(TIFF*)>& write)
{
    return tiff_in_memory([&](TIFF* tiff) {
        write(tiff);
        TIFFWriteDirectory(tiff);
    });
}

File as_tiff(const std::vector<cv::Mat>& pages, const TiffOptions& options)
{
    return tiff_in_memory([&](TIFF* tiff) {
        for (const cv::Mat& page : pages) {
            describe(tiff, page, options);
            if (options.tiled)
                write_tiles(tiff, rgb_of(page), options);
            else
                write_lines(tiff, rgb_of(page), options);
            TIFFWriteDirectory(tiff);
        }
    });
}

std::string pdf_stream(const std::string& dictionary, const std::string& content)
{
    return fmt::format(
        "<<{} /Length {}>>\nstream\n{}\nendstream", dictionary, content.size(), content
    );
}

File as_pdf(const std::vector<std::string>& objects)
{
    std::string pdf = "%PDF-1.5\n";
    std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", pdf.size());
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t at = pdf.size();
    pdf += table +
           fmt::format(
               "trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, at
           );
    return file_of(pdf.data(), pdf.size());
}

File pdf_with_picture(
    const std::string& picture, const std::string& content, const std::string& page
)
{
    return as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
         "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</Im 5 0 R>> >> " +
             page + ">>",
         pdf_stream("", content),
         picture}
    );
}

std::string text_of(const File& file)
{
    return {reinterpret_cast<const char*>(file.data()), file.size()};
}

int largest_difference(const cv::Mat& a, const cv::Mat& b)
{
    if (a.size() != b.size() || a.type() != b.type()) return 256;
    return static_cast<int>(cv::norm(a, b, cv::NORM_INF));
}

} // namespace dossier::capture
