#include "ocr/fields/places.h"

#include "capture/utf8.h"
#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"
#include "ocr/regions.h"

#include <algorithm>
#include <array>
#include <span>

namespace dossier::ocr {
namespace {

/// A province has a code of two digits here, a city one of four, a county one of six.
struct Division {
    std::u32string name;
    std::string code;
    bool is_current = false;
};

std::string code_of(int number)
{
    const std::string digits = std::to_string(number);
    if (digits.ends_with("0000")) return digits.substr(0, 2);
    return digits.ends_with("00") ? digits.substr(0, 4) : digits;
}

/// Rows that hold others and name nothing: 市辖区, 县, 省直辖县级行政区划.
bool is_name(std::u32string_view name)
{
    return name.size() > 1 && name != U"市辖区" && name.find(U"直辖") == name.npos;
}

const std::vector<Division>& divisions()
{
    static const auto table = [] {
        std::vector<Division> made;
        for (const Region& region : regions()) {
            Division each{
                capture::code_points(region.name), code_of(region.code), region.is_current};
            // 北京市 is in the table twice, the second time as its own city.
            const bool is_again = !made.empty() && made.back().name == each.name &&
                                  each.code.starts_with(made.back().code);
            if (is_name(each.name) && !is_again) made.push_back(std::move(each));
        }
        return made;
    }();
    return table;
}

/// 南京 of 南京市, 玄武 of 玄武区; nothing of 市 alone and of names that end otherwise.
std::u32string_view stem_of(std::u32string_view name)
{
    constexpr std::u32string_view ranks = U"省市区县旗盟";
    constexpr std::size_t shortest = 2;
    const bool has_rank = name.size() > shortest && ranks.find(name.back()) != ranks.npos;
    return has_rank && !name.ends_with(U"自治区") ? name.substr(0, name.size() - 1)
                                                  : std::u32string_view{};
}

/// Whether a text is a division's name without its last character: then it is read.
bool is_stem(std::u32string_view text)
{
    return std::ranges::any_of(divisions(), [&](const Division& each) {
        return stem_of(each.name) == text;
    });
}

/// How many characters of a name may be misread: of long ones two. Not the last, which tells 区
/// from 路, and not where new zones stand that no table of divisions has.
std::size_t most_changes(const Division& division, std::u32string_view read)
{
    constexpr std::size_t shortest = 3;
    constexpr std::size_t longest = 6;
    constexpr std::array<std::u32string_view, 12> zones{
        U"高新",
        U"经济",
        U"经开",
        U"开发",
        U"新区",
        U"工业",
        U"保税",
        U"自贸",
        U"示范",
        U"度假",
        U"管理",
        U"风景"};
    const auto begins = [&](std::u32string_view zone) { return read.starts_with(zone); };
    const bool may_change = division.is_current && division.name.size() >= shortest &&
                            read.back() == division.name.back() &&
                            std::ranges::none_of(zones, begins);
    if (!may_change) return 0;
    return division.name.size() >= longest ? 2 : 1;
}

/// A run of the text that is a division's name.
struct Step {
    const Division* division = nullptr;
    std::size_t at = 0;
};

struct Path {
    std::vector<Step> steps;
    double worth = 0.0; ///< a point for every character, less than a name of three has for a change
    bool is_sure = true; ///< no other path is worth as much
};

constexpr double worth_of_change = 2.5;

/// Whether one of two divisions lies in the other.
bool is_of_one_place(std::string_view a, std::string_view b)
{
    return a.starts_with(b) || b.starts_with(a);
}

class Walk {
public:
    Walk(std::u32string text, const std::vector<std::string>& elsewhere)
        : text_(std::move(text)),
          elsewhere_(elsewhere)
    {}

    Path best()
    {
        Path path;
        go(0, "", path);
        return best_;
    }

private:
    void go(std::size_t at, std::string_view scope, Path& path)
    {
        keep(path);
        for (const Division& each : divisions()) {
            if (each.code.size() <= scope.size() || !each.code.starts_with(scope)) continue;
            if (at + each.name.size() > text_.size()) continue;
            const auto read = std::u32string_view(text_).substr(at, each.name.size());
            const std::size_t changed = changes(each.name, read);
            const bool is_county = each.code.size() == 6;
            const bool is_lost = scope.empty() && is_county && changed > 0; // counties share names
            if (is_lost || (changed > 0 && changed > most_changes(each, read))) continue;
            const double worth = static_cast<double>(each.name.size()) -
                                 worth_of_change * static_cast<double>(changed) +
                                 (is_elsewhere(each) ? 0.1 : 0) - (each.is_current ? 0 : 0.2);
            path.steps.push_back({&each, at});
            path.worth += worth;
            go(at + each.name.size(), each.code, path);
            path.worth -= worth;
            path.steps.pop_back();
        }
    }

    bool is_elsewhere(const Division& division) const
    {
        return std::ranges::any_of(elsewhere_, [&](const std::string& code) {
            return is_of_one_place(code, division.code);
        });
    }

    void keep(const Path& path)
    {
        constexpr double as_much = 0.05;
        if (path.worth > best_.worth + as_much) {
            best_ = path;
            best_.is_sure = true;
        } else if (path.worth > best_.worth - as_much && !path.steps.empty() && !same_text(path)) {
            best_.is_sure = false;
        }
    }

    bool same_text(const Path& path) const
    {
        return std::ranges::equal(path.steps, best_.steps, [](const Step& a, const Step& b) {
            return a.at == b.at && a.division->name == b.division->name;
        });
    }

