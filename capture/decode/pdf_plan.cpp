#include "capture/decode/pdf_plan.h"

#include "capture/decode/pdf_picture.h"
#include "capture/formats/reasons.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace dossier::capture {

namespace {

constexpr double points_per_inch = 72.0;
/// Half of the page: scans may leave margins, a logo on a letter does not make it a scan.
constexpr double least_coverage = 0.5;
/// A page number or a stamp of the archive may stand on a scan; a paragraph may not.
constexpr std::size_t most_text_on_top = 64;
/// Drawn pages: what offices scan at; what still reads well when a file has very many pages; the
/// finest that a scan under a stamp is kept at.
constexpr double usual_dpi = 300;
constexpr double many_pages_dpi = 200;
constexpr double finest_dpi = 600;

/// A page and what it inherits from its ancestors; boxes in points.
struct Leaf {
    QPDFObjectHandle page;
    QPDFObjectHandle resources;
    cv::Rect2d media{0, 0, 612, 792};
    std::optional<cv::Rect2d> crop;
    int rotate = 0;
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
    if (const auto media = rectangle(node.getKey("/MediaBox"))) leaf.media = *media;
    if (const auto crop = rectangle(node.getKey("/CropBox"))) leaf.crop = crop;
    if (QPDFObjectHandle turn = node.getKey("/Rotate"); turn.isInteger())
        leaf.rotate = (turn.getIntValueAsInt() % 360 + 360) % 360 / 90 * 90;
}

/// What a viewer shows: the crop box as far as it lies on the sheet.
cv::Rect2d shown(const Leaf& leaf)
{
    const cv::Rect2d part = leaf.crop ? *leaf.crop & leaf.media : leaf.media;
    return part.width >= 1 && part.height >= 1 ? part : leaf.media;
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

double pixels_per_point(int width, const Affine& place)
{
    const double points = std::hypot(place[0], place[3]);
    return points > 0.01 ? width / points : 0.0;
}

bool is_plain(QPDFObjectHandle picture)
{
    QPDFObjectHandle dictionary = picture.getDict();
    return !dictionary.getKey("/SMask").isStream() && !dictionary.getKey("/Mask").isStream() &&
           !(dictionary.getKey("/ImageMask").isBool() &&
             dictionary.getKey("/ImageMask").getBoolValue());
}

/// Stamps, signatures and filled-in fields are drawn over the page; links and notes are not.
bool has_visible_annotation(QPDFObjectHandle page)
{
    constexpr int most = 1'000;
    constexpr int hidden_or_not_viewed = 2 | 32;
    QPDFObjectHandle all = page.getKey("/Annots");
    if (!all.isArray()) return false;
    for (int i = 0; i < std::min(all.getArrayNItems(), most); ++i) {
        QPDFObjectHandle one = all.getArrayItem(i);
        if (!one.isDictionary() || !one.getKey("/AP").isDictionary()) continue;
        QPDFObjectHandle kind = one.getKey("/Subtype");
        QPDFObjectHandle flags = one.getKey("/F");
        const bool is_hidden =
            flags.isInteger() && (flags.getIntValueAsInt() & hidden_or_not_viewed) != 0;
        if (!is_hidden && !kind.isNameAndEquals("/Link") && !kind.isNameAndEquals("/Popup"))
            return true;
    }
    return false;
}

PagePlan plan_of(const Leaf& leaf, const Limits& limits)
{
    constexpr double most_pixels_per_point = 2400 / points_per_inch;
    PageContent content = content_of(leaf.page, leaf.resources);
    PagePlan plan;
    plan.sheet = shown(leaf);
    plan.rotate = leaf.rotate;
    plan.scale = 0.0;
    double coverage = 0.0;
    for (PlacedPicture& placed : content.pictures) {
        const cv::Rect2d on_sheet = covered(placed.place) & plan.sheet;
        const cv::Size size = stated_size(placed.picture);
        plan.largest.width = std::max(plan.largest.width, size.width);
        plan.largest.height = std::max(plan.largest.height, size.height);
        if (size.empty() || on_sheet.area() <= 0) continue;
        coverage += on_sheet.area() / plan.sheet.area();
        plan.scale = std::max(plan.scale, pixels_per_point(size.width, placed.place));
        plan.pictures.push_back(std::move(placed));
    }
    const bool is_covered = coverage >= least_coverage && plan.scale > 0;
    plan.is_drawn = !is_covered || content.text_on_top > most_text_on_top ||
                    content.is_drawn_on_top || has_visible_annotation(leaf.page);
    if (plan.is_drawn) {
        const double dpi = is_covered
                               ? std::clamp(plan.scale * points_per_inch, usual_dpi, finest_dpi)
                               : usual_dpi;
        plan.canvas = drawn_size(plan, dpi, limits);
        plan.scale = plan.canvas.width / plan.sheet.width;
        return plan;
    }
    plan.is_one_picture = plan.pictures.size() == 1 && is_plain(plan.pictures[0].picture);
    if (plan.is_one_picture) {
        plan.canvas = stated_size(plan.pictures[0].picture);
    } else {
        plan.scale = std::min(plan.scale, most_pixels_per_point);
        const auto pixels = [&](double points) {
            return static_cast<int>(std::clamp(std::round(points * plan.scale), 1.0, 1e6));
        };
        plan.canvas = {pixels(plan.sheet.width), pixels(plan.sheet.height)};
    }
    return plan;
}

/// Drawing unpacks nothing, so drawn pages count for no ratio.
PageOutline outline_of(const PagePlan& plan)
{
    PageOutline outline;
    outline.width = plan.canvas.width;
    outline.height = plan.canvas.height;
    outline.decoded_bytes = plan.is_drawn ? 0 : std::int64_t{outline.width} * outline.height;
    return outline;
}

tl::expected<void, Refusal>
check(const std::vector<PagePlan>& plans, std::size_t file_bytes, const Limits& limits)
{
    std::vector<PageOutline> outlines;
    outlines.reserve(plans.size());
    for (const PagePlan& plan : plans)
        outlines.push_back(outline_of(plan));
    return check_limits(outlines, file_bytes, limits);
}

/// A renderer goes through every line of a picture, however many it claims, so what nobody would
/// decode nobody is asked to draw.
tl::expected<void, Refusal> check_pictures(const PagePlan& plan, const Limits& limits)
{
    const cv::Size& largest = plan.largest;
    if (!plan.is_drawn || (largest.width <= limits.side && largest.height <= limits.side))
        return {};
    return tl::unexpected(refusal(Reason::side_too_long));
}

} // namespace

/// The rectangle a picture covers, in points. Tilts of a few degrees are left to deskew.
cv::Rect2d covered(const Affine& place)
{
    const double left = place[2] + std::min(0.0, place[0]) + std::min(0.0, place[1]);
    const double right = place[2] + std::max(0.0, place[0]) + std::max(0.0, place[1]);
    const double bottom = place[5] + std::min(0.0, place[3]) + std::min(0.0, place[4]);
    const double top = place[5] + std::max(0.0, place[3]) + std::max(0.0, place[4]);
    return {left, bottom, right - left, top - bottom};
}

cv::Size drawn_size(const PagePlan& plan, double dpi, const Limits& limits)
{
    constexpr double coarsest_dpi = 100;
    const double longest = std::max(plan.sheet.width, plan.sheet.height);
    const double most = std::min(
        (limits.side - 1) / longest,
        std::sqrt(static_cast<double>(limits.page_pixels) / plan.sheet.area()) * 0.999
    );
    // Coarser than this nothing can be read; the limits say no to what is then still too large.
    const double scale =
        std::max(std::min(dpi / points_per_inch, most), coarsest_dpi / points_per_inch);
    const auto pixels = [&](double points) {
        return static_cast<int>(std::clamp(std::ceil(points * scale), 1.0, 1e6));
    };
    return {pixels(plan.sheet.width), pixels(plan.sheet.height)};
}

tl::expected<std::vector<PagePlan>, Refusal>
plan_pages(QPDF& pdf, std::size_t file_bytes, const Limits& limits)
{
    TreeWalk walk(limits);
    if (auto walked = walk.visit(pdf.getRoot().getKey("/Pages"), {}, 0); !walked)
        return tl::unexpected(walked.error());
    std::vector<PagePlan> plans;
    for (const Leaf& leaf : walk.leaves) {
        plans.push_back(plan_of(leaf, limits));
        if (auto drawable = check_pictures(plans.back(), limits); !drawable)
            return tl::unexpected(drawable.error());
    }
    auto fits = check(plans, file_bytes, limits);
    if (!fits && fits.error().code == code_of(Reason::too_many_pixels_in_file)) {
        for (PagePlan& plan : plans) {
            if (!plan.is_drawn) continue;
            plan.canvas = drawn_size(plan, many_pages_dpi, limits);
            plan.scale = plan.canvas.width / plan.sheet.width;
        }
        fits = check(plans, file_bytes, limits);
    }
    if (!fits) return tl::unexpected(fits.error());
    return plans;
}

} // namespace dossier::capture
