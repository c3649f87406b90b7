#pragma once
// The languages of what is printed: those of the workstation.

#include "ocr/document_type.h"

#include <optional>
#include <string_view>

namespace dossier::web {

enum class Language { simplified, traditional, english };

/// `zh-CN`, `zh-TW`, `en`.
[[nodiscard]] std::optional<Language> parse_language(std::string_view text);
[[nodiscard]] std::string_view to_text(Language language);

/// One thing said three times.
struct Words {
    std::string_view simplified;
    std::string_view traditional;
    std::string_view english;

    [[nodiscard]] std::string_view in(Language language) const
    {
        switch (language) {
        case Language::simplified: return simplified;
        case Language::traditional: return traditional;
        case Language::english: break;
        }
        return english;
    }
};

/// A title from a type's or plan's file.
[[nodiscard]] std::string_view said(const ocr::Title& title, Language language);

} // namespace dossier::web
