// The committed set: small, every type, several formats and kinds of wear, one bundle of a form
// with its owner's card.

#include "samples/render/specimen.h"

namespace dossier::samples {
namespace {

struct Entry {
    std::string_view stem;
    std::string_view type;
    std::string_view layout;
    Format format;
    std::uint64_t number;
    int dpi;
    Wear wear;
};

constexpr std::uint64_t demo_seed = 20261123;

const Entry entries[] = {
    {"01-id-card-portrait-side",
     "id_card",
     "portrait_side",
     Format::jpeg,
     1,
     300,
     {.skew_deg = -1.4, .blur = 0.5, .noise = 3, .speckles = 6, .jpeg_quality = 80}},
    {"02-id-card-emblem-side",
     "id_card",
     "emblem_side",
     Format::jpeg,
     1,
     300,
     {.skew_deg = 2.3,
      .blur = 0.6,
      .noise = 4,
      .shade = 0.15,
      .shade_from = 30,
      .jpeg_quality = 72}},
    {"03-id-card-copy",
     "id_card",
     "a4_copy",
     Format::tiff,
     3,
     300,
     {.skew_deg = 0.8,
      .rotation_deg = 90,
      .blur = 0.5,
      .noise = 3,
      .tone = Tone::bilevel,
      .threshold = 140,
      .speckles = 60}},
    {"04-id-card-copy-grey",
     "id_card",
     "a4_copy",
     Format::jpeg,
     4,
     300,
     {.skew_deg = -0.6,
      .blur = 0.7,
      .noise = 3,
      .shade = 0.12,
      .shade_from = 200,
      .tone = Tone::grey,
      .border_mm = 2.4,
      .jpeg_quality = 68}},
    {"05-licence-2019",
     "business_licence",
     "landscape_2019",
     Format::jpeg,
     5,
     200,
     {.skew_deg = 1.1, .blur = 0.4, .noise = 2, .jpeg_quality = 74}},
    {"06-licence-2014",
     "business_licence",
     "portrait_2014",
     Format::pdf,
     6,
     200,
     {.skew_deg = -2.2,
      .blur = 0.5,
      .noise = 2.5,
      .shade = 0.18,
      .shade_from = 120,
      .tone = Tone::grey,
      .jpeg_quality = 70}},
    {"07-licence-before-2014",
     "business_licence",
     "landscape_before_2014",
     Format::tiff,
     7,
     200,
     {.skew_deg = 0.5,
      .rotation_deg = 270,
      .blur = 0.4,
      .noise = 2,
      .speckles = 30,
      .fold = 0.52,
      .jpeg_quality = 70}},
    {"09-form-shaded-table",
     "customer_form",
     "shaded_table",
     Format::jpeg,
     14,
     200,
     {.skew_deg = 1.7,
      .rotation_deg = 180,
      .blur = 0.4,
      .noise = 2.5,
      .tone = Tone::grey,
      .jpeg_quality = 70}},
    {"10-form-ruled-lines",
     "customer_form",
     "ruled_lines",
     Format::pdf,
     10,
     200,
     {.skew_deg = -0.9,
      .blur = 0.4,
      .noise = 3,
      .shade = 0.2,
      .shade_from = 60,
      .tone = Tone::grey,
      .border_mm = -1.8,
      .fold = 0.36,
      .jpeg_quality = 66}},
    {"11-form-label-above",
     "customer_form",
     "label_above",
     Format::png,
     11,
     300,
     {.skew_deg = 0.3,
      .blur = 0.5,
      .noise = 3,
      .tone = Tone::bilevel,
      .threshold = 150,
      .speckles = 40}},
    {"12-form-ruled-table",
     "customer_form",
     "ruled_table",
     Format::tiff,
     12,
     200,
     {.skew_deg = -3.1,
      .blur = 0.3,
      .noise = 2,
      .tone = Tone::bilevel,
      .threshold = 160,
      .speckles = 20}},
};

NamedSpecimen bundle()
{
    const Wear form{
        .skew_deg = 0.7,
        .blur = 0.5,
        .noise = 3,
        .tone = Tone::bilevel,
        .threshold = 150,
        .speckles = 30};
    const Wear card{
        .skew_deg = -1.2,
        .blur = 0.5,
        .noise = 3,
        .tone = Tone::bilevel,
        .threshold = 140,
        .speckles = 30};
    const Order order{layout_of("customer_form", "ruled_table"), demo_seed, 8, 300};
    return {
        "08-form-with-id-card",
        Format::tiff,
        make_bundle(order, layout_of("id_card", "a4_copy"), form, card)};
}

} // namespace

std::vector<NamedSpecimen> demo_set()
{
    std::vector<NamedSpecimen> set;
    for (const Entry& entry : entries) {
        const Order order{layout_of(entry.type, entry.layout), demo_seed, entry.number, entry.dpi};
        set.push_back({std::string(entry.stem), entry.format, make_specimen(order, entry.wear)});
        if (entry.wear.tone != Tone::bilevel) set.back().specimen.packing = Packing::jpeg;
    }
    set.push_back(bundle());
    return set;
}

} // namespace dossier::samples
