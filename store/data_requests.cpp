#include "store/data_requests.h"

#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/data_requests.h"
#include "store/rows/numbers.h"
#include "store/rows/own_data.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

constexpr int most_hits = 500; ///< of one search
constexpr std::size_t longest_text = 4000;

std::string request_name(const std::string& id)
{
    return "data_request " + id;
}

std::chrono::sys_days today_at(const StoreOptions& options, Instant now)
{
    return std::chrono::floor<std::chrono::days>(now + options.utc_offset);
}

/// Until when the day of an open request may be put off, at the most.
std::optional<std::chrono::sys_days>
latest_day(const DataRequestItem& item, const StoreOptions& options, Instant now)
{
    const bool may_be = item.is_open() && !item.extended_from && options.request_extension_days > 0;
    if (!may_be || today_at(options, now) > item.due_on) {
        return std::nullopt;
    }
    return item.due_on + std::chrono::days{options.request_extension_days};
}

DataRequest describe(
    Database& db, const Vault& vault, const StoreOptions& options, DataRequestRow row, Instant now
)
{
    DataRequest request;
    const auto& body = row.body;
    request.item = std::move(row.item);
    request.version = row.version;
    request.id_number = body.id_number;
    request.contact = body.contact;
    request.represented_by = body.represented_by;
    request.wish = body.wish;
    request.proof = body.proof;
    request.customer_id = customer_of_person(db, vault, body);
    request.is_restricted = !request.customer_id.empty() &&
                            !standing_restrictions(db, vault, request.customer_id).empty();
    request.answer = from_word<DataAnswer>(body.answer);
    request.answer_text = body.answer_text;
    request.answer_reason = body.answer_reason;
    request.note = body.note;
    request.extension_reason = body.extension_reason;
    request.extendable_until = latest_day(request.item, options, now);
    request.steps = std::move(row.steps);
    for (const auto& item : body.found) {
        request.found.push_back(facts_of(db, vault, options, item, now));
    }
    Statement unread(db, "SELECT count(*) FROM original WHERE state = 'quarantined'");
    request.unread_files = unread.next() ? unread.integer(0) : 0;
    return request;
}

/// What forbids a step in any but these states.
std::optional<Conflict>
fault_of(const std::optional<DataRequestRow>& row, std::initializer_list<DataRequestState> states)
{
    if (!row) {
        return conflict(ConflictKind::not_found);
    }
    if (!row->item.is_open()) {
        return conflict(ConflictKind::closed);
    }
    if (std::ranges::find(states, row->item.state) == states.end()) {
        return conflict(ConflictKind::not_allowed, "another step comes first");
    }
    return std::nullopt;
}

/// Who took the last step of that name.
std::string who_last(const DataRequestRow& row, std::string_view what)
{
    const auto found =
        std::find_if(row.steps.rbegin(), row.steps.rend(), [&](const DataRequestStep& step) {
            return step.what == what;
        });
    return found == row.steps.rend() ? std::string() : found->who;
}

using Refused = tl::unexpected<Conflict>;

Refused refused(ConflictKind kind, std::string detail = {})
{
    return tl::unexpected(conflict(kind, std::move(detail)));
}

/// One step of a request, in one transaction: whether the state allows it, what is done, the step
/// with its audit entry, the row.
class RequestTurn {
public:
    RequestTurn(
        Writer& writer,
        const Vault& vault,
        const StoreOptions& options,
        const std::string& id,
        const Actor& actor,
        Instant now
    )
        : tx_(writer),
          vault_(vault),
          options_(options),
          actor_(actor),
          now_(now),
          row_(load_data_request(tx_.db(), vault, id))
    {}

    [[nodiscard]] std::optional<Conflict> fault(std::initializer_list<DataRequestState> states
    ) const
    {
        return fault_of(row_, states);
    }

    [[nodiscard]] DataRequestRow& row() { return *row_; }

    [[nodiscard]] Database& db() { return tx_.db(); }

    void step(std::string what, std::string detail = {})
    {
        append_audit(
            tx_.db(),
            vault_,
            actor_,
            "data_request_" + what,
            request_name(row_->item.id),
            detail,
            now_
        );
        row_->steps.push_back(
            {.what = std::move(what), .who = actor_.name, .at = now_, .detail = std::move(detail)}
        );
    }

