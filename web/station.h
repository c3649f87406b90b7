#pragma once
// The name of a station: shown to people, a folder's name, part of a key.

#include <algorithm>
#include <string>
#include <string_view>

namespace dossier::web {

/// Up to 64 bytes, not hidden, nothing that could be a path or cannot be shown.
[[nodiscard]] inline bool is_station_name(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && name.front() != '.' &&
           std::none_of(name.begin(), name.end(), [](unsigned char c) {
               return c < 0x20 || c == 0x7f || c == '/' || c == '\\';
           });
}

} // namespace dossier::web
