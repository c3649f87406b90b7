#include "ocr/net/model_file.h"

#include "ocr/net/model_error.h"

#include <fstream>

namespace dossier::ocr::net {

std::vector<std::byte> load_model_file(const std::filesystem::path& file)
{
    constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 28U;
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size > most_bytes) throw ModelError("cannot read the model " + file.string());
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(
            reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
        ))
        throw ModelError("cannot read the model " + file.string());
    return bytes;
}

} // namespace dossier::ocr::net
