#include "store/rows/own_data.h"

#include "store/rows/customers.h"
#include "store/rows/disposals.h"
#include "store/rows/filings.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr int most_documents = 20'000; ///< that were never filed and are opened, the newest first

int year_at(Instant moment, std::chrono::minutes utc_offset)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment + utc_offset);
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

/// Gathers what speaks of one person.
class Finding {
public:
    Finding(Database& db, const Vault& vault, const DataRequestBody& body)
        : db_(db),
          vault_(vault),
          person_(person_of(body))
    {}

    void add_own_records(const std::string& customer)
    {
        if (customer.empty()) {
            return;
        }
        for (const auto& member : members_of(db_, vault_, customer)) {
            Statement rows(
                db_,
                "SELECT record_id FROM customer_record WHERE customer_id = $1 "
                "ORDER BY committed_at DESC, record_id",
                member
            );
            while (rows.next()) {
                add(
                    {.is_record = true,
                     .id = rows.text(0),
                     .by = FoundBy::number,
                     .is_own = true,
                     .is_included = true}
                );
            }
        }
    }

    /// Records of others that name him by his number.
    void add_naming_records()
    {
        for (const auto& number : person_.numbers) {
            for (const auto& naming :
                 find_macs(db_, vault_, mac_of(vault_, number), MacOf::related)) {
                add_record(naming.record_id);
            }
        }
    }

    /// Whatever of it speaks of him.
    void add_record(const RecordId& id)
    {
        const auto record = load_record(db_, vault_, id);
        if (record) {
            add_spoken(true, id.text, record->body.checked);
        }
    }

    void add_unfiled_documents()
    {
        std::vector<std::string> ids;
        {
            Statement rows(
                db_,
                "SELECT id FROM document WHERE state IN ('review', 'rejected') "
                "AND id NOT IN (SELECT owner_id FROM tombstone) "
                "ORDER BY created_at DESC LIMIT $1",
                most_documents
            );
            while (rows.next()) {
                ids.push_back(rows.text(0));
            }
        }
        for (const auto& id : ids) {
            if (const auto document = load_document(db_, vault_, {id})) {
                add_spoken(false, id, document->body.checked);
            }
        }
    }

    std::vector<FoundItem> take() { return std::move(found_); }

private:
    void add_spoken(bool is_record, const std::string& id, const verify::CheckedDocument& checked)
    {
        const auto spoken = verify::spoken_of(checked, person_);
        if (spoken == verify::SpokenOf::not_at_all) {
            return;
        }
        const bool is_sure = spoken == verify::SpokenOf::by_number;
        add(
            {.is_record = is_record,
             .id = id,
             .by = is_sure ? FoundBy::number : FoundBy::name,
             .is_own = false,
             .is_included = is_sure}
        );
    }

    void add(FoundItem item)
    {
        if (ids_.insert(item.id).second) {
            found_.push_back(std::move(item));
        }
    }

    Database& db_;
    const Vault& vault_;
    verify::AskingPerson person_;
    std::vector<FoundItem> found_;
    std::set<std::string> ids_;
};

/// What is so of one thing.
class Describing {
public:
    Describing(Database& db, const Vault& vault, const StoreOptions& options, Instant now)
        : db_(db),
          vault_(vault),
          options_(options),
          year_(year_at(now, options.utc_offset))
    {}

    FoundFacts facts(const FoundItem& item)
    {
        return item.is_record ? record(item) : document(item);
    }

private:
    FoundFacts record(const FoundItem& item)
    {
        const auto row = load_record(db_, vault_, {item.id});
        FoundFacts facts;
        facts.item = item;
        if (!row) {
            facts.state = "destroyed";
            return facts;
        }
        facts.number = row->number;
        facts.type = row->type;
        facts.at = row->committed_at;
        facts.state = "filed";
        facts.is_held = is_held(db_, vault_, item.id);
        if (const auto filing = load_filing(db_, vault_, row->id)) {
            facts.archive_number = filing->filing.archive_number;
            add_term(*row, *filing, facts);
        }
        return facts;
    }

    void add_term(const RecordRow& row, const FilingRow& filing, FoundFacts& facts)
    {
        const auto& classes = filing.filing.body.classes;
        const auto name = classes.find("retention_class");
        const auto& plan = options_.filing.retention;
        const auto term = name == classes.end() ? plan.end() : plan.find(name->second);
        if (term == plan.end()) {
            return;
        }
        const auto closing = load_closing(db_, vault_, row.id.text);
        const auto closed = closing ? Instant{std::chrono::days{closing->closed_on}} : Instant{};
        const auto kept = verify::kept_through(
            term->second,
            year_at(row.committed_at, options_.utc_offset),
            closing ? year_at(closed, std::chrono::minutes{0}) : 0
        );
        facts.kept_through = kept.value_or(0);
        facts.may_be_listed = kept && *kept < year_ && !facts.is_held;
    }

    FoundFacts document(const FoundItem& item)
    {
        const auto row = load_document(db_, vault_, {item.id});
        FoundFacts facts;
        facts.item = item;
        if (!row) {
            facts.state = "destroyed";
            return facts;
        }
        facts.type = row->type;
        facts.at = row->created_at;
        facts.state = std::string(word(row->state));
        return facts;
    }

    Database& db_;
    const Vault& vault_;
    const StoreOptions& options_;
    int year_;
};

} // namespace

verify::AskingPerson person_of(const DataRequestBody& body)
{
    return {.name = body.name, .numbers = verify::numbers_in_query(body.id_number)};
}

std::string customer_of_person(Database& db, const Vault& vault, const DataRequestBody& body)
{
    for (const auto& number : verify::numbers_in_query(body.id_number)) {
        for (const auto& known : find_macs(db, vault, mac_of(vault, number), MacOf::number)) {
            if (const auto customer = customer_of(db, vault, known.record_id)) {
                return root_of(db, vault, *customer);
            }
        }
    }
    return {};
}

std::vector<FoundItem> find_own_data(
    Database& db, const Vault& vault, const DataRequestBody& body, const std::set<RecordId>& hits
)
{
    Finding finding{db, vault, body};
    finding.add_own_records(customer_of_person(db, vault, body));
    finding.add_naming_records();
    for (const auto& hit : hits) {
        finding.add_record(hit);
    }
    finding.add_unfiled_documents();
    return finding.take();
}

FoundFacts facts_of(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const FoundItem& item,
    Instant now
)
{
    return Describing{db, vault, options, now}.facts(item);
}

} // namespace dossier::store
