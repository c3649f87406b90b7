#include "web/readers.h"

#include "web/clock.h"
#include "web/log.h"

#include <condition_variable>
#include <string>
#include <utility>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

std::string_view kind_text(ocr::UnreadableKind kind)
{
    switch (kind) {
    case ocr::UnreadableKind::refused: return "refused";
    case ocr::UnreadableKind::crashed: return "crashed";
    case ocr::UnreadableKind::timed_out: return "timed_out";
    case ocr::UnreadableKind::garbled: return "garbled";
    }
    return "crashed";
}

/// Keeps a job's lease alive while somebody else works on it.
class Renewal {
public:
    Renewal(store::Store& store, store::Job job)
        : thread_([this, &store, job = std::move(job)](const std::stop_token& stop) mutable {
              std::unique_lock lock{mutex_};
              while (!ended_.wait_for(lock, stop, 10s, [] { return false; }) &&
                     !stop.stop_requested())
                  if (!renew(store, job)) return;
          })
    {}

private:
    static bool renew(store::Store& store, store::Job& job)
    {
        try {
            return store.renew_job(job, now());
        } catch (const store::Error& error) {
            // The fence decides at the end; a missed renewal only risks a second reading.
            log(Level::warning,
                "lease_not_renewed",
                {{"job", job.id.text}, {"reason", error.what()}});
            return true;
        }
    }

    std::mutex mutex_;
    std::condition_variable_any ended_;
    std::jthread thread_;
};

} // namespace

Readers::Readers(ReadersOptions options, ReadObserver observer)
    : options_(std::move(options)),
      learning_(options_.learning),
      observer_(std::move(observer))
{}

void Readers::start(const Site& site)
{
    for (int number = 1; number <= options_.count; ++number) {
        ++running_;
        threads_.emplace_back([this, &site, number](const std::stop_token& stop) {
            work(site, stop, number);
            --running_;
        });
    }
}

void Readers::wake()
{
    arrived_.ring();
}

tl::expected<ocr::Reading, ocr::Unreadable>
Readers::read_now(store::Bytes bytes, ocr::ReadOptions options)
{
    options.deadline = std::min<std::chrono::milliseconds>(options.deadline, options_.deadline);
    const auto patience = 2 * options.deadline;
    auto errand = std::make_shared<Errand>();
    errand->bytes = std::move(bytes);
    errand->options = std::move(options);
    auto reading = errand->reading.get_future();
    {
        const std::lock_guard lock{mutex_};
        errands_.push_back(errand);
    }
    arrived_.ring();
    if (reading.wait_for(patience) == std::future_status::ready) return reading.get();
    {
        const std::lock_guard lock{mutex_};
        std::erase(errands_, errand);
    }
    return tl::unexpected(ocr::Unreadable{
        .kind = ocr::UnreadableKind::timed_out,
        .code = "busy",
        .message = "No reader was free. Try again later."});
}

bool Readers::run_errand(ocr::ChildReader& reader)
{
    std::shared_ptr<Errand> errand;
    {
        const std::lock_guard lock{mutex_};
        if (errands_.empty()) return false;
        errand = std::move(errands_.front());
        errands_.pop_front();
    }
    try {
        errand->reading.set_value(reader.read(errand->bytes, errand->options));
    } catch (...) {
        errand->reading.set_exception(std::current_exception());
        throw;
    }
    return true;
}

bool Readers::stop(std::chrono::milliseconds grace)
{
    for (auto& thread : threads_)
        thread.request_stop();
    for (auto waited = 0ms; waited < grace && running_ > 0; waited += 20ms)
        std::this_thread::sleep_for(20ms);
    return running_ == 0;
}

void Readers::work(const Site& site, const std::stop_token& stop, int number)
{
    ocr::ChildReader reader{options_.reader};
    const auto name = "reader-" + std::to_string(number);
    std::string trouble; // logged once, not at every try
    Bell::Heard heard = 0;
    while (!stop.stop_requested()) {
        bool worked = false;
        try {
            // Before a job is claimed: a set-up that cannot read must not use up its attempts.
            if (!reader.start(stop)) return;
            broken_ = false;
            worked = run_errand(reader);
            if (auto* store = site.vault.find_store(); store != nullptr && !worked)
                worked = work_once(site, *store, stop, reader, name);
            trouble.clear();
        } catch (const std::exception& error) {
            broken_ = broken_ || dynamic_cast<const ocr::EngineError*>(&error) != nullptr;
            if (trouble != error.what())
                log(Level::error, "reader_failed", {{"reader", name}, {"reason", error.what()}});
            trouble = error.what();
        }
        if (worked) continue;
        // The pause is the truth, the bell a hint: leases run out without one.
        arrived_.wait(heard, options_.pause, stop);
    }
}

