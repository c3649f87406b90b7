#include "store/parse_number.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/csv_cell.h"
#include "web/json.h"
#include "web/problem.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

constexpr int usual_months = 12;
constexpr int most_months = 120;

/// How many months the query asks for; nothing when it is no such number.
std::optional<int> months_asked(const Request& request)
{
    const auto text = request.query_value("months");
    if (text.empty()) return usual_months;
    const auto months = store::parse_number<int>(text);
    return months && *months >= 1 && *months <= most_months ? months : std::nullopt;
}

/// The first moment of the month so many months back, this one among them.
store::Instant begin_of(const Call& call, int months)
{
    const auto today = call.today();
    const auto first = today.year() / today.month() - std::chrono::months{months - 1};
    return store::Instant{std::chrono::sys_days{first / 1}} - call.site.policy.utc_offset;
}

/// Departments have names for people; the store counts by their ids.
std::string department_name(const std::vector<store::Department>& known, const std::string& id)
{
    for (const auto& department : known)
        if (department.id == id) return department.name;
    return id;
}

void name_departments(const Call& call, store::Statistics& statistics)
{
    const auto known = call.store().departments();
    for (auto& by : statistics.by)
        if (by.name == "department")
            for (auto& counted : by.words)
                counted.word = department_name(known, counted.word);
}

Json to_json(const store::CountedBy& by)
{
    Json words = Json::array();
    for (const auto& counted : by.words)
        words.push_back(
            {{"word", text_or_null(counted.word)},
             {"records", counted.records},
             {"bytes", counted.bytes}}
        );
    return {{"name", by.name}, {"words", std::move(words)}};
}

Json to_json(const store::MonthStatistics& month)
{
    return {
        {"month", month.month},
        {"records", month.records},
        {"bytes", month.bytes},
        {"loans", month.loans},
        {"reviews", month.reviews},
        {"corrections", month.corrections},
        {"destroyed", month.destroyed},
    };
}

Json to_json(const store::TypeQuality& quality)
{
    return {
        {"type", quality.type},
        {"records", quality.records},
        {"fields", quality.fields},
        {"missing", quality.missing},
        {"overridden", quality.overridden},
        {"unseen", quality.unseen},
        {"corrected", quality.corrected},
        {"expired", quality.expired},
    };
}

Json to_json(const store::DeskStatistics& desk)
{
    return {
        {"loans_waiting", desk.loans_waiting},
        {"loans_out", desk.loans_out},
        {"loans_overdue", desk.loans_overdue},
        {"reviews_overdue", desk.reviews_overdue},
        {"expiries_overdue", desk.expiries_overdue},
        {"corrections_open", desk.corrections_open},
        {"requests_open", desk.requests_open},
        {"requests_overdue", desk.requests_overdue},
    };
}

template <typename Item>
Json list_of(const std::vector<Item>& items)
{
    Json list = Json::array();
    for (const auto& item : items)
        list.push_back(to_json(item));
    return list;
}

/// A line a number: of what, which, when or of which type, how many. UTF-8 with a mark, because
/// spreadsheets ask for it.
std::string csv_of(const store::Statistics& statistics)
{
    std::string text = "\xEF\xBB\xBFpart,name,word,count,bytes\r\n";
    const auto line = [&](std::string_view part,
                          std::string_view name,
                          std::string_view word,
                          std::int64_t count,
                          const std::string& bytes) {
        text +=
            fmt::format("{},{},{},{},{}\r\n", part, csv_cell(name), csv_cell(word), count, bytes);
    };
    for (const auto& by : statistics.by)
        for (const auto& counted : by.words)
            line("records", by.name, counted.word, counted.records, std::to_string(counted.bytes));
    for (const auto& month : statistics.months) {
        line("month", "records", month.month, month.records, std::to_string(month.bytes));
        line("month", "loans", month.month, month.loans, "");
        line("month", "reviews", month.month, month.reviews, "");
        line("month", "corrections", month.month, month.corrections, "");
        line("month", "destroyed", month.month, month.destroyed, "");
    }
    for (const auto& quality : statistics.quality) {
        line("fields", quality.type, "all", quality.fields, "");
        line("fields", quality.type, "missing", quality.missing, "");
        line("fields", quality.type, "overridden", quality.overridden, "");
        line("fields", quality.type, "unseen", quality.unseen, "");
        line("fields", quality.type, "corrected", quality.corrected, "");
        line("records", quality.type, "expired", quality.expired, "");
    }
    return text;
}

} // namespace

Response show_statistics(const Call& call)
{
    const auto months = months_asked(call.request);
    if (!months) return problem(400, "bad_months", "Months are 1 to 120.", {"months"});
    const auto format = call.request.query_value("format");
    if (!format.empty() && format != "csv" && format != "json")
        return problem(400, "unknown_format", "A format is json or csv.", {"format"});
    auto statistics = call.store().statistics(call.scope(), begin_of(call, *months), call.now);
    name_departments(call, statistics);
    if (format == "csv")
        return download(csv_of(statistics), "statistics.csv", "text/csv; charset=utf-8");
    return json_response(
        200,
        {{"records", statistics.records},
         {"bytes", statistics.bytes},
         {"uncounted", statistics.quality_owed},
         {"by", list_of(statistics.by)},
         {"months", list_of(statistics.months)},
         {"quality", list_of(statistics.quality)},
         {"desk", to_json(statistics.desk)}}
    );
}

} // namespace dossier::web
