#include "ocr/lstm/black_and_white.h"

#include <algorithm>
#include <array>

namespace dossier::ocr::lstm {
namespace {

/// How often each grey was seen.
class Histogram {
public:
    void add(int grey)
    {
        ++counts_[static_cast<std::size_t>(grey)];
        ++total_;
    }

    bool is_empty() const { return total_ == 0; }

    /// The grey below which this share of them lies.
    double below(double share) const
    {
        const double wanted = std::max(1.0, share * total_);
        int sum = 0;
        std::size_t grey = 0;
        for (; grey < counts_.size() && sum < wanted; ++grey)
            sum += counts_[grey];
        return static_cast<double>(grey) - (sum - wanted) / counts_[grey - 1];
    }

private:
    std::array<int, 256> counts_{};
    int total_ = 0;
};

} // namespace

Tone black_and_white(const cv::Mat& line)
{
    Histogram minima;
    Histogram maxima;
    const auto* row = line.ptr<uchar>(line.rows / 2);
    for (int x = 1; x + 1 < line.cols; ++x) {
        const int before = row[x - 1];
        const int here = row[x];
        const int after = row[x + 1];
        if ((here < before && here <= after) || (here <= before && here < after)) minima.add(here);
        if ((here > before && here >= after) || (here >= before && here > after)) maxima.add(here);
    }
    const double black = minima.is_empty() ? 1.0 : minima.below(0.25);
    const double white = maxima.is_empty() ? 256.0 : maxima.below(0.75);
    const auto contrast = static_cast<float>((white - black) / 2);
    return {static_cast<float>(black), contrast > 0.0F ? contrast : 1.0F};
}

} // namespace dossier::ocr::lstm
