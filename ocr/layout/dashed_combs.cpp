#include "ocr/layout/dashed_combs.h"

#include "capture/runs.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/strips.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace dossier::ocr {
namespace {

using capture::Box;

/// In text heights.
constexpr double narrowest_cell = 1.2;
constexpr double widest_cell = 3.2;
/// Characters of a row; a number in words or a year is shorter, and no cell.
constexpr std::size_t fewest = 5;

/// Characters at even distances.
struct Row {
    std::vector<Box> characters;
    double pitch = 0.0;
};

double level_of(const Box& box)
{
    return box.y + box.height / 2.0;
}

/// Pieces of ink that may be a digit or a capital in its cell; fragments of sides are thinner.
std::vector<Box> characters_in(const cv::Mat& ink, int text_height)
{
    std::vector<Box> found;
    for (const auto& [box, area] : capture::find_components(ink)) {
        const bool is_one = box.height * 10 >= text_height * 5 &&
                            box.height * 10 <= text_height * 13 && box.width >= 4 &&
                            box.width * 10 >= text_height * 2 && box.width <= text_height;
        if (is_one) found.push_back(box);
    }
    std::ranges::sort(found, {}, &Box::x);
    return found;
}

/// The characters that go on from `first` and `second`; a cell or two may be empty or unreadable.
Row row_from(
    const std::vector<Box>& all,
    std::size_t first,
    std::size_t second,
    const std::vector<bool>& used
)
{
    constexpr int most_steps = 3;
    Row row{{all[first], all[second]}, middle_of(all[second]) - middle_of(all[first])};
    double cells = 1;
    std::size_t last = second;
    for (std::size_t i = second + 1; i < all.size(); ++i) {
        const double steps = (middle_of(all[i]) - middle_of(all[last])) / row.pitch;
        const double whole = std::round(steps);
        if (whole > most_steps) break;
        const bool fits = !used[i] && whole >= 1 && std::abs(steps - whole) < 0.14 &&
                          std::abs(level_of(all[i]) - level_of(all[last])) * 5 < all[last].height &&
                          all[i].height * 10 < all[last].height * 13 &&
                          all[last].height * 10 < all[i].height * 13;
        if (!fits) continue;
        row.characters.push_back(all[i]);
        cells += whole;
        row.pitch = (middle_of(all[i]) - middle_of(all[first])) / cells;
        last = i;
    }
    return row;
}

class DashedLines {
public:
    DashedLines(const cv::Mat& ink, const Row& row)
        : ink_(ink),
          row_(row),
          box_(around(row.characters)),
          slack_(std::max(2, static_cast<int>(row.pitch * 0.1)))
    {}

    /// Nothing where no lines part the characters.
    std::optional<Comb> find() const
    {
        constexpr double least_side = 0.25; // of its height
        std::vector<cv::Rect> sides;
        int seen = 0;
        const double first = middle_of(row_.characters.front()) - row_.pitch / 2;
        const int cells =
            1 + static_cast<int>(std::lround(
                    (middle_of(row_.characters.back()) - middle_of(row_.characters.front())) /
                    row_.pitch
                ));
        for (int i = 0; i <= cells; ++i) {
            const cv::Rect strip = strip_at(first + i * row_.pitch);
            if (touches_character(strip) || !has_paper_beside(strip)) return std::nullopt;
            if (thickest(strip) >= least_side) ++seen;
            sides.push_back(strip);
        }
        if (seen * 10 < (cells + 1) * 7) return std::nullopt;
        Comb comb{.box = box_, .lines = {}};
        comb.box.x = sides.front().x;
        comb.box.width = sides.back().br().x - comb.box.x;
        for (const cv::Rect& side : sides)
            comb.lines.push_back({side.x, side.y, side.width, side.height});
        for (const bool is_upper : {true, false})
            add_edge(comb, is_upper);
        return comb;
    }

private:
    /// Where a side stands: as high as the characters, and half as much over and under them.
    cv::Rect strip_at(double x) const
    {
        const int reach = box_.height / 2;
        return {
            static_cast<int>(std::lround(x)) - slack_,
            box_.y - reach,
            2 * slack_ + 1,
            box_.height + 2 * reach};
    }

