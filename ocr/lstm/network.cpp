#include "ocr/lstm/network.h"

#include "ocr/lstm/black_and_white.h"
#include "ocr/lstm/byte_sums.h"

#include <algorithm>
#include <cmath>

namespace dossier::ocr::lstm {
namespace {

using net::wide::lanes;

/// Numbers have no sign on one side of a product, so what stands for nothing is 128.
constexpr int zero = 128;

/// What 1 is in bytes.
constexpr float one = 127.0F;

constexpr std::size_t channels = lanes;

std::size_t whole_vectors(std::size_t count)
{
    return (count + lanes - 1) / lanes * lanes;
}

/// Where the gate of a unit lies among the sums.
std::size_t column_of(std::size_t gate, std::size_t unit)
{
    return unit / lanes * panel_width + gate * lanes + unit % lanes;
}

/// The sum of an output before any product: its bias, and without what the inputs are too much.
std::int32_t start_of(const Matrix& matrix, std::size_t output)
{
    std::int32_t start = 127 * matrix.weight(output, matrix.inputs);
    for (std::size_t i = 0; i < matrix.inputs; ++i)
        start -= zero * matrix.weight(output, i);
    return start;
}

DOSSIER_WIDE_INLINE __m512 hyperbolic_tangent(__m512 x)
{
    const __m512 y = net::wide::sigmoid(_mm512_add_ps(x, x));
    return _mm512_sub_ps(_mm512_add_ps(y, y), _mm512_set1_ps(1.0F));
}

/// Numbers from -1 to 1 as bytes.
DOSSIER_WIDE_INLINE void store_bytes(std::uint8_t* to, __m512 numbers)
{
    const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(numbers, _mm512_set1_ps(one)));
    const __m512i bytes = _mm512_add_epi32(whole, _mm512_set1_epi32(zero));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8(bytes));
}

DOSSIER_WIDE_INLINE __m512 scaled(const std::int32_t* sums, const float* scales)
{
    return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(sums)), _mm512_loadu_ps(scales));
}

/// 16 units of a layer, at one step.
struct Cells {
    const std::uint8_t* before; ///< what all units of a row said a step before
    std::size_t units;          ///< from one row to the next
    const std::int8_t* weights;
    const std::int32_t* sums; ///< of the inputs
    const float* scales;
    float* states;
    std::uint8_t* said;
};

template <std::size_t Rows>
DOSSIER_WIDE void step_cells(const Cells& cells)
{
    __m512i sums[Rows][panel_vectors];
#pragma GCC unroll 6
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v < panel_vectors; ++v) {
            sums[r][v] = _mm512_loadu_si512(cells.sums + r * cells.units * gate_count + v * lanes);
        }
    }
    add_panel<Rows>(sums, cells.before, cells.units, cells.weights, cells.units);
#pragma GCC unroll 6
    for (std::size_t r = 0; r < Rows; ++r) {
        __m512 gates[panel_vectors];
#pragma GCC unroll 4
        for (std::size_t v = 0; v < panel_vectors; ++v) {
            gates[v] = _mm512_mul_ps(
                _mm512_cvtepi32_ps(sums[r][v]), _mm512_loadu_ps(cells.scales + v * lanes)
            );
        }
        float* state = cells.states + r * cells.units;
        const __m512 most = _mm512_set1_ps(100.0F); // so that it may count, but not run away
        const __m512 kept = _mm512_mul_ps(_mm512_loadu_ps(state), net::wide::sigmoid(gates[2]));
        const __m512 next =
            _mm512_fmadd_ps(hyperbolic_tangent(gates[0]), net::wide::sigmoid(gates[1]), kept);
        const __m512 clipped =
            _mm512_max_ps(_mm512_min_ps(next, most), _mm512_sub_ps(_mm512_setzero_ps(), most));
        _mm512_storeu_ps(state, clipped);
        store_bytes(
            cells.said + r * cells.units,
            _mm512_mul_ps(hyperbolic_tangent(clipped), net::wide::sigmoid(gates[3]))
        );
    }
}

