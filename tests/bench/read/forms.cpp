#include "tests/bench/read/forms.h"

#include "ocr/fields/text.h"
#include "tests/bench/read/distance.h"
#include "tests/corpus/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dossier::bench {
namespace {

/// What stands for boxes; and commas, which the people who marked the facts left out.
constexpr std::array<std::string_view, 7> marks{"口", "□", "☐", "☑", "√", ",", "，"};

/// Without spaces, widths of characters, capitals and these marks.
std::string without_marks(std::string_view text)
{
    std::string folded = corpus::folded(text);
    for (const std::string_view mark : marks) {
        for (auto at = folded.find(mark); at != std::string::npos; at = folded.find(mark))
            folded.erase(at, mark.size());
    }
    return folded;
}

/// Its characters that count, without the number that a printed label may begin with.
std::u32string without_number(std::string_view text)
{
    constexpr std::u32string_view numerals = U"0123456789一二三四五六七八九十";
    std::u32string label = ocr::fold(without_marks(text));
    const auto begins = label.find_first_not_of(numerals);
    if (begins != std::u32string::npos && begins < 3) label.erase(0, begins);
    return label;
}

bool is_alike(const std::u32string& a, const std::u32string& b)
{
    return distance(a, b) * 5 <= std::min(a.size(), b.size());
}

/// How well a pair answers a fact.
std::optional<Place> place_in(const ocr::Pair& pair, const Fact& fact)
{
    const std::string value = without_marks(fact.value);
    const std::string read = without_marks(pair.value);
    const bool is_its_label = is_label(pair.label, fact.label);
    if (is_its_label && read == value) return Place::exact;
    const bool holds = read.find(value) != std::string::npos;
    if (is_its_label) return holds ? Place::within : Place::misplaced;
    if (holds) return Place::other_label;
    return std::nullopt;
}

std::string text_of(const ReadPicture& picture)
{
    std::string text;
    for (const ocr::Line& line : picture.lines)
        text += line.text;
    return without_marks(text);
}

FoundFact find_fact(const ReadPicture& picture, const Fact& fact)
{
    FoundFact found{.file = picture.file, .fact = fact, .place = Place::not_read, .nearest = {}};
    for (const auto& document : picture.documents) {
        for (const ocr::Pair& pair : document.pairs) {
            const auto place = place_in(pair, fact);
            if (place && *place < found.place) found.place = *place, found.nearest = pair;
        }
    }
    const bool is_read = text_of(picture).find(without_marks(fact.value)) != std::string::npos;
    if (found.place == Place::not_read && is_read) found.place = Place::no_pair;
    if (found.place == Place::misplaced && !is_read) found.place = Place::not_read;
    return found;
}

constexpr std::array<std::string_view, 6> names{
    "under its label, exactly",
    "under its label, within more",
    "its label has another value",
    "under another label",
    "read, in no pair",
    "not read"};

std::string_view name_of(Place place)
{
    return names.at(static_cast<std::size_t>(place));
}

} // namespace

bool is_label(std::string_view read, std::string_view truth)
{
    const auto is = without_number(read);
    const auto wanted = without_number(truth);
    if (is.empty() || wanted.empty()) return false;
    if (is_alike(is, wanted)) return true;
    const auto shorter = std::min(is.size(), wanted.size());
    const auto longer = std::max(is.size(), wanted.size());
    return shorter * 2 >= longer && (is.starts_with(wanted) || wanted.starts_with(is));
}

std::vector<FoundFact> find_facts(const ReadPicture& picture, const std::vector<Fact>& facts)
{
    std::vector<FoundFact> found;
    for (const Fact& fact : facts)
        found.push_back(find_fact(picture, fact));
    return found;
}

void print_facts(const std::vector<FoundFact>& facts, const std::vector<ReadPicture>& pictures)
{
    const auto share = [&](auto count) {
        return facts.empty()
                   ? 0.0
                   : 100.0 * static_cast<double>(count) / static_cast<double>(facts.size());
    };
    const auto under = std::ranges::count_if(facts, [](const FoundFact& each) {
        return each.place <= Place::within;
    });
    fmt::print("{:30} {:5} {:6.1f}%\n", "under its label", under, share(under));
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto count = std::ranges::count(facts, static_cast<Place>(i), &FoundFact::place);
        fmt::print("  {:28} {:5} {:6.1f}%\n", names.at(i), count, share(count));
    }
    std::size_t pairs = 0;
    for (const ReadPicture& picture : pictures) {
        for (const auto& document : picture.documents)
            pairs += document.pairs.size();
    }
    fmt::print(
        "\n{} facts on {} pages, {} pairs found, {:.2f} s a page\n",
        facts.size(),
        pictures.size(),
        pairs,
        mean_seconds(pictures)
    );
}

void show_facts(const std::vector<FoundFact>& facts)
{
    for (const FoundFact& each : facts) {
        fmt::print(
            "{} '{}' '{}': {}", each.file, each.fact.label, each.fact.value, name_of(each.place)
        );
        if (!each.nearest.label.empty())
            fmt::print(": '{}' '{}'", each.nearest.label, each.nearest.value);
        fmt::print("\n");
    }
}

} // namespace dossier::bench
