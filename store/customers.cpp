#include "store/rows/customers.h"

#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/due.h"
#include "store/rows/filings.h"
#include "store/rows/reviews.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

constexpr int most_records = 200; ///< of a customer that are opened for his page

std::string object_name(const std::string& id)
{
    return "customer " + id;
}

struct CountedRecords {
    std::int64_t count = 0;
    std::vector<std::pair<Instant, RecordId>> newest; ///< first, with their commits
};

CountedRecords records_of(
    Database& db,
    const Scope& scope,
    const std::vector<std::string>& members,
    int most = most_records
)
{
    CountedRecords records;
    auto& newest = records.newest;
    for (const auto& member : members) {
        Statement count(
            db,
            "SELECT count(*) FROM customer_record WHERE customer_id = $1 AND " +
                of_records(scope, 2, "customer_record.record_id"),
            member,
            scope.department,
            scope.person
        );
        records.count += count.next() ? count.integer(0) : 0;
        Statement rows(
            db,
            "SELECT committed_at, record_id FROM customer_record WHERE customer_id = $1 AND " +
                of_records(scope, 3, "customer_record.record_id") +
                " ORDER BY committed_at DESC LIMIT $2",
            member,
            most,
            scope.department,
            scope.person
        );
        while (rows.next()) {
            newest.emplace_back(rows.instant(0), RecordId{rows.text(1)});
        }
    }
    std::ranges::sort(newest, std::greater<>{});
    newest.resize(std::min(newest.size(), static_cast<std::size_t>(most)));
    return records;
}

std::chrono::sys_days today_of(Instant now, std::chrono::minutes utc_offset)
{
    return std::chrono::floor<std::chrono::days>(now + utc_offset);
}

/// As the newest record calls him that bears a number of his own: others of his file may name
/// somebody else. Nothing but what the records in the scope say; `records` is 0 where none is.
CustomerItem item_of(Database& db, const Vault& vault, const Scope& scope, const std::string& root)
{
    constexpr int enough = 5;
    const auto row = load_customer(db, vault, root);
    if (!row) {
        throw Tampered(object_name(root));
    }
    const auto records = records_of(db, scope, members_of(db, vault, root), enough);
    CustomerItem item{
        .id = root,
        .kind = row->kind,
        .name = {},
        .records = records.count,
        .newest_at = records.newest.empty() ? Instant{} : records.newest.front().first,
        .risk = row->risk};
    for (const auto& [at, id] : records.newest) {
        const auto record = load_record(db, vault, id);
        const auto subject = record ? verify::subject_of(record->body.checked) : std::nullopt;
        if (subject && !subject->name.empty()) {
            item.name = subject->name;
            break;
        }
    }
    return item;
}

void add_numbers(std::vector<KnownNumber>& numbers, const RecordRow& record)
{
    for (const auto* field :
         {"id_number", "permit_number", "passport_number", "uscc", "registration_number"}) {
        const KnownNumber number{field, record.body.checked.value_of(field)};
        const bool is_known = std::ranges::any_of(numbers, [&](const KnownNumber& other) {
            return other.value == number.value;
        });
        if (!number.value.empty() && !is_known) {
            numbers.push_back(number);
        }
    }
}

/// How somebody may be written in a query: his number under every kind of number.
std::vector<std::string> macs_of_query(const Vault& vault, std::string_view number)
{
    std::vector<std::string> macs;
    for (const auto& each : verify::numbers_in_query(number)) {
        macs.push_back(mac_of(vault, each));
    }
    return macs;
}

/// Whether a customer is anything to this scope.
bool has_customer(Database& db, const Vault& vault, const Scope& scope, const std::string& root)
{
    return scope.is_site() || records_of(db, scope, members_of(db, vault, root), 1).count > 0;
}

/// Nothing where it is another's.
std::optional<Due>
find_due(Database& db, const Vault& vault, const Scope& scope, const std::string& id)
{
    auto due = load_due(db, vault, id);
    const bool is_in_scope =
        due && (due->record_id && !scope.is_site()
                    ? find_record(db, vault, *due->record_id, scope).has_value()
                    : has_customer(db, vault, scope, root_of(db, vault, due->customer_id)));
    if (!is_in_scope) {
        due.reset();
    }
    return due;
}