    /// It is not done, and the trail says who tried.
    Conflict deny(std::string_view what, ConflictKind kind)
    {
        append_audit(
            tx_.db(),
            vault_,
            actor_,
            "data_request_" + std::string(what),
            request_name(row_->item.id),
            "same_person",
            now_,
            "denied"
        );
        tx_.commit();
        return conflict(kind);
    }

    tl::expected<DataRequest, Conflict> finish()
    {
        ++row_->version;
        if (!save_data_request(tx_.db(), vault_, *row_)) {
            return refused(ConflictKind::version_changed);
        }
        auto request = describe(tx_.db(), vault_, options_, std::move(*row_), now_);
        tx_.commit();
        return request;
    }

private:
    Transaction tx_;
    const Vault& vault_;
    const StoreOptions& options_;
    const Actor& actor_;
    Instant now_;
    std::optional<DataRequestRow> row_;
};

} // namespace

tl::expected<DataRequest, Conflict>
Store::register_data_request(const DataRequestDraft& draft, const Actor& actor, Instant now)
{
    const auto& options = core_->options;
    if (draft.rights.empty() || draft.name.empty() || draft.id_number.empty()) {
        return refused(ConflictKind::not_allowed, "a request has rights, a name and a number");
    }
    if (verify::numbers_in_query(draft.id_number).empty()) {
        return refused(ConflictKind::not_allowed, "this is no number of a person's document");
    }
    if (draft.received_on > today_at(options, now)) {
        return refused(ConflictKind::not_allowed, "it is received on a day to come");
    }
    const auto is_long = [](const std::string& text) { return text.size() > longest_text; };
    if (is_long(draft.name) || is_long(draft.contact) || is_long(draft.represented_by) ||
        is_long(draft.wish)) {
        return refused(ConflictKind::not_allowed, "a text is too long");
    }
    Transaction tx{core_->writer};
    DataRequestRow row;
    row.item = {
        .id = core_->vault.new_id(),
        .number = next_yearly_number(tx.db(), "P", now, options.utc_offset, 4),
        .state = DataRequestState::received,
        .rights = draft.rights,
        .received_on = draft.received_on,
        .due_on = draft.received_on + std::chrono::days{options.request_days},
        .extended_from = {},
        .name = draft.name,
        .registered_by = actor.name,
        .registered_at = now};
    std::ranges::sort(row.item.rights);
    row.item.rights.erase(std::ranges::unique(row.item.rights).begin(), row.item.rights.end());
    row.body = {
        .name = draft.name,
        .id_number = draft.id_number,
        .contact = draft.contact,
        .represented_by = draft.represented_by,
        .wish = draft.wish,
        .proof = {},
        .answer = std::string(word(DataAnswer::granted)),
        .answer_text = {},
        .answer_reason = {},
        .note = {},
        .found = {},
        .extended_from = 0,
        .extension_reason = {}};
    row.steps = {{.what = "registered", .who = actor.name, .at = now, .detail = row.item.number}};
    insert_data_request(tx.db(), core_->vault, row);
    core_->audit(
        tx.db(), actor, "data_request_registered", request_name(row.item.id), row.item.number, now
    );
    auto request = describe(tx.db(), core_->vault, options, std::move(row), now);
    tx.commit();
    return request;
}

Listing<DataRequestItem>
Store::data_requests(DataRequestList list, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const bool is_open = list == DataRequestList::open;
    const auto from = Cursor::parse(cursor, is_open ? oldest_first : newest_first);
    Statement rows(
        snapshot.db(),
        is_open ? "SELECT id FROM data_request WHERE state IN ('received', 'identified', "
                  "'drafted') AND (due_on, id) > ($1, $2) ORDER BY due_on, id LIMIT $3"
                : "SELECT id FROM data_request WHERE (registered_at, id) < ($1, $2) "
                  "ORDER BY registered_at DESC, id DESC LIMIT $3",
        from.at,
        from.id,
        limit + 1
    );
    return page_of<DataRequestItem>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<DataRequestItem> {
            auto found = load_data_request(snapshot.db(), core_->vault, row.text(0));
            if (!found) {
                return std::nullopt;
            }
            return std::move(found->item);
        },
        [&](const DataRequestItem& last) {
            return is_open ? std::to_string(last.due_on.time_since_epoch().count()) + ":" + last.id
                           : Cursor::text(last.registered_at, last.id);
        }
    );
}