    bool touches_character(const cv::Rect& strip) const
    {
        constexpr int blur = 2;
        return std::ranges::any_of(row_.characters, [&](const Box& each) {
            return each.x < strip.br().x + blur && right_of(each) > strip.x - blur;
        });
    }

    /// Between a side and the characters of its cells is nothing; between every second character of
    /// a line of print is another.
    bool has_paper_beside(const cv::Rect& strip) const
    {
        constexpr double specks = 0.04;
        const int room =
            std::max(2, static_cast<int>(row_.pitch / 2) - strip.width / 2 - half_of_widest());
        for (const int x : {strip.x - room, strip.br().x}) {
            const cv::Rect beside =
                cv::Rect(x, box_.y, room, box_.height) & cv::Rect(0, 0, ink_.cols, ink_.rows);
            if (cv::countNonZero(ink_(beside)) > specks * beside.area()) return false;
        }
        return true;
    }

    /// Half the width of the widest character, with a little room.
    int half_of_widest() const
    {
        const auto widest = std::ranges::max_element(row_.characters, {}, &Box::width);
        return widest->width / 2 + 2;
    }

    /// The most of a strip that a thin line in it has.
    double thickest(const cv::Rect& strip) const
    {
        constexpr int thickness = 3;
        double most = 0;
        for (int x = strip.x; x + thickness <= strip.br().x; ++x)
            most = std::max(most, covered(ink_, {x, strip.y, thickness, strip.height}, true));
        return most;
    }

    /// The edge over or under the characters, with what of the sides stands between.
    void add_edge(Comb& comb, bool is_upper) const
    {
        constexpr double least_edge = 0.35;
        constexpr int thickness = 3;
        const int near = box_.height / 8;
        const int far = box_.height * 16 / 10;
        double most = least_edge;
        std::optional<int> edge;
        for (int off = near; off <= far; ++off) {
            const int y = is_upper ? box_.y - off - thickness : bottom_of(box_) + off;
            const double here = covered(ink_, {comb.box.x, y, comb.box.width, thickness}, false);
            if (here > most) most = here, edge = y;
        }
        if (!edge) return;
        const int blur = 3;
        const int top = is_upper ? *edge : bottom_of(box_) + blur;
        const int bottom = is_upper ? box_.y - blur : *edge + thickness;
        if (bottom <= top) return;
        comb.lines.push_back({comb.box.x, top, comb.box.width, bottom - top});
    }

    const cv::Mat& ink_;
    const Row& row_;
    Box box_;
    int slack_;
};

} // namespace

std::vector<Comb> find_dashed_combs(const cv::Mat& ink, int text_height)
{
    const auto all = characters_in(ink, text_height);
    std::vector<bool> used(all.size(), false);
    std::vector<Comb> combs;
    for (std::size_t first = 0; first < all.size(); ++first) {
        if (used[first]) continue;
        Row longest;
        for (std::size_t second = first + 1; second < all.size(); ++second) {
            const double pitch = middle_of(all[second]) - middle_of(all[first]);
            if (pitch > widest_cell * text_height) break;
            const bool is_level =
                std::abs(level_of(all[second]) - level_of(all[first])) * 5 < all[first].height;
            if (pitch < narrowest_cell * text_height || used[second] || !is_level) continue;
            Row row = row_from(all, first, second, used);
            if (row.characters.size() > longest.characters.size()) longest = std::move(row);
        }
        if (longest.characters.size() < fewest) continue;
        auto comb = DashedLines(ink, longest).find();
        if (!comb) continue;
        for (std::size_t i = first; i < all.size(); ++i)
            used[i] = used[i] ||
                      std::ranges::find(longest.characters, all[i]) != longest.characters.end();
        combs.push_back(std::move(*comb));
    }
    return combs;
}

} // namespace dossier::ocr
