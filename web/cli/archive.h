#pragma once
// For verbs that work on a data folder while no service runs: the folder's lock, the keyring opened
// by a file or by a passphrase that is asked for, the store.

#include "store/store.h"
#include "web/cli/arguments.h"

#include <tl/expected.hpp>

#include <functional>
#include <optional>
#include <string>

namespace dossier::web {

/// Whom the trail names for what a verb does.
inline const store::Actor console{.name = "console", .role = "administrator"};

/// A secret from the terminal without echo, or from the first line of standard input when it is no
/// terminal.
[[nodiscard]] std::string ask_secret(const std::string& prompt);

/// Runs `work` on the open archive of --data DIR, opened with --key-file F, --passphrase-file F,
/// --token URI, the demo's key file if there is one, or a passphrase. Returns the work's exit code
/// or the reason's.
[[nodiscard]] int with_archive(
    std::string_view verb, const Arguments& arguments, const std::function<int(store::Store&)>& work
);

/// The same with options of the site, for verbs that need its filing plan.
[[nodiscard]] int with_archive(
    std::string_view verb,
    const Arguments& arguments,
    const store::StoreOptions& options,
    const std::function<int(store::Store&)>& work
);

/// The credential that the arguments name; `passphrase` keeps the text that it refers to.
[[nodiscard]] store::Credential find_credential(
    const Arguments& arguments, const std::filesystem::path& keys, std::string& passphrase
);

/// A key in a token; its PIN, from the URI's file or asked for, stays in `pin`. Throws
/// std::runtime_error when the URI is none.
[[nodiscard]] store::Credential token_credential(const std::string& uri, std::string& pin);

/// Why the keyring did not open, or a slot was not made.
[[nodiscard]] std::string sentence_of(const store::SlotError& error);

/// The first line of a file; throws std::runtime_error when it cannot be read.
[[nodiscard]] std::string first_line(const std::filesystem::path& file);

} // namespace dossier::web