std::optional<DataRequest>
Store::view_data_request(const std::string& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = load_data_request(tx.db(), core_->vault, id);
    if (!row) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "data_request_viewed", request_name(id), row->item.number, now);
    auto request = describe(tx.db(), core_->vault, core_->options, std::move(*row), now);
    tx.commit();
    return request;
}

std::int64_t Store::overdue_data_requests(Instant now)
{
    const auto today = today_at(core_->options, now);
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT count(*) FROM data_request WHERE state IN ('received', 'identified', 'drafted') "
        "AND due_on < $1",
        static_cast<std::int64_t>(today.time_since_epoch().count())
    );
    return row.next() ? row.integer(0) : 0;
}

tl::expected<DataRequest, Conflict> Store::identify_asker(
    const std::string& id, const std::string& proof, const Actor& actor, Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::received})) {
        return tl::unexpected(std::move(*fault));
    }
    if (proof.empty() || proof.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "say how the identity was proven");
    }
    turn.row().item.state = DataRequestState::identified;
    turn.row().body.proof = proof;
    turn.step("identified");
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::extend_data_request(
    const std::string& id,
    std::chrono::sys_days until,
    const std::string& reason,
    const Actor& actor,
    Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault(
            {DataRequestState::received, DataRequestState::identified, DataRequestState::drafted}
        )) {
        return tl::unexpected(std::move(*fault));
    }
    auto& item = turn.row().item;
    if (item.extended_from) {
        return refused(ConflictKind::closed);
    }
    const auto latest = latest_day(item, core_->options, now);
    if (!latest) {
        return refused(ConflictKind::not_allowed, "its day is over, or is never put off here");
    }
    if (until <= item.due_on || until > *latest) {
        return refused(ConflictKind::not_allowed, "a later day, and none beyond the limit");
    }
    if (reason.empty() || reason.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "putting it off has a reason");
    }
    const auto days = (until - item.due_on).count();
    turn.row().body.extended_from = item.due_on.time_since_epoch().count();
    turn.row().body.extension_reason = reason;
    item.extended_from = item.due_on;
    item.due_on = until;
    turn.step("extended", std::to_string(days));
    return turn.finish();
}

tl::expected<DataRequest, Conflict>
Store::find_data_of(const std::string& id, const Actor& actor, Instant now)
{
    std::vector<FoundItem> found;
    {
        // By what is searched for at the desk, too: numbers and names in any field. In the trail.
        std::optional<DataRequestRow> row;
        {
            Snapshot snapshot{core_->readers};
            row = load_data_request(snapshot.db(), core_->vault, id);
        }
        if (auto fault = fault_of(row, {DataRequestState::identified})) {
            return tl::unexpected(std::move(*fault));
        }
        std::set<RecordId> hits;
        for (const auto& text : {row->body.id_number, row->body.name}) {
            SearchQuery query{.text = text, .limit = most_hits};
            for (const auto& hit : search(query, actor, now).hits.items) {
                hits.insert(hit.item.id);
            }
        }
        Snapshot snapshot{core_->readers};
        found = find_own_data(snapshot.db(), core_->vault, row->body, hits);
    }
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::identified})) {
        return tl::unexpected(std::move(*fault));
    }
    auto& before = turn.row().body.found;
    for (auto& item : found) {
        const auto known = std::ranges::find(before, item.id, &FoundItem::id);
        if (known != before.end()) {
            item.is_included = known->is_included;
        }
    }
    before = std::move(found);
    turn.step("searched", std::to_string(before.size()));
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::include_found(
    const std::string& id,
    const std::string& item,
    bool is_included,
    const Actor& actor,
    Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::identified})) {
        return tl::unexpected(std::move(*fault));
    }
    auto& found = turn.row().body.found;
    const auto known = std::ranges::find(found, item, &FoundItem::id);
    if (known == found.end()) {
        return refused(ConflictKind::not_found);
    }
    known->is_included = is_included;
    turn.step(
        is_included ? "included" : "left_out", (known->is_record ? "record " : "document ") + item
    );
    return turn.finish();
}

