#include "web/config.h"

#include <array>
#include <fstream>
#include <functional>
#include <sstream>
#include <toml++/toml.h>
#include <vector>

namespace dossier::web {

namespace {

using namespace std::string_view_literals;

/// Sets one key; false when the value is of the wrong kind or out of its bounds.
using Setter = std::function<bool(Config&, const toml::node&)>;

struct Key {
    std::string_view name;
    std::string_view expects;
    Setter set;
};

template <typename Target>
Setter number(Target Config::*member, std::int64_t least, std::int64_t most)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) return false;
        config.*member = static_cast<Target>(*value);
        return true;
    };
}

/// The same for a number inside one of the option structs.
Setter
number_in(std::int64_t least, std::int64_t most, std::function<void(Config&, std::int64_t)> assign)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) return false;
        assign(config, *value);
        return true;
    };
}

Setter share_of_one(double verify::Thresholds::*member)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value<double>();
        if (!value || *value < 0.0 || *value > 1.0) return false;
        config.thresholds.*member = *value;
        return true;
    };
}

Setter text(std::string Config::*member)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty()) return false;
        config.*member = *value;
        return true;
    };
}

Setter path(std::filesystem::path Config::*member)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty()) return false;
        config.*member = *value;
        return true;
    };
}

bool set_second_factor(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    if (!value || (*value != "required" && *value != "offered")) return false;
    config.second_factor_required = *value == "required";
    return true;
}

bool set_separation(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    const auto separation = ocr::parse_separation(value.value_or(""), config.separation.sides);
    if (!separation) return false;
    config.separation = *separation;
    return true;
}

/// Every key there is.
const std::vector<Key>& keys()
{
    using std::chrono::hours, std::chrono::milliseconds, std::chrono::minutes, std::chrono::seconds;
    static const std::vector<Key> all{
        {"http.address", "an IPv4 address", text(&Config::address)},
        {"http.port", "0 to 65535", number(&Config::port, 0, 65'535)},
        {"intake.quiet_ms",
         "100 to 60000",
         number_in(
             100, 60'000, [](Config& c, std::int64_t v) { c.hot_folder.quiet = milliseconds{v}; }
         )},
        {"intake.give_up_ms",
         "1000 to 86400000",
         number_in(
             1'000,
             86'400'000,
             [](Config& c, std::int64_t v) { c.hot_folder.give_up = milliseconds{v}; }
         )},
        {"intake.network_quiet_ms",
         "100 to 600000",
         number_in(
             100,
             600'000,
             [](Config& c, std::int64_t v) { c.hot_folder.network_quiet = milliseconds{v}; }
         )},
        {"intake.batch_give_up_ms",
         "1000 to 86400000",
         number_in(
             1'000,
             86'400'000,
             [](Config& c, std::int64_t v) { c.hot_folder.batch_give_up = milliseconds{v}; }
         )},
        {"intake.disk_free_mib",
         "at least 64",
         number(&Config::disk_free_mib, 64, std::int64_t{1} << 40)},
        {"intake.megabytes",
         "1 to 50",
         number_in(
             1,
             50,
             [](Config& c, std::int64_t v) {
                 c.hot_folder.limits.bytes = static_cast<std::size_t>(v) << 20;
             }
         )},
        {"uploads.open",
         "1 to 1000",
         number_in(
             1,
             1'000,
             [](Config& c, std::int64_t v) { c.store.uploads.per_sender = static_cast<int>(v); }
         )},
        {"uploads.total_mib",
         "64 to 1048576",
         number_in(
             64, 1'048'576, [](Config& c, std::int64_t v) { c.store.uploads.bytes = v << 20; }
         )},
        {"uploads.keep_h",
         "1 to 720",
         number_in(1, 720, [](Config& c, std::int64_t v) { c.keep_uploads = hours{v}; })},
        {"reading.workers", "0 (one a core) to 64", number(&Config::readers, 0, 64)},
        {"reading.deadline_s",
         "5 to 3600",
         number_in(5, 3'600, [](Config& c, std::int64_t v) { c.read_deadline = seconds{v}; })},
        {"reading.separation",
         "\"automatic\", \"file\", \"page_count:N\", \"blank_sheet\" or \"separator\"",
         set_separation},
        {"reading.sides",
         "1 or 2",
         number_in(
             1, 2, [](Config& c, std::int64_t v) { c.separation.sides = static_cast<int>(v); }
         )},
        {"verify.accept", "0 to 1", share_of_one(&verify::Thresholds::accept)},
        {"verify.proven", "0 to 1", share_of_one(&verify::Thresholds::proven)},
        {"verify.type", "0 to 1", share_of_one(&verify::Thresholds::type)},
        {"session.idle_min",
         "1 to 60",
         number_in(1, 60, [](Config& c, std::int64_t v) { c.store.session_idle = minutes{v}; })},
        {"session.length_h",
         "1 to 24",
         number_in(1, 24, [](Config& c, std::int64_t v) { c.store.session_length = hours{v}; })},
        {"session.second_factor", "\"required\" or \"offered\"", set_second_factor},
        {"keys.key_file", "a path", path(&Config::key_file)},
    };
    return all;
}

int line_of(const toml::node& node)
{
    return static_cast<int>(node.source().begin.line);
}

std::optional<ConfigError>
apply_key(Config& config, const std::string& name, const toml::node& node, const std::string& file)
{
    for (const auto& key : keys()) {
        if (key.name != name) continue;
        if (key.set(config, node)) return std::nullopt;
        return ConfigError{file, line_of(node), name + " must be " + std::string{key.expects}};
    }
    return ConfigError{file, line_of(node), name + " is not a key of the configuration"};
}

} // namespace

tl::expected<Config, ConfigError>
parse_config(std::string_view text, const std::string& file, Config config)
{
    toml::table table;
    try {
        table = toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        return tl::unexpected(ConfigError{
            file, static_cast<int>(error.source().begin.line), std::string{error.description()}});
    }
    for (const auto& [section_name, section] : table) {
        const std::string name{section_name.str()};
        const auto* members = section.as_table();
        if (members == nullptr)
            return tl::unexpected(ConfigError{
                file, line_of(section), name + " is not a section of the configuration"});
        for (const auto& [key_name, node] : *members)
            if (auto wrong =
                    apply_key(config, name + "." + std::string{key_name.str()}, node, file))
                return tl::unexpected(*std::move(wrong));
    }
    return config;
}

tl::expected<Config, ConfigError> load_config(const std::filesystem::path& file, Config base)
{
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return tl::unexpected(ConfigError{file.string(), 0, "cannot be read"});
    return parse_config(text.str(), file.string(), std::move(base));
}

Config installed_config()
{
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    Config config;
    config.share = folder.parent_path() / "share" / "dossier";
    config.reader = folder / "dossier-read";
    return config;
}

} // namespace dossier::web
