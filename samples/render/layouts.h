#pragma once
// Which documents can be drawn. A layout belongs to one set: what is used to build and tune a
// reader is `train` and `varied`, what only judges it is `held_out`, which shares neither layout
// nor fonts with them.

#include "samples/render/image.h"
#include "samples/render/mistakes.h"
#include "samples/render/people.h"
#include <span>
#include <string_view>

namespace dossier::samples {

enum class LayoutSet { train, varied, held_out };

struct Layout {
    std::string_view type; ///< as the contract names it
    std::string_view name;
    LayoutSet set;
};

std::span<const Layout> layouts();
/// The layout of that type and name; throws std::logic_error when there is none.
const Layout& layout_of(std::string_view type, std::string_view name);

Sheet draw_id_card(std::string_view layout, const Person& person, Dice& dice, int dpi);
Sheet draw_business_licence(
    std::string_view layout, Dice& dice, int dpi, Mistake mistake = Mistake::none
);
Sheet draw_customer_form(
    std::string_view layout, const Person& person, Script script, Dice& dice, int dpi
);
Sheet draw_corporate_form(
    std::string_view layout,
    const Person& contact,
    Dice& dice,
    int dpi,
    Mistake mistake = Mistake::none
);
Sheet draw_passport(std::string_view layout, const Person& person, Dice& dice, int dpi);
/// hk_macau_permit, taiwan_permit and residence_permit.
Sheet draw_permit(const Layout& layout, const Person& person, Dice& dice, int dpi);
Sheet draw_bank_card(std::string_view layout, Dice& dice, int dpi);

/// A card or a page of a booklet alone on the glass: never copied in black and white, nor folded.
bool lies_on_glass(const Layout& layout);

} // namespace dossier::samples
