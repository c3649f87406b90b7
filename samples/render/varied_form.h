#pragma once
// Customer forms whose wording, order, fonts, spacing and ways to print a label are drawn by dice:
// every number is another bank's form. They widen what a reader is tuned on.

#include "samples/render/form_entries.h"
#include "samples/render/layouts.h"
#include <string>
#include <string_view>
#include <vector>

namespace dossier::samples {

/// What a form asks together: 联系方式. Entries that nobody asks for (`is_asked`) stand among the
/// others.
struct FormGroup {
    std::string title;
    std::vector<FormEntry> entries;
};

std::vector<FormGroup> customer_groups(const Person& person, Script script, Dice& dice);
std::vector<FormGroup> corporate_groups(const Company& company, const Person& contact, Dice& dice);

/// The English of a field's label.
std::string_view english_label(std::string_view field);

/// Layouts of LayoutSet::varied.
Sheet draw_varied_form(
    const Layout& layout,
    std::vector<FormGroup> groups,
    std::string_view title,
    Script script,
    Dice& dice,
    int dpi
);

} // namespace dossier::samples
