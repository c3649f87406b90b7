#include "web/connectors/worker.h"

#include "store/random.h"
#include "web/clock.h"
#include "web/connectors/mail.h"
#include "web/connectors/secret_file.h"
#include "web/log.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

constexpr int mail_steps = 10; ///< each may take the timeout

std::string secret_of(const ConnectorOptions& options)
{
    if (const auto* service = std::get_if<JsonService>(&options.service))
        return read_secret(service->to.key_file, shortest_key);
    const auto& mail = std::get<MailService>(options.service);
    return mail.user.empty() ? std::string{} : read_secret(mail.password_file, 1);
}

/// Longer than an asking can last.
std::chrono::milliseconds lease_of(const ConnectorOptions& options)
{
    const bool by_mail = std::holds_alternative<MailService>(options.service);
    return (by_mail ? mail_steps : 2) * options.timeout + 10s;
}

/// A lease that ran out: somebody else asks, or asked. The fence kept this from counting.
void require_kept(const tl::expected<void, store::Conflict>& kept, const store::CheckJob& job)
{
    if (!kept) log(Level::warning, "check_lease_lost", {{"check", job.id}});
}

} // namespace

ConnectorWorker::ConnectorWorker(ConnectorOptions options)
    : options_(std::move(options)),
      secret_(secret_of(options_))
{}

ConnectorStanding ConnectorWorker::standing() const
{
    const std::lock_guard lock{mutex_};
    return {
        .connector = options_.asks.name,
        .kind = options_.asks.kind,
        .when = options_.asks.when,
        .breaker = breaker_.state,
        .until = breaker_.until,
        .trouble = trouble_};
}

bool ConnectorWorker::may_begin(store::Instant moment)
{
    const std::lock_guard lock{mutex_};
    return moment >= next_at_ && may_ask(breaker_, moment);
}

void ConnectorWorker::note(BreakerEvent event, std::string_view trouble)
{
    const auto moment = now();
    const std::lock_guard lock{mutex_};
    const auto before = breaker_.state;
    breaker_ = after(breaker_, event, options_.breaker, moment);
    if (event == BreakerEvent::asked)
        next_at_ = moment + std::chrono::milliseconds{60'000} / options_.a_minute;
    else
        trouble_ = trouble;
    if (event == BreakerEvent::failed && breaker_.state == BreakerState::open &&
        before != BreakerState::open)
        log(Level::warning,
            "connector_paused",
            {{"connector", options_.asks.name},
             {"trouble", trouble},
             {"failures", breaker_.failures},
             {"pause_ms", breaker_.pause.count()}});
    if (event == BreakerEvent::answered && before != BreakerState::closed)
        log(Level::info, "connector_resumed", {{"connector", options_.asks.name}});
}

void ConnectorWorker::rest(std::chrono::seconds pause)
{
    const std::lock_guard lock{mutex_};
    next_at_ = std::max(next_at_, now() + std::chrono::milliseconds{pause});
}

tl::expected<void, Trouble>
ConnectorWorker::mail(const Asking& asking, const MailService& service) const
{
    const auto& [store, job, rules, stop] = asking;
    const auto code = store.draw_check_code(job, service.code_lifetime, now());
    if (!code) return {}; // the lease ran out
    const auto mailed =
        send_code(service, secret_, job.asked.at(options_.asks.about), *code, options_.timeout);
    if (!mailed) return tl::unexpected(mailed.error());
    const store::CheckAnswer no_mailbox{
        .outcome = verify::Outcome::not_found, .answer_sha256 = {}, .reference = {}};
    require_kept(
        *mailed == Mailed::taken ? store.note_code_sent(job, now())
                                 : store.finish_check(job, no_mailbox, rules, now()),
        job
    );
    return {};
}

tl::expected<void, Trouble> ConnectorWorker::attempt(const Asking& asking) const
{
    try {
        if (const auto* by_mail = std::get_if<MailService>(&options_.service))
            return mail(asking, *by_mail);
        const auto answer = ask_service(
            std::get<JsonService>(options_.service),
            secret_,
            asking.job,
            options_.timeout,
            asking.stop
        );
        if (!answer) return tl::unexpected(answer.error());
        require_kept(
            asking.store.finish_check(asking.job, *answer, asking.rules, now()), asking.job
        );
        return {};
    } catch (const store::Error&) {
        throw;
    } catch (const std::runtime_error&) { // certificates that cannot be read
        return tl::unexpected(Trouble{.kind = TroubleKind::set_up});
    }
}

void ConnectorWorker::put_off(
    store::Store& store, const store::CheckJob& job, const Trouble& trouble
) const
{
    const auto wait = std::max<std::chrono::milliseconds>(
        wait_behind(job.attempts, store::draw_chance(store::system_random()), options_.retry),
        trouble.retry_after.value_or(0s)
    );
    const auto moment = now();
    require_kept(store.put_off_check(job, to_text(trouble.kind), moment + wait, moment), job);
    log(Level::info,
        "check_put_off",
        {{"connector", job.connector},
         {"check", job.id},
         {"trouble", to_text(trouble.kind)},
         {"attempts", job.attempts},
         {"wait_ms", wait.count()}});
}

bool ConnectorWorker::work_once(
    store::Store& store, const store::FieldRules& rules, const std::stop_token& stop
)
{
    const auto begun = now();
    if (!may_begin(begun)) return false;
    const auto job = store.claim_check(options_.asks.name, lease_of(options_), begun);
    if (!job) return false;
    note(BreakerEvent::asked, {});
    const auto done = [&] {
        try {
            return attempt({store, *job, rules, stop});
        } catch (...) {
            // Whatever went wrong, a trial is over; the check is asked again when its lease ends.
            note(BreakerEvent::failed, to_text(TroubleKind::set_up));
            throw;
        }
    }();
    // Cut off by our own end: the lease runs out, and the same question is asked again.
    if (!done && stop.stop_requested()) return true;
    if (done) {
        note(BreakerEvent::answered, {});
        log(Level::info,
            "check_answered",
            {{"connector", job->connector},
             {"check", job->id},
             {"attempts", job->attempts},
             {"ms", (now() - begun).count()}});
        return true;
    }
    const auto kind = done.error().kind;
    note(is_of_service(kind) ? BreakerEvent::failed : BreakerEvent::answered, to_text(kind));
    if (done.error().retry_after) rest(*done.error().retry_after);
    put_off(store, *job, done.error());
    return true;
}

} // namespace dossier::web
