#include "samples/render/layouts.h"

#include <algorithm>
#include <iterator>
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
    {"corporate_form", "ruled_table", LayoutSet::train},
    {"corporate_form", "label_above", LayoutSet::train},
    {"corporate_form", "plain_list", LayoutSet::held_out},
    {"passport", "data_page", LayoutSet::train},
    {"passport", "a4_copy", LayoutSet::train},
    {"passport", "a4_copy_low", LayoutSet::held_out},
    {"hk_macau_permit", "portrait_side", LayoutSet::train},
    {"hk_macau_permit", "emblem_side", LayoutSet::train},
    {"hk_macau_permit", "a4_copy", LayoutSet::train},
    {"hk_macau_permit", "a4_side_by_side", LayoutSet::held_out},
    {"taiwan_permit", "portrait_side", LayoutSet::train},
    {"taiwan_permit", "emblem_side", LayoutSet::train},
    {"taiwan_permit", "a4_copy", LayoutSet::train},
    {"taiwan_permit", "a4_side_by_side", LayoutSet::held_out},
    {"residence_permit", "portrait_side", LayoutSet::train},
    {"residence_permit", "emblem_side", LayoutSet::train},
    {"residence_permit", "a4_copy", LayoutSet::train},
    {"residence_permit", "a4_side_by_side", LayoutSet::held_out},
    {"bank_card", "flat", LayoutSet::train},
    {"bank_card", "embossed", LayoutSet::train},
    {"bank_card", "flat_chip_right", LayoutSet::held_out},
    {"bank_card", "embossed_copy", LayoutSet::held_out},
    {"customer_form", "varied_list", LayoutSet::varied},
    {"customer_form", "varied_boxed_table", LayoutSet::varied},
    {"customer_form", "varied_dense_table", LayoutSet::varied},
    {"customer_form", "varied_heads_above", LayoutSet::varied},
    {"customer_form", "varied_bilingual_table", LayoutSet::varied},
    {"customer_form", "varied_numbered_lines", LayoutSet::varied},
    {"corporate_form", "varied_list", LayoutSet::varied},
    {"corporate_form", "varied_boxed_table", LayoutSet::varied},
    {"corporate_form", "varied_dense_table", LayoutSet::varied},
    {"corporate_form", "varied_heads_above", LayoutSet::varied},
    {"corporate_form", "varied_bilingual_table", LayoutSet::varied},
    {"corporate_form", "varied_numbered_lines", LayoutSet::varied},
    {"id_card", "varied_copy", LayoutSet::varied},
    {"business_licence", "varied_2019", LayoutSet::varied},
    {"business_licence", "varied_2014", LayoutSet::varied},
    {"passport", "varied_copy", LayoutSet::varied},
    {"hk_macau_permit", "varied_copy", LayoutSet::varied},
    {"taiwan_permit", "varied_copy", LayoutSet::varied},
    {"residence_permit", "varied_copy", LayoutSet::varied},
    {"bank_card", "varied_card", LayoutSet::varied},
    {"customer_form", "varied_combs", LayoutSet::varied},
    {"corporate_form", "varied_combs", LayoutSet::varied},
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

bool lies_on_glass(const Layout& layout)
{
    static constexpr std::string_view names[] = {
        "portrait_side", "emblem_side", "data_page", "flat", "embossed", "flat_chip_right"};
    return std::find(std::begin(names), std::end(names), layout.name) != std::end(names);
}

} // namespace dossier::samples
