// The personal customer form in several banks' layouts: two ruled tables, ruled lines, boxes with
// the label above the value, and, held out, a plain list and a form with one cell a digit.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/decor.h"
#include "samples/render/form_entries.h"
#include "samples/render/layouts.h"
#include <algorithm>

namespace dossier::samples {
namespace {

constexpr double left = 17;
constexpr double inner = 176; ///< width between the margins

struct Hands {
    Font label;
    Font value;
    Font heading;
};

/// One form being drawn.
struct Form {
    Canvas& canvas;
    Dice& dice;
    const FormContent& content;
    Hands hands;
    Script script;
};

using Row = std::vector<std::string_view>;

constexpr std::string_view banks[] = {"晨曦银行", "远山银行", "东禾银行"};
constexpr std::string_view banks_hant[] = {"晨曦銀行", "遠山銀行", "東禾銀行"};

Hands pick_hands(Dice& dice, Script script, LayoutSet set)
{
    static constexpr std::string_view labels_hans[] = {
        "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN"};
    static constexpr std::string_view labels_hant[] = {
        "Noto Serif CJK TC", "Noto Sans CJK TC", "AR PL UMing TW"};
    static constexpr std::string_view values_hans[] = {
        "Noto Sans CJK SC", "WenQuanYi Zen Hei", "Noto Serif CJK SC"};
    static constexpr std::string_view values_hant[] = {
        "Noto Sans CJK TC", "Noto Serif CJK TC", "AR PL UMing TW"};
    const bool hans = script == Script::hans;
    std::string label(hans ? dice.pick(labels_hans) : dice.pick(labels_hant));
    std::string value(hans ? dice.pick(values_hans) : dice.pick(values_hant));
    if (set == LayoutSet::held_out) {
        label = "WenQuanYi Micro Hei";
        value = hans ? "AR PL UKai CN" : "AR PL UKai TW";
    }
    const Colour ink = dice.chance(0.25) ? Colour{0.10, 0.14, 0.42} : black;
    return {
        .label = {.family = label, .size = 3.6},
        .value = {.family = value, .size = 3.9, .colour = ink},
        .heading = {
            .family = hans ? "Noto Serif CJK SC" : "Noto Serif CJK TC",
            .size = 6.4,
            .bold = true,
            .spacing = 0.8}};
}

void heading(Form& form, std::string_view title)
{
    const bool hans = form.script == Script::hans;
    form.canvas.text(105, 24, title, form.hands.heading, Align::centre);
    Font small = form.hands.label;
    small.size = 3.2;
    form.canvas.text(left, 32, hans ? form.dice.pick(banks) : form.dice.pick(banks_hant), small);
    form.canvas.text(
        left + inner,
        32,
        fmt::format("NO. {:08}", form.dice.between(10000, 99999999)),
        small,
        Align::right
    );
}

void footing(Form& form, double y)
{
    const bool hans = form.script == Script::hans;
    Font small = form.hands.label;
    small.size = 3.0;
    form.canvas.paragraph(
        left,
        y,
        inner,
        4.6,
        hans ? "本人声明：以上所填内容真实、准确、完整，并同意贵行按规定核实、保存和使用上述资料；"
               "如有变更，本人将及时通知贵行。"
             : "本人聲明：以上所填內容真實、準確、完整，並同意貴行按規定核實、保存和使用上述資料；"
               "如有變更，本人將及時通知貴行。",
        small
    );
    small.size = 3.6;
    form.canvas.text(left, y + 18, hans ? "客户签名：" : "客戶簽名：", small);
    scribble(form.canvas, form.dice, left + 22, y + 18, 24, {0.1, 0.12, 0.3});
    form.canvas.text(left + 70, y + 18, hans ? "经办：" : "經辦：", small);
    scribble(form.canvas, form.dice, left + 84, y + 18, 16, {0.1, 0.12, 0.3});
    form.canvas.text(left + 112, y + 18, hans ? "复核：" : "覆核：", small);
    scribble(form.canvas, form.dice, left + 126, y + 18, 16, {0.1, 0.12, 0.3});
    if (form.dice.chance(0.5)) {
        const double turn = form.dice.real(-8, 8);
        const double x = left + form.dice.real(95, 125);
        oblong_stamp(
            form.canvas,
            form.dice,
            x,
            y + 5,
            34,
            17,
            turn,
            {hans ? "业务受理章" : "業務受理章", hans ? "营业部" : "營業部"},
            seal_red
        );
    }
    specimen_mark(form.canvas, 200, 290);
}

/// A clerk's stamp that landed on the answers.
void stamp_over_text(Form& form)
{
    const double turn = form.dice.real(-12, 12);
    const double x = form.dice.real(50, 140);
    const double y = form.dice.real(60, 200);
    const std::string words = form.script == Script::hans ? "已录入系统" : "已錄入系統";
    oblong_stamp(form.canvas, form.dice, x, y, 34, 9, turn, {words}, seal_red);
}

void tick_box(Form& form, double x, double baseline, double size, bool ticked)
{
    Canvas& canvas = form.canvas;
    canvas.frame(
        x, baseline - size * 0.86, size * 0.86, size * 0.86, 0.22, form.hands.label.colour
    );
    if (!ticked) return;
    const Colour ink = form.hands.value.colour;
    canvas.line(
        x + size * 0.12, baseline - size * 0.42, x + size * 0.38, baseline - size * 0.08, 0.5, ink
    );
    canvas.line(
        x + size * 0.36, baseline - size * 0.08, x + size * 0.96, baseline - size * 1.0, 0.5, ink
    );
}

/// The choices in a line, boxes before the words; the ticked word is where the field stands.
void choices(Form& form, const FormEntry& entry, double x, double baseline, double width)
{
    Font font = form.hands.label;
    double needed = 0;
    for (const auto& choice : entry.choices)
        needed += form.canvas.text_width(choice, font) + font.size * 2.1;
    if (needed > width) font.size *= width / needed;
    double at = x;
    for (std::size_t i = 0; i < entry.choices.size(); ++i) {
        const bool ticked = static_cast<int>(i) == entry.ticked;
        tick_box(form, at, baseline + font.size * 0.1, font.size, ticked);
        at += font.size * 1.25;
        const Rect ink = form.canvas.text(at, baseline, entry.choices[i], font);
        if (ticked) form.canvas.place(entry.field, entry.value, ink);
        at += form.canvas.text_width(entry.choices[i], font) + font.size * 0.85;
    }
}

/// A value on one line, on two when it is too long, smaller when that is not enough either.
void value(Form& form, const FormEntry& entry, double x, double baseline, double width)
{
    if (!entry.choices.empty()) {
        choices(form, entry, x, baseline, width);
        return;
    }
    if (entry.printed.empty()) return;
    Font font = form.hands.value;
    const double needed = form.canvas.text_width(entry.printed, font);
    if (needed > width && needed < width * 1.25) font.size *= width / needed * 0.995;
    if (needed < width * 1.25) {
        form.canvas.place(
            entry.field, entry.value, form.canvas.text(x, baseline, entry.printed, font)
        );
        return;
    }
    font.size *= 0.84;
    const double pitch = font.size * 1.18;
    form.canvas.place(
        entry.field,
        entry.value,
        form.canvas.paragraph(x, baseline - pitch / 2, width, pitch, entry.printed, font)
    );
}

/// Label and value cells in a grid; a row of one field spans the width.
void table(
    Form& form,
    const std::vector<Row>& rows,
    double y,
    double row_height,
    double label_share,
    bool shaded,
    Align label_align
)
{
    Canvas& canvas = form.canvas;
    const Colour line{0.15, 0.15, 0.15};
    for (const Row& row : rows) {
        const double width = inner / static_cast<double>(row.size());
        const double label_width = inner / 2 * label_share;
        double x = left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            if (shaded) canvas.fill(x, y, label_width, row_height, {0.90, 0.91, 0.92});
            canvas.frame(x, y, label_width, row_height, 0.25, line);
            canvas.frame(x, y, width, row_height, 0.25, line);
            Font label = form.hands.label;
            const double needed = canvas.text_width(entry.label, label);
            if (needed > label_width - 2) label.size *= (label_width - 2) / needed;
            const double baseline = y + row_height / 2 + label.size * 0.36;
            if (label_align == Align::centre)
                canvas.text(x + label_width / 2, baseline, entry.label, label, Align::centre);
            else
                canvas.text(x + 1.5, baseline, entry.label, label);
            value(
                form,
                entry,
                x + label_width + 2,
                y + row_height / 2 + form.hands.value.size * 0.36,
                width - label_width - 4
            );
            x += width;
        }
        y += row_height;
    }
}

void section(Form& form, double y, double height, std::string_view title)
{
    form.canvas.fill(left, y, inner, height, {0.82, 0.84, 0.87});
    form.canvas.frame(left, y, inner, height, 0.25, {0.15, 0.15, 0.15});
    Font font = form.hands.label;
    font.bold = true;
    form.canvas.text(
        left + inner / 2, y + height / 2 + font.size * 0.36, title, font, Align::centre
    );
}

void ruled_table(Form& form)
{
    const bool hans = form.script == Script::hans;
    heading(form, hans ? "个人客户信息登记表" : "個人客戶資料登記表");
    section(form, 38, 8, hans ? "一、客户基本信息" : "一、客戶基本資料");
    table(
        form,
        {{"name", "sex"},
         {"ethnicity", "birth_date"},
         {"nationality", "marital_status"},
         {"id_type", "id_number"},
         {"issuing_authority", "valid_to"}},
        46,
        10.5,
        0.34,
        false,
        Align::centre
    );
    section(form, 98.5, 8, hans ? "二、联系方式" : "二、聯繫方式");
    table(
        form,
        {{"mobile", "phone"}, {"email", "postcode"}, {"address"}},
        106.5,
        10.5,
        0.34,
        false,
        Align::centre
    );
    section(form, 138, 8, hans ? "三、职业与财务" : "三、職業與財務");
    table(
        form,
        {{"employer"},
         {"occupation", "annual_income"},
         {"investment_preference"},
         {"account_number"},
         {"tax_residency"}},
        146,
        10.5,
        0.34,
        false,
        Align::centre
    );
    section(form, 198.5, 8, hans ? "四、配偶及代理人" : "四、配偶及代理人");
    table(
        form,
        {{"spouse_name", "spouse_id_number"}, {"agent_name", "agent_id_number"}},
        206.5,
        10.5,
        0.38,
        false,
        Align::centre
    );
    footing(form, 238);
}

void shaded_table(Form& form)
{
    heading(form, form.script == Script::hans ? "个人账户开户申请书" : "個人賬戶開戶申請書");
    table(
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
        12.2,
        0.36,
        true,
        Align::left
    );
    footing(form, 232);
}

/// 姓名：____张三____, one or two to a line.
void ruled_lines(Form& form)
{
    heading(form, form.script == Script::hans ? "个人客户资料卡" : "個人客戶資料卡");
    const std::vector<Row> rows{
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
    for (const Row& row : rows) {
        const double width = inner / static_cast<double>(row.size());
        double x = left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            const std::string label = entry.label + "：";
            canvas.text(x, baseline, label, form.hands.label);
            const double start = x + canvas.text_width(label, form.hands.label);
            if (entry.choices.empty())
                canvas.line(
                    start, baseline + 1.3, x + width - 4, baseline + 1.3, 0.22, {0.2, 0.2, 0.2}
                );
            value(form, entry, start + 2, baseline, x + width - 6 - start);
            x += width;
        }
        baseline += 13.2;
    }
    footing(form, 232);
}

/// Boxes with a small label in their upper left corner and the value below it.
void label_above(Form& form)
{
    heading(form, form.script == Script::hans ? "客户信息采集表" : "客戶資料採集表");
    const std::vector<Row> rows{
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
    Canvas& canvas = form.canvas;
    Form small = form;
    small.hands.label.size = 3.0;
    double y = 38;
    for (const Row& row : rows) {
        const double width = inner / static_cast<double>(row.size());
        double x = left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            canvas.frame(x, y, width, 16.5, 0.25, {0.25, 0.25, 0.25});
            canvas.text(x + 1.8, y + 4.9, entry.label, small.hands.label);
            value(small, entry, x + 3, y + 12.6, width - 5);
            x += width;
        }
        y += 16.5;
    }
    footing(form, 236);
}

/// One field a line, labels flush right before a colon, no rules at all.
void plain_list(Form& form)
{
    heading(form, form.script == Script::hans ? "客户身份资料表" : "客戶身份資料表");
    constexpr std::string_view fields[] = {
        "name",     "sex",        "birth_date",    "ethnicity",         "nationality",
        "id_type",  "id_number",  "valid_to",      "issuing_authority", "marital_status",
        "mobile",   "phone",      "email",         "address",           "postcode",
        "employer", "occupation", "annual_income", "account_number",    "tax_residency"};
    double baseline = 46;
    for (const auto field : fields) {
        const FormEntry& entry = form.content.entry(field);
        form.canvas.text(left + 48, baseline, entry.label + "：", form.hands.label, Align::right);
        value(form, entry, left + 50, baseline, 118);
        baseline += 9.1;
    }
    footing(form, 236);
}

/// A cell for every digit of the numbers, thin rules for the rest.
void digit_cells(Form& form)
{
    heading(
        form,
        form.script == Script::hans ? "个人银行结算账户业务申请表" : "個人銀行結算賬戶業務申請表"
    );
    constexpr double pitch = 6.4;
    const std::vector<Row> rows{
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
    for (const Row& row : rows) {
        const double width = inner / static_cast<double>(row.size());
        double x = left;
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
                value(form, entry, x + 30, baseline, width - 33);
                canvas.line(x + 29, y + 10.4, x + width - 3, y + 10.4, 0.18, {0.4, 0.4, 0.4});
            }
            x += width;
        }
        y += 14.2;
    }
    footing(form, 236);
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
