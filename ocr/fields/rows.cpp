#include "ocr/fields/rows.h"

#include "capture/utf8.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <numeric>

namespace dossier::ocr {

std::vector<Row> rows_of(const PageText& page)
{
    std::vector<std::size_t> order(page.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto middle = [&](std::size_t i) {
        return page.lines[i].box.y + page.lines[i].box.height / 2;
    };
    std::ranges::sort(order, {}, middle);
    std::vector<Row> rows;
    for (const std::size_t i : order) {
        const capture::Box& box = page.lines[i].box;
        if (rows.empty() || !is_same_row(rows.back().box, box))
            rows.push_back({.box = box, .lines = {}, .text = {}, .shown = {}});
        rows.back().lines.push_back(i);
        rows.back().box = united(rows.back().box, box);
    }
    for (Row& row : rows) {
        std::ranges::sort(row.lines, {}, [&](std::size_t i) { return page.lines[i].box.x; });
        for (const std::size_t i : row.lines) {
            const auto& symbols = page.lines[i].symbols;
            row.shown += capture::code_points(text_of(symbols, 0, symbols.size()));
        }
        row.text = fold(capture::to_utf8(row.shown));
    }
    return rows;
}

Spaced spaced(const TextLine& line)
{
    Spaced print;
    for (std::size_t i = 0; i < line.symbols.size(); ++i) {
        const Symbol& symbol = line.symbols[i];
        if (symbol.space_before && i > 0) print.text.push_back(U' '), print.symbol.push_back(i);
        for (const char32_t c : capture::code_points(symbol.text))
            print.text.push_back(c), print.symbol.push_back(i);
    }
    return print;
}

Span span_of(const Spaced& print, std::size_t line, std::size_t first, std::size_t last)
{
    return {line, print.symbol[first], print.symbol[last - 1] + 1};
}

} // namespace dossier::ocr
