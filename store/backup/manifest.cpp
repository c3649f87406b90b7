#include "store/backup/manifest.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/moment.h"
#include "store/parse_number.h"

#include <fstream>
#include <vector>

namespace dossier::store {
namespace {

constexpr std::string_view first_line = "dossier backup 1";

std::vector<std::string_view> words_of(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto word = line.substr(0, line.find(' '));
        words.push_back(word);
        line.remove_prefix(std::min(line.size(), word.size() + 1));
    }
    return words;
}

std::string_view take_line(std::string_view& text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

bool read_count(std::string_view text, std::int64_t& value)
{
    value = parse_number<std::int64_t>(text).value_or(-1);
    return value >= 0;
}

std::string facts_text(const std::string& name, const FileFacts& facts)
{
    return name + " " + std::to_string(facts.size) + " " + facts.sha256 + "\n";
}

} // namespace

FileFacts describe_bytes(std::span<const std::byte> bytes)
{
    return {.size = static_cast<std::int64_t>(bytes.size()), .sha256 = to_hex(sha256(bytes))};
}

FileFacts describe_file(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::vector<std::byte> portion(std::size_t{1} << 20U);
    Sha256 hash;
    FileFacts facts;
    while (in) {
        in.read(
            reinterpret_cast<char*>(portion.data()), static_cast<std::streamsize>(portion.size())
        );
        const auto got = static_cast<std::size_t>(in.gcount());
        hash.add(std::span(portion).first(got));
        facts.size += static_cast<std::int64_t>(got);
    }
    if (!in.eof()) {
        throw Error("cannot read " + file.string());
    }
    facts.sha256 = to_hex(hash.finish());
    return facts;
}

std::string backup_name(Instant now, std::int64_t audit_entries)
{
    std::string name;
    for (const char c : moment_text(now)) {
        if (c != '-' && c != ':' && c != 'Z') {
            name += c;
        }
    }
    const auto milliseconds = std::to_string(now.time_since_epoch().count() % 1'000 + 1'000);
    return name + milliseconds.substr(1) + "Z-" + std::to_string(audit_entries);
}

std::string manifest_text(const Manifest& manifest)
{
    const auto& backup = manifest.backup;
    std::string text = std::string(first_line) + "\nsite " + manifest.site_id + "\nname " +
                       backup.name + "\nat " + manifest.made_at + "\naudit_entries " +
                       std::to_string(backup.audit_entries) + "\naudit_root " + backup.audit_root +
                       "\nobjects " + std::to_string(backup.objects) + "\nkeys " +
                       std::to_string(backup.keys) + "\njournal " + std::to_string(backup.journal) +
                       "\nshredded " + std::to_string(backup.shredded) + "\n";
    for (const auto& [name, facts] : manifest.files) {
        text += "file " + facts_text(name, facts);
    }
    return text;
}

std::optional<Manifest> parse_manifest(std::string_view note)
{
    Manifest manifest;
    auto& backup = manifest.backup;
    if (take_line(note) != first_line) {
        return std::nullopt;
    }
    for (auto line = take_line(note); !line.empty(); line = take_line(note)) {
        const auto words = words_of(line);
        const auto is = [&](std::string_view name, std::size_t count) {
            return words.front() == name && words.size() == count;
        };
        bool good = true;
        if (is("site", 2)) {
            manifest.site_id = words[1];
        } else if (is("name", 2)) {
            backup.name = words[1];
        } else if (is("at", 2)) {
            manifest.made_at = words[1];
        } else if (is("audit_entries", 2)) {
            good = read_count(words[1], backup.audit_entries);
        } else if (is("audit_root", 2)) {
            backup.audit_root = words[1];
        } else if (is("objects", 2)) {
            good = read_count(words[1], backup.objects);
        } else if (is("keys", 2)) {
            good = read_count(words[1], backup.keys);
        } else if (is("journal", 2)) {
            good = read_count(words[1], backup.journal);
        } else if (is("shredded", 2)) {
            good = read_count(words[1], backup.shredded);
        } else if (is("file", 4)) {
            auto& facts = manifest.files[std::string(words[1])];
            good = read_count(words[2], facts.size);
            facts.sha256 = words[3];
        } else {
            good = false;
        }
        if (!good) {
            return std::nullopt;
        }
    }
    return manifest;
}

std::string object_list_text(const ObjectList& list)
{
    std::string text;
    for (const auto& [id, facts] : list) {
        text += facts_text(id, facts);
    }
    return text;
}

ObjectList parse_object_list(std::string_view text)
{
    ObjectList list;
    while (!text.empty()) {
        const auto words = words_of(take_line(text));
        FileFacts facts;
        if (words.size() != 3 || !read_count(words[1], facts.size)) {
            throw Tampered("list of a backup's objects");
        }
        facts.sha256 = words[2];
        list.emplace(words[0], std::move(facts));
    }
    return list;
}

} // namespace dossier::store
