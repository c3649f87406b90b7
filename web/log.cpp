#include "web/log.h"

#include "web/clock.h"

#include <string>
#include <unistd.h>

namespace dossier::web {

namespace {

std::string_view level_name(Level level)
{
    switch (level) {
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

} // namespace

void log(Level level, std::string_view event, const nlohmann::ordered_json& facts)
{
    nlohmann::ordered_json line{
        {"at", to_text(now())}, {"level", level_name(level)}, {"event", event}};
    if (facts.is_object()) line.update(facts);
    // Replacing what is not UTF-8 keeps a hostile file name from silencing the log.
    auto text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text += '\n';
    // One write() a line: lines of several threads do not mix. A full or closed stderr is no reason
    // to stop.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace dossier::web