tl::expected<std::vector<OwnCopy>, Conflict>
Store::copy_for_asker(const std::string& id, const Actor& actor, Instant now)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::identified, DataRequestState::drafted})) {
        return tl::unexpected(std::move(*fault));
    }
    const auto person = person_of(turn.row().body);
    std::vector<OwnCopy> copies;
    for (const auto& item : turn.row().body.found) {
        const auto row = item.is_record && item.is_included
                             ? load_record(turn.db(), core_->vault, {item.id})
                             : std::nullopt;
        if (!row) {
            continue;
        }
        core_->audit(
            turn.db(), actor, "record_copied", "record " + item.id, turn.row().item.number, now
        );
        copies.push_back(
            {.record = core_->show(turn.db(), *row),
             .masked = verify::fields_of_others(row->body.checked, person)}
        );
    }
    if (copies.empty()) {
        return refused(ConflictKind::not_allowed, "nothing that was found counts as his");
    }
    turn.step("copied", std::to_string(copies.size()));
    if (auto done = turn.finish(); !done) {
        return tl::unexpected(done.error());
    }
    return copies;
}

tl::expected<Correction, Conflict> Store::propose_asked_correction(
    const std::string& id,
    const RecordId& record,
    const Proposal& proposal,
    const Actor& actor,
    Instant now
)
{
    {
        RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
        if (auto fault = turn.fault({DataRequestState::identified})) {
            return tl::unexpected(std::move(*fault));
        }
        const auto& found = turn.row().body.found;
        const bool is_his = std::ranges::any_of(found, [&](const FoundItem& item) {
            return item.is_record && item.is_included && item.id == record.text;
        });
        if (!is_his) {
            return refused(ConflictKind::not_found);
        }
    }
    auto correction = propose_correction(record, proposal, actor, now);
    if (!correction) {
        return correction;
    }
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (!turn.fault({DataRequestState::identified})) {
        turn.step(
            "correction_proposed", correction->item.record_number + " " + correction->item.field
        );
        (void)turn.finish();
    }
    return correction;
}

tl::expected<DataRequest, Conflict>
Store::restrict_data(const std::string& id, const Actor& actor, Instant now)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::identified})) {
        return tl::unexpected(std::move(*fault));
    }
    const auto customer = customer_of_person(turn.db(), core_->vault, turn.row().body);
    if (customer.empty()) {
        return refused(ConflictKind::not_allowed, "no customer has this number");
    }
    if (!standing_restrictions(turn.db(), core_->vault, customer).empty()) {
        return refused(ConflictKind::closed);
    }
    insert_restriction(
        turn.db(),
        core_->vault,
        {.id = core_->vault.new_id(),
         .customer_id = customer,
         .request_id = id,
         .placed_by = actor.name,
         .placed_at = now,
         .lifted_by = {},
         .lifted_at = {}}
    );
    turn.step("restricted", "customer " + customer);
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::lift_restriction(
    const std::string& id, const std::string& reason, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto row = load_data_request(tx.db(), core_->vault, id);
    if (!row) {
        return refused(ConflictKind::not_found);
    }
    if (reason.empty() || reason.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "lifting a restriction has a reason");
    }
    const auto customer = customer_of_person(tx.db(), core_->vault, row->body);
    auto standing = customer.empty() ? std::vector<Restriction>{}
                                     : standing_restrictions(tx.db(), core_->vault, customer);
    if (standing.empty()) {
        return refused(ConflictKind::closed);
    }
    for (const auto& each : standing) {
        if (each.placed_by == actor.name) {
            core_->audit(
                tx.db(),
                actor,
                "data_request_restriction_lifted",
                request_name(id),
                "same_person",
                now,
                "denied"
            );
            tx.commit();
            return refused(ConflictKind::same_person);
        }
    }
    for (auto& each : standing) {
        each.lifted_by = actor.name;
        each.lifted_at = now;
        save_restriction(tx.db(), core_->vault, each);
    }
    core_->audit(
        tx.db(),
        actor,
        "data_request_restriction_lifted",
        request_name(id),
        "customer " + customer,
        now
    );
    row->steps.push_back(
        {.what = "restriction_lifted",
         .who = actor.name,
         .at = now,
         .detail = "customer " + customer}
    );
    row->body.note = reason;
    ++row->version;
    if (!save_data_request(tx.db(), core_->vault, *row)) {
        return refused(ConflictKind::version_changed);
    }
    auto request = describe(tx.db(), core_->vault, core_->options, std::move(*row), now);
    tx.commit();
    return request;
}

