#include "capture/codes.h"

#include "capture/codes/decode.h"
#include "capture/codes/patch.h"
#include "capture/codes/small_page.h"
#include "capture/codes/suspects.h"
#include "capture/sheet_code.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <utility>

namespace dossier::capture {

namespace {

constexpr std::size_t most_codes = 32;

/// Whether a dark place, its margins included, is a patch that was read.
bool is_patch(const cv::Rect& place, std::span<const Code> codes)
{
    return std::ranges::any_of(codes, [&](const Code& code) {
        if (!code.symbology.starts_with("patch_")) return false;
        const cv::Rect box{code.box.x, code.box.y, code.box.width, code.box.height};
        return (box & place).area() * 3 > place.area();
    });
}

/// What says the most comes first: of dossier's sheets the bar code says less than the QR codes.
int rank(const Code& code)
{
    if (code.symbology == "qr_code") return 0;
    return code.symbology == "code_128" ? 1 : 2;
}

/// Dark places may overlap, and then show the same code.
bool is_known(const Code& code, std::span<const Code> codes)
{
    const cv::Rect box{code.box.x, code.box.y, code.box.width, code.box.height};
    return std::ranges::any_of(codes, [&](const Code& other) {
        const cv::Rect known{other.box.x, other.box.y, other.box.width, other.box.height};
        return code.symbology == other.symbology && code.text == other.text &&
               !(box & known).empty();
    });
}

bool is_our_qr(const Code& code)
{
    return code.symbology == "qr_code" &&
           (parse_cover_sheet(code.text) || parse_separator_sheet(code.text));
}

/// Whether little is printed beside the codes. In fields of a tenth of an inch: a sheet of patches
/// with its instructions has print on a twentieth of them, a form on a third.
bool is_bare(const SmallPage& small, std::span<const Code> codes)
{
    constexpr double most_inked = 0.06;
    if (small.ink.empty()) return false;
    cv::Mat ink = small.ink.clone();
    for (const Code& code : codes) {
        const int reach = static_cast<int>(small.pixels_per_inch * 0.1);
        const cv::Rect box{
            code.box.x / small.factor - reach,
            code.box.y / small.factor - reach,
            code.box.width / small.factor + 2 * reach,
            code.box.height / small.factor + 2 * reach};
        ink(box & cv::Rect{0, 0, ink.cols, ink.rows}).setTo(0);
    }
    const int field = std::max(2, static_cast<int>(small.pixels_per_inch / 10));
    int inked = 0;
    int fields = 0;
    for (int y = 0; y + field <= ink.rows; y += field)
        for (int x = 0; x + field <= ink.cols; x += field, ++fields)
            // A speck of dust is one pixel.
            inked += cv::countNonZero(ink(cv::Rect{x, y, field, field})) >= 4 ? 1 : 0;
    return inked <= most_inked * fields;
}

} // namespace

std::vector<Code> find_codes(const cv::Mat& grey, int dpi)
{
    // What hostile pixels can cost at most: an A4 page at 300 dpi has 9 million.
    constexpr std::int64_t most_pixels = 12'000'000;
    const SmallPage small = make_small(grey, dpi);
    if (small.grey.empty()) return {};
    std::vector<Code> codes = find_patches(small);
    std::int64_t budget = most_pixels;
    for (const Suspect& suspect : find_suspects(grey, small)) {
        if (is_patch(suspect.box, codes)) continue;
        const auto effort = suspect.is_likely ? Effort::every_try : Effort::one_try;
        auto found = decode_codes(grey, suspect.box, effort, budget);
        const bool says_all = std::ranges::any_of(found, is_our_qr);
        for (Code& code : found)
            if (!is_known(code, codes)) codes.push_back(std::move(code));
        if (says_all) break; // the sheet's other codes say the same, or less
    }
    std::ranges::stable_sort(codes, {}, rank);
    if (codes.size() > most_codes) codes.resize(most_codes);
    return codes;
}

PageRole find_role(const cv::Mat& grey, int dpi, std::span<const Code> codes)
{
    if (std::ranges::any_of(codes, [](const Code& code) {
            return parse_cover_sheet(code.text).has_value();
        }))
        return PageRole::cover_sheet;
    if (std::ranges::any_of(codes, [](const Code& code) {
            return parse_separator_sheet(code.text).has_value();
        }))
        return PageRole::separator;
    const bool separates = std::ranges::any_of(codes, is_separating_patch);
    return separates && is_bare(make_small(grey, dpi), codes) ? PageRole::separator
                                                              : PageRole::content;
}

} // namespace dossier::capture
