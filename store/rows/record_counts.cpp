#include "store/rows/record_counts.h"

#include "store/error.h"
#include "store/rows/record_changes.h"
#include "store/rows/scoped.h"

#include <algorithm>
#include <charconv>

namespace dossier::store {
namespace {

/// As they stand in the query, then the year.
constexpr std::array<std::string_view, 9> dimension_names{
    "nature",
    "business",
    "value_tier",
    "region",
    "security_level",
    "retention_class",
    "type",
    "station",
    "department"};
constexpr std::size_t type_at = 6;
constexpr std::size_t department_at = 8;

constexpr std::string_view every_record =
    "SELECT record.id, coalesce(nature, ''), coalesce(business, ''), coalesce(value_tier, ''), "
    "coalesce(region, ''), coalesce(security_level, ''), coalesce(retention_class, ''), "
    "record.type, station, record.department, record.created_by, record.committed_by, "
    "record.committed_at, record.original_id, size, tombstone.owner_id IS NOT NULL, "
    "record_quality.record_id IS NOT NULL, fields, missing, overridden, unseen, corrected "
    "FROM record JOIN original ON original.id = record.original_id "
    "LEFT JOIN filing ON filing.record_id = record.id "
    "LEFT JOIN tombstone ON tombstone.owner_id = record.id "
    "LEFT JOIN record_quality ON record_quality.record_id = record.id";

constexpr std::string_view changed_records =
    " JOIN record_change ON record_change.record_id = record.id WHERE record_change.seq > $1";

void add(CountedWord& to, const CountedWord& counted)
{
    to.records += counted.records;
    to.bytes += counted.bytes;
}

void add(TypeQuality& to, const TypeQuality& quality)
{
    to.records += quality.records;
    to.fields += quality.fields;
    to.missing += quality.missing;
    to.overridden += quality.overridden;
    to.unseen += quality.unseen;
    to.corrected += quality.corrected;
}

/// The most first.
CountedBy counted_by(std::string_view name, std::vector<CountedWord> words)
{
    std::erase_if(words, [](const CountedWord& word) { return word.records == 0; });
    std::ranges::sort(words, [](const CountedWord& a, const CountedWord& b) {
        return a.records != b.records ? a.records > b.records : a.word < b.word;
    });
    return {.name = std::string(name), .words = std::move(words)};
}

} // namespace

std::chrono::year_month month_at(Instant at, std::chrono::minutes utc_offset)
{
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at + utc_offset)};
    return day.year() / day.month();
}

std::uint32_t WordList::number_of(std::string_view word)
{
    const auto known = numbers_.find(word);
    if (known != numbers_.end()) {
        return known->second;
    }
    const auto number = static_cast<std::uint32_t>(words_.size());
    words_.emplace_back(word);
    numbers_.emplace(word, number);
    return number;
}

std::uint32_t IdList::number_of(std::string_view id)
{
    Id halves{};
    for (std::size_t half = 0; half < halves.size(); ++half) {
        const auto text = id.substr(std::min(id.size(), half * 16), 16);
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, halves.at(half), 16);
        if (id.size() != 32 || read.ptr != end) {
            throw Tampered("id");
        }
    }
    if (slots_.size() < 2 * (ids_.size() + 1)) {
        grow();
    }
    auto& slot = slots_[slot_of(halves)];
    if (slot == 0) {
        ids_.push_back(halves);
        slot = static_cast<std::uint32_t>(ids_.size());
    }
    return slot - 1;
}

std::size_t IdList::slot_of(const Id& id) const
{
    auto at = id[1] & (slots_.size() - 1); // ids end with chance
    while (slots_[at] != 0 && ids_[slots_[at] - 1] != id) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return at;
}

void IdList::grow()
{
    slots_.assign(std::max<std::size_t>(64, 2 * slots_.size()), 0);
    for (std::size_t number = 0; number < ids_.size(); ++number) {
        slots_[slot_of(ids_[number])] = static_cast<std::uint32_t>(number) + 1;
    }
}

CountedRecords RecordCounts::count(Database& db, const Scope& scope)
{
    const std::lock_guard lock(mutex_);
    follow(db);
    return put_together(sum_kinds(scope));
}

void RecordCounts::follow(Database& db)
{
    const auto newest = newest_record_change(db);
    if (!is_whole_) {
        Statement all(db, every_record);
        read(all);
    } else if (newest > newest_) {
        Statement changed(db, std::string(every_record) + std::string(changed_records), newest_);
        read(changed);
    }
    is_whole_ = true;
    newest_ = std::max(newest_, newest);
}

