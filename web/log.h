#pragma once
// One JSON object a line on stderr: event name in noun_verb, ids, durations, counts. Never a field
// value, never text from a page. Libraries return; only web logs.

#include <nlohmann/json.hpp>

#include <string_view>

namespace dossier::web {

enum class Level { info, warning, error };

/// Safe from any thread; a line is written whole.
void log(Level level, std::string_view event, const nlohmann::ordered_json& facts = {});

} // namespace dossier::web
