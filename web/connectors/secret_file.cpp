#include "web/connectors/secret_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace dossier::web {

std::string read_secret(const std::filesystem::path& file, std::size_t least)
{
    using std::filesystem::perms;
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (error || !std::filesystem::is_regular_file(status))
        throw std::runtime_error(file.string() + " cannot be read");
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none)
        throw std::runtime_error(file.string() + " can be read by others: chmod 600");
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    auto secret = text.str();
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r'))
        secret.pop_back();
    if (secret.size() < least)
        throw std::runtime_error(
            file.string() + " must hold at least " + std::to_string(least) + " bytes"
        );
    return secret;
}

} // namespace dossier::web