/// With the names that a list shows.
Due named(Database& db, const Vault& vault, const Scope& scope, Due due)
{
    const auto root = root_of(db, vault, due.customer_id);
    due.customer_name = item_of(db, vault, scope, root).name;
    due.customer_id = root;
    if (due.record_id) {
        if (const auto record = load_record(db, vault, *due.record_id)) {
            due.record_number = record->number;
            due.type = record->type;
        }
    }
    return due;
}

/// Gathers the page of one customer.
class Gathering {
public:
    Gathering(Database& db, const Vault& vault, const Scope& scope, const std::string& root)
        : db_(db),
          vault_(vault),
          scope_(scope),
          members_(members_of(db, vault, root))
    {
        customer_.item = item_of(db, vault, scope, root);
        customer_.version = load_customer(db, vault, root)->version;
    }

    Customer gather()
    {
        for (const auto& [at, id] : records_of(db_, scope_, members_).newest) {
            if (const auto record = load_record(db_, vault_, id)) {
                add(*record);
            }
        }
        for (const auto& member : members_) {
            add_changes(member);
        }
        add_incoming();
        std::ranges::stable_sort(customer_.timeline, std::greater<>{}, &CustomerEvent::at);
        std::ranges::sort(customer_.due, {}, &Due::due_on);
        for (const auto& id : alike_) {
            customer_.alike.push_back(item_of(db_, vault_, scope_, id));
        }
        return std::move(customer_);
    }

private:
    void add(const RecordRow& record)
    {
        const auto filing = load_filing(db_, vault_, record.id);
        customer_.records.push_back(
            {.id = record.id,
             .number = record.number,
             .archive_number = filing ? filing->filing.archive_number : std::string(),
             .type = record.type,
             .committed_at = record.committed_at,
             .customer_id = customer_of(db_, vault_, record.id).value_or("")}
        );
        add_numbers(customer_.numbers, record);
        add_events(record);
        add_people(record);
    }

    CustomerEvent event_of(const RecordRow& record, Instant at, std::string what, std::string who)
    {
        CustomerEvent event;
        event.at = at;
        event.what = std::move(what);
        event.who = std::move(who);
        event.record_id = record.id;
        event.record_number = record.number;
        event.type = record.type;
        return event;
    }

    void add_events(const RecordRow& record)
    {
        customer_.timeline.push_back(
            event_of(record, record.committed_at, "record_committed", record.committed_by)
        );
        for (const auto& correction : load_corrections(db_, vault_, record.id)) {
            if (correction.state != CorrectionState::approved) {
                continue;
            }
            auto event = event_of(
                record,
                correction.decided_at,
                "correction_approved",
                correction.proposed_by + ", " + correction.decided_by
            );
            event.field = correction.field;
            event.before = correction.body.before;
            event.after = correction.body.after;
            event.reason = correction.body.reason;
            customer_.timeline.push_back(std::move(event));
        }
        for (const auto& change : load_filing_changes(db_, vault_, record.id)) {
            auto event = event_of(record, change.changed_at, "record_refiled", change.changed_by);
            event.reason = change.reason;
            customer_.timeline.push_back(std::move(event));
        }
    }

    /// Whom it names, and whom it may be one with.
    void add_people(const RecordRow& record)
    {
        const auto macs = load_macs_of(db_, vault_, record.id);
        for (const auto& person : verify::related_people(record.body.checked)) {
            CustomerRelation relation{
                .relation = person.relation,
                .is_named = true,
                .name = person.name,
                .customer_id = {},
                .record_id = record.id,
                .record_number = record.number};
            for (const auto& mac : macs) {
                if (mac.what == MacOf::related && mac.relation == person.relation) {
                    relation.customer_id = owner_of(mac.mac);
                }
            }
            add_relation(std::move(relation));
        }
        for (const auto& mac : macs) {
            if (mac.what == MacOf::related) {
                continue;
            }
            for (const auto& other : find_macs(db_, vault_, mac.mac, mac.what)) {
                add_alike(other.record_id);
            }
            if (mac.what == MacOf::number) {
                numbers_.insert(mac.mac);
            }
        }
    }

