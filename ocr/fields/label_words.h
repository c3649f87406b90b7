#pragma once
// How much a piece of text by itself looks like a printed label: by the labels of all document
// types, by what labels end with, and by what only values have.

#include "ocr/document_type.h"

#include <set>
#include <string>
#include <string_view>

namespace dossier::ocr {

class LabelWords {
public:
    explicit LabelWords(const TypeCatalog& types);

    /// From 0 (surely a value, or nothing) to 1 (a label of some type).
    double likeness(std::string_view text) const;

    /// All labels of all types, as labels of no field.
    const DocumentType& as_type() const { return all_; }

private:
    bool ends_like_a_label(std::u32string_view text) const;

    DocumentType all_;
    std::set<std::u32string, std::less<>> labels_;  ///< folded and simplified
    std::set<std::u32string, std::less<>> endings_; ///< their last two characters
    std::set<std::u32string, std::less<>> choices_; ///< what fields may say
};

} // namespace dossier::ocr
