#pragma once
// The reading of queued originals: N threads, each with its own reader process. Claim, read,
// examine, finish; a lease that is renewed while the reading runs.

#include "ocr/child_reader.h"
#include "web/bell.h"
#include "web/learning.h"
#include "web/site.h"

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dossier::web {

struct ReadersOptions {
    int count = 1;
    ocr::ChildReader::Options reader;
    std::chrono::seconds deadline{120};
    LearningOptions learning;
    verify::SecondEyesPolicy second_eyes{};
    double known_answers = 0.0;           ///< documents for people with a wrong value in one field
    std::chrono::milliseconds pause{500}; ///< between two looks for work when nobody calls
};

/// Told after each original: its id and how long it took.
using ReadObserver = std::function<void(const store::OriginalId& id, double seconds)>;

class Readers {
public:
    Readers(ReadersOptions options, ReadObserver observer);
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    void start(const Site& site);

    /// False when a reader could not be started at its last try: program, models or sandbox
    /// missing.
    [[nodiscard]] bool can_read() const { return !broken_; }

    /// What may pass without a person now. Throws store::Error.
    [[nodiscard]] verify::Thresholds thresholds(store::Store& store, store::Instant now)
    {
        return learning_.thresholds(store, now);
    }

    /// Work may have arrived.
    void wake();
    /// Reads bytes that are in no queue: the next reader that is free takes them before its jobs.
    /// `timed_out` with the code `busy` where none is free in time.
    [[nodiscard]] tl::expected<ocr::Reading, ocr::Unreadable>
    read_now(store::Bytes bytes, ocr::ReadOptions options);
    /// Takes no more jobs, ends readers that are only loading and waits at most `grace` for running
    /// readings. False when some did not end: their leases run out and another start reads them
    /// again.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace);

private:
    void work(const Site& site, const std::stop_token& stop, int number);
    [[nodiscard]] tl::expected<ocr::Reading, ocr::Unreadable> read_job(
        store::Store& store,
        const store::Job& job,
        const TypesInForce& types,
        ocr::ChildReader& reader
    );
    [[nodiscard]] bool work_once(
        const Site& site,
        store::Store& store,
        const std::stop_token& stop,
        ocr::ChildReader& reader,
        const std::string& name
    );

    /// Something to read for somebody who waits for it.
    struct Errand {
        store::Bytes bytes;
        ocr::ReadOptions options;
        std::promise<tl::expected<ocr::Reading, ocr::Unreadable>> reading;
    };

    [[nodiscard]] bool run_errand(ocr::ChildReader& reader);

    ReadersOptions options_;
    Learning learning_;
    ReadObserver observer_;
    Bell arrived_;
    std::mutex mutex_; ///< of the errands
    std::deque<std::shared_ptr<Errand>> errands_;
    std::vector<std::jthread> threads_;
    std::atomic<int> running_ = 0;
    std::atomic<bool> broken_ = false;
};

} // namespace dossier::web
