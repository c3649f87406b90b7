#include "tests/bench/read/receipts.h"

#include "capture/utf8.h"
#include "ocr/fields/calendar.h"
#include "ocr/fields/text.h"
#include "tests/bench/read/distance.h"
#include "tests/corpus/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

namespace dossier::bench {
namespace {

std::string iso_date(const std::string& typed)
{
    static const std::regex parts(R"((\d{1,4})[^\da-z]*([a-z]+|\d{1,2})[^\da-z]*(\d{2,4}).*)");
    std::smatch match;
    const std::string text = corpus::folded(typed);
    if (!std::regex_match(text, match, parts)) return typed;
    int month = std::isdigit(static_cast<unsigned char>(match[2].str().front())) != 0
                    ? std::stoi(match[2])
                    : ocr::month_named(ocr::fold(match[2].str()));
    const bool year_first = match[1].length() == 4;
    const int year = std::stoi(match[year_first ? 1 : 3]);
    int day = std::stoi(match[year_first ? 3 : 1]);
    if (month > 12) std::swap(day, month); // typed with the month first
    return fmt::format("{:04}-{:02}-{:02}", year < 100 ? 2000 + year : year, month, day);
}

bool stands_in(const ReadPicture& picture, const std::string& value)
{
    std::string text;
    for (const ocr::Line& line : picture.lines)
        text += corpus::folded(line.text);
    return text.find(corpus::folded(value)) != std::string::npos;
}

std::vector<ReceiptField> compare(const ReadPicture& picture, const nlohmann::json& truth)
{
    corpus::Truth wanted{truth.at("type"), {}};
    const std::map<std::string, std::string> typed = truth.at("fields");
    for (const auto& [name, value] : typed) {
        if (!value.empty()) wanted.fields[name] = in_normal_form(name, value);
    }
    std::vector<corpus::FieldResult> results;
    static_cast<void>(corpus::score({wanted}, picture.documents, results));
    std::vector<ReceiptField> fields;
    for (auto& result : results) {
        const bool is_read = stands_in(picture, typed.at(result.name));
        fields.push_back({picture.file, std::move(result), is_read});
    }
    return fields;
}

std::string_view kind_of_failure(const ReceiptField& field)
{
    const std::string truth = corpus::folded(field.result.truth);
    const std::string read = corpus::folded(field.result.read.value);
    if (read.empty()) return field.is_read ? "read, not found" : "not read";
    const auto length = capture::code_points(truth);
    if (distance(length, capture::code_points(read)) * 5 <= length.size())
        return "a few characters";
    if (read.find(truth) != std::string::npos) return "more than the value";
    if (truth.find(read) != std::string::npos) return "a part of the value";
    return field.is_read ? "something else, although it was read" : "something else";
}

void show(const ReceiptField& field)
{
    const auto& result = field.result;
    fmt::print(
        "{} {:5} {:.3f} {}: '{}' read '{}' raw '{}'\n",
        field.file,
        corpus::mark_of(result),
        result.read.confidence,
        result.name,
        result.truth,
        result.read.value,
        result.read.raw
    );
}

void print(const std::vector<ReceiptField>& fields)
{
    std::map<std::string, corpus::Score> rows;
    std::map<std::string, int> kinds;
    for (const ReceiptField& field : fields) {
        rows[field.result.name] += field.result;
        if (!field.result.exact)
            ++kinds[field.result.name + ": " + std::string(kind_of_failure(field))];
    }
    fmt::print("{:14} {}\n", "field", corpus::score_head());
    for (const auto& [name, row] : rows)
        fmt::print("{:14} {}\n", name, corpus::score_cells(row));
    fmt::print("\n");
    for (const auto& [kind, count] : kinds)
        fmt::print("{:5} {}\n", count, kind);
}

} // namespace

std::string in_normal_form(const std::string& field, const std::string& typed)
{
    if (field == "date") return iso_date(typed);
    if (field != "total") return typed;
    std::string amount = typed;
    std::erase_if(amount, [](char c) { return (c < '0' || c > '9') && c != '.'; });
    return amount;
}

void measure_receipts(const FolderOptions& options)
{
    const auto truth = load_json(options.folder / "truth.json");
    const auto pictures = read_pictures(options, files_in(truth, options.half));
    std::vector<ReceiptField> fields;
    std::size_t typed = 0;
    for (const ReadPicture& picture : pictures) {
        const auto& wanted = truth.at(picture.file);
        if (!picture.documents.empty() && picture.documents.front().type == wanted.at("type"))
            ++typed;
        std::ranges::move(compare(picture, wanted), std::back_inserter(fields));
    }
    if (options.show) std::ranges::for_each(fields, show);
    print(fields);
    fmt::print(
        "\n{} receipts, {} of the right type, {:.2f} s a receipt\n",
        pictures.size(),
        typed,
        mean_seconds(pictures)
    );
}

} // namespace dossier::bench
