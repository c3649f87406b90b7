#include "web/worker_threads.h"

#include <exception>
#include <string>
#include <utility>

namespace dossier::web {

using namespace std::chrono_literals;

void WorkerThreads::start(Turn turn, std::chrono::milliseconds pause, Failed failed)
{
    ++running_;
    threads_.emplace_back([this, turn = std::move(turn), pause, failed = std::move(failed)](
                              const std::stop_token& stop
                          ) {
        work(turn, pause, failed, stop);
        --running_;
    });
}

void WorkerThreads::wake()
{
    due_.ring();
}

void WorkerThreads::request_stop()
{
    for (auto& thread : threads_)
        thread.request_stop();
}

bool WorkerThreads::stop(std::chrono::milliseconds grace)
{
    request_stop();
    for (auto waited = 0ms; waited < grace && running_ > 0; waited += 20ms)
        std::this_thread::sleep_for(20ms);
    return running_ == 0;
}

void WorkerThreads::work(
    const Turn& turn,
    std::chrono::milliseconds pause,
    const Failed& failed,
    const std::stop_token& stop
)
{
    std::string trouble; // the last that `failed` heard
    Bell::Heard heard = 0;
    while (!stop.stop_requested()) {
        bool worked = false;
        try {
            worked = turn(stop);
            trouble.clear();
        } catch (const std::exception& error) {
            if (trouble != error.what()) failed(error.what());
            trouble = error.what();
        }
        if (worked) continue;
        // The pause is the truth, the bell a hint: work falls due without one.
        due_.wait(heard, pause, stop);
    }
}

} // namespace dossier::web
