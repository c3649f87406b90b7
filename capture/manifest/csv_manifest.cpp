#include "capture/manifest/draft.h"

#include <algorithm>
#include <array>

namespace dossier::capture {

namespace {

using Row = std::vector<std::string>;

constexpr std::size_t most_columns = 16;

/// RFC 4180 by row: fields between commas, quotes around what holds commas, quotes or line breaks,
/// a quote inside them doubled. A bare line feed ends a row too.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }

    [[nodiscard]] int line() const { return line_; }

    [[nodiscard]] tl::expected<Row, ManifestProblem> next()
    {
        ++line_;
        Row row;
        while (true) {
            auto field = is_at('"') ? read_quoted() : read_plain();
            if (!field) return tl::unexpected(field.error());
            if (row.size() == most_columns) return tl::unexpected(ManifestProblem::malformed);
            row.push_back(*std::move(field));
            if (skip(',')) continue;
            const bool returned = skip('\r');
            if (!skip('\n') && (returned || !is_at_end()))
                return tl::unexpected(ManifestProblem::malformed);
            return row;
        }
    }

private:
    [[nodiscard]] bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }

    bool skip(char c)
    {
        const bool found = is_at(c);
        if (found) ++at_;
        return found;
    }

    tl::expected<std::string, ManifestProblem> read_plain()
    {
        const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        std::string field(text_.substr(at_, end - at_));
        at_ = end;
        return field;
    }

    tl::expected<std::string, ManifestProblem> read_quoted()
    {
        std::string field;
        ++at_;
        while (true) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) return tl::unexpected(ManifestProblem::ended);
            field += text_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (!skip('"')) return field;
            field += '"';
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 0;
};

/// Which column means what; the facts of the batch may stand in columns of their own.
struct Columns {
    static constexpr std::array<std::string_view, 6> words{
        "name", "sha256", "batch", "sheets", "sides", "type"};
    std::array<std::optional<std::size_t>, words.size()> places;

    [[nodiscard]] std::string_view value(const Row& row, std::size_t word) const
    {
        return places[word] ? std::string_view(row[*places[word]]) : std::string_view();
    }
};

tl::expected<Columns, ManifestProblem> read_header(const Row& header)
{
    Columns columns;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto* const word = std::ranges::find(Columns::words, header[i]);
        if (word == Columns::words.end()) return tl::unexpected(ManifestProblem::unknown_word);
        auto& place = columns.places.at(static_cast<std::size_t>(word - Columns::words.begin()));
        if (place) return tl::unexpected(ManifestProblem::repeated_word);
        place = i;
    }
    if (!columns.places[0] || !columns.places[1]) return tl::unexpected(ManifestProblem::malformed);
    return columns;
}

/// The first row that names a fact sets it; others leave it empty or say the same.
class FactColumns {
public:
    tl::expected<void, ManifestProblem>
    take(const Columns& columns, const Row& row, ManifestDraft& draft)
    {
        for (std::size_t word = 2; word < Columns::words.size(); ++word) {
            const std::string_view value = columns.value(row, word);
            std::string& known = values_.at(word);
            if (value.empty() || value == known) continue;
            if (!known.empty()) return tl::unexpected(ManifestProblem::bad_fact);
            known = value;
            const auto step = draft.set_fact(word == 2 ? "name" : Columns::words[word], value);
            if (!step) return step;
        }
        return {};
    }

private:
    std::array<std::string, Columns::words.size()> values_;
};

} // namespace

tl::expected<void, ManifestError> read_csv_manifest(std::string_view text, ManifestDraft& draft)
{
    CsvReader reader(text);
    const auto wrong = [&](ManifestProblem problem) {
        return tl::unexpected(ManifestError{problem, reader.line()});
    };
    const auto header = reader.next();
    if (!header) return wrong(header.error());
    const auto columns = read_header(*header);
    if (!columns) return wrong(columns.error());
    FactColumns facts;
    while (!reader.is_at_end()) {
        const auto row = reader.next();
        if (!row) return wrong(row.error());
        if (row->size() == 1 && row->front().empty()) continue; // a blank line
        // A row that is cut short at the end of the text may still be written.
        if (row->size() != header->size())
            return wrong(reader.is_at_end() ? ManifestProblem::ended : ManifestProblem::malformed);
        if (const auto step = facts.take(*columns, *row, draft); !step) return wrong(step.error());
        const auto step = draft.add_file(columns->value(*row, 0), columns->value(*row, 1));
        if (!step && step.error() == ManifestProblem::bad_sha256 && reader.is_at_end())
            return wrong(ManifestProblem::ended);
        if (!step) return wrong(step.error());
    }
    return {};
}

} // namespace dossier::capture
