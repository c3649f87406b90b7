#include "capture/decode/pdf.h"

#include "capture/decode/pdf_picture.h"
#include "capture/decode/pdf_plan.h"
#include "capture/decode/pnm.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <qpdf/QPDFExc.hh>
#include <utility>

namespace dossier::capture {

namespace {

bool runs_up(const Affine& place)
{
    return std::abs(place[0]) < std::abs(place[3]);
}

/// The turn of a placed picture, as an EXIF orientation.
int orientation_of(const Affine& place)
{
    if (!runs_up(place)) {
        if (place[0] >= 0) return place[4] >= 0 ? 1 : 4;
        return place[4] >= 0 ? 2 : 3;
    }
    if (place[3] >= 0) return place[1] < 0 ? 8 : 7;
    return place[1] >= 0 ? 6 : 5;
}

int orientation_of_rotate(int rotate)
{
    if (rotate == 90) return 6;
    if (rotate == 180) return 3;
    return rotate == 270 ? 8 : 1;
}

void paint(
    cv::Mat& canvas, const PagePlan& plan, const PlacedPicture& placed, const PdfPicture& picture
)
{
    const cv::Rect2d points = covered(placed.place);
    const auto pixel = [&](double value) {
        return static_cast<int>(std::lround(value * plan.scale));
    };
    const cv::Rect whole(
        cv::Point(pixel(points.x - plan.sheet.x), pixel(plan.sheet.br().y - points.br().y)),
        cv::Point(pixel(points.br().x - plan.sheet.x), pixel(plan.sheet.br().y - points.y))
    );
    const cv::Rect visible = whole & cv::Rect(0, 0, canvas.cols, canvas.rows);
    // A placement far larger than the sheet would be scaled up without bound.
    if (visible.empty() || whole.area() > 4.0 * static_cast<double>(canvas.total())) return;
    const auto fitted = [&](const cv::Mat& pixels) {
        cv::Mat scaled;
        cv::resize(
            oriented(pixels.clone(), orientation_of(placed.place)),
            scaled,
            whole.size(),
            0,
            0,
            cv::INTER_AREA
        );
        return scaled(visible - whole.tl()).clone();
    };
    cv::Mat pixels = fitted(picture.pixels);
    cv::Mat opacity = picture.opacity.empty() ? cv::Mat() : fitted(picture.opacity);
    if (picture.is_stencil) {
        cv::bitwise_not(pixels, opacity);
        pixels = cv::Mat(
            visible.size(), CV_8UC3, cv::Scalar(placed.fill[0], placed.fill[1], placed.fill[2])
        );
    }
    if (pixels.channels() == 1) cv::cvtColor(pixels, pixels, cv::COLOR_GRAY2BGR);
    cv::Mat place = canvas(visible);
    if (opacity.empty()) {
        pixels.copyTo(place);
        return;
    }
    cv::Mat weight;
    cv::cvtColor(opacity, weight, cv::COLOR_GRAY2BGR);
    cv::Mat below;
    cv::multiply(place, ~weight, below, 1.0 / 255);
    cv::multiply(pixels, weight, pixels, 1.0 / 255);
    cv::add(below, pixels, place);
}

Picture compose(const PagePlan& plan, const Limits& limits)
{
    if (plan.is_one_picture) {
        auto picture = decode_pdf_picture(plan.pictures[0].picture, limits);
        if (!picture) return tl::unexpected(picture.error());
        return oriented(picture->pixels, orientation_of(plan.pictures[0].place));
    }
    cv::Mat canvas(plan.canvas, CV_8UC3, cv::Scalar::all(255));
    for (const PlacedPicture& placed : plan.pictures) {
        auto picture = decode_pdf_picture(placed.picture, limits);
        if (!picture) return tl::unexpected(picture.error());
        paint(canvas, plan, placed, *picture);
    }
    return canvas;
}

/// qpdf and OpenCV speak in exceptions; here they become answers.
template <typename Step>
auto translated(Step step) -> decltype(step())
{
    try {
        return step();
    } catch (const PdfTooMuch&) {
        return tl::unexpected(refusal(Reason::too_many_entries));
    } catch (const QPDFExc& error) {
        return tl::unexpected(refusal(
            error.getErrorCode() == qpdf_e_password ? Reason::pdf_encrypted : Reason::broken
        ));
    } catch (const std::bad_alloc&) {
        return tl::unexpected(refusal(Reason::out_of_memory));
    } catch (const std::exception&) {
        return tl::unexpected(refusal(Reason::broken));
    }
}

class PdfPages : public PageSource {
public:
    PdfPages(std::span<const std::byte> bytes, const Limits& limits, PageRenderer* renderer)
        : bytes_(bytes),
          limits_(limits),
          renderer_(renderer)
    {}

