#include "store/error.h"
#include "store/rows/accounts.h"
#include "store/rows/batches.h"
#include "store/rows/bundles.h"
#include "store/rows/core.h"
#include "store/rows/corrections.h"
#include "store/rows/customers.h"
#include "store/rows/data_requests.h"
#include "store/rows/departments.h"
#include "store/rows/disposals.h"
#include "store/rows/document_types.h"
#include "store/rows/due.h"
#include "store/rows/external_checks.h"
#include "store/rows/filings.h"
#include "store/rows/holdings.h"
#include "store/rows/insertions.h"
#include "store/rows/known_answers.h"
#include "store/rows/loans.h"
#include "store/rows/records.h"
#include "store/rows/registers.h"
#include "store/rows/search_rows.h"
#include "store/rows/seen_records.h"
#include "store/rows/shredding.h"
#include "store/rows/stations.h"
#include "store/rows/subscribers.h"
#include "store/rows/uploads.h"

#include <algorithm>
#include <functional>
#include <set>

namespace dossier::store {
namespace {

/// Walks every row and object, and writes down what does not open instead of stopping there.
class Check {
public:
    Check(Database& db, const Vault& vault, Blobs& blobs) : db_(db), vault_(vault), blobs_(blobs) {}

    FsckReport run()
    {
        for_each("SELECT owner_id FROM data_key ORDER BY owner_id", [&](const std::string& id) {
            (void)vault_.data_key(db_, id);
            data_key_columns(id);
        });
        dangling_rows();
        tombstones();
        for_each(
            "SELECT id FROM original WHERE id NOT IN (SELECT owner_id FROM tombstone) ORDER BY id",
            [&](const std::string& id) { original({id}); }
        );
        for_each("SELECT id FROM batch ORDER BY id", [&](const std::string& id) {
            (void)load_batch(db_, vault_, id);
            (void)load_batch_arrivals(db_, vault_, id);
        });
        for_each(
            "SELECT id FROM document WHERE id NOT IN (SELECT owner_id FROM tombstone) ORDER BY id",
            [&](const std::string& id) { (void)load_document(db_, vault_, {id}); }
        );
        for_each(
            "SELECT id FROM record WHERE id NOT IN (SELECT owner_id FROM tombstone) ORDER BY id",
            [&](const std::string& id) { record({id}); }
        );
        for_each(
            "SELECT id FROM correction WHERE record_id NOT IN (SELECT owner_id FROM tombstone) "
            "ORDER BY id",
            [&](const std::string& id) {
                (void)load_correction(db_, vault_, id);
                (void)load_cohort(db_, vault_, id);
            }
        );
        for_each(
            "SELECT document_id FROM seen_record ORDER BY document_id",
            [&](const std::string& id) { require_seen_record(db_, vault_, id); }
        );
        for_each(
            "SELECT discrepancy_id FROM known_answer ORDER BY discrepancy_id",
            [&](const std::string& id) { require_known_answer(db_, vault_, id); }
        );
        for_each(
            "SELECT DISTINCT number_mac FROM holding ORDER BY number_mac",
            [&](const std::string& mac) { (void)load_holdings(db_, vault_, mac); }
        );
        for_each(
            "SELECT record_id FROM filing WHERE record_id NOT IN (SELECT owner_id FROM tombstone) "
            "ORDER BY record_id",
            [&](const std::string& id) {
                (void)load_filing_changes(db_, vault_, {id});
                require_tags(db_, vault_, load_filing(db_, vault_, {id}).value());
            }
        );
        for_each("SELECT id FROM disposal ORDER BY id", [&](const std::string& id) {
            (void)load_disposal(db_, vault_, id);
        });
        for_each("SELECT id FROM legal_hold ORDER BY id", [&](const std::string& id) {
            (void)load_hold(db_, vault_, id);
        });
        for_each("SELECT record_id FROM closing ORDER BY record_id", [&](const std::string& id) {
            (void)load_closing(db_, vault_, id);
        });
        for_each("SELECT id FROM data_request ORDER BY id", [&](const std::string& id) {
            (void)load_data_request(db_, vault_, id);
        });
        for_each("SELECT id FROM restriction ORDER BY id", [&](const std::string& id) {
            (void)load_restriction(db_, vault_, id);
        });
        for_each("SELECT number FROM register ORDER BY number", [&](const std::string& number) {
            (void)load_register(db_, vault_, number);
        });
        for_each("SELECT original_id FROM insertion", [&](const std::string& id) {
            (void)load_insertion(db_, vault_, {id});
        });
        for_each("SELECT original_id FROM supplement", [&](const std::string& id) {
            (void)load_supplement(db_, vault_, {id});
        });
        for_each("SELECT id FROM loan ORDER BY id", [&](const std::string& id) {
            (void)load_loan(db_, vault_, id);
        });
        for_each("SELECT id FROM customer ORDER BY id", [&](const std::string& id) {
            (void)load_customer(db_, vault_, id);
            (void)load_merges_into(db_, vault_, id);
            (void)load_changes(db_, vault_, id);
        });
        for_each("SELECT record_id FROM customer_record", [&](const std::string& id) {
            (void)customer_of(db_, vault_, {id});
            (void)load_macs_of(db_, vault_, {id});
        });
        for_each("SELECT id FROM due ORDER BY id", [&](const std::string& id) {
            (void)load_due(db_, vault_, id);
        });
        for_each(
            "SELECT id FROM external_check WHERE document_id NOT IN (SELECT owner_id FROM "
            "tombstone) ORDER BY id",
            [&](const std::string& id) { require_external_check(db_, vault_, id); }
        );
        for_each("SELECT id FROM user_account ORDER BY id", [&](const std::string& id) {
            (void)load_user(db_, vault_, UserId{id});
        });
        for_each(
            "SELECT lower(hex(token_hash)) FROM session ORDER BY token_hash",
            [&](const std::string& hash) {
                (void)load_session(db_, vault_, from_hex(hash).value());
            }
        );
        for_each("SELECT name FROM subscriber ORDER BY name", [&](const std::string& name) {
            (void)load_subscriber(db_, vault_, name);
        });
        for_each("SELECT name FROM station ORDER BY name", [&](const std::string& name) {
            (void)load_station(db_, vault_, std::string_view(name));
        });
        for_each("SELECT id FROM department ORDER BY id", [&](const std::string& id) {
            (void)load_department(db_, vault_, id);
        });
        for_each(
            "SELECT station FROM station_department ORDER BY station",
            [&](const std::string& station) { (void)load_station_department(db_, vault_, station); }
        );
        for_each("SELECT id FROM upload ORDER BY id", [&](const std::string& id) { upload(id); });
        for_each("SELECT id FROM type_version ORDER BY id", [&](const std::string& id) {
            (void)require_type_version(db_, vault_, id);
        });
        for_each("SELECT id FROM type_draft ORDER BY id", [&](const std::string& id) {
            type_draft(id);
        });
        for (const auto& blob : blobs_.list()) {
            if (!named_.contains(blob.id)) {
                report_.orphans.push_back(blob.id);
            }
        }
        report_.audit = verify_audit(db_, vault_);
        return std::move(report_);
    }

private:
    void for_each(std::string_view sql, const std::function<void(const std::string&)>& look)
    {
        std::vector<std::string> ids;
        {
            Statement rows(db_, sql);
            while (rows.next()) {
                ids.push_back(rows.text(0));
            }
        }
        for (const auto& id : ids) {
            ++report_.rows;
            attempt([&] { look(id); });
        }
    }

