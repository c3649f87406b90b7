#pragma once
// One JSON request to a service on this machine through its unix socket.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::web {

/// The status of the answer; nothing when nobody answers.
[[nodiscard]] std::optional<int>
post_json(const std::filesystem::path& socket, std::string_view path, std::string_view body);

} // namespace dossier::web
