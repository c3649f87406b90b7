#include "web/registers/print.h"

#include "web/clock.h"
#include "web/registers/words.h"
#include "web/sheets/paper.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace dossier::web {

namespace {

namespace words = register_words;

constexpr double page_width = sheet_height; // A4 the other way
constexpr double page_height = sheet_width;
constexpr double left = 15.0;
constexpr double right = page_width - left;
constexpr double running_width = 10.0;
constexpr double top = 30.0;     ///< of the table
constexpr double bottom = 193.0; ///< of the lines
constexpr double text_size = 3.0;
constexpr double line_height = 4.2;
constexpr double padding = 1.2;
constexpr double rule = 0.15; ///< thickness

using Row = std::vector<std::string>;

class Printing {
public:
    Printing(const store::Register& made, const RegisterPrint& print)
        : made_(made),
          print_(print),
          words_(words_of(made.item.query.kind)),
          paper_(print.font, page_width, page_height)
    {}

    std::string print()
    {
        begin_page();
        int number = 0;
        for (const auto& row : made_.rows)
            put_row(++number, row);
        if (made_.rows.empty()) put_spanning(say(words::nothing));
        put_spanning(total_text());
        put_end();
        return paper_.finish(made_.item.number, to_text(print_.language));
    }

private:
    [[nodiscard]] std::string say(const Words& words) const
    {
        return std::string{words.in(print_.language)};
    }

    void across(double y) { paper_.page().bar(left, y, right - left, rule); }

    /// The upright rules of a row of the table.
    void uprights(double y, double height)
    {
        double x = left;
        paper_.page().bar(x, y, rule, height);
        x += running_width;
        paper_.page().bar(x, y, rule, height);
        for (const auto& column : words_.columns) {
            x += column.width;
            paper_.page().bar(std::min(x, right - rule), y, rule, height);
        }
    }

    void begin_page()
    {
        paper_.begin_page();
        paper_.centred(6.0, 16.0, say(words_.title));
        paper_.text(text_size, left, 23.0, head_text());
        paper_.ending_at(
            right, text_size, 23.0, fmt::format("{} {}", say(words::number), made_.item.number)
        );
        across(top);
        Row titles{say(words::running)};
        for (const auto& column : words_.columns)
            titles.push_back(say(column.title));
        y_ = top;
        put_cells(titles);
    }

    std::string head_text() const
    {
        const auto& query = made_.item.query;
        std::string head = fmt::format("{} {}   ", say(words::fonds), print_.plan.fonds);
        head += query.disposal.empty() ? fmt::format(
                                             "{} {} – {}   ",
                                             say(words::period),
                                             day_text(query.from),
                                             day_text(query.until)
                                         )
                                       : fmt::format("{} {}   ", say(words::list), query.disposal);
        std::string classes;
        for (const auto& [name, word] : query.classes)
            classes += (classes.empty() ? "" : ", ") + class_title(name, word);
        return head + fmt::format(
                          "{} {}", say(words::classes), classes.empty() ? say(words::all) : classes
                      );
    }

    std::string class_title(std::string_view name, const std::string& word) const
    {
        const auto known = print_.plan.words.find(name);
        if (known == print_.plan.words.end()) return word;
        const auto found = std::ranges::find(known->second, word, &verify::ClassWord::name);
        if (found == known->second.end()) return word;
        const auto title = said(found->title, print_.language);
        return title.empty() ? word : std::string{title};
    }

    std::string day_of(const std::string& moment) const
    {
        if (moment.empty()) return {};
        const auto at = parse_moment(moment);
        return at ? day_text(std::chrono::sys_days{day_at(*at, print_.utc_offset)}) : moment;
    }

    /// A cell as people of this language read it.
    std::string shown(std::string_view column, const std::string& value) const
    {
        if (column == "type") {
            const auto* type = print_.types.find_type(value);
            const auto title =
                type == nullptr ? std::string_view{} : said(type->title, print_.language);
            return title.empty() ? value : std::string{title};
        }
        if (column == "retention_class" || column == "security_level")
            return class_title(column, value);
        constexpr std::array days{"filed", "requested", "until", "returned", "destroyed"};
        if (std::ranges::find(days, column) != days.end()) return day_of(value);
        constexpr std::array words{"kind", "state", "opinion", "outcome"};
        if (std::ranges::find(words, column) == words.end()) return value;
        const auto space = value.find(' ');
        std::string word{cell_word(value.substr(0, space), print_.language)};
        return space == std::string::npos ? word : word + value.substr(space);
    }

    void put_row(int number, const Row& row)
    {
        Row cells{std::to_string(number)};
        for (std::size_t at = 0; at < row.size(); ++at)
            cells.push_back(shown(words_.columns[at].name, row[at]));
        put_cells(cells);
    }

