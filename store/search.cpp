#include "store/search.h"

#include "capture/utf8.h"
#include "store/rows/core.h"
#include "store/rows/records.h"
#include "store/rows/scoped.h"
#include "store/rows/search_feed.h"
#include "store/rows/shredding.h"
#include "verify/mask.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace dossier::store {
namespace {

constexpr int most_of_a_number = 100;
constexpr std::size_t most_shown = 4;

MatchKind kind_of(Likeness likeness)
{
    switch (likeness) {
    case Likeness::whole: return MatchKind::whole;
    case Likeness::beginning: return MatchKind::beginning;
    case Likeness::part: return MatchKind::part;
    case Likeness::whole_variant:
    case Likeness::begin_variant:
    case Likeness::part_variant: return MatchKind::variant;
    case Likeness::whole_sound:
    case Likeness::begin_sound:
    case Likeness::part_sound: return MatchKind::sound;
    case Likeness::whole_initials:
    case Likeness::begin_initials:
    case Likeness::part_initials: return MatchKind::initials;
    case Likeness::whole_near:
    case Likeness::begin_near:
    case Likeness::part_near:
    case Likeness::one_error:
    case Likeness::two_errors: return MatchKind::similar;
    }
    return MatchKind::similar;
}

/// D-2026-000001 however it was typed; empty when it is no record's number.
std::string record_number(std::string_view typed)
{
    const auto plain = capture::to_utf8(verify::searchable(typed).text);
    constexpr std::size_t year_end = 5;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!plain.starts_with('D') || plain.size() <= year_end ||
        !std::all_of(plain.begin() + 1, plain.end(), is_digit)) {
        return {};
    }
    const auto count = plain.substr(year_end);
    return "D-" + plain.substr(1, year_end - 1) + "-" +
           std::string(count.size() < 6 ? 6 - count.size() : 0, '0') + count;
}

/// The records in the scope of which that is the number or the archive number: of another's nobody
/// learns that there is one.
std::set<RecordId> find_own_number(Database& db, std::string_view typed, const Scope& scope)
{
    const auto end = typed.find_last_not_of(' ');
    std::set<RecordId> ids;
    Statement rows(
        db,
        "SELECT record.id FROM record WHERE record.number = $1 AND " + in_records(scope, 3) +
            " UNION SELECT record_id FROM filing WHERE archive_number = $2 AND " +
            of_records(scope, 3, "filing.record_id"),
        record_number(typed),
        typed.substr(0, end == std::string_view::npos ? 0 : end + 1),
        scope.department,
        scope.person
    );
    while (rows.next()) {
        ids.insert({rows.text(0)});
    }
    return ids;
}

/// Whose record it is: the first name of a person or company in it.
std::string title_of(const std::vector<RecordTerm>& terms)
{
    for (const auto& [term, is_former] : terms) {
        const bool is_name =
            term.kind == verify::TermKind::person || term.kind == verify::TermKind::company;
        if (is_name && !is_former) {
            return term.text;
        }
    }
    return {};
}

/// The value, parted where it matches.
SearchMatch parted(const RecordTerm& found, const PatternMatch& match)
{
    const auto& text = found.term.text;
    const auto characters = capture::code_points(text);
    const auto places = verify::searchable(text).places;
    const auto begin = places.at(match.begin);
    const auto end = places.at(match.end - 1) + 1;
    const std::u32string_view view = characters;
    return {
        .field = found.term.field,
        .kind = kind_of(match.likeness),
        .before = capture::to_utf8(view.substr(0, begin)),
        .match = capture::to_utf8(view.substr(begin, end - begin)),
        .after = capture::to_utf8(view.substr(end)),
        .is_former = found.is_former};
}

std::vector<SearchMatch> text_matches(
    const std::vector<std::optional<PatternMatch>>& found, const std::vector<RecordTerm>& terms
)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (found[i]) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return found[i]->likeness; });
    std::vector<SearchMatch> matches;
    for (const auto i : order) {
        if (matches.size() < most_shown) {
            matches.push_back(parted(terms[i], *found[i]));
        }
    }
    return matches;
}

