#include "verify/same_sheet.h"

#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::verify {

namespace {

/// Fields whose value belongs to one holder only.
constexpr std::array<std::string_view, 7> telling{
    "id_number",
    "uscc",
    "registration_number",
    "passport_number",
    "permit_number",
    "card_number",
    "account_number"};

/// Fields with a few values that many people share.
constexpr std::array<std::string_view, 10> common{
    "sex",
    "ethnicity",
    "nationality",
    "marital_status",
    "id_type",
    "tax_residency",
    "investment_preference",
    "company_type",
    "bank_name",
    "card_type"};

bool is_common(std::string_view field)
{
    return std::ranges::find(common, field) != common.end();
}

/// What is read on the page and not on everybody's, by field.
std::map<std::string_view, std::string_view> values_of(const ReadPage& read)
{
    std::map<std::string_view, std::string_view> values;
    for (const CheckedField& checked : read.document.fields) {
        const ocr::Field& field = checked.field;
        if (field.page == read.page && !field.value.empty() && !is_common(field.name))
            values.emplace(field.name, field.value);
    }
    return values;
}

bool is_telling(std::string_view field)
{
    return std::ranges::find(telling, field) != telling.end();
}

/// Numbers of one length that a reader may have taken for each other.
bool may_be_misread(std::string_view one, std::string_view other)
{
    constexpr std::size_t least_length = 8;
    constexpr int most_different = 2;
    if (one.size() != other.size() || one.size() < least_length) return false;
    int different = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        different += one[i] == other[i] ? 0 : 1;
    return different <= most_different;
}

/// How many bytes must be put in, taken out or changed to make one text the other.
std::size_t edit_distance(std::string_view one, std::string_view other)
{
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t k = 0; k < other.size(); ++k) {
            const auto changed = diagonal + (one[i] == other[k] ? 0 : 1);
            diagonal = row[k + 1];
            row[k + 1] = std::min({changed, row[k] + 1, row[k + 1] + 1});
        }
    }
    return row.back();
}

bool agrees(std::string_view one, std::string_view other)
{
    if (one == other) return true;
    const auto is_latin = [](std::string_view text) { return std::ranges::all_of(text, is_ascii); };
    if (is_latin(one) || is_latin(other)) return false;
    // The beginning of a long text tells enough.
    constexpr std::size_t most_compared = 300;
    one = one.substr(0, most_compared);
    other = other.substr(0, most_compared);
    return 5 * edit_distance(one, other) <= std::max(one.size(), other.size());
}

} // namespace

bool shows_same_sheet(const ReadPage& one, const ReadPage& other)
{
    constexpr int least_compared = 3;
    if (one.document.type != other.document.type) return false;
    const auto others = values_of(other);
    int compared = 0;
    int agreed = 0;
    bool has_same_number = false;
    bool has_like_number = false;
    for (const auto& [field, value] : values_of(one)) {
        const auto match = others.find(field);
        if (match == others.end()) continue;
        const bool is_number = is_telling(field);
        const bool is_like = is_number && may_be_misread(value, match->second);
        if (is_number && value != match->second && !is_like) return false;
        has_same_number = has_same_number || (is_number && value == match->second);
        has_like_number = has_like_number || is_like;
        ++compared;
        agreed += is_like || agrees(value, match->second) ? 1 : 0;
    }
    if (has_same_number) return true;
    const bool is_enough =
        has_like_number ? 4 * agreed >= 3 * compared : 10 * agreed >= 9 * compared;
    return compared >= least_compared && is_enough;
}

} // namespace dossier::verify
