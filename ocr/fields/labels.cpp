#include "ocr/fields/labels.h"

#include "capture/utf8.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/tick_boxes.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace dossier::ocr {
namespace {

/// Of an error: what a character costs that the recogniser thought of but did not choose. A missing
/// or foreign one is a whole error.
constexpr int whole = 3;
constexpr int most_errors = 2 * whole + 2;
constexpr double least_thought_of = 0.01;

struct KnownLabel {
    std::u32string text;
    std::vector<std::size_t> fields;
};

std::vector<KnownLabel> known_labels(const DocumentType& type)
{
    std::map<std::u32string, std::vector<std::size_t>> by_text;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        for (const auto& label : type.fields[i].labels) {
            auto& fields = by_text[simplified(fold(label))];
            if (std::ranges::find(fields, i) == fields.end()) fields.push_back(i);
        }
    }
    for (const auto& label : type.other_labels)
        by_text.try_emplace(simplified(fold(label)));
    std::vector<KnownLabel> labels;
    labels.reserve(by_text.size());
    for (auto& [text, fields] : by_text)
        labels.push_back({text, std::move(fields)});
    std::ranges::sort(labels, [](const auto& a, const auto& b) {
        return a.text.size() > b.text.size();
    });
    return labels;
}

/// Whether a word may begin at `at`: nothing of the same kind touches it from the left. What begins
/// a line and could hardly be read may be the star of a required answer.
bool begins_word(const TextLine& line, std::size_t at)
{
    constexpr double hardly = 0.9;
    if (at == 0 || (at == 1 && line.symbols.front().confidence < hardly)) return true;
    const auto before = capture::code_points(line.symbols[at - 1].text);
    const char32_t left = fold(before.empty() ? U' ' : before.back());
    const char32_t right = first_of(line.symbols[at]);
    if (is_wide_gap(line.symbols[at - 1], line.symbols[at])) return true;
    if (left == U'、' || left == U',') return false; // a list goes on
    if (!counts(left)) return !is_letter(right) || left == U':' || left >= 0x80;
    if (is_letter(right)) return line.symbols[at].space_before || is_han(left);
    return !is_han(left);
}

/// Whether something else begins at `at`: more paper lies before it than within running text, whose
/// marks have half a character of it beside them.
bool is_parted(const TextLine& line, std::size_t at)
{
    if (at == 0 || line.symbols[at].space_before) return true;
    const Symbol& left = line.symbols[at - 1];
    if (counts(left)) return is_wide_gap(left, line.symbols[at]);
    const int height = std::max(left.box.height, line.symbols[at].box.height);
    return line.symbols[at].box.x - right_of(left.box) > height * 12 / 10;
}

/// Where a label begins whose question is numbered or starred: 12. 姓名, （3）姓名, *姓名. What
/// stands before that is another's value.
std::size_t with_number(const TextLine& line, std::size_t first)
{
    constexpr std::size_t longest = 5;
    std::size_t at = first;
    bool has_mark = false;
    const auto is_close = [&](std::size_t here) {
        const Symbol& left = line.symbols[here - 1];
        const int gap = line.symbols[here].box.x - right_of(left.box);
        const bool is_behind_point = here == first && !counts(left);
        return is_behind_point ? gap < left.box.height : !is_parted(line, here);
    };
    while (at > 0 && first - at < longest && is_close(at)) {
        const Symbol& left = line.symbols[at - 1];
        const char32_t sign = first_of(left);
        if (is_han(sign) || is_tick_box(left.text)) return first;
        has_mark = has_mark || !counts(left);
        --at;
    }
    return at == 0 || (has_mark && is_parted(line, at)) ? at : first;
}

/// Whether a long number stands behind the label that ends before `last`: a registration number of
/// which the label touches the end of a name.
bool has_long_number(const TextLine& line, std::size_t last)
{
    constexpr std::size_t digits = 10;
    if (last + digits > line.symbols.size()) return false;
    return std::all_of(
        line.symbols.begin() + static_cast<std::ptrdiff_t>(last),
        line.symbols.begin() + static_cast<std::ptrdiff_t>(last + digits),
        [](const Symbol& symbol) { return is_digit(first_of(symbol)); }
    );
}