std::vector<SearchMatch>
number_matches(const std::vector<std::string>& numbers, const std::vector<RecordTerm>& terms)
{
    std::vector<SearchMatch> matches;
    for (const auto& [term, is_former] : terms) {
        if (term.kind == verify::TermKind::number &&
            std::ranges::find(numbers, term.text) != numbers.end()) {
            matches.push_back(
                {.field = term.field,
                 .kind = MatchKind::number,
                 .before = {},
                 .match = verify::masked_number(term.field, term.text),
                 .after = {},
                 .is_former = is_former}
            );
        }
    }
    return matches;
}

/// Searches at one moment of the archive.
class Search {
public:
    Search(
        Database& db,
        const Vault& vault,
        const SearchQuery& query,
        const Scope& scope,
        std::chrono::minutes offset
    )
        : db_(db),
          vault_(vault),
          query_(query),
          scope_(scope),
          utc_offset_(offset)
    {}

    [[nodiscard]] MaySee may_see() const
    {
        return [this](const RecordFacts& facts) {
            return has_record(scope_, facts.owner, facts.committed_by);
        };
    }

    /// The newest first.
    SearchAnswer by_number(const std::vector<std::string>& numbers, const std::set<RecordId>& own)
    {
        SearchAnswer answer{.read_as = ReadAs::number};
        std::vector<SearchHit> hits;
        std::vector<RecordFacts> facts;
        for (const auto& record : candidates(numbers, own, answer.is_capped)) {
            const auto terms = terms_of(db_, vault_, record);
            auto matches = number_matches(numbers, terms);
            if (!matches.empty() || own.contains(record.id)) {
                hits.push_back(hit(record, terms, std::move(matches)));
                facts.push_back(facts_of(db_, vault_, record));
            }
        }
        Tally tally(query_.filters, {}, utc_offset_, facts);
        std::vector<SearchHit> passing;
        for (std::size_t i = 0; i < hits.size(); ++i) {
            const auto committed_at = index_seconds(facts[i].committed_at);
            if (tally.counts(i, committed_at) && tally.note(i, committed_at)) {
                passing.push_back(std::move(hits[i]));
            }
        }
        answer.total = std::ssize(passing);
        answer.facets = tally.facets();
        put_page(answer, std::move(passing));
        return answer;
    }

    SearchAnswer by_text(const SearchIndex& index)
    {
        auto found = index.find(
            {.text = query_.text,
             .filters = query_.filters,
             .may_see = may_see(),
             .utc_offset = utc_offset_,
             .after = query_.cursor,
             .limit = query_.limit}
        );
        SearchAnswer answer{
            .read_as = query_.text.empty() ? ReadAs::everything : ReadAs::text,
            .hits = {.items = {}, .next_cursor = std::move(found.next)},
            .total = found.total,
            .is_capped = found.is_capped,
            .facets = std::move(found.facets)};
        open(index, found.slots, answer.hits.items);
        return answer;
    }

private:
    /// A cursor is how many were shown.
    void put_page(SearchAnswer& answer, std::vector<SearchHit> hits) const
    {
        std::size_t shown = 0;
        std::from_chars(query_.cursor.data(), query_.cursor.data() + query_.cursor.size(), shown);
        for (auto i = shown; i < hits.size(); ++i) {
            if (std::ssize(answer.hits.items) == query_.limit) {
                answer.hits.next_cursor = std::to_string(i);
                return;
            }
            answer.hits.items.push_back(std::move(hits[i]));
        }
    }

    /// The newest first.
    std::vector<RecordRow>
    candidates(const std::vector<std::string>& numbers, std::set<RecordId> ids, bool& is_capped)
    {
        for (const auto& number : numbers) {
            const auto found = find_number(db_, vault_, number, scope_, most_of_a_number);
            is_capped = is_capped || std::ssize(found) == most_of_a_number;
            ids.insert(found.begin(), found.end());
        }
        std::vector<RecordRow> records;
        for (const auto& id : ids) {
            if (auto record = load(id)) {
                records.push_back(std::move(*record));
            }
        }
        std::ranges::sort(records, std::ranges::greater{}, &RecordRow::committed_at);
        return records;
    }

