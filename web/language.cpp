#include "web/language.h"

#include <array>

namespace dossier::web {

std::string_view to_text(Language language)
{
    return Words{"zh-CN", "zh-TW", "en"}.in(language);
}

std::optional<Language> parse_language(std::string_view text)
{
    using enum Language;
    for (const auto language : {simplified, traditional, english})
        if (to_text(language) == text) return language;
    return std::nullopt;
}

std::string_view said(const ocr::Title& title, Language language)
{
    return Words{title.zh_hans, title.zh_hant, title.en}.in(language);
}

} // namespace dossier::web
