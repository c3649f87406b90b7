#include "ocr/fields/classify.h"

#include "ocr/fields/labels.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <cmath>

namespace dossier::ocr {
namespace {

/// The evidence that "no known type" has for free, and how much a unit of anchor weight counts.
constexpr double nothing = 1.5;
constexpr double sharpness = 1.6;

/// Titles, too, are printed in either hand.
std::u32string simplified(std::u32string text)
{
    for (char32_t& character : text)
        character = ocr::simplified(character);
    return text;
}

/// The text of each line, and of all lines on one row together: wide titles come in pieces.
std::vector<std::u32string> texts_of_rows(const std::vector<TextLine>& lines)
{
    std::vector<std::u32string> texts;
    for (const TextLine& line : lines) {
        texts.push_back(simplified(fold(line).characters));
        std::vector<const TextLine*> row;
        for (const TextLine& other : lines) {
            const int middle = other.box.y + other.box.height / 2;
            if (middle > line.box.y && middle < line.box.y + line.box.height) row.push_back(&other);
        }
        if (row.size() < 2) continue;
        std::ranges::sort(row, {}, [](const TextLine* each) { return each->box.x; });
        auto& text = texts.emplace_back();
        for (const TextLine* each : row)
            text += simplified(fold(*each).characters);
    }
    return texts;
}

double evidence(const std::vector<std::u32string>& texts, const DocumentType& type)
{
    double sum = 0;
    for (const Anchor& anchor : type.anchors) {
        const std::u32string wanted = simplified(fold(anchor.text));
        const bool stands = std::ranges::any_of(texts, [&](const std::u32string& text) {
            if (text.size() + 2 < wanted.size()) return false;
            return find_approximately(text, wanted).distance <= forgiven_errors(wanted);
        });
        if (stands) sum += anchor.weight;
    }
    return sum;
}

} // namespace

Classified classify(const std::vector<TextLine>& lines, const TypeCatalog& types)
{
    const auto texts = texts_of_rows(lines);
    Classified best;
    double best_evidence = nothing;
    double total = std::exp(sharpness * nothing);
    for (const DocumentType& type : types.types) {
        const double found = evidence(texts, type);
        total += std::exp(sharpness * found);
        if (found > best_evidence) best_evidence = found, best.type = &type;
    }
    best.confidence = std::exp(sharpness * best_evidence) / total;
    return best;
}

} // namespace dossier::ocr
