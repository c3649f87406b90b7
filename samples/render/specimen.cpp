#include "samples/render/specimen.h"

#include "samples/render/sheets.h"
#include "samples/render/varied_form.h"
#include <utility>

namespace dossier::samples {
namespace {

/// One stream of dice for what the document says, another for what happened to it.
enum class Stream : std::uint64_t { content = 1, wear = 2 };

Dice dice_for(const Order& order, Stream stream)
{
    return Dice(order.seed, order.number * 4 + static_cast<std::uint64_t>(stream));
}

/// A whole sheet of print; the others are cards and booklets, whose print is small.
bool is_large(const Layout& layout)
{
    return layout.type == "business_licence" || layout.type.ends_with("_form");
}

int draw_dpi(Dice& dice, const Layout& layout)
{
    const double share = dice.real(0, 1);
    if (share < 0.12 && is_large(layout)) return 150;
    return share < 0.45 ? 200 : 300;
}

Script draw_script(Dice& dice, const Layout& layout)
{
    return layout.type == "customer_form" && dice.chance(0.25) ? Script::hant : Script::hans;
}

Sheet draw_varied(
    const Layout& layout, const Person& person, Script script, Dice& dice, int dpi, Mistake mistake
)
{
    static constexpr Words personal[] = {
        {"个人客户信息登记表", "個人客戶資料登記表"},
        {"个人开户申请书", "個人開戶申請書"},
        {"个人客户信息变更表", "個人客戶資料變更表"}};
    static constexpr std::string_view corporate[] = {
        "单位客户信息登记表", "对公客户信息采集表", "单位开户申请书"};
    if (layout.type == "customer_form") {
        const auto title = dice.pick(personal).in(script);
        auto groups = customer_groups(person, script, dice);
        return draw_varied_form(layout, std::move(groups), title, script, dice, dpi);
    }
    const auto title = dice.pick(corporate);
    Company company = make_company(dice, false, {2015, 2025});
    plant(mistake, company);
    auto groups = corporate_groups(company, person, dice);
    return draw_varied_form(layout, std::move(groups), title, Script::hans, dice, dpi);
}

Sheet draw(
    const Layout& layout,
    const Person& person,
    Script script,
    Dice& dice,
    int dpi,
    Mistake mistake = Mistake::none
)
{
    if (layout.set == LayoutSet::varied && layout.type.ends_with("_form"))
        return draw_varied(layout, person, script, dice, dpi, mistake);
    if (layout.type == "id_card") return draw_id_card(layout.name, person, dice, dpi);
    if (layout.type == "business_licence")
        return draw_business_licence(layout.name, dice, dpi, mistake);
    if (layout.type == "corporate_form")
        return draw_corporate_form(layout.name, person, dice, dpi, mistake);
    if (layout.type == "passport") return draw_passport(layout.name, person, dice, dpi);
    if (layout.type == "bank_card") return draw_bank_card(layout.name, dice, dpi);
    if (layout.type.ends_with("_permit")) return draw_permit(layout, person, dice, dpi);
    return draw_customer_form(layout.name, person, script, dice, dpi);
}

Page page_of(const Layout& layout, Scan scan)
{
    return {std::string(layout.type), std::string(layout.name), std::move(scan)};
}

Packing draw_packing(Dice& dice, Tone tone)
{
    static constexpr Packing packings[] = {
        Packing::lzw, Packing::deflate, Packing::jpeg, Packing::jpeg};
    const Packing packing = dice.pick(packings);
    if (tone != Tone::bilevel) return packing;
    return packing == Packing::lzw ? Packing::group3 : Packing::group4;
}

} // namespace

Specimen make_specimen(const Order& order)
{
    Dice dice = dice_for(order, Stream::wear);
    return make_specimen(order, draw_wear(dice, order.layout));
}

Specimen make_specimen(const Order& order, const Wear& wear)
{
    Dice content = dice_for(order, Stream::content);
    const int drawn_dpi = draw_dpi(content, order.layout);
    const int dpi = order.dpi != 0 ? order.dpi : drawn_dpi;
    const Script script = draw_script(content, order.layout);
    Person person = make_person(content, script);
    plant(order.mistake, person);
    const Sheet sheet = draw(order.layout, person, script, content, dpi, order.mistake);
    Specimen specimen;
    specimen.packing = draw_packing(content, wear.tone);
    specimen.pages.push_back(page_of(order.layout, wear_out(sheet, wear, content)));
    return specimen;
}

Specimen make_bundle(const Order& form, const Layout& card)
{
    Dice dice = dice_for(form, Stream::wear);
    const Wear first = draw_wear(dice, form.layout);
    Wear second = draw_wear(dice, card);
    // one pass through one feeder: same light, same settings
    second.tone = first.tone;
    second.noise = first.noise;
    second.shade = first.shade;
    return make_bundle(form, card, first, second);
}

Specimen
make_bundle(const Order& form, const Layout& card, const Wear& form_wear, const Wear& card_wear)
{
    Dice content = dice_for(form, Stream::content);
    const int dpi = form.dpi != 0 ? form.dpi : 200;
    const Person person = make_person(content, Script::hans);
    Specimen specimen;
    specimen.packing = draw_packing(content, form_wear.tone);
    const Sheet first = draw(form.layout, person, Script::hans, content, dpi);
    specimen.pages.push_back(page_of(form.layout, wear_out(first, form_wear, content)));
    const Sheet second = draw(card, person, Script::hans, content, dpi);
    specimen.pages.push_back(page_of(card, wear_out(second, card_wear, content)));
    return specimen;
}

Specimen make_stack(std::span<const StackPage> pages, const Order& order, const Wear& wear)
{
    Dice dice = dice_for(order, Stream::wear);
    Specimen specimen;
    const int dpi = order.dpi != 0 ? order.dpi : 200;
    Order next = order;
    for (const StackPage& page : pages) {
        Wear worn = wear;
        worn.skew_deg += dice.real(-0.8, 0.8);
        Dice content = dice_for(next, Stream::content);
        ++next.number;
        if (page.layout != nullptr) {
            const Person person = make_person(content, Script::hans);
            const Sheet sheet = draw(*page.layout, person, Script::hans, content, dpi);
            specimen.pages.push_back(page_of(*page.layout, wear_out(sheet, worn, content)));
            continue;
        }
        const Sheet sheet = draw_sheet(page.kind, page.code, dpi);
        specimen.pages.push_back({std::string(page.kind), "", wear_out(sheet, worn, content)});
    }
    specimen.packing = draw_packing(dice, wear.tone);
    return specimen;
}

Bytes encode(const Specimen& specimen, Format format)
{
    std::vector<Image> images;
    for (const Page& page : specimen.pages)
        images.push_back(page.scan.image);
    const int quality = specimen.pages.front().scan.wear.jpeg_quality;
    switch (format) {
    case Format::png: return encode_png(images.front());
    case Format::tiff: return encode_tiff(images, specimen.packing, quality);
    case Format::pdf: return encode_pdf(images, specimen.packing, quality);
    case Format::jpeg: break;
    }
    return encode_jpeg(images.front(), quality);
}

std::string_view extension_of(Format format)
{
    switch (format) {
    case Format::png: return "png";
    case Format::tiff: return "tif";
    case Format::pdf: return "pdf";
    case Format::jpeg: break;
    }
    return "jpg";
}

} // namespace dossier::samples
