// The personal customer form in several banks' layouts: two ruled tables, ruled lines, boxes with
// the label above the value, and, held out, a plain list and a form with one cell a digit.

#include "samples/render/form_parts.h"

namespace dossier::samples {
namespace {

void ruled_table(Form& form)
{
    const bool hans = form.script == Script::hans;
    draw_heading(form, hans ? "个人客户信息登记表" : "個人客戶資料登記表");
    draw_section(form, 38, 8, hans ? "一、客户基本信息" : "一、客戶基本資料");
    draw_table(
        form,
        {{"name", "sex"},
         {"ethnicity", "birth_date"},
         {"nationality", "marital_status"},
         {"id_type", "id_number"},
         {"issuing_authority", "valid_to"}},
        46,
        {.row_height = 10.5, .label_share = 0.34}
    );
    draw_section(form, 98.5, 8, hans ? "二、联系方式" : "二、聯繫方式");
    draw_table(
        form,
        {{"mobile", "phone"}, {"email", "postcode"}, {"address"}},
        106.5,
        {.row_height = 10.5, .label_share = 0.34}
    );
    draw_section(form, 138, 8, hans ? "三、职业与财务" : "三、職業與財務");
    draw_table(
        form,
        {{"employer"},
         {"occupation", "annual_income"},
         {"investment_preference"},
         {"account_number"},
         {"tax_residency"}},
        146,
        {.row_height = 10.5, .label_share = 0.34}
    );
    draw_section(form, 198.5, 8, hans ? "四、配偶及代理人" : "四、配偶及代理人");
    draw_table(
        form,
        {{"spouse_name", "spouse_id_number"}, {"agent_name", "agent_id_number"}},
        206.5,
        {.row_height = 10.5, .label_share = 0.38}
    );
    draw_footing(form, 238);
}

void shaded_table(Form& form)
{
    draw_heading(form, form.script == Script::hans ? "个人账户开户申请书" : "個人賬戶開戶申請書");
    draw_table(
        form,
        {{"name"},
         {"sex", "birth_date"},
         {"id_type", "valid_to"},
         {"id_number"},
         {"issuing_authority"},
         {"nationality", "ethnicity"},
         {"mobile", "phone"},
         {"email"},
         {"address"},
         {"postcode", "occupation"},
         {"employer"},
         {"annual_income", "marital_status"},
         {"account_number"},
         {"tax_residency"},
         {"agent_name", "agent_id_number"}},
        38,
        {.row_height = 12.2, .label_share = 0.36, .shaded = true, .label_align = Align::left}
    );
    draw_footing(form, 232);
}

/// 姓名：____张三____, one or two to a line.
void ruled_lines(Form& form)
{
    draw_heading(form, form.script == Script::hans ? "个人客户资料卡" : "個人客戶資料卡");
    const std::vector<FormRow> rows{
        {"name", "sex"},
        {"birth_date", "ethnicity"},
        {"id_type", "id_number"},
        {"valid_to", "issuing_authority"},
        {"nationality", "marital_status"},
        {"mobile", "phone"},
        {"email", "postcode"},
        {"address"},
        {"employer"},
        {"occupation", "annual_income"},
        {"spouse_name", "spouse_id_number"},
        {"account_number"},
        {"tax_residency"}};
    Canvas& canvas = form.canvas;
    double baseline = 48;
    for (const FormRow& row : rows) {
        const double width = form_inner / static_cast<double>(row.size());
        double x = form_left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            const std::string label = entry.label + "：";
            canvas.text(x, baseline, label, form.hands.label);
            const double start = x + canvas.text_width(label, form.hands.label);
            if (entry.choices.empty())
                canvas.line(
                    start, baseline + 1.3, x + width - 4, baseline + 1.3, 0.22, {0.2, 0.2, 0.2}
                );
            draw_value(form, entry, start + 2, baseline, x + width - 6 - start);
            x += width;
        }
        baseline += 13.2;
    }
    draw_footing(form, 232);
}

void label_above(Form& form)
{
    draw_heading(form, form.script == Script::hans ? "客户信息采集表" : "客戶資料採集表");
    const std::vector<FormRow> rows{
        {"name", "sex", "birth_date"},
        {"id_type", "id_number"},
        {"valid_to", "issuing_authority"},
        {"nationality", "ethnicity", "marital_status"},
        {"mobile", "phone", "postcode"},
        {"email", "occupation"},
        {"address"},
        {"employer"},
        {"annual_income", "investment_preference"},
        {"account_number", "tax_residency"},
        {"agent_name", "agent_id_number"}};
    draw_boxes(form, rows, 38);
    draw_footing(form, 236);
}

void plain_list(Form& form)
{
    draw_heading(form, form.script == Script::hans ? "客户身份资料表" : "客戶身份資料表");
    constexpr std::string_view fields[] = {
        "name",     "sex",        "birth_date",    "ethnicity",         "nationality",
        "id_type",  "id_number",  "valid_to",      "issuing_authority", "marital_status",
        "mobile",   "phone",      "email",         "address",           "postcode",
        "employer", "occupation", "annual_income", "account_number",    "tax_residency"};
    draw_list(form, fields, 46, 9.1);
    draw_footing(form, 236);
}

/// A cell for every digit of the numbers, thin rules for the rest.
void digit_cells(Form& form)
{
    draw_heading(
        form,
        form.script == Script::hans ? "个人银行结算账户业务申请表" : "個人銀行結算賬戶業務申請表"
    );
    constexpr double pitch = 6.4;
    const std::vector<FormRow> rows{
        {"name", "sex"},
        {"ethnicity", "nationality"},
        {"id_type", "birth_date"},
        {"id_number"},
        {"valid_to", "issuing_authority"},
        {"mobile"},
        {"phone", "email"},
        {"address"},
        {"postcode"},
        {"employer"},
        {"occupation", "annual_income"},
        {"marital_status"},
        {"tax_residency"}};
    Canvas& canvas = form.canvas;
    double y = 40;
    for (const FormRow& row : rows) {
        const double width = form_inner / static_cast<double>(row.size());
        double x = form_left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            const double baseline = y + 8.0;
            canvas.text(x, baseline, entry.label, form.hands.label);
            if (field == "id_number" || field == "mobile" || field == "postcode") {
                const int count = field == "id_number" ? 18 : field == "mobile" ? 11 : 6;
                for (int i = 0; i < count; ++i)
                    canvas.frame(x + 30 + i * pitch, y + 2.2, pitch, 8.2, 0.2, {0.35, 0.35, 0.35});
                Font font = form.hands.value;
                font.family = "WenQuanYi Micro Hei Mono";
                canvas.place(
                    field, entry.value, canvas.cells(x + 30, baseline, pitch, entry.printed, font)
                );
            } else {
                draw_value(form, entry, x + 30, baseline, width - 33);
                canvas.line(x + 29, y + 10.4, x + width - 3, y + 10.4, 0.18, {0.4, 0.4, 0.4});
            }
            x += width;
        }
        y += 14.2;
    }
    draw_footing(form, 236);
}

} // namespace

Sheet draw_customer_form(
    std::string_view layout, const Person& person, Script script, Dice& dice, int dpi
)
{
    const bool held_out = layout == "plain_list" || layout == "digit_cells";
    FormHabit habit{.script = script};
    habit.wording = dice.between(0, 2);
    habit.date_style = dice.between(0, 3);
    habit.ticks = dice.chance(0.8);
    const FormContent content(person, habit, dice);
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    Form form{
        canvas,
        dice,
        content,
        pick_hands(dice, script, held_out ? LayoutSet::held_out : LayoutSet::train),
        script};
    if (layout == "ruled_table")
        ruled_table(form);
    else if (layout == "shaded_table")
        shaded_table(form);
    else if (layout == "ruled_lines")
        ruled_lines(form);
    else if (layout == "label_above")
        label_above(form);
    else if (layout == "plain_list")
        plain_list(form);
    else
        digit_cells(form);
    if (dice.chance(0.15)) stamp_over_text(form);
    return canvas.finish();
}

} // namespace dossier::samples