/// 1 where a colon, a gap or the line's end follows, less where more text touches it.
double end_certainty(const TextLine& line, std::size_t last)
{
    if (last >= line.symbols.size()) return 1.0;
    const char32_t right = first_of(line.symbols[last]);
    if (!counts(right) || is_wide_gap(line.symbols[last - 1], line.symbols[last])) return 1.0;
    constexpr double other_script = 0.95; // Address云南省: no word goes on so
    if (is_han(right)) return is_letter(first_of(line.symbols[last - 1])) ? other_script : 0.5;
    return is_letter(right) && !line.symbols[last].space_before ? 0.5 : other_script;
}

/// Whether the words go on as those of a heading do: 职业与财务, 配偶及代理人, 职业信息. No value
/// does so.
bool goes_on(const TextLine& line, std::size_t last)
{
    if (last >= line.symbols.size()) return false;
    if (is_wide_gap(line.symbols[last - 1], line.symbols[last])) return false;
    constexpr std::u32string_view joints = U"与與及";
    if (joints.find(first_of(line.symbols[last])) != joints.npos) return true;
    constexpr std::array<std::u32string_view, 4> ends{U"信息", U"资料", U"情况", U"方式"};
    if (last + 2 != line.symbols.size()) return false;
    const std::u32string end{
        simplified(first_of(line.symbols[last])), simplified(first_of(line.symbols[last + 1]))};
    return std::ranges::find(ends, end) != ends.end();
}

/// Fewer errors; of equals the one whose length is nearest to the pattern's, so that a wrong
/// character is taken for a wrong one and not for a missing one.
bool is_better(const Approximate& a, const Approximate& b, std::size_t length)
{
    if (a.distance != b.distance) return a.distance < b.distance;
    const auto off = [length](const Approximate& each) {
        const std::size_t size = each.last - each.first;
        return size > length ? size - length : length - size;
    };
    return off(a) < off(b);
}

/// The least distance, in parts of an error, at which `pattern` stands in `text`; `also`: what else
/// each character of it may be, or nothing.
Approximate find_nearest(
    std::u32string_view text, std::span<const std::u32string> also, std::u32string_view pattern
)
{
    const auto difference = [&](std::size_t i, char32_t wanted) {
        if (text[i] == wanted) return 0;
        return !also.empty() && also[i].find(wanted) != std::u32string::npos ? 1 : whole;
    };
    // Sellers: edit distance whose start in the text is free. start[j]: where a match ending at row
    // j of the current column began.
    std::vector<int> cost(pattern.size() + 1);
    std::vector<std::size_t> start(pattern.size() + 1, 0);
    for (std::size_t j = 0; j <= pattern.size(); ++j)
        cost[j] = whole * static_cast<int>(j);
    Approximate best{.distance = cost.back()};
    for (std::size_t i = 0; i < text.size(); ++i) {
        int diagonal = cost[0];
        std::size_t diagonal_start = i;
        cost[0] = 0;
        start[0] = i + 1;
        for (std::size_t j = 1; j <= pattern.size(); ++j) {
            const int swap = diagonal + difference(i, pattern[j - 1]);
            const int skip_text = cost[j] + whole;
            const int skip_pattern = cost[j - 1] + whole;
            diagonal = cost[j];
            const std::size_t old_start = start[j];
            if (swap <= skip_text && swap <= skip_pattern) {
                cost[j] = swap, start[j] = diagonal_start;
            } else if (skip_pattern <= skip_text) {
                cost[j] = skip_pattern, start[j] = start[j - 1];
            } else {
                cost[j] = skip_text;
            }
            diagonal_start = old_start;
        }
        const Approximate here{cost.back(), start.back(), i + 1};
        if (is_better(here, best, pattern.size())) best = here;
    }
    return best;
}

