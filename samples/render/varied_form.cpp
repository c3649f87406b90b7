#include "samples/render/varied_form.h"

#include <fmt/format.h>

#include "samples/render/combs.h"
#include "samples/render/form_parts.h"
#include <algorithm>
#include <array>
#include <utility>

namespace dossier::samples {
namespace {

constexpr double top = 38;
constexpr double bottom = 230;
constexpr Colour rule{0.2, 0.2, 0.2};

/// How one bank prints the questions of its form.
struct LabelHabit {
    std::string_view colon;
    bool justified = false; ///< short labels are spaced out to one width
    bool starred = false;
    bool english = false;
    Align align = Align::left;
};

using Row = std::vector<const FormEntry*>;

struct Varied {
    Form form;
    std::vector<FormGroup> groups;
    LabelHabit labels;

    Canvas& canvas() { return form.canvas; }

    Dice& dice() { return form.dice; }
};

FormHands varied_hands(Dice& dice, Script script)
{
    static constexpr std::string_view labels_hans[] = {
        "Noto Serif CJK SC",
        "Noto Sans CJK SC",
        "AR PL UMing CN",
        "WenQuanYi Zen Hei",
        "LXGW WenKai"};
    static constexpr std::string_view labels_hant[] = {
        "Noto Serif CJK TC", "Noto Sans CJK TC", "AR PL UMing TW", "cwTeXFangSong", "LXGW WenKai"};
    static constexpr std::string_view values_hans[] = {
        "Noto Sans CJK SC",
        "WenQuanYi Zen Hei",
        "Noto Serif CJK SC",
        "AR PL UMing CN",
        "LXGW WenKai",
        "LXGW WenKai Mono"};
    static constexpr std::string_view values_hant[] = {
        "Noto Sans CJK TC", "Noto Serif CJK TC", "AR PL UMing TW", "cwTeXKai", "LXGW WenKai"};
    const bool hans = script == Script::hans;
    const Colour ink = dice.chance(0.25) ? Colour{0.10, 0.14, 0.42} : black;
    return {
        .label =
            {.family = std::string(hans ? dice.pick(labels_hans) : dice.pick(labels_hant)),
             .size = dice.real(3.2, 3.9)},
        .value =
            {.family = std::string(hans ? dice.pick(values_hans) : dice.pick(values_hant)),
             .size = dice.real(3.4, 4.2),
             .colour = ink},
        .heading = {
            .family = hans ? "Noto Sans CJK SC" : "Noto Sans CJK TC",
            .size = dice.real(5.4, 6.8),
            .bold = true,
            .spacing = dice.real(0, 1.2)}};
}

LabelHabit varied_labels(Dice& dice)
{
    static constexpr std::string_view colons[] = {"：", "：", ":", " :", ""};
    static constexpr Align aligns[] = {Align::left, Align::left, Align::right, Align::centre};
    LabelHabit habit{.colon = dice.pick(colons)};
    habit.justified = dice.chance(0.3);
    habit.starred = dice.chance(0.2);
    habit.align = dice.pick(aligns);
    return habit;
}

/// Answers that need a line of their own.
bool is_wide(const FormEntry& entry)
{
    constexpr std::array fields{
        "address",
        "employer",
        "business_scope",
        "company_name",
        "tax_residency",
        "investment_preference",
        "account_number"};
    constexpr std::size_t longest_mail = 24; // it would be broken by a hyphen that is none of it
    return std::ranges::find(fields, entry.field) != fields.end() || entry.printed.size() > 48 ||
           (entry.field.ends_with("email") && entry.printed.size() > longest_mail);
}

/// A group's entries, wide ones alone, the scope left out: it is as tall as its text.
std::vector<Row> rows_of(const FormGroup& group, std::size_t a_row)
{
    std::vector<Row> rows;
    bool is_open = false;
    for (const FormEntry& entry : group.entries) {
        if (entry.field == "business_scope") continue;
        const bool is_alone = is_wide(entry);
        if (is_alone || !is_open || rows.back().size() == a_row) rows.emplace_back();
        rows.back().push_back(&entry);
        is_open = !is_alone;
    }
    return rows;
}

const FormEntry* scope_of(const Varied& varied)
{
    for (const FormGroup& group : varied.groups) {
        for (const FormEntry& entry : group.entries) {
            if (entry.field == "business_scope") return &entry;
        }
    }
    return nullptr;
}

/// The lines that all groups take together, each with a title of `title` lines.
double lines_of(const Varied& varied, std::size_t a_row, double title)
{
    double lines = 0;
    for (const FormGroup& group : varied.groups)
        lines += title + static_cast<double>(rows_of(group, a_row).size());
    return lines;
}

double scope_height(Varied& varied, double width)
{
    const FormEntry* scope = scope_of(varied);
    if (scope == nullptr) return 0;
    Font font = varied.form.hands.value;
    font.size *= 0.9;
    return varied.canvas().line_count(width, scope->printed, font) * font.size * 1.35 + 4;
}

void draw_scope(Varied& varied, double x, double y, double width)
{
    const FormEntry& scope = *scope_of(varied);
    Font font = varied.form.hands.value;
    font.size *= 0.9;
    varied.canvas().place(
        scope.field,
        scope.value,
        varied.canvas().paragraph(
            x, y + 1.5 + font.size, width, font.size * 1.35, scope.printed, font
        )
    );
}

std::string label_text(const Varied& varied, const FormEntry& entry)
{
    std::string text = varied.labels.starred ? "*" : "";
    text += entry.label;
    if (varied.labels.english) text += fmt::format(" {}", english_label(entry.field));
    return text;
}

/// A label in its place, shrunk or spaced out to it. Answers where it ends.
double draw_label(Varied& varied, const FormEntry& entry, double x, double baseline, double width)
{
    Font font = varied.form.hands.label;
    const std::string text = label_text(varied, entry);
    const std::string whole = text + std::string(varied.labels.colon);
    const double needed = varied.canvas().text_width(whole, font);
    if (needed > width) font.size *= width / needed;
    const auto count = characters(text).size();
    const bool is_spaced = varied.labels.justified && count > 1 && count < 5 && needed < width;
    if (is_spaced) {
        const double colon = font.size * (varied.labels.colon.empty() ? 0.0 : 1.0);
        font.spacing = std::min(
            font.size * 4.0 / static_cast<double>(count - 1),
            std::max(0.0, std::min(width, font.size * 6) - colon - needed) /
                static_cast<double>(count - 1)
        );
        varied.canvas().text(x, baseline, text, font);
        const double end = x + varied.canvas().text_width(text, font) + font.spacing;
        font.spacing = 0;
        varied.canvas().text(end, baseline, varied.labels.colon, font);
        return end + varied.canvas().text_width(varied.labels.colon, font);
    }
    const Align align = varied.labels.align;
    const double at = align == Align::left ? x : align == Align::right ? x + width : x + width / 2;
    varied.canvas().text(at, baseline, whole, font, align);
    if (align == Align::left) return x + varied.canvas().text_width(whole, font);
    return x + width;
}

/// How many cells a number is written into; 0: as running text.
int cells_of(const FormEntry& entry)
{
    if (entry.printed.empty()) return 0;
    if (entry.field.ends_with("id_number") || entry.field == "uscc") return 18;
    if (entry.field.ends_with("mobile")) return 11;
    if (entry.field == "postcode") return 6;
    if (entry.field.ends_with("_date")) return 11;
    return entry.field == "account_number" ? static_cast<int>(entry.value.size()) : 0;
}

/// A character a cell; between the numbers of a date 年, 月 and 日 without cells.
void draw_cells(
    Varied& varied, const FormEntry& entry, double x, double y, double height, double width
)
{
    Canvas& canvas = varied.canvas();
    const int count = cells_of(entry);
    const double pitch = std::min(height * 0.92, width / count);
    const bool is_date = count == 11 && entry.field.ends_with("_date");
    const std::string text = is_date ? entry.value.substr(0, 4) + "年" + entry.value.substr(5, 2) +
                                           "月" + entry.value.substr(8, 2) + "日"
                                     : entry.value;
    const auto parts = characters(text);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].size() > 1) continue;
        canvas.frame(x + static_cast<double>(i) * pitch, y, pitch, height, 0.2, rule);
    }
    Font font = varied.form.hands.value;
    font.size = std::min(font.size, pitch * 0.8);
    canvas.place(
        entry.field,
        entry.value,
        canvas.cells(x, y + height / 2 + font.size * 0.36, pitch, text, font)
    );
}

