#include "web/import/grid.h"

#include "capture/utf8.h"

#include <algorithm>
#include <set>
#include <utility>

namespace dossier::web {

namespace {

/// Without spaces at both ends, the wide one of Chinese typesetting included.
void trim(std::string& text)
{
    constexpr std::string_view narrow = " \t\r\n";
    constexpr std::string_view wide = "\xe3\x80\x80";
    std::string_view rest = text;
    for (bool again = true; again;) {
        again = false;
        if (const auto first = rest.find_first_not_of(narrow); first != 0)
            rest.remove_prefix(std::min(first, rest.size()));
        if (const auto last = rest.find_last_not_of(narrow); last != std::string_view::npos)
            rest = rest.substr(0, last + 1);
        if (rest.starts_with(wide)) rest.remove_prefix(wide.size()), again = true;
        if (rest.ends_with(wide)) rest.remove_suffix(wide.size()), again = true;
    }
    text = std::string{rest};
}

} // namespace

void Grid::fail(int line, std::string reason)
{
    if (!has_failed()) error_ = {.line = line, .reason = std::move(reason)};
}

bool Grid::add(IndexRow row)
{
    if (has_failed()) return false;
    for (auto& cell : row.cells) {
        trim(cell);
        text_ += cell.size();
        if (cell.size() > limits_.cell) fail(row.line, "a cell is too long");
        if (!capture::is_utf8(cell)) fail(row.line, "a cell holds what is no text");
        if (cell.find('\0') != std::string::npos) fail(row.line, "a cell holds a NUL");
    }
    while (!row.cells.empty() && row.cells.back().empty())
        row.cells.pop_back();
    if (row.cells.empty()) return !has_failed();
    if (row.cells.size() > limits_.columns) fail(row.line, "there are too many columns");
    if (rows_.size() > limits_.rows) fail(row.line, "there are too many rows; split the index");
    if (text_ > limits_.text) fail(row.line, "there is too much text; split the index");
    if (!rows_.empty() && row.cells.size() > rows_.front().cells.size())
        fail(row.line, "the row has more cells than the header");
    if (!has_failed()) rows_.push_back(std::move(row));
    return !has_failed();
}

tl::expected<IndexTable, IndexError> Grid::take_table()
{
    if (rows_.empty()) fail(0, "there is no header");
    std::set<std::string> names;
    for (const auto& name : has_failed() ? std::vector<std::string>{} : rows_.front().cells)
        if (!name.empty() && !names.insert(name).second)
            fail(rows_.front().line, "the header names a column twice: " + name);
    if (has_failed()) return tl::unexpected(error_);
    IndexTable table{.header = std::move(rows_.front().cells), .rows = {}};
    rows_.erase(rows_.begin());
    for (auto& row : rows_)
        row.cells.resize(table.header.size());
    table.rows = std::move(rows_);
    return table;
}

} // namespace dossier::web
