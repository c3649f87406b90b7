#pragma once
// A system outside that is told what happens, as it is configured.

#include "web/connectors/options.h"

#include <chrono>
#include <set>
#include <string>
#include <string_view>

namespace dossier::web {

/// `events`: of is_webhook_event(). After `give_up` without an answer a notice is passed over, so
/// that one which is refused for ever holds up no other.
struct WebhookOptions {
    std::string name;
    SignedEndpoint to;
    std::set<std::string> events;
    std::chrono::milliseconds timeout{5'000};
    RetryRules retry;
    std::chrono::hours give_up{72};
};

/// What may be subscribed to: actions of the audit trail that other systems have a use for.
[[nodiscard]] bool is_webhook_event(std::string_view event);
/// All of them, for a sentence.
[[nodiscard]] std::string list_of_webhook_events();

} // namespace dossier::web
