#include "web/exports/exports.h"

#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/digest.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace dossier::web {

namespace {

constexpr std::size_t most_records = 500;
constexpr std::size_t most_bytes = std::size_t{128} * 1024 * 1024; ///< of a package, in memory

struct Wanted {
    std::string format;
    std::vector<std::string> records;
    std::string purpose; ///< a word: the trail holds no free text
};

constexpr std::array<std::string_view, 3> formats{"csv", "json", "package"};
constexpr std::array<std::string_view, 5> purposes{
    "customer_request", "authority_request", "audit", "migration", "business"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// The body, or what is wrong with it.
tl::expected<Wanted, Response> wanted_of(const Request& request)
{
    const auto body = parse_json(request.body);
    if (!body) return tl::unexpected(body.error());
    const auto wrong = [](const char* type, const char* detail, const char* field) {
        return tl::unexpected(problem(400, type, detail, {field}));
    };
    constexpr std::array<std::string_view, 3> names{"format", "records", "purpose"};
    if (!body->is_object()) return wrong("bad_body", "The body is one object.", "format");
    for (const auto& [name, value] : body->items())
        if (!is_one_of(names, name))
            return tl::unexpected(problem(400, "unknown_field", "Nobody asked for this.", {name}));
    const auto text = [&](const char* name) {
        const auto found = body->find(name);
        return found != body->end() && found->is_string() ? found->get<std::string>()
                                                          : std::string{};
    };
    Wanted wanted{.format = text("format"), .records = {}, .purpose = text("purpose")};
    if (!is_one_of(formats, wanted.format))
        return wrong("unknown_format", "A format is csv, json or package.", "format");
    if (!is_one_of(purposes, wanted.purpose))
        return wrong(
            "unknown_purpose",
            "A purpose is customer_request, authority_request, audit, migration or business.",
            "purpose"
        );
    const auto ids = body->find("records");
    const bool are_ids = ids != body->end() && ids->is_array() && !ids->empty() &&
                         ids->size() <= most_records &&
                         std::ranges::all_of(*ids, [](const auto& id) { return id.is_string(); });
    if (!are_ids)
        return wrong("bad_records", "records is a list of 1 to 500 ids of records.", "records");
    wanted.records = ids->get<std::vector<std::string>>();
    if (std::set(wanted.records.begin(), wanted.records.end()).size() < wanted.records.size())
        return wrong("bad_records", "A record is there twice.", "records");
    return wanted;
}

/// What the bytes begin with, as the end of a file's name.
std::string_view ending_of(std::string_view media_type)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> endings{
        {{"image/jpeg", "jpg"},
         {"image/png", "png"},
         {"image/tiff", "tif"},
         {"application/pdf", "pdf"},
         {"image/jp2", "jp2"},
         {"image/webp", "webp"}}};
    const auto found = std::ranges::find(
        endings, media_type, &std::pair<std::string_view, std::string_view>::first
    );
    return found == endings.end() ? "bin" : found->second;
}

/// The files of one record: its values, what arrived, and the pages as people see them.
std::vector<PackedFile> files_of(const Call& call, const store::Record& record)
{
    auto& store = call.store();
    const auto folder = record.item.number + "/";
    std::vector<PackedFile> files{
        {folder + "record.json",
         to_json(record).dump(1, ' ', false, Json::error_handler_t::replace) + "\n"}};
    for (const auto& attachment : record.attachments) {
        const auto id = record.item.id;
        const bool is_original = attachment.kind == store::AttachmentKind::original;
        const auto bytes =
            is_original ? store.record_original(id, call.actor(), call.now, attachment.page_no)
                        : store.record_image(id, attachment.page_no, call.actor(), call.now);
        if (!bytes) continue; // taken away since
        const auto name = is_original ? fmt::format(
                                            "original-{}.{}",
                                            attachment.page_no + 1,
                                            ending_of(record.original.media_type)
                                        )
                                      : fmt::format("page-{:03}.jpg", attachment.page_no + 1);
        files.push_back({folder + name, body_of(*bytes)});
    }
    return files;
}

Response file_response(std::string body, std::string_view media_type, std::string_view ending)
{
    Response answer{
        .status = 200,
        .media_type = std::string{media_type},
        .body = std::move(body),
        .headers = {}};
    answer.headers.emplace_back(
        "Content-Disposition", fmt::format("attachment; filename=\"records.{}\"", ending)
    );
    return answer;
}

} // namespace

Response export_records(const Call& call)
{
    const auto wanted = wanted_of(call.request);
    if (!wanted) return wanted.error();
    std::vector<store::Record> records;
    for (const auto& id : wanted->records)
        if (call.store().is_restricted({id}, call.scope()))
            return problem_of(store::Conflict{
                .kind = store::ConflictKind::restricted,
                .detail = {},
                .decision = {},
                .broken_rule = {}});
    for (const auto& id : wanted->records) {
        auto record = call.store().view_record({id}, call.actor(), call.now);
        if (!record) return not_found();
        records.push_back(*std::move(record));
    }
    std::vector<PackedFile> files;
    if (wanted->format == "package") {
        std::size_t bytes = 0;
        for (const auto& record : records) {
            for (auto& file : files_of(call, record)) {
                bytes += file.bytes.size();
                files.push_back(std::move(file));
            }
            if (bytes > most_bytes)
                return problem(
                    413, "export_too_large", "A package holds at most 128 MiB: take fewer records."
                );
        }
    }
    // Before anything leaves: no entry, no export.
    call.store().note(
        call.actor(),
        "records_exported",
        fmt::format("export {}", wanted->format),
        "done",
        fmt::format("{} records, {}", records.size(), wanted->purpose),
        call.now
    );
    if (wanted->format == "csv")
        return file_response(records_csv(records), "text/csv; charset=utf-8", "csv");
    if (wanted->format == "json")
        return file_response(records_json(records), "application/json", "json");
    const std::array<std::pair<std::string, std::string>, 3> about{
        {{"Source-Organization", "dossier"},
         {"Bagging-Date", to_text(call.now).substr(0, 10)},
         {"External-Description", fmt::format("{} records", records.size())}}};
    return file_response(make_bag(std::move(files), about), "application/zip", "zip");
}

} // namespace dossier::web
