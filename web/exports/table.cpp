#include "web/clock.h"
#include "web/csv_cell.h"
#include "web/exports/exports.h"
#include "web/mapping.h"

#include <algorithm>

namespace dossier::web {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Names of fields in the order in which records first have them.
std::vector<std::string> columns_of(std::span<const store::Record> records)
{
    std::vector<std::string> columns;
    for (const auto& record : records)
        for (const auto& checked : record.fields)
            if (std::ranges::find(columns, checked.field.name) == columns.end())
                columns.push_back(checked.field.name);
    return columns;
}

std::string value_of(const store::Record& record, const std::string& column)
{
    const auto found = std::ranges::find_if(record.fields, [&](const auto& checked) {
        return checked.field.name == column;
    });
    return found == record.fields.end() ? std::string{} : found->field.value;
}

void add_line(std::string& csv, std::span<const std::string> cells)
{
    for (std::size_t at = 0; at < cells.size(); ++at) {
        if (at > 0) csv += ',';
        csv += csv_cell(cells[at]);
    }
    csv += "\r\n";
}

} // namespace

std::string records_csv(std::span<const store::Record> records)
{
    const auto columns = columns_of(records);
    std::string csv{byte_order_mark};
    std::vector<std::string> line{"number", "id", "type", "committed_at", "committed_by"};
    line.insert(line.end(), columns.begin(), columns.end());
    add_line(csv, line);
    for (const auto& record : records) {
        line = {
            record.item.number,
            record.item.id.text,
            record.item.type,
            to_text(record.item.committed_at),
            record.item.committed_by};
        for (const auto& column : columns)
            line.push_back(value_of(record, column));
        add_line(csv, line);
    }
    return csv;
}

std::string records_json(std::span<const store::Record> records)
{
    Json items = Json::array();
    for (const auto& record : records)
        items.push_back(to_json(record));
    return Json{{"items", std::move(items)}}.dump(1, ' ', false, Json::error_handler_t::replace);
}

} // namespace dossier::web
