#include "samples/render/dice.h"

namespace dossier::samples {

Dice::Dice(std::uint64_t seed, std::uint64_t stream) : step_((stream << 1U) | 1U)
{
    next();
    state_ += seed;
    next();
}

std::uint32_t Dice::next()
{
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ULL + step_;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto turn = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> turn) | (shifted << ((32U - turn) & 31U));
}

int Dice::between(int low, int high)
{
    const auto count = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<int>((std::uint64_t{next()} * count) >> 32U);
}

double Dice::real(double low, double high)
{
    return low + (high - low) * (static_cast<double>(next()) / 4294967296.0);
}

bool Dice::chance(double probability)
{
    return real(0.0, 1.0) < probability;
}

std::string Dice::digits(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += static_cast<char>('0' + between(0, 9));
    return text;
}

double Dice::normal()
{
    // Four uniform draws: near enough to a bell for scanner noise, and cheap.
    const std::uint32_t one = next();
    const std::uint32_t two = next();
    const double sum = static_cast<double>(one & 0xffffU) + static_cast<double>(one >> 16U) +
                       static_cast<double>(two & 0xffffU) + static_cast<double>(two >> 16U);
    return (sum / 65536.0 - 2.0) * 1.7320508;
}

} // namespace dossier::samples
