#include "web/webhooks/options.h"

#include <algorithm>
#include <array>

namespace dossier::web {

namespace {

constexpr std::array<std::string_view, 10> events{
    "batch_balanced",
    "batch_closed",
    "correction_approved",
    "correction_declined",
    "correction_proposed",
    "document_rejected",
    "original_kept",
    "original_quarantined",
    "record_committed",
    "rescan_requested"};

} // namespace

bool is_webhook_event(std::string_view event)
{
    return std::ranges::find(events, event) != events.end();
}

std::string list_of_webhook_events()
{
    std::string list;
    for (const auto event : events)
        list.append(list.empty() ? "" : ", ").append(event);
    return list;
}

} // namespace dossier::web
