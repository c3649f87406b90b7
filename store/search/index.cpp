#include "store/search/index.h"

#include "store/search/segment.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <mutex>
#include <tuple>

namespace dossier::store {
namespace {

/// Matches of any filter that are looked at, for the facets.
constexpr std::int64_t most_looked_at = 4 * SearchIndex::most_matches;

struct FieldOfIndex {
    std::string name;
    verify::TermKind kind = verify::TermKind::person;
};

TextKind kind_of(verify::TermKind kind)
{
    return kind == verify::TermKind::person ? TextKind::name : TextKind::long_text;
}

/// Names before companies before addresses, what holds before what held.
std::uint32_t rank_of(Likeness likeness, verify::TermKind kind, bool is_former)
{
    return static_cast<std::uint32_t>(likeness) * 8 + static_cast<std::uint32_t>(kind) * 2 +
           (is_former ? 1 : 0);
}

struct Hit {
    std::uint32_t rank = 0;
    std::uint32_t committed_at = 0;
    std::uint32_t slot = 0;

    [[nodiscard]] auto order() const { return std::tuple(rank, ~committed_at, ~slot); }
};

std::string cursor_of(const Hit& hit)
{
    return std::to_string(hit.rank) + ":" + std::to_string(hit.committed_at) + ":" +
           std::to_string(hit.slot);
}

/// Nothing when it is no cursor of ours.
std::optional<Hit> hit_of(std::string_view cursor)
{
    Hit hit;
    const auto* at = cursor.data();
    const auto* end = cursor.data() + cursor.size();
    for (auto* number : {&hit.rank, &hit.committed_at, &hit.slot}) {
        const auto read = std::from_chars(at, end, *number);
        if (read.ec != std::errc{}) {
            return std::nullopt;
        }
        at = read.ptr == end ? end : read.ptr + 1;
    }
    return hit;
}

} // namespace

struct SearchIndex::Contents {
    Alphabet alphabet;
    std::vector<std::unique_ptr<Segment>> segments;
    std::vector<FieldOfIndex> fields;
    std::vector<RecordFacts> groups;
    std::map<std::array<std::string, 5>, std::uint32_t> group_numbers;
    std::vector<std::int64_t> group_sizes; ///< records of each group

    unsigned field_number(const verify::SearchTerm& term)
    {
        const auto found = std::ranges::find(fields, term.field, &FieldOfIndex::name);
        if (found == fields.end() && fields.size() <= Segment::last_field) {
            fields.push_back({.name = term.field, .kind = term.kind});
            return static_cast<unsigned>(fields.size() - 1);
        }
        const auto number = static_cast<unsigned>(found - fields.begin());
        return std::min(number, Segment::last_field); // a site with more shares the last one
    }

    std::uint32_t group_number(const RecordFacts& facts)
    {
        const auto [found, is_new] = group_numbers.emplace(
            std::array{
                facts.type,
                facts.station,
                facts.committed_by,
                facts.owner.department,
                facts.owner.created_by},
            static_cast<std::uint32_t>(groups.size())
        );
        if (is_new) {
            groups.push_back(facts);
            group_sizes.push_back(0);
        }
        return found->second;
    }

    std::vector<Letter> letters_of(std::string_view text)
    {
        std::vector<Letter> letters;
        for (const char32_t character : verify::searchable(text).text) {
            letters.push_back(alphabet.add(character));
        }
        return letters;
    }

    /// The rank of a record's texts for every word; nothing where one is not found.
    [[nodiscard]] std::optional<std::uint32_t> rank(
        const Segment& segment,
        const Sifted& sifted,
        std::size_t place,
        std::span<const Word> question
    ) const
    {
        std::uint32_t worst = 0;
        for (std::size_t word = 0; word < question.size(); ++word) {
            std::optional<std::uint32_t> best;
            segment.for_each_text(place, [&](const IndexedText& text) {
                const auto kind = fields[text.field].kind;
                for (std::size_t i = 0; i < question[word].size(); ++i) {
                    if (!sifted.has(word, i, kind_of(kind), place)) {
                        continue;
                    }
                    if (const auto match = question[word][i].match(text.letters, kind_of(kind))) {
                        const auto rank = rank_of(match->likeness, kind, text.is_former);
                        best = std::min(best.value_or(rank), rank);
                    }
                }
            });
            if (!best) {
                return std::nullopt;
            }
            worst = std::max(worst, *best);
        }
        return worst;
    }

