// Systems outside that are told what happens: as the configuration names them, how far each is, and
// what an administrator can do about one that is in trouble.

#include "store/parse_number.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>

namespace dossier::web {

namespace {

/// Nothing that is not configured: one that was, told until then, is shown by no address.
const WebhookOptions* find_webhook(const Call& call)
{
    const auto& webhooks = call.site.webhooks;
    const auto found =
        std::ranges::find(webhooks, call.request.param("name"), &WebhookOptions::name);
    return found == webhooks.end() ? nullptr : &*found;
}

Json to_json(const store::SubscriberQueue& queue)
{
    Json next;
    if (queue.next)
        next = {
            {"id", queue.next->seq},
            {"event", queue.next->event},
            {"occurred_at", to_text(queue.next->at)}};
    return {{"waiting", queue.waiting}, {"is_more", queue.is_more}, {"next", std::move(next)}};
}

Json to_json(
    const Call& call, const WebhookOptions& webhook, const store::SubscriberStanding* standing
)
{
    const bool is_put_off = standing != nullptr && standing->due_at > call.now;
    return {
        {"name", webhook.name},
        {"url",
         "https://" + webhook.to.address.host + ":" + std::to_string(webhook.to.address.port) +
             webhook.to.path},
        {"events", webhook.events},
        {"behind", standing == nullptr ? 0 : standing->behind},
        {"attempts", standing == nullptr ? 0 : standing->attempts},
        {"trouble", text_or_null(standing == nullptr ? "" : standing->trouble)},
        {"tried_again_at", is_put_off ? Json(to_text(standing->due_at)) : Json{}},
        {"given_up_after_h", webhook.give_up.count()},
        {"queue", to_json(call.store().subscriber_queue(webhook.name, webhook.events))}};
}

} // namespace

Response list_webhooks(const Call& call)
{
    const auto standings = call.store().subscriber_standings();
    Json items = Json::array();
    for (const auto& webhook : call.site.webhooks) {
        const auto found =
            std::ranges::find(standings, webhook.name, &store::SubscriberStanding::subscriber);
        items.push_back(to_json(call, webhook, found == standings.end() ? nullptr : &*found));
    }
    return json_response(200, {{"items", std::move(items)}});
}

Response test_webhook(const Call& call)
{
    const auto* const webhook = find_webhook(call);
    if (webhook == nullptr) return not_found();
    const auto trouble = call.site.test_webhook(webhook->name);
    call.store().note(
        call.actor(),
        "webhook_tested",
        "subscriber " + webhook->name,
        trouble ? "failed" : "done",
        trouble ? to_text(trouble->kind) : "",
        call.now
    );
    return json_response(200, {{"trouble", trouble ? Json(to_text(trouble->kind)) : Json{}}});
}

Response resume_webhook(const Call& call)
{
    const auto* const webhook = find_webhook(call);
    if (webhook == nullptr) return not_found();
    call.store().resume_notices(webhook->name, call.actor(), call.now);
    return no_content();
}

Response drop_notice(const Call& call)
{
    const auto* const webhook = find_webhook(call);
    if (webhook == nullptr) return not_found();
    const auto fields = text_fields(call.request, {"id"});
    if (!fields) return fields.error();
    const auto seq = store::parse_number<std::int64_t>(fields->at("id"));
    if (!seq)
        return problem(400, "bad_id", "id is the number of the notice that is dropped.", {"id"});
    const auto dropped =
        call.store().drop_notice(webhook->name, webhook->events, *seq, call.actor(), call.now);
    return dropped ? no_content() : problem_of(dropped.error());
}

} // namespace dossier::web