bool Store::is_restricted(const RecordId& id, const Scope& scope)
{
    Snapshot snapshot{core_->readers};
    return store::is_restricted(snapshot.db(), core_->vault, id) &&
           find_record(snapshot.db(), core_->vault, id, scope).has_value();
}

tl::expected<DataRequest, Conflict>
Store::propose_erasure(const std::string& id, const Actor& actor, Instant now)
{
    std::vector<Appraisal> appraisals;
    std::string number;
    {
        RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
        if (auto fault = turn.fault({DataRequestState::identified})) {
            return tl::unexpected(std::move(*fault));
        }
        number = turn.row().item.number;
        for (const auto& item : turn.row().body.found) {
            if (item.is_record && item.is_included &&
                facts_of(turn.db(), core_->vault, core_->options, item, now).may_be_listed) {
                appraisals.push_back({.record_id = item.id});
            }
        }
    }
    if (appraisals.empty()) {
        return refused(
            ConflictKind::not_allowed, "every record must still be kept, or a hold stands"
        );
    }
    const auto list = propose_disposal("data request " + number, appraisals, actor, now);
    if (!list) {
        return tl::unexpected(list.error());
    }
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::identified})) {
        return tl::unexpected(std::move(*fault));
    }
    turn.step("erasure_proposed", list->summary.number);
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::draft_data_answer(
    const std::string& id,
    DataAnswer answer,
    const std::string& text,
    const std::string& reason,
    const Actor& actor,
    Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    // A request of somebody who cannot prove who he is may only be refused.
    const auto fault = answer == DataAnswer::refused
                           ? turn.fault({DataRequestState::received, DataRequestState::identified})
                           : turn.fault({DataRequestState::identified});
    if (fault) {
        return tl::unexpected(*fault);
    }
    if (text.empty() || text.size() > longest_text || reason.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "an answer has a text");
    }
    if (answer != DataAnswer::granted && reason.empty()) {
        return refused(ConflictKind::not_allowed, "what is refused has a reason");
    }
    auto& body = turn.row().body;
    body.answer = std::string(word(answer));
    body.answer_text = text;
    body.answer_reason = reason;
    turn.row().item.state = DataRequestState::drafted;
    turn.step("drafted", body.answer);
    return turn.finish();
}

tl::expected<DataRequest, Conflict>
Store::release_data_answer(const std::string& id, const Actor& actor, Instant now)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::drafted})) {
        return tl::unexpected(std::move(*fault));
    }
    if (who_last(turn.row(), "drafted") == actor.name) {
        return tl::unexpected(turn.deny("answered", ConflictKind::same_person));
    }
    turn.row().item.state = DataRequestState::answered;
    turn.step("answered", turn.row().body.answer);
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::return_data_answer(
    const std::string& id, const std::string& reason, const Actor& actor, Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault({DataRequestState::drafted})) {
        return tl::unexpected(std::move(*fault));
    }
    if (reason.empty() || reason.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "sending an answer back has a reason");
    }
    auto& row = turn.row();
    // Who could not prove who he is has still not done so.
    row.item.state =
        row.body.proof.empty() ? DataRequestState::received : DataRequestState::identified;
    row.body.note = reason;
    turn.step("returned");
    return turn.finish();
}

tl::expected<DataRequest, Conflict> Store::withdraw_data_request(
    const std::string& id, const std::string& reason, const Actor& actor, Instant now
)
{
    RequestTurn turn{core_->writer, core_->vault, core_->options, id, actor, now};
    if (auto fault = turn.fault(
            {DataRequestState::received, DataRequestState::identified, DataRequestState::drafted}
        )) {
        return tl::unexpected(std::move(*fault));
    }
    if (reason.empty() || reason.size() > longest_text) {
        return refused(ConflictKind::not_allowed, "say why it is withdrawn");
    }
    turn.row().item.state = DataRequestState::withdrawn;
    turn.row().body.note = reason;
    turn.step("withdrawn");
    return turn.finish();
}

} // namespace dossier::store