/// A digit at the end of a label in Chinese is no wrong character of it but the first of its value.
Approximate without_values(Approximate found, std::u32string_view label, std::u32string_view text)
{
    while (found.last > found.first && is_han(label.back()) && is_digit(text[found.last - 1]))
        --found.last;
    return found;
}

/// A one behind a letter is an l: E-mai1.
std::u32string with_letters(std::u32string text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == U'1' && is_letter(text[i - 1])) text[i] = U'l';
    }
    return text;
}

/// A worn 日 between Chinese characters is read as two ones: 成立11期.
void restore_days(Folded& folded)
{
    auto& text = folded.characters;
    for (std::size_t i = 1; i + 2 < text.size(); ++i) {
        const bool is_day =
            text[i] == U'1' && text[i + 1] == U'1' && is_han(text[i - 1]) && is_han(text[i + 2]);
        if (!is_day) continue;
        text[i] = U'日';
        text.erase(i + 1, 1);
        folded.symbol.erase(folded.symbol.begin() + static_cast<std::ptrdiff_t>(i + 1));
    }
}

/// Of each folded character of a line what else the recogniser thought it might be.
std::vector<std::u32string> thought_of(const TextLine& line, const Folded& folded)
{
    std::vector<std::u32string> also(folded.characters.size());
    for (std::size_t i = 0; i < also.size(); ++i) {
        for (const auto& each : line.symbols[folded.symbol[i]].alternatives) {
            if (each.confidence < least_thought_of) continue;
            also[i] += simplified(fold(each.value));
        }
    }
    return also;
}

/// Errors that a label of that length may have, counted in parts.
int forgiven_parts(std::u32string_view label)
{
    if (is_letter(label.front()) && label.size() < 4) return 0;
    const int errors = forgiven_errors(label);
    return errors * whole + std::max(1, errors);
}

/// Finds one label in the part of a line that no other label has taken, as often as it stands
/// there.
class LineSearch {
public:
    LineSearch(const TextLine& line, std::size_t number, const std::vector<KnownLabel>& labels)
        : line_(line),
          number_(number),
          labels_(labels),
          folded_(fold(line))
    {
        restore_days(folded_);
        taken_.resize(folded_.characters.size(), false);
        also_ = thought_of(line, folded_);
        folded_.characters = with_letters(simplified(std::move(folded_.characters)));
        alphabet_ = folded_.characters;
        std::ranges::sort(alphabet_);
        for (const auto& each : also_)
            other_alphabet_ += each;
        std::ranges::sort(other_alphabet_);
    }

    /// The fewest and the most errors, in parts, that a label may have here; none where the first
    /// are more.
    std::pair<int, int> errors_of(const KnownLabel& label) const
    {
        return {least_errors(label.text), forgiven_parts(label.text)};
    }

    /// Takes label's places with exactly `errors`, counted in parts.
    void find(const KnownLabel& label, int errors, std::vector<LabelHit>& hits)
    {
        std::size_t from = 0;
        while (from < taken_.size()) {
            if (taken_[from]) {
                ++from;
                continue;
            }
            std::size_t to = from;
            while (to < taken_.size() && !taken_[to])
                ++to;
            if (!find_between(label, errors, from, to, hits)) from = to;
        }
    }

