#include "samples/render/form_parts.h"

#include <fmt/format.h>

namespace dossier::samples {
namespace {

constexpr std::string_view banks[] = {"晨曦银行", "远山银行", "东禾银行"};
constexpr std::string_view banks_hant[] = {"晨曦銀行", "遠山銀行", "東禾銀行"};

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

/// Notes an answer that the truth knows.
void place_answer(Form& form, const FormEntry& entry, const Rect& ink)
{
    if (entry.is_asked) form.canvas.place(entry.field, entry.value, ink);
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
        if (ticked) place_answer(form, entry, ink);
        at += form.canvas.text_width(entry.choices[i], font) + font.size * 0.85;
    }
}

} // namespace

FormHands pick_hands(Dice& dice, Script script, LayoutSet set)
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

void draw_heading(Form& form, std::string_view title)
{
    const bool hans = form.script == Script::hans;
    form.canvas.text(105, 24, title, form.hands.heading, Align::centre);
    Font small = form.hands.label;
    small.size = 3.2;
    form.canvas.text(
        form_left, 32, hans ? form.dice.pick(banks) : form.dice.pick(banks_hant), small
    );
    form.canvas.text(
        form_left + form_inner,
        32,
        fmt::format("NO. {:08}", form.dice.between(10000, 99999999)),
        small,
        Align::right
    );
}

void draw_footing(Form& form, double y)
{
    const bool hans = form.script == Script::hans;
    Font small = form.hands.label;
    small.size = 3.0;
    form.canvas.paragraph(
        form_left,
        y,
        form_inner,
        4.6,
        hans ? "本人声明：以上所填内容真实、准确、完整，并同意贵行按规定核实、保存和使用上述资料；"
               "如有变更，本人将及时通知贵行。"
             : "本人聲明：以上所填內容真實、準確、完整，並同意貴行按規定核實、保存和使用上述資料；"
               "如有變更，本人將及時通知貴行。",
        small
    );
    small.size = 3.6;
    form.canvas.text(form_left, y + 18, hans ? "客户签名：" : "客戶簽名：", small);
    scribble(form.canvas, form.dice, form_left + 22, y + 18, 24, {0.1, 0.12, 0.3});
    form.canvas.text(form_left + 70, y + 18, hans ? "经办：" : "經辦：", small);
    scribble(form.canvas, form.dice, form_left + 84, y + 18, 16, {0.1, 0.12, 0.3});
    form.canvas.text(form_left + 112, y + 18, hans ? "复核：" : "覆核：", small);
    scribble(form.canvas, form.dice, form_left + 126, y + 18, 16, {0.1, 0.12, 0.3});
    if (form.dice.chance(0.5)) {
        const double turn = form.dice.real(-8, 8);
        const double x = form_left + form.dice.real(95, 125);
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

void stamp_over_text(Form& form)
{
    const double turn = form.dice.real(-12, 12);
    const double x = form.dice.real(50, 140);
    const double y = form.dice.real(60, 200);
    const std::string words = form.script == Script::hans ? "已录入系统" : "已錄入系統";
    oblong_stamp(form.canvas, form.dice, x, y, 34, 9, turn, {words}, seal_red);
}

void draw_value(Form& form, const FormEntry& entry, double x, double baseline, double width)
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
        place_answer(form, entry, form.canvas.text(x, baseline, entry.printed, font));
        return;
    }
    font.size *= 0.84;
    const double pitch = font.size * 1.18;
    place_answer(
        form,
        entry,
        form.canvas.paragraph(x, baseline - pitch / 2, width, pitch, entry.printed, font)
    );
}

void draw_table(Form& form, const std::vector<FormRow>& rows, double y, const TableStyle& style)
{
    Canvas& canvas = form.canvas;
    const Colour line{0.15, 0.15, 0.15};
    for (const FormRow& row : rows) {
        const double width = form_inner / static_cast<double>(row.size());
        const double label_width = form_inner / 2 * style.label_share;
        double x = form_left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            if (style.shaded) canvas.fill(x, y, label_width, style.row_height, {0.90, 0.91, 0.92});
            canvas.frame(x, y, label_width, style.row_height, 0.25, line);
            canvas.frame(x, y, width, style.row_height, 0.25, line);
            Font label = form.hands.label;
            const double needed = canvas.text_width(entry.label, label);
            if (needed > label_width - 2) label.size *= (label_width - 2) / needed;
            const double baseline = y + style.row_height / 2 + label.size * 0.36;
            if (style.label_align == Align::centre)
                canvas.text(x + label_width / 2, baseline, entry.label, label, Align::centre);
            else
                canvas.text(x + 1.5, baseline, entry.label, label);
            draw_value(
                form,
                entry,
                x + label_width + 2,
                y + style.row_height / 2 + form.hands.value.size * 0.36,
                width - label_width - 4
            );
            x += width;
        }
        y += style.row_height;
    }
}

double draw_boxes(Form& form, const std::vector<FormRow>& rows, double y)
{
    constexpr double height = 16.5;
    Form small = form;
    small.hands.label.size = 3.0;
    for (const FormRow& row : rows) {
        const double width = form_inner / static_cast<double>(row.size());
        double x = form_left;
        for (const auto field : row) {
            const FormEntry& entry = form.content.entry(field);
            form.canvas.frame(x, y, width, height, 0.25, {0.25, 0.25, 0.25});
            form.canvas.text(x + 1.8, y + 4.9, entry.label, small.hands.label);
            draw_value(small, entry, x + 3, y + 12.6, width - 5);
            x += width;
        }
        y += height;
    }
    return y;
}

double
draw_list(Form& form, std::span<const std::string_view> fields, double baseline, double pitch)
{
    for (const auto field : fields) {
        const FormEntry& entry = form.content.entry(field);
        form.canvas.text(
            form_left + 48, baseline, entry.label + "：", form.hands.label, Align::right
        );
        draw_value(form, entry, form_left + 50, baseline, 118);
        baseline += pitch;
    }
    return baseline;
}

void draw_section(Form& form, double y, double height, std::string_view title)
{
    form.canvas.fill(form_left, y, form_inner, height, {0.82, 0.84, 0.87});
    form.canvas.frame(form_left, y, form_inner, height, 0.25, {0.15, 0.15, 0.15});
    Font font = form.hands.label;
    font.bold = true;
    form.canvas.text(
        form_left + form_inner / 2, y + height / 2 + font.size * 0.36, title, font, Align::centre
    );
}

} // namespace dossier::samples
