#include "ocr/fields/merged.h"

#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dossier::ocr {
namespace {

/// Where readings differ, neither is as sure as it says.
constexpr double differing = 0.7;

/// What the net reads so surely it seldom reads for what it lacks, least of all where the other is
/// as unsure as this: 薇, not 黴.
constexpr double certain = 0.99;
constexpr double unsure = 0.85;

/// The confidence that the net leaves a symbol beside ink which it did not read (net_engine.cpp).
constexpr double beside_gap = 0.3;

enum class Step : std::uint8_t { both, only_net, only_other };

/// The cheapest way through both readings, where a character for another costs as much as one that
/// is missing.
std::vector<Step> align(const std::vector<Symbol>& a, const std::vector<Symbol>& b)
{
    const std::size_t width = b.size() + 1;
    std::vector<int> cost((a.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t k) -> int& { return cost[i * width + k]; };
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t k = 0; k <= b.size(); ++k) {
            if (i == 0 || k == 0) {
                at(i, k) = static_cast<int>(i + k);
                continue;
            }
            const int swap = at(i - 1, k - 1) + (first_of(a[i - 1]) == first_of(b[k - 1]) ? 0 : 1);
            at(i, k) = std::min({swap, at(i - 1, k) + 1, at(i, k - 1) + 1});
        }
    }
    std::vector<Step> steps;
    std::size_t i = a.size();
    std::size_t k = b.size();
    while (i > 0 || k > 0) {
        const bool is_pair =
            i > 0 && k > 0 &&
            at(i, k) == at(i - 1, k - 1) + (first_of(a[i - 1]) == first_of(b[k - 1]) ? 0 : 1);
        if (is_pair) {
            steps.push_back(Step::both), --i, --k;
        } else if (i > 0 && at(i, k) == at(i - 1, k) + 1) {
            steps.push_back(Step::only_net), --i;
        } else {
            steps.push_back(Step::only_other), --k;
        }
    }
    std::ranges::reverse(steps);
    return steps;
}

bool lacks(const Engine& net, const Symbol& symbol)
{
    return is_han(first_of(symbol)) && !net.knows(symbol.text);
}

Symbol preferred(Symbol one, const Symbol& other, double confidence)
{
    one.alternatives.insert(one.alternatives.begin(), {other.text, other.confidence});
    one.confidence = confidence;
    return one;
}

/// What stands at one place, read by both.
Symbol chosen(const Symbol& net, Symbol other, const Engine& knows)
{
    other.box = net.box;
    const double surer = std::max(net.confidence, other.confidence);
    const char32_t a = first_of(net);
    const char32_t b = first_of(other);
    if (a == b) {
        Symbol same = net;
        same.confidence = surer;
        return same;
    }
    if (simplified(a) == simplified(b) && is_han(a)) // one hand's form of the other's character
        return preferred(simplified(b) == b ? net : other, simplified(b) == b ? other : net, surer);
    const bool is_guess = net.confidence >= certain && other.confidence < unsure;
    if (lacks(knows, other) && !is_guess) return preferred(other, net, other.confidence);
    return net.confidence >= std::min(0.5, other.confidence)
               ? preferred(net, other, differing * net.confidence)
               : preferred(other, net, differing * other.confidence);
}

/// A character that the net has dropped, as it does with those it lacks.
Symbol added(Symbol symbol, const Engine& knows)
{
    if (!lacks(knows, symbol)) symbol.confidence *= differing;
    return symbol;
}

} // namespace

std::vector<Symbol>
merged(const std::vector<Symbol>& net, const std::vector<Symbol>& other, const Engine& knows)
{
    if (other.empty()) return net;
    std::vector<Symbol> symbols;
    std::size_t i = 0;
    std::size_t k = 0;
    bool is_added = false;
    const auto steps = align(net, other);
    const auto adds_next = [&](std::size_t step) {
        return step + 1 < steps.size() && steps[step + 1] == Step::only_other &&
               is_han(first_of(other[k + 1]));
    };
    for (std::size_t at = 0; at < steps.size(); ++at) {
        switch (steps[at]) {
        case Step::both:
            symbols.push_back(chosen(net[i], other[k], knows));
            // Ink beside it that the net left unread, and the other too.
            if (net[i].confidence <= beside_gap && !is_added && !adds_next(at))
                symbols.back().confidence = std::min(symbols.back().confidence, beside_gap);
            ++i, ++k;
            is_added = false;
            break;
        case Step::only_net:
            symbols.push_back(net[i++]);
            is_added = false;
            break;
        case Step::only_other:
            is_added = is_han(first_of(other[k]));
            if (is_added) symbols.push_back(added(other[k], knows));
            ++k;
            break;
        }
    }
    for (std::size_t each = 1; each < symbols.size(); ++each)
        symbols[each].box.x = std::max(symbols[each].box.x, symbols[each - 1].box.x);
    return symbols;
}

} // namespace dossier::ocr
