#include "web/import/report.h"

#include "capture/utf8.h"
#include "web/csv_cell.h"
#include "web/json.h"

#include <array>

namespace dossier::web {

namespace {

constexpr std::array<std::string_view, 8> columns{
    "line", "path", "state", "code", "message", "sha256", "original_id", "duplicate_of"};

using Line = std::array<std::string, columns.size()>;

std::vector<Line> lines_of(const ImportOutcome& outcome)
{
    std::vector<Line> lines;
    for (const auto& row : outcome.rows)
        lines.push_back(
            {std::to_string(row.line),
             capture::to_utf8(row.path),
             std::string{to_text(row.state)},
             row.reason.code,
             row.reason.message,
             row.sha256,
             row.original_id,
             capture::to_utf8(row.duplicate_of)}
        );
    for (const auto& file : outcome.unlisted)
        lines.push_back({"", capture::to_utf8(file), "unlisted", "", "", "", "", ""});
    return lines;
}

} // namespace

std::string report_jsonl(const ImportOutcome& outcome)
{
    std::string out;
    for (const auto& line : lines_of(outcome)) {
        Json json;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string name{columns.at(i)};
            if (line.at(i).empty())
                json[name] = nullptr;
            else if (i == 0)
                json[name] = std::stoi(line.at(i));
            else
                json[name] = line.at(i);
        }
        out += json.dump() + "\n";
    }
    return out;
}

std::string report_csv(const ImportOutcome& outcome)
{
    std::string out = "\xef\xbb\xbf"; // Excel takes CSV for UTF-8 only with a mark
    for (std::size_t i = 0; i < columns.size(); ++i)
        out += std::string{columns.at(i)} + (i + 1 < columns.size() ? "," : "\r\n");
    for (const auto& line : lines_of(outcome))
        for (std::size_t i = 0; i < columns.size(); ++i)
            out += csv_cell(line.at(i)) + (i + 1 < columns.size() ? "," : "\r\n");
    return out;
}

} // namespace dossier::web
