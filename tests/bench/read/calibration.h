#pragma once
// What a reader's confidences are worth: how often values of a confidence are right, and how many
// could be accepted at a number of errors.

#include <span>
#include <vector>

namespace dossier::bench {

/// A value that was read: the probability it was given, and whether it was right.
struct Graded {
    double confidence = 0.0;
    bool is_right = false;
};

/// One bar of a reliability diagram: the values whose confidence is at least `from` and less than
/// that of the next bar.
struct Bar {
    double from = 0.0;
    int values = 0;
    double confidence = 0.0; ///< their mean
    double right = 0.0;      ///< the share of them that is right
};

/// Bars finer towards 1, where the decisions are made. Empty ones are left out.
[[nodiscard]] std::vector<Bar> reliability(std::span<const Graded> values);

/// The mean distance between confidence and truth over the bars, each by its number of values
/// (expected calibration error; Naeini, Cooper, Hauskrecht 2015).
[[nodiscard]] double calibration_error(std::span<const Bar> bars);

/// The interval in which a rate lies with 95 % confidence after `count` of `of` were seen (Wilson
/// 1927).
struct Interval {
    double low = 0.0;
    double high = 0.0;
};

[[nodiscard]] Interval interval_of_rate(int count, int of);

/// How many of the values, the surest first, can be accepted before more than `errors` of them are
/// wrong.
[[nodiscard]] int acceptable_with(std::vector<Graded> values, int errors);

} // namespace dossier::bench