    std::u32string text_;
    const std::vector<std::string>& elsewhere_;
    Path best_;
};

/// A text as the table has it, character for character.
std::u32string plain(std::u32string_view text)
{
    std::u32string folded;
    for (const char32_t c : text)
        folded.push_back(simplified(c));
    return folded;
}

/// A character of a division's name in traditional text, where other words may have it as it is.
char32_t traditional_in(std::u32string_view name, std::size_t at)
{
    if (name[at] == U'云') return U'雲';
    if (name[at] == U'余') return U'餘';
    if (name[at] == U'沈' && !name.starts_with(U"沈丘")) return U'瀋';
    return traditional(name[at]);
}

/// Writes a name of the table where it is not what stands there.
void write(Placed& placed, std::u32string_view name, std::size_t at, bool is_traditional)
{
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (simplified(placed.text[at + i]) == name[i]) continue;
        placed.text[at + i] = is_traditional ? traditional_in(name, i) : name[i];
        placed.is_mended = true;
    }
}

/// The divisions that a text begins with, mended where they are sure and at least `least` follow
/// each other. Answers where they end.
std::size_t place_beginning(
    Placed& placed,
    bool is_traditional,
    const std::vector<std::string>& elsewhere,
    std::size_t least = 1
)
{
    const Path path = Walk(plain(placed.text), elsewhere).best();
    if (!path.is_sure || path.steps.size() < least) return 0;
    std::size_t end = 0;
    for (const auto& [division, at] : path.steps) {
        write(placed, division->name, at, is_traditional);
        placed.codes.push_back(division->code);
        end = at + division->name.size();
    }
    return end;
}

/// Writes the one of these words that differs from what stands at `at` by a character at most.
/// Answers it; empty: none.
std::u32string_view mend_word(
    Placed& placed, std::size_t at, std::span<const std::u32string_view> words, bool is_traditional
)
{
    for (const auto word : words) {
        if (at + word.size() > placed.text.size()) continue;
        const auto read = plain(std::u32string_view(placed.text).substr(at, word.size()));
        if (changes(read, word) > 1) continue;
        write(placed, word, at, is_traditional);
        return word;
    }
    return {};
}

/// The station's division: 玄武 of 南京市公安局玄武分局, one of the city's.
void place_station(
    Placed& placed, std::size_t at, bool is_traditional, const std::vector<std::string>& elsewhere
)
{
    constexpr std::size_t ending = 2; // 分局
    if (placed.codes.empty() || placed.text.size() < at + ending + 2) return;
    const std::size_t end = placed.text.size() - ending;
    constexpr std::array<std::u32string_view, 1> stations{U"分局"};
    if (mend_word(placed, end, stations, is_traditional).empty()) return;
    const auto read = plain(std::u32string_view(placed.text).substr(at, end - at));
    const Division* found = nullptr;
    bool is_sure = true;
    std::size_t least = 2;
    for (const Division& each : divisions()) {
        const auto stem = read.back() == each.name.back() ? each.name : stem_of(each.name);
        if (stem.empty() || !each.code.starts_with(placed.codes.back())) continue;
        const std::size_t changed = changes(stem, read);
        const bool is_named = std::ranges::find(elsewhere, each.code) != elsewhere.end();
        if (changed > least || (changed > 0 && !each.is_current)) continue;
        if (changed == least && found != nullptr && !is_named) {
            is_sure = is_sure && found->name == each.name;
            continue;
        }
        if (changed > 1) continue;
        is_sure = changed < least || is_named;
        least = changed;
        found = &each;
    }
    if (found == nullptr || !is_sure) return;
    write(placed, std::u32string_view(found->name).substr(0, read.size()), at, is_traditional);
    placed.codes.push_back(found->code);
}

} // namespace

Placed place_address(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere
)
{
    Placed placed{std::u32string(text), {}};
    place_beginning(placed, is_traditional, elsewhere);
    return placed;
}

Placed place_authority(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere
)
{
    constexpr std::array<std::u32string_view, 6> names{
        U"市场监督管理局",
        U"工商行政管理局",
        U"行政审批服务局",
        U"行政审批局",
        U"公安局",
        U"公安厅"};
    Placed placed{std::u32string(text), {}};
    const std::size_t end = place_beginning(placed, is_traditional, elsewhere);
    if (end == 0) return placed;
    constexpr std::u32string_view police = U"公安局";
    if (mend_word(placed, end, names, is_traditional) == police)
        place_station(placed, end + police.size(), is_traditional, elsewhere);
    return placed;
}

Placed place_company(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere
)
{
    Placed placed{std::u32string(text), {}};
    constexpr std::size_t no_chance = 2; // one division alone may be a word
    place_beginning(placed, is_traditional, elsewhere, no_chance);
    const auto read = plain(placed.text);
    const auto open = read.find_first_of(U"（(");
    const auto close = read.find_first_of(U"）)");
    // Writes the stem where something else stands that is no division's.
    const auto put = [&](std::u32string_view stem, std::size_t at) {
        const auto there = std::u32string_view(read).substr(at, stem.size());
        if (changes(there, stem) == 1 && !is_stem(there)) write(placed, stem, at, is_traditional);
    };
    for (const Division& each : divisions()) {
        const auto stem = stem_of(each.name);
        if (stem.empty() || std::ranges::find(elsewhere, each.code) == elsewhere.end()) continue;
        constexpr std::size_t long_enough = 3; // 兰海 is no misread 兰州
        if (open != read.npos && close == open + 1 + stem.size())
            put(stem, open + 1);
        else if (stem.size() >= long_enough)
            put(stem, 0);
    }
    constexpr std::u32string_view company = U"有限公司";
    constexpr std::array<std::u32string_view, 1> endings{company};
    if (read.size() > company.size())
        mend_word(placed, read.size() - company.size(), endings, is_traditional);
    return placed;
}

} // namespace dossier::ocr
