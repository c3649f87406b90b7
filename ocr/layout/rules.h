#pragma once
// The ruled lines of a form or table, and the cell that a place on the page lies in.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace dossier::ocr {

/// Masks over the page: 255 where a rule runs across or down, else 0.
class Rules {
public:
    Rules() = default;

    Rules(cv::Mat across, cv::Mat down) : across_(std::move(across)), down_(std::move(down)) {}

    const cv::Mat& down() const { return down_; }

    /// All rules with the blur of their edges, but not the strokes of `ink` that cross them.
    cv::Mat without_crossings(const cv::Mat& ink) const;
    /// Whether a rule runs down between two places on one line.
    bool is_between(const capture::Box& left, const capture::Box& right) const;
    /// Whether a rule runs across between a place and one below it.
    bool is_under(const capture::Box& above, const capture::Box& below) const;
    /// Whether one rule runs under two places on one line, from the one to the other.
    bool is_under_both(const capture::Box& left, const capture::Box& right) const;
    /// Where a line is underlined, in part: from, to. A rule that begins before the line does is a
    /// border.
    std::vector<std::pair<int, int>> find_underlines(const capture::Box& line) const;
    /// The ruled cell around a place; empty unless rules close it to the left, right and bottom.
    std::optional<capture::Box> find_cell(const capture::Box& place) const;

private:
    cv::Mat across_;
    cv::Mat down_;
};

/// `ink`: 255 where there is ink. `text_height`: of ordinary text, in pixels.
[[nodiscard]] Rules find_rules(const cv::Mat& ink, int text_height);

} // namespace dossier::ocr
