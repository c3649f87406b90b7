// The corporate customer form (domain.md 4.10) in several banks' layouts: a ruled table, boxes with
// the label above the value and, held out, a plain list.

#include "samples/render/form_parts.h"
#include <algorithm>
#include <iterator>
#include <utility>

namespace dossier::samples {
namespace {

struct Wording {
    std::string_view field;
    std::string_view labels[3];
};

constexpr Wording wordings[] = {
    {"company_name", {"客户名称", "单位名称", "企业名称"}},
    {"uscc", {"统一社会信用代码", "统一社会信用代码", "社会信用代码"}},
    {"legal_representative", {"法定代表人", "法定代表人姓名", "法定代表人（负责人）"}},
    {"registered_capital", {"注册资本", "注册资金", "注册资本"}},
    {"established_date", {"成立日期", "成立时间", "成立日期"}},
    {"address", {"注册地址", "住所", "单位地址"}},
    {"business_scope", {"经营范围", "经营范围", "主营业务"}},
    {"contact_name", {"联系人", "联系人姓名", "授权经办人"}},
    {"contact_mobile", {"联系人手机", "手机号码", "经办人手机"}},
    {"contact_email", {"电子邮箱", "联系邮箱", "电子邮件"}},
    {"postcode", {"邮政编码", "邮编", "邮政编码"}},
};

/// How one bank words and writes its form.
struct Habit {
    std::size_t wording = 0;
    bool dates_in_words = false;
};

FormContent content_of(const Company& company, const Person& contact, const Habit& habit)
{
    std::vector<FormEntry> entries;
    const auto add = [&](std::string_view field, std::string value, std::string printed) {
        const auto* wording =
            std::find_if(std::begin(wordings), std::end(wordings), [&](const Wording& w) {
                return w.field == field;
            });
        entries.push_back(
            {.field = std::string(field),
             .label = std::string(wording->labels[habit.wording]),
             .printed = std::move(printed),
             .value = std::move(value),
             .choices = {},
             .ticked = -1}
        );
    };
    const auto add_plain = [&](std::string_view field, const std::string& value) {
        add(field, value, value);
    };
    add_plain("company_name", company.name);
    add_plain("uscc", company.uscc);
    add_plain("legal_representative", company.legal_representative);
    add_plain("registered_capital", company.capital);
    const std::string established = iso(company.established);
    add("established_date",
        established,
        habit.dates_in_words ? in_words(company.established, false) : established);
    add_plain("address", company.address);
    add_plain("business_scope", company.scope);
    add_plain("contact_name", contact.name);
    add_plain("contact_mobile", contact.mobile);
    add_plain("contact_email", contact.email);
    add_plain("postcode", contact.postcode);
    return FormContent(std::move(entries));
}

/// The scope in a cell of its own, as tall as its text needs.
double draw_scope(Form& form, double y, double label_width)
{
    const FormEntry& entry = form.content.entry("business_scope");
    Font font = form.hands.value;
    font.size *= 0.9;
    const double pitch = font.size * 1.35;
    const double width = form_inner - label_width - 4;
    const double height = form.canvas.line_count(width, entry.printed, font) * pitch + 5;
    const Colour line{0.15, 0.15, 0.15};
    form.canvas.frame(form_left, y, label_width, height, 0.25, line);
    form.canvas.frame(form_left, y, form_inner, height, 0.25, line);
    form.canvas.text(
        form_left + label_width / 2,
        y + height / 2 + form.hands.label.size * 0.36,
        entry.label,
        form.hands.label,
        Align::centre
    );
    const Rect ink = form.canvas.paragraph(
        form_left + label_width + 2, y + 2 + font.size, width, pitch, entry.printed, font
    );
    form.canvas.place(entry.field, entry.value, ink);
    return y + height;
}

void corporate_ruled_table(Form& form)
{
    draw_heading(form, "单位客户信息登记表");
    draw_section(form, 38, 8, "一、单位基本信息");
    const TableStyle style{.row_height = 11.5, .label_share = 0.40};
    draw_table(
        form,
        {{"company_name"},
         {"uscc"},
         {"legal_representative", "established_date"},
         {"registered_capital"},
         {"address"}},
        46,
        style
    );
    const double below = draw_scope(form, 46 + 5 * style.row_height, form_inner / 2 * 0.40);
    draw_section(form, below, 8, "二、联系方式");
    draw_table(
        form, {{"contact_name", "contact_mobile"}, {"contact_email", "postcode"}}, below + 8, style
    );
    draw_footing(form, 238);
}

void corporate_label_above(Form& form)
{
    draw_heading(form, "对公客户信息采集表");
    const std::vector<FormRow> rows{
        {"company_name"},
        {"uscc", "established_date"},
        {"legal_representative", "registered_capital"},
        {"address"},
        {"contact_name", "contact_mobile", "postcode"},
        {"contact_email"}};
    draw_scope(form, draw_boxes(form, rows, 38), 30);
    draw_footing(form, 236);
}

void corporate_plain_list(Form& form)
{
    draw_heading(form, "单位结算账户开户资料表");
    constexpr std::string_view fields[] = {
        "company_name",
        "uscc",
        "legal_representative",
        "registered_capital",
        "established_date",
        "address",
        "postcode",
        "contact_name",
        "contact_mobile",
        "contact_email"};
    const double baseline = draw_list(form, fields, 48, 12);
    const FormEntry& scope = form.content.entry("business_scope");
    form.canvas.text(form_left + 48, baseline, scope.label + "：", form.hands.label, Align::right);
    form.canvas.place(
        scope.field,
        scope.value,
        form.canvas.paragraph(
            form_left + 50,
            baseline,
            118,
            form.hands.value.size * 1.4,
            scope.printed,
            form.hands.value
        )
    );
    draw_footing(form, 236);
}

} // namespace

Sheet draw_corporate_form(
    std::string_view layout, const Person& contact, Dice& dice, int dpi, Mistake mistake
)
{
    Company company = make_company(dice, false, {2015, 2025});
    plant(mistake, company);
    const Habit habit{
        .wording = static_cast<std::size_t>(dice.between(0, 2)),
        .dates_in_words = dice.chance(0.5)};
    const FormContent content = content_of(company, contact, habit);
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    const bool held_out = layout == "plain_list";
    Form form{
        canvas,
        dice,
        content,
        pick_hands(dice, Script::hans, held_out ? LayoutSet::held_out : LayoutSet::train),
        Script::hans};
    if (layout == "ruled_table")
        corporate_ruled_table(form);
    else if (layout == "label_above")
        corporate_label_above(form);
    else
        corporate_plain_list(form);
    return canvas.finish();
}

} // namespace dossier::samples
