#include "ocr/fields/consensus.h"

#include <algorithm>
#include <map>
#include <string>

namespace dossier::ocr {
namespace {

/// Tesseract's confidences say less (confidence.cpp).
constexpr double weight_of_first = 0.6;

std::vector<const Symbol*> counted(const std::vector<Symbol>& symbols)
{
    std::vector<const Symbol*> kept;
    for (const Symbol& symbol : symbols) {
        if (counts(symbol)) kept.push_back(&symbol);
    }
    return kept;
}

bool is_same(const Symbol& a, const Symbol& b)
{
    return a.text == b.text || first_of(a) == first_of(b);
}

/// For each symbol of `one` the symbol of `other` that stands where it does, or null: those of the
/// fewest changes, insertions and omissions (Levenshtein). Empty where more than half would change.
std::vector<const Symbol*>
lay_beside(const std::vector<const Symbol*>& one, const std::vector<const Symbol*>& other)
{
    const std::size_t width = other.size() + 1;
    std::vector<std::size_t> cost((one.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t k) -> std::size_t& {
        return cost[i * width + k];
    };
    for (std::size_t i = 0; i <= one.size(); ++i) {
        for (std::size_t k = 0; k <= other.size(); ++k) {
            if (i == 0 || k == 0) {
                at(i, k) = i + k;
                continue;
            }
            const std::size_t change = is_same(*one[i - 1], *other[k - 1]) ? 0 : 1;
            at(i, k) = std::min({at(i - 1, k - 1) + change, at(i - 1, k) + 1, at(i, k - 1) + 1});
        }
    }
    if (at(one.size(), other.size()) * 2 > std::max(one.size(), other.size())) return {};
    std::vector<const Symbol*> beside(one.size(), nullptr);
    for (std::size_t i = one.size(), k = other.size(); i > 0 && k > 0;) {
        const std::size_t change = is_same(*one[i - 1], *other[k - 1]) ? 0 : 1;
        if (at(i, k) == at(i - 1, k - 1) + change) {
            beside[--i] = other[--k];
        } else if (at(i, k) == at(i - 1, k) + 1) {
            --i;
        } else {
            --k;
        }
    }
    return beside;
}

double weight(const Symbol& symbol, Recogniser by, std::optional<Recogniser> expert)
{
    constexpr double weight_of_expert = 2;
    if (by == expert) return symbol.confidence * weight_of_expert;
    return symbol.confidence * (by == Recogniser::first ? weight_of_first : 1);
}

} // namespace

std::vector<Symbol>
consensus(const Look& best, const std::vector<Look>& looks, std::optional<Recogniser> expert)
{
    const auto own = counted(best.symbols);
    std::vector<std::map<std::string, double>> votes(own.size());
    for (std::size_t i = 0; i < own.size(); ++i)
        votes[i][own[i]->text] += weight(*own[i], best.by, expert);
    for (const Look& look : looks) {
        if (&look == &best) continue;
        const auto beside = lay_beside(own, counted(look.symbols));
        for (std::size_t i = 0; i < beside.size(); ++i) {
            if (beside[i] == nullptr) continue;
            const bool agrees = is_same(*own[i], *beside[i]);
            votes[i][agrees ? own[i]->text : beside[i]->text] +=
                weight(*beside[i], look.by, expert);
        }
    }
    std::vector<Symbol> together = best.symbols;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const auto most =
            std::ranges::max_element(votes[i], {}, [](const auto& vote) { return vote.second; });
        if (most->second <= votes[i][own[i]->text]) continue;
        together[static_cast<std::size_t>(own[i] - best.symbols.data())].text = most->first;
    }
    return together;
}

} // namespace dossier::ocr