    /// What the scope does not have says nothing here.
    bool is_seen(const RecordId& record_id)
    {
        return scope_.is_site() || find_record(db_, vault_, record_id, scope_).has_value();
    }

    void add_alike(const RecordId& record_id)
    {
        const auto customer =
            is_seen(record_id) ? customer_of(db_, vault_, record_id) : std::nullopt;
        const auto root = customer ? root_of(db_, vault_, *customer) : std::string();
        if (!root.empty() && root != customer_.item.id) {
            alike_.insert(root);
        }
    }

    /// Whose number it is; empty where nobody's record has it.
    std::string owner_of(const std::string& mac)
    {
        for (const auto& known : find_macs(db_, vault_, mac, MacOf::number)) {
            const auto customer =
                is_seen(known.record_id) ? customer_of(db_, vault_, known.record_id) : std::nullopt;
            if (customer) {
                return root_of(db_, vault_, *customer);
            }
        }
        return {};
    }

    /// Whose records name him.
    void add_incoming()
    {
        for (const auto& mac : numbers_) {
            for (const auto& naming : find_macs(db_, vault_, mac, MacOf::related)) {
                const auto customer = customer_of(db_, vault_, naming.record_id);
                const auto record = find_record(db_, vault_, naming.record_id, scope_);
                if (!customer || !record) {
                    continue;
                }
                const auto root = root_of(db_, vault_, *customer);
                if (root == customer_.item.id) {
                    continue;
                }
                add_relation(
                    {.relation = naming.relation,
                     .is_named = false,
                     .name = item_of(db_, vault_, scope_, root).name,
                     .customer_id = root,
                     .record_id = record->id,
                     .record_number = record->number}
                );
            }
        }
    }

    void add_relation(CustomerRelation relation)
    {
        const bool is_known =
            std::ranges::any_of(customer_.relations, [&](const CustomerRelation& other) {
                return other.relation == relation.relation && other.name == relation.name &&
                       other.is_named == relation.is_named &&
                       other.customer_id == relation.customer_id;
            });
        if (!is_known) {
            customer_.relations.push_back(std::move(relation));
        }
    }

    /// What was said of the customer, not of a record, is of the whole site: a department sees what
    /// is due of him.
    void add_changes(const std::string& member)
    {
        for (auto& due : load_open_due(db_, vault_, member)) {
            // A customer who was merged is reviewed with the one that he is now.
            const bool is_his = due.kind == DueKind::expiry || member == customer_.item.id;
            if (is_his && (!due.record_id || is_seen(*due.record_id))) {
                customer_.due.push_back(named(db_, vault_, scope_, std::move(due)));
            }
        }
        if (scope_.is_site()) {
            add_steps(member);
        }
    }

    void add_steps(const std::string& member)
    {
        for (auto merge : load_merges_into(db_, vault_, member)) {
            merge.name = item_of(db_, vault_, scope_, merge.customer_id).name;
            add_event(merge.merged_at, "customer_merged", merge.merged_by, merge.reason);
            if (!merge.ended_by.empty()) {
                add_event(merge.ended_at, "customer_merge_ended", merge.ended_by, merge.end_reason);
            }
            customer_.merges.push_back(std::move(merge));
        }
        for (const auto& change : load_changes(db_, vault_, member)) {
            auto& event =
                add_event(change.changed_at, "customer_rated", change.changed_by, change.reason);
            event.before = change.before;
            event.after = change.after;
        }
        for (const auto& done : load_done_due(db_, vault_, member)) {
            auto& event = add_event(
                done.done_at,
                done.kind == DueKind::review ? "review_done" : "expiry_done",
                done.done_by,
                done.note
            );
            event.field = done.field;
        }
    }

    CustomerEvent& add_event(Instant at, std::string what, std::string who, std::string reason)
    {
        CustomerEvent event;
        event.at = at;
        event.what = std::move(what);
        event.who = std::move(who);
        event.reason = std::move(reason);
        return customer_.timeline.emplace_back(std::move(event));
    }

