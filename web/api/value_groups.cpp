// The same field, or the same doubted character, of many documents on one screen.

#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/field_rules.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <map>

namespace dossier::web {

namespace {

constexpr std::size_t most_values = 200;

struct SeenValue {
    std::string discrepancy_id;
    std::int64_t version = 0;
};

std::optional<std::vector<SeenValue>> values_in(const nlohmann::json& body)
{
    if (body.size() != 1 || !body.contains("values") || !body["values"].is_array() ||
        body["values"].size() > most_values)
        return std::nullopt;
    std::vector<SeenValue> values;
    for (const auto& each : body["values"]) {
        const bool is_sound = each.is_object() && each.size() == 2 &&
                              each.contains("discrepancy_id") && each.contains("version") &&
                              each["discrepancy_id"].is_string() &&
                              each["version"].is_number_unsigned();
        if (!is_sound) return std::nullopt;
        values.push_back(
            {.discrepancy_id = each["discrepancy_id"].get<std::string>(),
             .version = each["version"].get<std::int64_t>()}
        );
    }
    return values;
}

Json outcome_json(const std::string& discrepancy_id, std::string_view outcome)
{
    return {
        {"discrepancy_id", discrepancy_id},
        {"outcome", outcome},
        {"problem", nullptr},
        {"record_number", nullptr}};
}

/// The type of the problem that the API would answer with.
std::string problem_type(const store::Conflict& conflict)
{
    const auto problem = Json::parse(problem_of(conflict).body);
    return problem.value("type", std::string{"about:blank"});
}

bool is_settled(const store::Document& document)
{
    for (const auto& discrepancy : document.discrepancies)
        if (!verify::is_settled(discrepancy.state)) return false;
    return true;
}

/// Confirms values one by one, each as any other decision. Where a document has several of them,
/// each is of the version that the one before made.
class Confirming {
public:
    explicit Confirming(const Call& call) : call_(call), rules_(field_rules(call.site, call.now)) {}

    Json confirm(const SeenValue& seen)
    {
        auto version = seen.version;
        const auto document_id = call_.store().document_of(seen.discrepancy_id);
        if (document_id) {
            const auto made = made_.find({document_id->text, seen.version});
            if (made != made_.end()) version = made->second;
        }
        const auto saved = call_.store().decide(
            seen.discrepancy_id,
            {.action = verify::Action::confirm},
            rules_,
            version,
            call_.actor(),
            call_.now
        );
        if (!saved) {
            auto refused = outcome_json(seen.discrepancy_id, "refused");
            refused["problem"] = problem_type(saved.error());
            return refused;
        }
        made_[{saved->id.text, seen.version}] = saved->version;
        if (!is_settled(*saved)) return outcome_json(seen.discrepancy_id, "confirmed");
        return commit(seen.discrepancy_id, *saved);
    }

private:
    /// Nothing of it waits any more. What the archive doubts now is for a person, as it is.
    Json commit(const std::string& discrepancy_id, const store::Document& document)
    {
        const auto record =
            call_.store().commit_document(document.id, document.version, call_.actor(), call_.now);
        auto outcome = outcome_json(discrepancy_id, record ? "committed" : "confirmed");
        if (record) outcome["record_number"] = record->number;
        return outcome;
    }

    const Call& call_;
    store::FieldRules rules_;
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> made_; ///< by document and version
};

} // namespace

Response list_value_groups(const Call& call)
{
    Json items = Json::array();
    for (const auto& group : call.store().value_groups(call.scope()))
        items.push_back({{"type", group.type}, {"field", group.field}, {"values", group.values}});
    return json_response(200, {{"items", items}});
}

Response list_values(const Call& call)
{
    const auto values = call.store().view_values(
        {.type = std::string{call.request.query_value("type")},
         .field = std::string{call.request.query_value("field")},
         .glyph = std::string{call.request.query_value("glyph")}},
        call.actor(),
        call.now
    );
    Json items = Json::array();
    for (const auto& value : values)
        items.push_back(to_json(value));
    return json_response(200, {{"items", items}});
}

Response confirm_values(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    const auto values = values_in(*body);
    if (!values)
        return problem(
            400, "bad_values", "Name at most 200 values, each with the version of its document."
        );
    Confirming confirming{call};
    Json items = Json::array();
    for (const auto& value : *values)
        items.push_back(confirming.confirm(value));
    return json_response(200, {{"items", items}});
}

} // namespace dossier::web
