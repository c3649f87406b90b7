#pragma once
// What people see of a connector at work.

#include "verify/external_check.h"
#include "web/connectors/breaker.h"

#include <string>

namespace dossier::web {

/// `trouble` is that of the last asking; empty: it was answered.
struct ConnectorStanding {
    std::string connector;
    std::string kind;
    verify::AskWhen when = verify::AskWhen::on_demand;
    BreakerState breaker = BreakerState::closed;
    capture::Instant until{}; ///< the end of the pause of an open breaker
    std::string trouble;
};

} // namespace dossier::web
