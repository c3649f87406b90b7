#include "capture/runs.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace dossier::capture {
namespace {

constexpr int word_size = 8;

std::uint64_t word_at(const unsigned char* row, int x)
{
    std::uint64_t word = 0;
    std::memcpy(&word, row + x, word_size);
    return word;
}

/// The index of the first byte that is not 0; the machine is little-endian, as Debian's are.
static_assert(std::endian::native == std::endian::little);

int first_byte(std::uint64_t word)
{
    return std::countr_zero(word) / 8;
}

/// The first place from `x` on where the row is not `value`, or `end`.
int skip(const unsigned char* row, int x, int end, unsigned char value)
{
    const std::uint64_t all = value == 0 ? 0 : ~std::uint64_t{0};
    for (; x + word_size <= end; x += word_size) {
        const std::uint64_t other = word_at(row, x) ^ all;
        if (other != 0) return x + first_byte(other);
    }
    while (x < end && row[x] == value)
        ++x;
    return x;
}

/// Calls `take(first, last)` for each run of ink of a row, last exclusive.
template <class Take>
void for_each_run(const unsigned char* row, int width, Take&& take)
{
    int x = skip(row, 0, width, 0);
    while (x < width) {
        const int last = skip(row, x, width, 255);
        take(x, last);
        x = skip(row, last, width, 0);
    }
}

/// Calls `take(x)` for each column in which two rows differ.
template <class Take>
void for_each_change(const unsigned char* above, const unsigned char* row, int width, Take&& take)
{
    int x = 0;
    for (; x + word_size <= width; x += word_size) {
        std::uint64_t changed = word_at(above, x) ^ word_at(row, x);
        while (changed != 0) {
            const int byte = first_byte(changed);
            take(x + byte);
            changed &= ~(std::uint64_t{0xFF} << (8 * byte));
        }
    }
    for (; x < width; ++x) {
        if (above[x] != row[x]) take(x);
    }
}

struct Run {
    int first;
    int last;
    int component;
};

/// Components that turn out to be one, by union with path halving.
class Forest {
public:
    int add(const Component& component)
    {
        parent_.push_back(static_cast<int>(parent_.size()));
        components_.push_back(component);
        return parent_.back();
    }

    void grow(int leaf, const Run& run, int y)
    {
        Component& whole = components_[at(root_of(leaf))];
        const int left = std::min(whole.box.x, run.first);
        whole.box.width = std::max(whole.box.x + whole.box.width, run.last) - left;
        whole.box.x = left;
        whole.box.height = y + 1 - whole.box.y;
        whole.area += run.last - run.first;
    }

    /// The older of the two goes on.
    void unite(int a, int b)
    {
        const int older = std::min(root_of(a), root_of(b));
        const int younger = std::max(root_of(a), root_of(b));
        if (older == younger) return;
        parent_[at(younger)] = older;
        Component& whole = components_[at(older)];
        const Component& part = components_[at(younger)];
        const int right = std::max(whole.box.x + whole.box.width, part.box.x + part.box.width);
        const int bottom = std::max(whole.box.y + whole.box.height, part.box.y + part.box.height);
        whole.box.x = std::min(whole.box.x, part.box.x);
        whole.box.y = std::min(whole.box.y, part.box.y);
        whole.box.width = right - whole.box.x;
        whole.box.height = bottom - whole.box.y;
        whole.area += part.area;
    }

    std::vector<Component> roots() const
    {
        std::vector<Component> roots;
        for (std::size_t i = 0; i < parent_.size(); ++i) {
            if (parent_[i] == static_cast<int>(i)) roots.push_back(components_[i]);
        }
        return roots;
    }

private:
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    int root_of(int leaf)
    {
        while (parent_[at(leaf)] != leaf) {
            parent_[at(leaf)] = parent_[at(parent_[at(leaf)])];
            leaf = parent_[at(leaf)];
        }
        return leaf;
    }

    std::vector<int> parent_;
    std::vector<Component> components_;
};

/// The runs of row `y`, each in the component of those it touches above.
void connect(
    const std::vector<Run>& above, std::vector<Run>& runs, const cv::Mat& ink, int y, Forest& forest
)
{
    runs.clear();
    std::size_t from = 0;
    for_each_run(ink.ptr(y), ink.cols, [&](int first, int last) {
        Run run{first, last, -1};
        while (from < above.size() && above[from].last < first)
            ++from;
        for (std::size_t i = from; i < above.size() && above[i].first <= last; ++i) {
            if (run.component < 0)
                run.component = above[i].component;
            else
                forest.unite(run.component, above[i].component);
        }
        if (run.component < 0) {
            run.component = forest.add({{first, y, last - first, 1}, last - first});
        } else {
            forest.grow(run.component, run, y);
        }
        runs.push_back(run);
    });
}

} // namespace

cv::Mat runs_across(const cv::Mat& ink, int least)
{
    cv::Mat runs = cv::Mat::zeros(ink.size(), CV_8U);
    for (int y = 0; y < ink.rows; ++y) {
        unsigned char* to = runs.ptr(y);
        for_each_run(ink.ptr(y), ink.cols, [&](int first, int last) {
            if (last - first >= least) std::fill(to + first, to + last, 255);
        });
    }
    return runs;
}

cv::Mat runs_down(const cv::Mat& ink, int least)
{
    cv::Mat runs = cv::Mat::zeros(ink.size(), CV_8U);
    const std::vector<unsigned char> paper(static_cast<std::size_t>(ink.cols), 0);
    std::vector<int> began(static_cast<std::size_t>(ink.cols), -1);
    const unsigned char* above = paper.data();
    for (int y = 0; y <= ink.rows; ++y) {
        const unsigned char* row = y < ink.rows ? ink.ptr(y) : paper.data();
        for_each_change(above, row, ink.cols, [&](int x) {
            int& start = began[static_cast<std::size_t>(x)];
            if (row[x] != 0) {
                start = y;
            } else if (y - start >= least) {
                for (int at = start; at < y; ++at)
                    runs.at<unsigned char>(at, x) = 255;
            }
        });
        above = row;
    }
    return runs;
}

cv::Mat gaps_closed_across(const cv::Mat& ink, int least)
{
    cv::Mat closed = ink.clone();
    for (int y = 0; y < ink.rows; ++y) {
        unsigned char* to = closed.ptr(y);
        int end = -1; // of the run before
        for_each_run(ink.ptr(y), ink.cols, [&](int first, int last) {
            if (end >= 0 && first - end < least) std::fill(to + end, to + first, 255);
            end = last;
        });
    }
    return closed;
}

std::vector<Component> find_components(const cv::Mat& ink)
{
    Forest forest;
    std::vector<Run> above;
    std::vector<Run> runs;
    for (int y = 0; y < ink.rows; ++y) {
        connect(above, runs, ink, y, forest);
        std::swap(above, runs);
    }
    return forest.roots();
}

} // namespace dossier::capture