/// A small line of print between the questions.
void draw_note(Varied& varied, double x, double baseline)
{
    static constexpr Words notes[] = {
        {"注：带*的项目为必填项，请用黑色签字笔工整填写。",
         "註：帶*的項目為必填項，請用黑色簽字筆工整填寫。"},
        {"说明：以下资料如有变更，请及时到本行办理更新手续。",
         "說明：以下資料如有變更，請及時到本行辦理更新手續。"},
        {"（请在相应的□内打√，字迹须清晰）", "（請在相應的□內打√，字跡須清晰）"}};
    Font font = varied.form.hands.label;
    font.size *= 0.82;
    varied.canvas().text(x, baseline, varied.dice().pick(notes).in(varied.form.script), font);
}

/// Questions without any frame, one or two to a line, answers in a column or right behind them.
void list(Varied& varied)
{
    const std::size_t columns = scope_of(varied) == nullptr && varied.dice().chance(0.5) ? 2 : 1;
    const bool in_column = varied.labels.align != Align::left || varied.dice().chance(0.5);
    const bool titled = varied.dice().chance(0.5);
    const bool underlined = varied.dice().chance(0.3);
    if (columns == 2) varied.labels.english = false;
    double label_width = 0;
    for (const FormGroup& group : varied.groups) {
        for (const FormEntry& entry : group.entries)
            label_width = std::max(
                label_width,
                varied.canvas().text_width(
                    label_text(varied, entry) + std::string(varied.labels.colon),
                    varied.form.hands.label
                )
            );
    }
    label_width = std::min(label_width + 1, columns == 2 ? 34.0 : 62.0);
    const double tall = scope_height(varied, form_inner - label_width - 6);
    const double lines = lines_of(varied, columns, titled ? 1 : 0);
    const double pitch = std::min(11.5, (bottom - top - 6 - tall) / lines);
    double baseline = top + 6;
    for (const FormGroup& group : varied.groups) {
        if (titled) {
            Font font = varied.form.hands.label;
            font.bold = true;
            varied.canvas().text(form_left, baseline, group.title, font);
            baseline += pitch;
        }
        for (const Row& row : rows_of(group, columns)) {
            double x = form_left;
            for (const FormEntry* entry : row) {
                const double width = form_inner / static_cast<double>(row.size());
                const double end = draw_label(varied, *entry, x, baseline, label_width);
                const double start = (in_column ? x + label_width : end) + 1.5;
                const double room = x + width - 4 - start;
                if (underlined && entry->choices.empty())
                    varied.canvas().line(
                        start, baseline + 1.3, start + room, baseline + 1.3, 0.2, rule
                    );
                draw_value(varied.form, *entry, start + 0.5, baseline, room - 1);
                x += width;
            }
            baseline += pitch;
        }
    }
    if (tall == 0) return;
    draw_label(varied, *scope_of(varied), form_left, baseline, label_width);
    draw_scope(
        varied,
        form_left + label_width + 2,
        baseline - 1.5 - varied.form.hands.value.size * 0.9,
        form_inner - label_width - 6
    );
}

