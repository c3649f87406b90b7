#include "web/webhooks/worker.h"

#include "store/random.h"
#include "web/clock.h"
#include "web/connectors/secret_file.h"
#include "web/json.h"
#include "web/log.h"

#include <utility>

namespace dossier::web {

namespace {

bool is_success(int status)
{
    return status >= 200 && status < 300;
}

} // namespace

std::string compose(const store::Notice& notice)
{
    const auto space = notice.object.find(' ');
    const bool has_kind = space != std::string::npos;
    const Json body{
        {"id", notice.seq},
        {"event", notice.event},
        {"occurred_at", to_text(notice.at)},
        {"kind", has_kind ? notice.object.substr(0, space) : std::string{}},
        {"object", has_kind ? notice.object.substr(space + 1) : notice.object}};
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

WebhookWorker::WebhookWorker(WebhookOptions options)
    : options_(std::move(options)),
      secret_(read_secret(options_.to.key_file, shortest_key))
{}

tl::expected<void, Trouble> WebhookWorker::tell(
    const store::Notice& notice, const std::string& key, const std::stop_token& stop
) const
{
    try {
        const auto answer =
            post_signed(options_.to, secret_, key, compose(notice), options_.timeout, stop);
        if (!answer) return tl::unexpected(answer.error());
        if (!is_success(answer->status)) return tl::unexpected(trouble_of(*answer));
        return {};
    } catch (const std::runtime_error&) { // certificates that cannot be read
        return tl::unexpected(Trouble{.kind = TroubleKind::set_up});
    }
}

void WebhookWorker::put_off(
    store::Store& store, const store::Notice& notice, const Trouble& trouble
) const
{
    using namespace std::chrono_literals;
    const auto moment = now();
    if (moment - notice.at > options_.give_up) {
        store.give_up_notice(options_.name, notice, moment);
        log(Level::error, "notice_given_up", {{"webhook", options_.name}, {"entry", notice.seq}});
        return;
    }
    const auto wait = std::max<std::chrono::milliseconds>(
        wait_behind(
            notice.attempts + 1, store::draw_chance(store::system_random()), options_.retry
        ),
        trouble.retry_after.value_or(0s)
    );
    store.put_off_notice(options_.name, notice, to_text(trouble.kind), moment + wait);
    log(Level::info,
        "notice_put_off",
        {{"webhook", options_.name},
         {"entry", notice.seq},
         {"trouble", to_text(trouble.kind)},
         {"attempts", notice.attempts + 1},
         {"wait_ms", wait.count()}});
}

std::optional<Trouble> WebhookWorker::test() const
{
    const auto moment = now();
    const store::Notice notice{.seq = 0, .at = moment, .event = "test", .object = "test"};
    const auto key = "test-" + std::to_string(moment.time_since_epoch().count());
    const auto told = tell(notice, key, {});
    return told ? std::nullopt : std::optional{told.error()};
}

bool WebhookWorker::work_once(store::Store& store, const std::stop_token& stop)
{
    const auto notice = store.next_notice(options_.name, options_.events, now());
    if (!notice) return false;
    const auto told = tell(*notice, std::to_string(notice->seq), stop);
    if (told) {
        store.note_told(options_.name, *notice);
        return true;
    }
    // Cut off by our own end: told again at the next start, under the same id.
    if (!stop.stop_requested()) put_off(store, *notice, told.error());
    return false;
}

} // namespace dossier::web
