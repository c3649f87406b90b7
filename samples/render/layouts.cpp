#include "samples/render/layouts.h"

#include <stdexcept>

namespace dossier::samples {
namespace {

constexpr Layout table[] = {
    {"id_card", "portrait_side", LayoutSet::train},
    {"id_card", "emblem_side", LayoutSet::train},
    {"id_card", "a4_copy", LayoutSet::train},
    {"business_licence", "landscape_2019", LayoutSet::train},
    {"business_licence", "portrait_2014", LayoutSet::train},
    {"business_licence", "landscape_before_2014", LayoutSet::train},
    {"customer_form", "ruled_table", LayoutSet::train},
    {"customer_form", "shaded_table", LayoutSet::train},
    {"customer_form", "ruled_lines", LayoutSet::train},
    {"customer_form", "label_above", LayoutSet::train},
    {"id_card", "a4_side_by_side", LayoutSet::held_out},
    {"id_card", "a5_copy", LayoutSet::held_out},
    {"business_licence", "landscape_2019_kai", LayoutSet::held_out},
    {"business_licence", "portrait_2014_individual", LayoutSet::held_out},
    {"customer_form", "plain_list", LayoutSet::held_out},
    {"customer_form", "digit_cells", LayoutSet::held_out},
};

} // namespace

std::span<const Layout> layouts()
{
    return table;
}

const Layout& layout_of(std::string_view type, std::string_view name)
{
    for (const Layout& layout : table)
        if (layout.type == type && layout.name == name) return layout;
    throw std::logic_error("no such layout");
}

} // namespace dossier::samples
