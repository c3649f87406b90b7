#pragma once
// A key in a PKCS#11 token as configuration and command line name it, by RFC 7512:
//   pkcs11:token=LABEL;object=LABEL?module-path=FILE[&pin-source=file:FILE]

#include "store/keyring.h"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace dossier::web {

struct TokenUri {
    std::filesystem::path module;
    std::string token;
    std::string key;
    std::filesystem::path pin_file{}; ///< empty: a person says the PIN
};

/// The error says what is wrong with it. A PIN within the URI is refused: secrets come as files.
[[nodiscard]] tl::expected<TokenUri, std::string> parse_token_uri(std::string_view text);

/// The credential; it refers to `pin`.
[[nodiscard]] store::TokenKey token_key(const TokenUri& uri, std::string_view pin);

} // namespace dossier::web
