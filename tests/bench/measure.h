#pragma once
// What benches measure with: processor time of one thread, and medians.

#include <algorithm>
#include <ctime>
#include <vector>

namespace dossier::bench {

/// Processor time of this thread: other programs on the machine do not count.
inline double cpu_milliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// 0 of nothing.
inline double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0.0 : values[values.size() / 2];
}

} // namespace dossier::bench
