#include "capture/decode/pdf.h"

#include "capture/box_map.h"
#include "capture/decode/pdf_content.h"
#include "capture/decode/pdf_picture.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <set>
#include <utility>

namespace dossier::capture {

namespace {

constexpr double points_per_inch = 72.0;
/// Half of the page: scans may leave margins, a logo on a letter does not make it a scan.
constexpr double least_coverage = 0.5;
/// A page number or a stamp of the archive may stand on a scan; a paragraph may not.
constexpr std::size_t most_text_on_top = 64;

/// A page and what it inherits from its ancestors. `sheet` in points.
struct Leaf {
    QPDFObjectHandle page;
    QPDFObjectHandle resources;
    cv::Rect2d sheet{0, 0, 612, 792};
    int rotate = 0;
};

/// `scale`: pixels per point.
struct Plan {
    std::vector<PlacedPicture> pictures;
    cv::Rect2d sheet;
    int rotate = 0;
    double scale = 1.0;
    cv::Size canvas;
    bool is_one_picture = false;
};

std::optional<cv::Rect2d> rectangle(QPDFObjectHandle value)
{
    if (!value.isRectangle()) return std::nullopt;
    const auto box = value.getArrayAsRectangle();
    const cv::Rect2d sheet(
        std::min(box.llx, box.urx),
        std::min(box.lly, box.ury),
        std::abs(box.urx - box.llx),
        std::abs(box.ury - box.lly)
    );
    const bool sane = std::isfinite(sheet.area()) && sheet.width >= 1 && sheet.height >= 1;
    return sane ? std::optional(sheet) : std::nullopt;
}

void inherit(QPDFObjectHandle node, Leaf& leaf)
{
    if (node.getKey("/Resources").isDictionary()) leaf.resources = node.getKey("/Resources");
    for (const char* key : {"/MediaBox", "/CropBox"})
        if (const auto sheet = rectangle(node.getKey(key))) leaf.sheet = *sheet;
    if (QPDFObjectHandle turn = node.getKey("/Rotate"); turn.isInteger())
        leaf.rotate = (turn.getIntValueAsInt() % 360 + 360) % 360 / 90 * 90;
}

/// Walks the page tree by hand: qpdf's own walk copies pages that are named twice, without a bound.
class TreeWalk {
public:
    explicit TreeWalk(const Limits& limits) : most_pages_(static_cast<std::size_t>(limits.pages)) {}

    tl::expected<void, Refusal> visit(QPDFObjectHandle node, Leaf inherited, int depth)
    {
        constexpr int deepest = 64;
        constexpr std::size_t most_nodes = 10'000;
        if (!node.isDictionary()) return {};
        if (depth > deepest) return tl::unexpected(refusal(Reason::directory_loop));
        if (++nodes_ > most_nodes) return tl::unexpected(refusal(Reason::too_many_entries));
        inherit(node, inherited);
        QPDFObjectHandle kids = node.getKey("/Kids");
        if (!kids.isArray()) {
            inherited.page = node;
            leaves.push_back(inherited);
            return leaves.size() > most_pages_ ? tl::unexpected(refusal(Reason::too_many_pages))
                                               : tl::expected<void, Refusal>();
        }
        if (node.isIndirect() && !open_.insert(node.getObjGen()).second)
            return tl::unexpected(refusal(Reason::directory_loop));
        for (int i = 0; i < kids.getArrayNItems(); ++i)
            if (auto child = visit(kids.getArrayItem(i), inherited, depth + 1); !child)
                return child;
        open_.erase(node.getObjGen());
        return {};
    }