    [[nodiscard]] std::optional<PatternMatch>
    best_match(std::span<const Word> question, const verify::SearchTerm& term) const
    {
        std::vector<Letter> letters;
        for (const char32_t character : verify::searchable(term.text).text) {
            letters.push_back(alphabet.find(character));
        }
        std::optional<PatternMatch> best;
        for (const auto& word : question) {
            for (const auto& pattern : word) {
                const auto match = pattern.match(letters, kind_of(term.kind));
                if (match && (!best || match->likeness < best->likeness)) {
                    best = match;
                }
            }
        }
        return best;
    }
};

SearchIndex::SearchIndex() : contents_(std::make_unique<Contents>()) {}

SearchIndex::~SearchIndex() = default;

void SearchIndex::add(const SearchEntry& entry)
{
    const std::unique_lock lock(mutex_);
    append(entry);
}

void SearchIndex::replace(const SearchEntry& entry)
{
    const std::unique_lock lock(mutex_);
    remove(entry.slot);
    append(entry);
}

void SearchIndex::append(const SearchEntry& entry)
{
    auto& in = *contents_;
    if (in.segments.empty() || in.segments.back()->is_full()) {
        in.segments.push_back(std::make_unique<Segment>());
    }
    std::vector<std::vector<Letter>> letters;
    std::vector<IndexedText> texts;
    for (const auto& [term, is_former] : entry.terms) {
        if (term.kind != verify::TermKind::number) {
            letters.push_back(in.letters_of(term.text));
            const auto field = in.field_number(term);
            texts.push_back(
                {.field = field,
                 .is_former = is_former,
                 .kind = kind_of(in.fields[field].kind),
                 .letters = letters.back()}
            );
        }
    }
    const auto group = in.group_number(entry.facts);
    in.segments.back()->add(
        {.slot = static_cast<std::uint32_t>(entry.slot),
         .committed_at = index_seconds(entry.facts.committed_at),
         .group = group},
        texts,
        in.alphabet
    );
    ++in.group_sizes[group];
}

void SearchIndex::forget(std::int64_t slot)
{
    const std::unique_lock lock(mutex_);
    remove(slot);
}

void SearchIndex::remove(std::int64_t slot)
{
    for (auto& segment : contents_->segments) {
        const auto records = segment->records();
        const auto found =
            std::ranges::find(records, static_cast<std::uint32_t>(slot), &IndexedRecord::slot);
        if (found != records.end()) {
            --contents_->group_sizes[found->group];
            segment->remove(static_cast<std::size_t>(found - records.begin()));
            return;
        }
    }
}

Found SearchIndex::find(const Wanted& wanted) const
{
    const std::shared_lock lock(mutex_);
    const auto& in = *contents_;
    const auto question = words_of(wanted.text, in.alphabet);
    Tally tally(wanted.filters, wanted.may_see, wanted.utc_offset, in.groups);
    std::vector<Hit> hits;
    std::int64_t looked_at = 0;
    Found found;
    Sifted sifted;
    for (auto segment = in.segments.rbegin(); segment != in.segments.rend() && !found.is_capped;
         ++segment) {
        (*segment)->sift(question, sifted);
        const auto records = (*segment)->records();
        for (std::size_t word = sifted.left.size(); word-- > 0 && !found.is_capped;) {
            for (auto bits = sifted.left[word]; bits != 0 && !found.is_capped;) {
                const auto bit = static_cast<std::size_t>(63 - std::countl_zero(bits));
                bits ^= std::uint64_t{1} << bit;
                const auto& record = records[word * 64 + bit];
                const bool counts =
                    record.slot != 0 && tally.counts(record.group, record.committed_at);
                const auto rank =
                    counts ? in.rank(**segment, sifted, word * 64 + bit, question) : std::nullopt;
                if (!rank) {
                    continue;
                }
                if (tally.note(record.group, record.committed_at)) {
                    hits.push_back({*rank, record.committed_at, record.slot});
                }
                ++looked_at;
                found.is_capped = !question.empty() &&
                                  (std::ssize(hits) >= most_matches || looked_at >= most_looked_at);
            }
        }
    }
    found.total = std::ssize(hits);
    found.facets = tally.facets();
    if (const auto after = hit_of(wanted.after)) {
        std::erase_if(hits, [&](const Hit& hit) { return hit.order() <= after->order(); });
    }
    const auto shown = std::min(hits.size(), static_cast<std::size_t>(wanted.limit));
    std::ranges::partial_sort(
        hits, hits.begin() + static_cast<std::ptrdiff_t>(shown), {}, &Hit::order
    );
    for (const auto& hit : std::span(hits).first(shown)) {
        found.slots.push_back(hit.slot);
    }
    if (shown > 0 && hits.size() > shown) {
        found.next = cursor_of(hits[shown - 1]);
    }
    return found;
}

std::vector<std::vector<std::optional<PatternMatch>>>
SearchIndex::match(std::string_view text, std::span<const std::vector<RecordTerm>> records) const
{
    const std::shared_lock lock(mutex_);
    const auto& in = *contents_;
    const auto question = words_of(text, in.alphabet);
    std::vector<std::vector<std::optional<PatternMatch>>> matches;
    for (const auto& terms : records) {
        auto& of_record = matches.emplace_back(terms.size());
        for (std::size_t i = 0; i < terms.size(); ++i) {
            if (terms[i].term.kind != verify::TermKind::number) {
                of_record[i] = in.best_match(question, terms[i].term);
            }
        }
    }
    return matches;
}

std::int64_t SearchIndex::size(const MaySee& may_see) const
{
    const std::shared_lock lock(mutex_);
    std::int64_t records = 0;
    for (std::size_t group = 0; group < contents_->groups.size(); ++group) {
        const bool counts = !may_see || may_see(contents_->groups[group]);
        records += counts ? contents_->group_sizes[group] : 0;
    }
    return records;
}

std::size_t SearchIndex::bytes() const
{
    const std::shared_lock lock(mutex_);
    auto total = contents_->alphabet.bytes();
    for (const auto& segment : contents_->segments) {
        total += segment->bytes();
    }
    return total;
}

} // namespace dossier::store
