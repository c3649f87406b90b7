#include "web/service.h"

#include "web/backup_clerk.h"
#include "web/batch_clerk.h"
#include "web/checkpoint_clerk.h"
#include "web/clock.h"
#include "web/connectors/workers.h"
#include "web/dispatch.h"
#include "web/edge/edge.h"
#include "web/http/server.h"
#include "web/indexer.h"
#include "web/intake.h"
#include "web/log.h"
#include "web/memory.h"
#include "web/once.h"
#include "web/publishing.h"
#include "web/readers.h"
#include "web/sheets/true_type.h"
#include "web/signals.h"
#include "web/token.h"
#include "web/webhooks/webhooks.h"
#include "web/worker_threads.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto drain = 8s;
constexpr auto house_round = 10min;
constexpr auto keep_drafts = 30 * 24h; ///< of types, whose specimens may show people

/// The folder of the API's socket; the edge's account may enter it and nothing else.
fs::path prepare_socket(const fs::path& data, const EdgeAccount& account)
{
    const auto run = data / "run";
    fs::create_directories(run);
    if (account.group >= 0 && ::chown(run.c_str(), 0, static_cast<gid_t>(account.group)) != 0)
        throw std::system_error(
            errno, std::generic_category(), "giving " + run.string() + " to the edge"
        );
    fs::permissions(run, fs::perms::owner_all | fs::perms::group_exec);
    // Passing through, not looking: the edge reaches its own folder and the socket.
    if (account.group >= 0)
        fs::permissions(
            data, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec
        );
    return run / "api.sock";
}

/// The demo's keyring: one slot, opened by a key file that lies beside it.
void prepare_demo_keys(const store::DataFolder& folder, const fs::path& key_file)
{
    if (store::Keyring::exists(folder.keys())) return;
    fs::create_directories(folder.keys());
    if (!fs::exists(key_file)) store::write_key_file(key_file, store::system_random());
    const auto made =
        store::Keyring::create(folder.keys(), store::KeyFile{key_file}, store::system_random());
    if (!made) throw store::Error("the demo's keyring cannot be made: " + made.error().detail);
}

std::vector<std::string> warnings(const Config& config)
{
    if (!config.demo) return {};
    return {
        "Demonstration: the keys open with a file in the data folder.",
        "Demonstration: a second factor is offered, not required."};
}

/// The first administrator, whose one-time password is shown this once.
void first_administrator(store::Store& store, const Console& console)
{
    if (store.has_users()) return;
    const auto made =
        store.create_user("admin", "Administrator", "administrator", store::system_actor(), now());
    if (!made) throw store::Error("the first administrator cannot be made");
    console.say("administrator  " + made->user.username);
    console.say(
        "password       " + made->one_time_password +
        "   (once: choose your own at the first sign-in)"
    );
}

/// Removes what nobody will ask for again.
void keep_house(store::Store& store, std::chrono::hours keep_uploads)
{
    const auto moment = now();
    const int expired = store.expire_uploads(keep_uploads, moment);
    if (expired > 0) log(Level::info, "uploads_expired", {{"count", expired}});
    const int drafts = store.expire_type_drafts(keep_drafts, moment);
    if (drafts > 0) log(Level::info, "type_drafts_expired", {{"count", drafts}});
    // Sealed files of a crash before their row was written; a day is longer than any transaction.
    const int removed = store.collect_orphans(24h, moment);
    if (removed > 0) log(Level::info, "orphans_removed", {{"count", removed}});
}

/// What a freshly opened archive gets before anybody sees it.
void settle(store::Store& store, TypeShelf& types, const Config& config, const Console& console)
{
    put_published(types, store);
    store.note(store::system_actor(), "archive_opened", "archive", "done", "", now());
    keep_house(store, config.keep_uploads);
    first_administrator(store, console);
}

CheckpointOptions checkpoint_options(const Config& config)
{
    auto options = config.checkpoints;
    if (options.folder.empty()) options.folder = config.data / "checkpoints";
    return options;
}

