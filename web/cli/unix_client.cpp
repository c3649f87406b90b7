#include "web/cli/unix_client.h"

#include "web/cli/arguments.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dossier::web {

std::optional<int>
post_json(const std::filesystem::path& socket, std::string_view path, std::string_view body)
{
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    // Named by its folder's descriptor: a socket's address holds only 107 characters.
    const int folder = ::open(socket.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return std::nullopt;
    const auto name = "/proc/self/fd/" + std::to_string(folder) + "/" + socket.filename().string();
    std::memcpy(at.sun_path, name.data(), std::min(name.size(), sizeof at.sun_path - 1));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return std::nullopt;
    std::string answer;
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0) {
        const auto request =
            "POST " + std::string{path} +
            " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
        // Small enough for the socket's buffer: one call sends all of it.
        if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(request.size())) {
            std::array<char, 4096> part{};
            for (ssize_t got = 0; (got = ::recv(fd, part.data(), part.size(), 0)) > 0;)
                answer.append(part.data(), static_cast<std::size_t>(got));
        }
    }
    ::close(fd);
    ::close(folder);
    const auto space = answer.find(' ');
    if (!answer.starts_with("HTTP/") || space == std::string::npos) return std::nullopt;
    return parse_int(std::string_view{answer}.substr(space + 1, 3), 100, 599);
}

} // namespace dossier::web
