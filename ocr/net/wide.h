#pragma once
// Sixteen floats at a time, for the files that compute with AVX-512 themselves. Everything here is
// called only where the processor has it (Kernels asks), from functions marked DOSSIER_WIDE.

#include "ocr/net/finish.h"

#include <immintrin.h>

#define DOSSIER_WIDE [[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma,avx2")]]
#define DOSSIER_WIDE_INLINE DOSSIER_WIDE [[gnu::always_inline]] inline

namespace dossier::ocr::net::wide {

constexpr std::size_t lanes = 16;

/// The first `count` lanes, all of them from 16 on.
inline __mmask16 first_lanes(std::size_t count)
{
    return static_cast<__mmask16>(count >= lanes ? 0xFFFFU : (1U << count) - 1U);
}

/// sums + two products of words in each lane. Here and below GCC 12 moves and spills the sums of
/// the intrinsic.
DOSSIER_WIDE_INLINE void add_products_of_words(__m512i& sums, __m512i left, __m512i right)
{
    asm("vpdpwssd %2, %1, %0" : "+v"(sums) : "v"(left), "v"(right));
}

/// sums + four products of bytes in each lane, of which the left ones have no sign.
DOSSIER_WIDE_INLINE void add_products_of_bytes(__m512i& sums, __m512i left, __m512i right)
{
    asm("vpdpbusd %2, %1, %0" : "+v"(sums) : "v"(left), "v"(right));
}

/// e to the x, relative error 2e-7; x below -87 counts as -87, above 88 as 88.
DOSSIER_WIDE_INLINE __m512 exponential(__m512 x)
{
    const __m512 within =
        _mm512_min_ps(_mm512_max_ps(x, _mm512_set1_ps(-87.0F)), _mm512_set1_ps(88.0F));
    // x = n ln 2 + r, with ln 2 in two parts so that r keeps its digits
    const __m512 n = _mm512_roundscale_ps(
        _mm512_mul_ps(within, _mm512_set1_ps(1.44269504F)),
        _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC
    );
    __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375F), within);
    r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4F), r);
    // Cephes' expf
    __m512 sum = _mm512_set1_ps(1.9875691500e-4F);
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.3981999507e-3F));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(8.3334519073e-3F));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(4.1665795894e-2F));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.6666665459e-1F));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(5.0000001201e-1F));
    sum = _mm512_fmadd_ps(sum, _mm512_mul_ps(r, r), _mm512_add_ps(r, _mm512_set1_ps(1.0F)));
    return _mm512_scalef_ps(sum, n);
}

/// alpha x + beta between 0 and 1
DOSSIER_WIDE_INLINE __m512 hard_sigmoid(__m512 x, float alpha, float beta)
{
    const __m512 line = _mm512_fmadd_ps(x, _mm512_set1_ps(alpha), _mm512_set1_ps(beta));
    return _mm512_min_ps(_mm512_max_ps(line, _mm512_setzero_ps()), _mm512_set1_ps(1.0F));
}

DOSSIER_WIDE_INLINE __m512 sigmoid(__m512 x)
{
    const __m512 one = _mm512_set1_ps(1.0F);
    return _mm512_div_ps(
        one, _mm512_add_ps(one, exponential(_mm512_sub_ps(_mm512_setzero_ps(), x)))
    );
}

/// x times its hard sigmoid, then scale and shift: nearly all there is in these networks.
struct HardSwish {
    __m512 slope;
    __m512 middle;
    __m512 least;
    __m512 most;
    __m512 shift;

    DOSSIER_WIDE_INLINE explicit HardSwish(const Finish& finish)
        : slope(_mm512_set1_ps(finish.scale / 6.0F)),
          middle(_mm512_set1_ps(finish.scale / 2.0F)),
          least(_mm512_set1_ps(finish.scale < 0.0F ? finish.scale : 0.0F)),
          most(_mm512_set1_ps(finish.scale < 0.0F ? 0.0F : finish.scale)),
          shift(_mm512_set1_ps(finish.shift))
    {}

    DOSSIER_WIDE_INLINE __m512 of(__m512 x) const
    {
        const __m512 line = _mm512_fmadd_ps(x, slope, middle);
        return _mm512_fmadd_ps(x, _mm512_min_ps(_mm512_max_ps(line, least), most), shift);
    }
};

template <Activation activation>
DOSSIER_WIDE_INLINE __m512 activated(__m512 x, const Finish& finish)
{
    if constexpr (activation == Activation::relu) x = _mm512_max_ps(x, _mm512_setzero_ps());
    if constexpr (activation == Activation::swish) x = _mm512_mul_ps(x, sigmoid(x));
    if constexpr (activation == Activation::sigmoid) x = sigmoid(x);
    if constexpr (activation == Activation::hard_sigmoid)
        x = hard_sigmoid(x, finish.alpha, finish.beta);
    return _mm512_fmadd_ps(x, _mm512_set1_ps(finish.scale), _mm512_set1_ps(finish.shift));
}

template <Activation activation>
DOSSIER_WIDE void finish_with(float* numbers, std::size_t count, const Finish& finish)
{
    for (std::size_t i = 0; i < count; i += lanes) {
        const auto mask = first_lanes(count - i);
        const __m512 x = _mm512_maskz_loadu_ps(mask, numbers + i);
        _mm512_mask_storeu_ps(numbers + i, mask, activated<activation>(x, finish));
    }
}

/// The numbers, finished in their place; all but hard swish.
inline void finish_all(float* numbers, std::size_t count, const Finish& finish)
{
    switch (finish.activation) {
    case Activation::hard_swish: return; // done where the sums are, scale and shift with it
    case Activation::none:
        if (finish.is_scaled) finish_with<Activation::none>(numbers, count, finish);
        return;
    case Activation::relu: return finish_with<Activation::relu>(numbers, count, finish);
    case Activation::swish: return finish_with<Activation::swish>(numbers, count, finish);
    case Activation::sigmoid: return finish_with<Activation::sigmoid>(numbers, count, finish);
    case Activation::hard_sigmoid:
        return finish_with<Activation::hard_sigmoid>(numbers, count, finish);
    }
}

} // namespace dossier::ocr::net::wide