    /// Takes the end of a long label whose beginning other print has spoilt: 统一社会信用代码 under
    /// (副本).
    void find_end(const KnownLabel& label, std::vector<LabelHit>& hits)
    {
        constexpr std::size_t long_enough = 8;
        if (label.text.size() < long_enough) return;
        const std::u32string end = label.text.substr(label.text.size() / 2);
        const std::size_t at = folded_.characters.find(end);
        if (at == std::u32string::npos || taken_[at] || taken_[at + end.size() - 1]) return;
        const std::size_t last = folded_.symbol[at + end.size() - 1] + 1;
        std::fill_n(taken_.begin() + static_cast<std::ptrdiff_t>(at), end.size(), true);
        hits.push_back({{number_, folded_.symbol[at], last}, label.text, label.fields, 0.5});
    }

private:
    bool find_between(
        const KnownLabel& label,
        int errors,
        std::size_t from,
        std::size_t to,
        std::vector<LabelHit>& hits
    )
    {
        const std::u32string_view text =
            std::u32string_view(folded_.characters).substr(from, to - from);
        auto best = without_values(find_best(label.text, text, from), label.text, text);
        if (best.distance > errors) return false;
        // Wrong characters are forgiven, a missing word is not: 居民身份证 is no 居民身份证号码.
        if (best.last - best.first + 1 < label.text.size()) return false;
        if (const auto* longer = find_longer(label, text, from, best)) {
            const int most = forgiven_parts(longer->text);
            return find_between(*longer, most, from, to, hits);
        }
        if (ends_one_further(label.text, text, best)) ++best.last;
        const std::size_t first = folded_.symbol[from + best.first];
        const std::size_t last = folded_.symbol[from + best.last - 1] + 1;
        for (std::size_t i = from + best.first; i < from + best.last; ++i)
            taken_[i] = true;
        if (goes_on(line_, last)) return true;
        // What is known by what the recogniser only thought of is for a person.
        const double most = best.distance > whole * forgiven_errors(label.text) ? 0.5 : 1.0;
        const double exactness =
            std::min(most, 1.0 - best.distance / static_cast<double>(whole * label.text.size()));
        hits.push_back(
            {{number_, first, last},
             label.text,
             label.fields,
             exactness * end_certainty(line_, last)}
        );
        return true;
    }

    /// A label that begins with one that stands whole, and goes on to a colon or the line's end but
    /// for what is forgiven, a character missing at most: 婚姻狀說： is no 婚姻 and something else,
    /// 配偶件号码 no 配偶 and 证件号码.
    const KnownLabel* find_longer(
        const KnownLabel& label, std::u32string_view text, std::size_t from, const Approximate& best
    ) const
    {
        if (best.distance > 0 || best.last == text.size()) return nullptr;
        const bool is_parted = end_certainty(line_, folded_.symbol[from + best.last - 1] + 1) > 0.5;
        for (const KnownLabel& longer : labels_) { // the longest first
            const bool is_longer =
                longer.text.size() > label.text.size() && longer.text.starts_with(label.text);
            if (!is_longer) continue;
            for (const std::size_t size : {longer.text.size(), longer.text.size() - 1}) {
                if (size == label.text.size() || best.first + size > text.size()) continue;
                const auto part = text.substr(best.first, size);
                const auto also = std::span(also_).subspan(from + best.first, size);
                const auto found = find_nearest(part, also, longer.text);
                const std::size_t last = folded_.symbol[from + best.first + size - 1] + 1;
                // Where a character is missing, there is a gap.
                const bool may_be_parted = size < longer.text.size() && found.distance == whole;
                const bool is_forgiven =
                    is_parted ? may_be_parted : found.distance <= forgiven_parts(longer.text);
                if (is_forgiven && end_certainty(line_, last) == 1.0) return &longer;
            }
        }
        return nullptr;
    }

    /// Whether a worn label's last character stands behind one that is read into it: 證件類颜型.
    static bool
    ends_one_further(std::u32string_view label, std::u32string_view text, const Approximate& found)
    {
        return found.distance > 0 && found.last < text.size() &&
               text[found.last - 1] != label.back() && text[found.last] == label.back();
    }

    /// What the line has not at all is wrong or missing wherever the label may stand.
    int least_errors(const std::u32string& label) const
    {
        int parts = 0;
        for (const char32_t c : label) {
            if (std::ranges::binary_search(alphabet_, c)) continue;
            parts += std::ranges::binary_search(other_alphabet_, c) ? 1 : whole;
        }
        return parts;
    }