/// From sums, made up to whole vectors, to probabilities.
DOSSIER_WIDE void
soft_max(const std::int32_t* sums, const float* scales, std::size_t count, float* to)
{
    __m512 most = _mm512_set1_ps(-1e30F);
    for (std::size_t i = 0; i < count; i += lanes) {
        const auto mask = net::wide::first_lanes(count - i);
        const __m512 number = scaled(sums + i, scales + i);
        most = _mm512_mask_max_ps(most, mask, most, number);
    }
    const __m512 greatest = _mm512_set1_ps(_mm512_reduce_max_ps(most));
    __m512 sum = _mm512_setzero_ps();
    for (std::size_t i = 0; i < count; i += lanes) {
        const auto mask = net::wide::first_lanes(count - i);
        const __m512 number = scaled(sums + i, scales + i);
        const __m512 power = net::wide::exponential(_mm512_sub_ps(number, greatest));
        sum = _mm512_mask_add_ps(sum, mask, sum, power);
        _mm512_mask_storeu_ps(to + i, mask, power);
    }
    const __m512 share = _mm512_set1_ps(1.0F / _mm512_reduce_add_ps(sum));
    for (std::size_t i = 0; i < count; i += lanes) {
        const auto mask = net::wide::first_lanes(count - i);
        _mm512_mask_storeu_ps(
            to + i, mask, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, to + i), share)
        );
    }
}

/// Networks were trained with noise around their pictures, so this is what they see there.
class Noise {
public:
    std::uint8_t next()
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::uint8_t>(1 + (state_ >> 33U) % 255);
    }

private:
    std::uint64_t state_ = 1;
};

} // namespace

bool can_run_networks()
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma");
}

Gates::Gates(const Lstm& lstm)
    : units_(whole_vectors(lstm.units)),
      input_(whole_vectors(lstm.inputs), gate_count * units_),
      recurrent_(units_, gate_count * units_),
      start_(gate_count * units_),
      scales_(gate_count * units_),
      runs_backwards_(lstm.runs_backwards),
      nothing_(units_, zero)
{
    for (std::size_t g = 0; g < gate_count; ++g) {
        const auto& gate = lstm.gates[g];
        for (std::size_t u = 0; u < lstm.units; ++u) {
            const auto column = column_of(g, u);
            for (std::size_t i = 0; i < lstm.inputs; ++i)
                input_.set(i, column, gate.weight(u, i));
            for (std::size_t i = 0; i < lstm.units; ++i)
                recurrent_.set(i, column, gate.weight(u, lstm.inputs + i));
            start_[column] = start_of(gate, u);
            scales_[column] = gate.scales[u];
        }
    }
}

std::span<const std::uint8_t>
Gates::run(std::span<const std::uint8_t> from, std::size_t steps, std::size_t rows)
{
    const auto width = gate_count * units_;
    sums_.resize(std::max(sums_.size(), steps * rows * width));
    said_.resize(std::max(said_.size(), steps * rows * units_));
    nothing_.resize(std::max(nothing_.size(), rows * units_), zero);
    states_.assign(rows * units_, 0.0F);
    input_.multiply(from.data(), steps * rows, start_.data(), sums_.data());
    const std::uint8_t* before = nothing_.data();
    for (std::size_t i = 0; i < steps; ++i) {
        const auto step = runs_backwards_ ? steps - 1 - i : i;
        std::uint8_t* said = said_.data() + step * rows * units_;
        for (std::size_t unit = 0; unit < units_; unit += lanes) {
            for (std::size_t r = 0; r < rows;) {
                const Cells cells{
                    .before = before + r * units_,
                    .units = units_,
                    .weights = recurrent_.panel(unit / lanes),
                    .sums = sums_.data() + (step * rows + r) * width + unit * gate_count,
                    .scales = scales_.data() + unit * gate_count,
                    .states = states_.data() + r * units_ + unit,
                    .said = said + r * units_ + unit};
                if (r + tile_rows <= rows) {
                    step_cells<tile_rows>(cells);
                    r += tile_rows;
                } else {
                    step_cells<1>(cells);
                    ++r;
                }
            }
        }
        before = said;
    }
    return {said_.data(), steps * rows * units_};
}

Convolution::Convolution(const Matrix& matrix)
    : weights_(3 * 4 * channels),
      start_(channels),
      scales_(channels)
{
    for (std::size_t o = 0; o < matrix.outputs; ++o) {
        for (std::size_t i = 0; i < matrix.inputs; ++i)
            weights_[i / 3 * 4 * channels + o * 4 + i % 3] = matrix.weight(o, i);
        start_[o] = start_of(matrix, o);
        scales_[o] = matrix.scales[o];
    }
}