struct TableHabit {
    std::size_t a_row = 2;
    double most_height = 11.5;
    double label_share = 0.34; ///< of half the width
    bool in_cells = false;     ///< numbers a character a cell
    bool shaded = false;
    bool sided = false;     ///< group titles run down beside their rows
    bool two_lines = false; ///< English under the label
};

void draw_cell_label(
    Varied& varied,
    const FormEntry& entry,
    double x,
    double y,
    double width,
    double height,
    const TableHabit& habit
)
{
    Canvas& canvas = varied.canvas();
    const double size = varied.form.hands.label.size;
    if (!habit.two_lines) {
        draw_label(varied, entry, x + 1.2, y + height / 2 + size * 0.36, width - 2.4);
        return;
    }
    draw_label(varied, entry, x + 1.2, y + height * 0.42, width - 2.4);
    Font small = varied.form.hands.label;
    small.size *= 0.72;
    const std::string_view english = english_label(entry.field);
    const double needed = canvas.text_width(english, small);
    if (needed > width - 2.4) small.size *= (width - 2.4) / needed;
    canvas.text(x + 1.2, y + height * 0.84, english, small);
}

/// A group's title beside its rows, a character under the other.
void draw_side(
    Varied& varied, const std::string& title, double x, double y, double width, double height
)
{
    const auto parts = characters(title);
    Font font = varied.form.hands.label;
    font.size = std::min(font.size, height / static_cast<double>(parts.size()) * 0.9);
    const double pitch = font.size * 1.1;
    varied.canvas().frame(x, y, width, height, 0.25, rule);
    double baseline =
        y + height / 2 - pitch * static_cast<double>(parts.size()) / 2 + font.size * 0.86;
    for (const auto& part : parts) {
        varied.canvas().text(x + width / 2, baseline, part, font, Align::centre);
        baseline += pitch;
    }
}