    void put_cells(const Row& cells)
    {
        std::vector<Row> texts;
        std::size_t most = 1;
        for (std::size_t at = 0; at < cells.size(); ++at) {
            const auto width = at == 0 ? running_width : words_.columns[at - 1].width;
            texts.push_back(paper_.wrapped(cells[at], text_size, width - 2 * padding));
            most = std::max(most, texts.back().size());
        }
        const double height = static_cast<double>(most) * line_height + padding;
        if (y_ + height > bottom) begin_page();
        double x = left;
        for (std::size_t at = 0; at < texts.size(); ++at) {
            double baseline = y_ + padding + text_size * 0.85;
            for (const auto& line : texts[at]) {
                paper_.text(text_size, x + padding, baseline, line);
                baseline += line_height;
            }
            x += at == 0 ? running_width : words_.columns[at - 1].width;
        }
        uprights(y_, height);
        y_ += height;
        across(y_);
    }

    /// A row without columns.
    void put_spanning(const std::string& what)
    {
        const double height = line_height + padding;
        if (y_ + height > bottom) begin_page();
        paper_.text(text_size, left + padding, y_ + padding + text_size * 0.85, what);
        paper_.page().bar(left, y_, rule, height);
        paper_.page().bar(right - rule, y_, rule, height);
        y_ += height;
        across(y_);
    }

    std::string total_text() const
    {
        auto total =
            fmt::format("{} {} {}", say(words::total), made_.rows.size(), say(words::lines));
        const auto columns = store::register_columns(made_.item.query.kind);
        const auto pages = std::ranges::find(columns, "pages");
        if (pages == columns.end()) return total;
        long sum = 0;
        for (const auto& row : made_.rows)
            sum += std::stol(row[static_cast<std::size_t>(pages - columns.begin())]);
        return total + fmt::format(", {} {}", sum, say(words::pages));
    }

    /// Signatures and what proves the lines, together on one page.
    void put_end()
    {
        constexpr double signature_height = 13.0;
        constexpr std::size_t in_a_line = 3;
        constexpr double code = 38.0;
        const auto lines = (words_.signatures.size() + in_a_line - 1) / in_a_line;
        const double height =
            8.0 + static_cast<double>(lines) * signature_height + std::max(code, 24.0) + 4.0;
        if (y_ + height > bottom) {
            paper_.begin_page();
            y_ = 15.0;
        }
        y_ += 7.0;
        paper_.text(text_size, left, y_, say(words_.statement));
        const double share = (right - left) / static_cast<double>(in_a_line);
        for (std::size_t at = 0; at < words_.signatures.size(); ++at) {
            const double x = left + static_cast<double>(at % in_a_line) * share;
            const double y = y_ + signature_height * static_cast<double>(at / in_a_line + 1);
            put_signature(x, y, share - 6.0, say(words_.signatures[at]));
        }
        y_ += static_cast<double>(lines) * signature_height + 5.0;
        put_proof(code);
    }

    void put_signature(double x, double y, double width, const std::string& who)
    {
        paper_.text(text_size, x, y, who);
        const double name = x + paper_.width_of(who, text_size) + 1.5;
        const auto date = say(words::date);
        const double day = x + width - 26.0;
        paper_.page().bar(name, y + 0.6, day - name - 1.5, rule);
        paper_.text(text_size, day, y, date);
        const double line = day + paper_.width_of(date, text_size) + 1.0;
        paper_.page().bar(line, y + 0.6, x + width - line, rule);
    }

    void put_proof(double code)
    {
        const auto& item = made_.item;
        constexpr double small = 2.6;
        paper_.page().qr(right - code, y_, code, qr_code(item.note));
        double baseline = y_ + 4.0;
        for (const auto& line :
             {fmt::format("{}: {}", say(words::digest), item.sha256),
              fmt::format("{}: {}, {}", say(words::trail), item.audit_entries, item.audit_root),
              fmt::format(
                  "{}: {}, {}",
                  say(words::made),
                  item.made_by,
                  day_text(std::chrono::sys_days{day_at(item.made_at, print_.utc_offset)})
              ),
              say(words::code),
              say(words::masked)}) {
            paper_.text(small, left, baseline, line);
            baseline += 4.6;
        }
    }

    const store::Register& made_;
    const RegisterPrint& print_;
    const RegisterWords& words_;
    Paper paper_;
    double y_ = top;
};

} // namespace

std::string register_pdf(const store::Register& made, const RegisterPrint& print)
{
    return Printing{made, print}.print();
}

} // namespace dossier::web
