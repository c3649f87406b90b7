// Layers against their definition, in plain loops. Where the processor cannot run them,
// libtesseract reads instead and there is nothing to test.

#include "ocr/lstm/black_and_white.h"
#include "ocr/lstm/network.h"
#include "tests/ocr/lstm/made_up_model.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <cmath>
#include <numeric>

namespace dossier::ocr::lstm {
namespace {

using Said = std::vector<std::uint8_t>;

Said drawn(Dice& dice, std::size_t count)
{
    Said said(count);
    for (auto& each : said)
        each = static_cast<std::uint8_t>(dice.number(1, 255));
    return said;
}

double sum_of(const Matrix& matrix, std::size_t output, const std::vector<int>& inputs)
{
    int sum = 127 * matrix.weight(output, matrix.inputs);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        sum += inputs[i] * matrix.weight(output, i);
    return sum * static_cast<double>(matrix.scales[output]);
}

double sigmoid(double x)
{
    return 1 / (1 + std::exp(-x));
}

/// What a layer says of a single row of steps.
std::vector<std::vector<int>> defined(const Lstm& lstm, const std::vector<std::vector<int>>& from)
{
    std::vector<double> states(lstm.units);
    std::vector<int> before(lstm.units);
    std::vector<std::vector<int>> said(from.size(), before);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto step = lstm.runs_backwards ? from.size() - 1 - i : i;
        auto inputs = from[step];
        inputs.insert(inputs.end(), before.begin(), before.end());
        for (std::size_t u = 0; u < lstm.units; ++u) {
            const auto gate = [&](std::size_t g) { return sum_of(lstm.gates[g], u, inputs); };
            states[u] = states[u] * sigmoid(gate(2)) + std::tanh(gate(0)) * sigmoid(gate(1));
            const double word = std::tanh(states[u]) * sigmoid(gate(3));
            said[step][u] = static_cast<int>(std::lround(word * 127));
        }
        before = said[step];
    }
    return said;
}

/// Inputs and units that fill vectors and that do not; rows that fill tiles and that do not.
TEST(Gates, SayWhatTheirDefinitionSays)
{
    if (!can_run_networks()) return;
    constexpr std::size_t steps = 9;
    constexpr std::size_t made_up_inputs = 32;
    for (const bool runs_backwards : {false, true}) {
        for (const std::size_t units : {3U, 16U, 50U}) {
            Dice dice;
            const auto lstm = dice.lstm(20, units, runs_backwards);
            Gates gates(lstm);
            constexpr std::size_t rows = 7;
            const auto from = drawn(dice, steps * rows * made_up_inputs);
            const auto said = gates.run(from, steps, rows);
            for (std::size_t row = 0; row < rows; ++row) {
                std::vector<std::vector<int>> inputs(steps);
                for (std::size_t step = 0; step < steps; ++step)
                    for (std::size_t i = 0; i < lstm.inputs; ++i)
                        inputs[step].push_back(
                            from[(step * rows + row) * made_up_inputs + i] - 128
                        );
                const auto expected = defined(lstm, inputs);
                for (std::size_t step = 0; step < steps; ++step)
                    for (std::size_t u = 0; u < units; ++u)
                        ASSERT_NEAR(
                            said[(step * rows + row) * gates.units() + u] - 128,
                            expected[step][u],
                            1
                        ) << units
                          << " units, step " << step << ", row " << row;
            }
        }
    }
}

TEST(Convolution, GivesTheGreatestOfNineWindows)
{
    if (!can_run_networks()) return;
    Dice dice;
    const auto matrix = dice.matrix(9, 5);
    constexpr std::size_t width = 4;
    constexpr std::size_t height = 2;
    constexpr std::size_t stride = height * 3 + 3;
    const auto columns = drawn(dice, (width * 3 + 2) * stride);
    Said to(width * height * 16);
    Convolution(matrix).run(columns.data(), stride, width, height, to.data());
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            for (std::size_t o = 0; o < matrix.outputs; ++o) {
                double most = -1e9;
                for (std::size_t i = 0; i < 9; ++i) {
                    std::vector<int> window;
                    for (std::size_t k = 0; k < 9; ++k) {
                        const auto column = x * 3 + i / 3 + k / 3;
                        window.push_back(columns[column * stride + y * 3 + i % 3 + k % 3] - 128);
                    }
                    most = std::max(most, sum_of(matrix, o, window));
                }
                EXPECT_NEAR(to[(y * width + x) * 16 + o] - 128, 127 * std::tanh(most), 1);
            }
        }
    }
}

TEST(Network, GivesProbabilitiesForEachThreePixels)
{
    if (!can_run_networks()) return;
    Network network(made_up_model());
    cv::Mat line(9, 32, CV_8U);
    cv::randu(line, 0, 255);
    const auto probabilities = network.run(line);
    ASSERT_EQ(probabilities.size(), 10 * network.codes());
    for (std::size_t step = 0; step < 10; ++step) {
        const auto row = probabilities.subspan(step * network.codes(), network.codes());
        EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0F), 1.0F, 1e-5F);
    }
}

/// Brightness and contrast of a scan tell nothing of what is printed.
TEST(Network, SeesTheSameInAPalePicture)
{
    if (!can_run_networks()) return;
    Network network(made_up_model());
    cv::Mat line(9, 60, CV_8U);
    cv::randu(line, 0, 255);
    cv::Mat pale;
    line.convertTo(pale, CV_8U, 0.5, 100);
    const auto first = network.run(line);
    const std::vector<float> dark(first.begin(), first.end());
    const auto second = network.run(pale);
    for (std::size_t i = 0; i < dark.size(); ++i)
        EXPECT_NEAR(dark[i], second[i], 0.02F);
}

TEST(BlackAndWhite, AreSeenInTheMiddleOfALine)
{
    cv::Mat line(9, 90, CV_8U, cv::Scalar(10));
    for (int x = 0; x < line.cols; ++x)
        line.at<uchar>(4, x) = x % 3 == 1 ? 50 : 210;
    const auto tone = black_and_white(line);
    EXPECT_NEAR(tone.black, 50, 1);
    EXPECT_NEAR(tone.contrast, 80, 1);
}

} // namespace
} // namespace dossier::ocr::lstm