DOSSIER_WIDE void Convolution::run(
    const std::uint8_t* columns,
    std::size_t column_stride,
    std::size_t width,
    std::size_t height,
    std::uint8_t* to
) const
{
    const __m512i weights[3] = {
        _mm512_load_si512(weights_.data()),
        _mm512_load_si512(weights_.data() + 64),
        _mm512_load_si512(weights_.data() + 128)};
    const __m512i start = _mm512_load_si512(start_.data());
    const __m512 scales = _mm512_load_ps(scales_.data());
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x, to += channels) {
            // The tangent grows with the sum, so it is the greatest sum that counts.
            __m512i most = _mm512_set1_epi32(INT32_MIN);
#pragma GCC unroll 3
            for (std::size_t i = 0; i < 3; ++i) {
#pragma GCC unroll 3
                for (std::size_t j = 0; j < 3; ++j) {
                    const auto* window = columns + (x * 3 + i) * column_stride + y * 3 + j;
                    __m512i sum = start;
#pragma GCC unroll 3
                    for (std::size_t c = 0; c < 3; ++c)
                        net::wide::add_products_of_bytes(
                            sum, four_of(window + c * column_stride), weights[c]
                        );
                    most = _mm512_max_epi32(most, sum);
                }
            }
            store_bytes(to, hyperbolic_tangent(_mm512_mul_ps(_mm512_cvtepi32_ps(most), scales)));
        }
    }
}

Network::Network(const Model& model)
    : height_(model.height),
      codes_(model.output.outputs),
      convolution_(model.convolution),
      column_(model.column),
      line_(model.line.begin(), model.line.end()),
      output_(whole_vectors(model.output.inputs), codes_),
      output_start_(output_.outer()),
      output_scales_(output_.outer())
{
    for (std::size_t o = 0; o < codes_; ++o) {
        for (std::size_t i = 0; i < model.output.inputs; ++i)
            output_.set(i, o, model.output.weight(o, i));
        output_start_[o] = start_of(model.output, o);
        output_scales_[o] = model.output.scales[o];
    }
}

void Network::lay_out(const cv::Mat& line)
{
    const auto tone = black_and_white(line);
    std::array<std::uint8_t, 256> bytes{};
    for (int grey = 0; grey < 256; ++grey) {
        const float number = (static_cast<float>(grey) - tone.black) / tone.contrast - 1.0F;
        const float byte = std::clamp(std::round(number * 128.0F), -one, one);
        bytes[static_cast<std::size_t>(grey)] =
            static_cast<std::uint8_t>(zero + static_cast<int>(byte));
    }
    // A border of one pixel, and one more that the last four of each column reach into.
    const auto stride = static_cast<std::size_t>(height_ + 3);
    const auto width = static_cast<std::size_t>(line.cols);
    columns_.assign((width + 2) * stride, zero);
    Noise noise;
    for (std::size_t x = 0; x < width + 2; ++x) {
        std::uint8_t* column = columns_.data() + x * stride;
        const bool is_border = x == 0 || x == width + 1;
        column[0] = noise.next();
        column[height_ + 1] = noise.next();
        for (int y = 0; y < height_; ++y)
            column[y + 1] =
                is_border ? noise.next() : bytes[line.at<uchar>(y, static_cast<int>(x) - 1)];
    }
}

std::span<const float> Network::run(const cv::Mat& line)
{
    lay_out(line);
    const auto steps = static_cast<std::size_t>(line.cols / step_width);
    const auto rows = static_cast<std::size_t>(height_ / 3);
    pooled_.resize(steps * rows * channels);
    convolution_.run(
        columns_.data(), static_cast<std::size_t>(height_ + 3), steps, rows, pooled_.data()
    );
    // Columns are read side by side, a step down at a time.
    auto said = column_.run(pooled_, rows, steps).last(steps * column_.units());
    for (auto& layer : line_)
        said = layer.run(said, steps, 1);
    sums_.resize(steps * output_.outer());
    probabilities_.resize(steps * codes_);
    output_.multiply(said.data(), steps, output_start_.data(), sums_.data());
    for (std::size_t t = 0; t < steps; ++t) {
        soft_max(
            sums_.data() + t * output_.outer(),
            output_scales_.data(),
            codes_,
            probabilities_.data() + t * codes_
        );
    }
    return probabilities_;
}

} // namespace dossier::ocr::lstm
