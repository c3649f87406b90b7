// dossier-hostile: writes the hostile files into a folder, with a manifest of what each is and what
// a sound program does with it.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "samples/hostile/hostile.h"
#include <filesystem>
#include <fstream>

namespace {

using namespace dossier::samples;

void write(const std::filesystem::path& path, std::span<const char> content)
{
    std::ofstream file(path, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

void write_all(const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    auto manifest = nlohmann::ordered_json::array();
    for (const HostileFile& file : hostile_files()) {
        write(
            folder / file.name,
            {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()}
        );
        manifest.push_back(
            {{"file", file.name}, {"what", file.what}, {"expect", name_of(file.expect)}}
        );
    }
    write(folder / "manifest.json", manifest.dump(1) + "\n");
}

} // namespace

int main(int argc, char** argv)
{
    const std::span<char* const> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 3 || std::string_view(arguments[1]) != "--out") {
        fmt::print(stderr, "usage: dossier-hostile --out DIR\n");
        return 2;
    }
    try {
        write_all(arguments[2]);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "dossier-hostile: {}\n", error.what());
        return 3;
    }
}