    void attempt(const std::function<void()>& look)
    {
        try {
            look();
        } catch (const Tampered& damage) {
            report_.faults.push_back({.object = damage.object(), .reason = "altered or damaged"});
        } catch (const Error& error) {
            report_.faults.push_back({.object = "storage", .reason = error.what()});
        }
    }

    /// Rows that name what is not there: nobody would come to them by walking from what is.
    void dangling_rows()
    {
        Statement rows(db_, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check");
        while (rows.next()) {
            report_.faults.push_back(
                {.object = rows.text(0) + " row " + rows.text(1),
                 .reason = "names a " + rows.text(2) + " that is not there"}
            );
        }
        Statement site(db_, "SELECT site_id FROM archive");
        if (!site.next() || site.text(0) != vault_.keys().site_id()) {
            report_.faults.push_back({.object = "archive", .reason = "of another keyring"});
        }
    }

    /// What was shredded has no key, and its files, while they are there, no reader.
    void tombstones()
    {
        for_each("SELECT owner_id FROM tombstone ORDER BY owner_id", [&](const std::string& id) {
            (void)find_tombstone(db_, vault_, id);
            Statement key(db_, "SELECT owner_id FROM data_key WHERE owner_id = $1", id);
            if (key.next()) {
                report_.faults.push_back({.object = "data_key " + id, .reason = "was shredded"});
            }
        });
        Statement rows(
            db_,
            "SELECT object_id FROM original WHERE id IN (SELECT owner_id FROM tombstone) "
            "UNION SELECT object_id FROM page WHERE object_id IS NOT NULL "
            "AND original_id IN (SELECT owner_id FROM tombstone)"
        );
        while (rows.next()) {
            named_.insert({rows.text(0)});
        }
    }

    /// Nothing is opened by them, but they must say what is so.
    void data_key_columns(const std::string& id)
    {
        Statement row(
            db_, "SELECT wrapped, key_version, owner_kind FROM data_key WHERE owner_id = $1", id
        );
        if (!row.next() || row.integer(1) != key_version_of(row.blob(0)) ||
            !has_key_owner(db_, row.text(2), id)) {
            throw Tampered("data_key " + id);
        }
    }

    void original(const OriginalId& id)
    {
        const auto row = require_original(db_, vault_, id);
        const auto data_key = vault_.data_key(db_, id.text);
        named_.insert(row.object_id);
        attempt([&] { (void)describe(db_, vault_, row); });
        attempt([&] {
            if (is_bundle(row)) {
                (void)load_bundle(db_, vault_, row);
            } else {
                open(data_key, original_file_place(row));
            }
        });
        for (const auto& page : load_pages(db_, vault_, data_key, id)) {
            if (page.body.object_id.empty()) {
                continue;
            }
            named_.insert({page.body.object_id});
            attempt([&] { open(data_key, preview_place(id, page.body.object_id, page.page_no)); });
        }
    }

    void record(const RecordId& id)
    {
        const auto row = load_record(db_, vault_, id);
        attempt([&] { require_search_rows(db_, vault_, *row); });
        for (const auto& attachment : row->attachments) {
            attempt([&] {
                const auto file = attachment_file_place(*row, attachment);
                (void)vault_.open_with_part_key(
                    attachment_key(db_, vault_, *row, attachment), file, read(file)
                );
            });
        }
    }

    void upload(const std::string& id)
    {
        const auto row = load_upload(db_, vault_, id).value();
        for (const auto& part : load_upload_parts(db_, id)) {
            named_.insert(part.object_id);
            attempt([&] { open(row.data_key, upload_part_place(id, part)); });
        }
    }

    void type_draft(const std::string& id)
    {
        const auto row = load_type_draft(db_, vault_, id).value();
        for (const auto& specimen : load_specimens(db_, vault_, row)) {
            named_.insert(specimen.object_id);
            attempt([&] { open(row.data_key, specimen_place(id, specimen.object_id)); });
        }
    }

    Bytes read(const Place& place)
    {
        ++report_.objects;
        auto sealed = blobs_.read({std::string(place.object_id)});
        if (!sealed) {
            throw Tampered(
                std::string(place.kind) + " " + std::string(place.object_id) + " (missing)"
            );
        }
        return std::move(*sealed);
    }

    void open(const SecretBytes& data_key, const Place& place)
    {
        (void)vault_.open_part(data_key, place, read(place));
    }

    Database& db_;
    const Vault& vault_;
    Blobs& blobs_;
    FsckReport report_;
    std::set<ObjectId> named_;
};

} // namespace

/// An altered one is for fsck to tell of, and nothing is removed on its word.
static bool has_genuine_tombstone(Database& db, const Vault& vault, const std::string& owner_id)
{
    try {
        return is_shredded(db, vault, owner_id);
    } catch (const Tampered&) {
        return false;
    }
}

FsckReport Store::fsck()
{
    Snapshot snapshot{core_->readers};
    return Check(snapshot.db(), core_->vault, *core_->blobs).run();
}

int Store::collect_orphans(std::chrono::milliseconds age, Instant now)
{
    std::set<ObjectId> named;
    std::set<ObjectId> shredded;
    {
        Snapshot snapshot{core_->readers};
        Statement rows(
            snapshot.db(),
            "SELECT object_id, '' FROM upload_part "
            "UNION ALL SELECT object_id, '' FROM type_specimen "
            "UNION ALL SELECT object_id, coalesce(owner_id, '') FROM attachment "
            "LEFT JOIN tombstone ON owner_id = record_id "
            "UNION ALL SELECT object_id, coalesce(owner_id, '') FROM original "
            "LEFT JOIN tombstone ON owner_id = original.id "
            "UNION ALL SELECT object_id, coalesce(owner_id, '') FROM page "
            "LEFT JOIN tombstone ON owner_id = original_id WHERE object_id IS NOT NULL"
        );
        while (rows.next()) {
            const auto owner_id = rows.text(1);
            const bool is_gone =
                !owner_id.empty() && has_genuine_tombstone(snapshot.db(), core_->vault, owner_id);
            (is_gone ? shredded : named).insert({rows.text(0)});
        }
    }
    const auto blobs = core_->blobs->list();
    // Rows of what is gone are under no MAC any more: what others name stays.
    const auto is_leftover = [&](const BlobEntry& blob) {
        return shredded.contains(blob.id) && !named.contains(blob.id);
    };
    if (std::ranges::any_of(blobs, is_leftover)) {
        (void)core_->writer.empty_log(); // which comes before they are removed
    }
    int removed = 0;
    for (const auto& blob : blobs) {
        const bool is_kept = named.contains(blob.id) || blob.written_at > now - age;
        if (is_kept && !is_leftover(blob)) {
            continue;
        }
        core_->blobs->remove(blob.id);
        ++removed;
    }
    return removed;
}

} // namespace dossier::store
