#include "verify/known_answer.h"

#include "capture/utf8.h"
#include "verify/check.h"
#include "verify/learning/binomial.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dossier::verify {

namespace {

/// Characters of one group are taken for each other, by readers and by people.
constexpr std::array<std::u32string_view, 49> look_alikes{
    U"08",   U"17",   U"27",     U"38",     U"56",     U"35",   U"69",       U"49",   U"68",
    U"B8",   U"5S",   U"2Z",     U"UV",     U"CG",     U"EF",   U"PR",       U"MN",   U"己已巳",
    U"未末", U"土士", U"人入八", U"大太犬", U"王玉主", U"日曰", U"田由甲申", U"夫天", U"千干于",
    U"刀力", U"午牛", U"木本术", U"住往佳", U"治冶",   U"微徽", U"晴睛",     U"侯候", U"戊戌戍",
    U"部陪", U"析折", U"今令",   U"兔免",   U"准淮",   U"拔拨", U"管菅",     U"崇祟", U"洋详",
    U"芳方", U"丽俪", U"明朋",   U"晓哓"};

/// Longer lists add nothing: one of them is chosen.
constexpr std::size_t most_values = 64;

/// A place of a text and what may stand there instead.
struct Swap {
    std::size_t place = 0;
    char32_t character = 0;
};

std::vector<Swap> swaps_of(std::u32string_view text)
{
    std::vector<Swap> swaps;
    for (std::size_t place = 0; place < text.size(); ++place) {
        for (const auto group : look_alikes) {
            if (group.find(text[place]) == std::u32string_view::npos) continue;
            for (const char32_t other : group)
                if (other != text[place]) swaps.push_back({place, other});
        }
    }
    return swaps;
}

/// No rule speaks against it, nor asks a person about it.
bool breaks_no_rule(
    const ocr::FieldType& type, const std::string& value, std::chrono::year_month_day today
)
{
    std::string_view kind = type.rule;
    if (kind.empty() &&
        (type.grammar == ocr::Grammar::date || type.grammar == ocr::Grammar::date_range))
        kind = "date";
    if (kind.empty()) return true;
    const auto verdict = check(kind, value, today);
    return verdict && std::ranges::all_of(verdict->findings, [](const Finding& finding) {
               return finding.severity == Severity::info;
           });
}

/// One character changed, or two where a check digit sees one.
std::vector<std::string>
mistakes_in(const ocr::FieldType& type, const std::string& value, std::chrono::year_month_day today)
{
    const auto text = capture::code_points(value);
    const auto swaps = swaps_of(text);
    std::vector<std::string> found;
    const auto keep = [&](const std::u32string& changed) {
        auto mistake = capture::to_utf8(changed);
        if (found.size() < most_values && breaks_no_rule(type, mistake, today))
            found.push_back(std::move(mistake));
    };
    const auto changed = [](std::u32string from, const Swap& swap) {
        from[swap.place] = swap.character;
        return from;
    };
    for (const auto& swap : swaps)
        keep(changed(text, swap));
    if (!found.empty()) return found;
    for (const auto& one : swaps)
        for (const auto& other : swaps)
            if (one.place < other.place) keep(changed(changed(text, one), other));
    return found;
}

bool is_known(const CheckedField& checked)
{
    return checked.status == FieldStatus::accepted &&
           (checked.standing == Standing::vouched || checked.field.confidence >= known_from);
}

} // namespace

std::vector<Plantable> plantable_fields(
    const CheckedDocument& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
)
{
    std::vector<Plantable> fields;
    const auto type = std::ranges::find(types.types, document.type, &ocr::DocumentType::name);
    if (type == types.types.end()) return fields;
    for (const auto& checked : document.fields) {
        const auto field =
            std::ranges::find(type->fields, checked.field.name, &ocr::FieldType::name);
        // Nobody keys a line of a machine-readable zone from a picture.
        if (field == type->fields.end() || field->grammar == ocr::Grammar::mrz ||
            !is_known(checked))
            continue;
        auto values = mistakes_in(*field, checked.field.value, today);
        if (!values.empty()) fields.push_back({checked.field.name, std::move(values)});
    }
    return fields;
}

std::optional<AnswerOutcome> outcome_of(const Discrepancy& before, const Discrepancy& after)
{
    if (before.planted.empty() || after.keyings.empty()) return std::nullopt;
    const auto& found = after.keyings.back();
    if (found.action == Action::confirm) return AnswerOutcome::caught;
    const bool is_planted =
        found.action == Action::correct && is_same_value(found.value, before.planted);
    return is_planted ? AnswerOutcome::missed : AnswerOutcome::differed;
}

ShareInterval share_interval(std::int64_t count, std::int64_t trials)
{
    constexpr double each_side = 0.975;
    return {
        .least = 1.0 - upper_bound(trials - count, trials, each_side),
        .most = upper_bound(count, trials, each_side)};
}

} // namespace dossier::verify
