#include "web/cli/reading_json.h"

#include "web/csv_cell.h"
#include "web/mapping.h"
#include "web/searchable_pdf.h"

#include <fmt/format.h>

#include <cmath>

namespace dossier::web {

namespace {

/// Rounded for people and diffs; nobody needs the sixteenth digit.
double rounded(double value, double steps)
{
    return std::round(value * steps) / steps;
}

/// A field that was not found and that nobody must look for says nothing.
bool is_worth_telling(const verify::CheckedField& checked)
{
    return !checked.field.value.empty() || checked.status == verify::FieldStatus::review;
}

Json field_json(const verify::CheckedField& checked)
{
    const auto& field = checked.field;
    Json alternatives = Json::array();
    for (const auto& candidate : field.alternatives)
        alternatives.push_back(
            {{"value", candidate.value}, {"confidence", rounded(candidate.confidence, 1e4)}}
        );
    return {
        {"value", field.value},
        {"raw", field.raw},
        {"confidence", rounded(field.confidence, 1e4)},
        {"status", to_text(checked.status)},
        {"page", field.page},
        {"box", to_json(field.box)},
        {"alternatives", std::move(alternatives)},
    };
}

Json document_json(const verify::CheckedDocument& document)
{
    Json fields = Json::object();
    for (const auto& checked : document.fields)
        if (is_worth_telling(checked)) fields[checked.field.name] = field_json(checked);
    Json findings = Json::array();
    for (const auto& finding : document.findings)
        findings.push_back({
            {"code", finding.code},
            {"severity", to_text(finding.severity)},
            {"fields", finding.fields},
            {"message", finding.message.en},
        });
    Json pairs = Json::array();
    for (const auto& pair : document.pairs)
        pairs.push_back(
            {{"label", pair.label},
             {"value", pair.value},
             {"page", pair.page},
             {"box", to_json(pair.box)}}
        );
    return {
        {"type", document.type},
        {"type_confidence", rounded(document.type_confidence, 1e4)},
        {"pages", document.pages},
        {"fields", std::move(fields)},
        {"findings", std::move(findings)},
        {"pairs", std::move(pairs)},
    };
}

Json page_json(const capture::PageFacts& page)
{
    return {
        {"index", page.index},
        {"width", page.width},
        {"height", page.height},
        {"dpi", page.dpi},
        {"rotation_deg", page.rotation_deg},
        {"skew_deg", rounded(page.skew.degrees, 1e3)},
        {"blank", page.blank},
        {"blank_probability", rounded(page.blank_probability, 1e3)},
        {"quality",
         {{"blur", rounded(page.quality.blur, 1e3)},
          {"verdict", to_text(page.quality.verdict)},
          {"flaws", flaws_json(page.quality)}}},
        {"role", to_text(page.role)},
        {"codes", codes_json(page)},
    };
}

std::string csv_row(std::initializer_list<std::string> cells)
{
    std::string out;
    for (const auto& cell : cells)
        out += (out.empty() ? "" : ",") + csv_cell(cell);
    return out + "\r\n";
}

} // namespace

std::string to_json_line(const ReadFile& file)
{
    Json pages = Json::array();
    for (const auto& page : file.pages)
        pages.push_back(page_json(page));
    Json documents = Json::array();
    for (const auto& document : file.documents)
        documents.push_back(document_json(document));
    const Json line{
        {"source", file.source},
        {"sha256", file.sha256},
        {"seconds", rounded(file.seconds, 1e3)},
        {"pages", std::move(pages)},
        {"documents", std::move(documents)},
        {"error",
         file.error ? Json{{"code", file.error->code}, {"message", file.error->message}} : Json{}},
    };
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csv_header()
{
    return "source,type,field,value,confidence,status,page,x,y,width,height,error\r\n";
}

std::string to_csv(const ReadFile& file)
{
    if (file.error)
        return csv_row({file.source, "", "", "", "", "", "", "", "", "", "", file.error->code});
    std::string out;
    for (const auto& document : file.documents)
        for (const auto& checked : document.fields) {
            if (!is_worth_telling(checked)) continue;
            const auto& field = checked.field;
            out += csv_row(
                {file.source,
                 document.type,
                 field.name,
                 field.value,
                 fmt::format("{:.4f}", field.confidence),
                 std::string{to_text(checked.status)},
                 std::to_string(field.page),
                 std::to_string(field.box.x),
                 std::to_string(field.box.y),
                 std::to_string(field.box.width),
                 std::to_string(field.box.height),
                 ""}
            );
        }
    return out;
}

std::string to_plain_text(const ReadFile& file)
{
    std::string out = file.source + "\n";
    if (file.error) return out + "  " + file.error->message + "\n";
    for (const auto& document : file.documents) {
        out += "  " + document.type + "\n";
        for (const auto& checked : document.fields)
            if (is_worth_telling(checked))
                out += fmt::format(
                    "    {}: {}{}\n",
                    checked.field.name,
                    checked.field.value,
                    checked.status == verify::FieldStatus::review ? "  (to be looked at)" : ""
                );
        for (const auto& pair : document.pairs)
            out += fmt::format("    {}：{}\n", pair.label, pair.value);
    }
    return out;
}

std::string to_pdf(const ReadFile& file)
{
    std::vector<PdfPage> pages;
    for (const auto& preview : file.previews) {
        const auto& facts = file.pages.at(static_cast<std::size_t>(preview.page));
        const double scale = std::hypot(preview.from_scan[0], preview.from_scan[3]);
        PdfPage page{
            .jpeg = preview.jpeg,
            .width = preview.width,
            .height = preview.height,
            .dpi = facts.dpi * scale,
            .lines = {}};
        for (const auto& line : file.lines)
            if (line.page == preview.page) page.lines.push_back({line.text, line.box});
        pages.push_back(std::move(page));
    }
    return pages.empty() ? std::string{} : searchable_pdf(pages);
}

} // namespace dossier::web
