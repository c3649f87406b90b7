#pragma once
// What every customer form is made of: heading, footing, label and value, ticked choices, tables.

#include "samples/render/canvas.h"
#include "samples/render/decor.h"
#include "samples/render/form_entries.h"
#include "samples/render/layouts.h"
#include <span>
#include <string_view>
#include <vector>

namespace dossier::samples {

inline constexpr double form_left = 17;
inline constexpr double form_inner = 176; ///< width between the margins

/// What is printed beforehand and what the answers are printed with.
struct FormHands {
    Font label;
    Font value;
    Font heading;
};

/// One form being drawn.
struct Form {
    Canvas& canvas;
    Dice& dice;
    const FormContent& content;
    FormHands hands;
    Script script;
};

/// The fields that share a line.
using FormRow = std::vector<std::string_view>;

FormHands pick_hands(Dice& dice, Script script, LayoutSet set);
void draw_heading(Form& form, std::string_view title);
/// Declaration, signatures, stamp.
void draw_footing(Form& form, double y);
/// A clerk's stamp that landed on the answers.
void stamp_over_text(Form& form);
/// A value on one line, on two when it is too long, smaller when that is not enough either.
void draw_value(Form& form, const FormEntry& entry, double x, double baseline, double width);
/// A shaded line across the form.
void draw_section(Form& form, double y, double height, std::string_view title);

struct TableStyle {
    double row_height;
    double label_share; ///< of half the width
    bool shaded = false;
    Align label_align = Align::centre;
};

/// Boxes with a small label in their upper left corner and the value below it. Answers where they
/// end.
double draw_boxes(Form& form, const std::vector<FormRow>& rows, double y);

/// One field a line, labels flush right before a colon, no rules at all. Answers the next baseline.
double
draw_list(Form& form, std::span<const std::string_view> fields, double baseline, double pitch);

/// Label and value cells in a grid; a row of one field spans the width.
void draw_table(Form& form, const std::vector<FormRow>& rows, double y, const TableStyle& style);

} // namespace dossier::samples
