#pragma once
// The only source of chance in samples/: a PCG32 generator and the few draws the renderer needs.
// The same seed gives the same draws on every machine, so no standard distribution is used.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace dossier::samples {

class Dice {
public:
    explicit Dice(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint32_t next();
    /// A whole number from `low` to `high`, both included.
    int between(int low, int high);
    /// A real number, `low` included, `high` not.
    double real(double low, double high);
    bool chance(double probability);
    /// So many decimal digits.
    std::string digits(int count);
    /// Roughly normal, mean 0, standard deviation 1.
    double normal();

    template <typename T, std::size_t N>
    const T& pick(const T (&list)[N])
    {
        return list[static_cast<std::size_t>(between(0, static_cast<int>(N) - 1))];
    }

    template <typename T>
    const T& pick(std::span<const T> list)
    {
        return list[static_cast<std::size_t>(between(0, static_cast<int>(list.size()) - 1))];
    }

private:
    std::uint64_t state_ = 0;
    std::uint64_t step_;
};

} // namespace dossier::samples