/// Labels and answers in cells.
void table(Varied& varied, const TableHabit& habit)
{
    Canvas& canvas = varied.canvas();
    const bool noted = varied.dice().chance(0.5);
    const double side = habit.sided ? 8 : 0;
    const double inner = form_inner - side;
    const double label_width =
        inner / static_cast<double>(std::max<std::size_t>(habit.a_row, 2)) * habit.label_share;
    const double tall = scope_height(varied, inner - label_width - 4);
    const double lines = lines_of(varied, habit.a_row, habit.sided ? 0 : 0.8) + (noted ? 0.7 : 0);
    const double height = std::min(habit.most_height, (bottom - top - tall) / lines);
    double y = top;
    const auto draw_row = [&](const Row& row) {
        double x = form_left + side;
        for (const FormEntry* entry : row) {
            const double width = inner / static_cast<double>(row.size());
            if (habit.shaded) canvas.fill(x, y, label_width, height, {0.90, 0.91, 0.92});
            canvas.frame(x, y, label_width, height, 0.25, rule);
            canvas.frame(x, y, width, height, 0.25, rule);
            draw_cell_label(varied, *entry, x, y, label_width, height, habit);
            const double start = x + label_width + 1.6;
            const double room = width - label_width - 3;
            if (habit.in_cells && cells_of(*entry) > 0 && room / cells_of(*entry) > 3.2)
                draw_cells(varied, *entry, start, y + height * 0.14, height * 0.72, room);
            else
                draw_value(
                    varied.form,
                    *entry,
                    start,
                    y + height / 2 + varied.form.hands.value.size * 0.36,
                    room
                );
            x += width;
        }
        y += height;
    };
    for (const FormGroup& group : varied.groups) {
        if (!habit.sided) {
            draw_section(varied.form, y, height * 0.8, group.title);
            y += height * 0.8;
        }
        const double begin = y;
        for (const Row& row : rows_of(group, habit.a_row))
            draw_row(row);
        if (habit.sided) draw_side(varied, group.title, form_left, begin, side, y - begin);
        if (noted && &group == &varied.groups.front()) {
            canvas.frame(form_left, y, form_inner, height * 0.7, 0.25, rule);
            draw_note(varied, form_left + 2, y + height * 0.47);
            y += height * 0.7;
        }
    }
    if (tall == 0) return;
    const double x = form_left + side;
    canvas.frame(x, y, label_width, tall, 0.25, rule);
    canvas.frame(x, y, inner, tall, 0.25, rule);
    draw_cell_label(varied, *scope_of(varied), x, y, label_width, tall, habit);
    draw_scope(varied, x + label_width + 2, y, inner - label_width - 4);
}

/// A row of heads over a row of answers.
void heads_above(Varied& varied)
{
    Canvas& canvas = varied.canvas();
    varied.labels.colon = "";
    const auto a_row = static_cast<std::size_t>(varied.dice().between(2, 3));
    const bool shaded = varied.dice().chance(0.6);
    const double tall = scope_height(varied, form_inner - 4);
    const double lines = lines_of(varied, a_row, 0) + (tall > 0 ? 0.5 : 0);
    const double height = std::min(17.0, (bottom - top - tall) / lines);
    const double head = height * 0.42;
    double y = top;
    const auto draw_head = [&](const FormEntry& entry, double x, double width) {
        if (shaded) canvas.fill(x, y, width, head, {0.88, 0.90, 0.92});
        canvas.frame(x, y, width, head, 0.25, rule);
        draw_label(
            varied, entry, x + 1.2, y + head / 2 + varied.form.hands.label.size * 0.36, width - 2.4
        );
    };
    for (const FormGroup& group : varied.groups) {
        for (const Row& row : rows_of(group, a_row)) {
            double x = form_left;
            for (const FormEntry* entry : row) {
                const double width = form_inner / static_cast<double>(row.size());
                draw_head(*entry, x, width);
                canvas.frame(x, y + head, width, height - head, 0.25, rule);
                draw_value(
                    varied.form,
                    *entry,
                    x + 2,
                    y + head + (height - head) / 2 + varied.form.hands.value.size * 0.36,
                    width - 4
                );
                x += width;
            }
            y += height;
        }
    }
    if (tall == 0) return;
    draw_head(*scope_of(varied), form_left, form_inner);
    canvas.frame(form_left, y + head, form_inner, tall, 0.25, rule);
    draw_scope(varied, form_left + 2, y + head, form_inner - 4);
}