    Database& db_;
    const Vault& vault_;
    const Scope& scope_;
    std::vector<std::string> members_;
    Customer customer_;
    std::set<std::string> numbers_; ///< macs
    std::set<std::string> alike_;
};

} // namespace

Listing<CustomerItem> Store::customers(const Scope& scope, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id, created_at FROM customer WHERE (created_at, id) < ($1, $2) AND NOT EXISTS "
        "(SELECT 1 FROM customer_merge WHERE customer_id = customer.id AND ended_at = 0) "
        "AND EXISTS (SELECT 1 FROM customer_record WHERE customer_id = customer.id OR customer_id "
        "IN (SELECT merged.customer_id FROM customer_merge AS merged "
        "WHERE merged.into_id = customer.id AND merged.ended_at = 0)) AND " +
            in_customers(scope, 4) + " ORDER BY created_at DESC, id DESC LIMIT $3",
        from.at,
        from.id,
        limit + 1,
        scope.department,
        scope.person
    );
    Instant last{};
    return page_of<CustomerItem>(
        rows,
        limit,
        [&](Statement& row) {
            last = row.instant(1);
            return item_of(snapshot.db(), core_->vault, scope, row.text(0));
        },
        [&](const CustomerItem& item) { return Cursor::text(last, item.id); }
    );
}

std::vector<CustomerItem>
Store::find_customers(std::string_view number, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    std::set<std::string> roots;
    std::vector<CustomerItem> found;
    {
        Snapshot snapshot{core_->readers};
        for (const auto& mac : macs_of_query(vault, number)) {
            for (const auto& known : find_macs(snapshot.db(), vault, mac, MacOf::number)) {
                if (!find_record(snapshot.db(), vault, known.record_id, actor.scope)) {
                    continue;
                }
                if (const auto customer = customer_of(snapshot.db(), vault, known.record_id)) {
                    roots.insert(root_of(snapshot.db(), vault, *customer));
                }
            }
        }
        for (const auto& root : roots) {
            found.push_back(item_of(snapshot.db(), vault, actor.scope, root));
        }
    }
    note(actor, "customer_searched", "archive", "done", std::to_string(found.size()), now);
    return found;
}

std::optional<Customer> Store::view_customer(const std::string& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    if (!load_customer(tx.db(), core_->vault, id)) {
        return std::nullopt;
    }
    const auto root = root_of(tx.db(), core_->vault, id);
    if (!has_customer(tx.db(), core_->vault, actor.scope, root)) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "customer_viewed", object_name(id), "", now);
    auto customer = Gathering(tx.db(), core_->vault, actor.scope, root).gather();
    tx.commit();
    return customer;
}

tl::expected<CustomerMerge, Conflict> Store::merge_customers(
    const std::string& id,
    const std::string& into,
    const std::string& reason,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    if (reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "a merge needs a reason"));
    }
    Transaction tx{core_->writer};
    const auto from = load_customer(tx.db(), vault, id);
    const auto target = load_customer(tx.db(), vault, into);
    if (!from || !target) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    const bool are_heads =
        root_of(tx.db(), vault, id) == id && root_of(tx.db(), vault, into) == into;
    if (id == into || !are_heads) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (from->kind != target->kind) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "a person and a company are not one")
        );
    }
    CustomerMerge merge{
        .id = vault.new_id(),
        .customer_id = id,
        .into_id = into,
        .merged_by = actor.name,
        .merged_at = now,
        .ended_by = {},
        .ended_at = {},
        .reason = reason,
        .end_reason = {},
        .name = item_of(tx.db(), vault, whole_site, id).name};
    insert_merge(tx.db(), vault, merge);
    core_->audit(tx.db(), actor, "customer_merged", object_name(id), "into " + into, now);
    tx.commit();
    return merge;
}

tl::expected<CustomerMerge, Conflict> Store::end_customer_merge(
    const std::string& merge_id, const std::string& reason, const Actor& actor, Instant now
)
{
    if (reason.empty()) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "the end of a merge needs a reason")
        );
    }
    Transaction tx{core_->writer};
    auto merge = load_merge(tx.db(), core_->vault, merge_id);
    if (!merge) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!merge->ended_by.empty()) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    merge->ended_by = actor.name;
    merge->ended_at = now;
    merge->end_reason = reason;
    if (!end_merge(tx.db(), core_->vault, *merge)) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    core_->audit(tx.db(), actor, "customer_merge_ended", object_name(merge->customer_id), "", now);
    merge->name = item_of(tx.db(), core_->vault, whole_site, merge->customer_id).name;
    tx.commit();
    return *merge;
}

