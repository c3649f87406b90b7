#include "web/filing_plan.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <toml++/toml.h>

namespace dossier::web {

namespace {

/// Thrown only inside this file, never out of it.
struct Fault {
    int line;
    std::string reason;
};

int line_of(const toml::node& node)
{
    return static_cast<int>(node.source().begin.line);
}

/// Refuses keys that nobody asks for.
void require_known(const toml::table& table, std::initializer_list<std::string_view> known)
{
    for (const auto& [key, node] : table)
        if (std::ranges::find(known, key.str()) == known.end())
            throw Fault{line_of(node), "key '" + std::string{key.str()} + "' is not known"};
}

std::string text(const toml::table& table, std::string_view key)
{
    const auto value = table[key].value_exact<std::string>();
    if (!value || value->empty())
        throw Fault{line_of(table), "'" + std::string{key} + "' is missing or no text"};
    return *value;
}

std::string text_or(const toml::table& table, std::string_view key, std::string otherwise)
{
    return table.contains(key) ? text(table, key) : std::move(otherwise);
}

int number_or(const toml::table& table, std::string_view key, int least, int most, int otherwise)
{
    if (!table.contains(key)) return otherwise;
    const auto value = table[key].value_exact<std::int64_t>();
    if (!value || *value < least || *value > most)
        throw Fault{
            line_of(*table.get(key)),
            "'" + std::string{key} + "' must be " + std::to_string(least) + " to " +
                std::to_string(most)};
    return static_cast<int>(*value);
}

std::vector<std::string> texts(const toml::table& table, std::string_view key)
{
    std::vector<std::string> values;
    const toml::node* node = table.get(key);
    if (node == nullptr) return values;
    const auto fault = Fault{line_of(*node), "'" + std::string{key} + "' must be a list of texts"};
    if (!node->is_array()) throw fault;
    for (const toml::node& each : *node->as_array()) {
        const auto value = each.value_exact<std::string>();
        if (!value || value->empty()) throw fault;
        values.push_back(*value);
    }
    return values;
}

const toml::table& section(const toml::table& table, std::string_view key)
{
    static const toml::table none;
    const toml::node* node = table.get(key);
    if (node == nullptr) return none;
    if (!node->is_table()) throw Fault{line_of(*node), "'" + std::string{key} + "' is no table"};
    return *node->as_table();
}

template <class Each>
void tables(const toml::table& table, std::string_view key, Each&& each)
{
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_array_of_tables())
        throw Fault{line_of(*node), "'" + std::string{key} + "' must be a list of tables"};
    for (const toml::node& item : *node->as_array())
        each(*item.as_table());
}

bool is_word(std::string_view word)
{
    return !word.empty() && word.size() <= 40 && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

verify::ClassWord read_titled(const toml::table& table)
{
    verify::ClassWord word{.name = text(table, "name"), .title = {}, .code = {}};
    if (!is_word(word.name))
        throw Fault{line_of(table), "a name has small letters, digits and _ only"};
    const auto& title = section(table, "title");
    word.title = {
        .zh_hans = text(title, "zh_hans"),
        .zh_hant = text(title, "zh_hant"),
        .en = text(title, "en")};
    return word;
}

verify::ClassWord read_word(const toml::table& table)
{
    require_known(table, {"name", "code", "title", "years", "from"});
    auto word = read_titled(table);
    word.code = text_or(table, "code", {});
    return word;
}

/// How long records of a retention class are kept: `years`, from what; without years for ever.
verify::RetentionTerm read_term(const toml::table& table)
{
    verify::RetentionTerm term;
    if (table.contains("years")) term.years = number_or(table, "years", 1, 200, 0);
    const auto from = text_or(table, "from", "closed");
    if (from != "closed" && from != "committed")
        throw Fault{line_of(table), "'from' must be closed or committed"};
    term.start =
        from == "closed" ? verify::RetentionStart::closed : verify::RetentionStart::committed;
    return term;
}

verify::RiskWord read_risk(const toml::table& table)
{
    require_known(table, {"name", "title", "review_months"});
    const auto word = read_titled(table);
    return {
        .name = word.name,
        .title = word.title,
        .review_months = number_or(table, "review_months", 1, 600, 12)};
}

verify::FilingRule read_rule(const toml::table& table, const verify::FilingPlan& plan)
{
    require_known(table, {"types", "field", "begins", "gives"});
    verify::FilingRule rule{
        .types = texts(table, "types"),
        .field = text_or(table, "field", {}),
        .begins = texts(table, "begins"),
        .gives = {}};
    for (const auto& [key, node] : section(table, "gives")) {
        const std::string name{key.str()};
        const auto word = node.value_exact<std::string>().value_or("");
        if (name != "catalogue" && !verify::may_be(plan, name, word))
            throw Fault{line_of(node), "'" + word + "' is no word of '" + name + "'"};
        rule.gives.emplace(name, word);
    }
    return rule;
}

verify::FilingPlan read_plan(const toml::table& table)
{
    require_known(
        table,
        {"number",
         "region",
         "review",
         "risk",
         "rule",
         "nature",
         "business",
         "value_tier",
         "security_level",
         "retention_class"}
    );
    verify::FilingPlan plan;
    const auto& number = section(table, "number");
    require_known(number, {"pattern", "fonds", "items_per_volume"});
    plan.number = text_or(number, "pattern", std::string{verify::usual_number});
    plan.fonds = text_or(number, "fonds", plan.fonds);
    plan.items_per_volume =
        number_or(number, "items_per_volume", 1, 1'000'000, plan.items_per_volume);
    if (const auto fault = verify::fault_in_number(plan); !fault.empty())
        throw Fault{line_of(number), "number.pattern: " + fault};
    const auto& region = section(table, "region");
    require_known(region, {"digits"});
    plan.region_digits = number_or(region, "digits", 0, 6, plan.region_digits);
    if (plan.region_digits % 2 != 0)
        throw Fault{line_of(region), "region.digits must be 0, 2, 4 or 6"};
    for (const auto name : verify::class_names) {
        if (name == "region") continue; // codes of GB/T 2260, not words
        tables(table, name, [&](const toml::table& each) {
            auto word = read_word(each);
            const bool is_kept = name == "retention_class";
            if (!is_kept && (each.contains("years") || each.contains("from")))
                throw Fault{line_of(each), "only a retention_class has years"};
            if (is_kept) plan.retention.emplace(word.name, read_term(each));
            plan.words[std::string{name}].push_back(std::move(word));
        });
    }
    const auto& review = section(table, "review");
    require_known(review, {"first_months"});
    plan.reviews.first_review_months =
        number_or(review, "first_months", 1, 600, plan.reviews.first_review_months);
    tables(table, "risk", [&](const toml::table& each) {
        plan.reviews.risks.push_back(read_risk(each));
    });
    tables(table, "rule", [&](const toml::table& each) {
        plan.rules.push_back(read_rule(each, plan));
    });
    return plan;
}

} // namespace

tl::expected<verify::FilingPlan, FilingPlanError>
parse_filing_plan(std::string_view text, const std::string& file)
{
    try {
        return read_plan(toml::parse(text, file));
    } catch (const toml::parse_error& error) {
        return tl::unexpected(FilingPlanError{
            file, static_cast<int>(error.source().begin.line), std::string{error.description()}});
    } catch (const Fault& fault) {
        return tl::unexpected(FilingPlanError{file, fault.line, fault.reason});
    }
}

tl::expected<verify::FilingPlan, FilingPlanError> load_filing_plan(const std::filesystem::path& file
)
{
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return tl::unexpected(FilingPlanError{file.string(), 0, "cannot be read"});
    return parse_filing_plan(text.str(), file.string());
}

} // namespace dossier::web
