// A bag: payload below data/, a manifest of what it hashes to, and a manifest of the manifests.

#include "web/digest.h"
#include "web/exports/exports.h"

#include <Poco/DateTime.h>
#include <Poco/Zip/Compress.h>

#include <algorithm>
#include <sstream>

namespace dossier::web {

namespace {

std::string manifest_of(std::span<const PackedFile> files)
{
    std::string manifest;
    for (const auto& file : files)
        manifest += hex(sha256(std::string_view{file.bytes})) + "  " + file.path + "\n";
    return manifest;
}

std::size_t payload_bytes(std::span<const PackedFile> files)
{
    std::size_t bytes = 0;
    for (const auto& file : files)
        bytes += file.bytes.size();
    return bytes;
}

std::string zip_of(std::span<const PackedFile> files)
{
    std::ostringstream out;
    Poco::Zip::Compress zip{out, true};
    const Poco::DateTime stamp{2000, 1, 1}; // the same bytes whenever it is made
    for (const auto& file : files) {
        std::istringstream in{file.bytes};
        // Pictures are compressed already.
        const bool is_text = file.path.ends_with(".json") || file.path.ends_with(".txt");
        zip.addFile(
            in,
            stamp,
            Poco::Path{file.path, Poco::Path::PATH_UNIX},
            is_text ? Poco::Zip::ZipCommon::CM_DEFLATE : Poco::Zip::ZipCommon::CM_STORE
        );
    }
    zip.close();
    return std::move(out).str();
}

} // namespace

std::string
make_bag(std::vector<PackedFile> files, std::span<const std::pair<std::string, std::string>> about)
{
    for (auto& file : files)
        file.path.insert(0, "data/");
    std::ranges::sort(files, {}, &PackedFile::path);
    std::string info;
    for (const auto& [name, text] : about)
        info.append(name).append(": ").append(text).append("\n");
    info += "Payload-Oxum: " + std::to_string(payload_bytes(files)) + "." +
            std::to_string(files.size()) + "\n";
    std::vector<PackedFile> tags{
        {"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
        {"bag-info.txt", info},
        {"manifest-sha256.txt", manifest_of(files)}};
    tags.push_back({"tagmanifest-sha256.txt", manifest_of(tags)});
    files.insert(
        files.begin(), std::make_move_iterator(tags.begin()), std::make_move_iterator(tags.end())
    );
    return zip_of(files);
}

} // namespace dossier::web
