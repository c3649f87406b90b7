#include "capture/decode/pnm.h"

#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace dossier::capture {

namespace {

/// Bytes of the source through a buffer of fixed size.
class Buffered {
public:
    explicit Buffered(PageRenderer& source) : source_(source) {}

    std::optional<unsigned char> byte()
    {
        if (at_ == size_ && !refill()) return std::nullopt;
        return std::to_integer<unsigned char>(buffer_[at_++]);
    }

    bool fill(unsigned char* to, std::size_t count)
    {
        while (count > 0) {
            if (at_ == size_ && !refill()) return false;
            const std::size_t here = std::min(count, size_ - at_);
            std::memcpy(to, buffer_.data() + at_, here);
            at_ += here;
            to += here;
            count -= here;
        }
        return true;
    }

private:
    bool refill()
    {
        at_ = 0;
        size_ = std::min(source_.read(buffer_), buffer_.size());
        return size_ > 0;
    }

    PageRenderer& source_;
    std::array<std::byte, 65536> buffer_{};
    std::size_t at_ = 0;
    std::size_t size_ = 0;
};

/// A number of the header with the one blank behind it, at most six digits.
std::optional<int> header_number(Buffered& source)
{
    constexpr int most_digits = 6;
    int number = 0;
    for (int digits = 0; digits <= most_digits; ++digits) {
        const auto next = source.byte();
        if (!next) return std::nullopt;
        if (std::isdigit(*next) == 0)
            return digits > 0 && std::isspace(*next) != 0 ? std::optional(number) : std::nullopt;
        number = number * 10 + (*next - '0');
    }
    return std::nullopt;
}

struct Header {
    int channels = 1;
    cv::Size size;
};

std::optional<Header> read_header(Buffered& source)
{
    const auto magic = source.byte();
    const auto kind = source.byte();
    const auto blank = source.byte();
    if (magic != 'P' || (kind != '5' && kind != '6') || !blank || std::isspace(*blank) == 0)
        return std::nullopt;
    const auto width = header_number(source);
    const auto height = width ? header_number(source) : std::nullopt;
    const auto brightest = height ? header_number(source) : std::nullopt;
    if (brightest != 255) return std::nullopt;
    return Header{kind == '6' ? 3 : 1, {*width, *height}};
}

/// Renderers round a page's size in their own way.
bool is_about(cv::Size size, cv::Size expected)
{
    constexpr int rounding = 2;
    return std::abs(size.width - expected.width) <= rounding &&
           std::abs(size.height - expected.height) <= rounding && !size.empty();
}

bool has_colour(const cv::Mat& rgb)
{
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* row = rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x)
            if (row[x][0] != row[x][1] || row[x][1] != row[x][2]) return true;
    }
    return false;
}

} // namespace

Picture read_pnm(PageRenderer& source, cv::Size expected)
{
    const auto unusable = tl::unexpected(refusal(Reason::pdf_page_not_drawn));
    Buffered bytes(source);
    const auto header = read_header(bytes);
    if (!header || !is_about(header->size, expected)) return unusable;
    cv::Mat pixels(header->size, CV_8UC(header->channels));
    for (int y = 0; y < pixels.rows; ++y)
        if (!bytes.fill(pixels.ptr(y), static_cast<std::size_t>(pixels.cols) * pixels.elemSize()))
            return unusable;
    if (header->channels == 1) return pixels;
    cv::Mat result;
    if (has_colour(pixels))
        cv::cvtColor(pixels, result, cv::COLOR_RGB2BGR);
    else
        cv::extractChannel(pixels, result, 0);
    return result;
}

} // namespace dossier::capture
