#include "ocr/fields/decide.h"
#include "ocr/fields/grammar.h"

#include <algorithm>
#include <cmath>

namespace dossier::ocr {
namespace {

/// Logistic in the evidence: p = 1 / (1 + exp(-(bias + least * l + mean * m + agreed + ...))).
struct Weights {
    double bias;
    double least;
    double mean;
    double agreed;
    double doubted;
    double well_formed;
};

constexpr Weights ascii_weights{-6.0, 3.0, 4.0, 3.0, -3.0, 1.5};
/// Nothing vouches for a name, and its rare characters have surer look-alikes: specimens had
/// wrong names with a least symbol confidence up to 0.93.
constexpr Weights name_weights{-26.2, 28.0, 0.0, 2.5, -2.0, 1.0};
constexpr Weights han_weights{-10.5, 12.0, 0.0, 2.5, -2.0, 1.0};

/// A check digit leaves 1 in 11 (GB 11643), 1 in 31 (GB 32100) or 1 in 10 (Luhn) of the errors.
constexpr double log_odds_of_proof = 4.0;

/// Two recognisers of different making seldom err alike.
constexpr double log_odds_of_two = 2.0;

} // namespace

double confidence_of(const FieldType& field, const Evidence& evidence)
{
    const bool is_name = field.grammar == Grammar::name || field.grammar == Grammar::ethnicity;
    const Weights& w = is_ascii(field) ? ascii_weights : is_name ? name_weights : han_weights;
    double odds = w.bias + w.least * evidence.least + w.mean * evidence.mean;
    if (evidence.agreed) odds += w.agreed;
    if (evidence.across) odds += log_odds_of_two;
    if (evidence.doubted) odds += w.doubted;
    if (evidence.well_formed) odds += w.well_formed;
    if (evidence.proven) odds += log_odds_of_proof;
    if (!evidence.well_formed) odds = std::min(odds, 0.0);
    return std::clamp(1.0 / (1.0 + std::exp(-odds)), 0.0, 0.9995);
}

} // namespace dossier::ocr
