#include "capture/bits.h"

#include "capture/image/bit_rows.h"
#include "capture/image/forest.h"

#include <algorithm>
#include <cstddef>

namespace dossier::capture {
namespace {

using Word = std::uint64_t;
using Byte = unsigned char;

[[gnu::target_clones("avx2", "default")]] void
or_into(Word* to, const Word* from, std::ptrdiff_t count)
{
    for (std::ptrdiff_t i = 0; i < count; ++i)
        to[i] |= from[i];
}

[[gnu::target_clones("avx2", "default")]] void
and_into(Word* to, const Word* from, std::ptrdiff_t count)
{
    for (std::ptrdiff_t i = 0; i < count; ++i)
        to[i] &= from[i];
}

[[gnu::target_clones("avx2", "default")]] void
and_not_into(Word* to, const Word* from, std::ptrdiff_t count)
{
    for (std::ptrdiff_t i = 0; i < count; ++i)
        to[i] &= ~from[i];
}

/// Each pixel with that `by` to the right of it: ink where both are. Shifted twice, for a word is
/// not shifted by its whole length.
[[gnu::target_clones("avx2", "default")]] void and_right(Word* row, std::ptrdiff_t words, int by)
{
    const std::ptrdiff_t whole = by / 64;
    const int bits = by % 64;
    const std::ptrdiff_t left = std::max<std::ptrdiff_t>(0, words - whole);
#pragma GCC ivdep // what is read lies at or behind what is written
    for (std::ptrdiff_t i = 0; i < left - 1; ++i)
        row[i] &= (row[i + whole] >> bits) | (row[i + whole + 1] << (63 - bits) << 1);
    if (left > 0) row[left - 1] &= row[words - 1] >> bits;
    std::fill(row + left, row + words, Word{0});
}

/// Each pixel with that `by` to the left of it: ink where one is.
[[gnu::target_clones("avx2", "default")]] void or_left(Word* row, std::ptrdiff_t words, int by)
{
    const std::ptrdiff_t whole = by / 64;
    const int bits = by % 64;
#pragma GCC ivdep // what is read lies at or before what is written
    for (std::ptrdiff_t i = words - 1; i > whole; --i)
        row[i] |= (row[i - whole] << bits) | (row[i - whole - 1] >> (63 - bits) >> 1);
    if (whole < words) row[whole] |= row[0] << bits;
}

/// Calls `step(by)` until windows of one have grown to `length`, doubling them.
template <class Step>
void doubled(int length, Step&& step)
{
    int grown = 1;
    for (; grown * 2 <= length; grown *= 2)
        step(grown);
    if (grown < length) step(length - grown);
}

} // namespace

Bits::Bits(const cv::Mat& ink)
    : rows_(ink.rows),
      columns_(ink.cols),
      stride_(words_of(ink.cols)),
      words_(static_cast<std::size_t>(stride_ * ink.rows))
{
    for (int y = 0; y < rows_; ++y)
        pack(ink.ptr(y), columns_, row(y));
}

cv::Mat Bits::ink() const
{
    cv::Mat ink(rows_, columns_, CV_8U);
    for (int y = 0; y < rows_; ++y)
        unpack(row(y), columns_, ink.ptr(y));
    return ink;
}

cv::Mat Bits::ink(const cv::Rect& part) const
{
    cv::Mat ink(part.size(), CV_8U);
    for (int y = 0; y < part.height; ++y) {
        const Word* const words = row(part.y + y);
        Byte* const to = ink.ptr(y);
        for (int x = 0; x < part.width; ++x)
            to[x] = has_ink(words, part.x + x) ? 255 : 0;
    }
    return ink;
}

Bits& Bits::widen()
{
    const int in_last = columns_ % 64;
    const Word last = in_last == 0 ? ~Word{0} : (Word{1} << in_last) - 1;
    for (int y = 0; y < rows_; ++y) {
        Word* const words = row(y);
        Word before = 0;
        for (std::ptrdiff_t i = 0; i < stride_; ++i) {
            const Word here = words[i];
            const Word next = i + 1 < stride_ ? words[i + 1] : 0;
            words[i] = here | (here << 1) | (before >> 63) | (here >> 1) | (next << 63);
            before = here;
        }
        if (stride_ > 0) words[stride_ - 1] &= last;
    }
    return *this;
}

Bits& Bits::thicken()
{
    const std::vector<Word> thin = words_;
    const std::ptrdiff_t rest = stride_ * (rows_ - 1);
    if (rest <= 0) return *this;
    or_into(words_.data(), thin.data() + stride_, rest);
    or_into(words_.data() + stride_, thin.data(), rest);
    return *this;
}

Bits& Bits::spread_down(int reach)
{
    // From below, so that what has grown is not taken up again.
    doubled(reach + 1, [&](int by) {
        for (int y = rows_ - 1; y >= by; --y)
            or_into(row(y), row(y - by), stride_);
    });
    return *this;
}

Bits& Bits::spread_up(int reach)
{
    doubled(reach + 1, [&](int by) {
        const std::ptrdiff_t off = stride_ * by;
        const auto all = static_cast<std::ptrdiff_t>(words_.size());
        if (off < all) or_into(words_.data(), words_.data() + off, all - off);
    });
    return *this;
}

Bits& Bits::close_down(int least)
{
    if (least < 2) return *this;
    const int above = least / 2; // of the bar, as OpenCV lays it
    const auto room = stride_ * above;
    const auto picture = static_cast<std::ptrdiff_t>(words_.size());
    const auto below = stride_ * least;
    // Of what lies outside nothing is ink when ink grows, and all of it when paper does.
    std::vector<Word> grown(static_cast<std::size_t>(room + picture + below), 0);
    std::ranges::copy(words_, grown.begin() + room);
    auto windows = [&](auto&& join) {
        doubled(least, [&](int by) {
            const std::ptrdiff_t count = room + picture + below - stride_ * by;
            join(grown.data(), grown.data() + stride_ * by, count);
        });
    };
    windows([](Word* to, const Word* from, std::ptrdiff_t n) { or_into(to, from, n); });
    std::copy_n(grown.begin(), picture, words_.begin());
    std::ranges::fill(grown, ~Word{0});
    std::ranges::copy(words_, grown.begin() + room);
    windows([](Word* to, const Word* from, std::ptrdiff_t n) { and_into(to, from, n); });
    std::copy_n(grown.begin(), picture, words_.begin());
    return *this;
}

Bits& Bits::keep_runs_across(int least)
{
    for (int y = 0; y < rows_; ++y) {
        Word* const words = row(y);
        doubled(least, [&](int by) { and_right(words, stride_, by); });
        doubled(least, [&](int by) { or_left(words, stride_, by); });
    }
    return *this;
}

Bits& Bits::keep_runs_down(int least)
{
    const auto all = static_cast<std::ptrdiff_t>(words_.size());
    doubled(least, [&](int by) {
        const std::ptrdiff_t off = std::min(stride_ * by, all);
        and_into(words_.data(), words_.data() + off, all - off);
        std::fill(words_.end() - off, words_.end(), 0);
    });
    return spread_down(least - 1);
}

Bits& Bits::take_out(const Bits& other)
{
    and_not_into(words_.data(), other.words_.data(), static_cast<std::ptrdiff_t>(words_.size()));
    return *this;
}

Bits& Bits::add(const Bits& other)
{
    or_into(words_.data(), other.words_.data(), static_cast<std::ptrdiff_t>(words_.size()));
    return *this;
}

Bits& Bits::keep(const Bits& other)
{
    and_into(words_.data(), other.words_.data(), static_cast<std::ptrdiff_t>(words_.size()));
    return *this;
}

std::vector<Component> Bits::components() const
{
    Forest forest;
    for (int y = 0; y < rows_; ++y)
        forest.add_row(row(y), columns_, y);
    return forest.roots();
}

} // namespace dossier::capture
