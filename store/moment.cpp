#include "store/moment.h"

#include <ctime>

namespace dossier::store {

std::string moment_text(Instant at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::time_t time = seconds.time_since_epoch().count();
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::string text(20, '\0');
    (void)std::strftime(text.data(), text.size() + 1, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

} // namespace dossier::store