    /// Nothing when it was destroyed, also where an older backup was restored since, or is none of
    /// the searcher's.
    std::optional<RecordRow> load(const RecordId& id)
    {
        if (find_tombstone(db_, vault_, id.text)) {
            return std::nullopt;
        }
        return find_record(db_, vault_, id, scope_);
    }

    [[nodiscard]] SearchHit
    hit(const RecordRow& record,
        const std::vector<RecordTerm>& terms,
        std::vector<SearchMatch> matches) const
    {
        return {
            .item = item_of(db_, vault_, record),
            .title = title_of(terms),
            .matches = std::move(matches)};
    }

    /// What is shown is the record's own, opened now. Those that went since are left out.
    void open(
        const SearchIndex& index, std::span<const std::int64_t> slots, std::vector<SearchHit>& hits
    )
    {
        std::vector<RecordRow> records;
        std::vector<std::vector<RecordTerm>> terms;
        for (const auto slot : slots) {
            const auto id = record_in_slot(db_, slot);
            if (auto record = id ? load(*id) : std::nullopt) {
                terms.push_back(terms_of(db_, vault_, *record));
                records.push_back(std::move(*record));
            }
        }
        const auto matches = index.match(query_.text, terms);
        for (std::size_t i = 0; i < records.size(); ++i) {
            hits.push_back(hit(records[i], terms[i], text_matches(matches[i], terms[i])));
        }
    }

    Database& db_;
    const Vault& vault_;
    const SearchQuery& query_;
    const Scope& scope_;
    std::chrono::minutes utc_offset_;
};

std::string_view name_of(ReadAs read_as)
{
    switch (read_as) {
    case ReadAs::everything: return "everything";
    case ReadAs::number: return "number";
    case ReadAs::text: return "text";
    }
    return {};
}

} // namespace

SearchAnswer Store::search(const SearchQuery& query, const Actor& actor, Instant now)
{
    SearchAnswer answer;
    {
        Snapshot snapshot{core_->readers};
        core_->search->catch_up(snapshot.db(), core_->vault);
        Search search(snapshot.db(), core_->vault, query, actor.scope, core_->options.utc_offset);
        const auto numbers = verify::typed_numbers(query.text);
        const auto own = find_own_number(snapshot.db(), query.text, actor.scope);
        answer = numbers.empty() && own.empty() ? search.by_text(core_->search->index())
                                                : search.by_number(numbers, own);
        answer.indexed = core_->search->index().size(search.may_see());
        answer.is_whole = core_->search->is_whole();
    }
    note(
        actor,
        "records_searched",
        "search " + digest_of_search(core_->vault, query.text),
        "done",
        std::string(name_of(answer.read_as)) + " " + std::to_string(answer.total),
        now
    );
    return answer;
}

IndexState Store::index_records(int limit)
{
    auto& search = *core_->search;
    if (!search.has_rows()) {
        Transaction tx{core_->writer};
        const auto lacking = records_without_search_rows(tx.db(), limit);
        for (const auto& id : lacking) {
            if (const auto record = load_record(tx.db(), core_->vault, id)) {
                keep_search_rows(tx.db(), core_->vault, *record);
            }
        }
        tx.commit();
        if (!lacking.empty()) {
            return {.records = search.index().size(), .left = std::ssize(lacking)};
        }
        search.note_rows();
    }
    Snapshot snapshot{core_->readers};
    search.follow(snapshot.db(), core_->vault, limit);
    return index_state();
}

IndexState Store::index_state()
{
    const auto& search = *core_->search;
    return {
        .records = search.index().size(), .left = search.left(), .bytes = search.index().bytes()};
}

} // namespace dossier::store
