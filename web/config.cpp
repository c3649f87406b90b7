#include "web/config.h"

#include "web/clock.h"
#include "web/connectors/configuration.h"
#include "web/station.h"

#include <algorithm>
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
Setter number_in(
    std::int64_t least, std::int64_t most, const std::function<void(Config&, std::int64_t)>& assign
)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) return false;
        assign(config, *value);
        return true;
    };
}

Setter share_in(double least, double most, const std::function<void(Config&, double)>& assign)
{
    return [=](Config& config, const toml::node& node) {
        const auto value = node.value<double>();
        if (!value || *value < least || *value > most) return false;
        assign(config, *value);
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

bool set_backup_folder(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    config.backups.folder = *value;
    config.store.backups = *value;
    return true;
}

bool set_checkpoint_folder(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    config.checkpoints.folder = *value;
    return true;
}

bool set_utc_offset(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    const auto offset = value ? parse_utc_offset(*value) : std::nullopt;
    if (offset) config.store.utc_offset = *offset;
    return offset.has_value();
}

bool set_need_to_know(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<bool>();
    if (value) config.store.need_to_know = *value;
    return value.has_value();
}

bool set_types_by_two(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<bool>();
    if (value) config.store.types_by_two = *value;
    return value.has_value();
}

bool set_token(Config& config, const toml::node& node)
{
    const auto uri = parse_token_uri(node.value_exact<std::string>().value_or(""));
    if (uri) config.token = *uri;
    return uri.has_value();
}

bool set_second_factor(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    if (!value || (*value != "required" && *value != "offered")) return false;
    config.second_factor_required = *value == "required";
    return true;
}

bool set_blind_samples(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<bool>();
    config.blind_samples = value.value_or(false);
    return value.has_value();
}

bool set_second_eyes(Config& config, const toml::node& node)
{
    using verify::SecondEyes;
    const auto value = node.value_exact<std::string>();
    for (const auto each : {SecondEyes::none, SecondEyes::shown, SecondEyes::blind})
        if (value == verify::name_of(each)) {
            config.second_eyes.second_eyes = each;
            return true;
        }
    return false;
}

bool set_second_eyes_from(Config& config, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    if (value != "c1" && value != "c2" && value != "c3") return false;
    config.second_eyes.sensitivity = *value;
    return true;
}

/// What a station may have of its own; the site's rules have the same.
struct RuleKey {
    std::string_view name;
    std::string_view section; ///< of the site's rule
    std::string_view expects;
    bool (*set)(store::StationRules&, const toml::node&);
};

bool set_separation(store::StationRules& rules, const toml::node& node)
{
    const auto value = node.value_exact<std::string>();
    const auto separation = ocr::parse_separation(value.value_or(""), rules.separation.sides);
    if (separation) rules.separation = *separation;
    return separation.has_value();
}

bool set_sides(store::StationRules& rules, const toml::node& node)
{
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 2) return false;
    rules.separation.sides = static_cast<int>(*value);
    return true;
}

bool set_across_files(store::StationRules& rules, const toml::node& node)
{
    const auto value = node.value_exact<bool>();
    rules.across_files = value.value_or(false);
    return value.has_value();
}

bool set_batch_idle(store::StationRules& rules, const toml::node& node)
{
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 5 || *value > 86'400) return false;
    rules.batch_idle = std::chrono::seconds{*value};
    return true;
}

constexpr std::array rule_keys{
    RuleKey{
        "separation",
        "reading",
        "\"automatic\", \"file\", \"page_count:N\", \"blank_sheet\" or \"separator\"",
        set_separation},
    RuleKey{"sides", "reading", "1 or 2", set_sides},
    RuleKey{"across_files", "reading", "true or false", set_across_files},
    RuleKey{"batch_idle_s", "intake", "5 to 86400", set_batch_idle},
};

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
        {"verify.accept",
         "0 to 1",
         share_in(0, 1, [](Config& c, double v) { c.thresholds.accept = v; })},
        {"verify.proven",
         "0 to 1",
         share_in(0, 1, [](Config& c, double v) { c.thresholds.proven = v; })},
        {"verify.type",
         "0 to 1",
         share_in(0, 1, [](Config& c, double v) { c.thresholds.type = v; })},
        {"verify.target",
         "0.000001 to 0.5",
         share_in(1e-6, 0.5, [](Config& c, double v) { c.accept_target = v; })},
        {"verify.confidence",
         "0.5 to 0.9999",
         share_in(0.5, 0.9999, [](Config& c, double v) { c.accept_confidence = v; })},
        {"verify.sample", "0 to 1", share_in(0, 1, [](Config& c, double v) { c.sample = v; })},
        {"verify.blind_samples", "true or false", set_blind_samples},
        {"verify.known_answers",
         "0 to 1",
         share_in(0, 1, [](Config& c, double v) { c.known_answers = v; })},
        {"verify.second_eyes", "\"none\", \"shown\" or \"blind\"", set_second_eyes},
        {"verify.second_eyes_from", "\"c1\", \"c2\" or \"c3\"", set_second_eyes_from},
        {"verify.second_eyes_share",
         "0 to 1",
         share_in(0, 1, [](Config& c, double v) { c.second_eyes.share = v; })},
        {"session.idle_min",
         "1 to 60",
         number_in(1, 60, [](Config& c, std::int64_t v) { c.store.session_idle = minutes{v}; })},
        {"session.length_h",
         "1 to 24",
         number_in(1, 24, [](Config& c, std::int64_t v) { c.store.session_length = hours{v}; })},
        {"session.second_factor", "\"required\" or \"offered\"", set_second_factor},
        {"site.need_to_know", "true or false", set_need_to_know},
        {"site.utc_offset", "an offset from UTC such as \"+08:00\"", set_utc_offset},
        {"types.by_two", "true or false", set_types_by_two},
        {"archive.filing_plan", "a path", path(&Config::filing_plan)},
        {"archive.request_days",
         "1 to 30",
         number_in(
             1, 30, [](Config& c, std::int64_t v) { c.store.request_days = static_cast<int>(v); }
         )},
        {"archive.request_extension_days",
         "0 to 60",
         number_in(
             0,
             60,
             [](Config& c, std::int64_t v) { c.store.request_extension_days = static_cast<int>(v); }
         )},
        {"keys.key_file", "a path", path(&Config::key_file)},
        {"keys.token",
         "\"pkcs11:token=LABEL;object=LABEL?module-path=FILE&pin-source=file:FILE\"",
         set_token},
        {"backup.to", "a path", set_backup_folder},
        {"backup.every_h",
         "1 to 720",
         number_in(1, 720, [](Config& c, std::int64_t v) { c.backups.pause = hours{v}; })},
        {"audit.checkpoints", "a path", set_checkpoint_folder},
        {"audit.checkpoint_entries",
         "1 to 1000000",
         number_in(1, 1'000'000, [](Config& c, std::int64_t v) { c.checkpoints.entries = v; })},
        {"audit.checkpoint_min",
         "1 to 1440",
         number_in(1, 1'440, [](Config& c, std::int64_t v) { c.checkpoints.pause = minutes{v}; })},
    };
    return all;
}

int line_of(const toml::node& node)
{
    return static_cast<int>(node.source().begin.line);
}

ConfigError wrong_at(const std::string& file, const toml::node& node, std::string reason)
{
    return {file, line_of(node), std::move(reason)};
}

/// The rule of that name; empty section: any.
const RuleKey* find_rule(std::string_view section, std::string_view name)
{
    const auto* const found = std::ranges::find_if(rule_keys, [&](const RuleKey& key) {
        return key.name == name && (section.empty() || key.section == section);
    });
    return found == rule_keys.end() ? nullptr : found;
}

std::optional<ConfigError> apply_rule(
    store::StationRules& rules,
    const RuleKey& key,
    const std::string& name,
    const toml::node& node,
    const std::string& file
)
{
    if (key.set(rules, node)) return std::nullopt;
    return wrong_at(file, node, name + " must be " + std::string{key.expects});
}

std::optional<ConfigError> apply_key(
    Config& config,
    const std::string& section,
    const std::string& key_name,
    const toml::node& node,
    const std::string& file
)
{
    const auto name = section + "." + key_name;
    if (const auto* const rule = find_rule(section, key_name))
        return apply_rule(config.store.stations.usual, *rule, name, node, file);
    const auto& all = keys();
    const auto key = std::ranges::find(all, std::string_view{name}, &Key::name);
    if (key == all.end()) return wrong_at(file, node, name + " is not a key of the configuration");
    if (key->set(config, node)) return std::nullopt;
    return wrong_at(file, node, name + " must be " + std::string{key->expects});
}

std::optional<ConfigError> require_possible(
    const store::StationRules& rules, const std::string& section, int line, const std::string& file
)
{
    if (store::is_possible(rules)) return std::nullopt;
    return ConfigError{
        file,
        line,
        section + ".across_files needs a separation by \"page_count:N\", \"blank_sheet\" or "
                  "\"separator\""};
}

/// `[station."NAME"]`: the site's rules but for what it says.
std::optional<ConfigError> apply_station(
    Config& config, const std::string& station, const toml::node& node, const std::string& file
)
{
    const auto section = "station." + station;
    const auto* members = node.as_table();
    if (members == nullptr || !is_station_name(station))
        return wrong_at(file, node, section + " is not a station's section");
    store::StationRules rules = config.store.stations.usual;
    for (const auto& [key, value] : *members) {
        const auto name = section + "." + std::string{key.str()};
        const auto* const rule = find_rule({}, key.str());
        if (rule == nullptr)
            return wrong_at(file, value, name + " is not a key of the configuration");
        if (auto wrong = apply_rule(rules, *rule, name, value, file)) return wrong;
    }
    if (auto wrong = require_possible(rules, section, line_of(node), file)) return wrong;
    config.store.stations.own.insert_or_assign(station, rules);
    return std::nullopt;
}

/// `[connector."NAME"]`: a service outside.
std::optional<ConfigError>
apply_connectors(Config& config, const toml::table& table, const std::string& file)
{
    const auto* const connectors = table["connector"].as_table();
    if (connectors == nullptr) return std::nullopt;
    for (const auto& [name, node] : *connectors) {
        auto connector = parse_connector(std::string{name.str()}, node, file);
        if (!connector) return connector.error();
        config.store.connectors.push_back(connector->asks);
        config.connectors.push_back(*std::move(connector));
    }
    return std::nullopt;
}

/// `[webhook."NAME"]`: a system outside that is told what happens.
std::optional<ConfigError>
apply_webhooks(Config& config, const toml::table& table, const std::string& file)
{
    const auto* const webhooks = table["webhook"].as_table();
    if (webhooks == nullptr) return std::nullopt;
    for (const auto& [name, node] : *webhooks) {
        auto webhook = parse_webhook(std::string{name.str()}, node, file);
        if (!webhook) return webhook.error();
        config.webhooks.push_back(*std::move(webhook));
    }
    return std::nullopt;
}

/// `[deadline]`: hours by type; `other` is for the rest.
std::optional<ConfigError>
apply_deadlines(Config& config, const toml::table& section, const std::string& file)
{
    constexpr std::int64_t most_hours = 8'760; // a year
    auto& deadlines = config.store.deadlines;
    for (const auto& [key, node] : section) {
        const std::string type{key.str()};
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < 1 || *value > most_hours)
            return wrong_at(file, node, "deadline." + type + " must be 1 to 8760 hours");
        const std::chrono::hours hours{*value};
        if (type == "other")
            deadlines.other = hours;
        else
            deadlines.own.insert_or_assign(type, hours);
    }
    return std::nullopt;
}

