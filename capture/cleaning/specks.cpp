// Dust is told from print where there is no print: pieces far smaller than a full stop that lie on
// open paper. A page with many of them is dusty, and they say how large its dust is.

#include "capture/clean.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace dossier::capture {

namespace {

/// Of the text's height squared; a full stop has more.
constexpr double most_area = 0.01;
/// On open paper, as many for each square of the text's height. Ordinary pages have at most 0.03,
/// bad copies 0.3 and more.
constexpr double dusty = 0.1;
/// Of the specks on open paper, so many are taken for dust's usual size.
constexpr double usual = 0.95;
/// Squares of open paper that are enough to judge by.
constexpr int least_open = 100;
/// In text heights; larger pieces are frames and rules, and around them is paper.
constexpr int largest_print = 6;

/// The page in squares as high as its text.
class Squares {
public:
    Squares(int width, int height, int side)
        : side_(side),
          columns_(width / side + 1),
          rows_(height / side + 1),
          has_print_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_))
    {}

    void print(const Box& box)
    {
        const int right = std::min((box.x + box.width) / side_ + 1, columns_ - 1);
        const int lower = std::min((box.y + box.height) / side_ + 1, rows_ - 1);
        for (int row = std::max(box.y / side_ - 1, 0); row <= lower; ++row)
            for (int column = std::max(box.x / side_ - 1, 0); column <= right; ++column)
                has_print_[index(column, row)] = true;
    }

    [[nodiscard]] bool is_open(const Box& box) const
    {
        return !has_print_[index(box.x / side_, box.y / side_)];
    }

    [[nodiscard]] auto open() const { return std::ranges::count(has_print_, false); }

private:
    [[nodiscard]] std::size_t index(int column, int row) const
    {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    int side_;
    int columns_;
    int rows_;
    std::vector<bool> has_print_;
};

} // namespace

std::vector<Component>
find_specks(const std::vector<Component>& pieces, int width, int height, int text_height)
{
    const auto most = static_cast<int>(most_area * text_height * text_height);
    const auto is_small = [most](const Component& piece) { return piece.area <= most; };
    Squares squares(width, height, text_height);
    for (const Component& piece : pieces)
        if (!is_small(piece) &&
            std::max(piece.box.width, piece.box.height) <= largest_print * text_height)
            squares.print(piece.box);
    std::vector<int> areas; // on open paper
    for (const Component& piece : pieces)
        if (is_small(piece) && squares.is_open(piece.box)) areas.push_back(piece.area);
    const auto open = squares.open();
    if (open < least_open || static_cast<double>(areas.size()) < dusty * static_cast<double>(open))
        return {};
    const auto at =
        areas.begin() + static_cast<std::ptrdiff_t>(usual * static_cast<double>(areas.size() - 1));
    std::ranges::nth_element(areas, at);
    std::vector<Component> specks;
    std::ranges::copy_if(pieces, std::back_inserter(specks), [at](const Component& piece) {
        return piece.area <= *at;
    });
    return specks;
}

} // namespace dossier::capture
