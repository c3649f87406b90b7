#include "store/registers.h"

#include "store/crypto/signature.h"
#include "store/moment.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/disposals.h"
#include "store/rows/filings.h"
#include "store/rows/loans.h"
#include "store/rows/numbers.h"
#include "store/rows/registers.h"
#include "store/rows/words.h"
#include "verify/customers.h"
#include "verify/mask.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

using Row = std::vector<std::string>;

constexpr std::array<std::string_view, 10> handover_columns{
    "archive_number",
    "record",
    "type",
    "subject",
    "pages",
    "filed",
    "retention_class",
    "security_level",
    "box",
    "volume"};
constexpr std::array<std::string_view, 11> loan_columns{
    "loan",
    "requested",
    "borrower",
    "kind",
    "records",
    "purpose",
    "days",
    "state",
    "decided_by",
    "until",
    "returned"};
constexpr std::array<std::string_view, 10> destruction_columns{
    "archive_number",
    "record",
    "type",
    "filed",
    "retention_class",
    "kept_through",
    "opinion",
    "list",
    "outcome",
    "destroyed"};

/// A cell: nothing in it ends a cell or a line.
std::string cell(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' '
    );
    return text;
}

std::string moment_cell(Instant at)
{
    return at == Instant{} ? std::string() : moment_text(at);
}

bool has_classes(const FilingRow& filing, const verify::Classes& classes)
{
    return std::ranges::all_of(classes, [&](const auto& asked) {
        const auto found = filing.filing.body.classes.find(asked.first);
        return found != filing.filing.body.classes.end() && found->second == asked.second;
    });
}

std::string class_cell(const FilingRow& filing, std::string_view name)
{
    const auto found = filing.filing.body.classes.find(name);
    return found == filing.filing.body.classes.end() ? std::string() : found->second;
}

/// Whose record it is, as a list may say it: people masked, companies by their name.
std::string subject_cell(const RecordRow& record)
{
    const auto subject = verify::subject_of(record.body.checked);
    if (!subject) {
        return {};
    }
    return subject->kind == verify::CustomerKind::company
               ? subject->name
               : verify::masked(subject->name, verify::Masking::name);
}

/// Draws the lines of one register from a snapshot.
class Drawing {
public:
    Drawing(Database& db, const Vault& vault, const StoreOptions& options, RegisterQuery query)
        : db_(db),
          vault_(vault),
          query_(std::move(query)),
          begin_(Instant{query_.from} - options.utc_offset),
          end_(Instant{query_.until + std::chrono::days{1}} - options.utc_offset)
    {}

    std::vector<Row> draw()
    {
        switch (query_.kind) {
        case RegisterKind::handover: handovers(); break;
        case RegisterKind::loans: loans(); break;
        case RegisterKind::destruction: destructions(); break;
        }
        return std::move(rows_);
    }

private:
    [[nodiscard]] bool is_full() const { return std::ssize(rows_) > most_register_lines; }

    void handovers()
    {
        Statement rows(
            db_,
            "SELECT record_id FROM filing WHERE committed_at >= $1 AND committed_at < $2 "
            "ORDER BY committed_at, record_id",
            begin_,
            end_
        );
        while (!is_full() && rows.next()) {
            const RecordId id{rows.text(0)};
            const auto filing = load_filing(db_, vault_, id);
            if (!filing || !has_classes(*filing, query_.classes)) {
                continue;
            }
            if (const auto record = load_record(db_, vault_, id)) {
                rows_.push_back(
                    {filing->filing.archive_number,
                     record->number,
                     record->type,
                     cell(subject_cell(*record)),
                     std::to_string(record->body.checked.pages.size()),
                     moment_text(record->committed_at),
                     class_cell(*filing, "retention_class"),
                     class_cell(*filing, "security_level"),
                     filing->filing.body.box,
                     filing->filing.body.volume}
                );
            }
        }
        std::ranges::sort(rows_);
    }