    /// The best place for a label that also begins a word.
    Approximate
    find_best(const std::u32string& label, std::u32string_view text, std::size_t from) const
    {
        Approximate best{.distance = 1000};
        for (std::size_t start = 0; start < text.size(); ++start) {
            const auto part = text.substr(start, label.size() + 2);
            const auto found =
                find_nearest(part, std::span(also_).subspan(from + start, part.size()), label);
            const Approximate here{found.distance, start + found.first, start + found.last};
            if (!is_better(here, best, label.size()) || here.last == here.first) continue;
            const bool is_exact = here.distance == 0 && label.size() > 2;
            if (begins_word(line_, folded_.symbol[from + here.first]) ||
                (is_exact && has_long_number(line_, folded_.symbol[from + here.last - 1] + 1)))
                best = here;
        }
        return best;
    }

    const TextLine& line_;
    std::size_t number_;
    const std::vector<KnownLabel>& labels_;
    Folded folded_;
    std::vector<std::u32string> also_; ///< of each character, what else it may be
    std::u32string alphabet_;          ///< its characters, sorted
    std::u32string other_alphabet_;    ///< what else they may be, sorted
    std::vector<bool> taken_;
};

/// Running text goes on over its colons, which may be semicolons misread: a label has room before
/// it, or a number, or another label.
bool is_parted_label(const TextLine& line, std::size_t first, auto&& is_taken)
{
    if (is_parted(line, with_number(line, first)) || is_taken(first - 1)) return true;
    const std::string& left = line.symbols[first - 1].text;
    return left == empty_box || left == ticked_box;
}

/// A line of a scope or an address, and not of labels and values: long, with many marks.
bool is_running_text(const TextLine& line)
{
    constexpr std::ptrdiff_t long_enough = 20;
    constexpr std::ptrdiff_t enough_marks = 3;
    constexpr std::u32string_view marks = U"、,;。:";
    return std::ssize(line.symbols) >= long_enough &&
           std::ranges::count_if(line.symbols, [&](const Symbol& symbol) {
               return marks.find(first_of(symbol)) != marks.npos;
           }) >= enough_marks;
}

/// Whether what begins at `at` stands behind a colon as the next word of a list does.
bool is_close_behind_colon(const TextLine& line, std::size_t at)
{
    if (at == 0 || !is_colon(line.symbols[at - 1])) return false;
    const Symbol& left = line.symbols[at - 1];
    const int height = std::max(left.box.height, line.symbols[at].box.height);
    return line.symbols[at].box.x - right_of(left.box) <= height * 12 / 10;
}

/// Words before a colon that no known label has taken are labels of something.
void find_unknown_labels(const TextLine& line, std::size_t number, std::vector<LabelHit>& hits)
{
    constexpr std::size_t longest = 14;
    constexpr std::size_t longest_of_notes = 4; // 本人声明：
    const bool is_running = is_running_text(line);
    const auto is_taken = [&](std::size_t at) {
        return std::ranges::any_of(hits, [&](const LabelHit& hit) {
            return hit.span.line == number && hit.span.first <= at && at < hit.span.last;
        });
    };
    for (std::size_t colon = 1; colon < line.symbols.size(); ++colon) {
        if (!is_colon(line.symbols[colon])) continue;
        std::size_t first = colon;
        while (first > 0 && !is_taken(first - 1) && colon - first < longest) {
            const auto points = capture::code_points(line.symbols[first - 1].text);
            if (points.empty() || (!is_han(points.front()) && !is_letter(points.front()))) break;
            --first;
            if (begins_word(line, first) && first > 0 &&
                is_wide_gap(line.symbols[first - 1], line.symbols[first]))
                break;
        }
        if (colon - first < 2 || !is_parted_label(line, first, is_taken)) continue;
        // A colon in running text is likelier a semicolon.
        const bool is_note =
            colon - first <= longest_of_notes && !is_close_behind_colon(line, first);
        if (is_running && !is_note) continue;
        hits.push_back({{number, first, colon}, {}, {}, 0.5});
    }
}

