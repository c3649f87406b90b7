#include "verify/known_answer.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

constexpr int usual_days = 90;
constexpr int longest_days = 3650;

Json person_json(const store::PersonAnswers& answers)
{
    const auto share =
        verify::share_interval(answers.caught, answers.caught + answers.missed + answers.differed);
    return {
        {"person", answers.person},
        {"caught", answers.caught},
        {"missed", answers.missed},
        {"differed", answers.differed},
        {"disputed", answers.disputed},
        {"caught_share", {{"least", share.least}, {"most", share.most}}}};
}

} // namespace

Response list_known_answers(const Call& call)
{
    const auto days = days_back(call.request, usual_days, longest_days);
    if (!days) return problem(400, "bad_days", "days is a number from 1 to 3650.", {"days"});
    const auto since = call.now - *days;
    Json people = Json::array();
    for (const auto& answers : call.store().known_answers(call.scope(), since))
        people.push_back(person_json(answers));
    return json_response(200, {{"since", to_text(since)}, {"items", std::move(people)}});
}

} // namespace dossier::web