    void loans()
    {
        Statement rows(
            db_,
            "SELECT id FROM loan WHERE requested_at >= $1 AND requested_at < $2 "
            "ORDER BY requested_at, id",
            begin_,
            end_
        );
        while (!is_full() && rows.next()) {
            const auto loan = load_loan(db_, vault_, rows.text(0));
            if (!loan || !lends_such(*loan)) {
                continue;
            }
            std::string records;
            for (const auto& record : loan->records) {
                records += (records.empty() ? "" : " ") +
                           (record.archive_number.empty() ? record.number : record.archive_number);
            }
            rows_.push_back(
                {loan->number,
                 moment_text(loan->requested_at),
                 loan->borrower,
                 std::string(word(loan->kind)),
                 records,
                 cell(verify::masked_text(loan->purpose)),
                 std::to_string(loan->days),
                 std::string(word(loan->state)),
                 loan->decided_by,
                 moment_cell(loan->until),
                 moment_cell(loan->returned_at)}
            );
        }
    }

    /// What was destroyed has no filing any more to tell its class by; the loan is shown then only
    /// where nobody asked for a class.
    bool lends_such(const Loan& loan)
    {
        return query_.classes.empty() ||
               std::ranges::any_of(loan.records, [&](const BorrowedRecord& record) {
                   const auto filing = load_filing(db_, vault_, record.id);
                   return filing && has_classes(*filing, query_.classes);
               });
    }

    void destructions()
    {
        const bool is_list = !query_.disposal.empty();
        Statement rows(
            db_,
            "SELECT id FROM disposal WHERE ($1 = '' AND state = 'carried_out') OR number = $1 "
            "ORDER BY proposed_at, id",
            query_.disposal
        );
        while (!is_full() && rows.next()) {
            const auto disposal = load_disposal(db_, vault_, rows.text(0)).value();
            const auto carried = std::ranges::find(
                disposal.signatures, DisposalStep::carry_out, &DisposalSignature::step
            );
            const bool is_carried = carried != disposal.signatures.end();
            const auto at = is_carried ? carried->at : Instant{};
            if (!is_list && (at < begin_ || at >= end_)) {
                continue;
            }
            for (const auto& item : disposal.items) {
                if ((is_list || item.is_destroyed) && is_of_class(item)) {
                    add(disposal, item, item.is_destroyed ? at : Instant{}, is_carried);
                }
            }
        }
    }

    /// Of a record that is gone only its retention class is known, from the list.
    bool is_of_class(const DisposalItem& item) const
    {
        return std::ranges::all_of(query_.classes, [&](const auto& asked) {
            return asked.first == "retention_class" && asked.second == item.record.retention_class;
        });
    }

    void add(const Disposal& disposal, const DisposalItem& item, Instant at, bool is_carried)
    {
        std::string opinion(word(item.opinion));
        if (item.until_year > 0) {
            opinion += " " + std::to_string(item.until_year);
        }
        rows_.push_back(
            {item.record.archive_number,
             item.record.record_number,
             item.record.type,
             moment_text(item.record.committed_at),
             item.record.retention_class,
             std::to_string(item.record.kept_through),
             opinion,
             disposal.summary.number,
             item.is_destroyed ? "destroyed"
             : is_carried      ? "kept"
                               : std::string(word(disposal.summary.state)),
             moment_cell(at)}
        );
    }

    Database& db_;
    const Vault& vault_;
    RegisterQuery query_;
    Instant begin_;
    Instant end_;
    std::vector<Row> rows_;
};

std::string note_text(const RegisterItem& item, std::string_view site_id)
{
    const auto text_of = [](std::chrono::sys_days day) {
        return moment_text(Instant{day}).substr(0, 10);
    };
    std::string text = "dossier register 1\nsite " + std::string(site_id) + "\nregister " +
                       item.number + "\nkind " + std::string(word(item.query.kind)) + "\n";
    text += item.query.disposal.empty()
                ? "from " + text_of(item.query.from) + " until " + text_of(item.query.until) + "\n"
                : "list " + item.query.disposal + "\n";
    if (!item.query.classes.empty()) {
        text += "classes " + classes_text(item.query.classes) + "\n";
    }
    return text + "lines " + std::to_string(item.lines) + "\nsha256 " + item.sha256 + "\naudit " +
           std::to_string(item.audit_entries) + " " + item.audit_root + "\nmade " +
           moment_text(item.made_at) + " by " + item.made_by + "\n";
}

