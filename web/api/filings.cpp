#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/api/searching.h"
#include "web/filing_json.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

/// `重点客户，待补件`: divided by commas of either width, 、, ; or new lines.
std::vector<std::string> split_tags(std::string_view text)
{
    constexpr std::string_view dividers[]{",", "，", "、", ";", "；", "\n"};
    std::vector<std::string> tags;
    std::string tag;
    const auto finish = [&] {
        const auto first = tag.find_first_not_of(" \t\r");
        if (first != std::string::npos)
            tags.push_back(tag.substr(first, tag.find_last_not_of(" \t\r") - first + 1));
        tag.clear();
    };
    while (!text.empty()) {
        std::size_t divided = 0;
        for (const auto divider : dividers)
            if (text.starts_with(divider)) divided = divider.size();
        if (divided > 0)
            finish();
        else
            tag += text.front();
        text.remove_prefix(divided > 0 ? divided : 1);
    }
    finish();
    return tags;
}

std::optional<std::string> text_if_sent(const TextMap& fields, std::string_view name)
{
    const auto found = fields.find(name);
    return found == fields.end() ? std::nullopt : std::optional{found->second};
}

} // namespace

store::FilingFilter filing_filter_of(const TextMap& fields)
{
    store::FilingFilter filter{
        .classes = {}, .box = text_or_empty(fields, "box"), .tag = text_or_empty(fields, "tag")};
    for (const auto name : verify::class_names)
        filter.classes.emplace(name, text_or_empty(fields, name));
    return filter;
}

Response show_filing_plan(const Call& call)
{
    return json_response(200, to_json(call.store().filing_plan()));
}

Response list_filings(const Call& call)
{
    return json_response(
        200,
        to_json(call.store().filed_records(
            call.scope(),
            filing_filter_of(call.request.query),
            call.request.query_value("cursor"),
            page_size
        ))
    );
}

Response refile_record(const Call& call)
{
    const auto fields = text_fields(
        call.request,
        {"reason"},
        {"nature",
         "business",
         "value_tier",
         "region",
         "security_level",
         "retention_class",
         "box",
         "volume",
         "tags"}
    );
    if (!fields) return fields.error();
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    store::Refiling refiling{
        .classes = {},
        .box = text_if_sent(*fields, "box"),
        .volume = text_if_sent(*fields, "volume"),
        .tags = {},
        .reason = fields->at("reason")};
    for (const auto name : verify::class_names)
        if (auto word = text_if_sent(*fields, name)) refiling.classes.emplace(name, *word);
    if (const auto tags = text_if_sent(*fields, "tags")) refiling.tags = split_tags(*tags);
    const auto filing = call.store().refile_record(
        {call.request.param("id")}, refiling, *version, call.actor(), call.now
    );
    if (!filing) return problem_of(filing.error());
    auto answer = json_response(200, to_json(*filing));
    answer.headers.emplace_back("ETag", "\"" + std::to_string(filing->version) + "\"");
    return answer;
}

} // namespace dossier::web
