#include "store/figures.h"

#include "verify/calibration.h"
#include "verify/known_answer.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/problem.h"

#include <algorithm>

namespace dossier::web {

namespace {

constexpr int default_days = 30;
constexpr int most_days = 366;

Json share_json(std::int64_t count, std::int64_t of)
{
    const auto share = verify::share_interval(count, of);
    return {{"least", share.least}, {"most", share.most}};
}

Json waiting_json(const std::vector<store::WaitingFigures>& waiting)
{
    Json list = Json::array();
    for (const auto& type : waiting)
        list.push_back({{"type", type.type}, {"by_age", type.by_age}});
    return list;
}

std::string_view kind_text(store::DeadlineKind kind)
{
    switch (kind) {
    case store::DeadlineKind::queue: return "queue";
    case store::DeadlineKind::loan: return "loan";
    case store::DeadlineKind::review: return "review";
    case store::DeadlineKind::expiry: return "expiry";
    }
    return "queue";
}

Json deadlines_json(const std::vector<store::DeadlineFigures>& deadlines)
{
    Json list = Json::array();
    for (const auto& deadline : deadlines)
        list.push_back({{"kind", kind_text(deadline.kind)}, {"by_time", deadline.by_time}});
    return list;
}

Json days_json(const std::vector<store::DayFigures>& days)
{
    Json list = Json::array();
    for (const auto& day : days) {
        list.push_back(
            {{"day", day_text(std::chrono::sys_days{std::chrono::days{day.day}})},
             {"files", day.files},
             {"unreadable", day.unreadable},
             {"documents", day.documents},
             {"straight_through", day.straight_through},
             {"by_people", day.by_people}}
        );
    }
    return list;
}

Json work_json(const std::vector<store::WorkFigures>& work)
{
    Json list = Json::array();
    for (const auto& hour : work)
        list.push_back(
            {{"person", hour.person}, {"hour", to_text(hour.hour)}, {"fields", hour.fields}}
        );
    return list;
}

Json stations_json(const std::vector<store::StationFigures>& stations)
{
    Json list = Json::array();
    for (const auto& station : stations)
        list.push_back(
            {{"station", station.station},
             {"files", station.files},
             {"unreadable", station.unreadable}}
        );
    return list;
}

Json accuracy_json(
    const std::vector<verify::SeenRecord>& records, const verify::Thresholds& thresholds
)
{
    const auto errors = verify::accepted_errors(records, thresholds);
    Json bins = Json::array();
    for (const auto& bin : verify::calibration(records))
        bins.push_back(
            {{"from", bin.from},
             {"values", bin.values},
             {"right", bin.right},
             {"confidence", bin.confidence},
             {"right_share", share_json(bin.right, bin.values)}}
        );
    return {
        {"sampled", std::ranges::count(records, true, &verify::SeenRecord::sampled)},
        {"accepted", errors.records},
        {"wrong", errors.wrong},
        {"wrong_share", share_json(errors.wrong, errors.records)},
        {"calibration", std::move(bins)}};
}

} // namespace

Response show_figures(const Call& call)
{
    const auto days = days_back(call.request, default_days, most_days);
    if (!days) return problem(400, "bad_days", "days is a number from 1 to 366.", {"days"});
    const auto since = call.now - *days;
    auto& store = call.store();
    const auto figures = store.figures(call.scope(), since, call.now);
    // How sure the reader is, is learnt from all departments and told to none.
    const auto seen = call.scope().is_site() ? store.seen_records(since, since)
                                             : std::vector<verify::SeenRecord>{};
    return json_response(
        200,
        {{"since", to_text(since)},
         {"waiting", waiting_json(figures.waiting)},
         {"deadlines", deadlines_json(figures.deadlines)},
         {"days", days_json(figures.days)},
         {"work", work_json(figures.work)},
         {"stations", stations_json(figures.stations)},
         {"accuracy", accuracy_json(seen, call.site.thresholds(store, call.now))}}
    );
}

} // namespace dossier::web
