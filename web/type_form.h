#pragma once
// A document type as a form: the JSON of the keys that its file has (samples/types/README.md), and
// the file's text made of such a form. What the keys may say the parser alone decides
// (ocr/document_type.h); a form may be anything until then.

#include "web/json.h"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace dossier::web {

/// What keeps a text from being a type: where, why.
struct TypeFault {
    int line = 0;
    std::string reason;
};

/// The form of a text that is TOML, whole or not; what is wrong with one that is not.
[[nodiscard]] tl::expected<Json, TypeFault> form_of(std::string_view text);

/// The text of a form, laid out as the installed files are. The same form, the same text. Nothing
/// where the form holds what no file can: null, or tables in tables.
[[nodiscard]] std::optional<std::string> text_of(const nlohmann::json& form);

/// The same text with another version of its type.
[[nodiscard]] std::string with_version(std::string text, int version);

/// Why a text cannot be published as a type; nothing when it can. Beyond the parser: rules and
/// cross-checks that nobody knows.
[[nodiscard]] std::optional<TypeFault> fault_of_type(std::string_view text);

} // namespace dossier::web
