#pragma once
// What a handler can ask: the archive, the document types, the site's policy, the state of the
// service. And a Call: one request of one caller, as its handler sees it.

#include "capture/limits.h"
#include "ocr/reader.h"
#include "store/store.h"
#include "verify/second_eyes.h"
#include "web/connectors/exchange.h"
#include "web/connectors/standing.h"
#include "web/exports/runs.h"
#include "web/metrics.h"
#include "web/request.h"
#include "web/search_budget.h"
#include "web/station_state.h"
#include "web/throttle.h"
#include "web/token.h"
#include "web/type_shelf.h"
#include "web/vault.h"
#include "web/webhooks/options.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dossier::web {

class FontFile;

struct SitePolicy {
    bool demo = false;
    bool second_factor_required = true;
    std::vector<std::string> warnings;       ///< shown at sign-in
    std::chrono::minutes utc_offset{8 * 60}; ///< of the site's clock (store::StoreOptions)
    verify::SecondEyesPolicy second_eyes{};
    /// Whole sheets are opened with a reason, numbers in records are masked until they are asked
    /// for (store::StoreOptions::need_to_know).
    bool need_to_know = false;
};

/// Why the service does not take documents in; empty when it does (`sealed`, `disk_low`,
/// `store_failing`, `folder_unreachable`, `stopping`).
using IntakeState = std::function<std::string()>;

struct Site {
    Vault& vault;
    TypeShelf& types;
    SitePolicy policy;
    capture::Limits limits;
    Metrics& metrics;
    Throttle& unseal_throttle;
    IntakeState intake_state;
    std::function<std::vector<StationState>()> stations; ///< by name
    std::function<void()> work_arrived;                  ///< wakes a reader
    std::function<bool()> can_read;                      ///< false when no reader starts
    std::function<std::vector<ConnectorStanding>()> connectors = [] {
        return std::vector<ConnectorStanding>{};
    };
    std::function<void()> check_asked = [] {}; ///< wakes a connector
    /// What may pass without a person now.
    std::function<verify::Thresholds(store::Store&, store::Instant)> thresholds =
        [](store::Store&, store::Instant) { return verify::Thresholds{}; };
    std::unique_ptr<SearchBudget> searches = std::make_unique<SearchBudget>();
    std::unique_ptr<ExportRuns> exports = std::make_unique<ExportRuns>();
    std::function<void()> export_ordered = [] {}; ///< wakes who makes it
    std::vector<WebhookOptions> webhooks{};       ///< as they are configured
    /// Tells one a test event now; what the trouble is, if there is any.
    std::function<std::optional<Trouble>(std::string_view name)> test_webhook =
        [](std::string_view) { return std::optional<Trouble>{}; };
    /// Signs the audit trail as it stands, or says what is wrong with it.
    std::function<tl::expected<std::string, store::AuditFault>(store::Store&, store::Instant)>
        sign_checkpoint =
            [](store::Store& store, store::Instant now) { return store.sign_checkpoint("", now); };
    std::optional<TokenUri> token{}; ///< which token opens the archive, once its PIN is said
    /// One upload at a time is put together: each is a whole file in memory.
    std::unique_ptr<std::mutex> assembly = std::make_unique<std::mutex>();
    /// TrueType with Chinese, for what is printed and kept.
    std::shared_ptr<const FontFile> print_font{};
    /// Reads bytes that are in no queue, now, while the caller waits (Readers::read_now).
    std::function<tl::expected<ocr::Reading, ocr::Unreadable>(store::Bytes, ocr::ReadOptions)>
        read_now = [](const store::Bytes&, const ocr::ReadOptions&) {
            return tl::expected<ocr::Reading, ocr::Unreadable>{tl::unexpected(ocr::Unreadable{
                .kind = ocr::UnreadableKind::timed_out, .code = "busy", .message = {}})};
        };
};

struct Call {
    const Request& request;
    const Site& site;
    store::Store* open_store = nullptr; ///< null only for Access::open
    std::optional<store::Session> session;
    std::optional<store::Station> station; ///< who showed a token instead
    store::Instant now{};

    /// The day that it is at the site.
    [[nodiscard]] std::chrono::year_month_day today() const;
    [[nodiscard]] store::Store& store() const;
    [[nodiscard]] store::Actor actor() const;
    /// What of the archive the caller sees. A station sees what it delivered, by its name.
    [[nodiscard]] store::Scope scope() const;
};

} // namespace dossier::web
