#pragma once
// One webhook at work: tells what is due, one notice after the other and in order, for as long as
// it is answered.

#include "store/store.h"
#include "web/connectors/exchange.h"
#include "web/webhooks/options.h"

#include <optional>
#include <stop_token>
#include <string>

namespace dossier::web {

class WebhookWorker {
public:
    /// Reads the secret. Throws std::runtime_error when it cannot be read, is short, or is not its
    /// owner's alone.
    explicit WebhookWorker(WebhookOptions options);

    /// Tells the next notice, if one is due. Whether it was told.
    bool work_once(store::Store& store, const std::stop_token& stop);

    /// Tells a notice of nothing (`"event": "test"`, `"id": 0`); what the trouble is, if there is
    /// any.
    [[nodiscard]] std::optional<Trouble> test() const;

    [[nodiscard]] const std::string& name() const { return options_.name; }

private:
    [[nodiscard]] tl::expected<void, Trouble>
    tell(const store::Notice& notice, const std::string& key, const std::stop_token& stop) const;
    void put_off(store::Store& store, const store::Notice& notice, const Trouble& trouble) const;

    WebhookOptions options_;
    std::string secret_;
};

/// The body: what happened to what, and when. No value.
[[nodiscard]] std::string compose(const store::Notice& notice);

} // namespace dossier::web
