#pragma once
// What goes out to a person who asked about his data: the answer, and a copy of what is kept of
// him. Pure.

#include "ocr/document_type.h"
#include "store/data_requests.h"
#include "web/language.h"
#include "web/sheets/true_type.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace dossier::web {

struct LetterPrint {
    const ocr::TypeCatalog& types;
    const TrueTypeFont& font;
    Language language = Language::simplified;
    std::chrono::minutes utc_offset{8 * 60};
};

/// The answer as it was released, or as it is drafted, which it says on it.
[[nodiscard]] std::string
answer_letter_pdf(const store::DataRequest& request, const LetterPrint& print);

/// That the answer comes later than it should, until when and why.
[[nodiscard]] std::string
extension_letter_pdf(const store::DataRequest& request, const LetterPrint& print);

/// Each record with its fields by title; other people's are masked whole, as long as they are.
[[nodiscard]] std::string own_copy_pdf(
    const store::DataRequestItem& request,
    std::span<const store::OwnCopy> copies,
    const LetterPrint& print
);

/// The same for programs.
[[nodiscard]] std::string
own_copy_json(const store::DataRequestItem& request, std::span<const store::OwnCopy> copies);

} // namespace dossier::web