/// Numbered questions in running lines, answers underlined.
void numbered_lines(Varied& varied)
{
    Canvas& canvas = varied.canvas();
    varied.labels.justified = false;
    varied.labels.align = Align::left;
    if (varied.labels.colon.empty()) varied.labels.colon = "：";
    const bool numbered = varied.dice().chance(0.7);
    constexpr double pitch = 9.2;
    double x = form_left;
    double baseline = top + 6;
    int number = 0;
    const auto next_line = [&] {
        x = form_left;
        baseline += pitch;
    };
    for (const FormGroup& group : varied.groups) {
        for (const FormEntry& entry : group.entries) {
            if (entry.field == "business_scope") continue;
            FormEntry counted = entry;
            if (numbered) counted.label = fmt::format("{}. {}", ++number, entry.label);
            double needed = 22;
            for (const auto& choice : entry.choices)
                needed += canvas.text_width(choice, varied.form.hands.label) + 6;
            if (entry.choices.empty())
                needed =
                    std::max(24.0, canvas.text_width(entry.printed, varied.form.hands.value) + 6);
            const double label =
                canvas.text_width(label_text(varied, counted), varied.form.hands.label) + 6;
            if (x > form_left && x + label + needed > form_left + form_inner) next_line();
            needed = std::min(needed, form_left + form_inner - x - label);
            const double end = draw_label(varied, counted, x, baseline, form_inner);
            if (entry.choices.empty())
                canvas.line(end, baseline + 1.2, end + needed, baseline + 1.2, 0.2, rule);
            draw_value(varied.form, counted, end + 1.5, baseline, needed - 2);
            x = end + needed + 5;
        }
        if (varied.dice().chance(0.5)) next_line();
        if (varied.dice().chance(0.3)) {
            if (x > form_left) next_line();
            draw_note(varied, form_left, baseline);
            next_line();
        }
    }
    const FormEntry* scope = scope_of(varied);
    if (scope == nullptr) return;
    if (x > form_left) next_line();
    const double end = draw_label(varied, *scope, form_left, baseline, 60);
    draw_scope(
        varied,
        end + 1,
        baseline - 1.5 - varied.form.hands.value.size * 0.9,
        form_left + form_inner - end - 2
    );
}

void draw(Varied& varied, std::string_view layout)
{
    Dice& dice = varied.dice();
    const bool shaded = dice.chance(0.4);
    const bool sided = dice.chance(0.5);
    if (layout == "varied_list") {
        varied.labels.english = dice.chance(0.15);
        list(varied);
    } else if (layout == "varied_boxed_table") {
        table(
            varied,
            {.a_row = 1,
             .most_height = 10,
             .label_share = 0.4,
             .in_cells = true,
             .shaded = shaded,
             .sided = sided}
        );
    } else if (layout == "varied_dense_table") {
        varied.form.hands.label.size = dice.real(2.7, 3.0);
        varied.form.hands.value.size = dice.real(2.9, 3.3);
        const auto a_row = static_cast<std::size_t>(dice.between(2, 3));
        table(
            varied,
            {.a_row = a_row,
             .most_height = 8,
             .label_share = 0.36,
             .shaded = shaded,
             .sided = sided}
        );
    } else if (layout == "varied_heads_above") {
        heads_above(varied);
    } else if (layout == "varied_bilingual_table") {
        const bool two_lines = dice.chance(0.6);
        varied.labels.english = !two_lines;
        varied.labels.justified = false;
        table(
            varied,
            {.a_row = two_lines ? 2U : 1U,
             .label_share = two_lines ? 0.36 : 0.5,
             .shaded = shaded,
             .two_lines = two_lines}
        );
    } else {
        numbered_lines(varied);
    }
}

CombHabit comb_habit(Dice& dice)
{
    static constexpr Colour colours[] = {rule, rule, {0.5, 0.5, 0.5}, {0.25, 0.3, 0.55}};
    CombHabit habit;
    habit.is_apart = dice.chance(0.3);
    habit.is_open = !habit.is_apart && dice.chance(0.35);
    habit.is_grouped = dice.chance(0.4);
    habit.pitch = dice.real(3.9, 6.2);
    habit.height = habit.pitch * dice.real(0.95, 1.4);
    habit.line = dice.real(0.12, 0.35);
    habit.ink = dice.real(0.55, 0.9);
    habit.colour = dice.pick(colours);
    return habit;
}

