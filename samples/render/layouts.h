#pragma once
// Which documents can be drawn. A layout belongs to one set: what is used to build and tune a
// reader is `train`, what only judges it is `held_out`; the two share neither layout nor fonts.

#include "samples/render/image.h"
#include "samples/render/people.h"
#include <span>
#include <string_view>

namespace dossier::samples {

enum class LayoutSet { train, held_out };

struct Layout {
    std::string_view type; ///< id_card, business_licence, customer_form
    std::string_view name;
    LayoutSet set;
};

std::span<const Layout> layouts();
/// The layout of that type and name; throws std::logic_error when there is none.
const Layout& layout_of(std::string_view type, std::string_view name);

Sheet draw_id_card(std::string_view layout, const Person& person, Dice& dice, int dpi);
Sheet draw_business_licence(std::string_view layout, Dice& dice, int dpi);
Sheet draw_customer_form(
    std::string_view layout, const Person& person, Script script, Dice& dice, int dpi
);

} // namespace dossier::samples