tl::expected<CustomerItem, Conflict> Store::rate_customer(
    const std::string& id,
    const std::string& risk,
    const std::string& reason,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    const auto& reviews = core_->options.filing.reviews;
    if (reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "a rating needs a reason"));
    }
    if (verify::find_risk(reviews, risk) == nullptr) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "the plan has no such risk"));
    }
    Transaction tx{core_->writer};
    auto row = load_customer(tx.db(), vault, id);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->version != expected_version) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    if (row->risk == risk) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "this is its rating"));
    }
    ++row->version;
    insert_change(
        tx.db(),
        vault,
        id,
        {.version = row->version,
         .before = row->risk,
         .after = risk,
         .reason = reason,
         .changed_by = actor.name,
         .changed_at = now}
    );
    row->risk = risk;
    save_customer(tx.db(), vault, *row);
    // Rating is a review: the next one is counted from today.
    plan_review(tx.db(), vault, reviews, *row, today_of(now, core_->options.utc_offset), now);
    core_->audit(tx.db(), actor, "customer_rated", object_name(id), risk, now);
    auto item = item_of(tx.db(), vault, whole_site, id);
    tx.commit();
    return item;
}

Listing<Due>
Store::due(const Scope& scope, const DueFilter& filter, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto& vault = core_->vault;
    const auto from = Cursor::parse(cursor, oldest_first);
    Listing<Due> listing;
    Statement rows(
        snapshot.db(),
        "SELECT id FROM due WHERE state = 'open' AND (due_on, id) > ($1, $2) AND due_on <= $3 "
        "AND ($4 = '' OR kind = $4) AND (kind = 'expiry' OR NOT EXISTS (SELECT 1 FROM "
        "customer_merge WHERE customer_merge.customer_id = due.customer_id AND ended_at = 0)) "
        "AND " +
            in_due(scope, 6) + " ORDER BY due_on, id LIMIT $5",
        // Days before 1970 are due, too.
        cursor.empty() ? INT64_MIN : from.at,
        from.id,
        filter.until.time_since_epoch().count(),
        filter.kind ? word(*filter.kind) : std::string_view{},
        limit + 1,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        if (static_cast<int>(listing.items.size()) == limit) {
            const auto& last = listing.items.back();
            listing.next_cursor =
                std::to_string(last.due_on.time_since_epoch().count()) + ":" + last.id;
            break;
        }
        if (auto due = load_due(snapshot.db(), vault, rows.text(0))) {
            listing.items.push_back(named(snapshot.db(), vault, scope, std::move(*due)));
        }
    }
    return listing;
}

tl::expected<Due, Conflict>
Store::finish_due(const std::string& id, const std::string& note, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto due = find_due(tx.db(), vault, actor.scope, id);
    if (!due) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    // A review is of the customer, whom other departments may have, too.
    const bool is_of_site = due->kind == DueKind::review && !actor.scope.is_site();
    if (is_of_site || !actor.scope.keeps_records()) {
        return tl::unexpected(conflict(ConflictKind::out_of_scope));
    }
    if (note.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "say what was done"));
    }
    due->state = DueState::done;
    due->done_by = actor.name;
    due->done_at = now;
    due->note = note;
    if (!close_due(tx.db(), vault, *due)) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (due->kind == DueKind::review) {
        plan_review(
            tx.db(),
            vault,
            core_->options.filing.reviews,
            load_customer(tx.db(), vault, due->customer_id).value(),
            today_of(now, core_->options.utc_offset),
            now
        );
    }
    core_->audit(
        tx.db(),
        actor,
        due->kind == DueKind::review ? "review_done" : "expiry_done",
        object_name(due->customer_id),
        due->field,
        now
    );
    auto shown = named(tx.db(), vault, actor.scope, std::move(*due));
    tx.commit();
    return shown;
}

} // namespace dossier::store