    tl::expected<void, Refusal> open()
    {
        pdf_.setSuppressWarnings(true);
        pdf_.processMemoryFile(
            "memory", reinterpret_cast<const char*>(bytes_.data()), bytes_.size()
        );
        auto plans = plan_pages(pdf_, bytes_.size(), limits_);
        if (!plans) return tl::unexpected(plans.error());
        plans_ = std::move(*plans);
        if (renderer_ == nullptr && std::ranges::any_of(plans_, &PagePlan::is_drawn))
            return tl::unexpected(refusal(Reason::pdf_page_without_scan));
        return {};
    }

    MediaKind kind() const override { return MediaKind::pdf; }

    int count() const override { return static_cast<int>(plans_.size()); }

    tl::expected<Page, Refusal> page(int index) override
    {
        return translated([&]() -> tl::expected<Page, Refusal> {
            constexpr double points_per_inch = 72.0;
            const PagePlan& plan = plans_.at(static_cast<std::size_t>(index));
            auto pixels = pixels_of(plan, index);
            if (!pixels) return tl::unexpected(pixels.error());
            Page page(*pixels, {});
            page.facts.index = index;
            page.facts.width = page.pixels.cols;
            page.facts.height = page.pixels.rows;
            page.facts.dpi = static_cast<int>(std::lround(plan.scale * points_per_inch));
            return page;
        });
    }

private:
    /// The page as a viewer shows it. A picture that only a renderer can decode has its page drawn,
    /// as finely as it was scanned.
    Picture pixels_of(const PagePlan& plan, int index)
    {
        if (plan.is_drawn) return drawn(plan, plan.canvas, index);
        auto pixels = compose(plan, limits_);
        if (pixels) return oriented(*pixels, orientation_of_rotate(plan.rotate));
        if (renderer_ == nullptr || pixels.error().code != code_of(Reason::pdf_picture_kind))
            return pixels;
        return drawn(plan, drawn_size(plan, plan.scale * 72.0, limits_), index);
    }

    Picture drawn(const PagePlan& plan, cv::Size size, int index)
    {
        if (!renderer_->begin(bytes_, {index, size.width, size.height}))
            return tl::unexpected(refusal(Reason::pdf_page_not_drawn));
        const bool is_on_its_side = plan.rotate == 90 || plan.rotate == 270;
        return read_pnm(*renderer_, is_on_its_side ? cv::Size(size.height, size.width) : size);
    }

    std::span<const std::byte> bytes_;
    Limits limits_;
    PageRenderer* renderer_;
    QPDF pdf_;
    std::vector<PagePlan> plans_;
};

} // namespace

tl::expected<std::unique_ptr<PageSource>, Refusal>
open_pdf(std::span<const std::byte> bytes, const Limits& limits, PageRenderer* renderer)
{
    return translated([&]() -> tl::expected<std::unique_ptr<PageSource>, Refusal> {
        auto pages = std::make_unique<PdfPages>(bytes, limits, renderer);
        if (auto opened = pages->open(); !opened) return tl::unexpected(opened.error());
        return pages;
    });
}

} // namespace dossier::capture
