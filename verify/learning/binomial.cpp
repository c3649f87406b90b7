#include "verify/learning/binomial.h"

#include <algorithm>
#include <cmath>

namespace dossier::verify {

double chance_of_at_most(std::int64_t wrong, std::int64_t trials, double share)
{
    if (wrong >= trials || share <= 0.0) return 1.0;
    if (share >= 1.0) return 0.0;
    // Each term from the one before it, in logarithms: the first underflows with many trials.
    double log_term = static_cast<double>(trials) * std::log1p(-share);
    const double log_odds = std::log(share) - std::log1p(-share);
    double sum = 0.0;
    for (std::int64_t errors = 0; errors <= wrong; ++errors) {
        sum += std::exp(log_term);
        log_term += log_odds + std::log(static_cast<double>(trials - errors)) -
                    std::log(static_cast<double>(errors + 1));
    }
    return std::min(sum, 1.0);
}

double chance_of_at_least(std::int64_t wrong, double expected)
{
    if (wrong <= 0) return 1.0;
    if (expected <= 0.0) return 0.0;
    double log_term = -expected;
    double fewer = 0.0;
    for (std::int64_t events = 0; events < wrong; ++events) {
        fewer += std::exp(log_term);
        log_term += std::log(expected) - std::log(static_cast<double>(events + 1));
    }
    return std::max(1.0 - fewer, 0.0);
}

double upper_bound(std::int64_t wrong, std::int64_t trials, double confidence)
{
    double low = 0.0;
    double high = 1.0;
    constexpr int halvings = 60; // down to the spacing of doubles
    for (int i = 0; i < halvings; ++i) {
        const double share = (low + high) / 2.0;
        (chance_of_at_most(wrong, trials, share) > 1.0 - confidence ? low : high) = share;
    }
    return high;
}

} // namespace dossier::verify