bool has_disposal(Database& db, const std::string& number)
{
    Statement row(db, "SELECT 1 FROM disposal WHERE number = $1", number);
    return row.next();
}

/// What of a query the archive does not answer; empty when it does.
std::string fault_of(const RegisterQuery& query, const verify::FilingPlan& plan)
{
    const bool is_destruction = query.kind == RegisterKind::destruction;
    if (!query.disposal.empty() && !is_destruction) {
        return "only destruction is of a list";
    }
    if (query.disposal.empty() && query.until < query.from) {
        return "the last day is before the first";
    }
    for (const auto& [name, value] : query.classes) {
        if (is_destruction && name != "retention_class") {
            return "of what is destroyed only the retention class is known";
        }
        if (value.empty() || !verify::may_be(plan, name, value)) {
            return "the plan has no such word for " + name;
        }
    }
    return {};
}

} // namespace

std::span<const std::string_view> register_columns(RegisterKind kind)
{
    switch (kind) {
    case RegisterKind::handover: return handover_columns;
    case RegisterKind::loans: return loan_columns;
    case RegisterKind::destruction: break;
    }
    return destruction_columns;
}

std::string register_text(const Register& made)
{
    std::string text;
    for (const auto& row : made.rows) {
        for (std::size_t at = 0; at < row.size(); ++at) {
            text += (at == 0 ? "" : "\t") + row[at];
        }
        text += "\n";
    }
    return text;
}

tl::expected<Register, Conflict>
Store::make_register(const RegisterQuery& query, const Actor& actor, Instant now)
{
    const auto& options = core_->options;
    if (auto fault = fault_of(query, options.filing); !fault.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, std::move(fault)));
    }
    Register made;
    auto& item = made.item;
    item.query = query;
    item.made_by = actor.name;
    item.made_at = now;
    {
        // Lines and trail of one moment: what the trail says then is all that made the lines so.
        Snapshot snapshot{core_->readers};
        if (!query.disposal.empty() && !has_disposal(snapshot.db(), query.disposal)) {
            return tl::unexpected(conflict(ConflictKind::not_allowed, "there is no such list"));
        }
        made.rows = Drawing(snapshot.db(), core_->vault, options, query).draw();
        const auto tree = audit_tree(snapshot.db(), core_->vault);
        item.audit_entries = tree.leaves();
        item.audit_root = to_hex(tree.root());
    }
    if (std::ssize(made.rows) > most_register_lines) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "more than 5,000 lines: take fewer days")
        );
    }
    item.lines = std::ssize(made.rows);
    item.sha256 = to_hex(sha256(bytes_of(register_text(made))));
    Transaction tx{core_->writer};
    item.number = next_yearly_number(tx.db(), "R", now, options.utc_offset, 4);
    const auto& keys = core_->vault.keys();
    item.note = signed_note(
        note_text(item, keys.site_id()), "dossier-" + keys.site_id(), keys.key(KeyUse::receipt)
    );
    insert_register(tx.db(), core_->vault, item);
    core_->audit(
        tx.db(),
        actor,
        "register_made",
        "register " + item.number,
        std::string(word(query.kind)) + " " + std::to_string(item.lines) + " lines " + item.sha256,
        now
    );
    tx.commit();
    return made;
}

Listing<RegisterItem> Store::registers(std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT number FROM register WHERE (made_at, number) < ($1, $2) "
        "ORDER BY made_at DESC, number DESC LIMIT $3",
        from.at,
        from.id,
        limit + 1
    );
    return page_of<RegisterItem>(
        rows,
        limit,
        [&](Statement& row) { return load_register(snapshot.db(), core_->vault, row.text(0)); },
        [](const RegisterItem& last) { return Cursor::text(last.made_at, last.number); }
    );
}

} // namespace dossier::store
