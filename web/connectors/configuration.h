#pragma once
// `[connector."NAME"]` of the configuration file as options (web/README.md, "Connectors").

#include "web/config.h"
#include "web/connectors/options.h"
#include "web/webhooks/options.h"

#include <tl/expected.hpp>

#include <string>
#include <toml++/toml.h>

namespace dossier::web {

[[nodiscard]] tl::expected<ConnectorOptions, ConfigError>
parse_connector(const std::string& name, const toml::node& node, const std::string& file);

/// `[webhook."NAME"]` (web/README.md, "Webhooks").
[[nodiscard]] tl::expected<WebhookOptions, ConfigError>
parse_webhook(const std::string& name, const toml::node& node, const std::string& file);

} // namespace dossier::web
