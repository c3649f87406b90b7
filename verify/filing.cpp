#include "verify/filing.h"

#include "verify/region_name.h"
#include "verify/rules/place.h"
#include "verify/rules/region.h"

#include <algorithm>
#include <charconv>

namespace dossier::verify {

namespace {

constexpr std::size_t region_size = 6;

/// The digits that say where a number was given; empty where it has none.
std::string given_at(const CheckedDocument& document)
{
    const std::string person = document.value_of("id_number");
    const std::string company = document.value_of("uscc");
    // A foreigner's number has its province behind the 9 of its kind.
    if (person.starts_with('9') && person.size() > 2) return person.substr(1, 2);
    if (person.size() >= region_size) return person.substr(0, region_size);
    if (company.size() > 2 + region_size) return company.substr(2, region_size);
    return city_of_address(document.value_of("address"));
}

std::string region_of(const CheckedDocument& document, int digits)
{
    std::string code = given_at(document);
    if (digits == 0 || province_name(code).empty()) return {};
    code.resize(std::min(code.size(), static_cast<std::size_t>(digits)));
    code.resize(region_size, '0');
    return code;
}

bool holds(const FilingRule& rule, const CheckedDocument& document)
{
    const bool is_type =
        rule.types.empty() || std::ranges::find(rule.types, document.type) != rule.types.end();
    if (!is_type || rule.field.empty()) return is_type;
    const std::string value = document.value_of(rule.field);
    return !value.empty() &&
           (rule.begins.empty() || std::ranges::any_of(rule.begins, [&](const auto& beginning) {
                return value.starts_with(beginning);
            }));
}

/// A piece of a number's pattern: text as it stands, or a name in braces with its width.
struct Piece {
    std::string text;
    std::string name;
    std::size_t width = 0;
};

bool is_counter(const Piece& piece)
{
    return piece.name == "volume" || piece.name == "item";
}

/// Empty when a brace or a width is wrong.
std::optional<std::vector<Piece>> pieces_of(std::string_view pattern)
{
    std::vector<Piece> pieces;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        if (open != 0) pieces.push_back({std::string{pattern.substr(0, open)}, {}, 0});
        if (open == std::string_view::npos) return pieces;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        const auto inside = pattern.substr(open + 1, close - open - 1);
        const auto colon = inside.find(':');
        Piece piece{.text = {}, .name = std::string{inside.substr(0, colon)}};
        if (colon != std::string_view::npos) {
            const auto width = inside.substr(colon + 1);
            const auto [end, error] =
                std::from_chars(width.data(), width.data() + width.size(), piece.width);
            if (error != std::errc{} || end != width.data() + width.size() || piece.width > 12)
                return std::nullopt;
        }
        pieces.push_back(std::move(piece));
        pattern = pattern.substr(close + 1);
    }
    return pieces;
}

std::string padded(std::string digits, std::size_t width)
{
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string_view pattern_of(const FilingPlan& plan)
{
    return plan.number.empty() ? usual_number : std::string_view{plan.number};
}

/// What a number says for a class: its word's code where the plan has one.
std::string code_of(const FilingPlan& plan, std::string_view class_name, const std::string& word)
{
    const auto words = plan.words.find(class_name);
    if (words == plan.words.end()) return word;
    const auto found = std::ranges::find(words->second, word, &ClassWord::name);
    return found == words->second.end() || found->code.empty() ? word : found->code;
}

std::string written(
    const FilingPlan& plan,
    const Classes& classes,
    std::string_view type,
    int year,
    const std::optional<std::int64_t>& count
)
{
    const auto pieces = pieces_of(pattern_of(plan)).value_or(std::vector<Piece>{});
    const bool has_volumes = std::ranges::find(pieces, "volume", &Piece::name) != pieces.end();
    const std::int64_t before = count.value_or(1) - 1;
    const std::int64_t item = has_volumes ? before % plan.items_per_volume : before;
    std::string number;
    for (const Piece& piece : pieces) {
        if (is_counter(piece)) {
            const auto value =
                piece.name == "volume" ? before / plan.items_per_volume + 1 : item + 1;
            number += count ? padded(std::to_string(value), piece.width) : "*";
        } else if (piece.name.empty()) {
            number += piece.text;
        } else if (piece.name == "fonds") {
            number += padded(plan.fonds.empty() ? "0" : plan.fonds, piece.width);
        } else if (piece.name == "year") {
            number += padded(std::to_string(year), piece.width);
        } else if (piece.name == "type") {
            number += type;
        } else {
            const auto found = classes.find(piece.name);
            const std::string word = found == classes.end() ? std::string{} : found->second;
            number += padded(word.empty() ? "0" : code_of(plan, piece.name, word), piece.width);
        }
    }
    return number;
}

} // namespace

std::string_view region_name(std::string_view code)
{
    return province_name(code);
}

Classes classify(const CheckedDocument& document, const FilingPlan& plan)
{
    Classes classes;
    for (const auto name : class_names)
        classes.emplace(name, "");
    classes["region"] = region_of(document, plan.region_digits);
    for (const FilingRule& rule : plan.rules) {
        if (!holds(rule, document)) continue;
        for (const auto& [name, word] : rule.gives)
            classes[name] = word;
    }
    return classes;
}

bool may_be(const FilingPlan& plan, std::string_view class_name, std::string_view word)
{
    if (std::ranges::find(class_names, class_name) == class_names.end()) return false;
    if (word.empty()) return true;
    if (class_name == "region")
        return word.size() == region_size &&
               std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }) &&
               !province_name(word).empty();
    const auto words = plan.words.find(class_name);
    return words != plan.words.end() &&
           std::ranges::find(words->second, word, &ClassWord::name) != words->second.end();
}

const RiskWord* find_risk(const ReviewPlan& plan, std::string_view name)
{
    const auto found = std::ranges::find(plan.risks, name, &RiskWord::name);
    return found == plan.risks.end() ? nullptr : &*found;
}

std::string fault_in_number(const FilingPlan& plan)
{
    constexpr std::array<std::string_view, 4> others{"fonds", "catalogue", "year", "type"};
    const auto pieces = pieces_of(pattern_of(plan));
    if (!pieces) return "a brace or a width is wrong";
    if (std::ranges::count(*pieces, "item", &Piece::name) != 1) return "it needs {item} once";
    for (std::size_t i = 0; i < pieces->size(); ++i) {
        const Piece& piece = (*pieces)[i];
        if (piece.name.empty()) continue;
        const bool is_known = is_counter(piece) ||
                              std::ranges::find(others, piece.name) != others.end() ||
                              std::ranges::find(class_names, piece.name) != class_names.end();
        if (!is_known) return "{" + piece.name + "} is not known";
        // 1 and 11 would read as 11 and 1.
        if (i > 0 && !(*pieces)[i - 1].name.empty())
            return "there must be something between {" + (*pieces)[i - 1].name + "} and {" +
                   piece.name + "}";
    }
    return {};
}

std::string
number_series(const FilingPlan& plan, const Classes& classes, std::string_view type, int year)
{
    return written(plan, classes, type, year, std::nullopt);
}

std::string number_in_series(
    const FilingPlan& plan,
    const Classes& classes,
    std::string_view type,
    int year,
    std::int64_t count
)
{
    return written(plan, classes, type, year, count);
}

} // namespace dossier::verify