/// A token that refuses leaves the service sealed and does not end it: a service that is started
/// again and again with a wrong PIN would lock the token.
bool opens_with_token(Vault& vault, const TokenUri& token)
{
    std::ifstream file{token.pin_file};
    std::string pin;
    if (!std::getline(file, pin)) {
        log(Level::error, "token_refused", {{"reason", "the file of its PIN cannot be read"}});
        return false;
    }
    const auto opened = vault.unseal(token_key(token, pin));
    if (!opened) log(Level::error, "token_refused", {{"reason", opened.error().detail}});
    return opened.has_value();
}

/// By key file or token, where one is configured that needs nobody.
void open_by_itself(Vault& vault, const Config& config)
{
    if (!config.key_file.empty()) {
        if (!vault.unseal(store::KeyFile{config.key_file}))
            throw store::Error("the keyring does not open with " + config.key_file.string());
        return;
    }
    if (config.token && !config.token->pin_file.empty() && opens_with_token(vault, *config.token))
        return;
    log(Level::warning, "archive_sealed");
}

class Service {
public:
    Service(const Config& config, const ocr::TypeCatalog& types, Stay stay, const Console& console)
        : config_(config),
          console_(console),
          folder_(config.data),
          intake_(
              {.hot = config.data / "hot",
               .archive = config.data,
               .hot_folder = config.hot_folder,
               .disk_free_mib = config.disk_free_mib}
          ),
          clerk_(config.data / "hot"),
          checkpoints_(checkpoint_options(config)),
          backups_(config.backups),
          readers_(
              {.count = config.readers > 0
                            ? config.readers
                            : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())),
               .reader =
                   {.program = config.reader,
                    .types = config.share / "types",
                    .models = config.share / "models"},
               .deadline = config.read_deadline,
               .learning =
                   {.thresholds = config.thresholds,
                    .target = config.accept_target,
                    .confidence = config.accept_confidence,
                    .sample = config.sample,
                    .blind_samples = config.blind_samples},
               .second_eyes = config.second_eyes,
               .known_answers = config.known_answers},
              [this](const store::OriginalId& id, double seconds) { times_.note(id, seconds); }
          ),
          connectors_(config.connectors),
          webhooks_(config.webhooks),
          types_(types),
          vault_(
              folder_,
              store::system_random(),
              config.store,
              {},
              [this](store::Store& store) { settle(store, types_, config_, console_); }
          ),
          site_{
              .vault = vault_,
              .types = types_,
              .policy =
                  {.demo = config.demo,
                   .second_factor_required = config.second_factor_required,
                   .warnings = warnings(config),
                   .utc_offset = config.store.utc_offset,
                   .second_eyes = config.second_eyes,
                   .need_to_know = config.store.need_to_know},
              .limits = config.hot_folder.limits,
              .metrics = metrics_,
              .unseal_throttle = unseal_throttle_,
              .intake_state = [this] { return intake_.state(); },
              .stations = [this] { return intake_.stations(); },
              .work_arrived = [this] { readers_.wake(); },
              .can_read = [this] { return readers_.can_read(); },
              .connectors = [this] { return connectors_.standings(); },
              .check_asked = [this] { connectors_.wake(); },
              .thresholds = [this](
                                store::Store& store, store::Instant now
                            ) { return readers_.thresholds(store, now); },
              .export_ordered = [this] { export_threads_.wake(); },
              .webhooks = config.webhooks,
              .test_webhook = [this](std::string_view name) { return webhooks_.test(name); },
              .sign_checkpoint = [this](
                                     store::Store& store, store::Instant moment
                                 ) { return checkpoints_.sign(store, moment); },
              .token = config.token,
              .print_font = std::make_shared<FontFile>(config.share / print_font_file),
              .read_now = [this](
                              store::Bytes bytes, ocr::ReadOptions options
                          ) { return readers_.read_now(std::move(bytes), std::move(options)); }},
          stay_(stay)
    {}

    ~Service() { static_cast<void>(stop()); }

    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    int run()
    {
        require_sound(routes());
        const Signals signals;
        start();
        const int code = stay_ == Stay::once ? wait_until_read(signals) : wait_for_end(signals);
        if (stop()) return code;
        // Everything that counts is on the disk, and a start picks up what was cut. Waiting for a
        // reader that does not end would only tempt somebody to worse.
        log(Level::warning, "work_cut");
        ::_exit(code);
    }

