#include "web/exports/make.h"

#include "web/api/answers.h"
#include "web/clock.h"
#include "web/exports/exports.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/searchable_pdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dossier::web {

namespace {

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
std::vector<PackedFile> files_of(
    store::Store& store, const store::Record& record, const store::Actor& actor, store::Instant now
)
{
    const auto folder = record.item.number + "/";
    std::vector<PackedFile> files{
        {folder + "record.json",
         to_json(record).dump(1, ' ', false, Json::error_handler_t::replace) + "\n"}};
    for (const auto& attachment : record.attachments) {
        const auto id = record.item.id;
        const bool is_original = attachment.kind == store::AttachmentKind::original;
        const auto bytes = is_original ? store.record_original(id, actor, now, attachment.page_no)
                                       : store.record_image(id, attachment.page_no, actor, now);
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

ExportFile bag_of(std::vector<PackedFile> files, std::size_t records, store::Instant now)
{
    const std::array<std::pair<std::string, std::string>, 3> about{
        {{"Source-Organization", "dossier"},
         {"Bagging-Date", to_text(now).substr(0, 10)},
         {"External-Description", fmt::format("{} records", records)}}};
    return {
        .body = make_bag(std::move(files), about),
        .media_type = "application/zip",
        .name = "records.zip"};
}

/// Gathers an export record by record.
class Making {
public:
    Making(
        store::Store& store,
        const ExportOrder& order,
        const store::Actor& actor,
        std::chrono::minutes utc_offset
    )
        : store_(store),
          order_(order),
          actor_(actor),
          utc_offset_(utc_offset)
    {}

    tl::expected<void, ExportTrouble> add(const std::string& id, store::Instant now)
    {
        if (store_.is_restricted({id}, actor_.scope))
            return tl::unexpected(ExportTrouble::restricted);
        auto record = store_.view_record({id}, actor_, now);
        if (!record) return tl::unexpected(ExportTrouble::gone);
        if (order_.format == "package")
            keep(files_of(store_, *record, actor_, now));
        else if (order_.format == "pdf") {
            auto pdf = record_pdf(store_, {id}, actor_, now, utc_offset_);
            if (!pdf) return tl::unexpected(ExportTrouble::gone);
            keep({{record->item.number + ".pdf", *std::move(pdf)}});
        } else
            records_.push_back(*std::move(record));
        if (bytes_ > most_exported_bytes) return tl::unexpected(ExportTrouble::too_large);
        return {};
    }

    ExportFile finish(store::Instant now)
    {
        if (order_.format == "csv")
            return {
                .body = records_csv(records_),
                .media_type = "text/csv; charset=utf-8",
                .name = "records.csv"};
        if (order_.format == "json")
            return {
                .body = records_json(records_),
                .media_type = "application/json",
                .name = "records.json"};
        return bag_of(std::move(files_), order_.records.size(), now);
    }

private:
    void keep(std::vector<PackedFile> files)
    {
        for (auto& file : files) {
            bytes_ += file.bytes.size();
            files_.push_back(std::move(file));
        }
    }

    store::Store& store_;
    const ExportOrder& order_;
    const store::Actor& actor_;
    std::chrono::minutes utc_offset_;
    std::vector<store::Record> records_;
    std::vector<PackedFile> files_;
    std::size_t bytes_ = 0;
};

} // namespace

bool is_one_of(std::span<const std::string_view> words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

tl::expected<ExportFile, ExportTrouble> make_export(
    store::Store& store,
    const ExportOrder& order,
    const store::Actor& actor,
    const std::function<store::Instant()>& clock,
    std::chrono::minutes utc_offset,
    const std::function<bool(std::size_t done)>& progress
)
{
    Making making{store, order, actor, utc_offset};
    std::size_t done = 0;
    for (const auto& id : order.records) {
        if (const auto added = making.add(id, clock()); !added)
            return tl::unexpected(added.error());
        if (!progress(++done)) return tl::unexpected(ExportTrouble::stopped);
    }
    return making.finish(clock());
}

store::ExportStep step_of(std::string id, const ExportOrder& order, store::ExportStepKind kind)
{
    return {
        .id = std::move(id),
        .kind = kind,
        .format = order.format,
        .records = static_cast<std::int64_t>(order.records.size()),
        .purpose = order.purpose};
}

std::optional<std::string> record_pdf(
    store::Store& store,
    const store::RecordId& id,
    const store::Actor& actor,
    store::Instant now,
    std::chrono::minutes utc_offset
)
{
    const auto printed = store.print_record(id, actor, now);
    if (!printed) return std::nullopt;
    std::vector<PdfPage> pages;
    for (const auto& page : *printed) {
        PdfPage shown{
            .jpeg = page.jpeg,
            .width = page.width,
            .height = page.height,
            .dpi = page.dpi,
            .lines = {}};
        for (const auto& [text, box] : page.lines)
            shown.lines.push_back({text, box});
        pages.push_back(std::move(shown));
    }
    return searchable_pdf(pages, actor.name + "  " + minute_text(now, utc_offset));
}

} // namespace dossier::web