/// The parts of a number with what stands between them on the line: 年, 月 and 日, or paper.
struct CombPart {
    std::string cells;
    std::string after;
};

std::vector<CombPart> comb_parts(const FormEntry& entry, bool is_grouped)
{
    if (entry.field.ends_with("_date")) {
        return {
            {entry.value.substr(0, 4), "年"},
            {entry.value.substr(5, 2), "月"},
            {entry.value.substr(8, 2), "日"}};
    }
    if (!is_grouped || entry.field != "account_number") return {{entry.value, ""}};
    std::vector<CombPart> parts;
    for (std::size_t at = 0; at < entry.value.size(); at += 4)
        parts.push_back({entry.value.substr(at, 4), ""});
    return parts;
}

void draw_comb(
    Varied& varied, const FormEntry& entry, const CombHabit& habit, double x, double baseline
)
{
    Canvas& canvas = varied.canvas();
    Font font = varied.form.hands.value;
    font.size = std::min(habit.pitch * habit.ink, habit.height * 0.85);
    const double y = baseline + font.size * 0.14 - habit.height * (habit.is_open ? 0.98 : 0.78);
    Rect ink;
    for (const auto& [cells, after] : comb_parts(entry, habit.is_grouped)) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            draw_comb_cell(canvas, habit, x + static_cast<double>(i) * habit.pitch, y);
        ink = around(ink, canvas.cells(x, baseline, habit.pitch, cells, font));
        x += static_cast<double>(cells.size()) * habit.pitch;
        if (!after.empty()) ink = around(ink, canvas.text(x + 0.6, baseline, after, font));
        x += after.empty() ? habit.pitch * 0.7 : font.size + 1.4;
    }
    canvas.place(entry.field, entry.value, ink);
}

/// A question a line, numbers and dates a character a cell.
void combs(Varied& varied)
{
    Canvas& canvas = varied.canvas();
    const CombHabit habit = comb_habit(varied.dice());
    const bool is_ruled = varied.dice().chance(0.4);
    varied.labels.english = false;
    constexpr double label_width = 38;
    const double tall = scope_height(varied, form_inner - label_width - 6);
    const double pitch =
        std::min(habit.height + 3.4, (bottom - top - 6 - tall) / lines_of(varied, 1, 0));
    double baseline = top + 6;
    for (const FormGroup& group : varied.groups) {
        for (const FormEntry& entry : group.entries) {
            if (entry.field == "business_scope") continue;
            draw_label(varied, entry, form_left, baseline, label_width);
            const double start = form_left + label_width + 3;
            const double room = form_inner - label_width - 4;
            const int cells = cells_of(entry);
            const bool fits = (cells + 4) * habit.pitch < room && habit.height < pitch - 0.6;
            const bool has_day = !entry.field.ends_with("_date") || entry.value.size() == 10;
            if (cells > 0 && fits && has_day)
                draw_comb(varied, entry, habit, start, baseline);
            else
                draw_value(varied.form, entry, start, baseline, room);
            if (is_ruled) {
                const double y = baseline + pitch * 0.36;
                canvas.line(form_left, y, form_left + form_inner, y, 0.2, rule);
            }
            baseline += pitch;
        }
    }
    if (tall == 0) return;
    draw_label(varied, *scope_of(varied), form_left, baseline, label_width);
    const double y = baseline - 1.5 - varied.form.hands.value.size * 0.9;
    draw_scope(varied, form_left + label_width + 3, y, form_inner - label_width - 6);
}

} // namespace

Sheet draw_varied_form(
    const Layout& layout,
    std::vector<FormGroup> groups,
    std::string_view title,
    Script script,
    Dice& dice,
    int dpi
)
{
    Canvas canvas(210, 297, dpi, {1, 1, 1});
    const FormContent nothing{std::vector<FormEntry>{}};
    Varied varied{
        {canvas, dice, nothing, varied_hands(dice, script), script},
        std::move(groups),
        varied_labels(dice)};
    draw_heading(varied.form, title);
    if (layout.name == "varied_combs")
        combs(varied);
    else
        draw(varied, layout.name);
    draw_footing(varied.form, 240);
    if (dice.chance(0.25)) stamp_over_text(varied.form);
    return canvas.finish();
}

} // namespace dossier::samples