    std::vector<Leaf> leaves;

private:
    std::size_t most_pages_;
    std::size_t nodes_ = 0;
    std::set<QPDFObjGen> open_;
};

/// The rectangle a picture covers, in points. Tilts of a few degrees are left to deskew.
cv::Rect2d covered(const Affine& place)
{
    const double left = place[2] + std::min(0.0, place[0]) + std::min(0.0, place[1]);
    const double right = place[2] + std::max(0.0, place[0]) + std::max(0.0, place[1]);
    const double bottom = place[5] + std::min(0.0, place[3]) + std::min(0.0, place[4]);
    const double top = place[5] + std::max(0.0, place[3]) + std::max(0.0, place[4]);
    return {left, bottom, right - left, top - bottom};
}

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

double pixels_per_point(QPDFObjectHandle picture, const Affine& place)
{
    const double points = std::hypot(place[0], place[3]);
    return points > 0.01 ? stated_size(std::move(picture)).width / points : 0.0;
}

bool is_plain(QPDFObjectHandle picture)
{
    QPDFObjectHandle dictionary = picture.getDict();
    return !dictionary.getKey("/SMask").isStream() && !dictionary.getKey("/Mask").isStream() &&
           !(dictionary.getKey("/ImageMask").isBool() &&
             dictionary.getKey("/ImageMask").getBoolValue());
}

tl::expected<Plan, Refusal> plan_of(const Leaf& leaf)
{
    constexpr double most_pixels_per_point = 2400 / points_per_inch;
    PageContent content = content_of(leaf.page, leaf.resources);
    Plan plan;
    plan.sheet = leaf.sheet;
    plan.rotate = leaf.rotate;
    plan.scale = 0.0;
    double coverage = 0.0;
    for (PlacedPicture& placed : content.pictures) {
        const cv::Rect2d on_sheet = covered(placed.place) & leaf.sheet;
        if (stated_size(placed.picture).empty() || on_sheet.area() <= 0) continue;
        coverage += on_sheet.area() / leaf.sheet.area();
        plan.scale = std::max(plan.scale, pixels_per_point(placed.picture, placed.place));
        plan.pictures.push_back(std::move(placed));
    }
    if (coverage < least_coverage || content.text_on_top > most_text_on_top || plan.scale <= 0)
        return tl::unexpected(refusal(Reason::pdf_page_without_scan));
    plan.is_one_picture = plan.pictures.size() == 1 && is_plain(plan.pictures[0].picture);
    if (plan.is_one_picture) {
        plan.canvas = stated_size(plan.pictures[0].picture);
    } else {
        plan.scale = std::min(plan.scale, most_pixels_per_point);
        const auto pixels = [&](double points) {
            return static_cast<int>(std::clamp(std::round(points * plan.scale), 1.0, 1e6));
        };
        plan.canvas = {pixels(leaf.sheet.width), pixels(leaf.sheet.height)};
    }
    return plan;
}

PageOutline outline_of(const Plan& plan)
{
    PageOutline outline;
    outline.width = plan.canvas.width;
    outline.height = plan.canvas.height;
    outline.decoded_bytes = std::int64_t{outline.width} * outline.height;
    return outline;
}

void paint(
    cv::Mat& canvas, const Plan& plan, const PlacedPicture& placed, const PdfPicture& picture
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

Picture compose(const Plan& plan, const Limits& limits)
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
    explicit PdfPages(const Limits& limits) : limits_(limits) {}

    tl::expected<void, Refusal> open(std::span<const std::byte> bytes)
    {
        pdf_.setSuppressWarnings(true);
        pdf_.processMemoryFile("memory", reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (pdf_.isEncrypted()) return tl::unexpected(refusal(Reason::pdf_encrypted));
        TreeWalk walk(limits_);
        if (auto walked = walk.visit(pdf_.getRoot().getKey("/Pages"), {}, 0); !walked)
            return walked;
        std::vector<PageOutline> outlines;
        for (const Leaf& leaf : walk.leaves) {
            auto plan = plan_of(leaf);
            if (!plan) return tl::unexpected(plan.error());
            outlines.push_back(outline_of(*plan));
            plans_.push_back(std::move(*plan));
        }
        return check_limits(outlines, bytes.size(), limits_);
    }

    MediaKind kind() const override { return MediaKind::pdf; }

    int count() const override { return static_cast<int>(plans_.size()); }

    tl::expected<Page, Refusal> page(int index) override
    {
        return translated([&]() -> tl::expected<Page, Refusal> {
            const Plan& plan = plans_.at(static_cast<std::size_t>(index));
            auto pixels = compose(plan, limits_);
            if (!pixels) return tl::unexpected(pixels.error());
            Page page(oriented(*pixels, orientation_of_rotate(plan.rotate)), {});
            page.facts.index = index;
            page.facts.width = page.pixels.cols;
            page.facts.height = page.pixels.rows;
            page.facts.dpi = static_cast<int>(std::lround(plan.scale * points_per_inch));
            return page;
        });
    }

private:
    Limits limits_;
    QPDF pdf_;
    std::vector<Plan> plans_;
};

} // namespace

tl::expected<std::unique_ptr<PageSource>, Refusal>
open_pdf(std::span<const std::byte> bytes, const Limits& limits)
{
    return translated([&]() -> tl::expected<std::unique_ptr<PageSource>, Refusal> {
        auto pages = std::make_unique<PdfPages>(limits);
        if (auto opened = pages->open(bytes); !opened) return tl::unexpected(opened.error());
        return pages;
    });
}

} // namespace dossier::capture
