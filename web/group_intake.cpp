#include "web/group_intake.h"

#include "capture/sniff.h"
#include "capture/utf8.h"

#include <utility>

namespace dossier::web {

namespace {

constexpr int most_failures = 3;

/// The one place where a batch is handed on to the archive.
store::BatchRef batch_of(const std::string& station, const capture::BatchRef& batch)
{
    return {
        .key = "hot " + station + "/" + batch.key,
        .announced = {
            .name = batch.facts.name,
            .sheets = batch.facts.sheets.value_or(0),
            .sides = batch.facts.sides.value_or(1),
            .separators = -1,
            .files = static_cast<int>(batch.files),
            .type = batch.facts.type}};
}

store::Arrival arrival_of(
    const std::string& station,
    const capture::Claimed& file,
    const std::string& media_type,
    std::span<const std::byte> bytes
)
{
    store::Arrival arrival{
        .intake_key = "hot " + station + "/" + file.name,
        .station = station,
        .source_name = capture::to_utf8(file.source_name),
        .media_type = media_type,
        .bytes = bytes,
        .actor = store::system_actor()};
    // The clock of whoever wrote it, where the file system or the copying program kept that.
    arrival.station_time = capture::StationTime{
        .what = capture::StationTime::What::written,
        .at = std::chrono::floor<std::chrono::milliseconds>(
            capture::Instant{} + std::chrono::nanoseconds{file.stat.modified_ns}
        )};
    if (file.batch) arrival.batch = batch_of(station, *file.batch);
    return arrival;
}

} // namespace

bool is_full_group(std::size_t files, std::size_t bytes)
{
    constexpr std::size_t most_files = 64;
    constexpr std::size_t most_bytes = std::size_t{32} << 20U;
    return files >= most_files || bytes >= most_bytes;
}

GroupIntake::GroupIntake(
    store::Store& store, capture::HotFolder& folder, std::string station, Note note
)
    : store_(store),
      folder_(folder),
      station_(std::move(station)),
      note_(std::move(note))
{}

bool GroupIntake::is_store_failing() const
{
    return failures_ >= most_failures || (failures_ > 0 && settled_ == 0);
}

void GroupIntake::add(const capture::Claimed& file, store::Instant now)
{
    if (failures_ >= most_failures) return;
    // One file that cannot be read, kept or let go of is tried again; it is not in the others' way.
    try {
        auto bytes = folder_.read(file);
        if (!bytes) return;
        const auto kind = capture::find_kind(*bytes);
        if (!kind) {
            folder_.reject(
                file, {.code = "not_a_document", .message = "This is no picture and no PDF."}
            );
            ++settled_;
            return;
        }
        group_bytes_ += bytes->size();
        group_.push_back({file, *std::move(bytes), std::string{capture::media_type(*kind)}});
    } catch (const capture::FolderError& error) {
        trouble_ = error.what();
    }
    if (is_full_group(group_.size(), group_bytes_)) finish(now);
}

void GroupIntake::finish(store::Instant now)
{
    const auto group = std::exchange(group_, {});
    group_bytes_ = 0;
    try_to_keep(group, now);
}

void GroupIntake::keep(std::span<const Read> files, store::Instant now)
{
    std::vector<store::Arrival> arrivals;
    for (const auto& read : files)
        arrivals.push_back(arrival_of(station_, read.file, read.media_type, read.bytes));
    const auto kept = store_.keep_originals(arrivals, now);
    failures_ = 0;
    for (std::size_t i = 0; i < files.size(); ++i)
        let_go(files[i], kept[i]);
}

void GroupIntake::try_to_keep(std::span<const Read> files, store::Instant now)
{
    if (files.empty()) return;
    try {
        keep(files, now);
    } catch (const std::exception& error) {
        trouble_ = error.what();
        if (files.size() == 1) {
            ++failures_;
            return;
        }
        // None of a group is kept when one cannot be: each by itself, then.
        for (std::size_t i = 0; i < files.size() && failures_ < most_failures; ++i)
            try_to_keep(files.subspan(i, 1), now);
    }
}

void GroupIntake::let_go(const Read& read, const store::Kept& kept)
{
    note_(kept, read.bytes.size());
    try {
        folder_.release(read.file);
        ++settled_;
    } catch (const capture::FolderError& error) {
        trouble_ = error.what(); // offered again, and known by its name
    }
}

} // namespace dossier::web