/// Whether brackets that open at `first` hold a few characters and close the line: 国籍（地区）, of
/// which the colon was not seen.
bool closes_line(const TextLine& line, std::size_t first)
{
    constexpr std::size_t longest = 6; // with its brackets
    const std::size_t size = line.symbols.size() - first;
    return size > 2 && size <= longest && first_of(line.symbols.back()) == U')';
}

/// Where a label ends that says more than its words before its colon, in another language or in
/// brackets, whatever became of that in reading: 公司名称 Company Name：, 国籍（地区）：. A worn
/// one may seem to have a colon more.
std::size_t end_before_colon(const TextLine& line, std::size_t last)
{
    constexpr std::size_t longest = 32;
    constexpr std::size_t longest_further = 8;
    const std::size_t end = std::min(line.symbols.size(), last + longest);
    const bool is_bracketed = last < end && first_of(line.symbols[last]) == U'(';
    if (is_bracketed && closes_line(line, last)) return line.symbols.size();
    std::size_t found = last;
    std::ptrdiff_t letters = 0;
    std::ptrdiff_t others = 0;
    for (std::size_t at = last; at < end; ++at) {
        const char32_t sign = first_of(line.symbols[at]);
        if (is_colon(line.symbols[at])) {
            const bool is_closed = is_bracketed && first_of(line.symbols[at - 1]) == U')';
            if (is_closed) return at;
            if (letters >= 3 * std::max<std::ptrdiff_t>(1, others)) found = at;
        }
        if (found > last && (is_digit(sign) || at > found + longest_further)) break;
        if (is_han(sign) && !is_bracketed) break;
        if (is_letter(sign))
            ++letters;
        else if (counts(sign))
            ++others;
    }
    return found;
}

/// Takes what the labels of a line say more into them.
void take_in_up_to_colons(const TextLine& line, std::span<LabelHit> hits)
{
    for (LabelHit& hit : hits) {
        if (!is_han(hit.label.back())) continue;
        const std::size_t end = end_before_colon(line, hit.span.last);
        const bool has_another = std::ranges::any_of(hits, [&](const LabelHit& other) {
            return other.span.first >= hit.span.last && other.span.first < end;
        });
        if (!has_another) hit.span.last = end;
    }
}

} // namespace

Approximate find_approximately(std::u32string_view text, std::u32string_view pattern)
{
    auto nearest = find_nearest(text, {}, pattern);
    nearest.distance /= whole;
    return nearest;
}

int forgiven_errors(std::u32string_view label)
{
    if (is_letter(label.front())) return label.size() < 7 ? 0 : label.size() < 12 ? 1 : 2;
    return label.size() < 3 ? 0 : label.size() < 6 ? 1 : 2;
}

std::vector<LabelHit> find_labels(const std::vector<TextLine>& lines, const DocumentType& type)
{
    struct Possible {
        const KnownLabel* label;
        int least; ///< errors, in parts
        int most;
    };

    const auto labels = known_labels(type);
    std::vector<LabelHit> hits;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        LineSearch search(lines[i], i, labels);
        const std::size_t before = hits.size();
        std::vector<Possible> possible;
        for (const auto& label : labels) {
            const auto [least, most] = search.errors_of(label);
            if (least <= most) possible.push_back({&label, least, most});
        }
        for (int errors = 0; errors <= most_errors; ++errors) {
            for (const auto& [label, least, most] : possible)
                if (least <= errors && errors <= most) search.find(*label, errors, hits);
        }
        for (const auto& label : labels)
            search.find_end(label, hits);
        take_in_up_to_colons(lines[i], std::span(hits).subspan(before));
        find_unknown_labels(lines[i], i, hits);
    }
    for (LabelHit& hit : hits)
        hit.span.first = with_number(lines[hit.span.line], hit.span.first);
    std::ranges::sort(hits, {}, [](const LabelHit& hit) {
        return std::pair(hit.span.line, hit.span.first);
    });
    return hits;
}

} // namespace dossier::ocr
