#pragma once
// A register on paper: A4 across, a head with what it is of, numbered lines, lines for signatures,
// and at the end what its lines hash to and which state of the audit trail they were drawn from.
// The font is inside: such paper and its file are kept for ever. Pure.

#include "ocr/document_type.h"
#include "store/registers.h"
#include "verify/filing.h"
#include "web/language.h"
#include "web/sheets/true_type.h"

#include <chrono>
#include <string>

namespace dossier::web {

/// What a register's words are translated with, and the font they are printed in.
struct RegisterPrint {
    const ocr::TypeCatalog& types;
    const verify::FilingPlan& plan;
    const TrueTypeFont& font;
    Language language = Language::simplified;
    std::chrono::minutes utc_offset{8 * 60};
};

[[nodiscard]] std::string register_pdf(const store::Register& made, const RegisterPrint& print);

} // namespace dossier::web
