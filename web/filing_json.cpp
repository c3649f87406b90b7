#include "web/filing_json.h"

#include "verify/region_name.h"
#include "web/clock.h"
#include "web/mapping.h"

namespace dossier::web {

namespace {

Json body_json(const store::FilingBody& body)
{
    Json out = Json::object();
    for (const auto name : verify::class_names) {
        const auto word = body.classes.find(name);
        out[std::string{name}] = word == body.classes.end() ? Json{} : text_or_null(word->second);
    }
    out["box"] = text_or_null(body.box);
    out["volume"] = text_or_null(body.volume);
    out["tags"] = body.tags;
    return out;
}

} // namespace

Json to_json(const store::Filing& filing)
{
    Json out{{"archive_number", filing.archive_number}, {"version", filing.version}};
    out.update(body_json(filing.body));
    const auto region = filing.body.classes.find("region");
    out["region_name"] = text_or_null(
        region == filing.body.classes.end() ? std::string_view{}
                                            : verify::region_name(region->second)
    );
    return out;
}

Json to_json(const store::FilingChange& change)
{
    return {
        {"version", change.version},
        {"before", body_json(change.before)},
        {"after", body_json(change.after)},
        {"reason", change.reason},
        {"changed_by", change.changed_by},
        {"changed_at", to_text(change.changed_at)},
    };
}

Json to_json(const store::FiledItem& item)
{
    return {
        {"record_id", item.record_id.text},
        {"number", item.number},
        {"type", item.type},
        {"committed_at", to_text(item.committed_at)},
        {"filing", to_json(item.filing)},
    };
}

Json to_json(const verify::FilingPlan& plan)
{
    Json classes = Json::array();
    for (const auto name : verify::class_names) {
        Json words = Json::array();
        const auto known = plan.words.find(name);
        if (known != plan.words.end())
            for (const auto& word : known->second)
                words.push_back({{"name", word.name}, {"title", to_json(word.title)}});
        classes.push_back({{"name", name}, {"words", std::move(words)}});
    }
    Json risks = Json::array();
    for (const auto& risk : plan.reviews.risks)
        risks.push_back({
            {"name", risk.name},
            {"title", to_json(risk.title)},
            {"review_months", risk.review_months},
        });
    return {{"number", plan.number}, {"classes", std::move(classes)}, {"risks", std::move(risks)}};
}

} // namespace dossier::web
