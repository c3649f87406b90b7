#include "ocr/fields/classify.h"

#include "ocr/fields/grammar.h"
#include "ocr/fields/labels.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace dossier::ocr {
namespace {

/// The evidence that "no known type" has for free, and how much a unit of anchor weight counts.
constexpr double nothing = 1.5;
constexpr double sharpness = 1.6;

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

/// What anchors are looked for in.
struct Evidence {
    std::vector<std::u32string> texts;
    std::vector<std::string> numbers;
    std::string_view zone;
};

/// Runs of digits, with an X where one ends in it.
std::vector<std::string> numbers_in(const std::vector<std::u32string>& texts)
{
    std::vector<std::string> numbers;
    for (const std::u32string& text : texts) {
        std::string run;
        for (const char32_t c : text) {
            const bool ends_in_x = c == U'x' && run.size() == 17;
            if (is_digit(c) || ends_in_x) {
                run.push_back(ends_in_x ? 'X' : static_cast<char>(c));
            } else if (!run.empty()) {
                numbers.push_back(std::exchange(run, {}));
            }
        }
        if (!run.empty()) numbers.push_back(std::move(run));
    }
    return numbers;
}

bool stands(const Evidence& evidence, const Anchor& anchor)
{
    if (!anchor.mrz.empty()) return evidence.zone.starts_with(anchor.mrz);
    if (!anchor.number.empty()) {
        return std::ranges::any_of(evidence.numbers, [&](const std::string& number) {
            const bool begins = anchor.begins.empty() ||
                                std::ranges::any_of(anchor.begins, [&](const std::string& each) {
                                    return number.starts_with(each);
                                });
            const bool is_card = number.size() >= 16 && number.size() <= 19 && passes_luhn(number);
            return begins && (anchor.number == "cn_id" ? passes_cn_id(number) : is_card);
        });
    }
    const std::u32string wanted = simplified(fold(anchor.text));
    return std::ranges::any_of(evidence.texts, [&](const std::u32string& text) {
        if (text.size() + 2 < wanted.size()) return false;
        return find_approximately(text, wanted).distance <= forgiven_errors(wanted);
    });
}

double weigh(const Evidence& evidence, const DocumentType& type)
{
    double sum = 0;
    std::set<std::u32string> counted; // in either hand the same words count once
    for (const Anchor& anchor : type.anchors) {
        const bool is_new =
            anchor.text.empty() || counted.insert(simplified(fold(anchor.text))).second;
        if (is_new && stands(evidence, anchor)) sum += anchor.weight;
    }
    return sum;
}

} // namespace

Classified
classify(const std::vector<TextLine>& lines, const TypeCatalog& types, std::string_view zone)
{
    Evidence evidence{texts_of_rows(lines), {}, zone};
    evidence.numbers = numbers_in(evidence.texts);
    Classified best;
    double best_evidence = nothing;
    double total = std::exp(sharpness * nothing);
    for (const DocumentType& type : types.types) {
        const double found = weigh(evidence, type);
        total += std::exp(sharpness * found);
        if (found > best_evidence) best_evidence = found, best.type = &type;
    }
    best.confidence = std::exp(sharpness * best_evidence) / total;
    return best;
}

} // namespace dossier::ocr
