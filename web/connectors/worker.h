#pragma once
// One connector at work: asks what is due, one check after the other, as long as its service can be
// asked; keeps answers, puts off what has none.

#include "store/store.h"
#include "web/connectors/exchange.h"
#include "web/connectors/options.h"
#include "web/site.h"

#include <mutex>
#include <stop_token>
#include <string>

namespace dossier::web {

class ConnectorWorker {
public:
    /// Reads the secret. Throws std::runtime_error when it cannot be read, is short, or is not its
    /// owner's alone.
    explicit ConnectorWorker(ConnectorOptions options);

    /// One asking, if something is due and the service may be asked now. Whether it asked.
    /// `rules`: of a field that an answer casts doubt on.
    bool
    work_once(store::Store& store, const store::FieldRules& rules, const std::stop_token& stop);

    [[nodiscard]] ConnectorStanding standing() const;

private:
    [[nodiscard]] bool may_begin(store::Instant moment);

    /// What one asking goes with.
    struct Asking {
        store::Store& store;
        const store::CheckJob& job;
        const store::FieldRules& rules;
        const std::stop_token& stop;
    };

    [[nodiscard]] tl::expected<void, Trouble> attempt(const Asking& asking) const;
    [[nodiscard]] tl::expected<void, Trouble>
    mail(const Asking& asking, const MailService& service) const;
    void put_off(store::Store& store, const store::CheckJob& job, const Trouble& trouble) const;
    void note(BreakerEvent event, std::string_view trouble);
    /// Asks nothing before that time is over, as the service wishes.
    void rest(std::chrono::seconds pause);

    ConnectorOptions options_;
    std::string secret_;
    mutable std::mutex mutex_; ///< of what follows
    Breaker breaker_;
    std::string trouble_; ///< of the last asking; empty: it was answered
    store::Instant next_at_{};
};

} // namespace dossier::web