void RecordCounts::read(Statement& rows)
{
    while (rows.next()) {
        Kind kind;
        for (std::size_t i = 0; i < dimensions; ++i) {
            kind.words[i] = words_[i].number_of(rows.text(static_cast<int>(i) + 1));
        }
        kind.created_by = people_.number_of(rows.text(10));
        kind.committed_by = people_.number_of(rows.text(11));
        kind.month = month_at(rows.instant(12), utc_offset_);
        Row row{
            .kind = number_of(kind),
            .original = originals_.number_of(rows.text(13)),
            .quality = {},
            .is_destroyed = rows.integer(15) != 0,
            .has_quality = rows.integer(16) != 0};
        for (std::size_t i = 0; i < row.quality.size(); ++i) {
            row.quality[i] = rows.small_integer(static_cast<int>(i) + 17);
        }
        sizes_.resize(originals_.size());
        sizes_[row.original] = rows.integer(14);
        const auto number = records_.number_of(rows.text(0));
        rows_.resize(records_.size());
        rows_[number] = row;
    }
}

std::uint32_t RecordCounts::number_of(const Kind& kind)
{
    const auto [known, is_new] =
        kind_numbers_.emplace(kind, static_cast<std::uint32_t>(kinds_.size()));
    if (is_new) {
        kinds_.push_back(kind);
    }
    return known->second;
}

std::vector<RecordCounts::Sum> RecordCounts::sum_kinds(const Scope& scope) const
{
    std::vector<char> is_in_scope;
    for (const auto& kind : kinds_) {
        const Owner owner{
            .department = words_[department_at].word(kind.words[department_at]),
            .created_by = people_.word(kind.created_by)};
        is_in_scope.push_back(has_record(scope, owner, people_.word(kind.committed_by)) ? 1 : 0);
    }
    std::vector<std::uint32_t> sharers(sizes_.size()); // of a file's bytes
    for (const auto& row : rows_) {
        sharers[row.original] += is_in_scope[row.kind] != 0 && !row.is_destroyed ? 1U : 0U;
    }
    std::vector<Sum> sums(kinds_.size());
    for (const auto& row : rows_) {
        if (is_in_scope[row.kind] == 0) {
            continue;
        }
        auto& sum = sums[row.kind];
        if (!row.is_destroyed) {
            add(sum.counted,
                {.word = {}, .records = 1, .bytes = sizes_[row.original] / sharers[row.original]});
        }
        if (row.has_quality) {
            add(sum.quality,
                {.type = {},
                 .records = 1,
                 .fields = row.quality[0],
                 .missing = row.quality[1],
                 .overridden = row.quality[2],
                 .unseen = row.quality[3],
                 .corrected = row.quality[4]});
        }
    }
    return sums;
}

CountedRecords RecordCounts::put_together(const std::vector<Sum>& sums) const
{
    CountedRecords found;
    std::array<std::vector<CountedWord>, dimensions> words;
    for (std::size_t i = 0; i < dimensions; ++i) {
        for (std::uint32_t number = 0; number < words_[i].size(); ++number) {
            words[i].push_back({.word = words_[i].word(number)});
        }
    }
    for (std::size_t number = 0; number < sums.size(); ++number) {
        const auto& kind = kinds_[number];
        const auto& [counted, quality] = sums[number];
        if (counted.records > 0) {
            found.records += counted.records;
            found.bytes += counted.bytes;
            add(found.months[kind.month], counted);
            for (std::size_t i = 0; i < dimensions; ++i) {
                add(words[i][kind.words[i]], counted);
            }
        }
        if (quality.records > 0) {
            add(found.quality[words_[type_at].word(kind.words[type_at])], quality);
        }
    }
    for (std::size_t i = 0; i < dimensions; ++i) {
        found.by.push_back(counted_by(dimension_names[i], std::move(words[i])));
    }
    std::map<std::chrono::year, CountedWord> years;
    for (const auto& [month, counted] : found.months) {
        auto& year = years[month.year()];
        year.word = std::to_string(static_cast<int>(month.year()));
        add(year, counted);
    }
    std::vector<CountedWord> year_words;
    for (auto& [year, counted] : years) {
        year_words.push_back(std::move(counted));
    }
    found.by.push_back(counted_by("year", std::move(year_words)));
    return found;
}

} // namespace dossier::store