tl::expected<ocr::Reading, ocr::Unreadable> Readers::read_job(
    store::Store& store, const store::Job& job, const TypesInForce& types, ocr::ChildReader& reader
)
{
    store::Bytes bytes;
    try {
        bytes = store.job_bytes(job);
    } catch (const store::Tampered& error) {
        log(Level::error,
            "original_tampered",
            {{"original", job.original_id.text}, {"object", error.object()}});
        return tl::unexpected(ocr::Unreadable{
            .kind = ocr::UnreadableKind::refused,
            .code = "tampered",
            .message = "The sealed original is not what was stored."});
    }
    auto separation = store.rules_of(job.station).separation;
    if (job.is_bundle) separation.mode = ocr::SeparationMode::file;
    // A sheet may have announced a type that nobody knows.
    const bool is_known = types.is_read(job.type);
    return reader.read(
        bytes,
        {.type = is_known ? job.type : std::string{},
         .previews = true,
         .separation = separation,
         .is_bundle = job.is_bundle,
         .look_only = job.look_only,
         .deadline = options_.deadline,
         .types = types.published}
    );
}

bool Readers::work_once(
    const Site& site,
    store::Store& store,
    const std::stop_token& stop,
    ocr::ChildReader& reader,
    const std::string& name
)
{
    const auto job = store.claim_job(name, now());
    if (!job) return false;

    const auto begun = std::chrono::steady_clock::now();
    const Renewal renewal{store, *job};
    // The same types from the first look to the last rule, whatever is published meanwhile.
    const auto types = site.types.in_force();
    const auto reading = read_job(store, *job, *types, reader);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    if (!reading) {
        // A reading that our own end cut short says nothing about the file.
        if (stop.stop_requested() && reading.error().kind != ocr::UnreadableKind::refused)
            return true;
        const auto retry = reading.error().kind == ocr::UnreadableKind::refused
                               ? store::Store::Retry::never
                               : store::Store::Retry::again;
        site.metrics.count_unreadable();
        log(Level::warning,
            "original_unreadable",
            {{"original", job->original_id.text},
             {"kind", kind_text(reading.error().kind)},
             {"code", reading.error().code},
             {"attempt", job->attempts},
             {"seconds", took.count()}});
        const auto state = store.fail_job(
            *job, {.code = reading.error().code, .message = reading.error().message}, retry, now()
        );
        if (!state) log(Level::warning, "job_stale", {{"job", job->id.text}});
        if (observer_) observer_(job->original_id, took.count());
        return true;
    }
    const auto today = day_at(now(), site.policy.utc_offset);
    store::Examined examined{
        .documents =
            verify::examine(*reading, types->catalog, today, learning_.thresholds(store, now())),
        .pages = reading->pages,
        .previews = reading->previews};
    examined.lines = reading->lines;
    examined.sampling = learning_.sampling(examined.documents);
    examined.second_eyes = verify::second_eyes_rules(types->catalog, options_.second_eyes);
    examined.known_answers = {
        .share = options_.known_answers, .plantable = [&](const verify::CheckedDocument& document) {
            return verify::plantable_fields(document, types->catalog, today);
        }};
    if (const auto original = store.find_original(job->original_id))
        verify::compare_with_announced(
            examined.documents, original->announced, types->catalog, today
        );
    const auto documents = store.finish_job(*job, examined, now());
    if (!documents) {
        log(Level::warning, "job_stale", {{"job", job->id.text}});
        return true;
    }
    site.metrics.count_read(took.count());
    log(Level::info,
        "original_read",
        {{"original", job->original_id.text},
         {"pages", examined.pages.size()},
         {"documents", documents->size()},
         {"seconds", took.count()}});
    if (observer_) observer_(job->original_id, took.count());
    return true;
}

} // namespace dossier::web
