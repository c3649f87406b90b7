#pragma once
// The service's configuration: the folders' own option structs in one typed value, read from one
// TOML file. An unknown key refuses to start; secrets come as paths, never as values. The keys are
// listed in config.cpp and README.md.

#include "capture/hot_folder.h"
#include "store/store.h"
#include "verify/examine.h"
#include "verify/second_eyes.h"
#include "web/backup_clerk.h"
#include "web/checkpoint_clerk.h"
#include "web/connectors/options.h"
#include "web/edge/configuration.h"
#include "web/token.h"
#include "web/webhooks/options.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

enum class UseEdge { yes, no };

struct Config {
    std::filesystem::path data;
    std::filesystem::path share;         ///< document types and the workstation
    std::filesystem::path reader;        ///< the program dossier-read
    std::filesystem::path token_program; ///< the program dossier-token
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    UseEdge edge = UseEdge::yes;
    EdgeLimits edge_limits;
    capture::HotFolderOptions hot_folder;
    std::chrono::hours keep_uploads{24}; ///< unfinished ones that nobody goes on with
    std::int64_t disk_free_mib = 2048;   ///< below this much free space nothing is taken in
    int readers = 0;                     ///< 0: one a core
    std::chrono::seconds read_deadline{120};
    verify::Thresholds thresholds;
    std::optional<double> accept_target; ///< of accepted records, how many may be wrong
    double accept_confidence = 0.95;     ///< with which that is promised
    double sample = 0.0;                 ///< documents that a person sees whole
    bool blind_samples = false;          ///< and keys without seeing what was read
    double known_answers = 0.0;          ///< documents for people with a wrong value in one field
    verify::SecondEyesPolicy second_eyes;
    store::StoreOptions store;
    std::vector<ConnectorOptions>
        connectors; ///< store.connectors are what the archive knows of them
    std::vector<WebhookOptions> webhooks;
    bool second_factor_required = true;
    std::filesystem::path filing_plan{}; ///< empty: the one that is installed
    CheckpointOptions checkpoints;
    BackupOptions backups;           ///< store.backups is the same folder
    std::filesystem::path key_file;  ///< opens the keyring at start; empty: start sealed
    std::optional<TokenUri> token{}; ///< as it does; without a file of its PIN a person says it
    bool demo = false;
};

/// Below `share`: the font of printed registers and letters.
inline constexpr auto print_font_file = "fonts/print.ttc";

/// What is wrong with a configuration file; line 0 when it is the file as a whole.
struct ConfigError {
    std::string file;
    int line = 0;
    std::string reason;
};

/// `config` with what the text says.
[[nodiscard]] tl::expected<Config, ConfigError>
parse_config(std::string_view text, const std::string& file, Config config);

/// The same from a file.
[[nodiscard]] tl::expected<Config, ConfigError>
load_config(const std::filesystem::path& file, Config base);

/// Paths that follow from where this program lies: share/dossier and dossier-read beside it.
[[nodiscard]] Config installed_config();

} // namespace dossier::web