private:
    // The order is the design: keys, then the door, then who works. The edge's child is made while
    // this is the only thread.
    void start()
    {
        if (config_.demo) prepare_demo_keys(folder_, config_.key_file);
        if (!store::Keyring::exists(folder_.keys()))
            throw store::Error(
                "there is no keyring yet: make one with `dossier key init --data DIR`"
            );
        open_front();
        open_by_itself(vault_, config_);
        watcher_ = std::jthread{[this](const std::stop_token& stop) { intake_.run(site_, stop); }};
        clerking_ = std::jthread{[this](const std::stop_token& stop) { clerk_.run(site_, stop); }};
        indexing_ =
            std::jthread{[this](const std::stop_token& stop) { indexer_.run(site_, stop); }};
        backing_up_ = std::jthread{[this](const std::stop_token& stop) {
            backups_.run([this] { return vault_.find_store(); }, stop);
        }};
        signing_ = std::jthread{[this](const std::stop_token& stop) {
            checkpoints_.run([this] { return vault_.find_store(); }, stop);
        }};
        readers_.start(site_);
        connectors_.start(site_);
        webhooks_.start(site_);
        export_threads_.start(
            [this](const std::stop_token& stop) {
                auto* const store = vault_.find_store();
                return store != nullptr && site_.exports->work_once(
                                               *store,
                                               [] { return now(); },
                                               site_.policy.utc_offset,
                                               [&] { return stop.stop_requested(); }
                                           );
            },
            10s,
            [](std::string_view reason) {
                log(Level::error, "export_failed", {{"reason", reason}});
            }
        );
        log(Level::info,
            "service_started",
            {{"port", port()}, {"sealed", vault_.find_store() == nullptr}});
    }

    // The reverse: no new work, end what runs, and only then what it stands on.
    // False when a reading, an asking or a notice did not end in time.
    bool stop()
    {
        if (stopped_) return true;
        stopped_ = true;
        log(Level::info, "service_stopping");
        intake_.close();
        if (edge_) edge_->stop(drain);
        if (http_) http_->stop(drain);
        watcher_.request_stop();
        clerking_.request_stop();
        indexing_.request_stop();
        connectors_.request_stop();
        webhooks_.request_stop();
        export_threads_.request_stop();
        const bool ended = readers_.stop(drain);
        const bool asked = connectors_.stop(ended ? drain : 0ms);
        const bool told = webhooks_.stop(ended && asked ? drain : 0ms);
        const bool exported = export_threads_.stop(ended && asked && told ? drain : 0ms);
        if (watcher_.joinable()) watcher_.join();
        if (clerking_.joinable()) clerking_.join();
        if (indexing_.joinable()) indexing_.join();
        backing_up_.request_stop();
        if (backing_up_.joinable()) backing_up_.join();
        signing_.request_stop();
        if (signing_.joinable()) signing_.join();
        sign_the_end();
        log(Level::info, "service_stopped");
        return ended && asked && told && exported;
    }

    /// What happened since the last checkpoint is signed too.
    void sign_the_end()
    {
        try {
            if (auto* store = vault_.find_store()) checkpoints_.finish(*store, now());
        } catch (const store::Error& error) {
            log(Level::error, "checkpoint_not_looked_at", {{"reason", error.what()}});
        }
    }

    void open_front()
    {
        const auto nginx = config_.edge == UseEdge::yes ? find_nginx() : std::nullopt;
        Endpoint endpoint = Loopback{.port = config_.port};
        if (nginx) {
            const auto account = edge_account();
            endpoint =
                UnixSocket{.path = prepare_socket(config_.data, account), .group = account.group};
            edge_.emplace(*nginx, edge_options(config_.port), now());
        }
        http_.emplace(endpoint, HttpLimits{}, application());
        if (edge_)
            console_.say("workstation    https://localhost:" + std::to_string(port()));
        else
            console_.say(
                "interface      http://127.0.0.1:" + std::to_string(port()) +
                "   (no edge: this machine only, no TLS, no workstation)"
            );
        console_.say("hot folders    " + (config_.data / "hot" / "<station>").string());
        for (const auto& warning : site_.policy.warnings)
            console_.say("warning        " + warning);
    }

    EdgeOptions edge_options(std::uint16_t port) const
    {
        return {
            .address = config_.address,
            .port = port,
            .folder = config_.data / "edge",
            .ui = config_.share / "ui",
            .limits = config_.edge_limits};
    }

    Application application()
    {
        return {
            .body_limit =
                [this](auto method, auto path) { return body_limit(site_, method, path); },
            .answer = [this](Request request
                      ) { return dispatch(site_, routes(), std::move(request), now()); }};
    }

    [[nodiscard]] std::uint16_t port() const { return edge_ ? edge_->port() : http_->port(); }

    void keep_edge_running()
    {
        if (!edge_ || edge_->is_running()) return;
        log(Level::error, "edge_ended");
        const auto same_port = edge_->port();
        edge_.reset();
        std::this_thread::sleep_for(500ms);
        edge_.emplace(find_nginx().value_or("/usr/sbin/nginx"), edge_options(same_port), now());
    }

    int wait_for_end(const Signals& signals)
    {
        auto next_round = std::chrono::steady_clock::now() + house_round;
        while (!signals.wait(500ms)) {
            keep_edge_running();
            rewrap_quietly();
            if (std::chrono::steady_clock::now() < next_round) continue;
            next_round += house_round;
            keep_house_quietly();
        }
        return 0;
    }

    /// A rotation that is under way goes on for a part of each round, in portions short enough for
    /// those who wait for a commit.
    void rewrap_quietly()
    {
        constexpr int portion = 500;
        constexpr auto share = 250ms;
        auto* store = vault_.find_store();
        if (store == nullptr) return;
        store::Rewrapped all;
        try {
            const auto end = std::chrono::steady_clock::now() + share;
            while (!all.done && std::chrono::steady_clock::now() < end) {
                const auto some = store->rewrap(portion, now());
                all = {all.keys + some.keys, all.damaged + some.damaged, some.done};
            }
        } catch (const store::Error& error) {
            log(Level::error, "rewrap_failed", {{"reason", error.what()}});
        }
        if (all.keys > 0 || all.damaged > 0)
            log(Level::info,
                "data_keys_rewrapped",
                {{"keys", all.keys}, {"damaged", all.damaged}, {"done", all.done}});
    }

    /// What fails here is tried again at the next round.
    void keep_house_quietly()
    {
        try {
            if (auto* store = vault_.find_store()) keep_house(*store, config_.keep_uploads);
        } catch (const store::Error& error) {
            log(Level::error, "housekeeping_failed", {{"reason", error.what()}});
        }
    }

    int wait_until_read(const Signals& signals)
    {
        const auto is_done = [&] {
            auto* store = vault_.find_store();
            if (store == nullptr || !intake_.is_drained() ||
                store->counts(store::whole_site).received > 0)
                return false;
            // Nothing comes behind what is there: no page waits for the rest of its document.
            if (store->assemble_documents(now(), store::Arrivals::are_over).empty()) return true;
            readers_.wake();
            return false;
        };
        // Twice: between leaving the folder and standing in the archive lies a moment.
        for (int calm = 0; calm < 2; calm = is_done() ? calm + 1 : 0)
            if (signals.wait(500ms)) return 1;
        return print_table(*vault_.find_store(), times_, console_.say);
    }

    const Config& config_;
    const Console& console_;
    store::DataFolder folder_;
    Metrics metrics_;
    Throttle unseal_throttle_{6, 1min};
    ReadTimes times_;
    Intake intake_;
    BatchClerk clerk_;
    Indexer indexer_;
    CheckpointClerk checkpoints_;
    BackupClerk backups_;
    Readers readers_;
    ConnectorWorkers connectors_;
    Webhooks webhooks_;
    TypeShelf types_;
    Vault vault_;
    Site site_;
    WorkerThreads export_threads_; ///< after the site, which it works on
    Stay stay_;
    bool stopped_ = false;
    std::optional<Edge> edge_;
    std::optional<HttpServer> http_;
    std::jthread watcher_;
    std::jthread clerking_;
    std::jthread indexing_;
    std::jthread signing_;
    std::jthread backing_up_;
};

} // namespace

int serve(const Config& config, const ocr::TypeCatalog& types, Stay stay, const Console& console)
{
    keep_freed_memory();
    ::umask(0077);
    fs::create_directories(config.data);
    return Service{config, types, stay, console}.run();
}

} // namespace dossier::web