std::optional<ConfigError>
apply_sections(Config& config, const toml::table& table, const std::string& file)
{
    for (const auto& [section_name, section] : table) {
        const std::string name{section_name.str()};
        const auto* members = section.as_table();
        if (members == nullptr)
            return wrong_at(file, section, name + " is not a section of the configuration");
        // Stations begin with what the site's rules are in the end.
        if (name == "station" || name == "connector" || name == "webhook") continue;
        if (name == "deadline") {
            if (auto wrong = apply_deadlines(config, *members, file)) return wrong;
            continue;
        }
        for (const auto& [key, node] : *members)
            if (auto wrong = apply_key(config, name, std::string{key.str()}, node, file))
                return wrong;
    }
    if (auto wrong = require_possible(config.store.stations.usual, "reading", 0, file))
        return wrong;
    if (auto wrong = apply_connectors(config, table, file)) return wrong;
    if (auto wrong = apply_webhooks(config, table, file)) return wrong;
    const auto* const stations = table["station"].as_table();
    if (stations == nullptr) return std::nullopt;
    for (const auto& [name, node] : *stations)
        if (auto wrong = apply_station(config, std::string{name.str()}, node, file)) return wrong;
    return std::nullopt;
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
    if (auto wrong = apply_sections(config, table, file)) return tl::unexpected(*std::move(wrong));
    // What passes is seen by nobody: without samples a reader that got worse would go on accepting.
    if (config.accept_target && config.sample <= 0.0)
        return tl::unexpected(ConfigError{file, 0, "verify.target needs verify.sample above 0"});
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
    config.token_program = folder / "dossier-token";
    return config;
}

} // namespace dossier::web
