// The business licence: the 2019 print across, the 2014 print upright, the print before 2014 with
// its registration number and yearly inspections, and the licence of an individual business.

#include <fmt/format.h>

#include "samples/render/layouts.h"
#include "samples/render/licence_parts.h"

namespace dossier::samples {
namespace {

LicenceValue established(const Company& company, bool padded)
{
    return {"established_date", iso(company.established), in_words(company.established, padded)};
}

/// From the founding on; `opening` is what some prints put before the first day.
LicenceValue term(const Company& company, bool padded, std::string_view opening)
{
    if (!company.term_to) return {"business_term_to", "长期", "长期"};
    const std::string from = in_words(company.established, padded);
    const std::string to = in_words(*company.term_to, padded);
    return {"business_term_to", iso(*company.term_to), fmt::format("{}{}至{}", opening, from, to)};
}

/// The hands of a licence in any print, of all fonts that no held-out one has.
LicenceHands varied_hands(Dice& dice, double label_size)
{
    static constexpr std::string_view families[] = {
        "Noto Serif CJK SC",
        "Noto Sans CJK SC",
        "AR PL UMing CN",
        "WenQuanYi Zen Hei",
        "LXGW WenKai"};
    const std::string label(dice.pick(families));
    const std::string value(dice.pick(families));
    return {
        .label = {.family = label, .size = label_size, .bold = dice.chance(0.6)},
        .value = {.family = value, .size = label_size - 0.1 - dice.real(0, 0.5)}};
}

Sheet print_2019(Dice& dice, int dpi, LayoutSet set, Mistake mistake)
{
    const bool held_out = set == LayoutSet::held_out;
    Company company = make_company(dice, false, {2019, 2025});
    plant(mistake, company);
    Canvas canvas = licence_paper(dice, 297, 210, dpi);
    draw_border(canvas, 8, {0.76, 0.60, 0.26});
    static constexpr std::string_view families[] = {
        "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN"};
    const std::string hand(held_out ? "AR PL UKai CN" : dice.pick(families));
    LicenceHands hands{
        .label =
            {.family = held_out ? "WenQuanYi Micro Hei" : "Noto Serif CJK SC",
             .size = 4.3,
             .bold = !held_out},
        .value = {.family = hand, .size = 4.1}};
    if (set == LayoutSet::varied) hands = varied_hands(dice, 4.3);
    emblem(canvas, 148.5, 30, 9.5, false);
    canvas.text(
        148.5,
        62,
        "营业执照",
        {.family = "Noto Serif CJK SC", .size = 17, .bold = true, .spacing = 5},
        Align::centre
    );
    canvas.text(
        148.5, 72, "（副　本）", {.family = "Noto Serif CJK SC", .size = 4.6}, Align::centre
    );
    const double head = held_out ? 42 : 50;
    canvas.text(24, head, "统一社会信用代码", {.family = "Noto Sans CJK SC", .size = 4.0});
    const Font code{
        .family = held_out ? "WenQuanYi Micro Hei" : "DejaVu Sans", .size = 4.4, .bold = true};
    canvas.place("uscc", company.uscc, canvas.text(24, head + 7.5, company.uscc, code));
    if (!held_out)
        canvas.text(
            24,
            38,
            "编号 S" + company.uscc.substr(8, 4) + "0" + company.uscc.substr(2, 6),
            {.size = 3.0, .colour = {0.3, 0.3, 0.3}}
        );
    code_block(canvas, dice, 247, 24, 24);
    canvas.paragraph(
        226,
        27,
        18,
        3.2,
        "扫描二维码登录‘国家企业信用信息公示系统’了解更多登记、备案、许可、监管信息。",
        {.size = 2.2}
    );

    LicenceColumn left{24, 88, 25, 92, 12, 6.2};
    draw_entry(canvas, left, hands, "名称", "company_name", company.name);
    draw_entry(canvas, left, hands, "类型", "company_type", company.type);
    draw_entry(
        canvas, left, hands, "法定代表人", "legal_representative", company.legal_representative
    );
    draw_entry(canvas, left, hands, "经营范围", "business_scope", company.scope);
    LicenceColumn right{160, 88, 25, 78, 12, 6.2};
    draw_entry(canvas, right, hands, "注册资本", "registered_capital", company.capital);
    draw_entry(canvas, right, hands, "成立日期", established(company, true));
    if (!held_out) draw_entry(canvas, right, hands, "营业期限", term(company, true, ""));
    draw_entry(canvas, right, hands, "住所", "address", company.address);

    canvas.text(
        186,
        160,
        "登记机关",
        {.family = "Noto Serif CJK SC", .size = 5.2, .bold = true, .spacing = 2}
    );
    canvas.text(
        208,
        180,
        in_words(company.issued, false),
        {.family = hands.value.family, .size = 4.6, .spacing = 1.2}
    );
    draw_seal(canvas, dice, 226, 168, 20, company.authority);
    canvas.text(24, 190, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", {.size = 2.9});
    canvas.text(273, 190, "国家市场监督管理总局监制", {.size = 2.9}, Align::right);
    specimen_mark(canvas, 284, 206);
    return canvas.finish();
}

/// The 2014 print. An individual business has other labels and no capital.
Sheet print_2014(Dice& dice, int dpi, bool individual, Mistake mistake, bool varied = false)
{
    Company company = make_company(dice, individual, {2016, 2018});
    plant(mistake, company);
    Canvas canvas = licence_paper(dice, 210, 297, dpi);
    draw_border(canvas, 9, {0.72, 0.58, 0.30});
    static constexpr std::string_view families[] = {
        "AR PL UMing CN", "Noto Serif CJK SC", "WenQuanYi Zen Hei"};
    const std::string hand(individual ? "AR PL UKai CN" : dice.pick(families));
    LicenceHands hands{
        .label =
            {.family = individual ? "WenQuanYi Micro Hei" : "Noto Serif CJK SC",
             .size = 4.6,
             .bold = !individual},
        .value = {.family = hand, .size = 4.5}};
    if (varied) hands = varied_hands(dice, 4.6);
    emblem(canvas, 105, 36, 10.5, false);
    canvas.text(
        105,
        72,
        "营业执照",
        {.family = "Noto Serif CJK SC", .size = 19, .bold = true, .spacing = 5},
        Align::centre
    );
    canvas.text(
        105,
        82,
        individual ? "（副　本）" : "（副　本）（1-1）",
        {.family = "Noto Serif CJK SC", .size = 4.4},
        Align::centre
    );
    canvas.text(82, 93, "统一社会信用代码", {.family = hands.label.family, .size = 4.2});
    const bool other = individual && !varied;
    const Font code{.family = other ? "WenQuanYi Micro Hei" : "DejaVu Sans", .size = 4.3};
    canvas.place("uscc", company.uscc, canvas.text(119, 93, company.uscc, code));

    LicenceColumn column{32, 112, 28, 118, 11.5, 6.6};
    draw_entry(canvas, column, hands, "名称", "company_name", company.name);
    draw_entry(canvas, column, hands, "类型", "company_type", company.type);
    draw_entry(canvas, column, hands, individual ? "经营场所" : "住所", "address", company.address);
    if (individual) {
        draw_entry(
            canvas, column, hands, "经营者", "legal_representative", company.legal_representative
        );
        draw_entry(canvas, column, hands, "组成形式", "", "个人经营");
        draw_entry(canvas, column, hands, "注册日期", established(company, true));
    } else {
        draw_entry(
            canvas,
            column,
            hands,
            "法定代表人",
            "legal_representative",
            company.legal_representative
        );
        draw_entry(canvas, column, hands, "注册资本", "registered_capital", company.capital);
        draw_entry(canvas, column, hands, "成立日期", established(company, true));
        draw_entry(canvas, column, hands, "营业期限", term(company, true, ""));
    }
    draw_entry(canvas, column, hands, "经营范围", "business_scope", company.scope);

    code_block(canvas, dice, 34, 236, 25);
    canvas.text(
        112,
        240,
        "登记机关",
        {.family = "Noto Serif CJK SC", .size = 5.4, .bold = true, .spacing = 2.4}
    );
    canvas.text(
        122,
        262,
        in_words(company.issued, false),
        {.family = hands.value.family, .size = 4.8, .spacing = 1.6}
    );
    draw_seal(canvas, dice, 146, 250, 20.5, company.authority);
    canvas.text(30, 277, "企业信用信息公示系统网址：http://www.gsxt.gov.cn", {.size = 2.8});
    canvas.text(182, 277, "中华人民共和国国家工商行政管理总局监制", {.size = 2.8}, Align::right);
    specimen_mark(canvas, 198, 293);
    return canvas.finish();
}

void inspections(Canvas& canvas, Dice& dice, double x, double y)
{
    const Colour line{0.35, 0.3, 0.25};
    const Font small{.family = "Noto Serif CJK SC", .size = 3.2};
    canvas.text(
        x + 46,
        y - 4,
        "年度检验情况",
        {.family = "Noto Serif CJK SC", .size = 4.6, .bold = true},
        Align::centre
    );
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 2; ++column) {
            canvas.frame(x + column * 46, y + row * 32, 46, 32, 0.3, line);
            canvas.text(x + column * 46 + 3, y + row * 32 + 28, "年　　月　　日", small);
        }
    }
    const int stamped = dice.between(1, 3);
    for (int i = 0; i < stamped; ++i) {
        const double turn = dice.real(-9, 9);
        oblong_stamp(
            canvas,
            dice,
            x + (i % 2) * 46 + 7,
            y + (i / 2) * 32 + 7,
            32,
            15,
            turn,
            {"已通过年检", fmt::format("{}年度", 2010 + i)},
            seal_red
        );
    }
}

Sheet print_before_2014(Dice& dice, int dpi, Mistake mistake)
{
    Company company = make_company(dice, false, {2008, 2013});
    plant(mistake, company);
    Canvas canvas = licence_paper(dice, 297, 210, dpi);
    draw_border(canvas, 8, {0.55, 0.40, 0.30});
    static constexpr std::string_view families[] = {"AR PL UMing CN", "WenQuanYi Zen Hei"};
    const std::string hand(dice.pick(families));
    const LicenceHands hands{
        .label = {.family = "Noto Serif CJK SC", .size = 4.2, .bold = true},
        .value = {.family = hand, .size = 4.1}};
    emblem(canvas, 94, 28, 8, false);
    canvas.text(
        94,
        52,
        "企业法人营业执照",
        {.family = "Noto Serif CJK SC", .size = 11.5, .bold = true, .spacing = 1.5},
        Align::centre
    );
    canvas.text(94, 60, "（副　本）", {.family = "Noto Serif CJK SC", .size = 4.2}, Align::centre);
    canvas.text(96, 70, "注册号", {.family = "Noto Serif CJK SC", .size = 4.2, .bold = true});
    canvas.place(
        "registration_number",
        company.registration_number,
        canvas.text(113, 70, company.registration_number, {.family = "DejaVu Sans", .size = 4.1})
    );
    LicenceColumn column{24, 82, 30, 108, 8.8, 5.6};
    draw_entry(canvas, column, hands, "名称", "company_name", company.name);
    draw_entry(canvas, column, hands, "住所", "address", company.address);
    draw_entry(
        canvas,
        column,
        hands,
        "法定代表人姓名",
        "legal_representative",
        company.legal_representative
    );
    draw_entry(canvas, column, hands, "注册资本", "registered_capital", company.capital);
    draw_entry(canvas, column, hands, "实收资本", "", company.capital);
    draw_entry(canvas, column, hands, "公司类型", "company_type", company.type);
    draw_entry(canvas, column, hands, "经营范围", "business_scope", company.scope);
    draw_entry(canvas, column, hands, "成立日期", established(company, false));
    draw_entry(canvas, column, hands, "营业期限", term(company, false, "自"));
    inspections(canvas, dice, 182, 36);
    canvas.text(182, 152, "登记机关：", {.family = "Noto Serif CJK SC", .size = 4.6, .bold = true});
    canvas.place(
        "registration_authority",
        company.authority,
        canvas.text(207, 152, company.authority, {.family = hand, .size = 4.4})
    );
    canvas.text(
        214, 174, in_words(company.issued, false), {.family = hand, .size = 4.4, .spacing = 1.2}
    );
    draw_seal(canvas, dice, 236, 172, 18, company.authority);
    specimen_mark(canvas, 284, 206);
    return canvas.finish();
}

} // namespace

Sheet draw_business_licence(std::string_view layout, Dice& dice, int dpi, Mistake mistake)
{
    if (layout == "landscape_2019") return print_2019(dice, dpi, LayoutSet::train, mistake);
    if (layout == "landscape_2019_kai") return print_2019(dice, dpi, LayoutSet::held_out, mistake);
    if (layout == "varied_2019") return print_2019(dice, dpi, LayoutSet::varied, mistake);
    if (layout == "varied_2014") {
        const bool individual = dice.chance(0.4);
        return print_2014(dice, dpi, individual, mistake, true);
    }
    if (layout == "portrait_2014") return print_2014(dice, dpi, false, mistake);
    if (layout == "portrait_2014_individual") return print_2014(dice, dpi, true, mistake);
    return print_before_2014(dice, dpi, mistake);
}

} // namespace dossier::samples
