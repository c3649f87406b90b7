#include "ocr/fields/split_labels.h"

#include "ocr/fields/labels.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>

namespace dossier::ocr {
namespace {

using capture::Box;

std::vector<std::u32string> labels_of(const DocumentType& type)
{
    std::vector<std::u32string> labels;
    for (const FieldType& field : type.fields) {
        for (const std::string& label : field.labels)
            labels.push_back(simplified(fold(label)));
    }
    for (const std::string& label : type.other_labels)
        labels.push_back(simplified(fold(label)));
    return labels;
}

/// The line next to the right, however far away; nothing where lines of other heights overlap.
std::optional<std::size_t> next_on_row(const std::vector<TextLine>& lines, std::size_t at)
{
    const Box& box = lines[at].box;
    const int end = box.x + box.width;
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Box& other = lines[i].box;
        if (i == at || other.x < std::max(end - box.height, box.x + box.height / 2)) continue;
        const double off = height_at(lines[i], other.x) - height_at(lines[at], other.x);
        if (std::abs(off) > 0.4 * std::max(box.height, other.height)) continue;
        if (!nearest || other.x < lines[*nearest].box.x) nearest = i;
    }
    return nearest;
}

/// Whether `left` begins a label of which `right` says more.
bool continues(
    const std::u32string& left,
    const std::u32string& right,
    const std::vector<std::u32string>& labels
)
{
    if (left.empty() || right.empty()) return false;
    const auto is_label = [&](const std::u32string& text) {
        return std::ranges::find(labels, text) != labels.end();
    };
    // Heads of two columns, 联系人 and 手机号码, are not 联系人手机号码.
    if (is_label(left) && is_label(right)) return false;
    return std::ranges::any_of(labels, [&](const std::u32string& label) {
        if (label.size() <= left.size() || !label.starts_with(left)) return false;
        const std::u32string rest = label.substr(left.size());
        return right.starts_with(rest) || rest.starts_with(right);
    });
}

/// What a line says; of one that is a single character also what else that may be.
std::vector<std::u32string> readings_of(const TextLine& line)
{
    constexpr double least = 0.01;
    std::vector<std::u32string> readings{simplified(fold(line).characters)};
    if (line.symbols.size() != 1) return readings;
    for (const Candidate& each : line.symbols.front().alternatives) {
        if (each.confidence >= least) readings.push_back(simplified(fold(each.value)));
    }
    return readings;
}

/// Whether `left` holds a label and no value yet, and `right` says the rest of it in Latin letters
/// up to its colon: 联系人 Con | tact Person：韩昊.
bool goes_on_to_colon(
    const TextLine& left, const TextLine& right, const std::vector<std::u32string>& labels
)
{
    const auto colon = std::ranges::find_if(right.symbols, is_colon);
    if (colon == right.symbols.end() || std::ranges::any_of(left.symbols, is_colon)) return false;
    const auto before = std::ranges::subrange(right.symbols.begin(), colon);
    const auto is_foreign = [](const Symbol& symbol) {
        return is_han(first_of(symbol)) || is_digit(first_of(symbol));
    };
    if (before.empty() || std::ranges::any_of(before, is_foreign)) return false;
    const auto text = simplified(fold(left).characters);
    return std::ranges::any_of(labels, [&](const std::u32string& label) {
        if (!is_han(label.back())) return false;
        const auto found = find_approximately(text, label);
        return found.first == 0 && found.distance <= forgiven_errors(label) &&
               std::ranges::all_of(text.substr(found.last), is_letter);
    });
}

TextLine joined(TextLine left, TextLine right)
{
    const Box whole = united(left.box, right.box);
    TextLine& longer = left.box.width > right.box.width ? left : right;
    TextLine line{
        .box = along(longer.box, longer.slope, whole.x, right_of(whole)),
        .symbols = std::move(left.symbols),
        .page = left.page,
        .slope = longer.slope,
        .stamped = std::move(left.stamped)};
    std::ranges::move(right.symbols, std::back_inserter(line.symbols));
    std::ranges::move(right.stamped, std::back_inserter(line.stamped));
    return line;
}

} // namespace

void join_split_labels(std::vector<TextLine>& lines, const DocumentType& type)
{
    const auto labels = labels_of(type);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto next = next_on_row(lines, at);
        if (!next) continue;
        const auto more = simplified(fold(lines[*next]).characters);
        const bool is_split =
            std::ranges::any_of(readings_of(lines[at]), [&](const std::u32string& text) {
                return continues(text, more, labels);
            });
        if (!is_split && !goes_on_to_colon(lines[at], lines[*next], labels)) continue;
        lines[at] = joined(std::move(lines[at]), std::move(lines[*next]));
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*next));
        at = static_cast<std::size_t>(-1); // places have changed, and the label may go on
    }
}

} // namespace dossier::ocr
